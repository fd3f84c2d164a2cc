"""Addresses of what can be downloaded."""

from django.urls import path

from reports.views import committee_report, submission

urlpatterns = [
    path("rounds/<slug:code>/submission/<str:route>.xlsx", submission, name="submission"),
    path("rounds/<slug:code>/committee-report.docx", committee_report, name="committee-report"),
]
