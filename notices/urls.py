"""Addresses of the service's health and of the outbox."""

from django.urls import path

from notices.views import health_document, health_page

urlpatterns = [
    path("health", health_page, name="health"),
    path("health.json", health_document, name="health-json"),
]
