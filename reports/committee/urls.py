"""Addresses of the committee report."""

from django.urls import path

from reports.committee.views import committee_html, committee_page, committee_part, committee_pdf

urlpatterns = [
    path("rounds/<slug:code>/committee", committee_page, name="committee"),
    path("rounds/<slug:code>/committee/preview", committee_html, name="committee-html"),
    path("rounds/<slug:code>/committee/report.pdf", committee_pdf, name="committee-pdf"),
    path("rounds/<slug:code>/committee/parts/<slug:part>", committee_part, name="committee-part"),
]
