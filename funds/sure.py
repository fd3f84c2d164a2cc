"""Money moves in two steps: the form, then what is about to happen and the press that makes sure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from base.forms import GO, attempt, kept, would
from ui.dates import format_date, in_london, midnight
from ui.forms import Form, page
from ui.money import format_pence
from ui.parts import Fact


@dataclass(frozen=True)
class Sure:
    """What the second step says."""

    title: str
    """The question."""
    facts: list[Fact]
    done: str
    """What is said afterwards."""
    back: str
    """The address of the page that it leads to."""


def two_steps(
    request: HttpRequest,
    form: Form,
    verb: Callable[..., object],
    given: Mapping[str, Any],
    sure: Sure,
) -> HttpResponse | None:
    """Ask whether it is right, then do it; nothing where the verb refuses, and the form says why."""
    if GO in request.POST:
        if attempt(form, verb, **given) is None:
            return None
        messages.success(request, sure.done)
        return redirect(sure.back)
    if not would(form, verb, **given):
        return None
    return page(request, "funds/sure.html", {"sure": sure, "kept": kept(request)})


def given_facts(data: Mapping[str, Any]) -> list[Fact]:
    """What was typed, to be checked."""
    facts = [
        Fact(_("Amount"), format_pence(data["amount_pence"])),
        Fact(_("When"), format_date(data["on"])),
    ]
    return [*facts, Fact(_("Reason"), data["reason"])] if "reason" in data else facts


def moment_of(day: date) -> datetime | None:
    """When money moved on a day: now for today, else the beginning of the day in London."""
    return None if day == in_london(timezone.now()).date() else midnight(day)
