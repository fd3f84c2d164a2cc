"""What a later version says that the one before did not: a pure function of the two."""

from copy import deepcopy
from typing import Any

import pytest

from reports.submission.changes import Change, Kind, changes, in_short
from tests.bench_submission import made


@pytest.fixture
def before() -> dict[str, Any]:
    return made(3)


@pytest.fixture
def after(before: dict[str, Any]) -> dict[str, Any]:
    return deepcopy(before)


Contents = dict[str, Any]


def test_the_same_content_has_no_changes(before: Contents, after: Contents) -> None:
    assert changes(before, after) == []
    assert in_short([]) == ""


def test_a_bid_that_is_new(before: Contents, after: Contents) -> None:
    (new,) = made(4)["proposals"][3:]
    after["proposals"].append(new)
    (found,) = changes(before, after)
    assert found == Change(
        Kind.ADDED, new["Project"], "B00004", after="reserve, £5,000.04 requested"
    )
    assert in_short([found]) == "1 bid added"


@pytest.mark.parametrize(
    ("key", "row", "words"),
    [
        ("withdrawn", {"Reference": "B00001", "Organisation": "O"}, "Withdrawn after the sift."),
        (
            "failed",
            {"Reference": "B00001", "Organisation": "O", "Project": "P", "Reason": "No accounts"},
            "No accounts.",
        ),
        ("", {}, "Not among the sifted bids any more."),
    ],
)
def test_a_bid_that_is_gone_says_why(
    before: Contents, after: Contents, key: str, row: Any, words: str
) -> None:
    after["proposals"].pop(0)
    if key:
        after[key].append(row)
    (found,) = changes(before, after)
    assert (found.kind, found.reference) == (Kind.GONE, "B00001")
    assert found.words == f"{words} It was: fund, £5,000.01 of £5,000.01."
    assert in_short([found]) == "1 bid gone"


@pytest.mark.parametrize(
    ("column", "value", "then", "now"),
    [
        ("Requested", 600_000, "£5,000.01", "£6,000.00"),
        ("Recommended", 400_000, "£5,000.01", "£4,000.00"),
        ("Score", "77.00", "99.99", "77.00"),
        ("Outcomes", "", "1 people are safer", ""),
        ("Project", "Another", "A project for safer streets, number 1", "Another"),
        ("PCC priorities", "PCC2", "PCC1, PCC2", "PCC2"),
        ("End date", "2020-02-29", "31 March 2020", "29 February 2020"),
        ("Start date", None, "29 April 2019", ""),
    ],
)
def test_a_column_that_changed_is_told_with_both(
    before: Contents, after: Contents, column: str, value: Any, then: str, now: str
) -> None:
    after["proposals"][0][column] = value
    (found,) = changes(before, after)
    assert (found.column, found.after) == (column, now)
    assert found.before.startswith(then)
    assert found.words.startswith(f"{column}: {now or 'nothing'}.")


def test_a_bid_put_on_reserve_changes_its_recommendation_and_its_amount(
    before: Contents, after: Contents
) -> None:
    after["proposals"][0]["Recommended"] = 0
    found = changes(before, after)
    assert [(one.column, one.before, one.after) for one in found] == [
        ("Recommendation", "fund", "reserve"),
        ("Recommended", "£5,000.01", ""),
    ]
    assert in_short(found) == "1 bid changed"


def test_a_bid_that_moves_to_not_proposed_is_changed_and_not_gone(
    before: Contents, after: Contents
) -> None:
    row = after["proposals"].pop(1)
    kept = ("Rank", "Reference", "Organisation", "Project", "PCC priorities")
    more = ("Partnership priorities", "Score", "Requested")
    after["not_proposed"].append({key: row[key] for key in (*kept, *more)} | {"Reason": "Too low"})
    found = changes(before, after)
    assert {one.kind for one in found} == {Kind.CHANGED}
    assert ("Recommendation", "reserve", "decline") in [
        (one.column, one.before, one.after) for one in found
    ]


def test_ranks_and_running_totals_follow_and_are_not_told(
    before: Contents, after: Contents
) -> None:
    after["proposals"][0] |= {"Rank": 9, "Running total": 1}
    assert changes(before, after) == []


def test_the_rounds_own_facts_are_told(before: Contents, after: Contents) -> None:
    after["allocation_pence"] -= 100
    after["threshold"] = "60.00"
    after["priorities"][0]["title"] = "Put victims before all else"
    after["priorities"].append({"owner": "pcc", "code": "PCC9", "title": "New", "lead": ""})
    found = changes(before, after)
    assert [(one.about, one.kind) for one in found] == [
        ("The round", Kind.CHANGED),
        ("The pot", Kind.CHANGED),
        ("Priority PCC1", Kind.CHANGED),
        ("Priority PCC9", Kind.ADDED),
    ]
    assert in_short(found) == "the round's own facts"
    assert [one.about for one in changes(after, before) if one.kind == Kind.GONE] == [
        "Priority PCC9"
    ]


def test_a_bid_that_failed_a_gate_since_is_told(before: Contents, after: Contents) -> None:
    after["failed"].append(
        {"Reference": "B00009", "Organisation": "O", "Project": "P", "Reason": "No accounts"}
    )
    (found,) = changes(before, after)
    assert (found.title, found.words) == ("B00009 P", "Failed a gate.")
