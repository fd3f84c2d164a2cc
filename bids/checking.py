"""A draft before it is sent: every answer with the page that changes it, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.attachments import Scan, files_of, missing_documents
from bids.file_presenters import scan_badge
from bids.models import Bid
from bids.sections import Paper, Section
from bids.standing import unfinished
from bids.version_presenters import answer_words, changed_codes, file_words
from bids.versions import Content, content, last_sent
from ui.parts import Badge, Link


@dataclass(frozen=True)
class Row:
    """An answer."""

    question: str
    words: str
    badge: Badge | None = None


@dataclass(frozen=True)
class Card:
    """A section with its answers, and where they are changed."""

    title: str
    href: str
    rows: list[Row]


CHANGED = Badge(gettext_lazy("Changed since you sent it"), "blue")


def cards(paper: Paper) -> list[Card]:
    """Every section, and the files; what differs from what was sent before is marked."""
    bid, said = paper.bid, content(paper.bid)
    before = last_sent(bid) if bid.change_by else None
    changed = changed_codes(before, said) if before else set()
    by_code = {answer["code"]: answer for answer in said["answers"]}
    found = [
        Card(
            str(section.title),
            section_address(bid, section),
            [
                Row(
                    by_code[code]["question"],
                    answer_words(by_code[code]),
                    CHANGED if code in changed else None,
                )
                for code in section.asks
                if code in by_code
            ],
        )
        for section in paper.sections
    ]
    return [*found, Card(_("Files"), _files_address(bid), list(_file_rows(bid, said)))]


def _file_rows(bid: Bid, said: Content) -> Iterator[Row]:
    badges = {one.pk: scan_badge(one) for one in files_of(bid)}
    for file in said["files"]:
        yield Row(file["what"] or _("File"), file_words(file), badges.get(file["pk"]))


def section_address(bid: Bid, section: Section) -> str:
    """Where a section is changed."""
    return reverse("bid-edit", args=[bid.reference, section.code])


def _files_address(bid: Bid) -> str:
    return reverse("bid-files", args=[bid.reference])


def missing(bid: Bid) -> list[Link]:
    """What must be done before the bid can be sent, each with a link to where."""
    found = [
        Link(f"{section.title}: {words}", section_address(bid, section))
        for section, words in unfinished(bid)
    ]
    if difference := bid.budget_difference():
        href = reverse("bid-edit", args=[bid.reference, "budget"])
        if all(link.href != href for link in found):
            found.append(Link(difference, href))
    for document in missing_documents(bid):
        words = _("Files: add “%(document)s”") % {"document": document}
        found.append(Link(words, _files_address(bid)))
    for file in files_of(bid).filter(scan=Scan.INFECTED):
        words = _("Files: remove “%(name)s”, in which a virus was found") % {"name": file.name}
        found.append(Link(words, _files_address(bid)))
    return found
