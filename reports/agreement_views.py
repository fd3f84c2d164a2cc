"""The agreement and the award letter as Word files."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from awards.agreement_presenters import acceptance
from awards.agreement_views import find_agreement, find_letter
from base.export import WORD
from people.requests import SignedInRequest
from reports.agreement_word import render
from reports.views import file_answer


@require_safe
@login_required
def agreement_word(request: SignedInRequest, reference: str) -> HttpResponse:
    """The agreement as it was accepted, else as it is offered."""
    bid, shown = find_agreement(request.user, reference)
    accepted = shown.accepted
    facts = acceptance(accepted, names=False) if accepted else []
    at = accepted.accepted_at if accepted else bid.award.approved_at
    content = render(shown.written, bid, at=at, facts=facts)
    return file_answer(f"agreement-{reference}.docx", content, WORD)


@require_safe
@login_required
def letter_word(request: SignedInRequest, reference: str) -> HttpResponse:
    """The award letter."""
    bid, written = find_letter(request.user, reference)
    content = render(written, bid, at=bid.award.approved_at)
    return file_answer(f"award-letter-{reference}.docx", content, WORD)
