"""Addresses of a round's money."""

from django.urls import path

from funds.finance_views import finance_page, return_page
from funds.views import edit_money, publish_page, receive_page
from funds.virement_views import virement_page, virements_page

urlpatterns = [
    path("rounds/<slug:code>/edit/money", edit_money, name="round-edit-money"),
    path("rounds/<slug:code>/publish", publish_page, name="round-publish"),
    path("rounds/<slug:code>/receive", receive_page, name="round-receive"),
    path("rounds/<slug:code>/finance", finance_page, name="finance"),
    path("rounds/<slug:code>/return", return_page, name="return-to-pcc"),
    path("rounds/<slug:code>/virements", virements_page, name="virements"),
    path("rounds/<slug:code>/virements/<int:pk>", virement_page, name="virement"),
]
