"""Officers begin a round, from nothing or from last year’s."""

import pytest

from rounds.models import Pot, Round
from tests.cast import Cast
from tests.journeys.conftest import Look, Read
from tests.journeys.round_editing import NEW, begun, kept, post

# Beginning


def test_a_copy_has_all_but_the_dates_which_move_by_a_year(cast: Cast) -> None:
    made = begun(cast)
    assert (made.code, made.published) == ("csp-2020-21", False)
    assert (made.main_pence, made.tactical_pence) == (2_000_000, 1_000_000)
    assert made.closes.isoformat() == "2020-03-08T12:00:00+00:00"
    assert [period.ends.isoformat() for period in made.periods.all()] == [
        "2020-07-31",
        "2021-03-31",
    ]
    assert [row.code for row in made.criteria.all()] == ["pcc-fit", "csp-fit", "need"]
    assert [row.code for row in made.priorities.all()] == ["PCC1", "CSP1"]
    assert [row.code for row in made.gates.all()] == ["revenue"]
    assert made.people.count() == cast.round.people.count()
    assert not made.movements.exists()


def test_a_copy_has_what_the_panel_is_told_and_how_it_scores(cast: Cast) -> None:
    Round.objects.update(tactical_quorum=3, blind=True)
    cast.round.criteria.update(guidance="Look at numbers.", floor=2, descriptors=list("abcdef"))
    cast.round.people.filter(user=cast.panel_member).update(route=Pot.TACTICAL)
    made = begun(cast)
    assert (made.tactical_quorum, made.blind) == (3, True)
    for row in made.criteria.all():
        assert (row.guidance, int(row.floor)) == ("Look at numbers.", 2)
        assert row.descriptors == list("abcdef")
    assert [p.route for p in made.people.filter(role="panel")] == ["tactical", ""]


def test_somebody_who_left_is_not_carried_over(cast: Cast) -> None:
    cast.auditor.memberships.all().delete()
    assert not begun(cast).people.filter(user=cast.auditor).exists()


def test_another_allocation_leaves_the_pots_to_be_set(cast: Cast) -> None:
    made = begun(cast, allocation_pence="39661")
    assert (made.main_pence, made.tactical_pence) == (0, 0)
    assert "39,661.00 short" in post(cast.officer, f"/rounds/{made.code}/publish")[1]


def test_an_empty_round_has_its_officer_and_usual_dates(cast: Cast) -> None:
    made = begun(cast, start="empty:csp")
    assert [person.user for person in made.people.all()] == [cast.officer]
    assert made.funder == cast.round.funder
    status, words = post(cast.officer, f"/rounds/{made.code}/publish")
    assert status == 409
    for said in ("priority of the PCC", "priority of the partnership", "criterion with a weight"):
        assert said in words


def test_a_second_round_of_a_year_has_a_code_of_its_own(cast: Cast) -> None:
    assert [begun(cast).code, begun(cast).code] == ["csp-2020-21", "csp-2020-21-2"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start": ""}, "Choose what to begin with"),
        ({"start": "copy:nothing"}, "Choose one of the answers"),
        ({"title": ""}, "Enter the title of the round"),
        ({"title": "x" * 201}, "Make it shorter"),
        ({"financial_year": "2020-22"}, "Enter two years that follow each other"),
        ({"allocation_pence": "much"}, "is not an amount"),
        ({"allocation_pence": "0"}, "or more"),
    ],
)
def test_what_is_wrong_with_a_new_round_is_said(
    cast: Cast, changes: dict[str, str], said: str
) -> None:
    before = kept()
    status, words = post(cast.officer, "/rounds/new", NEW | changes)
    assert status == 422
    assert said in words
    assert kept() == before


def test_only_officers_begin_rounds(cast: Cast, look: Look) -> None:
    found = {name: look(who, "/rounds/new").status_code for name, who in cast.everybody().items()}
    assert {name for name, status in found.items() if status == 200} == {"officer", "stranger"}
    assert set(found.values()) == {200, 403}


def test_another_partnerships_round_is_not_there_to_be_copied(cast: Cast, read: Read) -> None:
    assert "grant-2019-20" not in read(cast.stranger, "/rounds/new")
    assert post(cast.stranger, "/rounds/new", NEW)[0] == 422
