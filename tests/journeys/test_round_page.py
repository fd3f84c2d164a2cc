"""The round's page: pots, ranking, the line where the money runs out, bids by state."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bids.models import Bid
from people.models import Membership, User
from reports import demo
from rounds.models import Pot
from scoring.actions import sift
from scoring.models import Interest
from tests.cast import Cast, cast_of
from tests.journeys.conftest import Look, Read
from tests.round_files import round_text


def page_of(cast: Cast) -> str:
    return f"/rounds/{cast.round.code}"


def test_the_example_round_as_its_officer_sees_it(db: None, read: Read) -> None:
    demo.load()
    words = read(User.objects.get(email="officer@example.gov.uk"), "/rounds/smp-2019-20")
    above, line, below = words.partition("The money runs out here: £1,366.67 of £26,666.67 is left")
    assert line
    funded = ["SMP19-003", "SMP19-001", "SMP19-002", "SMP19-006", "SMP19-013"]
    assert [word for word in above.split("\n") if word in funded] == funded
    assert below.index("SMP19-004") < below.index(
        "All of these fit the pot: £8,603.33 of £13,333.33"
    )
    assert "Cash in hand:\n£7,960.00" in words
    assert "Main pot\n£26,666.67\n£25,300.00\n£11,050.00\n£1,366.67\n£0.00" in words
    assert "Tactical pot\n£13,333.33\n£4,730.00\n£990.00\n£8,603.33\n£0.00" in words
    assert (
        "Pays for activity, not for capital such as CCTV\nA trailer and cameras are capital."
        in words
    )
    assert "Monitored\n7\n" in words
    assert "version 1, sent on 28 March 2019" in words


def test_before_the_sift_there_is_no_ranking_and_nothing_to_download(
    cast: Cast, read: Read
) -> None:
    cast.scored()
    words = read(cast.officer, page_of(cast))
    assert "No bid has been sifted yet." in words
    assert "There is nothing to download yet: no bid has been sifted." in words
    assert "Submitted\n1\nCSP19-001 Night café (Youth Works)" in words


def test_of_many_bids_in_a_state_it_names_the_first_and_leads_to_all(
    cast: Cast, read: Read, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bids.presenters.MOST_NAMED", 2)
    bids = [cast.draft() for _ in range(3)]
    words = read(cast.officer, page_of(cast))
    assert "Draft\n3\nCSP19-001 Night café (Youth Works)\nCSP19-002" in words
    assert "CSP19-003" not in words
    assert "All 3 in a list" in words
    listed = read(cast.officer, f"{page_of(cast)}/bids?state=draft")
    assert all(bid.reference in listed for bid in bids)
    link = f'href="{page_of(cast)}/bids?state=draft"'
    assert link in look(cast.officer, page_of(cast)).content.decode()


def test_a_smaller_bid_stands_above_a_reserve_that_outranks_it(db: None, read: Read) -> None:
    cast = cast_of(round_text(main="10000.00", tactical="20000.00"))
    first, second, third = cast.submitted(700_000), cast.submitted(400_000), cast.submitted(200_000)
    cast.score(
        (first, cast.panel_member, 5), (second, cast.panel_member, 4), (third, cast.panel_member, 3)
    )
    sift(round=cast.round, by=cast.officer)
    words = read(cast.officer, page_of(cast))
    line = words.index("The money runs out here: £1,000.00 of £10,000.00 is left")
    assert words.index("\n1\nCSP19-001") < words.index("\n3\nCSP19-003") < line
    assert line < words.index("\n2\nCSP19-002")
    assert "a smaller bid ranked after it may stand above" in words


def test_a_draft_submission_is_called_one(cast: Cast, read: Read) -> None:
    cast.sifted()
    words = read(cast.officer, page_of(cast))
    assert "PCC submission, main route (Excel)\na draft: none has been sent yet" in words
    assert "tactical route (Excel)" not in words


def test_a_panel_member_sees_no_score_of_others_before_the_sift(cast: Cast, read: Read) -> None:
    bid = cast.scored()
    cast.declare(cast.second_panel_member)
    words = read(cast.second_panel_member, page_of(cast))
    assert "there are no scores but your own to see" in words
    assert bid.reference in words
    assert "Downloads" not in words
    cast.sift(bid)
    assert "80.00" in read(cast.second_panel_member, page_of(cast))


def test_a_conflicted_panel_member_sees_neither_the_bid_nor_its_place(
    cast: Cast, read: Read
) -> None:
    hidden, other = cast.sifted(points=5), cast.sifted(points=4)
    cast.declare(cast.second_panel_member)
    Interest.objects.create(bid=hidden, member=cast.second_panel_member, words="Trustee")
    words = read(cast.second_panel_member, page_of(cast))
    assert hidden.reference not in words
    assert other.reference in words
    assert "You have an interest in a bid on this route" in words
    assert "Rank\n" not in words
    assert "The money runs out" not in words
    assert "Rank" not in read(cast.second_panel_member, f"/bids/{other.reference}")


def test_an_officer_who_sits_on_the_panel_is_a_panel_member_first(cast: Cast, read: Read) -> None:
    mine, other = cast.sifted(), cast.sifted()
    Membership.objects.create(
        partnership=cast.round.partnership, user=cast.second_panel_member, role="officer"
    )
    Interest.objects.create(bid=mine, member=cast.second_panel_member, words="Trustee")
    ranking = read(cast.second_panel_member, page_of(cast)).partition("Bids by state")[0]
    assert mine.reference not in ranking
    assert other.reference in ranking
    assert "\nScores\n" not in read(cast.second_panel_member, f"/bids/{mine.reference}")


def test_an_applicant_sees_their_bids_and_nothing_of_the_round_s_papers(
    cast: Cast, read: Read
) -> None:
    bid = cast.sifted()
    rivals = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    words = read(cast.applicant, page_of(cast))
    assert bid.reference in words
    assert rivals.reference not in words
    for secret in ("pots", "Ranking", "Downloads", "80.00", "£20,000.00", "Panel meets"):
        assert secret not in words


def more_bids(cast: Cast) -> None:
    """Ten more, in many states and on both routes."""
    for _ in range(3):
        cast.sifted(100_000)
        cast.approved(100_000, route=Pot.TACTICAL)
    cast.rejected()
    cast.withdrawn()
    cast.draft()
    cast.monitored(100_000)


@pytest.mark.parametrize("who", ["officer", "panel_member", "second_panel_member", "applicant"])
def test_its_queries_are_ten_at_most_whatever_the_number_of_bids(cast: Cast, who: str) -> None:
    bid: Bid = cast.sifted(100_000)
    cast.approved(100_000, route=Pot.TACTICAL)
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="Trustee")
    Membership.objects.create(
        partnership=cast.round.partnership, user=cast.second_panel_member, role="officer"
    )
    client = Client()
    client.force_login(getattr(cast, who))
    few = queries(lambda: client.get(page_of(cast)))
    more_bids(cast)
    many = queries(lambda: client.get(page_of(cast)))
    assert few == many <= 10


def queries(act: Callable[[], object]) -> int:
    """How many queries something takes."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
