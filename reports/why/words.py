"""Why a bid got what it got: the record that an officer shows to whoever asks, on one page.

Its sections are plain values, which the page and the Word file draw alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from awards.presenters import answers_table
from bids.history_presenters import WHAT
from bids.models import Bid
from bids.presenters import title
from bids.states import Arrow
from reports.why.scores import agreed_facts, outcome_facts, panel_table, scores_table
from rounds.presenters import ROUTES
from scoring.scoresheets import gates_table
from scoring.viewers import Viewer
from ui.dates import format_moment
from ui.money import format_pence
from ui.parts import Fact, Lines, Table

DECISIONS = (Arrow.REJECT, Arrow.APPROVE, Arrow.DECLINE, Arrow.REINSTATE, Arrow.TERMINATE)


@dataclass(frozen=True)
class Section:
    """A part of the record: facts, then a table."""

    title: str
    facts: Sequence[Fact] = ()
    table: Table | None = None
    quiet: str = ""
    """What is said where there is nothing else."""


@dataclass(frozen=True)
class Record:
    """All that there is to say of how a bid was judged."""

    bid: Bid
    title: str
    organisation: str
    sections: list[Section] = field(default_factory=list)


def record(bid: Bid, viewer: Viewer) -> Record:
    """The record of a bid as somebody may see it, who sees all its scores."""
    prefetch_related_objects([bid.round], "criteria")  # several sections go through them
    found = [
        Section(_("The bid"), _about(bid, viewer)),
        Section(_("Gates"), table=_gates(bid), quiet=_("No gate was checked.")),
        Section(_("The panel"), table=panel_table(bid, viewer)),
        Section(_("Scores, out of 5"), table=scores_table(bid)),
        Section(_("What the panel agreed"), agreed_facts(bid), quiet=_("The panel’s means stand.")),
        Section(
            _("What the sift made of it"),
            outcome_facts(bid, ranked=not viewer.has_stake_in_route(bid.route)),
            quiet=_("It has not been sifted."),
        ),
        Section(_("Decision"), _decision(bid), _answers(bid, viewer), _("It is not decided yet.")),
        Section(_("Feedback to the applicant"), _feedback(bid), quiet=_("None was written.")),
    ]
    return Record(bid, title(bid), viewer.organisation_of(bid), found)


def _about(bid: Bid, viewer: Viewer) -> list[Fact]:
    sent = bid.history.filter(transition=Arrow.SUBMIT).order_by("pk").last()
    facts = [
        Fact(_("Organisation"), viewer.organisation_of(bid)),
        Fact(_("Route"), str(ROUTES[bid.route])),
        Fact(_("Requested"), format_pence(bid.requested_pence or 0)),
    ]
    if bid.least_pence is not None:
        facts.append(Fact(_("Least workable amount"), format_pence(bid.least_pence)))
    if sent:
        facts.append(Fact(_("Sent"), format_moment(sent.at)))
    return facts


def _gates(bid: Bid) -> Table | None:
    found = gates_table(bid)
    return found if found.rows else None


def _decision(bid: Bid) -> list[Fact]:
    """The steps by which it was decided, and the award."""
    facts = []
    for row in bid.history.filter(transition__in=DECISIONS).select_related("by", "note"):
        who = _("%(who)s, %(when)s") % {"who": row.by, "when": format_moment(row.at)}
        what = str(WHAT[Arrow(row.transition)])
        facts.append(Fact(what, Lines([who, row.reason] if row.reason else [who])))
    if hasattr(bid, "award"):
        facts.append(Fact(_("Awarded"), format_pence(bid.award.amount_pence)))
    return facts


def _answers(bid: Bid, viewer: Viewer) -> Table | None:
    """What the PCC said, for those who read the papers."""
    if not viewer.reads:
        return None
    rows = bid.answers.select_related("submission", "note")
    table = answers_table(rows, bid.round.funder.short_name)
    return table if table.rows else None


def _feedback(bid: Bid) -> list[Fact]:
    if not hasattr(bid, "feedback"):
        return []
    words = _("%(who)s, %(when)s") % {
        "who": bid.feedback.written_by,
        "when": format_moment(bid.feedback.written_at),
    }
    return [Fact(words, bid.feedback.text)]
