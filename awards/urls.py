"""Addresses of the decision."""

from django.urls import path

from awards.agreement_views import agreement, award_letter, turn_down_page
from awards.answered_views import answered_page, bring_in_page
from awards.confirm_views import confirm_page, send_back_page
from awards.decide_views import decide_one_page, decide_page
from awards.decision_views import decisions_page, letter_file, take_back_decision
from awards.delegated_views import delegated_decide, delegated_told
from awards.evidence_views import evidence_check_page, evidence_page
from awards.hold_views import hold_page
from awards.ledger_views import ledger_file, ledger_page
from awards.statement_views import awards_file, awards_page, statement_file, statement_page
from awards.subsidy_views import assistance_page, assistance_remove, subsidy_page
from awards.terms_views import award_payee, award_terms
from awards.undo_views import reinstate_page, reopen_page
from awards.views import round_page

urlpatterns = [
    path("bids/<str:reference>/delegated", delegated_decide, name="delegated-decide"),
    path("bids/<str:reference>/delegated/told", delegated_told, name="delegated-told"),
    path("rounds/<slug:code>", round_page, name="round"),
    path("rounds/<slug:code>/decide", decide_page, name="decide"),
    path("bids/<str:reference>/award-letter", award_letter, name="award-letter"),
    path("bids/<str:reference>/agreement", agreement, name="agreement"),
    path("bids/<str:reference>/award-terms", award_terms, name="award-terms"),
    path("bids/<str:reference>/award-payee", award_payee, name="award-payee"),
    path("bids/<str:reference>/evidence", evidence_page, name="bid-evidence"),
    path(
        "bids/<str:reference>/evidence/<int:asked>",
        evidence_check_page,
        name="bid-evidence-check",
    ),
    path("bids/<str:reference>/subsidy", subsidy_page, name="bid-subsidy"),
    path("organisations/<int:pk>/assistance", assistance_page, name="organisation-assistance"),
    path(
        "organisations/<int:pk>/assistance/<int:assistance>/remove",
        assistance_remove,
        name="organisation-assistance-remove",
    ),
    path("bids/<str:reference>/turn-down", turn_down_page, name="bid-turn-down"),
    path("bids/<str:reference>/decide", decide_one_page, name="bid-decide"),
    path("bids/<str:reference>/reinstate", reinstate_page, name="bid-reinstate"),
    path("bids/<str:reference>/reopen", reopen_page, name="bid-reopen"),
    path("rounds/<slug:code>/decisions", decisions_page, name="decisions"),
    path("rounds/<slug:code>/decisions/confirm", confirm_page, name="decisions-confirm"),
    path("rounds/<slug:code>/decisions/bring-in", bring_in_page, name="decisions-bring-in"),
    path(
        "rounds/<slug:code>/decisions/bring-in/<int:pk>", answered_page, name="decisions-answered"
    ),
    path(
        "rounds/<slug:code>/decisions/<int:pk>/take-back",
        take_back_decision,
        name="decision-take-back",
    ),
    path(
        "rounds/<slug:code>/decisions/<int:pk>/send-back", send_back_page, name="decision-send-back"
    ),
    path("rounds/<slug:code>/decisions/<int:pk>/letter", letter_file, name="decision-letter"),
    path("rounds/<slug:code>/ledger", ledger_page, name="ledger"),
    path("rounds/<slug:code>/ledger.xlsx", ledger_file, name="ledger-file"),
    path("rounds/<slug:code>/statement", statement_page, name="statement"),
    path("rounds/<slug:code>/statement.xlsx", statement_file, name="statement-file"),
    path("rounds/<slug:code>/awards", awards_page, name="awards-list"),
    path("rounds/<slug:code>/awards.xlsx", awards_file, name="awards-list-file"),
    path("partnerships/<slug:code>/hold", hold_page, name="hold"),
]
