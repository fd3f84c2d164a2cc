"""The bid that a page is about."""

from django.http import Http404

from bids.models import Bid
from people.models import User


def find_visible(user: User, reference: str) -> Bid:
    """A bid that the person may see; else the page is not there."""
    related = ("organisation", "round__partnership", "round__funder")
    bid = Bid.objects.visible_to(user).select_related(*related).filter(reference=reference).first()
    if bid is None:
        raise Http404
    return bid
