"""Scenarios in the browser: saved by name, opened, compared, renamed, deleted and chosen."""

import re

import pytest
from django.test import Client

from bids.actions import withdraw
from bids.models import Bid
from rounds.models import Pot
from scoring.actions import sift
from scoring.models import Recommendation, Scenario
from scoring.scenarios import save_scenario
from tests.cast import SIFTED, Cast, again, later
from tests.journeys.conftest import Look, Read, words_of
from tests.journeys.test_money_page import MONEY, amount, bids, post, ticked, typed

__all__ = ["bids"]


def hidden(markup: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', markup)
    assert found, f"{name} is not on the page"
    return found[1]


def save(cast: Cast, bids: dict[str, Bid], name: str, **pence: int) -> Scenario:
    return save_scenario(
        round=cast.round,
        route=Pot.MAIN,
        name=name,
        allotment={bids[key].reference: amount for key, amount in pence.items()},
        by=cast.officer,
    )


@pytest.fixture
def scenario(cast: Cast, bids: dict[str, Bid]) -> Scenario:
    """The first in full, and a part for the reserve."""
    return save(cast, bids, "Part-fund", first=1_200_000, reserve=250_000)


def page_of(scenario: Scenario, end: str = "") -> str:
    return f"{MONEY}/scenarios/{scenario.pk}{end}"


# Saving and opening


def test_what_is_on_the_page_is_saved_under_a_name_and_opened(
    cast: Cast, bids: dict[str, Bid], read: Read
) -> None:
    given = {**typed(bids, "save", first="12000", reserve="2500"), "name": "Part-fund"}
    status, words, markup = post(cast.officer, given)
    assert status == 200
    assert "“Part-fund” is saved. Nothing that is recommended has changed." in words
    assert "Scenario: Part-fund" in words
    assert [ticked(bid, markup) for bid in bids.values()] == [True, False, True, False]
    assert amount(bids["reserve"], markup) == "2,500.00"
    assert "Part-fund\n£14,500.00\n2 bids\n£5,500.00\nOlive" in read(cast.auditor, MONEY)
    assert Recommendation.objects.get(bid=bids["reserve"]).choice == "reserve"


def test_a_name_is_asked_for_and_nothing_typed_is_lost(cast: Cast, bids: dict[str, Bid]) -> None:
    status, words, markup = post(cast.officer, typed(bids, "save", reserve="2500.50"))
    assert status == 422
    assert words.count("Enter a name for the scenario") == 2
    assert amount(bids["reserve"], markup) == "2500.50"


def test_the_same_name_asks_whether_to_replace(
    cast: Cast, bids: dict[str, Bid], scenario: Scenario
) -> None:
    given = {**typed(bids, "save", second="7000"), "name": "Part-fund"}
    status, words, markup = post(cast.officer, given)
    assert status == 422
    assert "There is a scenario called “Part-fund” already, saved by Olive" in words
    assert not scenario.amounts.filter(bid=bids["second"]).exists()
    given |= {"replaces": hidden(markup, "replaces")}
    assert post(cast.officer, given)[0] == 422
    status, words, _ = post(cast.officer, {**given, "replace": "on"})
    assert status == 200
    assert [row.bid for row in scenario.amounts.all()] == [bids["second"]]
    status, words, _ = post(cast.officer, {**given, "replace": "on"})
    assert status == 422  # it says something else than what was asked about


def test_a_withdrawn_bid_is_struck_and_its_money_counts_as_left(
    cast: Cast, bids: dict[str, Bid], scenario: Scenario, look: Look
) -> None:
    bid = bids["reserve"]
    withdraw(bid=again(bid), by=cast.applicant, reason="No.", at=later(bid))
    response = look(cast.officer, page_of(scenario))
    words = words_of(response)
    struck = f"{bid.reference} Night café: £2,500.00"
    assert f"<s>{struck}</s>" in response.content.decode()
    assert f"{struck}\nIt is withdrawn now, so its money counts as left." in words
    assert "Left of the pot\n£8,000.00" in words


def test_another_route_or_a_number_that_is_none_is_not_there(
    cast: Cast, scenario: Scenario, look: Look
) -> None:
    for end in ("", "/rename", "/delete", "/recommend"):
        address = page_of(scenario, end)
        assert look(cast.officer, address.replace("main", "tactical")).status_code == 404
        assert look(cast.officer, f"{MONEY}/scenarios/999999{end}").status_code == 404


# Another name, and away


def test_renaming(cast: Cast, scenario: Scenario, look: Look) -> None:
    address = page_of(scenario, "/rename")
    seen = hidden(look(cast.officer, address).content.decode(), "seen")
    assert post(cast.officer, {"name": "", "seen": seen}, address)[0] == 422
    assert post(cast.officer, {"name": "Better", "seen": "old"}, address)[0] == 422
    status, words, _ = post(cast.officer, {"name": "Better", "seen": seen}, address)
    assert status == 200
    assert "Scenario: Better" in words


def test_deleting(cast: Cast, scenario: Scenario, look: Look) -> None:
    address = page_of(scenario, "/delete")
    seen = hidden(look(cast.officer, address).content.decode(), "seen")
    assert post(cast.officer, {"seen": "old"}, address)[0] == 422
    assert Scenario.objects.exists()
    status, words, _ = post(cast.officer, {"seen": seen}, address)
    assert status == 200
    assert "“Part-fund” is deleted." in words
    assert not Scenario.objects.exists()


# Comparing


def test_two_side_by_side_say_what_differs_in_words(
    cast: Cast, bids: dict[str, Bid], scenario: Scenario, read: Read
) -> None:
    other = save(cast, bids, "Other", second=600_000, reserve=300_000)
    words = read(cast.officer, f"{MONEY}/compare?first={scenario.pk}&second={other.pk}")
    assert "Given to undecided bids\n£14,500.00\n£9,000.00" in words
    assert "Left of the pot\n£5,500.00\n£11,000.00" in words
    assert "£12,000.00\n£12,000.00\nNothing\nOnly in the first" in words
    assert "£7,000.00\nNothing\n£6,000.00\nOnly in the second" in words
    assert "£3,000.00\n£2,500.00\n£3,000.00\n£500.00 more in the second" in words
    assert "£1,000.00\nNothing\nNothing\nThe same" in words
    assert words.index(bids["first"].reference) < words.index(bids["reserve"].reference)


def test_one_beside_what_is_recommended_now_with_priorities_left_unfunded(
    cast: Cast, bids: dict[str, Bid], read: Read
) -> None:
    nothing = save(cast, bids, "Nothing")
    words = read(cast.auditor, f"{MONEY}/compare?first=now&second={nothing.pk}")
    assert "Priorities left unfunded\nNone\nPCC1 Put victims first (PCC)\nCSP1" in words
    assert "£12,000.00 more" not in words
    assert "Only in the first" in words


def test_what_cannot_be_compared_says_so(
    cast: Cast, bids: dict[str, Bid], look: Look, read: Read
) -> None:
    assert "No scenario is saved yet on this route." in read(cast.officer, f"{MONEY}/compare")
    save(cast, bids, "One", first=1_200_000)
    assert "Compare" in read(cast.officer, f"{MONEY}/compare")
    response = look(cast.officer, f"{MONEY}/compare?first=now&second=999")
    assert response.status_code == 422
    assert "Choose one of the answers" in words_of(response)
    assert "Choose two to compare" in words_of(look(cast.officer, f"{MONEY}/compare?first=now"))


# Choosing


def test_choosing_shows_what_changes_and_then_does_it(
    cast: Cast, bids: dict[str, Bid], scenario: Scenario, look: Look, read: Read
) -> None:
    address = page_of(scenario, "/recommend")
    markup = look(cast.officer, address).content.decode()
    words = read(cast.officer, address)
    assert "Fund\n£7,000.00\nReserve" in words
    assert "Reserve\nFund\n£2,500.00" in words
    seen = hidden(markup, "seen")
    status, words, _ = post(cast.officer, {"seen": seen, "reason": ""}, address)
    assert status == 422
    assert "Enter the reason for this recommendation" in words
    status, words, _ = post(cast.officer, {"seen": seen, "reason": "Young first."}, address)
    assert status == 200
    assert "“Part-fund” is the recommendation now." in words
    assert "Made the recommendation\nYoung first.\nOlive, " in words
    bid_page = read(cast.officer, f"/bids/{bids['reserve'].reference}")
    assert "Young first." in bid_page
    assert "Part-fund" not in bid_page
    opened = read(cast.officer, page_of(scenario))
    assert "Made the recommendation by Olive" in opened
    assert "Delete" not in opened


def test_what_changed_since_it_was_looked_at_is_shown_and_what_was_typed_stays(
    cast: Cast, bids: dict[str, Bid], scenario: Scenario, look: Look
) -> None:
    address = page_of(scenario, "/recommend")
    seen = hidden(look(cast.officer, address).content.decode(), "seen")
    Recommendation.objects.filter(bid=bids["second"]).update(choice="reserve", amount_pence=0)
    status, words, markup = post(cast.officer, {"seen": seen, "reason": "So."}, address)
    assert status == 422
    assert "Something changed since you looked, so nothing was done. Look at it again." in words
    assert "So.</textarea>" in markup
    again_seen = hidden(markup, "seen")
    assert again_seen != seen
    assert post(cast.officer, {"seen": again_seen, "reason": "So."}, address)[0] == 200


def test_one_that_cannot_be_chosen_says_why_and_offers_no_button(
    cast: Cast, bids: dict[str, Bid], scenario: Scenario, look: Look
) -> None:
    address = page_of(scenario, "/recommend")
    cast.approve(bids["first"])
    response = look(cast.officer, address)
    words = words_of(response)
    assert f"{bids['first'].reference} is approved now, so it cannot get the £12,000.00." in words
    assert "<textarea" not in response.content.decode()
    assert post(cast.officer, {"reason": "So.", "seen": "x"}, address)[0] == 422


# The best set


def test_the_best_set_is_laid_beside_rank_order_and_put_into_the_boxes(cast: Cast) -> None:
    made = {
        "large": cast.scored(2_000_000, points=5),
        "one": cast.scored(1_000_000),
        "two": cast.scored(900_000),
    }
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    status, words, markup = post(cast.officer, typed(made, "best", large="20000"))
    assert status == 200
    assert "Only in rank order" in words
    assert "Together\n£20,000.00\nscoring 100.00\n£19,000.00\nscoring 160.00" in words
    assert ticked(made["large"], markup)
    _, words, markup = post(cast.officer, typed(made, "use-best", large="20000"))
    assert [ticked(bid, markup) for bid in made.values()] == [False, True, True]
    assert "Given\n£19,000.00" in words
    given = {**typed(made, "best"), "most_per_organisation": "1"}
    _, words, _ = post(cast.officer, given)
    assert "scoring 100.00" in words.partition("Best set")[2]
    status, words, _ = post(cast.officer, {**given, "most_per_organisation": "0"})
    assert status == 422
    assert "Enter a whole number from 1 to 1,000" in words


def test_the_best_set_says_so_where_only_it_or_only_rank_order_has_a_bid_more(cast: Cast) -> None:
    made = {"first": cast.scored(600_000, points=5), "large": cast.scored(1_600_000)}
    Bid.objects.filter(pk=made["large"].pk).update(least_pence=1_000_000)
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    _, words, _ = post(cast.officer, {**typed(made, "best"), "part_funding": "on"})
    assert f"The best set also has {made['large'].reference} (£14,000.00, scoring 80.00)." in words
    Bid.objects.filter(pk=made["large"].pk).update(requested_pence=1_000_000)
    _, words, _ = post(cast.officer, {**typed(made, "best"), "most_per_organisation": "1"})
    assert f"Rank order would also fund {made['large'].reference}, which the limits leave" in words


def test_the_best_set_is_offered_only_to_who_may_try(
    cast: Cast, bids: dict[str, Bid], look: Look
) -> None:
    assert "best set" in look(cast.officer, MONEY).content.decode()
    assert "best set" not in look(cast.auditor, MONEY).content.decode()
    client = Client()
    client.force_login(cast.auditor)
    assert client.post(MONEY, {"do": "best"}).status_code == 403
