"""Who sees which bids."""

import pytest

from bids.actions import withdraw
from bids.models import Bid
from rounds.models import Round
from scoring.models import Interest
from tests.cast import Cast

READERS = {"officer", "decision maker", "finance", "auditor"}
OTHERS = {"rival", "panel", "stranger", "administrator", "outsider"}


def seen(cast: Cast) -> dict[str, int]:
    """How many bids each of the people sees."""
    return {
        name: Bid.objects.visible_to(person).count() for name, person in cast.everybody().items()
    }


def test_a_draft_is_seen_by_its_organisation_and_the_partnerships_readers(cast: Cast) -> None:
    cast.draft()
    expected = dict.fromkeys(READERS | {"applicant"}, 1)
    assert seen(cast) == dict.fromkeys(OTHERS, 0) | expected


def test_the_panel_sees_what_was_submitted(cast: Cast) -> None:
    cast.submitted()
    assert seen(cast)["panel"] == 1


def test_the_panel_never_sees_a_draft_that_was_withdrawn(cast: Cast) -> None:
    withdraw(bid=cast.draft(), by=cast.applicant, reason="No staff.")
    assert seen(cast)["panel"] == 0
    withdraw(bid=cast.submitted(), by=cast.applicant, reason="No staff.")
    assert seen(cast)["panel"] == 1


def test_a_panel_member_does_not_see_a_bid_they_have_an_interest_in(cast: Cast) -> None:
    bid, other = cast.submitted(), cast.submitted()
    Interest.objects.create(bid=bid, member=cast.panel_member, words="A trustee")
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="An aunt")
    assert list(Bid.objects.visible_to(cast.panel_member)) == [other]


def test_a_rival_sees_their_own_bid_alone(cast: Cast) -> None:
    cast.submitted()
    rival = cast.rival
    own = cast.draft(organisation=cast.rival_organisation, by=rival)
    assert list(Bid.objects.visible_to(rival)) == [own]


def test_somebody_let_in_to_a_bid_sees_it_and_its_round_and_no_other_bid(cast: Cast) -> None:
    bid, _other = cast.draft(), cast.draft()
    bid.people.add(cast.outsider)
    assert list(Bid.objects.visible_to(cast.outsider)) == [bid]
    assert list(Round.objects.visible_to(cast.outsider)) == [cast.round]


def test_each_bid_is_seen_once_whatever_somebodys_roles(cast: Cast) -> None:
    cast.scored()
    cast.organisation.members.add(cast.officer, cast.panel_member)
    cast.round.bids.get().people.add(cast.officer, cast.panel_member)
    cast.round.partnership.memberships.create(user=cast.officer, role="panel")
    assert Bid.objects.visible_to(cast.officer).count() == 1
    assert Bid.objects.visible_to(cast.panel_member).count() == 1


@pytest.mark.parametrize("who", ["applicant", "officer", "panel_member"])
def test_somebody_who_left_sees_nothing(cast: Cast, who: str) -> None:
    cast.submitted()
    person = getattr(cast, who)
    person.is_active = False
    person.save()
    assert not Bid.objects.visible_to(person).exists()
