"""A bid in words and colours."""

from collections.abc import Collection, Iterable
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.announcements import kept_back, shown_state
from bids.blind import HIDDEN, shown_organisation
from bids.models import Bid
from bids.states import State
from rounds.models import Owner
from rounds.presenters import ROUTES
from ui.dates import format_date, format_moment
from ui.money import format_pence
from ui.parts import Badge, Column, Content, Fact, Lines, Link, Table, Total

MOST_NAMED = 20
"""Bids of one state, on the page of their round."""
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
    State.DRAFT: gettext_lazy("It is being written and has not been sent."),
    State.SUBMITTED: gettext_lazy(
        "It is with the partnership. Officers check it and the panel scores it."
    ),
    State.SIFTED: gettext_lazy("It has been scored. A decision is awaited."),
    State.APPROVED: gettext_lazy("Money is set aside for it. The organisation has the offer."),
    State.MONITORED: gettext_lazy("The agreement is accepted and the project is running."),
    State.CLOSED: gettext_lazy("The final return is accepted and the money is squared."),
    State.DECLINED: gettext_lazy("It will not be funded. The history below says why."),
    State.WITHDRAWN: gettext_lazy("The organisation took it back, or the offer was not taken up."),
    State.TERMINATED: gettext_lazy("The project was ended early. The history below says why."),
}


def state_badge(state: str) -> Badge:
    """A state as a tag."""
    return Badge(State(state).label, COLOURS[State(state)])


def meaning(bid: Bid, state: str = "") -> str:
    """What the bid's state means, in a sentence; or another state, as its applicant is shown it."""
    if bid.state == State.DRAFT and bid.change_by:
        return _("It was sent back to be changed before %(when)s.") % {
            "when": format_moment(bid.change_by)
        }
    return str(MEANINGS[State(state or bid.state)])


def bid_link(bid: Bid) -> Link:
    """The reference, leading to the bid's page."""
    return Link(bid.reference, reverse("bid", args=[bid.reference]))


def title(bid: Bid) -> str:
    """The project, or what stands for it while it has no name."""
    return bid.project or _("No name yet")


def answers(bid: Bid, *, contact: bool, blind: bool = False) -> list[Fact]:
    """What the bid says, question by question. An answer that was not given is left out.

    ``contact`` adds the person to write to; ``blind`` leaves out who bids.
    """
    found: list[tuple[str, str]] = [
        *([(_("Organisation"), str(HIDDEN))] if blind else _organisation(bid)),
        (_("Contact"), f"{bid.contact_name}\n{bid.contact_email}".strip() if contact else ""),
        (_("Route"), ROUTES[bid.route]),
        (_("Summary"), bid.summary),
        (_("Need"), bid.need),
        (_("Activities"), bid.activities),
        (_("Outcomes"), bid.outcomes),
        (_("Starts"), format_date(bid.starts_on) if bid.starts_on else ""),
        (_("Ends"), format_date(bid.ends_on) if bid.ends_on else ""),
        (_("Area"), bid.area),
        *_priorities(bid),
        (_("Amount requested"), _amount(bid.requested_pence)),
        (_("Least workable amount"), _amount(bid.least_pence)),
        (_("Match funding"), _amount(bid.match_funding_pence)),
        (_("People to be reached"), f"{bid.people_to_reach:,}" if bid.people_to_reach else ""),
        (
            _("Safeguarding policy"),
            {True: _("Yes"), False: _("No"), None: ""}[bid.safeguarding_policy],
        ),
        (_("Why nobody else was invited"), bid.no_competition if contact else ""),
        *((str(one.question), one.text) for one in bid.extra_answers.select_related("question")),
    ]
    return [Fact(question, answer) for question, answer in found if answer.strip()]


def _organisation(bid: Bid) -> list[tuple[str, str]]:
    return [
        (_("Organisation"), bid.organisation.name),
        (_("Type of organisation"), bid.organisation.kind),
        (_("Charity number"), bid.organisation.charity_number),
        (_("Company number"), bid.organisation.company_number),
    ]


def _amount(pence: int | None) -> str:
    return "" if pence is None else format_pence(pence)


def _priorities(bid: Bid) -> list[tuple[str, str]]:
    """The priorities that the bid serves, of each owner."""
    owners = {
        Owner.PCC: bid.round.funder.short_name,
        Owner.PARTNERSHIP: _("partnership"),
    }
    served = sorted(bid.priorities.all(), key=lambda priority: priority.position)
    return [
        (
            _("Priorities of the %(owner)s") % {"owner": words},
            "\n".join(f"{p.code}: {p.title}" for p in served if p.owner == owner),
        )
        for owner, words in owners.items()
    ]


def budget_table(bid: Bid) -> Table:
    """What the money is for, line by line, with the sum."""
    rows = list(bid.budget_lines.all())
    total = format_pence(sum(row.amount_pence for row in rows))
    return Table(
        caption=_("Budget"),
        columns=[Column(_("What for")), Column(_("Category")), Column(_("Amount"), numeric=True)],
        rows=[
            *([row.description, row.category, format_pence(row.amount_pence)] for row in rows),
            *([Total([_("Total"), "", total])] if rows else []),
        ],
    )


def measures_table(bid: Bid) -> Table:
    """What will be counted, from where to where."""
    return Table(
        caption=_("Measures"),
        columns=[
            Column(_("Measure")),
            Column(_("Baseline")),
            Column(_("Target")),
            Column(_("Evidence")),
        ],
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
        caption=_("Your bids"),
        columns=[
            Column(_("Bid")),
            Column(_("Project")),
            *([] if of_one_round else [Column(_("Round"))]),
            Column(_("Requested"), numeric=True),
            Column(_("State")),
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


def by_state(bids: Iterable[Bid], code: str, *, hidden: Collection[int] = ()) -> Table:
    """How many bids of a round are in each state, and which, in the order that a bid goes through them.

    Of a state with many bids the first are named, and a link leads to the list of all. The keys in
    ``hidden`` are of bids whose organisations the person may not know.
    """
    order = {state.value: place for place, state in enumerate(State)}
    ordered = sorted(bids, key=lambda bid: (order[bid.state], bid.route, bid.reference))
    rows: list[list[Content]] = []
    for state, group in groupby(ordered, key=lambda bid: str(bid.state)):
        found = list(group)
        links = [_named_link(bid, blind=bid.pk in hidden) for bid in found[:MOST_NAMED]]
        if len(found) > MOST_NAMED:
            address = f"{reverse('bids', args=[code])}?state={state}"
            links.append(Link(_("All %(count)s in a list") % {"count": len(found)}, address))
        rows.append([state_badge(state), str(len(found)), Lines(links)])
    return Table(
        caption=_("Bids by state"),
        columns=[Column(_("State")), Column(_("Bids"), numeric=True), Column(_("Which"))],
        rows=rows,
    )


def _named_link(bid: Bid, *, blind: bool) -> Link:
    organisation = shown_organisation(bid, blind=blind)
    return Link(f"{bid.reference} {title(bid)} ({organisation})", bid_link(bid).href)
