"""Variations in words and tables."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Award, Terms
from awards.terms import Heading
from monitoring.models import Variation
from monitoring.variations.changes import changed_terms
from ui.dates import format_date, in_london
from ui.money import format_pence
from ui.parts import Badge, Column, Lines, Link, Table

State = Variation.State
BADGES = {
    State.ASKED: Badge(gettext_lazy("Asked for"), "yellow"),
    State.DECIDED: Badge(gettext_lazy("Waits for the organisation"), "light-blue"),
    State.IN_FORCE: Badge(gettext_lazy("In force"), "green"),
    State.REFUSED: Badge(gettext_lazy("Refused"), "red"),
    State.WITHDRAWN: Badge(gettext_lazy("Withdrawn"), "grey"),
}


def variations_table(variations: Iterable[Variation], reference: str) -> Table:
    """All variations of a project, the newest first."""
    return Table(
        caption=_("Variations"),
        columns=[Column(_("Variation")), Column(_("Asked for")), Column(_("State"))],
        rows=[
            [
                Lines(
                    [
                        Link(
                            _("Variation %(number)s") % {"number": one.number},
                            reverse("variation", args=[reference, one.number]),
                        )
                    ],
                    one.reason,
                ),
                format_date(in_london(one.asked_at).date()),
                BADGES[State(one.state)],
            ]
            for one in variations
        ],
    )


def changes_table(variation: Variation, before: Terms, award: Award, signed: str) -> Table:
    """What changes, as it was and as it is to be, side by side. ``signed`` is who signs before it."""
    after = changed_terms(variation, before)
    rows = []
    for name, title in (
        ("amount_pence", _("Grant")),
        ("starts_on", _("Start")),
        ("ends_on", _("End")),
        ("outcomes", _("What must come of it")),
        ("headings", _("Budget")),
    ):
        if name in after and after[name] != getattr(before, name):
            rows.append([title, _shown(name, getattr(before, name)), _shown(name, after[name])])
    if variation.signatory:
        rows.append([_("Who signs"), signed, variation.signatory])
    return Table(
        caption=_("What changes"),
        columns=[Column(_("What changes")), Column(_("As agreed")), Column(_("New"))],
        rows=rows,
    )


def _shown(name: str, value: object) -> Lines | str:
    if name == "amount_pence":
        return format_pence(int(str(value)))
    if name == "headings":
        headings: list[Heading] = value  # type: ignore[assignment]  # the terms keep them as they are
        return Lines([f"{one['name']}: {format_pence(one['amount_pence'])}" for one in headings])
    if name == "outcomes":
        return Lines(str(value).splitlines())
    return format_date(value) if value else _("Not set")  # type: ignore[arg-type]  # a date by its name
