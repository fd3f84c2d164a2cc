"""Joining and leaving an organisation. It stands with the bids, because they bear on who may go.

Whoever belongs sees and writes all the organisation's bids, so its own people, or an officer whom it
bid to, let others in.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import NotAllowed, Refused
from base.verbs import verb
from bids.announcements import kept_back
from bids.models import Bid
from bids.states import State
from notices.actions import tell
from notices.links import link
from people import invitations
from people.audit import record
from people.models import AuditRow, Invitation, JoinRequest, Organisation, User
from people.organisations import belongs, lets_in, locked, managers, refuse_auditor, require_belongs
from ui.dates import format_date, in_london

OVER = (State.CLOSED, State.DECLINED, State.WITHDRAWN, State.TERMINATED)
"""The states after which a bid needs nobody of its organisation any more."""
MOST_ASKED = 5
"""How many requests to join somebody makes within a day: each is an email to many."""


@verb
def invite(*, organisation: Organisation, email: str, by: User) -> Invitation:
    """Invite somebody by email to an organisation."""
    invitation, secret = invitations.invite(email=email, by=by, organisation=locked(organisation))
    tell(
        to=invitation.email,
        kind="invited-to-organisation",
        fields={
            "person": str(by),
            "organisation": organisation.name,
            "expires": format_date(in_london(invitation.expires_at).date()),
            "link": link("invitation", secret),
        },
    )
    return invitation


@verb
def ask_to_join(*, organisation: Organisation, by: User) -> JoinRequest | None:
    """Ask the organisation's people, and the officers whom it bid to, to be let in.

    Where nobody belongs to it and it never bid, there is nobody to ask and nothing to guard: the
    person is its first, and there is no request. Raises ``NotAllowed`` for an auditor.
    """
    refuse_auditor(by)
    organisation = locked(organisation)
    if belongs(by, organisation):
        raise Refused(_("You belong to %(name)s already.") % {"name": organisation})
    if organisation.join_requests.filter(user=by, ended_at=None).exists():
        raise Refused(
            _("You have asked to join %(name)s already. Its people have been told.")
            % {"name": organisation}
        )
    if not organisation.members.exists() and not organisation.bids.exists():
        _join(organisation, by, by=by)
        return None
    if (
        by.join_requests.filter(made_at__gt=timezone.now() - invitations.A_DAY).count()
        >= MOST_ASKED
    ):
        raise Refused(
            _("You have asked to join %(most)s organisations since yesterday. Try again tomorrow.")
            % {"most": MOST_ASKED}
        )
    request = JoinRequest.objects.create(organisation=organisation, user=by)
    who = f"{by.name} ({by.email})" if by.name else by.email
    for email in _who_answers(organisation):
        _tell(organisation, "asked-to-join", to=email, person=who)
    return request


def _who_answers(organisation: Organisation) -> list[str]:
    members = organisation.members.filter(is_active=True).values_list("email", flat=True)
    officers = managers(organisation).values_list("user__email", flat=True)
    return sorted({*members, *officers})


@verb
def answer(*, request: JoinRequest, let_in: bool, by: User) -> JoinRequest:
    """Let somebody in who asked to join, or refuse it. They are told."""
    organisation = locked(request.organisation)
    request = JoinRequest.objects.select_for_update().get(pk=request.pk)
    if request.user == by or not lets_in(by, organisation):
        raise NotAllowed(
            _("%(person)s may not let people in to %(organisation)s.")
            % {"person": by.email, "organisation": organisation}
        )
    if request.ended_at:
        raise Refused(_("This has been answered already."))
    request.ended_at, request.answered_by = timezone.now(), by
    request.save(update_fields=["ended_at", "answered_by"])
    if let_in:
        _join(organisation, request.user, by=by)
    kind = "let-in-to-organisation" if let_in else "not-let-in"
    _tell(organisation, kind, to=request.user.email)
    return request


@verb
def leave(*, organisation: Organisation, by: User) -> None:
    """Leave an organisation. The last one stays while a bid of it is open."""
    organisation = locked(organisation)
    require_belongs(by, organisation)
    if why_not := why_not_leave(organisation, by):
        raise Refused(why_not)
    _part(organisation, by, by=by)


def why_not_leave(organisation: Organisation, user: User) -> str:
    """Why somebody cannot leave; nothing where they can."""
    others = organisation.members.filter(is_active=True).exclude(pk=user.pk)
    bids = list(organisation.bids.select_related("round__partnership"))
    kept = kept_back(bids)  # whose decision must not be told, not even by letting somebody go
    if others.exists() or all(bid.state in OVER and bid.pk not in kept for bid in bids):
        return ""
    return _(
        "You are the last person of %(name)s, and a bid of it is still open. Invite somebody "
        "else first, or withdraw the bid."
    ) % {"name": organisation}


@verb
def remove(*, organisation: Organisation, user: User, by: User) -> None:
    """Take somebody else out of the organisation. Any of its people may. They are told."""
    organisation = locked(organisation)
    require_belongs(by, organisation)
    if user == by:
        raise Refused(_("To leave it yourself, use “Leave this organisation”."))
    if not organisation.members.filter(pk=user.pk).exists():
        raise Refused(_("%(person)s does not belong to it any more.") % {"person": user})
    _part(organisation, user, by=by)
    tell(
        to=user.email,
        kind="removed-from-organisation",
        fields={"organisation": organisation.name, "person": str(by)},
    )


def _join(organisation: Organisation, user: User, *, by: User) -> None:
    organisation.members.add(user)
    record(AuditRow.What.JOINED, by=by, about=user, organisation=organisation)


def _part(organisation: Organisation, user: User, *, by: User) -> None:
    """Out of the organisation, and out of its bids that the person was let in to one by one."""
    organisation.members.remove(user)
    Bid.people.through.objects.filter(bid__organisation=organisation, user=user).delete()
    record(AuditRow.What.LEFT, by=by, about=user, organisation=organisation)


def _tell(organisation: Organisation, kind: str, *, to: str, **fields: str) -> None:
    given = {"organisation": organisation.name, "link": link("organisation", organisation.pk)}
    tell(to=to, kind=kind, fields={**given, **fields})
