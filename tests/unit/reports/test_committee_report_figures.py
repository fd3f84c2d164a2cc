"""The figures are those that somebody adds up by hand."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.actions import turn_down
from monitoring.actions import accept_return
from monitoring.models import Return
from reports.areas import is_borough_wide, wards
from reports.gathering import gather
from reports.sums import Totals, by_priority, rag_count, serving_several, totals
from rounds.commands import find_round
from rounds.models import Owner, Pot
from tests.cast import AGREED, PAID, Cast, at
from tests.unit.reports.conftest import Example
from tests.unit.reports.papers import PROGRESS, project

pytestmark = pytest.mark.database  # what only reads the example too, on both databases

# The example round, from its workbooks: award, paid, spent, forecast (pounds), reached, target.
BY_HAND = {
    "SMP19-001": (5000, 2500, 1640, 5000, 214, 600),
    "SMP19-002": (5000, 2500, 980, 4600, 20, 120),
    "SMP19-003": (6500, 3250, 2210, 6500, 61, 150),
    "SMP19-006": (3200, 0, 1390, 3200, 103, 200),
    "SMP19-013": (5600, 2800, 1150, 3900, 7, 15),
    "SMP19-T01": (2750, 0, 1450, 2750, 44, 75),
    "SMP19-T02": (1980, 990, 590, 1980, 6, 20),
}
PRIORITIES_BY_HAND = {
    "PCC1": (2, 8480, 4240, 2800),
    "PCC2": (3, 12750, 5000, 4070),
    "PCC3": (5, 22280, 2500 + 3250 + 0 + 2800 + 990, 1640 + 2210 + 1390 + 1150 + 590),
    "PCC4": (3, 13800, 5300, 3520),
    "PCC5": (1, 2750, 0, 1450),
    "PCC6": (0, 0, 0, 0),
    "SMP1": (3, 13800, 5300, 3520),
    "SMP2": (2, 8480, 4240, 2800),
    "SMP3": (3, 13350, 5300, 3580),
    "SMP4": (2, 7750, 2500, 3090),
    "SMP5": (1, 5000, 2500, 1640),
}
# PCC3 is 001, 003, 006, 013 and T02: awarded 5000 + 6500 + 3200 + 5600 + 1980.


def test_each_project_of_the_example_is_as_its_workbooks_say(example: Example) -> None:
    found = {
        p.reference: (
            p.awarded_pence // 100,
            p.paid_pence // 100,
            p.latest.spent_pence // 100,
            p.latest.forecast_pence // 100,
            p.latest.reached,
            p.target,
        )
        for p in example.figures.projects
        if p.latest
    }
    assert found == BY_HAND


def test_the_sums_of_the_example(example: Example) -> None:
    assert totals(example.figures.projects) == Totals(
        projects=7,
        awarded_pence=30_030_00,
        paid_pence=12_040_00,
        spent_pence=9_410_00,
        reported=7,
        forecast_pence=27_930_00,
        reported_awards_pence=30_030_00,
        reached=455,
        target=1180,
        reached_of_target=455,
    )
    assert totals(example.figures.projects).forecast_underspend_pence == 2_100_00


def test_the_pots_of_the_example(example: Example) -> None:
    assert example.figures.pots == {
        "main": {
            "allocation_pence": 26_666_67,
            "committed_pence": 25_300_00,
            "paid_pence": 11_050_00,
            "available_pence": 1_366_67,
            "returned_pence": 0,
        },
        "tactical": {
            "allocation_pence": 13_333_33,
            "committed_pence": 4_730_00,
            "paid_pence": 990_00,
            "available_pence": 8_603_33,
            "returned_pence": 0,
        },
    }
    assert example.figures.pot_total("allocation_pence") == 40_000_00
    assert example.figures.received_pence == 20_000_00


def test_the_priorities_of_the_example_each_count_their_projects_in_full(example: Example) -> None:
    served = by_priority(example.figures.projects, example.figures.priorities)
    assert {
        row.code: (
            row.totals.projects,
            row.totals.awarded_pence // 100,
            row.totals.paid_pence // 100,
            row.totals.spent_pence // 100,
        )
        for row in served
    } == PRIORITIES_BY_HAND
    assert serving_several(example.figures.projects, Owner.PCC) == 7
    assert serving_several(example.figures.projects, Owner.PARTNERSHIP) == 4


def test_the_ratings_and_bids_of_the_example(example: Example) -> None:
    assert rag_count(example.figures.projects) == {"green": 4, "amber": 2, "red": 1}
    tally = example.figures.tally
    assert tally.received == {"main": 14, "tactical": 2}
    assert (tally.declined, tally.waiting, tally.withdrawn, tally.turned_down) == (3, 6, 0, 0)
    assert example.figures.officer == "Olive Turner"
    assert example.figures.as_at == at("2019-08-16")


def test_nothing_adds_up_to_nothing() -> None:
    assert totals([]) == Totals()
    assert rag_count([]) == {"green": 0, "amber": 0, "red": 0}


def test_a_forecast_is_held_against_the_awards_of_those_that_reported() -> None:
    sums = totals([project(1, latest=PROGRESS), project(2, target=None)])
    assert (sums.projects, sums.reported) == (2, 1)
    assert sums.forecast_underspend_pence == 0
    assert (sums.reached, sums.target, sums.reached_of_target) == (30, 120, 30)


def test_people_reached_by_a_project_without_a_target_do_not_count_towards_others_targets() -> None:
    sums = totals([project(1, latest=PROGRESS), project(2, target=None, latest=PROGRESS)])
    assert (sums.reached, sums.target, sums.reached_of_target) == (60, 120, 30)


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ([], "All"),
        (["High Street"], "High Street"),
        (["Shepway North; Shepway South", "high street", "Shepway North"],
         "Shepway North, Shepway South, high street"),
        (["High Street", "Borough-wide"], "All"),
        (["High Street", ""], "All"),
        (["All wards"], "All"),
    ],
)  # fmt: skip
def test_the_wards_affected(areas: list[str], expected: str) -> None:
    assert wards([project(n, area=area) for n, area in enumerate(areas)]) == expected


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("Borough-wide", True),
        ("Countywide", True),
        ("all", True),
        ("Allington", False),
        ("", False),
    ],
)
def test_what_means_the_whole_borough(area: str, expected: bool) -> None:
    assert is_borough_wide(area) is expected


def test_the_latest_return_counts_and_what_was_released_is_off_the_commitment(cast: Cast) -> None:
    bid = cast.paid(500_000, paid_pence=200_000)
    for period, spent in ((cast.final_period, 250_000), (cast.first_period, 100_000)):
        accept_return(
            award=bid.award,
            period=period,
            rag=Return.Rag.AMBER,
            progress="Slow.",
            spent_pence=spent,
            forecast_pence=300_000,
            by=cast.officer,
            at=PAID,
        )
    figures = gather(cast.round)
    (found,) = figures.projects
    assert found.latest is not None
    assert found.latest.spent_pence == 250_000
    assert found.accepted
    assert (found.committed_pence, found.paid_pence) == (500_000, 200_000)
    assert figures.on(Pot.MAIN) == (found,)
    assert figures.on(Pot.TACTICAL) == ()


def test_what_became_of_each_bid(cast: Cast) -> None:
    cast.draft()
    cast.submitted()
    cast.sifted()
    cast.approved()
    cast.withdrawn()
    cast.rejected()
    cast.declined()
    cast.terminated()
    turn_down(bid=cast.approved(), by=cast.applicant, at=AGREED)
    figures = gather(cast.round)
    tally = figures.tally
    assert tally.received == {"main": 8, "tactical": 0}
    assert (tally.waiting, tally.declined) == (2, 2)
    assert (tally.withdrawn, tally.turned_down) == (1, 1)
    assert [p.state for p in figures.projects] == ["approved"]
    assert [p.state for p in figures.ended] == ["terminated"]


def test_the_queries_do_not_grow_with_the_projects(cast: Cast) -> None:
    round = find_round(cast.round.code)
    cast.monitored(100_000)
    with CaptureQueriesContext(connection) as one:
        gather(round)
    for _ in range(4):
        cast.final_return(cast.monitored(100_000), 1)
    with CaptureQueriesContext(connection) as five:
        assert len(gather(round).projects) == 5
    assert len(five) == len(one)
    assert len([q for q in five if q["sql"].startswith("SELECT")]) <= 12


def test_figures_of_a_round_without_any_bid(cast: Cast) -> None:
    figures = gather(cast.round)
    assert figures.projects == ()
    assert figures.pot_total("available_pence") == 30_000_00
    assert figures.as_at == cast.round.opens
    assert replace(figures, officer="").officer == ""
