"""Where a round's money went: by pot, priority, budget heading and month. Pence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _

from awards.models import Terms
from awards.terms import scaled
from bids.models import Serves
from funds.models import Movement
from funds.statement import Statement, statement
from monitoring.models import Return
from monitoring.reconciliation.reconciling import cash
from reports.charts import Bar, Chart, Fill
from rounds.models import Owner, Round
from rounds.presenters import POTS
from ui.dates import in_london
from ui.money import format_pence

POT, PRIORITY, HEADING, MONTH = "pot", "priority", "heading", "month"
OUT = (Movement.Kind.PAY, Movement.Kind.RECOVER, Movement.Kind.BOUNCE)


@dataclass(frozen=True)
class Row:
    """One pot, priority, heading or month, with its amounts in the order of the part's columns."""

    label: str
    pence: tuple[int, ...]
    group: str = ""


@dataclass(frozen=True)
class Part:
    """One way to look at the money. The last column is what is paid or spent."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: list[Row]
    note: str = ""


def spend(round: Round) -> list[Part]:
    """The four ways to look at a round's money (six queries)."""
    found = statement(round)
    return [_pots(found), _priorities(round, found), _headings(round), _months(round)]


def _pots(found: Statement) -> Part:
    rows = [Row(POTS[pot], (line.committed, line.paid)) for pot, line in found.pots.items()]
    return Part(POT, _("By pot"), (_("Committed"), _("Paid, net")), rows)


def _priorities(round: Round, found: Statement) -> Part:
    served: dict[str, list[int]] = defaultdict(list)
    serves = Serves.objects.filter(bid__round=round)
    for reference, priority in serves.values_list("bid__reference", "priority"):
        served[reference].append(priority)
    known = {one.pk: one for one in round.priorities.all()}
    sums = {pk: [0, 0] for pk in known}
    for key, line in found.awards.items():
        theirs = [known[pk] for pk in served[key]]
        for owner in Owner:
            mine = [one.pk for one in theirs if one.owner == owner]
            for place, pence in enumerate((line.committed, line.paid)):
                for pk, part in split(mine, pence):
                    sums[pk][place] += part
    rows = [
        Row(f"{one.code} {one.title}", (sums[one.pk][0], sums[one.pk][1]), one.get_owner_display())
        for one in sorted(known.values(), key=lambda one: (one.owner, one.position))
    ]
    return Part(
        PRIORITY,
        _("By priority"),
        (_("Committed"), _("Paid, net")),
        rows,
        _(
            "A project that serves several priorities of one owner is counted in equal parts under "
            "each of them. Its money stands under both owners, so do not add the two together."
        ),
    )


def split(keys: list[int], pence: int) -> Iterable[tuple[int, int]]:
    """An amount in equal parts that add up to the penny."""
    return zip(keys, scaled([1] * len(keys), pence), strict=True) if keys else ()


def _headings(round: Round) -> Part:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    terms = Terms.objects.filter(award__bid__round=round).order_by("version")
    latest = dict(terms.values_list("award", "headings"))
    for headings in latest.values():
        for heading in headings:
            sums[heading["name"]][0] += heading["amount_pence"]
    returns = Return.objects.accepted().filter(award__bid__round=round).order_by("period__ends")
    last = {sent.award_id: sent for sent in returns.defer("typed").prefetch_related("headings")}
    for sent in last.values():
        for spent in sent.headings.all():
            sums[spent.name][1] += spent.spent_pence
    rows = [Row(name, (pair[0], pair[1])) for name, pair in sorted(sums.items())]
    return Part(
        HEADING,
        _("By budget heading"),
        (_("Budget"), _("Spent")),
        rows,
        _("What was spent is what the projects’ latest accepted returns say under each heading."),
    )


def _months(round: Round) -> Part:
    sums: dict[date, int] = defaultdict(int)
    rows = cash(round).filter(kind__in=OUT).values_list("at", "pence")
    for moment, pence in rows:
        sums[in_london(moment).date().replace(day=1)] -= pence
    return Part(
        MONTH,
        _("By month"),
        (_("Paid, net"),),
        [Row(formatted(month, "F Y"), (pence,)) for month, pence in sorted(sums.items())],
        _("What was paid in the month, less what was recovered and what came back unpaid."),
    )


def chart(part: Part) -> Chart:
    """A part as bars with the same figures: what is paid or spent, and what is left."""
    last, two = part.columns[-1], len(part.columns) > 1
    bars = tuple(
        Bar(
            label=row.label,
            parts=_bar(row.pence),
            words=", ".join(
                f"{name}: {format_pence(pence)}"
                for name, pence in zip(part.columns, row.pence, strict=True)
            ),
            group=row.group,
        )
        for row in part.rows
    )
    key = (last, _("Not yet")) if two else (last,)
    fills = (Fill.DARK, Fill.EMPTY) if two else (Fill.DARK,)
    return Chart(part.title, key, fills, bars)


def _bar(pence: tuple[int, ...]) -> tuple[int, ...]:
    done = max(pence[-1], 0)
    return (done, max(pence[0] - done, 0)) if len(pence) > 1 else (done,)
