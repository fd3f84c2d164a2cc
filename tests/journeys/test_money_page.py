"""The money page: the ranking with the line, amounts tried without saving, and what they come to."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bids.actions import withdraw
from bids.models import Bid
from people.models import User
from rounds.models import Pot
from scoring.actions import sift
from scoring.models import Interest, Recommendation, Scenario
from tests.cast import SIFTED, Cast, again, cast_of, later
from tests.dump import dump
from tests.journeys.conftest import Look, Read, words_of
from tests.round_files import round_text

MONEY = "/rounds/grant-2019-20/money/main"


@pytest.fixture
def bids(cast: Cast) -> dict[str, Bid]:
    """In a pot of £20,000: two that fit, one reserve that could work with £800, one too low."""
    made = {
        "first": cast.scored(1_200_000, points=5),
        "second": cast.scored(700_000),
        "reserve": cast.scored(300_000, points=3),
        "low": cast.scored(100_000, points=1),
    }
    Bid.objects.filter(pk=made["second"].pk).update(area="High Street", least_pence=500_000)
    Bid.objects.filter(pk=made["reserve"].pk).update(least_pence=80_000)
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    return {name: again(bid) for name, bid in made.items()}


def typed(bids: dict[str, Bid], do: str = "work", **amounts: str) -> dict[str, str]:
    """The form with bids ticked at amounts, by their names in the fixture."""
    given = {"do": do}
    for name, bid in bids.items():
        given[f"bid{bid.pk}_pence"] = amounts.get(name, "")
        if name in amounts:
            given[f"bid{bid.pk}_funded"] = "on"
    return given


def post(person: User, data: dict[str, Any], address: str = MONEY) -> tuple[int, str, str]:
    """Post as somebody; the status, what the page says, and its markup."""
    client = Client()
    client.force_login(person)
    response = client.post(address, data, follow=True)
    words = words_of(response) if response.status_code != 404 else ""  # type: ignore[arg-type]
    return response.status_code, words, response.content.decode()


def ticked(bid: Bid, markup: str) -> bool:
    box = markup.partition(f'name="bid{bid.pk}_funded"')[2].partition(">")[0]
    return "checked" in box


def amount(bid: Bid, markup: str) -> str:
    box = markup.partition(f'name="bid{bid.pk}_pence"')[2]
    return box.partition('value="')[2].partition('"')[0]


def said_of_bids() -> dict[str, Any]:
    """All that the database holds but who signed in."""
    return {k: v for k, v in dump().items() if k not in ("django_session", "people_user")}


# What is shown first


def test_the_ranking_stands_first_with_its_line_and_what_is_recommended_is_ticked(
    cast: Cast, bids: dict[str, Bid], look: Look, read: Read
) -> None:
    words = read(cast.officer, MONEY)
    assert "Left of the pot\n£1,000.00\nGiven\n£19,000.00\nTo give\n£20,000.00" in words
    above, line, below = words.partition("The money runs out here: £1,000.00 of £20,000.00 is left")
    assert line
    assert above.index(bids["first"].reference) < above.index(bids["second"].reference)
    assert below.index(bids["reserve"].reference) < below.index(bids["low"].reference)
    assert "Below the threshold" in below
    markup = look(cast.officer, MONEY).content.decode()
    assert [ticked(bid, markup) for bid in bids.values()] == [True, True, False, False]
    assert [amount(bid, markup) for bid in bids.values()] == [
        "12,000.00",
        "7,000.00",
        "3,000.00",
        "1,000.00",
    ]


def test_the_money_by_priority_area_and_organisation(
    cast: Cast, bids: dict[str, Bid], read: Read
) -> None:
    words = read(cast.officer, MONEY)
    assert "PCC1 Put victims first\n2\n£19,000.00" in words
    assert "High Street\n1\n£7,000.00\nNot stated\n1\n£12,000.00\nTotal\n2\n£19,000.00" in words
    assert "Youth Works\n2\n£19,000.00" in words
    assert "None: every priority is served by a bid that gets money." in words


def test_nothing_is_said_of_priorities_that_no_bid_serves_but_that_they_are_unfunded(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    status, words, _ = post(cast.officer, typed(bids))
    assert status == 200
    assert "PCC1 Put victims first (PCC)\nCSP1 Keep young people safe (partnership)" in words
    assert "No bid gets money: £20,000.00 is left" in words


# Trying


def test_trying_amounts_saves_nothing(cast: Cast, bids: dict[str, Bid]) -> None:
    before = said_of_bids()
    status, words, markup = post(cast.officer, typed(bids, first="12000", reserve="2500.50"))
    assert status == 200
    assert "Left of the pot\n£5,499.50\nGiven\n£14,500.50" in words
    assert ticked(bids["reserve"], markup)
    assert not ticked(bids["second"], markup)
    assert said_of_bids() == before


def test_a_ticked_bid_without_an_amount_gets_all_that_it_requested(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    _, words, _ = post(cast.officer, typed(bids, second=""))
    assert "Given\n£7,000.00" in words


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("reserve", "3000.01", "Enter £3,000.00 or less: that is what was requested"),
        ("reserve", "799.99", "Enter £800.00 or more, the least workable amount, or untick"),
        ("first", "11999", "Enter £12,000.00, all of it, or untick the bid"),
        ("first", "lots", "“lots” is not an amount"),
        ("first", "-5", "Enter £0.01 or more"),
        ("first", "1.005", "“1.005” is not an amount"),
        ("first", "0", "Enter £0.01 or more"),
    ],
)
def test_a_wrong_amount_is_named_beside_its_row_and_all_that_was_typed_stays(
    cast: Cast, bids: dict[str, Bid], name: str, text: str, error: str
) -> None:
    amounts = {"second": "6543.21", name: text}
    for do in ("work", "part-fund", "save"):
        status, words, markup = post(cast.officer, {**typed(bids, do, **amounts), "name": "Mine"})
        assert status == 422
        assert words.count(error) == 2  # in the summary, and beside the row
        assert amount(bids[name], markup) == text
        assert amount(bids["second"], markup) == "6543.21"
        assert 'value="Mine"' in markup
    assert not Scenario.objects.exists()


def test_more_than_the_pot_has_is_refused_with_how_much_to_take_off(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    given = typed(bids, first="12000", second="7000", reserve="1000.01")
    status, words, markup = post(cast.officer, given)
    assert status == 422
    assert "This gives £20,000.01, and the pot has £20,000.00: take off £0.01." in words
    assert "Left of the pot\n£0.01 over" in words
    assert amount(bids["reserve"], markup) == "1000.01"


def test_part_funding_the_next_bid_is_one_press(cast: Cast, bids: dict[str, Bid]) -> None:
    given = typed(bids, "part-fund", first="12000", second="7000")
    status, words, markup = post(cast.officer, given)
    reserve = bids["reserve"]
    assert status == 200
    said = f"{reserve.reference} gets the £1,000.00 that was left, of £3,000.00 requested."
    assert said in words
    assert "Left of the pot\n£0.00" in words
    assert ticked(reserve, markup)
    assert amount(reserve, markup) == "1,000.00"
    assert Recommendation.objects.get(bid=reserve).choice == "reserve"


def test_where_the_next_bid_cannot_be_part_funded_it_says_why_and_names_the_next_that_could(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    given = typed(bids, "part-fund", second="7000")
    Bid.objects.filter(pk=bids["first"].pk).update(least_pence=1_190_000, requested_pence=1_400_000)
    status, words, markup = post(cast.officer, {**given, f"bid{bids['second'].pk}_pence": "7000"})
    assert status == 200
    assert f"{bids['first'].reference} gets the £13,000.00 that was left" in words
    Bid.objects.filter(pk=bids["first"].pk).update(least_pence=1_400_000)
    _, words, markup = post(cast.officer, given)
    assert (
        f"{bids['first'].reference} is next, but it needs at least £14,000.00 and £13,000.00 is "
        f"left. The next that could work with that is {bids['reserve'].reference}" in words
    )
    assert not ticked(bids["reserve"], markup)


def test_starting_again_and_funding_in_rank_order(cast: Cast, bids: dict[str, Bid]) -> None:
    Recommendation.objects.filter(bid=bids["second"]).update(choice="reserve", amount_pence=0)
    _, words, markup = post(cast.officer, typed(bids, "again", reserve="3000"))
    assert "Given\n£12,000.00" in words
    _, words, markup = post(cast.officer, typed(bids, "in-order", reserve="3000"))
    assert "Given\n£19,000.00" in words
    assert [ticked(bid, markup) for bid in bids.values()] == [True, True, False, False]


# Who


def test_who_reads_the_papers_looks_and_cannot_try(
    cast: Cast, bids: dict[str, Bid], look: Look
) -> None:
    markup = look(cast.auditor, MONEY).content.decode()
    assert "£12,000.00" in markup
    assert "Part-fund" not in markup
    assert post(cast.auditor, typed(bids))[0] == 403
    assert look(cast.panel_member, MONEY).status_code == 404
    assert look(cast.applicant, MONEY).status_code == 404
    assert look(cast.officer, MONEY.replace("main", "other")).status_code == 404


def test_an_officer_with_an_interest_in_a_bid_of_the_route_does_not_see_its_money(
    cast: Cast, bids: dict[str, Bid], look: Look
) -> None:
    cast.round.partnership.memberships.create(user=cast.officer, role="panel")
    assert look(cast.officer, MONEY).status_code == 200
    Interest.objects.create(bid=bids["low"], member=cast.officer, words="A trustee")
    assert look(cast.officer, MONEY).status_code == 403
    assert look(cast.officer, MONEY.replace("main", "tactical")).status_code == 200


# What is decided, and rounds of other shapes


def test_a_decided_bid_holds_its_money_and_cannot_be_switched(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    cast.approve(bids["first"], 1_100_000)
    withdraw(bid=again(bids["second"]), by=cast.applicant, reason="No.", at=later(bids["second"]))
    status, words, markup = post(
        cast.officer, typed(bids, reserve="3000", first="1", second="7000")
    )
    assert status == 200
    assert "Left of the pot\n£6,000.00\nGiven\n£3,000.00\nTo give\n£9,000.00" in words
    assert "£11,000.00\nApproved" in words
    assert "Nothing\nWithdrawn" in words
    assert f"bid{bids['first'].pk}_funded" not in markup


def test_no_bids(cast: Cast, read: Read) -> None:
    words = read(cast.officer, MONEY)
    assert "No bid on this route has been sifted yet" in words
    assert "Left of the pot\n£20,000.00" in words


def test_one_bid_and_a_tie_of_two(cast: Cast, read: Read) -> None:
    cast.sifted(2_000_000)
    words = read(cast.officer, MONEY)
    assert "All of these fit the pot: £0.00 of £20,000.00 is left" in words
    assert "Where scores are the same" not in words
    cast.sifted(2_000_000)
    words = read(cast.officer, MONEY)
    assert "Where scores are the same" in words
    assert "The money runs out here: £0.00 of £20,000.00 is left" in words


def test_a_pot_of_nothing(db: None, read: Read) -> None:
    cast = cast_of(round_text(main="0.00", tactical="30000.00"))
    bid = cast.sifted()
    words = read(cast.officer, MONEY)
    assert "This pot has nothing left to give." in words
    assert "No bid gets money: £0.00 is left" in words
    status, words, _ = post(cast.officer, typed({"one": bid}, one="5000"))
    assert status == 422
    assert "The pot has nothing left to give. Untick every bid." in words


def test_a_pot_that_is_over_allocated(db: None, read: Read) -> None:
    cast = cast_of(round_text(settings="over_allocation_percent = 10"))
    first, second = cast.sifted(1_500_000), cast.sifted(600_000)
    cast.approve(first)
    cast.approve(second)
    cast.sifted(100_000)
    words = read(cast.officer, MONEY)
    assert "More is committed than this pot holds, by £1,000.00: nothing is left to give." in words
    assert "To give\n£0.00" in words


def test_the_tactical_route_has_its_own_pot(cast: Cast, bids: dict[str, Bid], read: Read) -> None:
    cast.sifted(400_000, route=Pot.TACTICAL)
    words = read(cast.officer, MONEY.replace("main", "tactical"))
    assert "Left of the pot\n£6,000.00\nGiven\n£4,000.00\nTo give\n£10,000.00" in words


def test_the_round_page_leads_here(cast: Cast, bids: dict[str, Bid], look: Look) -> None:
    assert MONEY in look(cast.officer, "/rounds/grant-2019-20").content.decode()
    assert MONEY not in look(cast.panel_member, "/rounds/grant-2019-20").content.decode()


def test_sixty_bids_take_as_many_queries_as_four(
    cast: Cast, bids: dict[str, Bid], look: Look
) -> None:
    client = Client()
    client.force_login(cast.officer)
    counts = []
    for more in (0, 56):
        extra = [cast.submitted(1_000) for _ in range(more)]
        cast.score(*((bid, cast.panel_member, 4) for bid in extra))
        sift(round=cast.round, by=cast.officer, at=SIFTED)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(MONEY).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_a_page_of_thousands_of_boxes_is_taken(cast: Cast, bids: dict[str, Bid]) -> None:
    boxes = {f"bid{number}_pence": "" for number in range(10**6, 10**6 + 5_000)}
    assert post(cast.officer, typed(bids) | boxes)[0] == 200
