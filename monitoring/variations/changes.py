"""What a variation changes: pure sums over the terms as they stand. Pence."""

from copy import copy
from typing import Any

from awards.agreement_text import agreement_text
from awards.models import Acceptance, Award, Plan, Terms
from awards.terms import Heading, Instalment, current, scaled
from awards.written import Written
from monitoring.models import Variation

NEW_VERSION = ("amount_pence", "starts_on", "ends_on", "outcomes", "signatory")
"""What the organisation accepts again when it changes; a new budget alone comes with the decision."""


def needs_agreement(variation: Variation) -> bool:
    """Whether the organisation accepts a new version of its agreement before it is in force."""
    return any(getattr(variation, name) for name in NEW_VERSION)


def raises(variation: Variation, award: Award) -> bool:
    """Whether more is promised than now, which is for a decision maker."""
    return (variation.amount_pence or 0) > award.amount_pence


def changed_terms(variation: Variation, now: Terms) -> dict[str, Any]:
    """The fields of the terms that differ once it is in force."""
    found: dict[str, Any] = {
        name: getattr(variation, name)
        for name in ("starts_on", "ends_on", "outcomes")
        if getattr(variation, name)
    }
    amount = variation.amount_pence or now.amount_pence
    if variation.headings:
        found["headings"] = variation.headings
    if amount != now.amount_pence:
        found["amount_pence"] = amount
        found.setdefault("headings", brought_to(now.headings, amount))
        if now.plan == Plan.INSTALMENTS:
            found["instalments"] = replanned(now.instalments, amount)
    return found


def brought_to(headings: list[Heading], amount_pence: int) -> list[Heading]:
    """The budget in the same proportions, to the penny."""
    parts = scaled([one["amount_pence"] for one in headings], amount_pence)
    return [
        Heading(name=one["name"], amount_pence=pence)
        for one, pence in zip(headings, parts, strict=True)
        if pence
    ]


def replanned(instalments: list[Instalment], amount_pence: int) -> list[Instalment]:
    """The payment plan for another amount: the last instalments are shortened, or the last lengthened."""
    found: list[Instalment] = []
    left = amount_pence
    for one in instalments:
        part = min(left, one["amount_pence"])
        left -= part
        if part:
            found.append(Instalment(due=one["due"], amount_pence=part))
    if left and found:
        found[-1] = Instalment(due=found[-1]["due"], amount_pence=found[-1]["amount_pence"] + left)
    return found


def proposed(variation: Variation) -> Terms:
    """The terms as they would be; not saved."""
    now = current(variation.award)
    terms = copy(now)
    terms.pk, terms.version = None, now.version + 1
    for name, value in changed_terms(variation, now).items():
        setattr(terms, name, value)
    return terms


def latest_acceptance(award: Award) -> Acceptance:
    """What the organisation accepted last: its agreement, or the change to it that came last."""
    last = award.variations.filter(agreement__isnull=False).order_by("in_force_at", "pk").last()
    return last.agreement if last else award.agreement


def signatory_of(variation: Variation) -> str:
    """Who accepts the new version: the new signatory, else who signs now, else who signed."""
    award = variation.award
    signs = award.budget_holder if award.internal else award.signatory
    return variation.signatory or signs or award.agreement.accepted_by


def new_agreement(variation: Variation) -> Written:
    """The new version of the agreement, as the organisation reads and accepts it."""
    award = copy(variation.award)
    if not award.internal:
        award.signatory = signatory_of(variation)
    return agreement_text(
        award, proposed(variation), ends=None, replaces=latest_acceptance(variation.award)
    )
