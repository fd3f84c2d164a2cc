"""The awards of a round as open data sees them, each with what either file needs. Amounts in pence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from bids.models import Bid, HistoryRow
from bids.states import State
from funds.models import Account, Kind, Movement
from people.models import User
from reports.open_data.personal_data import without_personal_data
from reports.open_data.recipients import is_person, is_public_body, is_voluntary
from reports.wording import clean, one_line
from rounds.models import Round
from ui.dates import in_london

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


@dataclass(frozen=True)
class Grants:
    """What is published of a round, and the references of awards that are left out."""

    published: tuple[Grant, ...]
    left_out: tuple[str, ...]


def gather(round: Round) -> Grants:
    """Read a round's awards, as they stand at one moment (a fixed number of queries)."""
    with transaction.atomic():
        bids = list(
            round.bids.filter(award__isnull=False, state__in=PUBLISHED)
            .select_related("organisation", "award")
            .prefetch_related("priorities", "organisation__members", "people")
            .order_by("reference")
        )
        paid = dict(
            Account.objects.filter(round=round, kind=Kind.PAID).values_list("key", "balance_pence")
        )
        moved, booked = _moved(round), _booked(round)
        people = _people(round)
    published, left_out = [], []
    for bid in bids:
        if is_public_body(bid.organisation.kind) or is_person(bid.organisation.kind):
            left_out.append(bid.reference)
        else:
            last = moved[bid.pk]
            modified = max(last, booked.get(bid.reference, last))
            published.append(_grant(bid, paid.get(bid.reference, 0), modified, people))
    return Grants(tuple(published), tuple(left_out))


def _people(round: Round) -> list[str]:
    """The names of everybody who took part in the round."""
    return list(User.objects.filter(rounds__round=round).values_list("name", flat=True))


def _moved(round: Round) -> dict[int, datetime]:
    """When something about each bid was last recorded."""
    rows = HistoryRow.objects.filter(bid__round=round).values_list("bid")
    return dict(rows.annotate(last=Max("recorded_at")).order_by())


def _booked(round: Round) -> dict[str, datetime]:
    """When money last moved for each award."""
    rows = Movement.objects.filter(round=round).exclude(target__key="", source__key="")
    found: dict[str, datetime] = {}
    keys = rows.values_list("source__key", "target__key").annotate(Max("recorded_at")).order_by()
    for source, target, moment in keys:
        key = source or target
        found[key] = max(moment, found.get(key, moment))
    return found


def _grant(bid: Bid, paid_pence: int, modified_at: datetime, people: Iterable[str]) -> Grant:
    organisation = bid.organisation
    own = [*organisation.members.all(), *bid.people.all()]
    names = [bid.contact_name, *people, *(person.name for person in own)]
    return Grant(
        reference=bid.reference,
        title=without_personal_data(one_line(bid.project), names),
        description=without_personal_data(clean(bid.summary), names),
        recipient=Recipient(
            key=organisation.pk,
            name=without_personal_data(one_line(organisation.name), ()),
            charity_number=organisation.charity_number,
            company_number=organisation.company_number,
            is_voluntary=is_voluntary(organisation.kind),
        ),
        route=bid.route,
        awarded_on=in_london(bid.award.approved_at).date(),
        requested_pence=bid.requested_pence or 0,
        awarded_pence=bid.award.amount_pence,
        paid_pence=paid_pence,
        starts_on=bid.starts_on,
        ends_on=bid.ends_on,
        areas=tuple(
            without_personal_data(one_line(area), names)
            for area in bid.area.split(";")
            if area.strip()
        ),
        priorities=tuple((p.owner, p.code, one_line(p.title)) for p in bid.priorities.all()),
        modified_at=modified_at,
    )
