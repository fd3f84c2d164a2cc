"""Addresses of the applicant's pages and of the bid's own."""

from django.urls import path

from bids.views import home

urlpatterns = [
    path("", home, name="home"),
]
