"""Requests to move money between pots, in words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from funds.balances import Balances, PotBalance
from funds.models import VirementRequest
from funds.virements import answer_words
from rounds.models import Pot, Round
from rounds.presenters import POTS
from ui.dates import format_date, format_moment, in_london
from ui.money import format_pence
from ui.parts import Badge, Column, Fact, Lines, Link, Table


def state_badge(asked: VirementRequest) -> Badge:
    """What became of a request."""
    if asked.ended_at is None:
        return Badge(_("Waits"), "yellow")
    if asked.movement_id:
        return Badge(_("Moved"), "green")
    if asked.ended_by_id == asked.asked_by_id:
        return Badge(_("Taken back"), "grey")
    return Badge(_("Refused"), "red")


def way(asked: VirementRequest) -> str:
    """From which pot to which, or into which round."""
    if asked.into:
        said = {"source": POTS[asked.source], "round": asked.into.title}
        return _("%(source)s, carried into %(round)s") % said
    return _("%(source)s to %(target)s") % {
        "source": POTS[asked.source],
        "target": POTS[asked.target].lower(),
    }


def requests_table(rows: Iterable[VirementRequest], round: Round) -> Table:
    """Requests, each with what became of it."""
    return Table(
        caption=_("Requests"),
        columns=[
            Column(_("Request")),
            Column(_("Amount"), numeric=True),
            Column(_("Asked by")),
            Column(_("State")),
        ],
        rows=[
            [
                Lines([Link(way(one), reverse("virement", args=[round.code, one.pk]))], one.reason),
                format_pence(one.amount_pence),
                Lines([str(one.asked_by)], format_date(in_london(one.asked_at).date())),
                Lines([state_badge(one)], str(one.ended_by) if one.ended_by else ""),
            ]
            for one in rows
        ],
    )


def request_facts(asked: VirementRequest) -> list[Fact]:
    """What is asked, by whom and why, and what became of it."""
    facts = [
        Fact(_("Amount"), format_pence(asked.amount_pence)),
        Fact(_("What moves"), way(asked)),
        Fact(_("Reason"), asked.reason),
        Fact(_("Authority"), asked.authority),
        Fact(_("Asked by"), Lines([str(asked.asked_by)], format_moment(asked.asked_at))),
    ]
    if asked.ended_at:
        became = Lines([answer_words(asked, asked.ended_at)], asked.ended_why)
        facts.append(Fact(_("What became of it"), became))
    return facts


def effect_table(asked: VirementRequest, now: Balances, then: Balances | None) -> Table:
    """What agreeing would do to both pots; ``then`` are the balances of the round it is carried into."""
    pots: list[tuple[str, PotBalance, int]] = []
    for pot, of, sign in ((asked.source, now, -1), (asked.target, then or now, 1)):
        name = POTS[pot]
        if asked.into:
            round = asked.round if sign < 0 else asked.into
            name = _("%(pot)s, %(round)s") % {"pot": name, "round": round.title}
        pots.append((name, of.pots[Pot(pot)], sign * asked.amount_pence))
    rows = []
    for name, held, change in pots:
        rows.append(
            [
                name,
                format_pence(held["allocation_pence"]),
                format_pence(held["allocation_pence"] + change),
                format_pence(held["available_pence"]),
                format_pence(held["available_pence"] + change),
            ]
        )
    return Table(
        caption=_("What it does to both pots"),
        columns=[
            Column(_("Pot")),
            Column(_("Allocation now"), numeric=True),
            Column(_("Allocation then"), numeric=True),
            Column(_("Available now"), numeric=True),
            Column(_("Available then"), numeric=True),
        ],
        rows=rows,
    )


def short(asked: VirementRequest, now: Balances) -> str:
    """Why the pot cannot bear it now; nothing where it can."""
    left = now.pots[Pot(asked.source)]["available_pence"]
    if asked.into and now.cash_pence < min(left, asked.amount_pence):
        return _(
            "%(cash)s of the grant is in hand now, so this cannot be agreed. The request stays: it can be "
            "agreed when there is enough, refused, or taken back."
        ) % {"cash": format_pence(max(now.cash_pence, 0))}
    if asked.amount_pence <= left:
        return ""
    return _(
        "The %(pot)s has %(left)s available now, so this cannot be agreed. The request stays: it can "
        "be agreed when there is enough, refused, or taken back."
    ) % {"pot": POTS[asked.source].lower(), "left": format_pence(left)}
