"""What a file of answers does, in words: before it is confirmed, and after."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.answered import Foreseen, Line
from awards.decision_presenters import Effect, bid_lines, effect
from awards.models import AnsweredFile
from rounds.presenters import ROUTES
from ui.dates import format_date, format_moment
from ui.money import format_pence
from ui.parts import Column, Content, Fact, Lines, Link, Row, Table


def file_facts(answered: AnsweredFile) -> list[Fact]:
    """Which file it is."""
    sent = answered.submission
    version = _("Version %(version)s, %(route)s") % {
        "version": sent.version,
        "route": ROUTES[sent.route].lower(),
    }
    who = _("%(who)s, %(when)s")
    facts = [
        Fact(_("File"), answered.name),
        Fact(_("SHA-256"), answered.checksum),
        Fact(_("Answers"), version),
        Fact(_("Brought in by"), who % {"who": answered.by, "when": format_moment(answered.at)}),
        Fact(_("Decided on"), _decided(answered)),
    ]
    if answered.confirmed_at:
        when = format_moment(answered.confirmed_at)
        facts.append(Fact(_("Confirmed by"), who % {"who": answered.confirmed_by, "when": when}))
    return facts


def _decided(answered: AnsweredFile) -> str:
    if answered.decided_on:
        return format_date(answered.decided_on)
    return _("The day of the confirmation")


def approvals(found: Foreseen) -> Effect:
    """What is approved, and what each approval leaves of the pot."""
    return effect(found.route, found.before, ((line.bid, line.pence) for line in found.approved))


def lines_table(lines: Iterable[Line], caption: str, words: str) -> Table:
    """Bids with what is said of each."""
    return Table(
        caption=caption,
        columns=[Column(_("Bid")), Column(words)],
        rows=[[bid_lines(line.bid), line.words or _("Nothing was written")] for line in lines],
    )


def open_table(lines: Iterable[Line]) -> Table:
    """Bids that stay undecided."""
    return Table(
        caption=_("Bids that stay open"),
        columns=[Column(_("Bid")), Column(_("Requested"), numeric=True)],
        rows=[[bid_lines(one.bid), format_pence(one.bid.requested_pence or 0)] for one in lines],
    )


def button(found: Foreseen) -> str:
    """What pressing it does: ``Confirm: approve 2, decline 1, query 1``."""
    parts = [
        words % {"count": len(lines)}
        for words, lines in (
            (_("approve %(count)s"), found.approved),
            (_("decline %(count)s"), found.declined),
            (_("query %(count)s"), found.queried),
        )
        if lines
    ]
    return _("Confirm: %(what)s") % {"what": ", ".join(parts)}


def done_table(did: dict[str, Any]) -> Table:
    """What a confirmed file did, as it was kept."""
    rows: list[Row] = [
        [_bid(reference), _("Approved for %(amount)s") % {"amount": format_pence(pence)}, words]
        for reference, pence, words in did.get("approved", [])
    ]
    rows += [[_bid(one), _("Declined"), words] for one, words in did.get("declined", [])]
    rows += [[_bid(one), _("Queried"), words] for one, words in did.get("queried", [])]
    return Table(
        caption=_("What was done"),
        columns=[Column(_("Bid")), Column(_("What was done")), Column(_("Comment or reason"))],
        rows=rows,
    )


def _bid(reference: str) -> Link:
    return Link(reference, reverse("bid", args=[reference]))


def files_table(files: Iterable[AnsweredFile], code: str) -> Table:
    """The files that were brought in, the newest first."""
    return Table(
        caption=_("Files that were brought in"),
        columns=[Column(_("File")), Column(_("Answers")), Column(_("What became of it"))],
        rows=[
            [
                Link(one.name, reverse("decisions-answered", args=[code, one.pk])),
                _("Version %(version)s, %(route)s")
                % {
                    "version": one.submission.version,
                    "route": ROUTES[one.submission.route].lower(),
                },
                _became(one),
            ]
            for one in files
        ],
    )


def _became(one: AnsweredFile) -> Content:
    who = _("by %(who)s, %(when)s")
    if not one.confirmed_at:
        said = who % {"who": one.by, "when": format_moment(one.at)}
        return Lines([_("Waits to be confirmed")], said)
    approved = len(one.did.get("approved", []))
    words = ngettext(
        "Confirmed: %(count)s bid approved", "Confirmed: %(count)s bids approved", approved
    )
    said = who % {"who": one.confirmed_by, "when": format_moment(one.confirmed_at)}
    return Lines([words % {"count": approved}], said)
