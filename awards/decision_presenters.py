"""The decisions of a round in words: what awaits one, what was taken down, and what it would do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.answering import said_of
from awards.effects import PotState
from awards.models import Answer, PendingDecision
from awards.presenters import ANSWERS
from awards.undecided import Undecided
from base.errors import Refused
from bids.models import Bid
from bids.presenters import bid_link, title
from rounds.models import Pot
from rounds.presenters import POTS
from scoring.ranking_tables import recommendation_badge
from ui.dates import format_date, format_moment
from ui.money import format_pence
from ui.parts import Column, Content, Fact, Lines, Link, Part, Row, Table


def bid_lines(bid: Bid) -> Lines:
    """A bid as it stands at the head of a row."""
    return Lines([bid_link(bid), title(bid)], bid.organisation.name)


def recommended(one: Undecided) -> Lines:
    """What is recommended."""
    pence = one.recommended_pence
    parts: list[Part] = [recommendation_badge(one.bid.recommendation)]
    return Lines([*parts, format_pence(pence)] if pence else parts)


def pcc_word(one: Undecided) -> Content:
    """What the PCC said of a bid so far."""
    if one.pending:
        decision = ANSWERS[Answer.Decision(one.pending.decision)]
        return Lines([decision], _("taken down, to be confirmed"))
    if one.answer:
        decision = ANSWERS[Answer.Decision(one.answer.decision)]
        return Lines([decision], one.answer.comment)
    return _("No answer yet") if one.sent else _("Not sent")


def amount_of(pending: PendingDecision) -> int:
    """What a decision would commit, in pence; nothing where it approves nothing."""
    try:
        return said_of(pending).approved_pence() or 0
    except Refused:
        return 0


def decision_facts(pending: PendingDecision, code: str) -> list[Fact]:
    """A decision that was taken down, for those who confirm it."""
    amount = amount_of(pending)
    words: list[Part] = [ANSWERS[Answer.Decision(pending.decision)]]
    if amount:
        words.append(format_pence(amount))
    facts = [
        Fact(_("Decision"), Lines(words)),
        Fact(_("Requested"), format_pence(pending.bid.requested_pence or 0)),
        Fact(_("Recommended"), _recommended(pending.bid)),
    ]
    if pending.comment:
        facts.append(Fact(_("Comment or reason"), pending.comment))
    decided = _("%(who)s, %(day)s") % {
        "who": pending.decided_by,
        "day": format_date(pending.decided_on),
    }
    facts.append(Fact(_("Decided by"), decided))
    if pending.letter:
        facts.append(Fact(_("Letter"), letter_link(pending, code)))
    taken = _("%(who)s, %(when)s") % {
        "who": pending.entered_by,
        "when": format_moment(pending.entered_at),
    }
    return [*facts, Fact(_("Taken down by"), taken)]


def _recommended(bid: Bid) -> Lines:
    found = bid.recommendation
    parts: list[Part] = [recommendation_badge(found)]
    return Lines([*parts, format_pence(found.amount_pence)] if found.amount_pence else parts)


def letter_link(pending: PendingDecision, code: str) -> Link:
    """The letter, for those who read the papers."""
    return Link(pending.letter_name, reverse("decision-letter", args=[code, pending.pk]))


def letters(bid: Bid) -> list[Fact]:
    """The letters that came with the decisions on a bid, by the day of the decision."""
    rows = bid.pending_decisions.exclude(letter="").order_by("decided_on", "pk")
    return [
        Fact(format_date(one.decided_on), letter_link(one, bid.round.code))
        for one in rows
        if one.confirmed or one.ended_at is None
    ]


def ended_table(rows: Iterable[PendingDecision], code: str) -> Table:
    """What was taken down and has been confirmed, taken back or sent back."""
    return Table(
        caption=_("Decisions that were taken down"),
        columns=[
            Column(_("Bid")),
            Column(_("Decision")),
            Column(_("Amount"), numeric=True),
            Column(_("Decided by")),
            Column(_("What became of it")),
            Column(_("Letter")),
        ],
        rows=[
            [
                bid_lines(one.bid),
                ANSWERS[Answer.Decision(one.decision)],
                format_pence(amount_of(one)) if amount_of(one) else "",
                Lines([one.decided_by], format_date(one.decided_on)),
                _became(one),
                letter_link(one, code) if one.letter else "",
            ]
            for one in rows
        ],
        wide=True,
    )


def _became(one: PendingDecision) -> Lines:
    who = {"who": one.ended_by}
    when = format_moment(one.ended_at) if one.ended_at else ""
    if one.confirmed:
        return Lines([_("Confirmed by %(who)s") % who], when)
    if one.ended_why:
        return Lines([_("Sent back by %(who)s") % who, one.ended_why], when)
    return Lines([_("Taken back by %(who)s") % who], when)


@dataclass(frozen=True)
class Effect:
    """What a set of decisions would do to a pot: line by line, and in sum."""

    pot: Pot
    table: Table
    before: PotState
    after: PotState
    count: int

    @property
    def name(self) -> str:
        """The pot in words."""
        return POTS[self.pot]

    @property
    def sum_pence(self) -> int:
        """What they commit together."""
        return self.after.committed_pence - self.before.committed_pence


def effect(pot: Pot, before: PotState, approvals: Iterable[tuple[Bid, int]]) -> Effect:
    """What approving amounts for bids would do to a pot, one after the other."""
    now = before
    rows: list[Row] = []
    for bid, pence in approvals:
        now = now.after(pence)
        left = format_pence(now.left_pence)
        rows.append(
            [
                bid_lines(bid),
                format_pence(pence),
                format_pence(now.committed_pence),
                Lines([left], _("more than the pot can bear") if now.over_pence else ""),
            ]
        )
    table = Table(
        caption=_("What approving does to the pot"),
        columns=[
            Column(_("Bid")),
            Column(_("Approve"), numeric=True),
            Column(_("Committed then"), numeric=True),
            Column(_("Left then"), numeric=True),
        ],
        rows=rows,
    )
    return Effect(pot, table, before, now, len(rows))


@dataclass(frozen=True)
class Outcome:
    """What came of one decision."""

    bid: Bid
    words: str
    done: bool


def outcomes_table(outcomes: Iterable[Outcome]) -> Table:
    """What came of each decision, one by one."""
    return Table(
        caption=_("What was done"),
        columns=[Column(_("Bid")), Column(_("What came of it"))],
        rows=[[bid_lines(one.bid), one.words] for one in outcomes],
    )
