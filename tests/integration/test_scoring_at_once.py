"""A member who sends from two pages at the very same moment, and the whole panel at once."""

from people.models import User
from rounds.models import Person
from scoring.models import Declaration, Discussion, Score, ScoreDraft
from scoring.sending import Given, save_draft, send_scores, sign
from tests.cast import CRITERIA, Cast, cast_of
from tests.integration.threads import at_once


def declared(cast: Cast, *members: User) -> None:
    for member in members:
        Declaration.objects.create(
            round=cast.round,
            member=member,
            organisation=cast.organisation,
            has_interest=False,
            by=member,
        )


def full(points: int) -> dict[str, Given]:
    return {code: Given(str(points), f"Page {points}") for code in CRITERIA}


def test_scores_sent_from_two_pages_at_once_are_those_of_one_page(crowd: str) -> None:
    cast = cast_of()
    bid, by = cast.submitted(), cast.panel_member
    declared(cast, by)
    outcome = at_once([lambda n=n: send_scores(bid=bid, by=by, answers=full(n)) for n in (1, 4)])  # type: ignore[misc]
    assert outcome.broken == []
    assert (len(outcome.done), len(outcome.refused)) == (1, 1)
    assert "You sent your scores at" in outcome.refused[0]
    assert len(set(Score.objects.values_list("points", flat=True))) == 1
    assert Score.objects.count() == 3


def test_drafts_of_two_pages_at_once_are_never_mixed(crowd: str) -> None:
    cast = cast_of()
    bid, by = cast.submitted(), cast.panel_member
    declared(cast, by)
    outcome = at_once(
        [
            lambda n=n: save_draft(bid=bid, by=by, answers=full(n), seen=sign({}))  # type: ignore[misc]
            for n in range(4)
        ]
    )
    assert outcome.broken == []
    assert (len(outcome.done), len(outcome.refused)) == (1, 3)
    (draft,) = ScoreDraft.objects.all()
    assert len({given["points"] for given in draft.answers.values()}) == 1


def test_the_whole_panel_sends_at_once(crowd: str) -> None:
    cast = cast_of()
    bid = cast.submitted()
    members = [cast.panel_member, cast.second_panel_member]
    for number in range(4):
        user = User.objects.create_user(f"more{number}@csp.example")
        cast.round.partnership.memberships.create(user=user, role="panel")
        Person.objects.create(round=cast.round, user=user, role="panel", position=90)
        members.append(user)
    declared(cast, *members)
    outcome = at_once(
        [
            lambda by=by: send_scores(bid=bid, by=by, answers=full(3))  # type: ignore[misc]
            for by in members
        ]
    )
    assert (outcome.broken, outcome.refused) == ([], [])
    assert Score.objects.count() == 3 * len(members)


def test_what_is_sent_while_the_bid_is_revealed_is_whole_or_refused(crowd: str) -> None:
    cast = cast_of()
    bid, by = cast.submitted(), cast.panel_member
    declared(cast, by)
    outcome = at_once(
        [
            lambda: send_scores(bid=bid, by=by, answers=full(3)),
            lambda: Discussion.objects.create(bid=bid, revealed_by=cast.officer),
        ]
    )
    assert outcome.broken == []
    assert Score.objects.count() == 3 * (2 - len(outcome.refused) - 1)
