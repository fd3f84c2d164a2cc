"""The page that says how well the panel agreed."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Membership, User
from scoring.models import Score
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def get(cast: Cast, who: User) -> tuple[int, str]:
    client = Client()
    client.force_login(who)
    answer = client.get(reverse("panel-agreement", args=[cast.round.code]))
    return answer.status_code, " ".join(answer.getvalue().decode().split())


def test_it_says_whose_absence_would_change_what_is_funded(cast: Cast) -> None:
    given = ((5, 3), (4, 3), (3, 5))
    bids = [cast.submitted(1_000_000) for _ in given]
    for bid, (first, second) in zip(bids, given, strict=True):
        cast.score((bid, cast.panel_member, first), (bid, cast.second_panel_member, second))
        cast.sift(bid)
    status, text = get(cast, cast.auditor)
    assert status == 200
    swapped = f"{bids[1].reference} would be funded instead of {bids[2].reference}"
    assert f"Without Petra, {swapped}." in text
    assert "Leaving out Piers would change nothing." in text
    assert "No more agreement than chance would give" in text
    assert "+0.33" in text
    assert "−0.33" in text


def test_nothing_is_told_while_scores_are_sealed(cast: Cast) -> None:
    bid = cast.submitted()
    criterion = cast.round.criteria.get(code="need")
    Score.objects.create(bid=bid, criterion=criterion, member=cast.panel_member, points=4)
    status, text = get(cast, cast.officer)
    assert status == 200
    assert f"The scores of {bid.reference} are sealed until panel day" in text
    assert "Lenient" not in text


def test_before_the_sift_nothing_is_funded_that_could_change(cast: Cast) -> None:
    cast.scored()
    assert "No bid has been sifted yet" in get(cast, cast.officer)[1]


def test_a_panel_member_does_not_see_it_even_where_they_read_the_papers(cast: Cast) -> None:
    member = cast.panel_member
    assert get(cast, member)[0] == 404
    Membership.objects.create(partnership=cast.round.partnership, user=member, role="officer")
    status, text = get(cast, member)
    assert status == 403
    assert "You are on the panel" in text
