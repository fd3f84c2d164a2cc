"""Sections 1 to 6 of the committee report, drafted from the figures. Amounts are pence."""

from collections.abc import Iterator

from bids.states import State
from reports.committee.sentences import names, rag_sentence, without_award
from reports.figures import Figures
from reports.sums import totals
from reports.wording import capital, count, listing, none_or, percent, the, verb
from rounds.models import Owner, Pot, Priority
from ui.dates import financial_year_end, format_date, in_london
from ui.money import format_pence

FROM = {Pot.MAIN: "from the main pot", Pot.TACTICAL: "from the tactical pot"}
NONE_YET = "No project has been commissioned yet."


def summary(figures: Figures) -> Iterator[str]:
    """The executive summary."""
    yield allocated(figures)
    if not figures.projects:
        yield f"{NONE_YET} {without_award(figures)}"
        return
    yield commissioned(figures)
    sums = totals(figures.projects)
    words = rag_sentence(figures)
    if sums.reported:
        words += (
            f" Together the projects report that they have reached {_people(figures)} and spent "
            f"{format_pence(sums.spent_pence)}."
        )
    yield words


def recommendations(figures: Figures) -> list[str]:
    """What the committee is asked to do: to note."""
    title = figures.round.title
    if not figures.projects:
        return [f"That it be noted that no project has been commissioned with the {title} yet."]
    return [
        f"That the projects commissioned with the {title}, set out in Appendix 1, be noted.",
        "That the progress made in delivering them be noted.",
    ]


def allocated(figures: Figures) -> str:
    """What the grant is and who gives it."""
    round = figures.round
    return capital(
        f"{the(round.funder.name)} has allocated {format_pence(figures.pot_total('allocation_pence'))} to "
        f"{the(round.partnership.name)} for {round.financial_year} under the {round.title}, for projects "
        f"that serve both the {round.funder.short_name}’s priorities and the partnership’s own."
    )


def commissioned(figures: Figures) -> str:
    """How many projects there are, for how much, and what of it is paid and left."""
    sums = totals(figures.projects)
    some = {pot: found for pot in Pot if (found := figures.on(pot))}
    if len(some) == 1:
        every = "all " if sums.projects > 1 else ""
        where = f", {every}{FROM[next(iter(some))]}"
    else:
        parts = (
            f"{len(found):,} {FROM[pot]} for {format_pence(totals(found).awarded_pence)}"
            for pot, found in some.items()
        )
        where = f": {listing(parts)}"
    return (
        f"So far {count(sums.projects, 'project')} {verb(sums.projects, 'has', 'have')} been commissioned "
        f"for {format_pence(sums.awarded_pence)}{where}. "
        f"{format_pence(figures.pot_total('paid_pence'))} has been paid and "
        f"{format_pence(figures.pot_total('available_pence'))} is still available."
    )


def _people(figures: Figures) -> str:
    sums = totals(figures.projects)
    words = count(sums.reached, "person", "people")
    if sums.target and sums.reached == sums.reached_of_target:
        words += f" of the {sums.target:,} planned ({percent(sums.reached, sums.target)})"
    return words


def background(figures: Figures) -> Iterator[str | list[str]]:
    """Section 1: paragraphs, and lists of points."""
    round, short = figures.round, figures.round.funder.short_name
    main, tactical = (format_pence(figures.pots[pot]["allocation_pence"]) for pot in Pot)
    yield (
        "This report tells members which projects have been commissioned with the grant, and what progress "
        "has been made in delivering them."
    )
    yield allocated(figures)
    yield (
        f"The allocation has two pots: {main} is awarded in the main round, and {tactical} is kept back as "
        "a tactical pot for initiatives that come up during the year."
    )
    opens, closes = (format_date(in_london(moment)) for moment in (round.opens, round.closes))
    yield (
        f"The main round was open to bids from {opens} to {closes}. Every bid is checked against the "
        "round’s gates, scored by a panel whose members take no part where they have an interest, and "
        f"ranked. The proposals go to the {short}’s office, which decides project by project; somebody who "
        "has not scored the bid confirms each award."
    )
    for owner in Owner:
        mine = [_priority(priority) for priority in figures.priorities if priority.owner == owner]
        whose = f"the {short}" if owner == Owner.PCC else the(round.partnership.name)
        if mine:
            yield f"The priorities of {whose} for this grant are:"
            yield mine
    day = format_date(in_london(figures.as_at))
    yield f"The figures in this report are those recorded up to {day}."


def _priority(priority: Priority) -> str:
    lead = f" (lead: {priority.lead})" if priority.lead else ""
    return f"{priority.code}: {priority.title}{lead}"


def grant(figures: Figures) -> Iterator[str]:
    """Section 2: what was commissioned and how it goes."""
    main, tactical = (figures.tally.received.get(pot.value, 0) for pot in Pot)
    yield (
        f"{none_or(main, 'bid')} {verb(main, 'was', 'were')} received in the main round, and "
        f"{count(tactical, 'bid') if tactical else 'none'} for the tactical pot. {without_award(figures)}"
    )
    yield commissioned(figures) if figures.projects else NONE_YET
    offered = sum(project.state == State.APPROVED for project in figures.projects)
    if offered:
        yield (
            f"{count(offered, 'organisation')} {verb(offered, 'has', 'have')} been offered an award and "
            f"{verb(offered, 'has', 'have')} not accepted the agreement yet."
        )
    if figures.projects:
        yield _progress(figures)
    if totals(figures.projects).reported:
        yield _spend(figures)
    if figures.ended:
        yield (
            f"{count(len(figures.ended), 'project')} {verb(len(figures.ended), 'was', 'were')} ended early: "
            f"{names(figures.ended)}."
        )


def _progress(figures: Figures) -> str:
    words = rag_sentence(figures)
    for rag in ("amber", "red"):
        found = [p for p in figures.projects if p.latest and p.latest.rag == rag]
        if found:
            words += f" {rag.capitalize()}: {names(found)}."
    return f"{words} Appendix 1 gives the progress of each."


def _spend(figures: Figures) -> str:
    sums = totals(figures.projects)
    less = sums.forecast_underspend_pence
    compared = "what they were awarded"
    if less:
        compared = (
            f"{format_pence(abs(less))} {'less' if less > 0 else 'more'} than they were awarded"
        )
    return (
        f"The projects that have sent a return report that they have reached {_people(figures)}, have spent "
        f"{format_pence(sums.spent_pence)} and expect to spend {format_pence(sums.forecast_pence)} by the "
        f"year end, {compared}."
    )


def options(figures: Figures) -> list[str]:
    """Section 3."""
    if not figures.projects:
        return [
            "Option one: note that no project has been commissioned yet.",
            "Option two: do not note the report, and ask for more information first. This is not "
            "recommended, as the report sets out all that has been recorded.",
        ]
    return [
        "Option one: note the projects commissioned and the progress made in delivering them.",
        f"Option two: do not note the report, and ask for more information first. The awards have been "
        f"decided with the {figures.round.funder.short_name} and are not reopened by this report, so this "
        "is not recommended; a question about a project can be put to the lead officer at any time.",
    ]


def preferred(figures: Figures) -> list[str]:
    """Section 4."""
    reasons = "It lets members see what the grant is spent on and how each project is going"
    if not figures.projects:
        reasons = "It lets members see where the round stands before any award is made"
    return [f"Option one is recommended. {reasons}, and needs no further decision."]


def risks(figures: Figures) -> Iterator[str]:
    """Section 5."""
    yield (
        "The risks of the grant have been considered with those of the community safety plan. Noting this "
        "report brings no risk of its own."
    )
    sums = totals(figures.projects)
    if not sums.projects:
        yield "Money that is not committed in the year goes back, so a late decision is the main risk."
        return
    late = [p for p in figures.projects if p.latest and p.latest.rag != "green"]
    if late:
        yield (
            f"Delivery: {names(late)} {verb(len(late), 'is', 'are')} rated amber or red. Officers "
            "follow each of them, and what is not spent can be released and awarded again within the year."
        )
    available = figures.pot_total("available_pence")
    words = (
        f"Money: {format_pence(available)} is not committed yet, and what is unspent at the end of the year "
        f"goes back to the {figures.round.funder.short_name}."
    )
    less = sums.forecast_underspend_pence
    if less > 0:
        words += f" The projects forecast {format_pence(less)} less than their awards."
    yield words
    if not figures.round.pay_ahead:
        yield "Payments cannot exceed what was committed to a project, nor the grant that has been received."


def next_steps(figures: Figures) -> Iterator[str]:
    """Section 6."""
    round = figures.round
    if not figures.projects:
        yield "The bids are decided, and the organisations are told; a further report follows."
    else:
        yield (
            "Members’ comments will be passed to the organisations funded and to the "
            f"{round.funder.short_name}’s office."
        )
    today = in_london(figures.as_at).date()
    coming = [period for period in figures.periods if period.due > today]
    if coming:
        first = coming[0]
        yield (
            f"The next returns, for “{first.name}” (to {format_date(first.ends)}), are due by "
            f"{format_date(first.due)}."
        )
    left = figures.pots[Pot.TACTICAL]["available_pence"]
    ends = financial_year_end(round.financial_year)
    if left > 0 and today <= ends:
        yield (
            f"{format_pence(left)} of the tactical pot is available for initiatives that come up before "
            f"{format_date(ends)}."
        )
    yield "The awards to outside organisations are published as open data."
