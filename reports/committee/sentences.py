"""Sentences that several parts of the report say, drafted from the figures. Amounts are pence."""

from collections.abc import Sequence

from monitoring.models import Return
from reports.figures import Figures, Project
from reports.sums import rag_count, reached, totals
from reports.word.text import Run
from reports.wording import capital, count, listing, none_or, one_line, percent, verb

RAG_LOOK = {
    Return.Rag.GREEN.value: ("00703C", "FFFFFF"),
    Return.Rag.AMBER.value: ("F9B26A", "0B0C0C"),
    Return.Rag.RED.value: ("B3261E", "FFFFFF"),
}
"""Fill and letters of each rating. The word stands there too: colour is never alone."""


def rag_label(rag: str) -> Run:
    """A rating as a coloured label that says its colour."""
    fill, ink = RAG_LOOK[rag]
    return Run(f" {Return.Rag(rag).label} ", bold=True, fill=fill, ink=ink)


def people(project: Project) -> str:
    """The people reached in words: ``214 of a target of 600 (36%)``."""
    if project.latest is None or project.latest.reached is None:
        return (
            f"not reported; the target is {project.target:,}" if project.target else "not reported"
        )
    if not project.target:
        return f"{reached(project):,}; no target was set"
    share = percent(reached(project), project.target)
    return f"{reached(project):,} of a target of {project.target:,} ({share})"


def rag_sentence(figures: Figures) -> str:
    """``On their latest returns 4 projects are green, 2 amber and 1 red.``"""
    sums = totals(figures.projects)
    if not sums.reported:
        return "No project has sent a return yet."
    rated = [(n, rag) for rag, n in rag_count(figures.projects).items() if n]
    first, *rest = rated
    said = [f"{count(first[0], 'project')} {verb(first[0], 'is', 'are')} {first[1]}"]
    words = f"On the latest returns {listing(said + [f'{n:,} {rag}' for n, rag in rest])}."
    missing = sums.projects - sums.reported
    if missing:
        words += (
            f" {capital(count(missing, 'project'))} {verb(missing, 'has', 'have')} sent none yet."
        )
    return words


def without_award(figures: Figures) -> str:
    """What became of bids without an award, as numbers."""
    tally = figures.tally
    words = [f"{none_or(tally.declined, 'bid')} {verb(tally.declined, 'was', 'were')} declined."]
    if tally.waiting:
        waiting = tally.waiting
        words.append(f"{count(waiting, 'bid')} {verb(waiting, 'awaits', 'await')} a decision.")
    if tally.withdrawn:
        number = tally.withdrawn
        words.append(f"{count(number, 'bid')} {verb(number, 'was', 'were')} withdrawn.")
    if tally.turned_down:
        number = tally.turned_down
        words.append(
            f"{count(number, 'offer')} {verb(number, 'was', 'were')} turned down or lapsed."
        )
    return " ".join(words)


def names(projects: Sequence[Project]) -> str:
    """Projects in a sentence: ``Safer doors (The Trust)``."""
    return listing(f"{one_line(p.name)} ({one_line(p.organisation)})" for p in projects)
