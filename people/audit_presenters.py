"""The audit trail in words and colours."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from base.writing import Value
from people.models import AuditRow, User
from ui.dates import format_moment, in_london
from ui.parts import Badge, Column, Content, Lines, Table

What = AuditRow.What
COLOURS = {
    What.SIGN_IN_FAILED: "orange",
    What.LOCKED_OUT: "red",
    What.REFUSED: "red",
    What.ROLE_GIVEN: "green",
    What.ROLE_TAKEN: "purple",
    What.SIGNED_IN: "grey",
    What.SIGNED_OUT: "grey",
}


def header() -> list[str]:
    """The columns of the trail's file."""
    return [
        _("When"),
        _("What"),
        _("By"),
        _("By (email)"),
        _("About"),
        _("About (email)"),
        _("Organisation"),
        _("Note"),
    ]


def trail_table(rows: Iterable[AuditRow]) -> Table:
    """What happened, newest first."""
    return Table(
        caption=_("Audit trail"),
        columns=[
            Column(_("When")),
            Column(_("What")),
            Column(_("By")),
            Column(_("About")),
            Column(_("Note")),
        ],
        rows=[
            [
                format_moment(row.at),
                Badge(row.get_what_display(), COLOURS.get(What(row.what), "")),
                _person(row.by),
                _about(row),
                row.note.text if row.note else "",
            ]
            for row in rows
        ],
    )


def trail_rows(rows: Iterable[AuditRow]) -> Iterator[list[Value]]:
    """The same for the file; times in London."""
    for row in rows:
        yield [
            in_london(row.at).strftime("%Y-%m-%d %H:%M:%S"),
            row.get_what_display(),
            row.by.name if row.by else "",
            row.by.email if row.by else "",
            row.about.name if row.about else "",
            row.about.email if row.about else "",
            row.organisation.name if row.organisation else "",
            row.note.text if row.note else "",
        ]


def _person(user: User | None) -> Content:
    if user is None:
        return ""
    return Lines([user.name], user.email) if user.name else user.email


def _about(row: AuditRow) -> Content:
    about = row.about if row.about != row.by else None
    names = [str(thing) for thing in (about, row.organisation) if thing]
    return Lines(names, about.email if about and about.name else "")
