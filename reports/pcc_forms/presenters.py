"""The PCC's forms in words."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.bids.presenters import RAGS
from monitoring.models import Return
from people.models import Partnership
from reports.models import PccForm
from reports.pcc_forms.cells import Value
from reports.pcc_forms.field import NUMERIC, Holds
from reports.pcc_forms.fields import BY_KEY
from reports.pcc_forms.filling import Filled
from reports.pcc_forms.mapping import Map, map_of
from rounds.models import Round
from ui.dates import format_date, format_moment
from ui.money import format_pence
from ui.parts import Column, Content, Fact, Lines, Link, Table

SHOWN, SHORT, SHORTER = 300, 80, 40
"""How many characters of a long text the page shows, and in a row of a table, and of one with many columns."""
MOST_ROWS = 50
"""Of each table, on the page."""
FEW, MANY = 5, 8


def forms_table(
    forms: Iterable[PccForm], partnership: Partnership, rounds: Sequence[Round]
) -> Table:
    """The forms in use, and where each is filled in."""
    return Table(
        caption=_("Forms in use"),
        columns=[Column(_("Form")), Column(_("Filled in")), Column(_("Fill it in for"))],
        rows=[_row(one, map_of(one), partnership, rounds) for one in forms],
    )


def _row(
    form: PccForm, mapped: Map, partnership: Partnership, rounds: Sequence[Round]
) -> list[Content]:
    page = Link(form.title, reverse("pcc-form", args=[partnership.code, form.pk]))
    ways = Lines([]) if mapped.is_empty else Lines(_ways(form, rounds))
    return [Lines([page], form.get_kind_display()), _count(mapped), ways]


def _count(mapped: Map) -> str:
    if mapped.is_empty:
        return _("Nothing yet: map it first")
    words = ngettext("%(count)s cell or column", "%(count)s cells and columns", mapped.count)
    return words % {"count": mapped.count}


def _ways(form: PccForm, rounds: Iterable[Round]) -> list[Link | str]:
    return [
        Link(one.title, reverse("pcc-form-fill", args=[one.code, form.pk])) for one in rounds
    ] or [_("There is no round yet")]


def form_facts(form: PccForm, mapped: Map, rounds: Sequence[Round]) -> list[Fact]:
    """What a form is, where it is from, and where it is filled in."""
    blank = reverse("pcc-form-blank", args=[form.partnership.code, form.pk])
    came = _("uploaded by %(who)s, %(when)s") % {"who": form.by, "when": format_moment(form.at)}
    facts = [
        Fact(_("Kind"), form.get_kind_display()),
        Fact(_("Spreadsheet"), Lines([Link(form.file_name, blank)], came)),
        Fact(_("Filled in"), _count(mapped)),
    ]
    if form.ended_at:
        return [*facts, Fact(_("Not used since"), format_moment(form.ended_at))]
    if mapped.is_empty:
        return facts
    return [*facts, Fact(_("Fill it in for"), Lines(_ways(form, rounds)))]


def map_table(mapped: Map) -> Table:
    """What goes where, to be read."""
    cells = [[str(one), _label(one.field)] for one in mapped.cells]
    columns = [
        [
            _("%(table)s, column %(column)s") % {"table": table, "column": one},
            _label(one.field),
        ]
        for table in mapped.tables
        for one in table.columns
    ]
    return Table(
        caption=_("What goes where"),
        columns=[Column(_("Place")), Column(_("What goes into it"))],
        rows=[*cells, *columns],
    )


def _label(key: str) -> str:
    return str(BY_KEY[key].label) if key in BY_KEY else key


def filled_table(filled: Filled) -> Table:
    """What the single cells of a filled form hold."""
    return Table(
        caption=_("What stands in single cells"),
        columns=[Column(_("Cell")), Column(_("Field")), Column(_("Value"))],
        rows=[
            [
                _("%(sheet)s, cell %(cell)s") % {"sheet": one.sheet.title, "cell": one.where},
                _label(one.field),
                _shown(one.value, BY_KEY[one.field].holds),
            ]
            for one in filled.cells
        ],
    )


def _in_row(value: Value, field: str, most: int) -> Content:
    """A value in a row: a RAG in its colour, a long text short."""
    if value is None or value == "":
        return "–"
    if field == "project-rag" and isinstance(value, str):
        return RAGS[Return.Rag(value.lower())]
    return _shown(value, BY_KEY[field].holds, most)


def _shown(value: Value, holds: Holds, most: int = SHOWN) -> str:
    if value is None or value == "":
        return _("(empty)")
    if isinstance(value, date):
        return format_date(value)
    if holds is Holds.MONEY and isinstance(value, int | Decimal):
        return format_pence(int(value * 100))
    text = str(value)
    return text if len(text) <= most else f"{text[:most]}…"


def rows_tables(filled: Filled) -> list[Table]:
    """What the first rows of its tables hold."""
    return [
        Table(
            caption=str(table),
            columns=[
                Column(_label(one.field), numeric=BY_KEY[one.field].holds in NUMERIC)
                for one in table.columns
            ],
            rows=[
                [
                    _in_row(value, one.field, SHORTER if len(table.columns) > MANY else SHORT)
                    for one, value in zip(table.columns, row, strict=True)
                ]
                for row in rows[:MOST_ROWS]
            ],
            wide=len(table.columns) > FEW,
        )
        for table, rows in filled.rows
        if rows
    ]


def rows_said(filled: Filled) -> str:
    """How many rows of the form's tables are filled."""
    count = sum(len(rows) for _table, rows in filled.rows)
    words = ngettext("%(count)s row is filled.", "%(count)s rows are filled.", count)
    said = words % {"count": count}
    if any(len(rows) > MOST_ROWS for _table, rows in filled.rows):
        return _("%(said)s The first %(most)s of each table are shown.") % {
            "said": said,
            "most": MOST_ROWS,
        }
    return said
