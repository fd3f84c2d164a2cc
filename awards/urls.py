"""Addresses of the decision."""

from django.urls import path

from awards.views import round_page

urlpatterns = [
    path("rounds/<slug:code>", round_page, name="round"),
]
