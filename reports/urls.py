"""Addresses of what can be downloaded."""

from django.urls import path

from reports.submission_views import agree_page, draft_file, send_page
from reports.views import bid_copy_word, committee_report, submission

urlpatterns = [
    path("bids/<str:reference>/copy.docx", bid_copy_word, name="bid-copy-word"),
    path("rounds/<slug:code>/submission/<str:route>.xlsx", submission, name="submission"),
    path("rounds/<slug:code>/<str:route>/draft.xlsx", draft_file, name="submission-draft"),
    path("rounds/<slug:code>/<str:route>/agree", agree_page, name="submission-agree"),
    path("rounds/<slug:code>/<str:route>/send", send_page, name="submission-send"),
    path("rounds/<slug:code>/committee-report.docx", committee_report, name="committee-report"),
]
