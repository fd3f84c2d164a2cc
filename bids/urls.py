"""Addresses of the applicant's pages and of the bid's own."""

from django.urls import include, path

from bids.apply_views import apply
from bids.edit_views import edit, tasks
from bids.file_views import file, file_remove, files
from bids.views import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("bids.organisation_urls")),
    path("rounds/<slug:code>/apply", apply, name="apply"),
    path("bids/<str:reference>/tasks", tasks, name="bid-tasks"),
    path("bids/<str:reference>/edit/<slug:code>", edit, name="bid-edit"),
    path("bids/<str:reference>/files", files, name="bid-files"),
    path("bids/<str:reference>/files/<int:pk>", file, name="bid-file"),
    path("bids/<str:reference>/files/<int:pk>/remove", file_remove, name="bid-file-remove"),
]
