"""Addresses of the way to the committee's meeting."""

from django.urls import path

from reports.meeting.sign_off_views import (
    sign_off_ask,
    sign_off_page,
    sign_off_report,
    sign_offs_page,
)
from reports.meeting.views import question_page, questions_page, timetable_page

urlpatterns = [
    path("rounds/<slug:code>/committee-timetable", timetable_page, name="committee-timetable"),
    path("rounds/<slug:code>/sign-offs", sign_offs_page, name="sign-offs"),
    path("rounds/<slug:code>/sign-offs/<slug:issue>", sign_off_ask, name="sign-off-ask"),
    path("rounds/<slug:code>/members-questions", questions_page, name="members-questions"),
    path("rounds/<slug:code>/members-questions/<int:pk>", question_page, name="members-question"),
    path("sign-off/<str:token>", sign_off_page, name="sign-off"),
    path("sign-off/<str:token>/report.docx", sign_off_report, name="sign-off-report"),
]
