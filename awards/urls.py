"""Addresses of the decision."""

from django.urls import path

from awards.hold_views import hold_page
from awards.views import round_page

urlpatterns = [
    path("rounds/<slug:code>", round_page, name="round"),
    path("partnerships/<slug:code>/hold", hold_page, name="hold"),
]
