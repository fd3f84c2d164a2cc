"""The report that goes with the proposals: what was asked, how it was sifted, what is proposed and why.

It says in words what the workbook says in cells, for who decides. The same version always gives the same
bytes.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from awards.submissions import Content
from reports.submission import covering_words as words
from reports.submission.content import serving_bids
from reports.submission.covering_words import POTS, Bid, funded, reserves
from reports.submission.heading import HOW_TO_ANSWER, Edition
from reports.submission.sifting import Judged, Sifting
from reports.submission.standing import borne, in_words, waiting
from reports.word.document import Paper
from reports.word.styles import WIDTH_CM
from reports.word.table import Column, Row
from reports.word.text import Run
from reports.wording import capital, count, listing, one_line, sentence
from rounds.models import Owner
from ui.dates import format_date, format_moment
from ui.money import format_pence

FACTS = (Column("", 4.4), Column("", WIDTH_CM - 4.4))
PROPOSED = (
    Column("Rank", 1.3),
    Column("Bid", 2.2),
    Column("Organisation and project", 6.1),
    Column("Score", 1.6, right=True),
    Column("Requested", 2.6, right=True),
    Column("Recommended", 2.8, right=True),
)
DECIDED = (Column("Bid", 9.6), Column("Decision", 7.0))
REASONS = (Column("Bid", 5.2), Column("Score", 1.8, right=True), Column("Why", 9.6))
CHANGED = (Column("What", 3.4), Column("Bid", 4.2), Column("Before", 4.5), Column("Now", 4.5))
PRIORITIES = (
    Column("Priority", 9.6),
    Column("Projects", 3.2, right=True),
    Column("Amount", 3.8, right=True),
)
MOST_WHOLE = 1_500
"""Letters of a text that is kept on one page."""


def covering(content: Content, edition: Edition, found: Sifting) -> bytes:
    """The report as a Word file."""
    title = f"{content['title']}: proposals for {POTS[content['route']]}"
    paper = Paper(
        title=title,
        author=content["partnership"],
        subject=f"Proposals to the {content['funder']}, {content['financial_year']}",
        footer=f"{title}, {edition.mark}",
        at=edition.at,
    )
    paper.title(title)
    _front(paper, content, edition)
    open = waiting(content, edition.decided)
    _section(paper, "Summary", words.summary(open, edition, found))
    if edition.before:
        _changed(paper, edition)
    _section(paper, "What was asked for", words.asked(content, found))
    _sifted(paper, content, found)
    _proposed(paper, open, found)
    _not_proposed(paper, open)
    if edition.decided:
        _decided(paper, content, edition)
    what = "what is proposed or approved" if edition.decided else "what is proposed"
    _priorities(paper, borne(content, edition.decided), what)
    _section(paper, "The tactical pot", words.tactical(open, edition))
    _section(paper, "How to answer", [HOW_TO_ANSWER])
    return paper.save()


def _section(paper: Paper, title: str, paragraphs: Iterable[str]) -> None:
    paper.heading(title, numbered=True)
    for said in paragraphs:
        paper.paragraph(said)


def _front(paper: Paper, content: Content, edition: Edition) -> None:
    by = edition.by
    rows = [
        ("From", content["partnership"]),
        ("To", content["funder"]),
        ("Financial year", content["financial_year"]),
        ("Version", str(edition.version)),
        ("Sent", f"{format_moment(edition.at)} by {by}" if by else "Not sent: this is a draft"),
        ("Agreed by the partnership", edition.agreed or "No agreement is recorded"),
        ("Checksum of the workbook’s content", edition.checksum),
    ]
    paper.table(
        "",
        FACTS,
        [Row(list(row)) for row in rows],
        heads=False,
        description="Whose proposals these are, to whom they go, and in which version.",
    )


def _changed(paper: Paper, edition: Edition) -> None:
    paper.heading(f"What changed since version {edition.before}", numbered=True)
    paper.paragraph(words.changed(edition))
    if not edition.changes:
        return
    paper.table(
        f"Changes since version {edition.before}",
        CHANGED,
        [
            Row([one.column or one.kind, one_line(one.title), one.before, one.after], whole=False)
            for one in edition.changes
        ],
        description="Each bid or fact that was added, is gone or changed, and what is new about it.",
    )


def _sifted(paper: Paper, content: Content, found: Sifting) -> None:
    paper.heading("How the bids were sifted", numbered=True)
    if found.gates:
        paper.paragraph("Before any score each bid was checked against these gates:")
        paper.bullets(
            f"{sentence(title).rstrip('.')} ({count(failed, 'bid')} failed)"
            for title, failed in found.gates
        )
    for said in words.sifted(content, found):
        paper.paragraph(said)
    paper.table(
        "The criteria and their weights",
        (Column("Criterion", 8.6), Column("Kind", 5.6), Column("Weight", 2.4, right=True)),
        [Row([title, kind, str(weight)]) for title, kind, weight in found.criteria],
        description="What the panel gave points for, and how much each counts.",
    )


def _proposed(paper: Paper, content: Content, found: Sifting) -> None:
    proposed, waiting = funded(content), reserves(content)
    paper.heading("What is proposed, and why", numbered=True)
    if proposed:
        _ranking(paper, "The projects that are proposed", proposed)
    else:
        paper.paragraph(words.none_proposed(content))
    for row in proposed:
        _bid(paper, row, found)
    paper.heading("What is on reserve, and why", numbered=True)
    if waiting:
        paper.paragraph("These are worth funding, and would be next if there were more money.")
        _ranking(paper, "The bids on reserve", waiting)
    else:
        paper.paragraph("No bid is on reserve.")
    for row in waiting:
        _bid(paper, row, found)


def _ranking(paper: Paper, caption: str, rows: list[Bid]) -> None:
    sums = [sum(row[column] for row in rows) for column in ("Requested", "Recommended")]
    total = ["", "Total", count(len(rows), "bid"), "", *map(format_pence, sums)]
    paper.table(
        caption,
        PROPOSED,
        [
            *(
                Row(
                    [
                        str(row["Rank"]),
                        row["Reference"],
                        [
                            [Run(one_line(row["Organisation"]), bold=True)],
                            [Run(one_line(row["Project"]))],
                        ],
                        row["Score"] or "",
                        format_pence(row["Requested"]),
                        format_pence(row["Recommended"]),
                    ]
                )
                for row in rows
            ),
            Row(total, bold=True, shaded=True),
        ],
        description="By rank: the bid, who makes it, its score, and what was asked and is recommended.",
    )


def _bid(paper: Paper, row: Bid, found: Sifting) -> None:
    """A bid under its own heading: who, what for, how much, and why."""
    paper.heading(f"{row['Reference']}: {one_line(row['Project'])}", 2)
    amount = format_pence(row["Recommended"]) if row["Recommended"] else "On reserve"
    judged = found.judged.get(row["Reference"], Judged())
    facts = [
        ("Organisation", one_line(row["Organisation"])),
        ("Priorities", _codes(row)),
        ("Score", f"{row['Score']} out of 100, rank {row['Rank']}"),
        ("Amount", f"{amount}, of {format_pence(row['Requested'])} asked for"),
        ("When", " to ".join(_days(row)) or "No dates given"),
        ("Outcomes", row["Outcomes"] or "None given"),
        ("Why", words.why(row, judged, len(found.judged))),
    ]
    paper.table(
        "",
        FACTS,
        [Row([name, said], whole=len(said) < MOST_WHOLE) for name, said in facts],
        heads=False,
        description=f"What {row['Reference']} is, what it asks for, and why it is proposed or on reserve.",
    )


def _codes(row: Bid) -> str:
    codes = ";".join(filter(None, (row["PCC priorities"], row["Partnership priorities"])))
    return listing(codes.split(";")) if codes else "None"


def _days(row: Bid) -> Iterator[str]:
    for column in ("Start date", "End date"):
        if row[column]:
            yield format_date(date.fromisoformat(row[column]))


def _not_proposed(paper: Paper, content: Content) -> None:
    paper.heading("What is not proposed, and why", numbered=True)
    rows = [
        *(_reason(row, row["Score"] or "", row["Reason"]) for row in content["not_proposed"]),
        *(_reason(row, "", row["Reason"]) for row in content["failed"]),
        *(_reason(row, "", "Withdrawn after the sift.") for row in content["withdrawn"]),
    ]
    if not rows:
        paper.paragraph("Every bid is proposed or on reserve.")
        return
    paper.paragraph(
        "A bid under “Not proposed” in the workbook that is left unanswered there is declined."
    )
    paper.table(
        "What is not proposed",
        REASONS,
        rows,
        description="Each bid that is not proposed, failed a gate or was withdrawn, and why.",
    )


def _reason(row: Bid, score: str, reason: str) -> Row:
    about = [
        [Run(row["Reference"], bold=True)],
        [Run(one_line(row["Organisation"]))],
        [Run(one_line(row.get("Project", "")))],
    ]
    return Row([about, score, reason], whole=len(reason) < MOST_WHOLE)


def _decided(paper: Paper, content: Content, edition: Edition) -> None:
    """The bids of an earlier version that were answered: nothing is asked about them any more."""
    paper.heading("What is decided already", numbered=True)
    paper.paragraph("These were answered before, and wait for nothing. Leave their rows empty.")
    sheets = (*content["proposals"], *content["not_proposed"])
    paper.table(
        "What is decided already",
        DECIDED,
        [
            Row(
                [
                    [
                        [Run(f"{row['Reference']} {one_line(row['Organisation'])}", bold=True)],
                        [Run(one_line(row["Project"]))],
                    ],
                    capital(in_words(edition.decided[row["Reference"]])),
                ]
            )
            for row in sheets
            if row["Reference"] in edition.decided
        ],
        description="Each bid that was approved or declined before this version was made.",
    )


def _priorities(paper: Paper, content: Content, what: str) -> None:
    paper.heading("Which priorities are covered", numbered=True)
    for said in words.priorities(content, what):
        paper.paragraph(said)
    rows = []
    for one in content["priorities"]:
        serving = [row for row in serving_bids(content, one) if row["Recommended"]]
        owner = Owner(one["owner"]).label
        rows.append(
            Row(
                [
                    f"{one['code']} {one_line(one['title'])} ({owner})",
                    str(len(serving)),
                    format_pence(sum(row["Recommended"] for row in serving)),
                ]
            )
        )
    paper.table(
        f"{capital(what)} under each priority",
        PRIORITIES,
        rows,
        description="Each priority, how many of the proposed projects serve it, and for how much.",
    )
