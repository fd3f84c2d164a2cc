"""Addresses of the sift."""

from django.urls import URLPattern, path

from scoring.agreement_views import agreement_page
from scoring.feedback_views import feedback_page
from scoring.interest_register_views import register_export, register_page
from scoring.interest_views import interests_page, lift_page, record_page
from scoring.money_views import money_page
from scoring.panel_day_views import bid_panel_day, panel_day
from scoring.panel_views import ask_late_page, assign, panel_page, remind_page
from scoring.scenario_views import compare_page, delete_page, recommend_page, rename_page
from scoring.score_views import score_page, send_page
from scoring.scoring_views import scoring_page

INTERESTS = "rounds/<slug:code>/interests"
MONEY = "rounds/<slug:code>/money/<str:route>"
SCENARIO = f"{MONEY}/scenarios/<int:pk>"

urlpatterns: list[URLPattern] = [
    path("rounds/<slug:code>/panel/agreement", agreement_page, name="panel-agreement"),
    path(MONEY, money_page, name="money"),
    path(f"{MONEY}/compare", compare_page, name="scenarios-compare"),
    path(SCENARIO, money_page, name="scenario"),
    path(f"{SCENARIO}/rename", rename_page, name="scenario-rename"),
    path(f"{SCENARIO}/delete", delete_page, name="scenario-delete"),
    path(f"{SCENARIO}/recommend", recommend_page, name="scenario-recommend"),
    path("rounds/<slug:code>/scoring", scoring_page, name="scoring"),
    path("rounds/<slug:code>/panel", panel_page, name="panel"),
    path("rounds/<slug:code>/panel/assign", assign, name="panel-assign"),
    path("rounds/<slug:code>/panel/remind", remind_page, name="panel-remind"),
    path("bids/<str:reference>/score", score_page, name="bid-score"),
    path("bids/<str:reference>/score/send", send_page, name="bid-score-send"),
    path("bids/<str:reference>/ask-late", ask_late_page, name="bid-ask-late"),
    path("bids/<str:reference>/feedback", feedback_page, name="bid-feedback"),
    path(INTERESTS, interests_page, name="interests"),
    path(f"{INTERESTS}/register", register_page, name="interests-register"),
    path(f"{INTERESTS}/register.xlsx", register_export, name="interests-export"),
    path(f"{INTERESTS}/members/<int:pk>/record", record_page, name="interests-record"),
    path(f"{INTERESTS}/<int:pk>/lift", lift_page, name="interests-lift"),
    path("rounds/<slug:code>/panel-day/<str:route>", panel_day, name="panel-day"),
    path("bids/<str:reference>/panel-day", bid_panel_day, name="bid-panel-day"),
]
