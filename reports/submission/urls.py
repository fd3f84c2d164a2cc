"""Addresses of the proposals to the PCC's office."""

from django.urls import path

from reports.submission.version_views import (
    covering_draft,
    covering_file,
    version_file,
    versions_page,
)
from reports.submission.views import agree_page, draft_file, send_page
from reports.views import submission

_ROUTE = "rounds/<slug:code>/<str:route>"

urlpatterns = [
    path("rounds/<slug:code>/submission/<str:route>.xlsx", submission, name="submission"),
    path(f"{_ROUTE}/draft.xlsx", draft_file, name="submission-draft"),
    path(f"{_ROUTE}/covering.docx", covering_draft, name="submission-covering-draft"),
    path(f"{_ROUTE}/agree", agree_page, name="submission-agree"),
    path(f"{_ROUTE}/send", send_page, name="submission-send"),
    path(f"{_ROUTE}/versions", versions_page, name="submission-versions"),
    path(f"{_ROUTE}/versions/<int:version>.xlsx", version_file, name="submission-version"),
    path(f"{_ROUTE}/versions/<int:version>.docx", covering_file, name="submission-covering"),
]
