"""Two officers at the money page at the very same moment: one is told, and nothing is half done."""

from rounds.models import Pot
from scoring.models import Recommendation, Scenario
from scoring.money import read_money
from scoring.scenarios import choose_scenario, save_scenario, scenarios_of, signature
from tests.cast import Cast, cast_of
from tests.integration.threads import at_once


def save(cast: Cast, name: str, allotment: dict[str, int]) -> Scenario:
    return save_scenario(
        round=cast.round, route=Pot.MAIN, name=name, allotment=allotment, by=cast.officer
    )


def test_both_make_another_scenario_the_recommendation(committed_db: str) -> None:
    cast = cast_of()
    one, other = cast.sifted(1_500_000), cast.sifted(1_600_000)
    save(cast, "One", {one.reference: 1_500_000})
    save(cast, "Other", {other.reference: 1_600_000})
    money = read_money(cast.round, Pot.MAIN)
    asked = [(x.scenario, signature(x, money)) for x in scenarios_of(cast.round, Pot.MAIN)]
    outcome = at_once(
        [
            lambda scenario=scenario, seen=seen: choose_scenario(  # type: ignore[misc]
                scenario=scenario, by=cast.officer, reason="So.", seen=seen
            )
            for scenario, seen in asked
        ]
    )
    assert not outcome.broken
    funded = Recommendation.objects.filter(choice="fund")
    assert [row.bid for row in funded] in ([one], [other])
    assert (len(outcome.done), len(outcome.refused)) == (1, 1)
    assert "Something changed since you looked" in outcome.refused[0]
    assert Scenario.objects.filter(chosen_at__isnull=False).count() == 1


def test_both_save_under_one_new_name(committed_db: str) -> None:
    cast = cast_of()
    bid = cast.sifted()
    outcome = at_once(
        [
            lambda pence=pence: save(cast, "Mine", {bid.reference: pence})  # type: ignore[misc]
            for pence in (500_000, 500_000)
        ]
    )
    assert not outcome.broken
    assert (len(outcome.done), len(outcome.refused)) == (1, 1)
    assert "There is a scenario called “Mine” already" in outcome.refused[0]


def test_one_is_chosen_while_a_bid_of_it_is_approved(committed_db: str) -> None:
    cast = cast_of()
    one, other = cast.sifted(1_500_000), cast.sifted(1_600_000)
    scenario = save(cast, "Mine", {other.reference: 1_600_000})
    opened, money = scenarios_of(cast.round, Pot.MAIN)[0], read_money(cast.round, Pot.MAIN)
    seen = signature(opened, money)
    outcome = at_once(
        [
            lambda: choose_scenario(scenario=scenario, by=cast.officer, reason="So.", seen=seen),
            lambda: cast.approve(one),
        ]
    )
    assert not outcome.broken
    scenario.refresh_from_db()
    recommended = Recommendation.objects.get(bid=other).amount_pence
    assert recommended == (1_600_000 if scenario.chosen_at else 0)
