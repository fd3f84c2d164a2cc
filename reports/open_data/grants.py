"""The awards of a round as open data sees them, each with what either file needs. Amounts in pence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from bids.announcements import kept_back
from bids.models import Bid, HistoryRow
from bids.states import Arrow, State
from funds.models import Account, Kind, Movement
from people.models import User
from reports.open_data.personal_data import REMOVED, without_personal_data
from reports.open_data.recipients import is_person, is_public_body, is_voluntary
from reports.wording import clean, one_line
from rounds.models import Round
from ui.dates import in_london

SOURCE = re.compile(r"\s*\(Import of [^()]*\)\s*$")
"""What history says of the file that a decision came in."""
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
    reasons: str = ""
    """Why it was decided so, in the words of those who decided."""
    removed: int = 0
    """How many passages were taken out of its texts."""


@dataclass(frozen=True)
class Grants:
    """What is published, and the references of awards that are left out."""

    published: tuple[Grant, ...]
    left_out: tuple[str, ...]
    public: tuple[Grant, ...] = ()
    """The awards to public bodies, internal ones too, which one table asks for."""


def gather(*rounds: Round, announced: bool = False) -> Grants:
    """Read the awards of rounds, as they stand at one moment (a fixed number of queries).

    With ``announced`` those that a publicity hold keeps back are not there at all.
    """
    with transaction.atomic():
        bids = list(
            Bid.objects.filter(round__in=rounds, award__isnull=False, state__in=PUBLISHED)
            .select_related("organisation", "award", "round__partnership", "round__funder")
            .prefetch_related("priorities", "organisation__members", "people")
            .order_by("reference")
        )
        paid = dict(
            Account.objects.filter(round__in=rounds, kind=Kind.PAID).values_list(
                "key", "balance_pence"
            )
        )
        moved, booked, why = _moved(rounds), _booked(rounds), _reasons(rounds)
        people = _people(rounds)
        kept = kept_back(bids) if announced else set()
    published, left_out, public = [], [], []
    for bid in bids:
        if bid.pk in kept:
            continue
        last = moved[bid.pk]
        modified = max(last, booked.get(bid.reference, last))
        kind = bid.organisation.kind
        grant = _grant(bid, paid.get(bid.reference, 0), modified, people, why.get(bid.pk, ""))
        if bid.award.internal or is_public_body(kind) or is_person(kind):
            left_out.append(bid.reference)
            if not is_person(kind):
                public.append(grant)
        else:
            published.append(grant)
    return Grants(tuple(published), tuple(left_out), tuple(public))


def _people(rounds: Sequence[Round]) -> list[str]:
    """The names of everybody who took part in the rounds."""
    found = User.objects.filter(rounds__round__in=rounds).values_list("name", flat=True)
    return list(found.distinct())


def _moved(rounds: Sequence[Round]) -> dict[int, datetime]:
    """When something about each bid was last recorded."""
    rows = HistoryRow.objects.filter(bid__round__in=rounds).values_list("bid")
    return dict(rows.annotate(last=Max("recorded_at")).order_by())


def _reasons(rounds: Sequence[Round]) -> dict[int, str]:
    """Why each bid was approved, as the decision says."""
    rows = HistoryRow.objects.filter(bid__round__in=rounds, transition=Arrow.APPROVE)
    said = rows.filter(note__isnull=False).order_by("pk").values_list("bid", "note__text")
    return {bid: SOURCE.sub("", text) for bid, text in said}


def _booked(rounds: Sequence[Round]) -> dict[str, datetime]:
    """When money last moved for each award."""
    rows = Movement.objects.filter(round__in=rounds).exclude(target__key="", source__key="")
    found: dict[str, datetime] = {}
    keys = rows.values_list("source__key", "target__key").annotate(Max("recorded_at")).order_by()
    for source, target, moment in keys:
        key = source or target
        found[key] = max(moment, found.get(key, moment))
    return found


def _grant(
    bid: Bid, paid_pence: int, modified_at: datetime, people: Iterable[str], why: str
) -> Grant:
    organisation = bid.organisation
    names = names_of(bid, people)
    year = int(bid.round.financial_year[:4]) + 1
    title = without_personal_data(one_line(bid.project), names, year)
    description = without_personal_data(clean(bid.summary), names, year)
    reasons = without_personal_data(clean(why), names, year)
    return Grant(
        round=bid.round,
        reference=bid.reference,
        title=title,
        description=description,
        reasons=reasons,
        removed=sum(text.count(REMOVED) for text in (title, description, reasons)),
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


def names_of(bid: Bid, people: Iterable[str]) -> list[str]:
    """The names that may stand in a bid's texts: its contact, its people and those of the round."""
    own = [*bid.organisation.members.all(), *bid.people.all()]
    return [bid.contact_name, *people, *(person.name for person in own)]
