"""A bid's task list, a section's page and what two people wrote at once, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.actions import deadline
from bids.attachments import files_of
from bids.file_presenters import MISSING, asked_rows
from bids.models import Bid, SectionSave
from bids.row_forms import RowsForm
from bids.section_forms import SectionForm
from bids.sections import Paper, Section, Words
from bids.standing import Standing, is_optional, standings
from bids.states import Arrow
from ui.dates import format_moment, format_time, in_london
from ui.parts import Column, Content, Table
from ui.widgets import DateParts

STATUSES: dict[Standing, dict[str, Any]] = {
    Standing.NOT_STARTED: {
        "tag": {"text": gettext_lazy("Not yet started"), "classes": "govuk-tag--blue"}
    },
    Standing.IN_PROGRESS: {
        "tag": {"text": gettext_lazy("In progress"), "classes": "govuk-tag--light-blue"}
    },
    Standing.PROBLEM: {
        "tag": {"text": gettext_lazy("There is a problem"), "classes": "govuk-tag--red"}
    },
    Standing.COMPLETED: {"text": gettext_lazy("Completed")},
}


@dataclass(frozen=True)
class Group:
    """Some tasks under a heading, as the design system's component takes them."""

    title: Words
    key: str
    """What the ids of its parts begin with."""
    items: list[dict[str, Any]]


@dataclass(frozen=True)
class Tasks:
    """The task list: its groups, and how many of its sections are completed."""

    groups: list[Group]
    done: int
    count: int


def tasks_of(paper: Paper) -> Tasks:
    """Every section with its status, and the files."""
    found = standings(paper)
    groups = [
        Group(title, f"tasks-{place}", [_task(paper, *pair) for pair in pairs])
        for place, (title, pairs) in enumerate(groupby(found, key=lambda pair: pair[0].group))
    ]
    files = _files(paper.bid)
    done = sum(standing is Standing.COMPLETED for _section, standing in found)
    return Tasks([*groups, files], done, len(found))


def _task(paper: Paper, section: Section, standing: Standing) -> dict[str, Any]:
    optional = standing is Standing.NOT_STARTED and is_optional(paper, section)
    return {
        "title": {"text": section.title},
        "hint": {"text": _("You may leave this out")} if optional else None,
        "href": reverse("bid-edit", args=[paper.bid.reference, section.code]),
        "status": STATUSES[standing],
    }


def _files(bid: Bid) -> Group:
    """The files: completed where none that the round asks for is missing."""
    kept = list(files_of(bid))
    asked = asked_rows(list(bid.round.documents_asked.of_bids()), kept)
    missing = [row for row in asked if row.badge == MISSING]
    standing = Standing.COMPLETED if kept else Standing.NOT_STARTED
    if missing:
        standing = Standing.IN_PROGRESS if kept else Standing.NOT_STARTED
    hint = None if missing or kept else _("You may leave this out")
    task = {
        "title": {"text": _("Files")},
        "hint": {"text": hint} if hint else None,
        "href": reverse("bid-files", args=[bid.reference]),
        "status": STATUSES[standing],
    }
    return Group(_("Files"), "tasks-files", [task])


def is_late(bid: Bid) -> bool:
    """Whether the bid's deadline has passed."""
    return timezone.now() >= deadline(bid)


def late_words(bid: Bid) -> str:
    """That the deadline has passed, and what to do; nothing before it."""
    if not is_late(bid):
        return ""
    return _(
        "The deadline was %(deadline)s. You can still change your answers, but this bid is late: "
        "ask an officer of %(partnership)s whether they will accept it."
    ) % {"deadline": format_moment(deadline(bid)), "partnership": bid.round.partnership}


def due_words(bid: Bid) -> str:
    """By when the bid must be submitted."""
    moment = {"deadline": format_moment(deadline(bid))}
    if bid.change_by is None:
        return _("Submit it before %(deadline)s.") % moment
    if bid.change_by >= deadline(bid):
        return (
            _("It was sent back to you. Change it and submit it again before %(deadline)s.")
            % moment
        )
    return _(
        "It was sent back to you. Please change it and submit it again before %(asked)s. "
        "The last moment is the deadline of the round, %(deadline)s."
    ) % {**moment, "asked": format_moment(bid.change_by)}


def what_to_change(bid: Bid) -> str:
    """What an officer wants changed, in a bid that was sent back."""
    if bid.change_by is None:
        return ""
    back = bid.history.filter(transition=Arrow.SEND_BACK).select_related("note").last()
    return back.reason if back else ""


def saved_words(save: SectionSave | None) -> str:
    """Who saved a section last, and when."""
    if save is None:
        return ""
    return _("Last saved by %(name)s at %(moment)s") % {
        "name": save.by,
        "moment": format_moment(save.at),
    }


def saved_at(moment: datetime) -> str:
    """``Saved at 9:41pm``."""
    return _("Saved at %(time)s") % {"time": format_time(in_london(moment))}


def who_changed(save: SectionSave | None, *, own: bool) -> str:
    """Who saved the section while it was being written."""
    if save is None:
        return _("This section was changed while you were writing.")
    words = {"name": save.by, "moment": format_moment(save.at)}
    if own:
        return _("You saved this section at %(moment)s, from another page or device.") % words
    return _("%(name)s saved this section at %(moment)s, while you were writing.") % words


def differences(theirs: SectionForm, mine: SectionForm) -> Table:
    """Each answer that differs, side by side."""
    rows: list[list[Content]] = []
    for title, their_words, my_words in _pairs(theirs, mine):
        if their_words != my_words:
            blank = _("(nothing)")
            rows.append([title, their_words or blank, my_words or blank])
    return Table(
        caption=_("What differs"),
        columns=[Column(_("Answer")), Column(_("Saved by them")), Column(_("Written by you"))],
        rows=rows,
    )


def _pairs(theirs: SectionForm, mine: SectionForm) -> Iterable[tuple[str, str, str]]:
    if isinstance(theirs, RowsForm) and isinstance(mine, RowsForm):
        their_rows, my_rows = _row_texts(theirs), _row_texts(mine)
        for number in range(max(len(their_rows), len(my_rows))):
            title = str(mine.row_title) % {"number": number + 1}
            yield title, _at(their_rows, number), _at(my_rows, number)
        return
    for name in mine.fields:
        yield str(mine[name].label), said(theirs[name]), said(mine[name])


def _row_texts(form: RowsForm) -> list[str]:
    filled = set(form.filled())
    rows = (boxes for number, boxes in enumerate(form.rows()) if number in filled)
    return ["\n".join(text for box in boxes if (text := said(box))) for boxes in rows]


def _at(texts: list[str], number: int) -> str:
    return texts[number] if number < len(texts) else ""


def said(bound: BoundField) -> str:
    """What stands in the boxes of a field, as a person reads it."""
    value, field = bound.data, bound.field
    if isinstance(field.widget, DateParts):
        return " ".join(part or "" for part in value).strip()
    if choices := dict(getattr(field, "choices", ())):
        chosen = value if isinstance(value, list) else [value]
        return "\n".join(str(choices.get(one, one)) for one in chosen if one)
    return str(value or "").replace("\r\n", "\n").strip()
