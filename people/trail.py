"""Which rows of the audit trail belong to a partnership."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from people.models import AuditRow, Organisation, Partnership, User
from ui.dates import midnight

_ROLES = (AuditRow.What.ROLE_GIVEN, AuditRow.What.ROLE_TAKEN)


def trail(partnership: Partnership) -> QuerySet[AuditRow]:
    """The partnership's own rows, those of organisations that bid to it, and the sign-ins of its people.

    Its people are those who hold a role now, and those to whom one was given or from whom one was
    taken before. Newest first.
    """
    organisations = Organisation.objects.filter(bids__round__partnership=partnership)
    people = User.objects.filter(
        Q(memberships__partnership=partnership)
        | Q(audit_rows_about__partnership=partnership, audit_rows_about__what__in=_ROLES)
    )
    nobodys = Q(partnership=None, organisation=None)
    return AuditRow.objects.filter(
        Q(partnership=partnership)
        | Q(partnership=None, organisation__in=organisations.values("pk"))
        | (nobodys & (Q(by__in=people.values("pk")) | Q(about__in=people.values("pk"))))
    ).order_by("-pk")


def narrowed(
    rows: QuerySet[AuditRow],
    *,
    what: str,
    person: str,
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditRow]:
    """The rows of one kind, of a person by a part of their name or address, and of some days in London:
    from the beginning of the first to the end of the last.
    """
    if since:
        rows = rows.filter(at__gte=midnight(since))
    if until:
        rows = rows.filter(at__lt=midnight(until + timedelta(days=1)))
    if what:
        rows = rows.filter(what=what)
    if person:
        rows = rows.filter(
            Q(by__email__icontains=person)
            | Q(by__name__icontains=person)
            | Q(about__email__icontains=person)
            | Q(about__name__icontains=person)
            | Q(note__text__icontains=person)
        )
    return rows
