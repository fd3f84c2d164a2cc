"""The bids and awards of rounds added up: by round, priority, area or organisation. Amounts in pence."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from bids.models import Bid, Serves
from bids.states import State
from funds.models import Account, Kind
from reports.areas import WHOLE_AREA, is_borough_wide
from rounds.models import Owner, Round

ROUND, PRIORITY, AREA, ORGANISATION = "round", "priority", "area", "organisation"
STANDING = (State.APPROVED, State.MONITORED, State.CLOSED, State.TERMINATED)


class BidLine(NamedTuple):
    """A bid as it counts here."""

    pk: int
    round: str
    round_code: str
    reference: str
    route: str
    state: str
    organisation: str
    project: str
    area: str
    requested: int
    awarded: int
    """What stands of its award; nothing where there is none."""


@dataclass
class Group:
    """Some bids added up."""

    name: str
    hint: str = ""
    bids: int = 0
    requested: int = 0
    awards: int = 0
    awarded: int = 0
    paid: int = 0

    def add(self, bid: BidLine, paid: int) -> None:
        """Count one more."""
        self.bids += 1
        self.requested += bid.requested
        self.awards += bid.awarded > 0
        self.awarded += bid.awarded
        self.paid += paid


@dataclass(frozen=True)
class Overview:
    """Bids added up in groups, and all of them once."""

    groups: list[Group]
    total: Group
    several: int
    """How many bids stand in more than one group."""


def lines(bids: QuerySet[Bid]) -> Iterator[BidLine]:
    """Bids that were sent, by reference, as they count here (one query, whatever their number)."""
    rows = bids.exclude(state=State.DRAFT).order_by("reference")
    names = (
        "pk",
        "round__title",
        "round__code",
        "reference",
        "route",
        "state",
        "organisation__name",
        "project",
        "area",
        "requested_pence",
        "award__amount_pence",
    )
    for row in rows.values_list(*names).iterator():
        bid = BidLine._make(row)
        awarded = (bid.awarded or 0) if bid.state in STANDING else 0
        yield bid._replace(requested=bid.requested or 0, awarded=awarded)


def overview(rounds: Sequence[Round], bids: QuerySet[Bid], by: str) -> Overview:
    """Bids added up (three queries). A bid counts in full in each group that it belongs to."""
    paid = paid_of(rounds)
    served = priorities_of(bids) if by == PRIORITY else {}
    groups: dict[str, Group] = {}
    total, several = Group(""), 0
    for bid in lines(bids):
        names = _names(bid, by, served)
        several += len(names) > 1
        for key, (name, hint) in names.items():
            groups.setdefault(key, Group(name, hint)).add(bid, paid.get(bid.reference, 0))
        total.add(bid, paid.get(bid.reference, 0))
    return Overview([groups[key] for key in sorted(groups)], total, several)


def paid_of(rounds: Sequence[Round]) -> dict[str, int]:
    """What was paid for each award, net, by the bid's reference (one query)."""
    rows = Account.objects.filter(round__in=rounds, kind=Kind.PAID, balance_pence__gt=0)
    return dict(rows.values_list("key", "balance_pence"))


def priorities_of(bids: QuerySet[Bid]) -> dict[int, list[tuple[str, str, str]]]:
    """The priorities that each bid serves: whose, code and title (one query)."""
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    rows = Serves.objects.filter(bid__in=bids.order_by().values("pk")).values_list(
        "bid", "priority__owner", "priority__code", "priority__title"
    )
    for bid, *priority in rows.order_by("priority__position").iterator():
        owner, code, title = priority
        found[bid].append((owner, code, title))
    return found


def _names(
    bid: BidLine, by: str, served: dict[int, list[tuple[str, str, str]]]
) -> dict[str, tuple[str, str]]:
    """The groups that a bid belongs to: by what they are sorted, what they are called, and a hint."""
    match by:
        case "priority":
            return {
                f"{owner != Owner.PCC} {code} {title}": (f"{code} {title}", owner)
                for owner, code, title in served.get(bid.pk, ())
            }
        case "area":
            return areas(bid.area)
        case "organisation":
            return {bid.organisation.casefold(): (bid.organisation, "")}
        case _:
            return {bid.round_code: (bid.round, bid.round_code)}


def areas(text: str) -> dict[str, tuple[str, str]]:
    """The areas that a bid names, each once; the whole area where it names none."""
    named = [" ".join(name.split()) for name in text.split(";") if name.strip()]
    if not named or any(map(is_borough_wide, named)):
        return {"": (WHOLE_AREA, "")}
    return {name.casefold(): (name, "") for name in reversed(named)}
