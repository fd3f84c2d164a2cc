"""Evidence in words and colours."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.evidence import Piece
from bids.attachments import is_held_back
from bids.file_presenters import file_address, scan_badge
from bids.models import Bid
from ui.dates import format_date, format_moment
from ui.parts import Badge, Fact, Lines, Link, Part

ACCEPTED = Badge(gettext_lazy("Accepted"), "green")
WAITING = Badge(gettext_lazy("Waiting to be looked at"), "yellow")
WRONG = Badge(gettext_lazy("Not accepted"), "red")
RAN_OUT = Badge(gettext_lazy("Has run out"), "red")
MISSING = Badge(gettext_lazy("Still missing"), "yellow")
OPTIONAL = Badge(gettext_lazy("If you have it"), "grey")


@dataclass(frozen=True)
class Row:
    """A piece of evidence as its page shows it."""

    title: str
    hint: str
    state: Lines
    check_href: str = ""
    """Where an officer says what they think of it."""


def rows(bid: Bid, found: Sequence[Piece], *, may_check: bool) -> list[Row]:
    """All that is asked for, and how it stands."""
    return [
        Row(
            piece.asked.title,
            piece.asked.hint,
            Lines([*_badges(piece), *_file(bid, piece)], _hint(piece)),
            reverse("bid-evidence-check", args=[bid.reference, piece.asked.pk])
            if may_check
            else "",
        )
        for piece in found
    ]


def _badges(piece: Piece) -> list[Part]:
    badges: list[Part] = [WAITING] if piece.is_waiting else []
    if piece.is_in:
        return [ACCEPTED, *badges]
    if piece.has_run_out:
        return [RAN_OUT, *badges]
    if piece.check and not badges:
        return [WRONG]
    return badges or [MISSING if piece.asked.required else OPTIONAL]


def _file(bid: Bid, piece: Piece) -> list[Part]:
    if piece.file is None:
        return []
    held = scan_badge(piece.file)
    if is_held_back(piece.file) and held:
        return [piece.file.name, held]
    return [Link(piece.file.name, file_address(bid, piece.file))]


def _hint(piece: Piece) -> str:
    check = piece.check
    if check is None:
        return ""
    if not check.accepted:
        return check.note.text if check.note and not piece.is_waiting else ""
    paper = _("The paper was seen.") if check.attachment is None else ""
    if check.expires_on is None:
        return paper
    until = _("Good until %(day)s.") % {"day": format_date(check.expires_on)}
    return " ".join(words for words in (paper, until) if words)


def piece_facts(bid: Bid, piece: Piece) -> list[Fact]:
    """A piece for the officer who looks at it: its file, who gave it, what was said before."""
    facts = [Fact(_("How it stands"), Lines([*_badges(piece), *_file(bid, piece)], _hint(piece)))]
    if piece.file:
        said = {"who": piece.file.by, "when": format_moment(piece.file.at)}
        facts.append(Fact(_("Given"), _("by %(who)s, %(when)s") % said))
    if piece.check:
        said = {"who": piece.check.by, "when": format_moment(piece.check.at)}
        facts.append(Fact(_("Last looked at"), _("by %(who)s, %(when)s") % said))
    return facts


def missing_words(found: Sequence[Piece]) -> str:
    """How much keeps money from moving; nothing where all is in."""
    count = sum(piece.is_missing for piece in found)
    if not count:
        return ""
    words = ngettext(
        "%(count)s piece of evidence is not in, so no money can be paid yet.",
        "%(count)s pieces of evidence are not in, so no money can be paid yet.",
        count,
    )
    return words % {"count": count}
