"""Addresses of open data. Those without a round are for everybody and never change."""

from django.urls import path

from reports.open_data.views import funded_page, open_data_page, published_file, published_page

urlpatterns = [
    path("open-data", published_page, name="published"),
    path(
        "open-data/<slug:partnership>/<slug:year>/<str:file>",
        published_file,
        name="published-file",
    ),
    path("funded/<slug:partnership>/<slug:year>", funded_page, name="funded"),
    path("rounds/<slug:code>/open-data", open_data_page, name="open-data"),
]
