"""Addresses of the sift."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
