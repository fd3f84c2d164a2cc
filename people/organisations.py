"""Organisations: what identifies one, who belongs to it, and what its people do with it.

Two are one where a registered number is the same, or where the name is (case and spacing do not
count) and no number that both give differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from base.cells import squeeze
from base.errors import NotAllowed, Refused
from base.verbs import verb
from people.audit import record
from people.models import AuditRow, Membership, Organisation, Policy, User
from people.roles import AUDITOR, ROLES, Permission

CHARITY_NUMBER = r"\d{6,7}(-\d{1,2})?|SC\d{6}|NIC?\d{6}"
COMPANY_NUMBER = r"\d{8}|[A-Z]{2}\d{6}"
"""The forms of the registered numbers of England and Wales, Scotland and Northern Ireland."""

NUMBERS = ("charity_number", "company_number")
MANAGERS = [r.name for r in ROLES.values() if Permission.MANAGE_ORGANISATIONS in r.permissions]


@dataclass(frozen=True)
class Details:
    """What identifies an organisation, and where it is."""

    name: str
    kind: str
    charity_number: str = ""
    company_number: str = ""
    address: str = ""


@dataclass(frozen=True)
class Likeness:
    """An organisation that is here already, and how like it is to one that is described."""

    organisation: Organisation
    same_number: bool
    different_number: bool

    @property
    def may_be_another(self) -> bool:
        """Whether nothing but the name is the same, and a number says that it is another."""
        return self.different_number and not self.same_number


def current(organisation: Organisation) -> Organisation:
    """The organisation that this one was merged into, however often; else itself."""
    while organisation.merged_into is not None:
        organisation = organisation.merged_into
    return organisation


def likenesses(
    name: str, charity_number: str, company_number: str, *, apart_from: Organisation | None = None
) -> Iterator[Likeness]:
    """The organisations of the same number or name: those of the same number first."""
    given = dict(zip(NUMBERS, (charity_number, company_number), strict=True))
    seen = {apart_from.pk} if apart_from else set()
    rows = [
        *(
            Organisation.objects.filter(**{field: number})
            for field, number in given.items()
            if number
        ),
        Organisation.objects.filter(name_key=squeeze(name)).order_by("pk"),
    ]
    for row in (row for found in rows for row in found):
        organisation = current(row)
        if organisation.pk in seen:
            continue
        seen.add(organisation.pk)
        pairs = [(given[field], getattr(organisation, field)) for field in NUMBERS]
        both = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
        yield Likeness(
            organisation,
            same_number=any(mine == theirs for mine, theirs in both),
            different_number=any(mine != theirs for mine, theirs in both),
        )


def belongs(user: User, organisation: Organisation) -> bool:
    """Whether the person is one of the organisation's."""
    return user.is_active and organisation.members.filter(pk=user.pk).exists()


def managers(organisation: Organisation) -> QuerySet[Membership]:
    """The roles of those who see to organisations in the partnerships that this one bid in."""
    return Membership.objects.filter(
        role__in=MANAGERS,
        user__is_active=True,
        partnership__rounds__bids__organisation=organisation,
    )


def manages_organisation(user: User, organisation: Organisation) -> bool:
    """Whether the person sees to organisations in a partnership that this one bid in."""
    return managers(organisation).filter(user=user).exists()


def lets_in(user: User, organisation: Organisation) -> bool:
    """Whether the person may let others in: its own people, and the officers it bid to."""
    return belongs(user, organisation) or manages_organisation(user, organisation)


def refuse_auditor(user: User) -> None:
    """Raise ``NotAllowed`` where the person audits a partnership: they change nothing anywhere."""
    if user.memberships.filter(role=AUDITOR.name).exists():
        raise NotAllowed(
            _(
                "An auditor reads everything and changes nothing. To apply for an organisation of "
                "your own, sign up with another email address."
            )
        )


@verb
def register(*, details: Details, by: User, another: bool = False) -> Organisation:
    """Register an organisation; the person is its first.

    ``another`` says that the person confirmed that it is not the one of the same name. Raises
    ``Refused`` where it is here already, ``NotAllowed`` for an auditor.
    """
    refuse_auditor(by)
    _refuse_if_here(details, another=another)
    organisation = _save(Organisation(), details)
    organisation.members.add(by)
    record(AuditRow.What.JOINED, by=by, about=by, organisation=organisation)
    return organisation


@verb
def change_details(
    *, organisation: Organisation, details: Details, by: User, another: bool = False
) -> Organisation:
    """Change an organisation's details. Raises ``Refused`` where they are another's."""
    organisation = locked(organisation)
    require_belongs(by, organisation)
    identity = (organisation.name, organisation.charity_number, organisation.company_number)
    if identity != (details.name, details.charity_number, details.company_number):
        _refuse_if_here(details, another=another, apart_from=organisation)
    return _save(organisation, details)


@verb
def set_policy(
    *, organisation: Organisation, kind: Policy.Kind, has: bool, expires_on: date | None, by: User
) -> None:
    """Say whether the organisation has a policy, and when it must be looked at again."""
    organisation = locked(organisation)
    require_belongs(by, organisation)
    if not has:
        organisation.policies.filter(kind=kind).delete()
        return
    organisation.policies.update_or_create(kind=kind, defaults={"expires_on": expires_on})


def locked(organisation: Organisation) -> Organisation:
    """The organisation as it stands now, held until the transaction ends."""
    found = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if found.merged_into_id:
        raise Refused(_("%(name)s was merged into another organisation.") % {"name": found})
    return found


def require_belongs(user: User, organisation: Organisation) -> None:
    """Raise ``NotAllowed`` unless the person is one of the organisation's."""
    if not belongs(user, organisation):
        raise NotAllowed(
            _("%(person)s does not belong to %(organisation)s.")
            % {"person": user.email, "organisation": organisation}
        )


def _save(organisation: Organisation, details: Details) -> Organisation:
    for name, value in vars(details).items():
        setattr(organisation, name, value)
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:  # somebody registered the same number at this very moment
        raise Refused(_("An organisation with this number is here already.")) from None
    return organisation


def _refuse_if_here(
    details: Details, *, another: bool, apart_from: Organisation | None = None
) -> None:
    numbers = (details.charity_number, details.company_number)
    for like in likenesses(details.name, *numbers, apart_from=apart_from):
        if not (another and like.may_be_another):
            raise Refused(
                _("%(name)s is here already. Ask to join it, or check the name and the numbers.")
                % {"name": like.organisation}
            )
