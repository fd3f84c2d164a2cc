"""Addresses of a bid's whole story, and of the officer's desk."""

from django.urls import path

from monitoring.bid_list_views import bids_export, bids_page
from monitoring.views import bid_page

urlpatterns = [
    path("rounds/<slug:code>/bids", bids_page, name="bids"),
    path("rounds/<slug:code>/bids.xlsx", bids_export, name="bids-export"),
    path("bids/<str:reference>", bid_page, name="bid"),
]
