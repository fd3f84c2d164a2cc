"""Addresses of the files that are made in the background."""

from django.urls import path

from reports.jobs.views import job_cancel, job_file, job_page, jobs_page

urlpatterns = [
    path("rounds/<slug:code>/files", jobs_page, name="jobs"),
    path("rounds/<slug:code>/files/<int:pk>", job_page, name="job"),
    path("rounds/<slug:code>/files/<int:pk>/cancel", job_cancel, name="job-cancel"),
    path("rounds/<slug:code>/files/<int:pk>/file", job_file, name="job-file"),
]
