"""The desk of the tactical pot in words."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models import DelegatedDecision
from bids.models import Bid
from bids.presenters import bid_link, state_badge, title
from bids.states import State
from monitoring.desk.needs import NEEDS
from monitoring.tactical.lane import Clock, TacticalBid
from people.permissions import Permission
from rounds.models import Round
from ui.dates import format_date
from ui.money import format_pence
from ui.parts import Badge, Column, Lines, Link, Part, Table

Held = frozenset[Permission]


def tactical_table(
    rows: Iterable[TacticalBid], held: Held, *, delegate: bool, today: date
) -> Table:
    """Each bid with its clock and what is to be done next."""
    return Table(
        caption=_("Tactical bids"),
        columns=[
            Column(_("Bid")),
            Column(_("Asked"), numeric=True),
            Column(_("State")),
            Column(_("Answer")),
            Column(_("Next")),
        ],
        rows=[
            [
                Lines([bid_link(one.bid)], f"{one.bid.organisation}: {title(one.bid)}"),
                format_pence(one.bid.requested_pence or 0),
                state_badge(one.bid.state),
                clock_words(one.clock, today),
                Lines(_next(one.bid, held, delegate)),
            ]
            for one in rows
        ],
        wide=True,
    )


def clock_words(clock: Clock | None, today: date) -> Lines:
    """By when it is to be answered, and how long that is; or when it was."""
    if clock is None:
        return Lines([""])
    if clock.answered:
        said = _("Answered on %(day)s") % {"day": format_date(clock.answered)}
        return Lines([said], _("after its day") if clock.was_late else "")
    left = clock.left(today)
    words = _("By %(day)s") % {"day": format_date(clock.due)}
    if left < 0:
        late = ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
        return Lines([words, Badge(late, "red")])
    if left == 0:
        return Lines([words, Badge(_("Today"), "yellow")])
    return Lines(
        [words], ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
    )


def _next(bid: Bid, held: Held, delegate: bool) -> list[Part]:
    """What whoever looks may do about it now, else what it waits for."""
    found: list[Part] = []

    def step(name: str, words: str, *, may: bool) -> None:
        if may:
            found.append(Link(words, reverse(name, args=[bid.reference])))

    checks = Permission.CHECK_BIDS in held
    submitted, sifted = bid.state == State.SUBMITTED, bid.state == State.SIFTED
    step("bid-gates", _("Check its gates"), may=checks and submitted)
    step("tactical-panel", _("Name its panel"), may=checks and submitted)
    step("delegated-decide", _("Decide it under delegation"), may=delegate and sifted)
    step("bid-decide", _("Decide it"), may=Permission.DECIDE in held and sifted)
    need = NEEDS.get(getattr(bid, "waits_for", ""))
    if need:
        found.insert(0, str(need.label))
    return found or [""]


def untold_table(rows: Iterable[DelegatedDecision]) -> Table:
    """The decisions under delegation that the funder was not told of."""
    return Table(
        caption=_("To be told"),
        columns=[Column(_("Bid")), Column(_("Amount"), numeric=True), Column(_("Decided by"))],
        rows=[
            [
                Lines(
                    [
                        Link(
                            one.award.bid.reference,
                            reverse("delegated-told", args=[one.award.bid.reference]),
                        )
                    ],
                    str(one.award.bid.organisation),
                ),
                format_pence(one.award.amount_pence),
                str(one.decided_by),
            ]
            for one in rows
        ],
    )


def rules_words(round: Round) -> list[str]:
    """What holds for this pot, each as a sentence."""
    said = [
        ngettext(
            "A bid is answered within %(days)s day of its coming.",
            "A bid is answered within %(days)s days of its coming.",
            round.response_days,
        )
        % {"days": round.response_days}
    ]
    if round.delegate and round.delegated_limit_pence:
        words = _(
            "%(officer)s decides bids up to %(limit)s, and the %(funder)s is told afterwards."
        )
        said.append(
            words
            % {
                "officer": round.delegate,
                "limit": format_pence(round.delegated_limit_pence),
                "funder": round.funder.short_name,
            }
        )
    return said
