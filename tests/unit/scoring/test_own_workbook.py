"""A panel member's own workbook: what is in it, and what it brings in when it comes back."""

import io
from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import load_workbook

from base.errors import Faulty
from bids.actions import withdraw
from bids.models import Bid
from people.models import User
from reports.panel.workbook import render
from rounds.models import Pot
from scoring.models import (
    Assignment,
    Discussion,
    EarlierAgreedScore,
    GateCheck,
    Interest,
    Score,
    ScoreDraft,
)
from scoring.workbook import BroughtIn, import_scores
from tests.cast import SIFTED, SUBMITTED, Cast
from tests.dump import dump
from tests.workbooks import scores_workbook, workbook

Points = Mapping[tuple[str, str], Any]
"""What is typed, by reference and criterion."""
CRITERIA = ("pcc-fit", "csp-fit", "need")


def all_of(bid: Bid, points: int = 4) -> Points:
    return {(bid.reference, code): points for code in CRITERIA}


def filled_in(
    cast: Cast,
    bids: list[Bid],
    points: Points,
    *,
    member: User | None = None,
    interests: list[tuple[str, str, str]] | None = None,
    change: Any = None,
) -> bytes:
    """The member's workbook as it comes back."""
    book = load_workbook(io.BytesIO(render(cast.round, member or cast.panel_member, bids)))
    sheet = book["Scores"]
    for row in sheet.iter_rows(min_row=2):
        typed = points.get((str(row[0].value), str(row[2].value)))
        if typed is not None:
            row[3].value, row[4].value = typed, "Seen"
    for number, cells in enumerate(interests or [], 2):
        for place, value in enumerate(cells, 1):
            book["Interests"].cell(number, place).value = value
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring_in(cast: Cast, content: bytes) -> BroughtIn:
    return import_scores(
        round=cast.round, name="scores.xlsx", content=content, by=cast.officer, at=SIFTED
    )


def faults(cast: Cast, content: bytes) -> list[str]:
    """Every fault of a file; and nothing is changed."""
    before = dump()
    with pytest.raises(Faulty) as faulty:
        bring_in(cast, content)
    assert dump() == before
    return [str(fault) for fault in faulty.value.faults]


# What is in it


def test_it_has_a_row_for_each_bid_and_criterion_to_fill_in(cast: Cast) -> None:
    bids = [cast.submitted(), cast.submitted()]
    book = load_workbook(io.BytesIO(render(cast.round, cast.panel_member, bids)))
    assert book.sheetnames == ["How to score", "Scores", "Interests"]
    rows = list(book["Scores"].iter_rows(min_row=2, values_only=True))
    assert rows == [
        (bid.reference, "panel@csp.example", code, None, None) for bid in bids for code in CRITERIA
    ]
    sheet = book["Scores"]
    assert (sheet.freeze_panes, sheet.protection.sheet) == ("A2", True)
    assert [cell.protection.locked for cell in sheet[2]] == [True, True, True, False, False]
    assert sheet["E2"].alignment.wrap_text
    for rule in sheet.data_validations.dataValidation:
        assert (rule.type, rule.formula1, rule.formula2) == ("whole", "0", "5")
    assert sum(len(list(rule.cells.ranges)) for rule in sheet.data_validations.dataValidation) == 6


def test_its_guide_names_the_projects_and_the_criteria(cast: Cast) -> None:
    bid = cast.submitted()
    criterion = cast.round.criteria.get(code="need")
    criterion.guidance = "Look for figures."
    criterion.descriptors = [f"Step {points}" for points in range(6)]
    criterion.save()
    words = guide(render(cast.round, cast.panel_member, [bid]))
    for said in ("Night café", "Youth Works", "Evidence of need", "Look for figures.", "Step 5"):
        assert said in words


def test_a_blind_guide_names_no_organisation(cast: Cast) -> None:
    bid = cast.submitted()
    assert "Youth Works" not in guide(render(cast.round, cast.panel_member, [bid], hidden={bid.pk}))


def test_a_project_that_begins_like_a_formula_stays_a_text(cast: Cast) -> None:
    bid = cast.submitted()
    bid.project = "=HYPERLINK(1)"
    book = load_workbook(io.BytesIO(render(cast.round, cast.panel_member, [bid])))
    kinds = {c.data_type for row in book["How to score"].iter_rows() for c in row if c.value}
    assert kinds == {"s"}


def test_what_was_sent_already_is_left_out(cast: Cast) -> None:
    bid = cast.submitted()
    bring_in(cast, scores_workbook([(bid.reference, "panel@csp.example", "need", 3)]))
    book = load_workbook(io.BytesIO(render(cast.round, cast.panel_member, [bid])))
    codes = [row[2] for row in book["Scores"].iter_rows(min_row=2, values_only=True)]
    assert codes == ["pcc-fit", "csp-fit"]


def guide(content: bytes) -> str:
    rows = load_workbook(io.BytesIO(content))["How to score"].iter_rows(values_only=True)
    return "\n".join(str(value) for row in rows for value in row if value)


# What it brings in


def test_it_comes_in_as_it_is_and_twice_changes_nothing(cast: Cast) -> None:
    bid = cast.submitted()
    content = filled_in(cast, [bid], all_of(bid))
    assert bring_in(cast, content)["Scores"] == 3
    given = Score.objects.get(criterion__code="need")
    assert (given.points, given.comment, given.from_workbook) == (4, "Seen", True)
    before = dump()
    again = bring_in(cast, content)
    assert (dump(), +again, again.remarks) == (before, {}, [])


def test_a_bid_left_blank_is_not_scored_yet(cast: Cast) -> None:
    scored, blank = cast.submitted(), cast.submitted()
    new = bring_in(cast, filled_in(cast, [scored, blank], all_of(scored)))
    assert new["Scores"] == 3
    assert new.remarks == [f"Not scored yet: {blank.reference}."]


def test_a_bid_scored_in_part_is_a_fault_that_names_the_criteria(cast: Cast) -> None:
    bid = cast.submitted()
    said = faults(cast, filled_in(cast, [bid], {(bid.reference, "csp-fit"): 3}))
    assert said == [
        f"Scores, row 3, Score: {bid.reference} is scored in part: pcc-fit, need is missing. "
        "Expected: a score for every criterion, or none."
    ]


def test_a_comment_without_a_score_is_a_fault(cast: Cast) -> None:
    bid = cast.submitted()

    def comment(book: Any) -> None:
        book["Scores"]["E2"].value = "I wonder"

    said = faults(cast, filled_in(cast, [bid], {}, change=comment))
    assert "Scores, row 2, Score: this is blank. Expected: a whole number from 0 to 5." in said


@pytest.mark.parametrize("typed", [6, -1, 2.5, "four"])
def test_a_score_off_the_scale_is_one_fault(cast: Cast, typed: Any) -> None:
    bid = cast.submitted()
    points = {**all_of(bid), (bid.reference, "need"): typed}
    said = faults(cast, filled_in(cast, [bid], points))
    assert [line.startswith("Scores, row 4, Score") for line in said] == [True]


def test_a_blank_score_without_the_guide_is_a_fault_as_before(cast: Cast) -> None:
    bid = cast.submitted()
    said = faults(cast, scores_workbook([(bid.reference, "panel@csp.example", "need", None)]))
    assert said == ["Scores, row 2, Score: this is blank. Expected: a whole number from 0 to 5."]


def test_what_was_noted_on_the_page_goes_and_is_said(cast: Cast) -> None:
    bid, other = cast.submitted(), cast.submitted()
    for one in (bid, other):
        ScoreDraft.objects.create(bid=one, member=cast.panel_member, answers={})
    ScoreDraft.objects.create(bid=bid, member=cast.second_panel_member, answers={})
    new = bring_in(cast, filled_in(cast, [bid, other], all_of(bid)))
    left = ScoreDraft.objects.values_list("bid", "member__email")
    assert set(left) == {(other.pk, "panel@csp.example"), (bid.pk, "panel2@csp.example")}
    assert any(
        line.startswith(f"Piers had noted something on the page of {bid}") for line in new.remarks
    )


def test_an_interest_in_it_counts_and_its_bid_is_not_awaited(cast: Cast) -> None:
    bid = cast.submitted()
    row = (bid.reference, "panel@csp.example", "A trustee")
    new = bring_in(cast, filled_in(cast, [bid], {}, interests=[row]))
    assert (Interest.objects.get().words, new.remarks) == ("A trustee", [])


def test_it_passes_no_gate(cast: Cast) -> None:
    bid = cast.submitted()
    bring_in(cast, filled_in(cast, [bid], all_of(bid)))
    assert not GateCheck.objects.exists()


def test_rows_of_somebody_else_are_refused(cast: Cast) -> None:
    bid = cast.submitted()

    def forge(book: Any) -> None:
        for row in book["Scores"].iter_rows(min_row=2):
            row[1].value = "panel2@csp.example"

    said = faults(cast, filled_in(cast, [bid], all_of(bid), change=forge))
    assert len(said) == 3
    assert "this is the workbook of panel@csp.example, and the row is of panel2@" in said[0]


@pytest.mark.parametrize("sheet", ["Agreed", "Gates", "Notes"])
def test_another_sheet_is_refused(cast: Cast, sheet: str) -> None:
    bid = cast.submitted()

    def add(book: Any) -> None:
        book.create_sheet(sheet).append(["Reference"])

    assert sheet in faults(cast, filled_in(cast, [bid], all_of(bid), change=add))[0]


def test_a_guide_that_does_not_say_whose_it_is(cast: Cast) -> None:
    bid = cast.submitted()
    rows = [(bid.reference, "panel@csp.example", code, 4, "") for code in CRITERIA]
    content = workbook(
        {
            "How to score": (["Hello"], []),
            "Scores": (["Reference", "Panel member", "Criterion", "Score", "Comment"], rows),
            "Interests": (["Reference", "Panel member", "Interest"], []),
        }
    )
    assert "it does not say whose workbook this is" in faults(cast, content)[0]


# Who may send what


def test_a_member_of_the_other_route_is_refused(cast: Cast) -> None:
    bid = cast.submitted()
    cast.round.people.filter(user=cast.panel_member).update(route=Pot.TACTICAL)
    said = faults(cast, filled_in(cast, [bid], all_of(bid)))
    assert "panel@csp.example is not on the panel of the main route" in said[0]


def test_a_bid_given_to_others_is_refused(cast: Cast) -> None:
    bid = cast.submitted()
    Assignment.objects.create(bid=bid, member=cast.second_panel_member, by=cast.officer)
    said = faults(cast, filled_in(cast, [bid], all_of(bid)))
    assert "was given to other members of the panel to score" in said[0]


def test_a_removed_member_is_refused(cast: Cast) -> None:
    bid = cast.submitted()
    content = filled_in(cast, [bid], all_of(bid))
    cast.panel_member.memberships.all().delete()
    assert "panel@csp.example is no longer on the panel" in faults(cast, content)[0]


def test_a_declared_interest_is_refused(cast: Cast) -> None:
    bid = cast.submitted()
    cast.round.declarations.create(
        member=cast.panel_member,
        organisation=bid.organisation,
        has_interest=True,
        by=cast.panel_member,
    )
    said = faults(cast, filled_in(cast, [bid], all_of(bid)))
    assert "panel@csp.example has an interest in" in said[0]


def test_after_the_reveal_only_who_was_asked_late_sends(cast: Cast) -> None:
    bid = cast.submitted()
    Discussion.objects.create(bid=bid, revealed_by=cast.officer)
    content = filled_in(cast, [bid], all_of(bid))
    assert f"the scores of {bid.reference} were revealed" in faults(cast, content)[0]
    Assignment.objects.create(
        bid=bid, member=cast.panel_member, by=cast.officer, late=True, reason="Too few"
    )
    assert bring_in(cast, content)["Scores"] == 3


def test_a_bid_withdrawn_meanwhile_is_refused_by_name(cast: Cast) -> None:
    bid = cast.submitted()
    content = filled_in(cast, [bid], all_of(bid))
    withdraw(bid=bid, by=cast.applicant, reason="No staff.", at=SUBMITTED)
    assert f"{bid.reference} is withdrawn" in faults(cast, content)[0]


def test_an_agreed_score_that_changes_keeps_the_one_before(cast: Cast) -> None:
    bid = cast.submitted()
    rows = [(bid.reference, "panel@csp.example", code, 4) for code in CRITERIA]
    for points, reason in ((3, "At first"), (5, "Heard more")):
        agreed = [(bid.reference, "need", points, reason)]
        bring_in(cast, scores_workbook(rows, agreed=agreed))
    kept = EarlierAgreedScore.objects.get()
    assert (kept.points, str(kept.note), kept.changed_by) == (3, "At first", cast.officer)
    assert bid.agreed_scores.get().agreed_by == cast.officer
