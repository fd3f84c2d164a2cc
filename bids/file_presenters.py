"""A bid's files in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.attachments import Scan, is_held_back
from bids.models import Attachment, Bid
from rounds.models import DocumentAsked
from ui.parts import Badge, Column, Content, Lines, Link, Table

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
"""The content type that a file of each kind is served with."""

ADDED, MISSING, OPTIONAL = (
    Badge(gettext_lazy("Added"), "green"),
    Badge(gettext_lazy("Still missing"), "yellow"),
    Badge(gettext_lazy("Optional"), "grey"),
)
CHECKING = Badge(gettext_lazy("Being checked for viruses"), "yellow")
INFECTED = Badge(gettext_lazy("Held back: a virus was found"), "red")


@dataclass(frozen=True)
class FileRow:
    """A file as the files page shows it."""

    pk: int
    name: str
    what: Lines
    href: str
    """Where it is to be had; nothing while it is held back."""
    badge: Badge | None


@dataclass(frozen=True)
class AskedRow:
    """A document that the round asks for, and whether it is there."""

    title: str
    hint: str
    badge: Badge


def file_rows(
    bid: Bid, files: Iterable[Attachment], names: Mapping[int, str] | None = None
) -> list[FileRow]:
    """The files, each with what it is; ``names`` stand for their own to a blind panel."""
    return [
        FileRow(
            pk=one.pk,
            name=one.name if names is None else names[one.pk],
            what=Lines([one.asked.title] if one.asked else [], _details(one)),
            href="" if is_held_back(one) else file_address(bid, one),
            badge=scan_badge(one),
        )
        for one in files
    ]


def _details(attachment: Attachment) -> str:
    return f"{attachment.kind.upper()}, {filesizeformat(attachment.size)}"


def file_address(bid: Bid, attachment: Attachment) -> str:
    """Where a file is to be had."""
    return reverse("bid-file", args=[bid.reference, attachment.pk])


def scan_badge(attachment: Attachment) -> Badge | None:
    """Why nobody may open the file; nothing where they may."""
    if attachment.scan == Scan.INFECTED:
        return INFECTED
    return CHECKING if is_held_back(attachment) else None


def asked_rows(documents: Iterable[DocumentAsked], files: Iterable[Attachment]) -> list[AskedRow]:
    """What the round asks for, and whether it is there. An infected file is no answer."""
    given = {one.asked_id for one in files if one.scan != Scan.INFECTED}
    return [
        AskedRow(
            document.title,
            document.hint,
            ADDED if document.pk in given else MISSING if document.required else OPTIONAL,
        )
        for document in documents
    ]


def files_table(
    bid: Bid, files: Iterable[Attachment], names: Mapping[int, str] | None = None
) -> Table:
    """The files for those who read the bid; ``names`` stand for their own to a blind panel."""
    return Table(
        caption=_("Files"),
        columns=[Column(_("File")), Column(_("What it is"))],
        rows=[
            [
                _name(row),
                Lines([*row.what.parts, *([row.badge] if row.badge else [])], row.what.hint),
            ]
            for row in file_rows(bid, files, names)
        ],
    )


def _name(row: FileRow) -> Content:
    return Link(row.name, row.href) if row.href else row.name
