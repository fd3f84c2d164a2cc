"""Addresses of the applicant's pages and of the bid's own."""

from django.urls import include, path

from bids.apply_views import apply
from bids.edit_views import edit, tasks
from bids.file_views import file, file_remove, files
from bids.query_views import query_answer
from bids.submit_views import check, send, sent
from bids.version_views import bid_changes, bid_copy
from bids.withdraw_views import bid_withdraw

urlpatterns = [
    path("", include("bids.organisation_urls")),
    path("rounds/<slug:code>/apply", apply, name="apply"),
    path("bids/<str:reference>/tasks", tasks, name="bid-tasks"),
    path("bids/<str:reference>/edit/<slug:code>", edit, name="bid-edit"),
    path("bids/<str:reference>/check", check, name="bid-check"),
    path("bids/<str:reference>/submit", send, name="bid-submit"),
    path("bids/<str:reference>/sent", sent, name="bid-sent"),
    path("bids/<str:reference>/copy", bid_copy, name="bid-copy"),
    path("bids/<str:reference>/changes", bid_changes, name="bid-changes"),
    path("bids/<str:reference>/withdraw", bid_withdraw, name="bid-withdraw"),
    path("bids/<str:reference>/queries/<int:pk>/answer", query_answer, name="query-answer"),
    path("bids/<str:reference>/files", files, name="bid-files"),
    path("bids/<str:reference>/files/<int:pk>", file, name="bid-file"),
    path("bids/<str:reference>/files/<int:pk>/remove", file_remove, name="bid-file-remove"),
]
