"""Addresses of the committee report."""

from django.urls import path

from reports.committee.style_views import house_style_file, house_style_page, house_style_starter
from reports.committee.trace_views import committee_figure, committee_figures
from reports.committee.views import (
    committee_exempt,
    committee_html,
    committee_page,
    committee_part,
    committee_pdf,
)

urlpatterns = [
    path("rounds/<slug:code>/committee", committee_page, name="committee"),
    path("rounds/<slug:code>/committee/preview", committee_html, name="committee-html"),
    path("rounds/<slug:code>/committee/report.pdf", committee_pdf, name="committee-pdf"),
    path("rounds/<slug:code>/committee/parts/<slug:part>", committee_part, name="committee-part"),
    path("rounds/<slug:code>/committee/exempt.docx", committee_exempt, name="committee-exempt"),
    path("rounds/<slug:code>/committee/figures", committee_figures, name="committee-figures"),
    path(
        "rounds/<slug:code>/committee/figures/<slug:figure>",
        committee_figure,
        name="committee-figure",
    ),
    path("partnerships/<slug:code>/house-style", house_style_page, name="house-style"),
    path(
        "partnerships/<slug:code>/house-style/file.docx", house_style_file, name="house-style-file"
    ),
    path(
        "partnerships/<slug:code>/house-style/begin.docx",
        house_style_starter,
        name="house-style-starter",
    ),
]
