"""Addresses of the freedom of information extract."""

from django.urls import path

from reports.foi.views import foi_extract, foi_page

urlpatterns = [
    path("rounds/<slug:code>/foi", foi_page, name="foi"),
    path("rounds/<slug:code>/foi.xlsx", foi_extract, name="foi-extract"),
]
