"""The example round's ranking, worked out by hand from its workbooks and written out here."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bids.actions import withdraw
from bids.models import Bid
from funds.balances import balances
from people.models import User
from people.roles import OFFICER
from rounds.actions import first_person
from rounds.models import Pot, Round
from scoring.models import Interest, Score
from scoring.standings import standings
from tests.cast import Cast, again

pytestmark = pytest.mark.django_db

ROUND = "smp-2019-20"
POLICE = "police@example.police.uk"

# Rank, reference, score, requested, recommendation, recommended: in pounds, as on the panel's sheet.
MAIN = [
    (1, "SMP19-003", "90.75", 6500, "fund", 6500),
    (2, "SMP19-001", "87.25", 5000, "fund", 5000),
    (3, "SMP19-002", "78.25", 5000, "fund", 5000),
    (4, "SMP19-006", "77.00", 3200, "fund", 3200),
    (5, "SMP19-013", "74.75", 5600, "fund", 5600),
    (6, "SMP19-004", "74.00", 7800, "reserve", 0),
    (7, "SMP19-005", "73.75", 8000, "reserve", 0),
    (8, "SMP19-008", "71.67", 6900, "reserve", 0),
    (9, "SMP19-012", "70.50", 1850, "reserve", 0),
    (10, "SMP19-010", "65.00", 3600, "reserve", 0),
    (11, "SMP19-007", "63.50", 4750, "reserve", 0),
    (12, "SMP19-011", "53.00", 2950, "decline", 0),
    (13, "SMP19-009", "47.50", 2400, "decline", 0),
]
TACTICAL = [
    (1, "SMP19-T02", "81.67", 1980, "fund", 1980),
    (2, "SMP19-T01", "73.00", 2750, "fund", 2750),
]
FAILED = (None, "SMP19-014", None, 9800, None, None)


def run(command: str, *words: str) -> str:
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _example_round() -> None:
    """The round with the bids and scores of both routes, not sifted yet."""
    run("open_round", f"data/round-{ROUND}.toml", "--on=2019-02-13T09:00")
    for route, month in (("", "03"), ("tactical-", "06")):
        run("import_bids", ROUND, f"data/bids-{route}{ROUND}.xlsx", f"--on=2019-{month}-07")
        run("import_scores", ROUND, f"data/scores-{route}{ROUND}.xlsx", f"--on=2019-{month}-14")


def ranking() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("ranking", ROUND, "--json"))
    return found


def told(row: dict[str, Any]) -> tuple[Any, ...]:
    """A row of ``ranking --json`` as it is written out above."""
    recommended = row["recommended_pence"]
    return (
        row["rank"],
        row["reference"],
        row["score"],
        row["requested_pence"] // 100,
        row["recommendation"],
        None if recommended is None else recommended // 100,
    )


def test_the_ranking_is_the_one_worked_out_by_hand() -> None:
    run("sift", ROUND, "--on=2019-06-19")
    found = ranking()
    assert [told(row) for row in found] == [*MAIN, *TACTICAL, FAILED]
    assert [row["route"] for row in found] == ["main"] * 13 + ["tactical"] * 2 + ["main"]
    assert {row["state"] for row in found[:-1]} == {"sifted"}
    assert found[-1]["state"] == "declined"


def test_before_the_sift_there_is_no_rank_score_or_recommendation() -> None:
    for row in ranking():
        assert row["state"] == "submitted"
        assert told(row)[0] is told(row)[2] is told(row)[4] is told(row)[5] is None


def test_a_rank_counts_every_sifted_bid_whatever_became_of_it() -> None:
    run("sift", ROUND, "--on=2019-06-19")
    bid = Bid.objects.get(reference="SMP19-001")
    officer = first_person(Round.objects.get(), OFFICER.name)
    withdraw(bid=bid, by=officer, reason="No volunteers")
    assert [told(row)[:2] for row in ranking()[:3]] == [row[:2] for row in MAIN[:3]]


def test_some_bids_are_sifted_first_and_the_rest_over_what_is_left() -> None:
    run("sift", ROUND, "--only", "SMP19-004", "SMP19-005", "--on=2019-06-19")
    run("sift", ROUND, "--on=2019-06-20")
    found = {row["reference"]: told(row) for row in ranking()}
    funded = [reference for reference, row in found.items() if row[4] == "fund"]
    # £26,666.67 less £7,800 and £8,000 leaves £10,866.67: £6,500 and £3,200 fit, then £1,166.67 is left.
    assert funded == ["SMP19-003", "SMP19-006", "SMP19-004", "SMP19-005", "SMP19-T02", "SMP19-T01"]


def test_a_sift_that_lacks_scores_sifts_none_and_names_what_is_missing() -> None:
    round = Round.objects.get()
    bid = round.bids.get(reference="SMP19-010")
    extra = round.criteria.create(code="extra", kind="general", weight=0, title="T", position=9)
    chair, police = (User.objects.get(email=e) for e in ("chair@example.gov.uk", POLICE))
    Score.objects.bulk_create(
        Score(bid=each, member=member, criterion=extra, points=3)
        for each in round.bids.all()
        for member in (chair, police)
        if (each, member) != (bid, police)
    )
    with pytest.raises(CommandError) as refused:
        run("sift", ROUND)
    assert "  SMP19-010 lacks extra (1 of 2 scores)" in str(refused.value)
    assert "SMP19-003" not in str(refused.value)
    assert not round.bids.filter(state="sifted").exists()


def test_scores_of_a_member_with_an_interest_do_not_count() -> None:
    round = Round.objects.get()
    bid = round.bids.get(reference="SMP19-003")
    member = Score.objects.filter(bid=bid).order_by("points").first()
    assert member is not None
    Interest.objects.create(bid=bid, member=member.member, words="A friend")
    run("sift", ROUND, "--on=2019-06-19")
    kept = Score.objects.filter(bid=bid).exclude(member=member.member)
    weights = dict(round.criteria.values_list("code", "weight"))
    by_hand = sum(
        weight
        * sum(kept.filter(criterion__code=code).values_list("points", flat=True))
        / kept.filter(criterion__code=code).count()
        for code, weight in weights.items()
    )
    standing = next(s for s in standings(round) if s.bid.reference == "SMP19-003")
    assert float(standing.score or 0) == pytest.approx(by_hand / 5)


def test_nothing_is_promised_by_a_sift() -> None:
    run("sift", ROUND, "--on=2019-06-19")
    now = balances(Round.objects.get())
    assert [now.pots[pot]["available_pence"] for pot in Pot] == [2_666_667, 1_333_333]


def test_the_ranking_makes_as_many_queries_for_one_bid_as_for_many(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    assert again(cast.sifted()).state == "sifted"
    for round in (cast.round, Round.objects.get(code=ROUND)):
        with django_assert_max_num_queries(5):
            assert standings(round)
