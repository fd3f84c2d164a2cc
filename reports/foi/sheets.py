"""The extract as a workbook."""

from collections.abc import Callable, Iterable

from base.writing import Value
from reports.excel.book import Book
from reports.excel.lists import ListColumn, add_list
from reports.excel.looks import DATE, POUNDS, SCORE, Look
from reports.foi.extract import Extract, extract
from reports.foi.rows import Line, bid_rows, judged, questions
from rounds.models import Round

MONEY, DAY, NUMBER, TOP = (
    Look(POUNDS),
    Look(DATE, across="center"),
    Look(SCORE),
    Look(across="left"),
)
BIDS = (
    ListColumn("Reference", 14),
    ListColumn("Route", 14),
    ListColumn("Organisation", 26),
    ListColumn("Type", 18),
    ListColumn("Project", 28),
    ListColumn("Summary", 50),
    ListColumn("Need", 50),
    ListColumn("Activities", 50),
    ListColumn("Outcomes", 50),
    ListColumn("Start date", 12, DAY),
    ListColumn("End date", 12, DAY),
    ListColumn("Area", 22),
    ListColumn("PCC priorities", 12),
    ListColumn("Partnership priorities", 14),
    ListColumn("Requested", 13, MONEY),
    ListColumn("Match funding", 13, MONEY),
    ListColumn("People to be reached", 12),
    ListColumn("Safeguarding policy", 14),
    ListColumn("Budget", 40),
    ListColumn("Measures", 40),
)
OUTCOME = ListColumn("Outcome", 18)
SCORES = (
    ListColumn("Reference", 14),
    ListColumn("Criterion", 50),
    ListColumn("Scores counted", 10),
    ListColumn("Mean of the panel", 12, NUMBER),
    ListColumn("Agreed by the panel", 12),
)
DECISIONS = (
    ListColumn("Reference", 14),
    ListColumn("Organisation", 26),
    ListColumn("Check failed", 30),
    ListColumn("Score", 9, NUMBER),
    ListColumn("Recommended", 14),
    ListColumn("Amount recommended", 14, MONEY),
    ListColumn("Reason of the recommendation", 44),
    OUTCOME,
    ListColumn("Decided on", 12, DAY),
    ListColumn("Reasons of the decision", 60),
)
AWARDS = (
    ListColumn("Reference", 14),
    ListColumn("Organisation", 30),
    ListColumn("Approved on", 12, DAY),
    ListColumn("Amount approved", 14, MONEY),
    ListColumn("Amount now", 14, MONEY),
    ListColumn("Paid, net", 14, MONEY),
)
NOTES = (ListColumn("About", 26), ListColumn("Details", 90, TOP))
PAGES = 4
"""Across which the bids are printed, so that their answers can be read."""
Tell = Callable[[Iterable[Line]], Iterable[Line]]


def workbook(round: Round, tell: Tell = lambda rows: rows) -> bytes:
    """The extract of a round. ``tell`` may count the bids as they are written."""
    found = extract(round)
    book = Book(
        title=f"{found.round.title}: bids and decisions",
        author=found.round.partnership.name,
        subject=f"Freedom of information extract, {found.round.financial_year}",
        at=found.at,
    )
    above = found.round.title
    notes = _notes(found)
    add_list(
        book, "Notes", NOTES, notes, len(notes), description="What is in this file.", above=above
    )
    asked = questions(round)
    own = [
        ListColumn(title, 40) for title in _distinct([found.cleaner.line(q.title) for q in asked])
    ]
    add_list(
        book,
        "Bids",
        [*BIDS, *own, OUTCOME],
        tell(bid_rows(found, asked)),
        found.total,
        description="The bids that were sent, with their answers.",
        above=above,
        pages=PAGES,
    )
    rows = judged(found)
    for title, columns, lines, words in (
        ("Scores", SCORES, rows.scores, "What the panel gave, by criterion, without names."),
        ("Decisions", DECISIONS, rows.decisions, "What was recommended and decided, and why."),
        ("Money", AWARDS, rows.money, "What was awarded and paid."),
    ):
        add_list(book, title, columns, lines, len(lines), description=words, above=above)
    return book.save()


def _distinct(titles: Iterable[str]) -> list[str]:
    """Titles as a table takes them: each once, and none that is another column's."""
    taken = {column.title for column in (*BIDS, OUTCOME)}
    found: list[str] = []
    for title in titles:
        name, number = title[:200] or "Question", 2
        while name in taken:
            name, number = f"{title[:200]} ({number})", number + 1
        taken.add(name)
        found.append(name)
    return found


def _notes(found: Extract) -> list[list[Value]]:
    return [
        ["Round", found.round.title],
        ["Partnership", found.round.partnership.name],
        ["Financial year", found.round.financial_year],
        ["Bids", f"{found.total:,} that were sent. Drafts are not in this file."],
        [
            "Personal data",
            "Names, addresses, numbers and what else points at a person were taken out of the texts; "
            "where they stood it says [removed]. Contacts and bank details are not in this file.",
        ],
        [
            "Scores",
            "The mean of the panel members without an interest, and what the panel agreed, from 0 to 5 "
            "by criterion. Who gave which score is not in this file.",
        ],
        [
            "Not decided yet",
            "Scores, recommendations and outcomes stand here only for bids that are decided, and whose "
            "decision is announced.",
        ],
    ]
