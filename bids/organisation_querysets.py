"""Which organisations a person may see."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from base import paging
from bids.models import Bid
from bids.querysets import READERS
from people.models import Membership, Organisation, Partnership, User


def visible_organisations(user: User) -> QuerySet[Organisation]:
    """Those that the person belongs to, and those that bid where they read the papers."""
    if not user.is_active:
        return Organisation.objects.none()
    read = Membership.objects.filter(user=user, role__in=READERS).values("partnership")
    bids = Bid.objects.filter(organisation=OuterRef("pk"), round__partnership__in=read)
    return Organisation.objects.filter(
        Q(pk__in=user.organisations.values("pk")) | Exists(bids), merged_into=None
    )


def find_organisation(user: User, pk: int) -> Organisation:
    """An organisation that the person may see; else the page is not there."""
    return get_object_or_404(visible_organisations(user), pk=pk)


def that_bid_in(partnership: Partnership) -> QuerySet[Organisation]:
    """The organisations that bid in a partnership, by name, with the numbers of bids and of people."""
    bids = Bid.objects.filter(organisation=OuterRef("pk"), round__partnership=partnership)
    members = Organisation.members.through.objects.filter(organisation=OuterRef("pk"))
    return (
        Organisation.objects.filter(Exists(bids), merged_into=None)
        .annotate(bids_here=_count(bids, "organisation"), people_in=_count(members, "organisation"))
        .order_by("name_key", "pk")
    )


def searched(organisations: QuerySet[Organisation], q: str) -> QuerySet[Organisation]:
    """Those whose name or number holds the words."""
    if not q:
        return organisations
    return organisations.filter(
        Q(name__icontains=q) | Q(charity_number__icontains=q) | Q(company_number__icontains=q)
    )


def after(organisations: QuerySet[Organisation], key: str) -> QuerySet[Organisation]:
    """Those that come after the one with a key, in the order of names; all where there is none."""
    pk = paging.key(key)
    last = None if pk is None else organisations.filter(pk=pk).first()
    if last is None:
        return organisations
    return organisations.filter(
        Q(name_key__gt=last.name_key) | Q(name_key=last.name_key, pk__gt=last.pk)
    )


def _count(rows: QuerySet[Bid] | QuerySet, by: str) -> Coalesce:  # type: ignore[type-arg]  # of a through model
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
