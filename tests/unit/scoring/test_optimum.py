"""The best set of a route beside rank order: on the example round, and where limits decide."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bids.actions import submit
from rounds.models import Owner, Pot
from scoring.models import Score
from scoring.optimiser import Limits
from scoring.optimum import compare, read_field
from scoring.optimum_words import differences, listed
from tests.cast import CRITERIA, SUBMITTED, Cast

pytestmark = pytest.mark.django_db

ROUND = "smp-2019-20"
BEST = ["SMP19-001", "SMP19-002", "SMP19-003", "SMP19-006", "SMP19-010", "SMP19-012"]


def run(command: str, *words: str) -> str:
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def _example_round() -> None:
    """The example round, both routes scored and not sifted."""
    run("open_round", f"data/round-{ROUND}.toml", "--on=2019-02-13T09:00")
    for route, month in (("", "03"), ("tactical-", "06")):
        run("import_bids", ROUND, f"data/bids-{route}{ROUND}.xlsx", f"--on=2019-{month}-07")
        run("import_scores", ROUND, f"data/scores-{route}{ROUND}.xlsx", f"--on=2019-{month}-14")


def best(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("optimise", ROUND, "--json", *words))
    return found


@pytest.mark.usefixtures("_example_round")
def test_the_best_set_of_the_example_is_the_same_before_and_after_the_sift(
    capfd: pytest.CaptureFixture[str],
) -> None:
    expected = {"references": BEST, "spent_pence": 2_515_000, "total_score": "468.75"}
    assert best() == expected
    assert capfd.readouterr().out == ""
    tactical = best("--route", "tactical")
    assert tactical["references"] == ["SMP19-T01", "SMP19-T02"]
    assert tactical["total_score"] == "154.67"
    run("sift", ROUND, "--on=2019-06-19")
    assert best() == expected
    assert best("--cover-priorities", "--most-per-organisation=1") == expected


@pytest.mark.usefixtures("_example_round")
def test_it_says_where_and_why_it_differs_from_rank_order() -> None:
    text = run("optimise", ROUND, "--cover-priorities")
    assert "scoring 468.75 in all" in text
    assert "Rank order funds £25,300.00, scoring 408.00 in all." in text
    assert (
        "SMP19-013 asks for £5,600.00 and scores 74.75; for £5,450.00 SMP19-012 and SMP19-010 "
        "together score 135.50." in text
    )
    assert "£1,516.67 is left, which is less than any other bid could be given." in text
    assert "No bid that may be funded serves PCC5" in text


def test_a_number_below_one_and_a_route_that_is_none_are_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="whole number of 1 or more"):
        run("optimise", cast.round.code, "--most-per-organisation=0")
    with pytest.raises(CommandError, match="invalid choice"):
        run("optimise", cast.round.code, "--route=other")


def test_sealed_scores_are_not_told_by_way_of_the_best_set(cast: Cast) -> None:
    bid = cast.submitted()
    for criterion in cast.round.criteria.all():
        Score.objects.create(bid=bid, criterion=criterion, member=cast.panel_member, points=4)
    with pytest.raises(CommandError, match=f"The scores of {bid.reference} are sealed"):
        run("optimise", cast.round.code, "--json")


def test_who_is_below_the_threshold_or_lacks_scores_or_was_decided_is_not_chosen(
    cast: Cast,
) -> None:
    able, lacking, low = (
        cast.sifted(100_000),
        cast.submitted(100_000),
        cast.sifted(100_000, points=2),
    )
    decided = cast.approved(500_000)
    field = read_field(cast.round, Pot.MAIN)
    assert [one.reference for one in field.contenders] == [able.reference]
    assert field.lacking == [lacking.reference]
    assert low.reference not in field.lacking
    assert decided.reference not in field.lacking
    assert field.pot_pence == 1_500_000
    assert f"Left out, because gates or scores are missing: {lacking.reference}." in run(
        "optimise", cast.round.code
    )


def test_who_is_below_a_floor_is_not_chosen(cast: Cast) -> None:
    cast.round.criteria.filter(code=CRITERIA[0]).update(floor=5)
    cast.scored(points=4)
    assert read_field(cast.round, Pot.MAIN).contenders == []
    assert "nothing to choose from" in run("optimise", cast.round.code)


def test_it_says_when_a_limit_decides_and_what_that_costs(cast: Cast) -> None:
    first, second = cast.scored(1_000_000, points=5), cast.scored(1_000_000, points=4)
    third = cast.draft(1_000_000, organisation=cast.rival_organisation, by=cast.rival)
    submit(bid=third, by=cast.rival, at=SUBMITTED)
    cast.score((third, cast.panel_member, 3))
    only = cast.round.priorities.create(owner=Owner.PCC, code="PCC2", title="T", position=9)
    third.priorities.add(only)
    field = read_field(cast.round, Pot.MAIN)
    words = list(differences(compare(field, Limits(most_per_organisation=1))))
    assert (
        f"{second.reference} is out because its organisation has 1 bid in the set already." in words
    )
    assert (
        f"Without these limits {first.reference} and {second.reference} would score 180.00 in all."
        in words
    )
    words = list(differences(compare(field, Limits(cover=frozenset({"PCC2"})))))
    assert f"{third.reference} is in because no other bid in the set serves PCC2." in words


def test_a_code_that_both_owners_use_is_told_apart(cast: Cast) -> None:
    cast.round.priorities.create(owner=Owner.PARTNERSHIP, code="PCC1", title="T", position=9)
    field = read_field(cast.round, Pot.MAIN)
    assert field.priorities == {"PCC PCC1", "Partnership PCC1", "CSP1"}


def test_names_are_listed_as_people_say_them() -> None:
    assert [listed("A"), listed("AB"), listed("ABC")] == ["A", "A and B", "A, B and C"]
