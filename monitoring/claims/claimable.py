"""How much of an award may be claimed on a day: sums over its payment plan. Pence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from awards.models import Award, Plan, Terms
from awards.terms import current
from funds.models import Account, Kind
from monitoring.models import Claim
from ui.dates import in_london

OPEN = (Claim.State.SENT, Claim.State.CHECKED, Claim.State.APPROVED)
"""A claim that takes its part of what is committed, and was not paid yet."""


@dataclass(frozen=True)
class Instalment:
    """A part of the grant, and from when it may be claimed."""

    due: date
    amount_pence: int


@dataclass(frozen=True)
class Claimable:
    """Where an award stands with its claims on a day."""

    plan: Plan
    instalments: Sequence[Instalment]
    """In the order of their days; none in arrears."""
    committed_pence: int
    """Committed and not yet paid."""
    claimed_pence: int
    """Claimed, and not yet paid, refused or withdrawn."""
    paid_pence: int
    """Paid, net of recoveries."""
    on: date

    @property
    def left_pence(self) -> int:
        """Committed, and neither claimed nor paid."""
        return max(0, self.committed_pence - self.claimed_pence)

    @property
    def taken_pence(self) -> int:
        """Claimed or paid."""
        return self.claimed_pence + self.paid_pence

    @property
    def due_pence(self) -> int:
        """What may be claimed on the day. When the last instalment is due, all that is left may be."""
        if self.plan == Plan.ARREARS or all(one.due <= self.on for one in self.instalments):
            return self.left_pence
        fallen = sum(one.amount_pence for one in self.instalments if one.due <= self.on)
        return min(self.left_pence, max(0, fallen - self.taken_pence))

    @property
    def next_due(self) -> Instalment | None:
        """The first instalment that may not be claimed yet."""
        return next((one for one in self.instalments if one.due > self.on), None)


def claimable(award: Award, on: date) -> Claimable:
    """Where an award stands on a day (three queries)."""
    terms = current(award)
    held = dict(
        Account.objects.filter(
            round=award.bid.round, key=award.bid.reference, kind__in=(Kind.COMMITTED, Kind.PAID)
        ).values_list("kind", "balance_pence")
    )
    claimed = award.claims.filter(state__in=OPEN).aggregate(total=Sum("amount_pence"))["total"]
    return Claimable(
        plan=Plan(terms.plan),
        instalments=instalments(award, terms),
        committed_pence=held.get(Kind.COMMITTED, 0),
        claimed_pence=claimed or 0,
        paid_pence=held.get(Kind.PAID, 0),
        on=on,
    )


def instalments(award: Award, terms: Terms) -> list[Instalment]:
    """The parts in which an award is paid. All at once is one, due when the agreement was accepted."""
    if terms.plan == Plan.ARREARS:
        return []
    if terms.plan == Plan.INSTALMENTS and terms.instalments:
        found = [
            Instalment(date.fromisoformat(one["due"]), one["amount_pence"])
            for one in terms.instalments
        ]
        return sorted(found, key=lambda one: one.due)
    accepted = getattr(award, "agreement", None)
    since = accepted.accepted_at if accepted else award.approved_at
    return [Instalment(in_london(since).date(), terms.amount_pence)]
