"""Which rounds and bids somebody finds."""

from bids.models import Bid
from rounds.models import Round
from tests.cast import Cast


def test_members_of_the_partnership_and_organisations_that_bid_find_the_round(cast: Cast) -> None:
    cast.submitted()
    found = {
        who for who, user in cast.everybody().items() if Round.objects.visible_to(user).exists()
    }
    assert found == {"applicant", "officer", "panel", "decision maker", "finance", "auditor"}


def test_a_round_is_found_once_however_many_bids_there_are(cast: Cast) -> None:
    cast.submitted()
    cast.submitted()
    cast.organisation.members.add(cast.officer)
    assert Round.objects.visible_to(cast.officer).count() == 1
    assert Round.objects.visible_to(cast.applicant).count() == 1


def test_somebody_who_left_finds_nothing(cast: Cast) -> None:
    cast.submitted()
    for user in (cast.officer, cast.applicant):
        user.is_active = False
        user.save()
        assert not Round.objects.visible_to(user).exists()
        assert not Bid.objects.visible_to(user).exists()
