"""The money of a route in words: the ranking with its boxes, and what the money goes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.presenters import bid_link, state_badge, title
from bids.states import State
from rounds.models import Owner
from scoring.allotments import Allotment, Share, Sums
from scoring.money import Place, RouteMoney
from scoring.money_forms import AllotmentForm, Boxes
from scoring.ranking import show
from scoring.ranking_tables import line_words
from scoring.scenarios import Opened
from ui.money import format_pence
from ui.parts import Badge, Column, Link, Table, Total


@dataclass(frozen=True)
class MoneyRow:
    """A bid of the ranking as the page draws it."""

    place: Place
    link: Link
    title: str
    score: str
    least: str
    below: str
    """That it scored below the threshold."""
    takes_pence: int
    left_then: str
    boxes: Boxes | None
    """Whether it gets money and how much; nothing for who only looks, and where it is decided."""
    state: Badge | None
    was: str
    """What the opened scenario gave it, while it could get money."""
    line: str
    """What stands on the line below it."""


@dataclass(frozen=True)
class MoneyTable:
    """The ranking of a route, in strict rank order."""

    rows: list[MoneyRow]
    line: str
    """What stands on the line above all of them, where no bid takes money."""
    holds_pence: int
    """What the pot holds for these bids, what is decided included."""


def money_table(
    money: RouteMoney,
    allotment: Allotment,
    form: AllotmentForm | None = None,
    opened: Opened | None = None,
) -> MoneyTable:
    """The bids in rank order, what each takes and what is left then; the line below the last that fits."""
    sums = money.sums(allotment)
    line = sums.line
    held = sum(one.held_pence or 0 for one in money.contenders)
    holds = money.available_pence + held
    last = line.above[-1] if line.above else -1
    words = _line(sums, holds)
    was = {one.reference: format_pence(one.pence) for one in opened.gone} if opened else {}
    rows = []
    for number, place in enumerate(money.places):
        one = place.contender
        running = line.running.get(number)
        rows.append(
            MoneyRow(
                place=place,
                link=bid_link(place.bid),
                title=title(place.bid),
                score=show(place.score),
                least=format_pence(one.needs_pence) if one.least_pence is not None else "",
                below="" if one.eligible else _("Below the threshold"),
                takes_pence=one.takes_pence(allotment),
                left_then="" if running is None else format_pence(holds - running),
                boxes=form.boxes(place) if form and one.is_open else None,
                state=None if one.is_open else state_badge(place.bid.state),
                was=was.get(one.reference, ""),
                line=words if number == last else "",
            )
        )
    return MoneyTable(rows, words if last < 0 else "", holds)


def _line(sums: Sums, holds_pence: int) -> str:
    if not sums.line.running:
        return _("No bid gets money: %(left)s is left") % {
            "left": format_pence(max(0, sums.left_pence))
        }
    return line_words(sums.line, holds_pence)


def priority_tables(money: RouteMoney, sums: Sums) -> list[Table]:
    """The money by the priorities of each owner."""
    return [_priority_table(money, sums, owner, words) for owner, words in owners(money).items()]


def owners(money: RouteMoney) -> dict[str, str]:
    """Whose priorities they are, in words."""
    return {
        Owner.PCC: _("Priorities of the %(owner)s") % {"owner": money.round.funder.short_name},
        Owner.PARTNERSHIP: _("Priorities of the partnership"),
    }


def _priority_table(money: RouteMoney, sums: Sums, owner: str, caption: str) -> Table:
    rows = [priority for priority in money.priorities if priority.owner == owner]
    shares = {f"{row.code} {row.title}": sums.by_priority[row.key] for row in rows}
    return _shares_table(caption, _("Priority"), shares)


def area_table(sums: Sums) -> Table:
    """The money by area, as applicants wrote it."""
    shares = {name or _("Not stated"): share for name, share in sums.by_area.items()}
    return _shares_table(_("Money by area"), _("Area"), shares, total=True)


def organisation_table(sums: Sums) -> Table:
    """The money by organisation."""
    return _shares_table(
        _("Money by organisation"), _("Organisation"), sums.by_organisation, total=True
    )


def _shares_table(
    caption: str, what: str, shares: Mapping[str, Share], *, total: bool = False
) -> Table:
    rows: list[list[str] | Total] = [
        [name, str(share.bids), format_pence(share.pence)] for name, share in shares.items()
    ]
    if total and len(rows) > 1:
        bids = sum(share.bids for share in shares.values())
        pence = sum(share.pence for share in shares.values())
        rows.append(Total([_("Total"), str(bids), format_pence(pence)]))
    columns = [Column(what), Column(_("Bids"), numeric=True), Column(_("Money"), numeric=True)]
    return Table(caption, columns, rows)


def unfunded(money: RouteMoney, sums: Sums) -> list[str]:
    """The priorities that no bid serves which gets money, in words."""
    missing = set(sums.unfunded)
    short = {Owner.PCC: money.round.funder.short_name, Owner.PARTNERSHIP: _("partnership")}
    return [
        f"{row.code} {row.title} ({short[Owner(row.owner)]})"
        for row in money.priorities
        if row.key in missing
    ]


def pot_words(money: RouteMoney) -> str:
    """What is to be said of a pot that has nothing to give; nothing where it has something."""
    if money.available_pence < 0:
        return _("More is committed than this pot holds, by %(over)s: nothing is left to give.") % {
            "over": format_pence(-money.available_pence)
        }
    if money.available_pence == 0:
        return _("This pot has nothing left to give.")
    return ""


def tie_words(places: Iterable[Place]) -> str:
    """How bids of the same score are ranked, where there are any."""
    scores = [place.score for place in places]
    if len(set(scores)) == len(scores):
        return ""
    return _(
        "Where scores are the same, the order is by the mean of the criteria of the PCC’s priorities, "
        "then of the partnership’s, then the lower amount, then the reference."
    )


def gone_words(opened: Opened) -> list[tuple[str, str]]:
    """What a scenario gave to bids that await no decision any more: struck, and what became of each."""
    return [
        (
            f"{one.reference} {one.project}: {format_pence(one.pence)}",
            _became(one.state),
        )
        for one in opened.gone
    ]


def _became(state: State) -> str:
    label = str(state.label).lower()
    if state in (State.APPROVED, State.MONITORED, State.CLOSED, State.TERMINATED):
        words = _("It is %(state)s now, and holds the money of its award.")
    else:
        words = _("It is %(state)s now, so its money counts as left.")
    return words % {"state": label}


def counted(bids: int) -> str:
    """How many bids."""
    return ngettext("%(count)s bid", "%(count)s bids", bids) % {"count": bids}
