"""The underspend radar in words and tables."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import Variation
from monitoring.underspend.radar import Project, Radar
from monitoring.underspend.sums import PotPosition
from monitoring.variations.presenters import BADGES
from rounds.models import Pot
from rounds.presenters import POTS
from ui.dates import format_date, in_london
from ui.money import format_pence
from ui.parts import Column, Content, Lines, Link, Row, Table, Total


def pots_table(found: Radar) -> Table:
    """Where each pot is likely to stand at the year's end."""
    titles = (
        _("Allocation"),
        _("Committed"),
        _("Paid, net"),
        _("Forecast"),
        _("Likely underspend"),
        _("Available"),
        _("Likely unspent"),
        _("Could be released now"),
    )
    rows: list[Row] = [[POTS[pot], *_pot_cells(one)] for pot, one in found.pots.items()]
    return Table(
        caption=_("The pots at the year’s end"),
        columns=[Column(_("Pot")), *(Column(title, numeric=True) for title in titles)],
        rows=rows,
        wide=True,
    )


def _pot_cells(one: PotPosition) -> list[str]:
    amounts = (
        one.allocation,
        one.committed,
        one.paid,
        one.expected,
        one.underspend,
        one.available,
        one.unspent,
        one.releasable,
    )
    return [format_pence(pence) for pence in amounts]


def projects_table(found: Radar, *, may_ask: bool) -> Table:
    """Each project's likely position, and the way to ask it, for those who may; what matters first."""
    titles = (
        _("Award"),
        _("Paid, net"),
        _("Forecast"),
        _("Likely underspend"),
        _("Could be released now"),
    )
    rows: list[Row] = [_project_row(one, may_ask=may_ask) for one in _sorted(found.projects)]
    if rows:
        sums = [sum(cells) for cells in zip(*map(_amounts, found.projects), strict=True)]
        rows.append(Total([_("All projects"), *map(format_pence, sums), ""]))
    return Table(
        caption=_("Projects at the year’s end"),
        columns=[
            Column(_("Project")),
            *(Column(title, numeric=True) for title in titles),
            Column(_("Release")),
        ],
        rows=rows,
        wide=True,
    )


def _sorted(projects: Iterable[Project]) -> list[Project]:
    """What could be released first, the most of it before the least."""
    return sorted(projects, key=lambda one: (-one.position.releasable, one.award.bid.reference))


def _amounts(one: Project) -> list[int]:
    where = one.position
    return [where.committed, where.paid, where.expected, where.underspend, where.releasable]


def _project_row(one: Project, *, may_ask: bool) -> list[Content]:
    bid: Any = one.award.bid
    committed, paid, expected, *others = map(format_pence, _amounts(one))
    known = one.position.forecast is not None
    return [
        Lines(
            [Link(bid.reference, reverse("variations", args=[bid.reference])), POTS[one.pot]],
            f"{bid.organisation}: {bid.project}",
        ),
        committed,
        paid,
        Lines([expected], "" if known else _("No return yet: the award")),
        *others,
        _release(one, may_ask=may_ask),
    ]


def _release(one: Project, *, may_ask: bool) -> Content:
    """What was asked, or the way to ask."""
    reference = one.award.bid.reference
    if one.open:
        asked = one.asked_pence
        words = (
            _("Asked to release %(amount)s") % {"amount": format_pence(asked)}
            if asked
            else _("A variation is open")
        )
        href = reverse("variation", args=[reference, one.open.number])
        return Lines([Link(words, href), BADGES[Variation.State(one.open.state)]])
    if may_ask and one.may_be_asked:
        if one.staked:
            return _("You have an interest in it: somebody else asks")
        words = _("Ask %(bid)s to release it") % {"bid": reference}
        return Link(words, reverse("release-ask", args=[reference]))
    return ""


def changes_table(found: Radar) -> Table:
    """Every change that waits for somebody: whose it is, and for whom."""
    return Table(
        caption=_("Variations that wait"),
        columns=[Column(_("Variation")), Column(_("Asked for")), Column(_("Waits for"))],
        rows=[
            [
                Lines([_variation_link(one)], str(one.award.bid.organisation)),
                format_date(in_london(one.asked_at).date()),
                waits_for(one),
            ]
            for one in found.changes
        ],
    )


def _variation_link(one: Variation) -> Link:
    reference = one.award.bid.reference
    words = _("%(bid)s, variation %(number)s") % {"bid": reference, "number": one.number}
    return Link(words, reverse("variation", args=[reference, one.number]))


def waits_for(one: Variation) -> str:
    """Who has to do something with an open variation."""
    if one.state == Variation.State.DECIDED:
        return _("The organisation")
    if (one.amount_pence or 0) > one.award.amount_pence:
        return _("A decision maker")
    return _("An officer")


def freed_lines(found: Radar) -> list[dict[str, Any]]:
    """What may be sent on to the tactical pot: each with its words and where its button leads."""
    return [
        {
            "link": _variation_link(one),
            "amount": format_pence(one.freed_pence),
            "organisation": str(one.award.bid.organisation),
            "when": format_date(in_london(one.in_force_at).date()),
            "action": reverse("variation-release", args=[one.award.bid.reference, one.number]),
        }
        for one in found.freed
    ]


def tactical_words(found: Radar) -> str:
    """What the tactical pot has, and what it would have once all is released."""
    return _("The tactical pot has %(now)s available. It would have %(after)s.") % {
        "now": format_pence(found.pots[Pot.TACTICAL].available),
        "after": format_pence(found.tactical_after),
    }
