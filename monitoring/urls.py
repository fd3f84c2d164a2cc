"""Addresses of a bid's whole story, and of the officer's desk."""

from django.urls import path

from monitoring.bids.list_views import bids_export, bids_page
from monitoring.bids.officer_views import gates_page, notes_page
from monitoring.bids.views import bid_page
from monitoring.bring_in_views import bring_in_page
from monitoring.claims.urls import urlpatterns as claim_urls
from monitoring.deeds.every import DEEDS
from monitoring.deeds.views import bulk_page, deed_page
from monitoring.desk.monday_mail import monday_page
from monitoring.desk.views import desk, home
from monitoring.payments.by_hand_views import pay_page, recover_page, release_page
from monitoring.reconciliation.views import (
    line_page,
    reconcile_file,
    reconcile_page,
    reconcile_template,
)
from monitoring.returns.check_views import answer_page, check
from monitoring.returns.list_views import returns_list
from monitoring.returns.views import return_page, returns
from monitoring.sift_views import sift_page
from monitoring.subgroup.views import priorities_page, priority_progress, priority_readers
from monitoring.tactical.views import tactical_new, tactical_page, tactical_panel
from monitoring.terminate_views import terminate_page
from monitoring.underspend.views import release_ask, underspend, variation_release
from monitoring.variations.views import variation_new, variation_page, variations_page
from monitoring.year.views import close_page, year_end_file, year_end_page

urlpatterns = [
    path("", home, name="home"),
    path("desk", desk, name="desk"),
    path("rounds/<slug:code>/bring-in", bring_in_page, name="bring-in"),
    path("rounds/<slug:code>/sift", sift_page, name="sift"),
    path("rounds/<slug:code>/priorities", priorities_page, name="priorities"),
    path(
        "rounds/<slug:code>/priorities/<int:pk>/progress",
        priority_progress,
        name="priority-progress",
    ),
    path(
        "rounds/<slug:code>/priorities/<int:pk>/readers",
        priority_readers,
        name="priority-readers",
    ),
    path("rounds/<slug:code>/tactical", tactical_page, name="tactical"),
    path("rounds/<slug:code>/tactical/new", tactical_new, name="tactical-new"),
    path("bids/<str:reference>/panel", tactical_panel, name="tactical-panel"),
    path("bids/<str:reference>/variations", variations_page, name="variations"),
    path("bids/<str:reference>/variations/new", variation_new, name="variation-new"),
    path("bids/<str:reference>/variations/<int:number>", variation_page, name="variation"),
    path(
        "bids/<str:reference>/variations/<int:number>/release",
        variation_release,
        name="variation-release",
    ),
    path("bids/<str:reference>/release-ask", release_ask, name="release-ask"),
    path("partnerships/<slug:code>/monday", monday_page, name="monday"),
    path("rounds/<slug:code>/underspend", underspend, name="underspend"),
    path("rounds/<slug:code>/reconcile", reconcile_page, name="reconcile"),
    path("rounds/<slug:code>/reconcile.xlsx", reconcile_file, name="reconcile-file"),
    path("rounds/<slug:code>/reconcile/template", reconcile_template, name="reconcile-template"),
    path("rounds/<slug:code>/reconcile/<int:pk>", line_page, name="reconcile-line"),
    path("rounds/<slug:code>/year-end", year_end_page, name="year-end"),
    path("rounds/<slug:code>/year-end.xlsx", year_end_file, name="year-end-file"),
    path("rounds/<slug:code>/close", close_page, name="round-close"),
    path("rounds/<slug:code>/returns", returns_list, name="returns-list"),
    path("rounds/<slug:code>/bids", bids_page, name="bids"),
    path("rounds/<slug:code>/bids.xlsx", bids_export, name="bids-export"),
    path("rounds/<slug:code>/bids/<slug:deed>", bulk_page, name="bids-bulk"),
    *(
        path(f"bids/<str:reference>/{code}", deed_page, {"code": code}, name=f"bid-{code}")
        for code in DEEDS
    ),
    path("bids/<str:reference>/gates", gates_page, name="bid-gates"),
    path("bids/<str:reference>/notes", notes_page, name="bid-notes"),
    path("bids/<str:reference>/pay", pay_page, name="money-pay"),
    path("bids/<str:reference>/recover", recover_page, name="money-recover"),
    path("bids/<str:reference>/release", release_page, name="money-release"),
    path("bids/<str:reference>/terminate", terminate_page, name="bid-terminate"),
    *claim_urls,
    path("bids/<str:reference>/returns", returns, name="returns"),
    path("bids/<str:reference>/returns/<int:period>", return_page, name="return"),
    path("bids/<str:reference>/returns/<int:period>/check", check, name="return-check"),
    path("bids/<str:reference>/returns/<int:period>/answer", answer_page, name="return-answer"),
    path("bids/<str:reference>", bid_page, name="bid"),
]
