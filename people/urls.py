"""Addresses of signing in, people and organisations."""

from django.urls import include, path

from people.audit_views import audit_csv, audit_file, audit_page
from people.identifier_views import identifiers_page
from people.invitation_views import invitation_page
from people.partnership_views import choose_partnership

urlpatterns = [
    path("", include("people.account_urls")),
    path("invitations/<str:secret>", invitation_page, name="invitation"),
    path("people", choose_partnership, {"to": "partnership-people"}, name="people"),
    path("audit", choose_partnership, {"to": "partnership-audit"}, name="audit"),
    path("partnerships/<slug:code>/identifiers", identifiers_page, name="identifiers"),
    path("partnerships/<slug:code>/audit", audit_page, name="partnership-audit"),
    path("partnerships/<slug:code>/audit.xlsx", audit_file, name="audit-file"),
    path("partnerships/<slug:code>/audit.csv", audit_csv, name="audit-csv"),
]
