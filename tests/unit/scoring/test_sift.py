"""The sift: who is ready, what is proposed over what is left, and what officers change."""

from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards import actions as awards
from base.errors import NotAllowed, Refused
from bids.actions import submit
from bids.models import Bid
from notices.models import Message
from rounds.models import Pot
from scoring import actions as scoring
from scoring.models import AgreedScore, Interest, Recommendation
from scoring.standings import standings
from scoring.workbook import import_scores
from tests.cast import CRITERIA, SIFTED, Cast, again, cast_of, later
from tests.dump import dump
from tests.round_files import round_text
from tests.workbooks import scores_workbook

Choice = Recommendation.Choice


def proposed(bid: Bid) -> tuple[str, int]:
    row = Recommendation.objects.get(bid=bid)
    return row.choice, row.amount_pence


def sift(cast: Cast, *only: Bid) -> list[Bid]:
    references = [bid.reference for bid in only] or None
    when = max([SIFTED, *(later(bid) for bid in cast.round.bids.all())])
    return scoring.sift(round=cast.round, by=cast.officer, at=when, only=references)


# Who is ready


def test_where_a_bid_lacks_scores_none_is_sifted_and_what_is_missing_is_named(cast: Cast) -> None:
    cast.scored()
    lacking = cast.submitted()
    before = dump()
    with pytest.raises(Refused) as refusal:
        sift(cast)
    assert str(refusal.value) == (
        "No bid was sifted, because these are not ready:\n"
        f"  {lacking.reference} lacks gate revenue, pcc-fit (0 of 1 scores), "
        "csp-fit (0 of 1 scores), need (0 of 1 scores)"
    )
    assert dump() == before


def test_criteria_without_weight_sift_nothing(cast: Cast) -> None:
    bid = cast.scored()
    sifted = cast.sifted()
    cast.round.criteria.update(weight=0)
    with pytest.raises(Refused, match="weights add up to nothing"):
        sift(cast, bid)
    assert [one.score for one in standings(cast.round) if one.bid == sifted] == [0]


def test_the_quorum_is_of_scores_from_members_without_an_interest(db: None) -> None:
    cast = cast_of(round_text(settings="quorum = 2"))
    bid = cast.scored()
    with pytest.raises(Refused, match=r"need \(1 of 2 scores\)"):
        sift(cast)
    cast.score((bid, cast.second_panel_member, 4))
    Interest.objects.create(bid=bid, member=cast.panel_member, words="A trustee")
    with pytest.raises(Refused, match=r"need \(1 of 2 scores\)"):
        sift(cast)
    Interest.objects.all().delete()
    assert [again(sifted).state for sifted in sift(cast)] == ["sifted"]


def test_an_agreed_score_stands_for_the_mean_and_not_for_the_quorum(cast: Cast) -> None:
    bid = cast.scored()
    need = cast.round.criteria.get(code="need")
    extra = cast.round.criteria.create(code="x", kind="general", weight=1, title="X", position=9)
    for criterion in (need, extra):
        AgreedScore.objects.create(bid=bid, criterion=criterion, points=5, reason="Agreed")
    with pytest.raises(Refused, match=r"lacks x \(0 of 1 scores\)$"):
        sift(cast)


def test_some_bids_are_sifted_and_the_others_left(cast: Cast) -> None:
    one, other = cast.scored(), cast.submitted()
    assert sift(cast, one) == [one]
    assert (again(one).state, again(other).state) == ("sifted", "submitted")


@pytest.mark.parametrize("stranger", ["CSP19-999", "a draft"])
def test_a_bid_that_is_not_submitted_is_not_sifted(cast: Cast, stranger: str) -> None:
    reference = cast.draft().reference if stranger == "a draft" else stranger
    before = dump()
    with pytest.raises(
        Refused, match=f"Not submitted in grant-2019-20, so not sifted: {reference}"
    ):
        scoring.sift(round=cast.round, by=cast.officer, at=SIFTED, only=[reference])
    assert dump() == before


def test_a_second_sift_over_nothing_changes_nothing(cast: Cast) -> None:
    cast.sifted()
    before = dump()
    assert sift(cast) == []
    assert dump() == before


# Gates


def test_a_bid_that_failed_a_gate_is_declined_named_and_not_ranked(cast: Cast) -> None:
    good, bad = cast.scored(), cast.scored()
    cast.failed_gate(bad)
    sift(cast)
    assert (again(good).state, again(bad).state) == ("sifted", "declined")
    row = bad.history.latest("pk")
    assert row.reason == "Failed the gate “Pays for activity, not for capital”: It buys cameras."
    assert [(s.bid, s.rank) for s in standings(cast.round)] == [(good, 1), (bad, None)]
    message = Message.objects.get(kind="bid-rejected")
    assert bad.reference in message.subject
    assert "It buys cameras." in message.body


def test_a_failed_gate_needs_no_scores(cast: Cast) -> None:
    bad = cast.submitted()
    cast.failed_gate(bad)
    sift(cast)
    assert again(bad).state == "declined"


def test_a_bid_is_not_rejected_for_a_gate_it_passed_or_another_bids(cast: Cast) -> None:
    bid, other = cast.scored(), cast.scored()
    passed = bid.gate_checks.get()
    before = dump()
    with pytest.raises(Refused, match="did not fail the gate revenue"):
        scoring.reject(bid=bid, check=passed, by=cast.officer, at=SIFTED)
    assert dump() == before
    failed = cast.failed_gate(other)
    with pytest.raises(Refused, match="did not fail the gate revenue"):
        scoring.reject(bid=bid, check=failed, by=cast.officer, at=SIFTED)


def test_a_bid_that_failed_a_gate_stays_declined(cast: Cast) -> None:
    bid = cast.rejected()
    before = dump()
    with pytest.raises(Refused, match="failed a gate: only a decision to decline is undone"):
        awards.reinstate(bid=bid, by=cast.decision_maker, reason="Please.", at=later(bid))
    assert dump() == before


# Floors


def test_a_bid_below_a_criterions_floor_is_recommended_for_decline(db: None) -> None:
    text = round_text().replace('code = "need"', 'code = "need"\nfloor = 3.5')
    cast = cast_of(text)
    bid = cast.submitted()
    rows = [
        (bid.reference, cast.panel_member.email, code, 3 if code == "need" else 5)
        for code in CRITERIA
    ]
    content = scores_workbook(rows)
    import_scores(round=cast.round, name="s.xlsx", content=content, by=cast.officer, at=SIFTED)
    sift(cast)
    row = Recommendation.objects.get(bid=bid)
    assert (row.choice, row.reason) == ("decline", "Scored below the floor of 3.50 for need.")


def test_a_bid_at_the_threshold_is_funded_and_one_below_it_is_not(db: None) -> None:
    for threshold, choice in (("80", "fund"), ("80.01", "decline")):
        text = round_text(f"grant-{threshold[-2:]}", partnership=f"csp{threshold[-2:]}")
        cast = cast_of(text.replace("score_threshold = 55", f"score_threshold = {threshold}"))
        officer = cast.officer
        bid = cast.draft(by=officer)
        submit(bid=bid, by=officer, at=SIFTED, reason="Late.")
        cast.score((bid, cast.panel_member, 4))
        sift(cast)
        assert proposed(bid)[0] == choice


# What is left


def test_a_later_sift_proposes_over_what_earlier_proposals_leave(cast: Cast) -> None:
    first = cast.scored(1_500_000, points=3)
    sift(cast)
    second, third = cast.scored(600_000, points=5), cast.scored(500_000, points=4)
    sift(cast)
    assert proposed(first) == ("fund", 1_500_000)
    assert proposed(second) == ("reserve", 0)
    assert proposed(third) == ("fund", 500_000)


def test_what_was_withdrawn_or_reopened_is_left_again(cast: Cast) -> None:
    first = cast.sifted(1_500_000)
    awards.reopen(bid=first, by=cast.officer, reason="New facts.", at=later(first))
    second = cast.scored(1_800_000)
    sift(cast, second)
    assert proposed(second) == ("fund", 1_800_000)
    sift(cast, again(first))
    assert proposed(first) == ("reserve", 0)


def test_what_is_committed_is_not_left(cast: Cast) -> None:
    cast.approved(1_500_000)
    bid = cast.scored(500_001)
    sift(cast)
    assert proposed(bid) == ("reserve", 0)


def test_each_route_has_its_own_pot(cast: Cast) -> None:
    main = cast.scored(2_000_000)
    tactical = cast.scored(1_000_000, route=Pot.TACTICAL)
    too_much = cast.scored(1, route=Pot.TACTICAL, points=3)
    sift(cast)
    assert [proposed(bid) for bid in (main, tactical, too_much)] == [
        ("fund", 2_000_000),
        ("fund", 1_000_000),
        ("reserve", 0),
    ]


# What officers change


def change(
    cast: Cast, bid: Bid, choice: Choice, pence: int, reason: str = "Enough for a year."
) -> None:
    scoring.change_recommendation(
        bid=bid, choice=choice, amount_pence=pence, by=cast.officer, reason=reason
    )


def test_what_an_officer_changed_survives_a_second_sift(cast: Cast) -> None:
    bid = cast.sifted(500_000)
    change(cast, bid, Choice.FUND, 400_000)
    awards.reopen(bid=bid, by=cast.officer, reason="New facts.", at=later(bid))
    cast.score((bid, cast.second_panel_member, 0))
    sift(cast)
    row = Recommendation.objects.get(bid=bid)
    assert (row.choice, row.amount_pence, row.reason) == ("fund", 400_000, "Enough for a year.")
    assert (row.changed_by, row.stands) == (cast.officer, True)
    assert again(bid).state == "sifted"


def test_what_an_officer_changed_counts_in_what_is_left(cast: Cast) -> None:
    first = cast.sifted(1_500_000)
    change(cast, first, Choice.FUND, 900_000)
    second = cast.sifted(1_100_000)
    assert proposed(second) == ("fund", 1_100_000)


@pytest.mark.parametrize(
    ("choice", "pence", "reason", "words"),
    [
        (Choice.FUND, 500_001, "Why", r"£5,000.01 is more than the £5,000.00 requested"),
        (Choice.FUND, 0, "Why", "Give an amount with “fund”"),
        (Choice.RESERVE, 1, "Why", "none with “reserve”"),
        (Choice.DECLINE, 1, "Why", "none with “reserve” or “decline”"),
        (Choice.FUND, -1, "Why", "Give an amount with “fund”"),
        (Choice.FUND, 100, "  ", "Give the reason"),
    ],
)
def test_a_change_that_cannot_be(
    cast: Cast, choice: Choice, pence: int, reason: str, words: str
) -> None:
    bid = cast.sifted(500_000)
    before = dump()
    with pytest.raises(Refused, match=words):
        change(cast, bid, choice, pence, reason)
    assert dump() == before


def test_only_a_sifted_bids_recommendation_changes(cast: Cast) -> None:
    bid = cast.approved(500_000)
    with pytest.raises(Refused, match="only a sifted bid's recommendation changes"):
        change(cast, bid, Choice.RESERVE, 0)


def test_only_an_officer_sifts_and_changes(cast: Cast) -> None:
    people = cast.everybody()
    bid = cast.sifted()
    before = dump()
    for name, person in people.items():
        if name == "officer":
            continue
        with pytest.raises(NotAllowed):
            scoring.sift(round=cast.round, by=person)
        with pytest.raises(NotAllowed):
            scoring.change_recommendation(
                bid=bid, choice=Choice.RESERVE, amount_pence=0, by=person, reason="x"
            )
    assert dump() == before


# A whole round, against the rule read by brute force

ROUND = st.lists(
    st.tuples(
        st.sampled_from(list(Pot)),
        st.sampled_from([300_000, 500_000, 900_000]),
        st.lists(st.tuples(*[st.integers(0, 5)] * 3), min_size=2, max_size=2),
        st.sampled_from([None, 0, 1]),
        st.none() | st.tuples(st.sampled_from([0, 1, 2]), st.integers(0, 5)),
    ),
    min_size=1,
    max_size=5,
)
"""For each bid: its route, the amount, two members' points, who has an interest, and an agreed score."""

WEIGHTS = (50, 30, 20)


@given(bids=ROUND)
@settings(
    max_examples=15,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_rounds_standings_are_those_of_the_rule(cast: Cast, bids: list[tuple]) -> None:  # type: ignore[type-arg]
    cast.everybody()
    with transaction.atomic():
        expected = brute_force(bids, make(cast, bids))
        sift(cast)
        found = [
            (row.bid.reference, row.rank, row.score, *proposed(row.bid))
            for row in standings(cast.round)
        ]
        transaction.set_rollback(True)
    assert found == expected


def make(cast: Cast, bids: list[tuple]) -> list[str]:  # type: ignore[type-arg]
    """The round in the database; the references it gave."""
    members = (cast.panel_member, cast.second_panel_member)
    criteria = [cast.round.criteria.get(code=code) for code in ("pcc-fit", "csp-fit", "need")]
    references = []
    for route, asked, points, conflicted, agreed in bids:
        bid = cast.submitted(asked, route=route)
        references.append(bid.reference)
        bid.gate_checks.create(gate=cast.gate, passed=True, checked_by=cast.officer)
        for number, member in enumerate(members):
            for criterion, given_points in zip(criteria, points[number], strict=True):
                bid.scores.create(member=member, criterion=criterion, points=given_points)
        if conflicted is not None:
            bid.interests.create(member=members[conflicted], words="A trustee")
        if agreed:
            which, value = agreed
            bid.agreed_scores.create(criterion=criteria[which], points=value, reason="Agreed")
    return references


def brute_force(bids: list[tuple], references: list[str]) -> list[tuple]:  # type: ignore[type-arg]
    """The design's rule, read slowly: each bid is held against each other one."""
    read = []
    for (route, asked, points, conflicted, agreed), reference in zip(bids, references, strict=True):
        counted = [row for number, row in enumerate(points) if number != conflicted]
        means = [Fraction(sum(column), len(column)) for column in zip(*counted, strict=True)]
        if agreed:
            means[agreed[0]] = Fraction(agreed[1])
        score = Fraction(sum(w * m for w, m in zip(WEIGHTS, means, strict=True)), 5)
        read.append((route, score, means[0], means[1], asked, reference))
    found = []
    for route, pot in ((Pot.MAIN, 2_000_000), (Pot.TACTICAL, 1_000_000)):
        here = [bid for bid in read if bid[0] == route]
        place = {
            bid[5]: 1 + sum(better(other, bid) for other in here if other is not bid)
            for bid in here
        }
        left = pot
        for bid in sorted(here, key=lambda bid: place[bid[5]]):
            choice, pence = "decline", 0
            if bid[1] >= 55:
                choice, pence = ("fund", bid[4]) if bid[4] <= left else ("reserve", 0)
            left -= pence
            found.append((bid[5], place[bid[5]], bid[1], choice, pence))
    return found


def better(one: tuple, other: tuple) -> bool:  # type: ignore[type-arg]
    """Whether one bid stands before another."""
    for number in (1, 2, 3):
        if one[number] != other[number]:
            return bool(one[number] > other[number])
    return bool(one[4:] < other[4:])


def test_a_tactical_bid_needs_its_own_quorum(cast: Cast) -> None:
    cast.round.quorum, cast.round.tactical_quorum = 2, 1
    tactical, main = cast.scored(route=Pot.TACTICAL), cast.scored()
    assert list(scoring.lacking(cast.round, [tactical, main])) == [main.reference]
    assert "pcc-fit (1 of 2 scores)" in scoring.lacking(cast.round, [main])[main.reference]
