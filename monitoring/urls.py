"""Addresses of a bid's whole story, and of the officer's desk."""

from django.urls import path

from monitoring.views import bid_page

urlpatterns = [
    path("bids/<str:reference>", bid_page, name="bid"),
]
