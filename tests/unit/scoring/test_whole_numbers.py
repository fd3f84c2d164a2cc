"""Ranking in whole numbers gives what the definition gives in fractions."""

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.ranking import Candidate, Weighed, rank, score

CRITERIA = [Weighed("a", "pcc", 25), Weighed("b", "partnership", 7), Weighed("c", "general", 3)]
points = st.builds(Fraction, st.integers(0, 35), st.sampled_from([7, 8, 9, 11, 13]))
candidates = st.lists(
    st.builds(
        Candidate,
        reference=st.integers(0, 999).map(lambda n: f"B{n:03d}"),
        requested_pence=st.sampled_from([100, 200]),
        points=st.fixed_dictionaries({one.code: points for one in CRITERIA}),
    ),
    unique_by=lambda one: one.reference,
)


def mean_of_kind(given: Mapping[str, Fraction], kind: str) -> Fraction:
    found = [given[one.code] for one in CRITERIA if one.kind == kind]
    return Fraction(sum(found), len(found))


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(candidates=candidates)
def test_scores_and_places_are_those_of_the_definition(candidates: list[Candidate]) -> None:
    expected = sorted(
        candidates,
        key=lambda one: (
            -score(one.points, CRITERIA),
            -mean_of_kind(one.points, "pcc"),
            -mean_of_kind(one.points, "partnership"),
            one.requested_pence,
            one.reference,
        ),
    )
    found = rank(candidates, CRITERIA)
    assert [one.candidate for one in found] == expected
    assert [one.score for one in found] == [score(one.points, CRITERIA) for one in expected]
    assert [one.rank for one in found] == list(range(1, len(found) + 1))
