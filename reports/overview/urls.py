"""Addresses of the reports of a round."""

from django.urls import path

from reports.overview.views import awards_file, awards_page, reports_page

urlpatterns = [
    path("rounds/<slug:code>/reports", reports_page, name="round-reports"),
    path("rounds/<slug:code>/bids-and-awards", awards_page, name="awards-report"),
    path("rounds/<slug:code>/bids-and-awards.xlsx", awards_file, name="awards-report-file"),
]
