"""What a bid said when it was sent, in words: as facts, as one text, and what changed between two."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.models import Version
from bids.versions import Content
from rounds.presenters import ROUTES
from ui.dates import format_date, format_moment
from ui.money import format_pence
from ui.parts import Badge, Column, Fact, Lines, Link, Table

CONTACT = "contact"
"""The one answer that panel members are not shown."""
DECLARED: dict[str, str | Promise] = {
    "authorised": gettext_lazy("I am authorised by the organisation to send this bid"),
    "true": gettext_lazy("What it says is true and complete as far as I know"),
    "consent": gettext_lazy(
        "The partnership may share it with the Police and Crime Commissioner’s office and with "
        "its partners, so that they can decide and check it"
    ),
}
"""What is declared, by the name under which a version keeps it."""


def facts_of(said: Content, *, contact: bool) -> list[Fact]:
    """Every answer that was given, under its question; ``contact`` adds the person to write to."""
    return [
        Fact(question, Lines([words])) for question, words in _pairs(said, contact=contact) if words
    ]


def text_of(said: Content) -> str:
    """The whole of what was sent as one readable text, each question a heading."""
    parts = [f"# {question}\n\n{words}" for question, words in _pairs(said, contact=True) if words]
    if said["files"]:
        names = [f"- {file_words(file)}" for file in said["files"]]
        parts.append("\n".join(["# " + _("Files") + "\n", *names]))
    if declared := declared_lines(said):
        parts.append(
            "\n".join(["# " + _("Declaration") + "\n", *(f"- {line}" for line in declared)])
        )
    return "\n\n".join(parts)


def _pairs(said: Content, *, contact: bool) -> Iterator[tuple[str, str]]:
    organisation = said.get("organisation")
    if organisation:
        yield _("Organisation"), _organisation(organisation)
        yield _("Route"), str(ROUTES[said["route"]])
    for answer in said["answers"]:
        if contact or answer["code"] != CONTACT:
            yield answer["question"], answer_words(answer)


def _organisation(organisation: dict[str, str]) -> str:
    numbers = (
        (_("charity number %(number)s"), organisation["charity_number"]),
        (_("company number %(number)s"), organisation["company_number"]),
    )
    lines = [part for part in (organisation["name"], organisation["kind"]) if part]
    return "\n".join([*lines, *(words % {"number": number} for words, number in numbers if number)])


def answer_words(answer: dict[str, Any]) -> str:
    """An answer as it is read; nothing where none was given."""
    said = answer["said"]
    if said is None or said == "":
        return ""
    if answer["extra"]:
        return str(said)
    return _WORDS.get(answer["code"], str)(said)


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text))


def _budget(lines: list[dict[str, Any]]) -> str:
    if not lines:
        return ""
    shown = [
        f"{one['description']} ({one['category']}): {format_pence(one['pence'])}" for one in lines
    ]
    total = format_pence(sum(one["pence"] for one in lines))
    return "\n".join([*shown, _("Total: %(total)s") % {"total": total}])


def _measure(one: dict[str, str]) -> str:
    words = (
        _("%(name)s: from %(baseline)s to %(target)s")
        if one["baseline"]
        else _("%(name)s: %(target)s")
    ) % one
    return f"{words} ({one['evidence']})" if one["evidence"] else words


def _contact(said: dict[str, str]) -> str:
    return f"{said['name']}\n{said['email']}".strip()


def _dates(said: dict[str, str | None]) -> str:
    return _(" to ").join(_day(day) for day in (said["starts"], said["ends"]) if day)


def _priorities(said: list[dict[str, str]]) -> str:
    return "\n".join(f"{one['code']}: {one['title']}" for one in said)


def _measures(said: list[dict[str, str]]) -> str:
    return "\n".join(_measure(one) for one in said)


_WORDS: dict[str, Callable[[Any], str]] = {
    "contact": _contact,
    "dates": _dates,
    "priorities": _priorities,
    "budget": _budget,
    "measures": _measures,
    "requested": format_pence,
    "least": format_pence,
    "match-funding": format_pence,
    "safeguarding": lambda said: _("Yes") if said else _("No"),
    "people-to-reach": lambda said: f"{said:,}",
}
"""How an answer is read that is not a text, by the code of its question."""


def file_words(file: dict[str, Any]) -> str:
    """A file that was sent: its name, what it is and its size."""
    about = ", ".join(part for part in (file["what"], filesizeformat(file["size"])) if part)
    return f"{file['name']} ({about})"


def files_table(said: Content) -> Table:
    """The files that were sent, with links to them."""
    return Table(
        caption=_("Files"),
        columns=[Column(_("File")), Column(_("What it is")), Column(_("Checksum (SHA-256)"))],
        rows=[
            [
                Link(file["name"], reverse("bid-file", args=[said["reference"], file["pk"]])),
                Lines([file["what"]], filesizeformat(file["size"])),
                file["checksum"],
            ]
            for file in said["files"]
        ],
    )


def declared_lines(said: Content) -> list[str]:
    """What was declared when it was sent."""
    ticked = said.get("declaration") or {}
    return [str(words) for name, words in DECLARED.items() if ticked.get(name)]


def versions_table(versions: Iterable[Version], address: str, *, names: bool) -> Table:
    """Every time that the bid was sent; ``names`` adds who sent it. ``address`` is of the copies."""
    return Table(
        caption=_("Versions"),
        columns=[
            Column(_("Version")),
            Column(_("Sent")),
            *([Column(_("By"))] if names else []),
        ],
        rows=[
            [
                Link(
                    _("Version %(number)s") % {"number": version.number},
                    f"{address}?version={version.number}",
                ),
                format_moment(version.at),
                *([str(version.by)] if names else []),
            ]
            for version in versions
        ],
    )


@dataclass(frozen=True)
class Change:
    """An answer that differs between two versions."""

    question: str
    before: str
    after: str


def changes(before: Content, after: Content, *, contact: bool) -> list[Change]:
    """What differs between two versions, question by question in the order of the later one."""
    old = {code: (question, words) for code, question, words in _rows(before, contact=contact)}
    found = []
    for code, question, words in _rows(after, contact=contact):
        _title, earlier = old.pop(code, ("", ""))
        if earlier != words:
            found.append(Change(question, earlier, words))
    return found + [Change(question, words, "") for question, words in old.values() if words]


def changed_codes(before: Content, after: Content) -> set[str]:
    """The codes of the questions whose answer reads otherwise than before."""
    old = {code: words for code, _question, words in _rows(before, contact=True)}
    return {
        code for code, _question, words in _rows(after, contact=True) if old.get(code, "") != words
    }


def _rows(said: Content, *, contact: bool) -> Iterator[tuple[str, str, str]]:
    for answer in said["answers"]:
        if contact or answer["code"] != CONTACT:
            yield answer["code"], answer["question"], answer_words(answer)
    files = "\n".join(file_words(file) for file in said["files"])
    yield "*files", _("Files"), files


NOTHING = Badge(gettext_lazy("No answer"), "grey")


def changes_table(found: Iterable[Change]) -> Table:
    """Old and new beside each other."""
    return Table(
        caption=_("What changed"),
        columns=[Column(_("Question")), Column(_("Before")), Column(_("Now"))],
        rows=[
            [change.question, change.before or NOTHING, change.after or NOTHING] for change in found
        ],
    )
