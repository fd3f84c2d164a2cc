"""Invitations by email, to a role in a partnership or to an organisation.

The link holds a secret that only the email knows: here stands its SHA-256. It works once, for
somebody who signed in with the address it was sent to, and not for the one who sent it.
"""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import NotAllowed, Refused
from base.verbs import verb
from people.audit import record
from people.emails import verified_emails
from people.models import AuditRow, Invitation, Organisation, Partnership, User
from people.organisations import lets_in
from people.roles import ROLES
from people.staff import held, manages

LASTS = timedelta(days=14)
A_DAY = timedelta(days=1)
MOST_A_DAY = 30
"""How many people somebody invites within a day: the service is not for sending emails to strangers."""


@verb
def invite(
    *,
    email: str,
    by: User,
    partnership: Partnership | None = None,
    role: str = "",
    organisation: Organisation | None = None,
) -> tuple[Invitation, str]:
    """Make an invitation, and the secret for its link. One that was open for the same ends.

    Raises ``NotAllowed`` where the person may not invite to this, ``Refused`` where it is their own
    address or somebody's who is in already, or where they invited very many people today.
    """
    invitation = Invitation(
        email=email.lower(),
        partnership=partnership,
        role=role,
        organisation=organisation,
        by=by,
        expires_at=timezone.now() + LASTS,
    )
    _require(invitation)
    if invitation.email in verified_emails(by):
        raise Refused(_("This is your own address. You cannot invite yourself."))
    if _is_in(invitation):
        raise Refused(
            _("%(email)s is in already, so there is nothing to invite them to.")
            % {"email": invitation.email}
        )
    if by.invitations_sent.filter(made_at__gt=timezone.now() - A_DAY).count() >= MOST_A_DAY:
        raise Refused(
            _("You have invited %(most)s people since yesterday. Invite the others tomorrow.")
            % {"most": MOST_A_DAY}
        )
    same = {"email": invitation.email, "role": role, "organisation": organisation}
    Invitation.objects.filter(partnership=partnership, ended_at=None, **same).update(
        ended_at=timezone.now()
    )
    secret = secrets.token_urlsafe(32)
    invitation.digest = digest(secret)
    invitation.save()
    _record(AuditRow.What.INVITED, invitation, by=by)
    return invitation, secret


@verb
def take_back(*, invitation: Invitation, by: User) -> Invitation:
    """End an invitation before it is accepted."""
    invitation = _locked(invitation)
    _require(invitation, by)
    _refuse_if_over(invitation)
    invitation.ended_at = timezone.now()
    invitation.save(update_fields=["ended_at"])
    return invitation


@verb
def accept(*, invitation: Invitation, by: User) -> Invitation:
    """Take an invitation up: the person has the role, or belongs to the organisation, from now on.

    Raises ``NotAllowed`` for anybody but the person it was sent to, ``Refused`` once it is over.
    """
    if invitation.partnership:
        held(invitation.partnership)
    invitation = _locked(invitation)
    _refuse_if_over(invitation)
    if why_not := not_for(invitation, by):
        raise NotAllowed(why_not)
    _require(invitation)
    invitation.ended_at, invitation.accepted_by = timezone.now(), by
    invitation.save(update_fields=["ended_at", "accepted_by"])
    _let_in(invitation, by)
    return invitation


def _let_in(invitation: Invitation, user: User) -> None:
    if invitation.partnership:
        roles = invitation.partnership.memberships
        _one, new = roles.get_or_create(user=user, role=invitation.role)
        what = AuditRow.What.ROLE_GIVEN
    elif invitation.organisation:
        members = invitation.organisation.members
        new = not members.filter(pk=user.pk).exists()
        members.add(user)
        what = AuditRow.What.JOINED
    if new:
        _record(what, invitation, by=invitation.by, about=user)


def find(secret: str) -> Invitation | None:
    """The invitation that a link's secret belongs to."""
    related = ("partnership", "organisation", "by")
    return Invitation.objects.select_related(*related).filter(digest=digest(secret)).first()


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_open(invitation: Invitation) -> bool:
    """Whether it can still be taken up."""
    return invitation.ended_at is None and invitation.expires_at > timezone.now()


def open_to(user: User) -> list[Invitation]:
    """The invitations that wait in the person's email."""
    found = Invitation.objects.filter(
        email__in=verified_emails(user), ended_at=None, expires_at__gt=timezone.now()
    )
    return list(found.exclude(by=user).select_related("organisation", "partnership"))


def not_for(invitation: Invitation, user: User) -> str:
    """Why an invitation is not this person's to take up; nothing where it is."""
    if user == invitation.by:
        return _("You sent this invitation yourself. Somebody else must take it up.")
    if invitation.email not in verified_emails(user):
        return _(
            "This invitation was sent to another address than the one you signed in with. "
            "Sign out, and sign in with the address that the email came to."
        )
    return ""


def _require(invitation: Invitation, by: User | None = None) -> None:
    """Raise ``NotAllowed`` unless the person (the one who invites) may still invite to this."""
    by = by or invitation.by
    if invitation.partnership and not manages(by, invitation.partnership, invitation.role):
        raise NotAllowed(
            _("%(person)s may not invite %(role)s to %(partnership)s.")
            % {
                "person": by.email,
                "role": ROLES[invitation.role].label,
                "partnership": invitation.partnership,
            }
        )
    if invitation.organisation and not lets_in(by, invitation.organisation):
        raise NotAllowed(
            _("%(person)s may not invite people to %(organisation)s.")
            % {"person": by.email, "organisation": invitation.organisation}
        )


def _is_in(invitation: Invitation) -> bool:
    mine = User.objects.filter(email=invitation.email)
    if invitation.organisation:
        return mine.filter(organisations=invitation.organisation).exists()
    partnership, role = invitation.partnership, invitation.role
    return mine.filter(memberships__partnership=partnership, memberships__role=role).exists()


def _refuse_if_over(invitation: Invitation) -> None:
    if not is_open(invitation):
        raise Refused(
            _("This invitation has been used or taken back, or it is too old. Ask for a new one.")
        )


def _locked(invitation: Invitation) -> Invitation:
    related = ("partnership", "organisation", "by")
    found = Invitation.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related(*related).get(pk=invitation.pk)


def _record(
    what: AuditRow.What, invitation: Invitation, *, by: User, about: User | None = None
) -> None:
    words = [invitation.email, invitation.role and ROLES[invitation.role].label]
    record(
        what,
        by=by,
        about=about,
        partnership=invitation.partnership,
        organisation=invitation.organisation,
        text=", ".join(word for word in words if word),
    )
