"""Addresses of claims, and of a round's payments."""

from django.urls import path

from monitoring.claims.views import claim_new, claim_page, claim_withdraw, claims_page
from monitoring.payments.views import batch_file_page, batch_page, line_page, payments_page

CLAIMS = "bids/<str:reference>/claims"
PAYMENTS = "rounds/<slug:code>/payments"

urlpatterns = [
    path(CLAIMS, claims_page, name="claims"),
    path(f"{CLAIMS}/new", claim_new, name="claim-new"),
    path(f"{CLAIMS}/<int:number>", claim_page, name="claim"),
    path(f"{CLAIMS}/<int:number>/withdraw", claim_withdraw, name="claim-withdraw"),
    path(PAYMENTS, payments_page, name="payments"),
    path(f"{PAYMENTS}/<int:number>", batch_page, name="payment-batch"),
    path(f"{PAYMENTS}/<int:number>/payments.csv", batch_file_page, name="payment-batch-csv"),
    path(f"{PAYMENTS}/<int:number>/lines/<int:pk>", line_page, name="payment-line"),
]
