"""Scenarios: kept under a name, changed and deleted with care, and made the recommendation whole or not."""

import pytest

from awards import actions as awards
from base.errors import NotAllowed, Refused
from base.stale import Stale
from bids.actions import withdraw
from bids.models import Bid
from people.models import User
from rounds.models import Pot
from scoring import actions as scoring
from scoring import scenarios as verbs
from scoring.models import Recommendation, Scenario
from scoring.money import read_money
from scoring.scenarios import Opened, Taken, changes, scenarios_of, signature, why_not_choose
from tests.cast import Cast, again, later


@pytest.fixture
def bids(cast: Cast) -> dict[str, Bid]:
    """In a pot of £20,000: two that fit, one reserve, one too low."""
    made = {
        "first": cast.sifted(1_200_000, points=5),
        "second": cast.sifted(700_000),
        "reserve": cast.sifted(300_000, points=3),
        "low": cast.sifted(100_000, points=1),
    }
    Bid.objects.filter(pk=made["reserve"].pk).update(least_pence=80_000)
    return made


def save(
    cast: Cast, name: str, *, pence: dict[str, int], by: User | None = None, replaces: str = ""
) -> Scenario:
    """Keep what bids get under a name."""
    return verbs.save_scenario(
        round=cast.round,
        route=Pot.MAIN,
        name=name,
        allotment=pence,
        by=by or cast.officer,
        replaces=replaces,
    )


def opened(cast: Cast, name: str) -> Opened:
    found = scenarios_of(cast.round, Pot.MAIN)
    return next(one for one in found if one.scenario.name == name)


def choose(cast: Cast, name: str, reason: str = "The panel said so.") -> Scenario:
    one = opened(cast, name)
    seen = signature(one, read_money(cast.round, Pot.MAIN))
    return verbs.choose_scenario(scenario=one.scenario, by=cast.officer, reason=reason, seen=seen)


def recommended(cast: Cast) -> dict[str, tuple[str, int]]:
    rows = Recommendation.objects.filter(bid__round=cast.round).order_by("bid__reference")
    return {row.bid.reference: (row.choice, row.amount_pence) for row in rows}


PART = {"CSP19-001": 1_200_000, "CSP19-003": 250_000}


# Keeping


def test_a_scenario_keeps_what_each_bid_gets_and_changes_nothing(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    before = recommended(cast)
    scenario = save(cast, "  Part   fund ", pence={**PART, "CSP19-002": 0})
    assert scenario.name == "Part fund"
    one = opened(cast, "Part fund")
    assert one.allotment == {"CSP19-001": 1_200_000, "CSP19-003": 250_000}
    assert one.scenario.made_by == cast.officer
    assert recommended(cast) == before


@pytest.mark.parametrize(
    ("name", "pence", "why"),
    [
        (" ", PART, "Enter a name"),
        ("X", {"CSP19-001": 1_200_001}, "Enter £12,000.00 or less"),
        ("X", {"CSP19-003": 79_999}, "Enter £800.00 or more"),
        ("X", {"CSP19-001": 1_200_000, "CSP19-002": 700_000, "CSP19-003": 100_001}, "take off"),
        ("X", {"ELSE-001": 1}, "ELSE-001 does not await a decision"),
    ],
)
def test_what_cannot_be_kept(
    cast: Cast, bids: dict[str, Bid], name: str, pence: dict[str, int], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        save(cast, name, pence=pence)
    assert not Scenario.objects.exists()


def test_only_an_officer_keeps_renames_deletes_or_chooses(cast: Cast, bids: dict[str, Bid]) -> None:
    for person in (cast.auditor, cast.decision_maker, cast.panel_member, cast.stranger):
        with pytest.raises(NotAllowed):
            save(cast, "Mine", by=person, pence=PART)
    scenario = save(cast, "Mine", pence=PART)
    seen = opened(cast, "Mine").seen
    mark = signature(opened(cast, "Mine"), read_money(cast.round, Pot.MAIN))
    for person in (cast.auditor, cast.decision_maker):
        with pytest.raises(NotAllowed):
            verbs.rename_scenario(scenario=scenario, name="Yours", by=person, seen=seen)
        with pytest.raises(NotAllowed):
            verbs.delete_scenario(scenario=scenario, by=person, seen=seen)
        with pytest.raises(NotAllowed):
            verbs.choose_scenario(scenario=scenario, by=person, reason="So.", seen=mark)


def test_the_same_name_asks_before_it_replaces_and_again_where_it_changed(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    save(cast, "Mine", pence=PART)
    with pytest.raises(Taken, match="saved by Olive") as taken:
        save(cast, "MINE", pence={"CSP19-002": 700_000})
    assert opened(cast, "Mine").allotment["CSP19-001"] == 1_200_000
    seen = taken.value.opened.seen
    save(cast, "Mine", replaces=seen, pence={"CSP19-002": 700_000})
    assert opened(cast, "Mine").allotment == {"CSP19-002": 700_000}
    with pytest.raises(Taken):
        save(cast, "Mine", replaces=seen, pence=PART)
    assert opened(cast, "Mine").allotment == {"CSP19-002": 700_000}


def test_the_same_name_on_the_other_route_is_another_scenario(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    tactical = cast.sifted(100_000, route=Pot.TACTICAL)
    save(cast, "Mine", pence=PART)
    verbs.save_scenario(
        round=cast.round,
        route=Pot.TACTICAL,
        name="Mine",
        allotment={tactical.reference: 100_000},
        by=cast.officer,
    )
    assert Scenario.objects.count() == 2


def test_no_more_scenarios_than_a_page_can_list(
    cast: Cast, bids: dict[str, Bid], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "MOST_SCENARIOS", 1)
    save(cast, "One", pence=PART)
    with pytest.raises(Refused, match="Delete one"):
        save(cast, "Two", pence=PART)


def test_renaming_and_deleting_are_refused_where_somebody_changed_it(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    scenario = save(cast, "Mine", pence=PART)
    old = opened(cast, "Mine").seen
    save(cast, "Other", pence=PART)
    with pytest.raises(Refused, match="called “Other” already"):
        verbs.rename_scenario(scenario=scenario, name="other", by=cast.officer, seen=old)
    verbs.rename_scenario(scenario=scenario, name="Ours", by=cast.officer, seen=old)
    with pytest.raises(Stale, match="was changed since you looked"):
        verbs.delete_scenario(scenario=scenario, by=cast.officer, seen=old)
    verbs.delete_scenario(scenario=scenario, by=cast.officer, seen=opened(cast, "Ours").seen)
    with pytest.raises(Refused, match="was deleted meanwhile"):
        verbs.rename_scenario(scenario=scenario, name="Mine", by=cast.officer, seen=old)
    assert [one.scenario.name for one in scenarios_of(cast.round, Pot.MAIN)] == ["Other"]


def test_its_own_name_in_other_capitals_is_no_other_scenario(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    scenario = save(cast, "mine", pence=PART)
    seen = opened(cast, "mine").seen
    verbs.rename_scenario(scenario=scenario, name="Mine", by=cast.officer, seen=seen)
    assert opened(cast, "Mine")


# Choosing


def test_choosing_changes_every_recommendation_that_differs_with_the_reason(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    save(cast, "Mine", pence=PART)
    chosen = choose(cast, "Mine", " Young people first. ")
    assert recommended(cast) == {
        "CSP19-001": ("fund", 1_200_000),
        "CSP19-002": ("reserve", 0),
        "CSP19-003": ("fund", 250_000),
        "CSP19-004": ("decline", 0),
    }
    assert (chosen.chosen_by, chosen.reason) == (cast.officer, "Young people first.")
    row = Recommendation.objects.get(bid=bids["reserve"])
    assert row.reason == "Young people first."
    assert row.changed_by == cast.officer
    untouched = Recommendation.objects.filter(bid__in=[bids["first"], bids["low"]])
    assert set(untouched.values_list("changed_by", flat=True)) == {None}


def test_a_bid_below_the_threshold_goes_back_to_the_reason_that_its_applicant_may_read(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    save(cast, "Low too", pence={"CSP19-004": 100_000})
    save(cast, "Not low", pence=PART)
    choose(cast, "Low too")
    assert recommended(cast)["CSP19-004"] == ("fund", 100_000)
    choose(cast, "Not low", "Between us.")
    row = Recommendation.objects.get(bid=bids["low"])
    assert (row.choice, row.reason) == ("decline", "Scored below the round's threshold of 55.00.")


def test_a_bid_that_an_officer_declined_and_that_gets_nothing_stays_declined(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    decline = Recommendation.Choice.DECLINE
    scoring.change_recommendation(
        bid=bids["second"], choice=decline, amount_pence=0, by=cast.officer, reason="Late."
    )
    save(cast, "Mine", pence=PART)
    choose(cast, "Mine")
    assert recommended(cast)["CSP19-002"] == ("decline", 0)
    assert Recommendation.objects.get(bid=bids["second"]).reason == "Late."


def test_without_a_reason_nothing_is_chosen(cast: Cast, bids: dict[str, Bid]) -> None:
    save(cast, "Mine", pence=PART)
    before = recommended(cast)
    with pytest.raises(Refused, match="Give the reason"):
        choose(cast, "Mine", "  ")
    assert recommended(cast) == before


def test_another_is_chosen_later_and_both_remember(cast: Cast, bids: dict[str, Bid]) -> None:
    save(cast, "One", pence=PART)
    save(cast, "Two", pence={"CSP19-002": 700_000})
    choose(cast, "One", "First thoughts.")
    choose(cast, "Two", "Second thoughts.")
    assert recommended(cast)["CSP19-001"] == ("reserve", 0)
    reasons = [one.scenario.reason for one in scenarios_of(cast.round, Pot.MAIN)]
    assert reasons == ["First thoughts.", "Second thoughts."]


def test_a_chosen_one_is_neither_replaced_nor_deleted(cast: Cast, bids: dict[str, Bid]) -> None:
    save(cast, "Mine", pence=PART)
    choose(cast, "Mine")
    one = opened(cast, "Mine")
    with pytest.raises(Refused, match="stays as it is"):
        save(cast, "Mine", replaces=one.seen, pence={"CSP19-002": 700_000})
    with pytest.raises(Refused, match="so it is kept"):
        verbs.delete_scenario(scenario=one.scenario, by=cast.officer, seen=one.seen)


def test_a_withdrawn_bid_is_named_and_its_money_counts_as_left(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    save(cast, "Mine", pence=PART)
    bid = bids["reserve"]
    withdraw(bid=bid, by=cast.applicant, reason="No.", at=later(bid))
    one, money = opened(cast, "Mine"), read_money(cast.round, Pot.MAIN)
    assert [(gone.reference, gone.pence) for gone in one.gone] == [("CSP19-003", 250_000)]
    assert money.sums(one.allotment).left_pence == 800_000
    assert why_not_choose(one, money) == [
        "CSP19-003 is withdrawn now, so it cannot get the £2,500.00."
    ]
    before = recommended(cast)
    with pytest.raises(Refused, match=r"Nothing was changed\. Open the scenario and mend it"):
        choose(cast, "Mine")
    assert recommended(cast) == before
    save(cast, "Mine", replaces=one.seen, pence={"CSP19-001": 1_200_000})
    choose(cast, "Mine")
    assert recommended(cast)["CSP19-002"] == ("reserve", 0)


def test_a_decided_and_a_reopened_bid_are_named(cast: Cast, bids: dict[str, Bid]) -> None:
    save(cast, "Mine", pence=PART)
    cast.approve(bids["first"], 1_000_000)
    awards.reopen(
        bid=bids["reserve"], by=cast.officer, reason="Look again.", at=later(bids["reserve"])
    )
    with pytest.raises(Refused) as refused:
        choose(cast, "Mine")
    assert "CSP19-001 is approved now" in str(refused.value)
    assert "CSP19-003 is submitted now" in str(refused.value)


def test_a_bid_that_was_sifted_since_is_named(cast: Cast, bids: dict[str, Bid]) -> None:
    save(cast, "Mine", pence=PART)
    new = cast.sifted(50_000)
    with pytest.raises(Refused, match=f"{new.reference} was sifted after the scenario was saved"):
        choose(cast, "Mine")
    seen = opened(cast, "Mine").seen
    save(cast, "Mine", replaces=seen, pence=PART)
    choose(cast, "Mine")
    assert recommended(cast)[new.reference] == ("reserve", 0)


def test_over_what_the_pot_holds_now_is_refused_whole(cast: Cast, bids: dict[str, Bid]) -> None:
    save(cast, "Mine", pence={"CSP19-001": 1_200_000, "CSP19-003": 300_000})
    cast.approve(bids["second"])
    before = recommended(cast)
    with pytest.raises(Refused, match=r"This gives £15,000\.00, and the pot has £13,000\.00"):
        choose(cast, "Mine")
    assert recommended(cast) == before
    assert Scenario.objects.get().chosen_at is None


def test_where_anything_changed_since_it_was_looked_at_nothing_is_done(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    save(cast, "Mine", pence=PART)
    one = opened(cast, "Mine")
    seen = signature(one, read_money(cast.round, Pot.MAIN))
    decline = Recommendation.Choice.DECLINE
    scoring.change_recommendation(
        bid=bids["second"], choice=decline, amount_pence=0, by=cast.officer, reason="Late."
    )
    before = recommended(cast)
    with pytest.raises(Stale, match="Something changed since you looked"):
        verbs.choose_scenario(scenario=one.scenario, by=cast.officer, reason="So.", seen=seen)
    assert recommended(cast) == before


def test_where_another_was_chosen_meanwhile_nothing_is_done(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    save(cast, "As it is", pence={"CSP19-001": 1_200_000, "CSP19-002": 700_000})
    save(cast, "Mine", pence=PART)
    one = opened(cast, "Mine")
    seen = signature(one, read_money(cast.round, Pot.MAIN))
    choose(cast, "As it is")
    with pytest.raises(Stale):
        verbs.choose_scenario(scenario=one.scenario, by=cast.officer, reason="So.", seen=seen)


def test_a_deleted_one_is_not_chosen(cast: Cast, bids: dict[str, Bid]) -> None:
    scenario = save(cast, "Mine", pence=PART)
    verbs.delete_scenario(scenario=scenario, by=cast.officer, seen=opened(cast, "Mine").seen)
    with pytest.raises(Refused, match="was deleted meanwhile"):
        verbs.choose_scenario(scenario=scenario, by=cast.officer, reason="So.", seen="")


def test_what_is_recommended_already_changes_nothing(cast: Cast, bids: dict[str, Bid]) -> None:
    save(cast, "Mine", pence={"CSP19-001": 1_200_000, "CSP19-002": 700_000})
    assert changes(read_money(cast.round, Pot.MAIN), opened(cast, "Mine").allotment) == []
    choose(cast, "Mine")
    assert not Recommendation.objects.filter(changed_by=cast.officer).exists()


def test_the_other_route_is_left_alone(cast: Cast, bids: dict[str, Bid]) -> None:
    tactical = cast.sifted(100_000, route=Pot.TACTICAL)
    save(cast, "Mine", pence=PART)
    choose(cast, "Mine")
    assert recommended(cast)[tactical.reference] == ("fund", 100_000)
    assert again(tactical).state == "sifted"
