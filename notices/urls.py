"""Addresses of the service's health, the outbox and the emails' words."""

from django.urls import path

from notices.outbox_views import outbox, outbox_message, outbox_retry
from notices.views import health_document, health_page
from notices.wording_views import wording_edit, wording_reset, wordings

urlpatterns = [
    path("health", health_page, name="health"),
    path("health.json", health_document, name="health-json"),
    path("partnerships/<slug:code>/outbox", outbox, name="outbox"),
    path("partnerships/<slug:code>/outbox/<int:pk>", outbox_message, name="outbox-message"),
    path("partnerships/<slug:code>/outbox/<int:pk>/retry", outbox_retry, name="outbox-retry"),
    path("partnerships/<slug:code>/emails", wordings, name="wordings"),
    path("partnerships/<slug:code>/emails/<slug:kind>", wording_edit, name="wording-edit"),
    path("partnerships/<slug:code>/emails/<slug:kind>/reset", wording_reset, name="wording-reset"),
]
