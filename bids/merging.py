"""Two organisations that are one: what is here of the one moves to the other, and nothing is deleted."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.errors import NotAllowed, Refused
from base.verbs import verb
from bids.models import Bid
from notices.actions import tell
from notices.links import link
from people.audit import record
from people.models import AuditRow, Membership, Organisation, User
from people.organisations import MANAGERS, NUMBERS

LABELS = {
    "charity_number": gettext_lazy("charity number"),
    "company_number": gettext_lazy("company number"),
}


def mergeable(user: User) -> QuerySet[Organisation]:
    """The organisations that bid, and only in partnerships where this person sees to them."""
    mine = Membership.objects.filter(user=user, user__is_active=True, role__in=MANAGERS)
    bids = Bid.objects.filter(organisation=OuterRef("pk"))
    here = bids.filter(round__partnership__in=mine.values("partnership"))
    elsewhere = bids.exclude(round__partnership__in=mine.values("partnership"))
    return Organisation.objects.filter(Exists(here), ~Exists(elsewhere), merged_into=None)


def contradiction(one: Organisation, two: Organisation) -> str:
    """Why they cannot be one: two different registered numbers; nothing where there are none."""
    for number in NUMBERS:
        first, second = getattr(one, number), getattr(two, number)
        if first and second and first != second:
            return _(
                "%(one)s has the %(label)s %(first)s and %(two)s has %(second)s, so they are two "
                "organisations. Where a number is wrong, its people put it right first."
            ) % {
                "one": one,
                "two": two,
                "label": LABELS[number],
                "first": first,
                "second": second,
            }
    return ""


@verb
def merge(*, kept: Organisation, other: Organisation, by: User) -> Organisation:
    """Move bids, people, policies and invitations of ``other`` to ``kept``, and point it there.

    The people of both are told. Raises ``Refused`` where their numbers contradict each other.
    """
    kept, other = _held(kept, other, by)
    if why_not := contradiction(kept, other):
        raise Refused(why_not)
    told = sorted({user.email for one in (kept, other) for user in one.members.all()})
    said = [
        _("%(other)s merged into %(kept)s") % {"other": other, "kept": kept},
        *_move_numbers(kept, other),
        _("%(count)s bids moved") % {"count": other.bids.update(organisation=kept)},
        _("%(count)s people moved") % {"count": other.members.count()},
    ]
    kept.members.add(*other.members.all())
    _move_policies(kept, other)
    _move_invitations(kept, other)
    other.merged_into = kept
    other.save()
    other.merged_from.update(merged_into=kept)
    record(AuditRow.What.MERGED, by=by, organisation=kept, text=", ".join(said))
    for email in told:
        tell(
            to=email,
            kind="organisations-merged",
            fields={
                "organisation": kept.name,
                "other": other.name,
                "link": link("organisation", kept.pk),
            },
        )
    return kept


def _held(kept: Organisation, other: Organisation, by: User) -> tuple[Organisation, Organisation]:
    """Both as they stand, held in one order whichever is kept."""
    if kept.pk == other.pk:
        raise Refused(_("Choose two organisations."))
    pks = [kept.pk, other.pk]
    rows = Organisation.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    found = {row.pk: row for row in rows}
    for organisation in found.values():
        if not mergeable(by).filter(pk=organisation.pk).exists():
            raise NotAllowed(
                _(
                    "%(person)s may not merge %(organisation)s: an officer merges organisations "
                    "that bid in their own partnerships and nowhere else."
                )
                % {"person": by.email, "organisation": organisation}
            )
    return found[kept.pk], found[other.pk]


def _move_numbers(kept: Organisation, other: Organisation) -> list[str]:
    """Fill in the numbers that only the other has. A number stands at one organisation alone."""
    moved = {n: getattr(other, n) for n in NUMBERS if getattr(other, n)}
    for number in moved:
        setattr(other, number, "")
    other.save()
    for number, value in moved.items():
        setattr(kept, number, value)
    kept.address = kept.address or other.address
    kept.save()
    return [f"{LABELS[number]} {value}" for number, value in moved.items()]


def _move_policies(kept: Organisation, other: Organisation) -> None:
    """Of two policies of one kind, the one that lasts longer stands."""
    for policy in other.policies.all():
        mine = kept.policies.filter(kind=policy.kind).first()
        if mine is None:
            policy.organisation = kept
            policy.save(update_fields=["organisation"])
        elif mine.expires_on and policy.expires_on and policy.expires_on > mine.expires_on:
            mine.expires_on = policy.expires_on
            mine.save(update_fields=["expires_on"])


def _move_invitations(kept: Organisation, other: Organisation) -> None:
    """What is still open moves; a request of somebody who is in now, or asked both, is over."""
    other.invitations.filter(ended_at=None).update(organisation=kept)
    asked = kept.join_requests.filter(ended_at=None).values_list("user", flat=True)
    waiting = other.join_requests.filter(ended_at=None)
    waiting.filter(user__in=list(asked)).update(ended_at=timezone.now())
    waiting.update(organisation=kept)
    members = kept.members.values_list("pk", flat=True)
    kept.join_requests.filter(ended_at=None, user__in=list(members)).update(ended_at=timezone.now())
