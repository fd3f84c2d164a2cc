"""Addresses of the applicant's pages and of the bid's own."""

from django.urls import path

from bids.file_views import file, file_remove, files
from bids.views import home

urlpatterns = [
    path("", home, name="home"),
    path("bids/<str:reference>/files", files, name="bid-files"),
    path("bids/<str:reference>/files/<int:pk>", file, name="bid-file"),
    path("bids/<str:reference>/files/<int:pk>/remove", file_remove, name="bid-file-remove"),
]
