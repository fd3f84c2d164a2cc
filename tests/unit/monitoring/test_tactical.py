"""The tactical pot's desk: the response clock, and who scores a bid."""

from datetime import date

import pytest

from base.errors import NotAllowed, Refused
from bids.states import State
from monitoring.tactical.lane import clock, tactical_bids
from rounds.models import Pot, Round
from scoring.pairs import can_be_named, name_panel
from tests.cast import SUBMITTED, Cast, at

SENT = at("2019-10-26 23:59")
"""The last minute before the day on which the clocks go back."""


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2019, 10, 26), 10),
        (date(2019, 11, 4), 1),
        (date(2019, 11, 5), 0),
        (date(2019, 11, 6), -1),
    ],
)
def test_the_clock_counts_days_in_london(today: date, left: int) -> None:
    found = clock(SENT, None, 10)
    assert found is not None
    assert (found.due, found.left(today)) == (date(2019, 11, 5), left)


@pytest.mark.parametrize(
    ("answered", "late"), [("2019-11-05 23:59", False), ("2019-11-06 00:00", True)]
)
def test_an_answer_counts_to_the_end_of_its_day(answered: str, late: bool) -> None:
    found = clock(SENT, at(answered), 10)
    assert found is not None
    assert found.was_late is late


def test_a_draft_has_no_clock() -> None:
    assert clock(None, None, 10) is None


def test_the_desk_has_what_came_and_not_the_drafts(cast: Cast) -> None:
    cast.draft(1_000, route=Pot.TACTICAL)
    cast.submitted(2_000)
    came = cast.submitted(3_000, route=Pot.TACTICAL)
    (found,) = tactical_bids(Round.objects.get())
    assert (found.bid.pk, found.bid.state) == (came.pk, State.SUBMITTED)
    assert found.clock is not None
    assert found.clock.left(SUBMITTED.date()) == cast.round.response_days


def test_an_officer_names_two_and_nobody_else_is_expected(cast: Cast) -> None:
    bid = cast.submitted(3_000, route=Pot.TACTICAL)
    Round.objects.update(tactical_quorum=2)
    bid.round.refresh_from_db()
    two = [cast.panel_member, cast.second_panel_member]
    made = name_panel(bid=bid, members=two, by=cast.officer)
    assert [one.member for one in made] == two
    with pytest.raises(Refused, match="needs the scores of 2 members"):
        name_panel(bid=bid, members=two[:1], by=cast.officer)


def test_nobody_with_an_interest_is_named(cast: Cast) -> None:
    bid = cast.submitted(3_000, route=Pot.TACTICAL)
    cast.declare(cast.panel_member, interest="My brother runs it.")
    assert can_be_named(bid) == [cast.second_panel_member]
    with pytest.raises(Refused, match="cannot score it"):
        name_panel(bid=bid, members=[cast.panel_member], by=cast.officer)


def test_only_an_officer_names_and_only_while_scores_are_awaited(cast: Cast) -> None:
    bid = cast.submitted(3_000, route=Pot.TACTICAL)
    for person in (cast.finance, cast.decision_maker, cast.panel_member):
        with pytest.raises(NotAllowed):
            name_panel(bid=bid, members=[cast.panel_member], by=person)
    with pytest.raises(Refused, match="is not waiting for scores"):
        name_panel(
            bid=cast.sifted(1_000, route=Pot.TACTICAL), members=[cast.panel_member], by=cast.officer
        )
