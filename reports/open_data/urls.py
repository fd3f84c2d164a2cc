"""Addresses of open data. Those without a round are for everybody and never change."""

from django.urls import path

from reports.open_data.views import (
    funded_page,
    open_data_file,
    open_data_page,
    published_file,
    published_page,
    specified_page,
)

YEAR = "open-data/<slug:partnership>/<slug:year>"

urlpatterns = [
    path("open-data", published_page, name="published"),
    path(f"{YEAR}/specified-information", specified_page, name="specified-information"),
    path(f"{YEAR}/<str:file>", published_file, name="published-file"),
    path("funded/<slug:partnership>/<slug:year>", funded_page, name="funded"),
    path("rounds/<slug:code>/open-data", open_data_page, name="open-data"),
    path("rounds/<slug:code>/open-data/<str:file>", open_data_file, name="open-data-file"),
]
