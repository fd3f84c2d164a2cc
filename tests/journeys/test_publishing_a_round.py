"""A round is published, and what may still change once bids rest on it."""

from datetime import timedelta

from funds.balances import balances
from rounds.models import Owner, Pot, Round
from tests.cast import Cast
from tests.journeys.conftest import Look, Read
from tests.journeys.round_editing import MONEY, at, begun, post, rows

# Publishing


def test_publishing_allocates_the_pots_and_shows_the_round(cast: Cast, look: Look) -> None:
    made = begun(cast)
    about = f"/rounds/{made.code}/about"
    assert look(None, about).status_code == 404
    status, words = post(cast.officer, f"/rounds/{made.code}/publish")
    assert status == 302
    assert "The round is published." in words
    assert look(None, about).status_code == 200
    assert balances(made).pots[Pot.MAIN]["available_pence"] == 2_000_000
    status, words = post(cast.officer, f"/rounds/{made.code}/publish")
    assert status == 409
    assert "published already" in words


def test_the_check_page_lists_what_is_missing(cast: Cast, read: Read) -> None:
    made = begun(cast)
    made.priorities.filter(owner=Owner.PCC).delete()
    words = read(cast.officer, f"/rounds/{made.code}/publish")
    assert "Add a priority of the PCC" in words
    assert "The equality impact screening is not recorded." in words
    assert "midday on Sunday 8 March 2020" in words
    assert "Bids close on a Sunday." in words
    assert "Publish the round" not in words


def test_the_check_page_says_which_panel_is_too_small(cast: Cast, read: Read) -> None:
    made = begun(cast)
    Round.objects.filter(pk=made.pk).update(quorum=2, tactical_quorum=1)
    made.people.filter(user=cast.panel_member).update(route=Pot.MAIN)
    assert "Panel members who" not in read(cast.officer, f"/rounds/{made.code}/publish")
    made.people.filter(user=cast.second_panel_member).update(route=Pot.MAIN)
    words = read(cast.officer, f"/rounds/{made.code}/publish")
    assert "Panel members who score tactical bids: 0. Each bid needs at least 1." in words
    assert "who score the main round" not in words


def test_an_officer_is_told_of_drafts_of_scores_when_criteria_change(
    cast: Cast, read: Read
) -> None:
    cast.submitted().score_drafts.create(member=cast.panel_member)
    assert "1 draft of scores is begun" in read(cast.officer, at(cast.round, "criteria"))
    row = {"title": "Need", "kind": "pcc", "weight": "1", "guidance": "Look at numbers."}
    status, words = post(cast.officer, at(cast.round, "criteria"), rows(row))
    assert status == 302
    assert "1 draft of scores is begun" in words
    assert "Look at numbers." in read(None, f"/rounds/{cast.round.code}/about")
    bid, criterion = cast.submitted(), cast.round.criteria.get()
    bid.scores.create(criterion=criterion, member=cast.panel_member, points=4)
    assert "Scores have been sent, so" in read(cast.officer, at(cast.round, "criteria"))


def test_a_round_is_taken_back_until_there_is_a_bid(cast: Cast) -> None:
    status, words = post(cast.officer, f"/rounds/{cast.round.code}/publish", {"back": "yes"})
    assert (status, Round.objects.get().published) == (302, False)
    post(cast.officer, f"/rounds/{cast.round.code}/publish")
    cast.draft()
    status, words = post(cast.officer, f"/rounds/{cast.round.code}/publish", {"back": "yes"})
    assert status == 409
    assert "There are bids in this round" in words


def test_once_published_the_pots_are_no_longer_on_the_form(cast: Cast) -> None:
    given = MONEY | {"allocation_pence": "1", "main_pence": "1", "acceptance_days": "30"}
    status, _ = post(cast.officer, at(cast.round, "money"), given)
    assert status == 302
    round = Round.objects.get()
    assert (round.allocation_pence, round.acceptance_days) == (3_000_000, 30)


def test_more_overallocation_counts_at_once(cast: Cast) -> None:
    given = MONEY | {"over_allocation_percent": "10"}
    assert post(cast.officer, at(cast.round, "money"), given)[0] == 302
    cast.approved(2_100_000)
    status, words = post(cast.officer, at(cast.round, "money"), MONEY)
    assert status == 422
    assert "its limit cannot be lowered past that" in words


# What bids rest on


def test_the_deadline_only_moves_later_once_there_are_bids(cast: Cast) -> None:
    cast.draft()

    def dates(closes: int, opens: int = 13) -> dict[str, str]:
        day = {
            "opens": (opens, 2, "9:00"),
            "closes": (closes, 3, "12:00"),
            "panel": (14, 3, ""),
            "submission_due": (29, 3, ""),
            "committee": (24, 9, ""),
        }
        return {
            f"{name}_{part}": str(value)
            for name, (d, m, time) in day.items()
            for part, value in {"day": d, "month": m, "year": 2019, "time": time}.items()
        }

    status, words = post(cast.officer, at(cast.round, "dates"), dates(7))
    assert status == 422
    assert "may close later than midday on Friday 8 March 2019, but not earlier" in words
    assert (
        "may not open later" in post(cast.officer, at(cast.round, "dates"), dates(8, opens=14))[1]
    )
    assert post(cast.officer, at(cast.round, "dates"), dates(9))[0] == 302
    assert Round.objects.get().closes - cast.round.closes == timedelta(days=1)


def test_a_refusal_of_a_verb_stands_on_the_page(cast: Cast) -> None:
    cast.scored()
    status, words = post(cast.officer, at(cast.round, "criteria"), rows())
    assert status == 422
    assert "Scores have been given" in words
