"""Addresses of what can be downloaded."""

from django.urls import path

from reports.agreement_views import agreement_word, letter_word
from reports.committee.urls import urlpatterns as committee
from reports.foi.urls import urlpatterns as foi
from reports.jobs.urls import urlpatterns as jobs
from reports.meeting.urls import urlpatterns as meeting
from reports.open_data.urls import urlpatterns as open_data
from reports.overview.urls import urlpatterns as overview
from reports.panel.register_views import register_file, register_page
from reports.panel.views import panel_pack, scoring_workbook
from reports.pcc_forms.urls import urlpatterns as pcc_forms
from reports.spend_views import spend_chart, spend_file, spend_page
from reports.submission.urls import urlpatterns as submission
from reports.views import bid_copy_word, committee_report
from reports.why.views import why_page, why_word
from reports.year.views import year_end_word

urlpatterns = [
    *committee,
    *foi,
    *jobs,
    *submission,
    *meeting,
    *open_data,
    *overview,
    *pcc_forms,
    path("bids/<str:reference>/copy.docx", bid_copy_word, name="bid-copy-word"),
    path("bids/<str:reference>/agreement.docx", agreement_word, name="agreement-docx"),
    path("bids/<str:reference>/award-letter.docx", letter_word, name="award-letter-docx"),
    path("bids/<str:reference>/why", why_page, name="bid-why"),
    path("bids/<str:reference>/why.docx", why_word, name="bid-why-docx"),
    path("rounds/<slug:code>/year-end.docx", year_end_word, name="year-end-word"),
    path("rounds/<slug:code>/spend", spend_page, name="spend"),
    path("rounds/<slug:code>/spend.xlsx", spend_file, name="spend-file"),
    path("rounds/<slug:code>/spend/<slug:by>.svg", spend_chart, name="spend-chart"),
    path("rounds/<slug:code>/panel/register", register_page, name="panel-register"),
    path("rounds/<slug:code>/panel/register.xlsx", register_file, name="panel-register-file"),
    path("rounds/<slug:code>/panel/pack/<int:pk>.pdf", panel_pack, name="panel-pack"),
    path(
        "rounds/<slug:code>/panel/workbook/<int:pk>.xlsx", scoring_workbook, name="scoring-workbook"
    ),
    path("rounds/<slug:code>/committee-report.docx", committee_report, name="committee-report"),
]
