"""Addresses of rounds: what applicants read, and the round editor."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
