"""A bid in words and colours."""

from collections.abc import Iterable
from itertools import groupby

from django.urls import reverse

from bids.announcements import kept_back, shown_state
from bids.models import Bid
from bids.states import State
from rounds.models import Owner
from rounds.presenters import ROUTES
from ui.dates import format_date, format_moment
from ui.money import format_pence
from ui.parts import Badge, Column, Content, Fact, Lines, Link, Table, Total

COLOURS = {
    State.DRAFT: "grey",
    State.SUBMITTED: "",
    State.SIFTED: "purple",
    State.APPROVED: "green",
    State.MONITORED: "teal",
    State.CLOSED: "grey",
    State.DECLINED: "red",
    State.WITHDRAWN: "orange",
    State.TERMINATED: "red",
}
MEANINGS = {
    State.DRAFT: "It is being written and has not been sent.",
    State.SUBMITTED: "It is with the partnership. Officers check it and the panel scores it.",
    State.SIFTED: "It has been scored. A decision is awaited.",
    State.APPROVED: "Money is set aside for it. The organisation has the offer.",
    State.MONITORED: "The agreement is accepted and the project is running.",
    State.CLOSED: "The final return is accepted and the money is squared.",
    State.DECLINED: "It will not be funded. The history below says why.",
    State.WITHDRAWN: "The organisation took it back, or the offer was not taken up.",
    State.TERMINATED: "The project was ended early. The history below says why.",
}


def state_badge(state: str) -> Badge:
    """A state as a tag."""
    return Badge(State(state).label, COLOURS[State(state)])


def meaning(bid: Bid, state: str = "") -> str:
    """What the bid's state means, in a sentence; or another state, as its applicant is shown it."""
    if bid.state == State.DRAFT and bid.change_by:
        return f"It was sent back to be changed before {format_moment(bid.change_by)}."
    return MEANINGS[State(state or bid.state)]


def bid_link(bid: Bid) -> Link:
    """The reference, leading to the bid's page."""
    return Link(bid.reference, reverse("bid", args=[bid.reference]))


def title(bid: Bid) -> str:
    """The project, or what stands for it while it has no name."""
    return bid.project or "No name yet"


def answers(bid: Bid, *, contact: bool) -> list[Fact]:
    """What the bid says, question by question. An answer that was not given is left out.

    ``contact`` adds the person to write to.
    """
    found: list[tuple[str, str]] = [
        ("Organisation", bid.organisation.name),
        ("Type of organisation", bid.organisation.kind),
        ("Charity number", bid.organisation.charity_number),
        ("Company number", bid.organisation.company_number),
        ("Contact", f"{bid.contact_name}\n{bid.contact_email}".strip() if contact else ""),
        ("Route", ROUTES[bid.route]),
        ("Summary", bid.summary),
        ("Need", bid.need),
        ("Activities", bid.activities),
        ("Outcomes", bid.outcomes),
        ("Starts", format_date(bid.starts_on) if bid.starts_on else ""),
        ("Ends", format_date(bid.ends_on) if bid.ends_on else ""),
        ("Area", bid.area),
        *_priorities(bid),
        ("Amount requested", _amount(bid.requested_pence)),
        ("Least workable amount", _amount(bid.least_pence)),
        ("Match funding", _amount(bid.match_funding_pence)),
        ("People to be reached", f"{bid.people_to_reach:,}" if bid.people_to_reach else ""),
        ("Safeguarding policy", {True: "Yes", False: "No", None: ""}[bid.safeguarding_policy]),
        *((str(one.question), one.text) for one in bid.extra_answers.select_related("question")),
    ]
    return [Fact(question, answer) for question, answer in found if answer.strip()]


def _amount(pence: int | None) -> str:
    return "" if pence is None else format_pence(pence)


def _priorities(bid: Bid) -> list[tuple[str, str]]:
    """The priorities that the bid serves, of each owner."""
    owners = {
        Owner.PCC: bid.round.funder.short_name,
        Owner.PARTNERSHIP: "partnership",
    }
    served = sorted(bid.priorities.all(), key=lambda priority: priority.position)
    return [
        (
            f"Priorities of the {words}",
            "\n".join(f"{p.code}: {p.title}" for p in served if p.owner == owner),
        )
        for owner, words in owners.items()
    ]


def budget_table(bid: Bid) -> Table:
    """What the money is for, line by line, with the sum."""
    rows = list(bid.budget_lines.all())
    total = format_pence(sum(row.amount_pence for row in rows))
    return Table(
        caption="Budget",
        columns=[Column("What for"), Column("Category"), Column("Amount", numeric=True)],
        rows=[
            *([row.description, row.category, format_pence(row.amount_pence)] for row in rows),
            *([Total(["Total", "", total])] if rows else []),
        ],
    )


def measures_table(bid: Bid) -> Table:
    """What will be counted, from where to where."""
    return Table(
        caption="Measures",
        columns=[Column("Measure"), Column("Baseline"), Column("Target"), Column("Evidence")],
        rows=[[m.name, m.baseline, m.target, m.evidence] for m in bid.measures.all()],
    )


def own_bids_table(bids: Iterable[Bid], *, of_one_round: bool = False) -> Table:
    """The bids of the person's organisations. What a publicity hold keeps back is not shown."""
    bids = list(bids)
    kept = kept_back(bids)

    def round_of(bid: Bid) -> list[Content]:
        round = Link(bid.round.title, reverse("round", args=[bid.round.code]))
        return [] if of_one_round else [round]

    return Table(
        caption="Your bids",
        columns=[
            Column("Bid"),
            Column("Project"),
            *([] if of_one_round else [Column("Round")]),
            Column("Requested", numeric=True),
            Column("State"),
        ],
        rows=[
            [
                bid_link(bid),
                Lines([title(bid)], bid.organisation.name),
                *round_of(bid),
                _amount(bid.requested_pence),
                state_badge(shown_state(bid, kept)),
            ]
            for bid in bids
        ],
    )


def by_state(bids: Iterable[Bid]) -> Table:
    """How many bids are in each state, and which, in the order that a bid goes through them."""
    order = {state.value: place for place, state in enumerate(State)}
    ordered = sorted(bids, key=lambda bid: (order[bid.state], bid.route, bid.reference))
    rows: list[list[Content]] = []
    for state, group in groupby(ordered, key=lambda bid: str(bid.state)):
        links = [_named_link(bid) for bid in group]
        rows.append([state_badge(state), str(len(links)), Lines(links)])
    return Table(
        caption="Bids by state",
        columns=[Column("State"), Column("Bids", numeric=True), Column("Which")],
        rows=rows,
    )


def _named_link(bid: Bid) -> Link:
    return Link(f"{bid.reference} {title(bid)} ({bid.organisation})", bid_link(bid).href)
