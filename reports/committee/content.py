"""What the committee report says, before it is a Word file, a page or a PDF.

It is made of the figures, of the words that officers wrote in place of those drafted from them, and of
what other pages add. Its headings and their order are those of the council's own reports.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from reports.committee.additions import Additions, additions, meetings
from reports.committee.appendix import appendix, heading
from reports.committee.blocks import Block, Grid, Paragraph, Points, blocks_of, lines_of
from reports.committee.implications import Implication, implications
from reports.committee.parts import Part, parts, stories_of, worded, written_of
from reports.committee.since import Since, read_since
from reports.figures import Figures
from reports.gathering import gather
from reports.meeting.rows import signatures
from reports.models import MembersQuestion
from reports.word.table import Column, Row
from reports.word.text import Run
from reports.wording import one_line
from rounds.models import Round
from ui.dates import format_date

TO_ENTER = "To be entered by the report author"
MARK = "FFF2B3"
"""The fill of what is still to be entered."""


@dataclass(frozen=True)
class Section:
    """A part of the report with a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """The report from top to bottom."""

    title: str
    subject: str
    author: str
    partnership: str
    financial_year: str
    committee: str
    day: str
    at: datetime
    """When the last thing happened that its figures know of."""
    front: tuple[tuple[str, str], ...]
    """The rows of the front table; an empty one is still to be entered."""
    summary: tuple[Block, ...]
    recommendations: tuple[str, ...]
    timetable: tuple[tuple[str, str], ...]
    """Each meeting and its date."""
    sections: tuple[Section, ...]
    """Numbered, with numbered paragraphs: the implications and the list of appendices among them."""
    implications: tuple[Implication, ...]
    appendices: tuple[Section, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still to be entered by hand."""
        return tuple(name for name, words in self.front if not words)


@dataclass(frozen=True)
class Read:
    """A round's report as things stand, and what it was made of."""

    figures: Figures
    parts: Mapping[str, Part]
    since: Since | None
    report: Report


def read_report(round: Round) -> Read:
    """Read all that the report of a round rests on, and put it together."""
    figures = gather(round)
    said = parts(figures, written_of(round))
    since = read_since(round)
    return Read(
        figures, said, since, put_together(figures, said, since=since, more=additions(round))
    )


def report_of(round: Round) -> Report:
    """The report of a round as things stand."""
    return read_report(round).report


def build(figures: Figures) -> Report:
    """The report that figures make on their own."""
    return put_together(figures, parts(figures, {}), since=None, more=Additions())


def put_together(
    figures: Figures, said: Mapping[str, Part], *, since: Since | None, more: Additions
) -> Report:
    """The report that figures, words and additions make."""
    round = figures.round
    committee, day = round.partnership.committee, format_date(round.committee)
    rows = worded(said, implications(figures))
    names = signatures(rows, more.signed)
    signed = tuple(replace(row, signed=names.get(row.code, "")) for row in rows)
    attached = Section(
        f"Appendix 1: {heading(figures)}",
        (*blocks_of(said["appendix"].text), *appendix(figures, stories_of(said), since)),
    )
    return Report(
        title=report_title(round),
        subject=f"{round.partnership.name}, {round.financial_year}",
        author=one_line(said["lead-officer"].text) or round.partnership.name,
        partnership=round.partnership.name,
        financial_year=round.financial_year,
        committee=committee,
        day=day,
        at=figures.as_at,
        front=tuple(_front(committee, said)),
        summary=tuple(blocks_of(said["summary"].text)),
        recommendations=tuple(_recommendations(said["recommendations"].text)),
        timetable=meetings(round),
        sections=tuple(_sections(figures, said, signed, more, attached)),
        implications=signed,
        appendices=(attached,),
    )


def front_grid(report: Report) -> Grid:
    """The front table."""
    return Grid(
        "",
        (Column("", 5.6), Column("", 11.0)),
        [Row([name, words or [Run(TO_ENTER, fill=MARK)]]) for name, words in report.front],
        heads=False,
        description="Who decides, who wrote the report, its classification and the wards affected.",
    )


def opening(report: Report) -> list[Section]:
    """What stands on the front page under the front table."""
    asked = f"This report makes the following recommendations to {report.committee}"
    meetings = [Row([meeting, day]) for meeting, day in report.timetable]
    table = Grid(
        "",
        (Column("Meeting", 11.0), Column("Date", 5.6)),
        meetings,
        description="The meeting that the report goes to, and its date.",
    )
    return [
        Section("Executive Summary", report.summary),
        Section(asked, (Points(report.recommendations, numbered=True),)),
        Section("Timetable", (table,)),
    ]


def report_title(round: Round) -> str:
    """What the report is called."""
    return f"{round.title}: Projects Commissioned and Progress"


def appendix_alone(report: Report) -> Section:
    """The appendix as a paper of its own, for a wider update."""
    first = report.appendices[0]
    return replace(first, title=first.title.removeprefix("Appendix 1: "))


def _front(committee: str, said: Mapping[str, Part]) -> Iterator[tuple[str, str]]:
    yield "Final Decision-Maker", committee
    for name, code in (
        ("Lead Head of Service", "head-of-service"),
        ("Lead Officer and Report Author", "lead-officer"),
        ("Classification", "classification"),
        ("Wards affected", "wards"),
    ):
        yield name, one_line(said[code].text)


def _recommendations(text: str) -> Iterator[str]:
    for block in blocks_of(text):
        if isinstance(block, Points):
            yield from map(str, block.items)
        elif isinstance(block, Paragraph):
            yield str(block.words)


def _sections(
    figures: Figures,
    said: Mapping[str, Part],
    signed: tuple[Implication, ...],
    added: Additions,
    attached: Section,
) -> Iterator[Section]:
    titles = {
        "background": "Introduction and background",
        "grant": f"The grant: {figures.round.title}",
        "options": "Available options",
        "preferred": "Preferred option and reasons for recommendations",
        "risk": "Risk",
        "next-steps": "Next steps: communication and implementation of the decision",
    }
    for code, title in titles.items():
        yield Section(title, tuple(blocks_of(said[code].text, numbered=True)))
    yield Section("Cross-cutting issues and implications", (_implications(signed),))
    if added.questions:
        yield Section("Members’ questions", tuple(_questions(added.questions)))
    sentence = "The following document is published with this report and forms part of it:"
    yield Section(
        "Report appendices", (Paragraph(sentence, numbered=True), Points((attached.title,)))
    )


def _implications(rows: tuple[Implication, ...]) -> Grid:
    return Grid(
        "",
        (Column("Issue", 3.6), Column("Implications", 9.2), Column("Sign-off", 3.8)),
        [
            Row(
                [
                    [Run(row.issue, bold=True)],
                    row.words,
                    [[Run(row.signs)], [_signature(row)]],
                ]
            )
            for row in rows
        ],
        description="Ten issues, what this report means for each, and the post that signs.",
    )


def _signature(row: Implication) -> Run:
    return Run(row.signed) if row.signed else Run("Name and date:", fill=MARK)


def _questions(questions: tuple[MembersQuestion, ...]) -> Iterator[Block]:
    for one in questions:
        asked = f"{one_line(one.asked_by)}, {format_date(one.asked_on)}: "
        yield Paragraph([Run(asked, bold=True), Run(one_line(one.question))], numbered=True)
        waits = f"To be answered by {one_line(one.owner)} by {format_date(one.due)}."
        for number, line in enumerate(lines_of(one.answer) or [waits]):
            label = [Run("Answer: ", bold=True)] if number == 0 else []
            yield Paragraph([*label, Run(line)], numbered=True)
