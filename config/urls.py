"""The service's addresses."""

from django.urls import URLPattern, URLResolver, path

from awards.views import round_page
from bids.views import home
from monitoring.views import bid_page
from notices.views import health_document, health_page
from people.views import sign_in, sign_out
from reports.views import committee_report, submission

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("sign-in", sign_in, name="login"),
    path("sign-out", sign_out, name="logout"),
    path("rounds/<slug:code>", round_page, name="round"),
    path("rounds/<slug:code>/submission/<str:route>.xlsx", submission, name="submission"),
    path("rounds/<slug:code>/committee-report.docx", committee_report, name="committee-report"),
    path("bids/<str:reference>", bid_page, name="bid"),
    path("health", health_page, name="health"),
    path("health.json", health_document, name="health-json"),
]
