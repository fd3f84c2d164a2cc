"""Addresses of the sift."""

from django.urls import path

from scoring.money_views import money_page
from scoring.scenario_views import compare_page, delete_page, recommend_page, rename_page

MONEY = "rounds/<slug:code>/money/<str:route>"
SCENARIO = f"{MONEY}/scenarios/<int:pk>"

urlpatterns = [
    path(MONEY, money_page, name="money"),
    path(f"{MONEY}/compare", compare_page, name="scenarios-compare"),
    path(SCENARIO, money_page, name="scenario"),
    path(f"{SCENARIO}/rename", rename_page, name="scenario-rename"),
    path(f"{SCENARIO}/delete", delete_page, name="scenario-delete"),
    path(f"{SCENARIO}/recommend", recommend_page, name="scenario-recommend"),
]
