"""The round editor in words: its task list, and what somebody else saved meanwhile."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from rounds.editors import EDITORS
from rounds.missing import Lacks
from rounds.models import Person, Round
from rounds.part_forms import OfficerField
from rounds.reading import State
from ui.dates import format_date, format_moment
from ui.fields import MoneyField
from ui.money import format_pence

GROUPS: tuple[tuple[str, ...], ...] = (
    ("about", "dates", "money", "income"),
    ("priorities", "criteria", "scoring", "gates"),
    ("eligibility", "questions", "documents", "agreement", "periods"),
    ("people", "equality"),
)


def task_groups(round: Round, lacks: Lacks) -> list[dict[str, Any]]:
    """The task lists: each part with a link and how it stands."""
    titles = (
        _("What, when and how much"),
        _("How bids are judged"),
        _("What is asked and agreed"),
        _("People and fairness"),
    )
    must, might = ({lack.part for lack in found} for found in (lacks.must, lacks.might))
    return [
        {
            "title": title,
            "prefix": f"part-{parts[0]}",
            "items": [_task(round, part, must, might) for part in parts],
        }
        for title, parts in zip(titles, GROUPS, strict=True)
    ]


def part_title(part: str) -> str:
    """What a part is called."""
    others = {"money": _("Money and pots"), "people": _("People")}
    return others[part] if part in others else str(EDITORS[part].title)


def _task(round: Round, part: str, must: set[str], might: set[str]) -> dict[str, Any]:
    status: dict[str, Any] = {"text": _("Done")}
    if part in must:
        tag = {"text": _("To do"), "classes": "govuk-tag--blue"}
        status = {"tag": tag}
    elif part in might:
        status = {"tag": {"text": _("Look at this"), "classes": "govuk-tag--yellow"}}
    return {
        "title": {"text": part_title(part)},
        "href": reverse(f"round-edit-{part}", args=[round.code]),
        "status": status,
    }


def saved_now(state: State, fields: Mapping[str, forms.Field]) -> list[str]:
    """What a part says now, line by line, for somebody who was about to write over it."""
    if isinstance(state, dict):
        rows = [[(name, state[name])] for name in fields if name in state]
        return [f"{fields[name].label}: {_value(value, fields[name])}" for [(name, value)] in rows]
    return [
        " · ".join(
            words for name, value in row.items() if (words := _value(value, fields.get(name)))
        )
        for row in state
    ]


def people_now(people: Iterable[Person]) -> list[str]:
    """Who takes part now, line by line."""
    return [
        f"{person.user}: {person.get_role_display()}"
        + (f", {person.get_route_display()}" if person.route else "")
        for person in people
    ]


def _value(value: Any, field: forms.Field | None) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, OfficerField):
        return str(User.objects.get(pk=value))
    if isinstance(field, MoneyField):
        return format_pence(value)
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_date(value)
    return " / ".join(value) if isinstance(value, list) else str(value)
