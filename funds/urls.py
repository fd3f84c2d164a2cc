"""Addresses of a round's money."""

from django.urls import path

from funds.views import edit_money, publish_page, receive_page

urlpatterns = [
    path("rounds/<slug:code>/edit/money", edit_money, name="round-edit-money"),
    path("rounds/<slug:code>/publish", publish_page, name="round-publish"),
    path("rounds/<slug:code>/receive", receive_page, name="round-receive"),
]
