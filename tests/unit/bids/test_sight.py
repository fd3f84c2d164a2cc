"""Who sees which bids."""

import pytest

from bids.actions import submit, withdraw
from bids.merging import merge
from bids.models import Bid
from rounds.models import Pot, Round
from scoring.interests import lift
from scoring.models import Interest
from tests.cast import SUBMITTED, Cast, cast_of
from tests.round_files import round_text

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


def test_the_panel_sees_what_was_submitted_once_they_declared(cast: Cast) -> None:
    cast.submitted()
    assert seen(cast)["panel"] == 0
    cast.declare(cast.panel_member)
    assert seen(cast)["panel"] == 1


def test_what_was_declared_last_stands(cast: Cast) -> None:
    cast.submitted()
    member, organisation = cast.panel_member, cast.organisation
    cast.declare(member, organisation)
    cast.declare(member, organisation, interest="A trustee")
    assert not Bid.objects.visible_to(member).exists()
    lift(
        round=cast.round,
        member=member,
        organisation=organisation,
        reason="Left in 2015",
        by=cast.officer,
    )
    assert Bid.objects.visible_to(member).count() == 1


def test_what_was_declared_in_another_round_or_by_another_member_shows_nothing(cast: Cast) -> None:
    bid = cast.submitted()
    another = cast_of(round_text("another-2019-20"))
    cast.declare(cast.second_panel_member)
    Bid.objects.filter(pk=bid.pk).update(round=another.round)
    another.declare(cast.panel_member)
    Bid.objects.filter(pk=bid.pk).update(round=cast.round)
    assert not Bid.objects.visible_to(cast.panel_member).exists()
    assert Bid.objects.visible_to(cast.second_panel_member).exists()


def test_a_member_of_one_route_s_panel_sees_the_bids_of_that_route(cast: Cast) -> None:
    cast.submitted()
    other = cast.submitted(100_000, route=Pot.TACTICAL)
    cast.declare(cast.panel_member)
    cast.round.people.filter(user=cast.panel_member).update(route=Pot.TACTICAL)
    assert list(Bid.objects.visible_to(cast.panel_member)) == [other]


def test_a_panel_member_who_is_not_on_the_round_s_panel_sees_none_of_its_bids(cast: Cast) -> None:
    cast.submitted()
    cast.declare(cast.panel_member)
    cast.round.people.filter(user=cast.panel_member).delete()
    assert not Bid.objects.visible_to(cast.panel_member).exists()


@pytest.mark.parametrize(("of_kept", "of_other"), [("", "A trustee"), ("A trustee", "")])
def test_an_interest_in_either_of_two_that_are_one_hides_their_bids(
    cast: Cast, of_kept: str, of_other: str
) -> None:
    cast.submitted()
    theirs = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    submit(bid=theirs, by=cast.rival, at=SUBMITTED)
    cast.declare(cast.panel_member, cast.organisation, interest=of_kept)
    cast.declare(cast.panel_member, cast.rival_organisation, interest=of_other)
    cast.declare(cast.second_panel_member, cast.rival_organisation)
    merge(kept=cast.organisation, other=cast.rival_organisation, by=cast.officer)
    assert not Bid.objects.visible_to(cast.panel_member).exists()
    assert Bid.objects.visible_to(cast.second_panel_member).count() == 2


def test_the_panel_never_sees_a_draft_that_was_withdrawn(cast: Cast) -> None:
    withdraw(bid=cast.draft(), by=cast.applicant, reason="No staff.")
    withdraw(bid=cast.submitted(), by=cast.applicant, reason="No staff.")
    cast.declare(cast.panel_member)
    assert seen(cast)["panel"] == 1


def test_a_panel_member_does_not_see_a_bid_they_have_an_interest_in(cast: Cast) -> None:
    bid, other = cast.submitted(), cast.submitted()
    cast.declare(cast.panel_member)
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
