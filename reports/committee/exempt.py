"""The exempt appendix: what the council's members may see and the public may not, as a file of its own.

Declined bids by name with the reason, scores, and what projects say is going wrong.
"""

from collections.abc import Iterator

from bids.history_presenters import reason_for_applicants
from bids.models import HistoryRow
from bids.states import Arrow, State
from reports.committee.blocks import Block, Grid, Heading, Note, Paragraph
from reports.committee.report import put
from reports.committee.sentences import rag_label
from reports.figures import Figures, Project
from reports.gathering import gather
from reports.word.document import Paper
from reports.word.table import Column, Row
from reports.word.text import Run
from reports.wording import one_line, sentence
from rounds.models import Round
from rounds.presenters import ROUTES
from scoring.standings import Standing, standings
from ui.money import format_pence

MARKED = "Not for publication"
WHY = (
    "Not for publication. This appendix tells of the affairs of particular organisations (Local "
    "Government Act 1972, Schedule 12A, part 1). Whether it is exempt, and under which paragraph, is for "
    "the monitoring officer to say."
)
REFUSALS = (Arrow.DECLINE, Arrow.REJECT)


def exempt(round: Round) -> bytes:
    """The exempt appendix of a round as a Word file."""
    figures, found = gather(round), standings(round)
    title = f"Exempt appendix: {round.title}"
    paper = Paper(
        title=title,
        author=figures.officer or round.partnership.name,
        subject=f"{round.partnership.name}, {round.financial_year}",
        footer=f"{MARKED}: {round.title}",
        at=figures.as_at,
    )
    paper.line(MARKED, bold=True)
    paper.title(title)
    paper.plain(WHY)
    put(paper, _blocks(round, figures, found), level=1)
    return paper.save()


def _blocks(round: Round, figures: Figures, found: list[Standing]) -> Iterator[Block]:
    yield from _declined(round, found)
    yield from _scores(found)
    yield from _issues(figures.projects)


def _declined(round: Round, found: list[Standing]) -> Iterator[Block]:
    yield Heading("Declined bids")
    reasons = _reasons(round)
    rows = [one for one in found if one.bid.state == State.DECLINED]
    if not rows:
        yield Paragraph("No bid was declined.")
        return
    yield Grid(
        "Bids that were declined, and why",
        (
            Column("Bid", 4.6),
            Column("Requested", 2.5, right=True),
            Column("Score", 1.7, right=True),
            Column("Reason", 7.8),
        ),
        [
            Row(
                [
                    f"{one.bid.reference} {one_line(one.bid.project)}\n"
                    f"{one_line(one.bid.organisation.name)}",
                    format_pence(one.bid.requested_pence or 0),
                    one.score_text or "–",
                    sentence(reasons.get(one.bid.pk, "")) or "Not kept.",
                ],
                whole=False,
            )
            for one in rows
        ],
    )
    yield Note("A bid without a score failed a gate before it was ranked.")


def _reasons(round: Round) -> dict[int, str]:
    """Why each bid was declined; the latest reason stands (one query)."""
    rows = HistoryRow.objects.filter(bid__round=round, transition__in=REFUSALS)
    told = rows.select_related("note").order_by("pk")
    return {row.bid_id: reason_for_applicants(row) for row in told}


def _scores(found: list[Standing]) -> Iterator[Block]:
    yield Heading("Scores")
    ranked = [one for one in found if one.rank]
    if not ranked:
        yield Paragraph("No bid was ranked.")
        return
    yield Grid(
        "Ranked bids, what was recommended and what became of them",
        (
            Column("Rank", 1.4, right=True),
            Column("Bid", 6.2),
            Column("Route", 2.6),
            Column("Score", 1.6, right=True),
            Column("Recommended", 2.6),
            Column("State", 2.2),
        ),
        [
            Row(
                [
                    str(one.rank),
                    f"{one.bid.reference} {one_line(one.bid.project)}",
                    ROUTES[one.bid.route],
                    one.score_text or "–",
                    one.recommendation.get_choice_display() if one.recommendation else "–",
                    State(one.bid.state).label,
                ]
            )
            for one in ranked
        ],
    )


def _issues(projects: tuple[Project, ...]) -> Iterator[Block]:
    yield Heading("What projects say is in the way")
    told = [p for p in projects if p.latest and (p.latest.issues or p.latest.why)]
    if not told:
        yield Paragraph("No project has told of an issue.")
    for project in told:
        yield Paragraph(_issue(project))


def _issue(project: Project) -> list[Run]:
    latest = project.latest
    words = [Run(f"{project.reference} {one_line(project.name)} ", bold=True)]
    if latest:
        words.append(rag_label(latest.rag))
        said = " ".join(sentence(text) for text in (latest.issues, latest.why) if text)
        words.append(Run(f" {said}"))
    return words
