"""Subsidy control in words and tables."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from awards.models import SubsidyNotice
from awards.subsidy import LIMIT_PENCE, Given, year_of, years_to
from ui.dates import format_date
from ui.money import format_pence
from ui.parts import Column, Fact, Lines, Table, Total


def year_words(year: int) -> str:
    """A financial year such as 2019-20."""
    return f"{year}-{(year + 1) % 100:02d}"


def years_table(given: Sequence[Given], on: date, amount_pence: int) -> Table:
    """What counts, by year, with the award that is thought of in the year of the day."""

    def row(year: int) -> list[int]:
        here = [one for one in given if year_of(one.day) == year]
        ours = sum(one.amount_pence for one in here if one.reference)
        theirs = sum(one.amount_pence for one in here if not one.reference)
        new = amount_pence if year == year_of(on) else 0
        return [ours, theirs, new, ours + theirs + new]

    years = years_to(on)
    rows = [row(year) for year in years]
    return Table(
        caption=_("Assistance by year"),
        columns=[
            Column(_("Financial year")),
            Column(_("Awards here"), numeric=True),
            Column(_("Declared from elsewhere"), numeric=True),
            Column(_("This award"), numeric=True),
            Column(_("Together"), numeric=True),
        ],
        rows=[
            *(
                [year_words(year), *map(format_pence, sums)]
                for year, sums in zip(years, rows, strict=True)
            ),
            Total(
                [_("Three years"), *(format_pence(sum(sums)) for sums in zip(*rows, strict=True))]
            ),
        ],
    )


def given_table(given: Iterable[Given], on: date) -> Table:
    """What the sums are made of, the latest first."""
    counts = years_to(on)
    rows = sorted((one for one in given if year_of(one.day) in counts), key=_day, reverse=True)
    return Table(
        caption=_("What it is made of"),
        columns=[Column(_("Given by")), Column(_("On")), Column(_("Amount"), numeric=True)],
        rows=[
            [
                Lines([one.giver], one.reference),
                format_date(one.day),
                format_pence(one.amount_pence),
            ]
            for one in rows
        ],
    )


def _day(given: Given) -> date:
    return given.day


def notice_facts(notice: SubsidyNotice) -> list[Fact]:
    """The notice that was given, and whether it was confirmed."""
    said = {"day": format_date(notice.notice_on), "who": notice.notice_by}
    confirmed = _("Not yet")
    if notice.confirmed_on:
        told = {"day": format_date(notice.confirmed_on), "who": notice.confirmed_by}
        confirmed = _("%(day)s, by %(who)s") % told
    return [
        Fact(_("Notice given"), _("%(day)s, recorded by %(who)s") % said),
        Fact(_("Total in the notice"), format_pence(notice.total_pence)),
        Fact(_("Confirmed"), confirmed),
    ]


def total_words(organisation: object, total_pence: int, *, noticed: bool) -> str:
    """How the total stands to the limit; ``noticed`` is whether notice of it was given and confirmed."""
    said = {
        "organisation": organisation,
        "total": format_pence(total_pence),
        "limit": format_pence(LIMIT_PENCE),
    }
    if total_pence > LIMIT_PENCE and noticed:
        words = _(
            "With this award %(organisation)s would have had %(total)s over three years. That is above "
            "%(limit)s, and its notice and confirmation are recorded."
        )
    elif total_pence > LIMIT_PENCE:
        words = _(
            "With this award %(organisation)s would have had %(total)s over three years. That is above "
            "%(limit)s: nothing is approved until notice and confirmation are recorded."
        )
    else:
        words = _("With this award %(organisation)s would have had %(total)s of %(limit)s.")
    return words % said
