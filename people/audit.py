"""The audit trail: what happened about access, written in the same transaction as what happened."""

from base.models import note
from people.models import AuditRow, Organisation, Partnership, User


def record(
    what: AuditRow.What,
    *,
    by: User | None = None,
    about: User | None = None,
    partnership: Partnership | None = None,
    organisation: Organisation | None = None,
    text: str = "",
) -> AuditRow:
    """Write a row. ``text`` says what the links do not, and can be erased for privacy."""
    return AuditRow.objects.create(
        what=what,
        by=by,
        about=about,
        partnership=partnership,
        organisation=organisation,
        note=note(text),
    )
