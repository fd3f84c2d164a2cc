"""The awards of a round as open data sees them, each with what either file needs. Amounts in pence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from awards.models import Terms
from bids.announcements import kept_back
from bids.models import Bid, HistoryRow
from bids.querysets import BidQuerySet
from bids.states import State
from funds.models import Account, Kind, Movement
from people.models import Organisation
from reports.open_data.naming import (
    RELATED,
    cleaned_rounds,
    cleaners_of,
    organisation_name,
    people_of,
    reference_of,
)
from reports.open_data.personal_data import Cleaner
from reports.open_data.reasons import reasons_of
from reports.open_data.recipients import is_person, is_public_body, is_voluntary, numbers_of
from rounds.models import Round
from ui.dates import in_london

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

PUBLISHED = (State.APPROVED, State.MONITORED, State.CLOSED, State.TERMINATED)
"""An award stands in these states; an offer that was turned down was never a grant."""


@dataclass(frozen=True)
class Recipient:
    """The organisation that an award was made to."""

    key: int
    """Its number in this deployment, which stays."""
    name: str
    charity_number: str
    company_number: str
    is_voluntary: bool


@dataclass(frozen=True)
class Grant:
    """An award as it may be published: without the contact, and nobody named in its texts."""

    round: Round
    reference: str
    title: str
    description: str
    recipient: Recipient
    route: str
    awarded_on: date
    requested_pence: int
    awarded_pence: int
    paid_pence: int
    starts_on: date | None
    ends_on: date | None
    areas: tuple[str, ...]
    priorities: tuple[tuple[str, str, str], ...]
    """Owner, code and title."""
    modified_at: datetime
    reasons: tuple[str, ...] = ()
    """Why it was decided so, in the words of those who recommended and decided."""
    special_conditions: str = ""
    """Its own, beside the round's."""
    taken: tuple[str, ...] = field(default=(), repr=False)
    """What was taken out of its texts as personal."""
    is_kept_back: bool = False
    """Whether a publicity hold keeps it back for now."""


@dataclass(frozen=True)
class Grants:
    """What is published, and the references of awards that are left out."""

    published: tuple[Grant, ...]
    left_out: tuple[str, ...]
    others: tuple[Grant, ...] = ()
    """Those, for the one table that asks for them: to public bodies, internal ones too, and to persons."""

    @property
    def every(self) -> list[Grant]:
        """All of them, by their references."""
        return sorted((*self.published, *self.others), key=lambda grant: grant.reference)


def gather(*rounds: Round, announced: bool = False) -> Grants:
    """Read the awards of rounds, as they stand at one moment (a fixed number of queries).

    With ``announced`` those that a publicity hold keeps back are not there at all.
    """
    with transaction.atomic():
        bids = _bids(rounds)
        people = people_of(rounds)
        context = _Context(
            cleaners=cleaners_of(_awarded(rounds), people),
            rounds=cleaned_rounds((bid.round for bid in bids), people),
            paid=_paid(rounds),
            booked=_booked(rounds),
            why=reasons_of(bids),
        )
        kept = kept_back(bids)
    published, left_out, others = [], [], []
    for bid in bids:
        if announced and bid.pk in kept:
            continue
        grant, kind = _grant(bid, context, held=bid.pk in kept), bid.organisation.kind
        if bid.award.internal or is_public_body(kind) or is_person(kind):
            left_out.append(bid.reference)
            others.append(grant)
        else:
            published.append(grant)
    return Grants(tuple(published), tuple(left_out), tuple(others))


class _Known(TypedDict):
    moved_at: datetime
    """When something about it was last recorded."""
    special: str
    """The conditions of its award alone, as they stand."""


@dataclass(frozen=True)
class _Context:
    """What is known of the rounds' awards beside their bids, by the bid's key or its reference."""

    cleaners: Mapping[int, Cleaner]
    rounds: Mapping[int, Round]
    paid: Mapping[str, int]
    booked: Mapping[str, datetime]
    why: Mapping[int, list[str]]


def _paid(rounds: Sequence[Round]) -> dict[str, int]:
    rows = Account.objects.filter(round__in=rounds, kind=Kind.PAID)
    return dict(rows.values_list("key", "balance_pence"))


def _bids(rounds: Sequence[Round]) -> "list[WithAnnotations[Bid, _Known]]":
    history = HistoryRow.objects.filter(bid=OuterRef("pk")).order_by().values("bid")
    terms = Terms.objects.filter(award=OuterRef("award")).order_by("-version")
    found = (
        _awarded(rounds)
        .select_related(*RELATED, "award", "recommendation")
        .annotate(
            moved_at=Subquery(history.annotate(last=Max("recorded_at")).values("last")),
            special=Coalesce(
                Subquery(terms.values("special_conditions")[:1]),
                Value("", output_field=TextField()),
            ),
        )
    )
    found = found.prefetch_related("priorities").order_by("reference")
    return cast("list[WithAnnotations[Bid, _Known]]", list(found))


def _awarded(rounds: Sequence[Round]) -> BidQuerySet:
    return Bid.objects.filter(round__in=rounds, award__isnull=False, state__in=PUBLISHED)


def _booked(rounds: Sequence[Round]) -> dict[str, datetime]:
    """When money last moved for each award."""
    rows = Movement.objects.filter(round__in=rounds).exclude(target__key="", source__key="")
    found: dict[str, datetime] = {}
    keys = rows.values_list("source__key", "target__key").annotate(Max("recorded_at")).order_by()
    for source, target, moment in keys:
        key = source or target
        found[key] = max(moment, found.get(key, moment))
    return found


def _grant(bid: "WithAnnotations[Bid, _Known]", context: _Context, *, held: bool) -> Grant:
    organisation, cleaner = bid.organisation, context.cleaners[bid.pk]
    last = bid.moved_at
    return Grant(
        round=context.rounds[bid.round_id],
        reference=reference_of(bid, cleaner),
        title=cleaner.line(bid.project),
        description=cleaner.text(bid.summary),
        reasons=tuple(cleaner.line(words) for words in context.why.get(bid.pk, ())),
        special_conditions=cleaner.text(bid.special),
        recipient=_recipient(organisation, cleaner),
        route=bid.route,
        awarded_on=in_london(bid.award.approved_at).date(),
        requested_pence=bid.requested_pence or 0,
        awarded_pence=bid.award.amount_pence,
        paid_pence=context.paid.get(bid.reference, 0),
        starts_on=bid.starts_on,
        ends_on=bid.ends_on,
        areas=tuple(cleaner.line(area) for area in bid.area.split(";") if area.strip()),
        priorities=tuple(
            (p.owner, cleaner.line(p.code), cleaner.line(p.title)) for p in bid.priorities.all()
        ),
        modified_at=max(last, context.booked.get(bid.reference, last)),
        taken=tuple(cleaner.taken),
        is_kept_back=held,
    )


def _recipient(organisation: Organisation, cleaner: Cleaner) -> Recipient:
    person = is_person(organisation.kind)
    charity, company = ("", "") if person else numbers_of(organisation)
    return Recipient(
        key=organisation.pk,
        name=organisation_name(organisation, cleaner),
        charity_number=charity,
        company_number=company,
        is_voluntary=is_voluntary(organisation.kind),
    )
