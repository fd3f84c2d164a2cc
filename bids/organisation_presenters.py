"""An organisation in words and colours."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Organisation, Policy
from ui.dates import format_date
from ui.parts import Badge, Column, Content, Fact, Lines, Link, Table

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Counts(TypedDict):
    bids_here: int
    people_in: int


def organisation_facts(organisation: Organisation) -> list[Fact]:
    """What it is and where."""
    unknown = _("Not given")
    return [
        Fact(_("Type"), organisation.kind[:1].upper() + organisation.kind[1:]),
        Fact(_("Charity number"), organisation.charity_number or unknown),
        Fact(_("Company number"), organisation.company_number or unknown),
        Fact(_("Address"), organisation.address or unknown),
    ]


def policies_table(organisation: Organisation, today: date, *, may_change: bool) -> Table:
    """Every kind of policy: whether there is one, and whether it has expired."""
    known = {policy.kind: policy for policy in organisation.policies.all()}

    def change(kind: Policy.Kind) -> list[Content]:
        address = reverse("organisation-policy", args=[organisation.pk, kind.value])
        return [Link(_("Change %(policy)s") % {"policy": kind.label}, address)]

    return Table(
        caption=_("Policies"),
        columns=[
            Column(_("Policy")),
            Column(_("State")),
            *([Column(_("Change"))] if may_change else []),
        ],
        rows=[
            [
                kind.label,
                policy_state(known.get(kind), today),
                *(change(kind) if may_change else []),
            ]
            for kind in Policy.Kind
        ],
    )


def policy_state(policy: Policy | None, today: date) -> Lines:
    """A policy as a tag, with its date."""
    if policy is None:
        return Lines([Badge(_("Not given"), "grey")])
    if policy.expires_on is None:
        return Lines([Badge(_("In place"), "green")])
    if policy.expires_on < today:
        said = _("on %(day)s") % {"day": format_date(policy.expires_on)}
        return Lines([Badge(_("Expired"), "red")], said)
    said = _("until %(day)s") % {"day": format_date(policy.expires_on)}
    return Lines([Badge(_("In place"), "green")], said)


def own_table(organisations: Iterable[Organisation]) -> Table:
    """The organisations that somebody belongs to."""
    return Table(
        caption=_("Your organisations"),
        columns=[Column(_("Organisation")), Column(_("Type")), Column(_("Registered number"))],
        rows=[[organisation_link(one), one.kind, numbers(one)] for one in organisations],
    )


def found_table(organisations: Iterable[Organisation]) -> Table:
    """Organisations that bid in a partnership (``organisation_querysets.that_bid_in``)."""
    counted = cast("Iterable[WithAnnotations[Organisation, _Counts]]", organisations)
    return Table(
        caption=_("Organisations"),
        columns=[
            Column(_("Organisation")),
            Column(_("Registered number")),
            Column(_("Bids here"), numeric=True),
            Column(_("People"), numeric=True),
        ],
        rows=[
            [
                Lines([organisation_link(one)], one.kind),
                numbers(one),
                str(one.bids_here),
                str(one.people_in),
            ]
            for one in counted
        ],
    )


def to_merge_table(one: Organisation, others: Iterable[Organisation]) -> Table:
    """Organisations that another one may turn out to be."""
    return Table(
        caption=_("Organisations"),
        columns=[Column(_("Organisation")), Column(_("Registered number"))],
        rows=[
            [
                Lines(
                    [Link(other.name, reverse("organisation-merge", args=[one.pk, other.pk]))],
                    other.kind,
                ),
                numbers(other),
            ]
            for other in others
        ],
    )


def numbers(organisation: Organisation) -> Lines:
    """The registered numbers, each with what it is."""
    found = []
    if organisation.charity_number:
        found.append(_("Charity %(number)s") % {"number": organisation.charity_number})
    if organisation.company_number:
        found.append(_("Company %(number)s") % {"number": organisation.company_number})
    return Lines(found or [""])


def organisation_link(organisation: Organisation) -> Link:
    """The name, leading to the organisation's page."""
    return Link(organisation.name, reverse("organisation", args=[organisation.pk]))


def side_by_side(one: Organisation, two: Organisation, today: date) -> Table:
    """Two organisations, row by row, with what of each would move."""
    unknown = _("Not given")
    return Table(
        caption=_("The two organisations side by side"),
        columns=[Column(""), Column(one.name), Column(two.name)],
        rows=[
            [_("Type"), one.kind, two.kind],
            [_("Charity number"), *(both.charity_number or unknown for both in (one, two))],
            [_("Company number"), *(both.company_number or unknown for both in (one, two))],
            [_("Address"), *(both.address or unknown for both in (one, two))],
            [_("Bids"), _bids(one), _bids(two)],
            [_("People"), _people(one), _people(two)],
            [_("Policies"), _policies(one, today), _policies(two, today)],
            [_("Open invitations"), _open_invitations(one), _open_invitations(two)],
        ],
    )


def _bids(organisation: Organisation) -> Lines:
    bids = organisation.bids.all()
    return Lines([f"{bid.reference} {bid.project}".strip() for bid in bids] or [_("None")])


def _people(organisation: Organisation) -> Lines:
    return Lines([user.email for user in organisation.members.all()] or [_("Nobody")])


def _policies(organisation: Organisation, today: date) -> Lines:
    found = [
        f"{policy}: {policy_state(policy, today).hint or _('in place')}"
        for policy in organisation.policies.all()
    ]
    return Lines(found or [_("None")])


def _open_invitations(organisation: Organisation) -> str:
    count = sum(1 for invitation in organisation.invitations.all() if not invitation.ended_at)
    return ngettext("%(count)s invitation", "%(count)s invitations", count) % {"count": count}
