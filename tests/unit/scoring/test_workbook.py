"""The scores workbook: what it brings in, and what it is refused for."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from base.errors import NotAllowed, Refused
from bids.actions import withdraw
from bids.models import Bid
from people.models import User
from scoring.interests import lift
from scoring.models import (
    AgreedScore,
    Declaration,
    Discussion,
    GateCheck,
    Interest,
    Score,
)
from scoring.workbook import import_scores
from tests.cast import CRITERIA, SIFTED, SUBMITTED, Cast, again, cast_of
from tests.dump import dump
from tests.round_files import round_text
from tests.workbooks import edited, scores_workbook, workbook

REF = "CSP19-001"
PANEL = "panel@csp.example"
SECOND = "panel2@csp.example"
OFFICER = "officer@csp.example"
FULL = [(REF, PANEL, criterion, 4, "Good") for criterion in CRITERIA]


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """A submitted bid that nobody has scored."""
    return cast.submitted()


def bring_in(cast: Cast, content: bytes, **changes: Any) -> Counter[str]:
    given: dict[str, Any] = {"round": cast.round, "by": cast.officer, "at": SIFTED}
    return import_scores(name="scores.xlsx", content=content, **(given | changes))


def refusal(cast: Cast, content: bytes, **changes: Any) -> str:
    """What the import says no with; and nothing is changed."""
    before = dump()
    with pytest.raises(Refused) as refused:
        bring_in(cast, content, **changes)
    assert dump() == before
    return str(refused.value)


def score(
    points: Any = 4, *, reference: str = REF, member: str = PANEL, criterion: str = "need"
) -> Sequence[Any]:
    """A row of the sheet Scores."""
    return (reference, member, criterion, points)


# What it does


def test_scores_come_in_with_their_comments(cast: Cast, bid: Bid) -> None:
    assert bring_in(cast, scores_workbook(FULL))["Scores"] == 3
    given = Score.objects.get(criterion__code="need")
    assert (given.points, given.comment, given.member) == (4, "Good", cast.panel_member)
    assert given.at == SIFTED


def test_the_same_file_again_changes_nothing(cast: Cast, bid: Bid) -> None:
    content = scores_workbook(
        FULL,
        interests=[(REF, SECOND, "Is a trustee")],
        agreed=[(REF, "need", 5, "Heard more")],
        gates=[(REF, "revenue", "yes", OFFICER, "Read the budget")],
    )
    assert bring_in(cast, content) == {"Scores": 3, "Interests": 1, "Agreed": 1, "Gates": 1}
    before = dump()
    assert not +bring_in(cast, content)
    cast.sift(bid)
    sifted = dump()
    assert not +bring_in(cast, content)
    assert (dump(), before != sifted) == (sifted, True)


@pytest.mark.parametrize("value", [0, 5, 3.0])
def test_the_ends_of_the_scale(cast: Cast, bid: Bid, value: Any) -> None:
    bring_in(cast, scores_workbook([score(value)]))
    assert Score.objects.get().points == value


def test_a_member_and_a_criterion_in_any_case_that_people_type(cast: Cast, bid: Bid) -> None:
    bring_in(cast, scores_workbook([score(reference=" csp19-001", member="PANEL@csp.example ")]))
    assert Score.objects.get().member == cast.panel_member


def test_the_latest_agreed_score_stands_until_the_sift(cast: Cast, bid: Bid) -> None:
    for points in (5, 2):
        bring_in(cast, scores_workbook(FULL, agreed=[(REF, "need", points, "Heard more")]))
    assert AgreedScore.objects.get().points == 2


# Gates


def test_a_gate_not_listed_is_passed_by_who_runs_the_import_and_history_says_so(
    cast: Cast, bid: Bid
) -> None:
    bring_in(cast, scores_workbook(FULL))
    check = GateCheck.objects.get()
    assert (check.passed, check.checked_by, check.assumed_from) == (
        True,
        cast.officer,
        "scores.xlsx",
    )
    assert cast.sift(bid).history.latest("pk").reason == (
        "Gate revenue was not listed in scores.xlsx: passed by officer@csp.example, "
        "who ran the import."
    )


def test_a_gate_that_is_listed_leaves_no_such_words(cast: Cast, bid: Bid) -> None:
    bring_in(cast, scores_workbook(FULL, gates=[(REF, "revenue", "Yes", OFFICER)]))
    assert cast.sift(bid).history.latest("pk").reason == ""


def test_a_failed_gate_rejects_the_bid_at_the_sift(cast: Cast, bid: Bid) -> None:
    failed = (REF, "revenue", "no", OFFICER, "It buys cameras.")
    bring_in(cast, scores_workbook([], gates=[failed]))
    rejected = cast.sift(bid)
    assert rejected.state == "declined"
    assert "It buys cameras." in rejected.history.latest("pk").reason


# Who scores what


def test_by_somebody_with_an_interest_in_the_same_file(cast: Cast, bid: Bid) -> None:
    words = refusal(cast, scores_workbook([score()], interests=[(REF, PANEL, "Is a trustee")]))
    assert (
        "Scores, row 2, Panel member: panel@csp.example has an interest in CSP19-001 and does not "
        "score it." in words
    )


def test_by_somebody_with_an_interest_that_is_already_here(cast: Cast, bid: Bid) -> None:
    bring_in(cast, scores_workbook([], interests=[(REF, PANEL, "Is a trustee")]))
    assert "has an interest in CSP19-001" in refusal(cast, scores_workbook([score()]))
    bring_in(cast, scores_workbook([score(member=SECOND)]))
    assert Score.objects.get().member == cast.second_panel_member


def test_a_score_stands_as_the_members_declaration_of_no_interest(cast: Cast, bid: Bid) -> None:
    bring_in(cast, scores_workbook(FULL))
    row = Declaration.objects.get()
    assert (row.member, row.by, row.has_interest) == (cast.panel_member, cast.panel_member, False)
    assert (row.organisation, row.at, row.note) == (bid.organisation, SIFTED, None)
    assert list(Bid.objects.visible_to(cast.panel_member)) == [bid]


def test_an_interest_is_declared_of_who_bids_and_so_of_their_other_bids(
    cast: Cast, bid: Bid
) -> None:
    other = cast.submitted()
    bring_in(cast, scores_workbook([], interests=[(REF, PANEL, "Is a trustee")]))
    row = Declaration.objects.get()
    assert row.note
    assert (row.has_interest, row.by, row.note.text) == (True, cast.panel_member, "Is a trustee")
    assert {found.bid for found in Interest.objects.all()} == {bid, other}
    words = refusal(cast, scores_workbook([score(reference=other.reference)]))
    assert "panel@csp.example has an interest in CSP19-002 and does not score it" in words


def test_an_interest_that_was_declared_on_the_page_refuses_a_score(cast: Cast, bid: Bid) -> None:
    cast.declare(cast.panel_member, interest="Is a trustee")
    Interest.objects.all().delete()
    assert "has an interest in CSP19-001" in refusal(cast, scores_workbook([score()]))


def test_an_interest_that_an_officer_lifted_is_not_brought_back(cast: Cast, bid: Bid) -> None:
    content = scores_workbook([], interests=[(REF, PANEL, "Is a trustee")])
    bring_in(cast, content)
    lift(
        round=cast.round,
        member=cast.panel_member,
        organisation=bid.organisation,
        reason="Left in 2015",
        by=cast.officer,
        at=SIFTED,
    )
    words = refusal(cast, content)
    assert "officer@csp.example recorded on 14 March 2019 that this member has no interest" in words


def test_another_interest_of_the_same_member(cast: Cast, bid: Bid) -> None:
    bring_in(cast, scores_workbook([], interests=[(REF, PANEL, "Is a trustee")]))
    words = refusal(cast, scores_workbook([], interests=[(REF, PANEL, "Is a cousin")]))
    assert (
        "Interests, row 2, Interest: another interest is already recorded for this member and bid. "
        "Expected: Is a trustee." in words
    )


@pytest.mark.parametrize(
    "member", ["officer@csp.example", "decisions@csp.example", "nobody@csp.example"]
)
def test_by_somebody_who_is_not_on_the_panel(cast: Cast, bid: Bid, member: str) -> None:
    words = refusal(
        cast, scores_workbook([score(member=member)], interests=[(REF, member, "Knows them")])
    )
    expected = f"{member} is not on this round's panel. Expected: {PANEL}, {SECOND}."
    assert f"Scores, row 2, Panel member: {expected}" in words
    assert f"Interests, row 2, Panel member: {expected}" in words


def test_a_panel_member_of_another_round_of_the_partnership(cast: Cast, bid: Bid) -> None:
    text = round_text("next-2019-20").replace("panel2@csp.example", "panel3@csp.example")
    cast_of(text)
    words = refusal(cast, scores_workbook([score(member="panel3@csp.example")]))
    assert "panel3@csp.example is not on this round's panel" in words


# What is wrong with a row


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (6, "6 is not from 0 to 5"),
        (-1, "-1 is not from 0 to 5"),
        (3.5, "3.5 is not a whole number"),
        ("4", "“4” is not a number"),
        ("four", "“four” is not a number"),
        (True, "“True” is not a number"),
        ("#DIV/0!", "“#DIV/0!” is not a number"),
        (1e300, "1e+300 is not from 0 to 5"),
        (None, "this is blank"),
    ],
)
def test_a_score_that_is_not_on_the_scale(cast: Cast, bid: Bid, value: Any, wrong: str) -> None:
    words = refusal(
        cast, scores_workbook([score(value)], agreed=[(REF, "need", value, "Heard more")])
    )
    assert f"Scores, row 2, Score: {wrong}. Expected: a whole number from 0 to 5." in words
    assert f"Agreed, row 2, Score: {wrong}. Expected: a whole number from 0 to 5." in words


def test_a_score_that_is_no_number_at_all(cast: Cast, bid: Bid) -> None:
    content = edited(scores_workbook([score(4)]), "xl/worksheets/sheet1.xml", ">4<", ">NaN<")
    assert "Scores, row 2, Score: “NaN” is not a number" in refusal(cast, content)


def test_twice_for_one_criterion(cast: Cast, bid: Bid) -> None:
    words = refusal(cast, scores_workbook([score(4), score(4), score(4, member=PANEL.upper())]))
    assert "Scores, row 3, Criterion: need stands in row 2 too." in words
    assert "Scores, row 4, Criterion: need stands in row 2 too." in words


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        ("Interests", [(REF, SECOND, "Is a trustee"), (REF, SECOND, "Is a cousin")]),
        ("Agreed", [(REF, "need", 5, "Heard more"), (REF, "need", 4, "Heard less")]),
        ("Gates", [(REF, "revenue", "yes", OFFICER), (REF, "revenue", "yes", OFFICER)]),
    ],
)
def test_a_row_that_stands_twice(
    cast: Cast, bid: Bid, sheet: str, rows: list[Sequence[Any]]
) -> None:
    given: dict[str, Any] = {sheet.lower(): rows}
    assert f"{sheet}, row 3, " in refusal(cast, scores_workbook(FULL, **given))


def test_a_changed_score_that_was_sent(cast: Cast, bid: Bid) -> None:
    bring_in(cast, scores_workbook(FULL))
    words = refusal(cast, scores_workbook([*FULL[:2], (*FULL[2][:3], 5, "Good")]))
    assert (
        "Scores, row 4, Score: panel@csp.example already sent another score or comment for need. "
        "Expected: the score as it was sent; a change goes through an agreed score." in words
    )
    assert "already sent another" in refusal(cast, scores_workbook([(*FULL[0][:4], "Bad")]))


def sent_alone(bid: Bid, member: User, points: int = 4) -> None:
    """A panel member's own scores, that no officer brought in."""
    for criterion in bid.round.criteria.all():
        bid.scores.create(member=member, criterion=criterion, points=points, comment="Good")


@pytest.mark.parametrize("points", range(6))
def test_a_workbook_does_not_find_out_what_was_sent_under_seal(
    cast: Cast, bid: Bid, points: int
) -> None:
    sent_alone(bid, cast.panel_member)
    words = refusal(cast, scores_workbook([(*FULL[2][:3], points, "Good")]))
    assert (
        "Scores, row 2, Panel member: panel@csp.example sent scores for CSP19-001, and they are "
        "sealed. Expected: no row for them." in words
    )


def test_what_was_revealed_may_stand_in_a_workbook_again(cast: Cast, bid: Bid) -> None:
    sent_alone(bid, cast.panel_member)
    Discussion.objects.create(bid=bid, revealed_by=cast.officer)
    assert bring_in(cast, scores_workbook(FULL))["Scores"] == 0
    assert "already sent another" in refusal(cast, scores_workbook([(*FULL[0][:4], "Bad")]))


@pytest.mark.parametrize(
    ("sheets", "fault"),
    [
        (
            {"scores": [score(reference="CSP19-009")]},
            "Scores, row 2, Reference: CSP19-009 is not a bid of grant-2019-20. "
            "Expected: CSP19-001.",
        ),
        (
            {"scores": [score(criterion="beauty")]},
            "Scores, row 2, Criterion: beauty is not a criterion of this round. "
            "Expected: pcc-fit, csp-fit, need.",
        ),
        (
            {"agreed": [(REF, "beauty", 4, "Heard more")]},
            "Agreed, row 2, Criterion: beauty is not a criterion of this round.",
        ),
        (
            {"agreed": [(REF, "need", 4, None)]},
            "Agreed, row 2, Reason: this is blank. Expected: why the panel agreed on it.",
        ),
        (
            {"gates": [(REF, "cctv", "yes", OFFICER)]},
            "Gates, row 2, Gate: cctv is not a gate of this round. Expected: revenue.",
        ),
        (
            {"gates": [(REF, "revenue", "yes", PANEL)]},
            "Gates, row 2, Checked by: panel@csp.example is not an officer. "
            "Expected: officer@csp.example.",
        ),
        (
            {"gates": [(REF, "revenue", "no", OFFICER)]},
            "Gates, row 2, Note: a failed gate needs a reason. Expected: a text.",
        ),
        (
            {"gates": [(REF, "revenue", "perhaps", OFFICER)]},
            "Gates, row 2, Passed: “perhaps” is not one of them. Expected: yes or no.",
        ),
        (
            {"interests": [(REF, PANEL, None)]},
            "Interests, row 2, Interest: this is blank. Expected: what the interest is.",
        ),
    ],
)
def test_a_row_with_a_fault(cast: Cast, bid: Bid, sheets: dict[str, Any], fault: str) -> None:
    words = refusal(cast, scores_workbook(**({"scores": []} | sheets)))
    assert words.startswith("scores.xlsx was not read: 1 fault. Nothing was changed.")
    assert f"  {fault}" in words


def test_a_bid_of_another_round(cast: Cast, bid: Bid) -> None:
    other = cast_of(round_text("next-2019-20"))
    assert "CSP19-001 is not a bid of next-2019-20" in refusal(other, scores_workbook([score()]))


def test_a_sheet_that_is_missing_or_unknown(cast: Cast, bid: Bid) -> None:
    words = refusal(cast, workbook({"Marks": (["Reference"], [])}))
    for fault in (
        "Marks: there is no such sheet in this kind of file. "
        "Expected: Scores, Interests, Agreed, Gates.",
        "Scores: this sheet is missing.",
        "Interests: this sheet is missing.",
    ):
        assert fault in words


def test_every_fault_of_every_sheet_at_once(cast: Cast, bid: Bid) -> None:
    content = scores_workbook(
        [score(9), score(4, criterion="beauty"), score(4, member="x"), score(3)],
        interests=[(REF, SECOND, None)],
        agreed=[("CSP19-009", "need", 4, "Heard more")],
        gates=[(REF, "revenue", "no", OFFICER)],
    )
    words = refusal(cast, content).splitlines()
    assert [line.strip().split(":")[0] for line in words[1:]] == [
        "Agreed, row 2, Reference",
        "Gates, row 2, Note",
        "Interests, row 2, Interest",
        "Scores, row 2, Score",
        "Scores, row 3, Criterion",
        "Scores, row 4, Panel member",
        "Scores, row 5, Criterion",
    ]


# What came too late


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("scores", score(4, member=SECOND)),
        ("interests", (REF, SECOND, "Is a trustee")),
        ("agreed", (REF, "need", 5, "Heard more")),
        ("gates", (REF, "revenue", "no", OFFICER, "It buys cameras.")),
    ],
)
def test_nothing_new_for_a_bid_that_is_sifted(cast: Cast, sheet: str, row: Sequence[Any]) -> None:
    cast.sifted()
    given: dict[str, Any] = {"scores": []} | {sheet: [row]}
    assert (
        f"{sheet.title()}, row 2, Reference: CSP19-001 is sifted, so nothing new is taken for it. "
        "Expected: a submitted bid." in refusal(cast, scores_workbook(**given))
    )


def test_nothing_new_for_a_draft_or_a_bid_withdrawn(cast: Cast, bid: Bid) -> None:
    cast.draft()
    assert "is draft, so nothing" in refusal(cast, scores_workbook([score(reference="CSP19-002")]))
    withdraw(bid=again(bid), by=cast.applicant, reason="No staff.", at=SUBMITTED)
    assert "is withdrawn, so nothing" in refusal(cast, scores_workbook([score()]))


# Who may


def test_who_may_is_checked_before_the_file_is_read(cast: Cast, bid: Bid) -> None:
    for name in ("panel", "decision maker", "finance", "auditor", "applicant", "stranger"):
        with pytest.raises(NotAllowed, match="may not bring in the panel's scores"):
            bring_in(cast, b"not even a workbook", by=cast.everybody()[name])
    assert "is not an Excel workbook" in refusal(cast, b"not even a workbook")
    assert not Interest.objects.exists()


# What was agreed, by the rules of the page

AGREED = [(REF, "need", 5, "All agreed.")]


def test_nothing_is_agreed_while_the_scores_are_sealed(cast: Cast, bid: Bid) -> None:
    bid.scores.create(
        member=cast.panel_member, criterion=cast.round.criteria.get(code="need"), points=2
    )
    assert "the scores of CSP19-001 are sealed" in refusal(cast, scores_workbook([], agreed=AGREED))
    Discussion.objects.create(bid=bid, revealed_by=cast.officer)
    bring_in(cast, scores_workbook([], agreed=AGREED))
    assert AgreedScore.objects.get().points == 5


def test_an_officer_with_an_interest_brings_in_nothing_agreed(cast: Cast, bid: Bid) -> None:
    bring_in(cast, scores_workbook(FULL))
    Interest.objects.create(bid=bid, member=cast.officer, words="A trustee")
    assert "another officer brings in" in refusal(cast, scores_workbook([], agreed=AGREED))


def test_who_belongs_to_the_applicant_is_not_scored_for(cast: Cast, bid: Bid) -> None:
    bid.organisation.members.add(cast.panel_member)
    said = refusal(cast, scores_workbook(FULL))
    assert f"{PANEL} belongs to who bids in CSP19-001" in said
