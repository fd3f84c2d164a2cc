"""What changed since the proposals went to the PCC: approved for another amount, declined, withdrawn,
added from the tactical pot, varied. A bid without an award is only ever a number. Amounts are pence.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from awards.models import Terms
from bids.states import State
from monitoring.models import Variation
from reports.committee.blocks import Block, Grid, Heading, Note, Paragraph, Points
from reports.figures import Figures, Project
from reports.word.table import Column, Row
from reports.wording import count, none_or, one_line, sentence, verb
from rounds.models import Pot, Round
from ui.dates import format_date, in_london
from ui.money import format_pence


@dataclass(frozen=True)
class Varied:
    """A variation in force: whose, since when, and what it changed in words."""

    reference: str
    number: int
    at: datetime
    words: str


@dataclass(frozen=True)
class Since:
    """The main round's proposals as they were sent last, and what stands now."""

    version: int
    sent_at: datetime
    proposed: Mapping[str, int]
    """By reference: what was recommended; nothing for a reserve or a bid that was not proposed."""
    states: Mapping[str, str]
    """The state now of every bid of the main route."""
    variations: tuple[Varied, ...] = ()


def read_since(round: Round) -> Since | None:
    """What was sent last of the main round's proposals, and what stands now (at most three queries)."""
    rows = round.submissions.filter(route=Pot.MAIN)
    sent = rows.order_by("version").values_list("version", "at", "content").last()
    if sent is None:
        return None
    version, at, content = sent
    bids = round.bids.filter(route=Pot.MAIN).values_list("reference", "state")
    return Since(
        version=version,
        sent_at=at,
        proposed={
            **{row["Reference"]: row["Recommended"] or 0 for row in content["proposals"]},
            **{row["Reference"]: 0 for row in content["not_proposed"]},
        },
        states=dict(bids.iterator()),
        variations=tuple(_variations(round)),
    )


def _variations(round: Round) -> Iterator[Varied]:
    """The variations in force, by the terms that they brought about and those before (one query)."""
    force = Variation.State.IN_FORCE
    rows = Terms.objects.filter(award__bid__round=round, award__variations__state=force)
    related = ("variation", "award__bid")
    before: Terms | None = None
    for terms in rows.select_related(*related).order_by("award", "version").distinct():
        variation = getattr(terms, "variation", None)
        if variation and variation.in_force_at and before and before.award_id == terms.award_id:
            words = "; ".join(_differences(before, terms)) or "terms agreed anew"
            yield Varied(terms.award.bid.reference, variation.number, variation.in_force_at, words)
        before = terms


def _differences(before: Terms, after: Terms) -> Iterator[str]:
    if before.amount_pence != after.amount_pence:
        yield (
            f"funding {format_pence(before.amount_pence)}, now {format_pence(after.amount_pence)}"
        )
    for words, old, new in (
        ("start", before.starts_on, after.starts_on),
        ("end", before.ends_on, after.ends_on),
    ):
        if old != new:
            yield f"{words} {_day(old)}, now {_day(new)}"
    if before.outcomes != after.outcomes:
        yield "outcomes agreed anew"
    if before.headings != after.headings and before.amount_pence == after.amount_pence:
        yield "budget moved between headings"


def _day(day: date | None) -> str:
    return format_date(day) if day else "open"


def since_blocks(figures: Figures, since: Since | None) -> Iterator[Block]:
    """The appendix's part about it; nothing where no proposals were ever sent."""
    if since is None:
        return
    short = figures.round.funder.short_name
    yield Heading("Changes since the proposals were sent")
    day = format_date(in_london(since.sent_at).date())
    yield Paragraph(
        f"Version {since.version} of the main round’s proposals went to the {short}’s office on {day}. "
        "Since then:"
    )
    yield Points(tuple(_points(figures, since)))
    yield from _amounts(figures, since)
    yield from _varied(figures, since.variations)


def _points(figures: Figures, since: Since) -> Iterator[str]:
    main = [*figures.on(Pot.MAIN), *(p for p in figures.ended if p.route == Pot.MAIN)]
    same = sum(since.proposed.get(project.reference) == project.approved_pence for project in main)
    other = len(main) - same
    yield f"{none_or(same, 'project')} {verb(same, 'was', 'were')} approved as proposed."
    yield f"{none_or(other, 'project')} {verb(other, 'was', 'were')} approved for another amount."
    funded = {project.reference for project in main}
    proposed = [ref for ref, pence in since.proposed.items() if pence and ref not in funded]
    states = Counter(since.states.get(reference) for reference in proposed)
    for state, said in (
        (State.DECLINED, "declined"),
        (State.WITHDRAWN, "withdrawn or turned down"),
    ):
        number = states[state]
        if number:
            words = f"{count(number, 'proposed project')} {verb(number, 'was', 'were')} {said}."
            yield words
    waiting = len(proposed) - states[State.DECLINED] - states[State.WITHDRAWN]
    if waiting:
        yield f"{count(waiting, 'proposed project')} {verb(waiting, 'awaits', 'await')} a decision."
    tactical = len(figures.on(Pot.TACTICAL))
    yield f"{none_or(tactical, 'project')} {verb(tactical, 'was', 'were')} added from the tactical pot."
    number = len(since.variations)
    yield f"{none_or(number, 'agreement')} {verb(number, 'was', 'were')} varied."


def _amounts(figures: Figures, since: Since) -> Iterator[Block]:
    changed = [
        (project, since.proposed.get(project.reference, 0))
        for project in figures.on(Pot.MAIN)
        if since.proposed.get(project.reference) != project.approved_pence
    ]
    if not changed:
        return
    yield Grid(
        "Projects approved for another amount than was proposed",
        (
            Column("Reference", 2.6),
            Column("Project", 8.0),
            Column("Proposed", 3.0, right=True),
            Column("Approved", 3.0, right=True),
        ),
        [
            Row(
                [
                    project.reference,
                    one_line(project.name),
                    format_pence(pence) if pence else "None",
                    format_pence(project.approved_pence),
                ]
            )
            for project, pence in changed
        ],
    )
    yield Note("A project that was kept in reserve or not recommended has no amount proposed.")


def _varied(figures: Figures, variations: Sequence[Varied]) -> Iterator[Block]:
    named: dict[str, Project] = {p.reference: p for p in (*figures.projects, *figures.ended)}
    shown = [one for one in variations if one.reference in named]
    if not shown:
        return
    yield Grid(
        "Agreements varied",
        (
            Column("Reference", 2.6),
            Column("Project", 5.0),
            Column("In force since", 3.0),
            Column("What changed", 6.0),
        ),
        [
            Row(
                [
                    one.reference,
                    one_line(named[one.reference].name),
                    format_date(in_london(one.at).date()),
                    sentence(one.words[:1].upper() + one.words[1:]),
                ]
            )
            for one in shown
        ],
    )
