"""The submission: what stands in it, when a version is frozen, and that looking freezes nothing."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from awards.actions import decline, reopen
from awards.answers import NOT_PROPOSED, OUR_COLUMNS, PCC_COLUMNS, PROPOSALS
from awards.models import Submission
from base.errors import NotAllowed, Refused
from bids.actions import withdraw
from bids.models import Bid
from reports.submission.sending import draft, preview, send
from rounds.models import Pot
from scoring.actions import sift
from tests.cast import DECIDED, SIFTED, Cast, again, at

SENT = at("2019-03-28 12:00")
SHEETS = ["Summary", "Proposals", "Not proposed", "Priorities", "Tactical pot", "Notes"]


def rows(content: bytes, sheet: str) -> list[dict[str, Any]]:
    """A sheet's rows by column, without the totals row."""
    lines = list(openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True))
    found = [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]
    return [row for row in found if row.get("Reference")]


def summary(content: bytes) -> dict[Any, Any]:
    """What the sheet Summary says, by label."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Summary"]
    return {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}


@pytest.fixture
def three(cast: Cast) -> list[Bid]:
    """One bid to fund, one on reserve and one below the threshold, all sifted."""
    bids = [cast.scored(1_500_000, points=5), cast.scored(600_000), cast.scored(100_000, points=1)]
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    return [again(bid) for bid in bids]


def sent(cast: Cast, moment: datetime = SENT) -> Submission:
    return send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=moment)


def test_it_has_exactly_its_six_sheets_and_columns(cast: Cast, three: list[Bid]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(bytes(sent(cast).file)))
    assert book.sheetnames == SHEETS
    assert [cell.value for cell in book[PROPOSALS][1]] == [
        "Rank",
        "Reference",
        "Organisation",
        "Project",
        "PCC priorities",
        "Partnership priorities",
        "Score",
        "Requested",
        "Recommended",
        "Running total",
        "Start date",
        "End date",
        "Outcomes",
        "PCC decision",
        "PCC amount",
        "PCC comment",
    ]


def test_proposals_hold_what_is_to_fund_and_on_reserve_in_rank_order(
    cast: Cast, three: list[Bid]
) -> None:
    found = rows(bytes(sent(cast).file), PROPOSALS)
    assert [
        (row["Rank"], row["Reference"], row["Score"], row["Requested"], row["Recommended"])
        for row in found
    ] == [
        (1, three[0].reference, 100, 15000, 15000),
        (2, three[1].reference, 80, 6000, 0),
    ]
    assert [row["Running total"] for row in found] == [15000, 15000]
    assert found[0]["Start date"] == datetime(2019, 4, 29)  # noqa: DTZ001
    assert all(row[column] is None for row in found for column in PCC_COLUMNS)


def test_what_is_below_the_threshold_is_not_proposed_with_its_reason(
    cast: Cast, three: list[Bid]
) -> None:
    (row,) = rows(bytes(sent(cast).file), NOT_PROPOSED)
    assert row["Reference"] == three[2].reference
    assert row["Reason"] == "Scored below the round's threshold of 55.00."


def test_a_bid_that_failed_a_gate_is_only_on_the_notes(cast: Cast, three: list[Bid]) -> None:
    failed = cast.submitted()
    cast.failed_gate(failed)
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    book = openpyxl.load_workbook(io.BytesIO(bytes(sent(cast).file)))
    places = {
        sheet.title
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if failed.reference in str(cell)
    }
    assert places == {"Notes"}


def test_only_the_three_columns_of_the_pcc_are_open_and_they_have_a_drop_down(
    cast: Cast, three: list[Bid]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(bytes(sent(cast).file)))
    for title in (PROPOSALS, NOT_PROPOSED):
        sheet = book[title]
        last = len(OUR_COLUMNS[title])
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not sheet.protection.autoFilter
        assert not sheet.protection.formatColumns
        for row in sheet.iter_rows(min_row=2, max_row=sheet.max_row - 1):
            assert all(cell.protection.locked for cell in row[:last])
            assert not any(cell.protection.locked for cell in row[last:])
        lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
        assert [rule.formula1 for rule in lists] == ['"approve,decline,query"']


def test_formulas_stand_only_in_the_totals_row(cast: Cast, three: list[Bid]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(bytes(sent(cast).file)))
    formulas = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert formulas == {
        ("Proposals", "H4"): "=SUM(H2:H3)",
        ("Proposals", "I4"): "=SUM(I2:I3)",
        ("Not proposed", "H3"): "=SUM(H2:H2)",
    }


@pytest.mark.parametrize("start", ["=1+1", "+44 20", "-5", "@SUM(A1)", "\t=1"])
def test_a_text_that_begins_like_a_formula_stays_a_text(cast: Cast, start: str) -> None:
    bid = cast.sifted()
    Bid.objects.filter(pk=bid.pk).update(outcomes=start, project=start)
    book = openpyxl.load_workbook(io.BytesIO(bytes(sent(cast).file)))
    row = next(book[PROPOSALS].iter_rows(min_row=2))
    for cell in (row[3], row[12]):
        assert (cell.value, cell.data_type) == (start, "s")


def test_asked_again_it_is_the_same_file_byte_for_byte(cast: Cast, three: list[Bid]) -> None:
    first = sent(cast)
    assert sent(cast, at("2019-04-30")) == first
    assert bytes(sent(cast).file) == bytes(first.file)
    assert Submission.objects.count() == 1


def test_decisions_alone_make_no_new_version(cast: Cast, three: list[Bid]) -> None:
    first = sent(cast)
    cast.approve(three[0])
    assert sent(cast, DECIDED) == first
    for bid in three[1:]:
        decline(bid=bid, by=cast.decision_maker, reason="No", at=DECIDED)
    assert sent(cast, DECIDED) == first


def test_what_is_proposed_anew_makes_the_next_version(cast: Cast, three: list[Bid]) -> None:
    first = sent(cast)
    cast.sifted(200_000)
    second = sent(cast, DECIDED)
    assert (first.version, second.version) == (1, 2)
    assert len(second.content["proposals"]) == 3
    assert summary(bytes(second.file))["Version"] == 2


def test_a_withdrawn_bid_leaves_the_next_version_for_its_notes(
    cast: Cast, three: list[Bid]
) -> None:
    sent(cast)
    withdraw(bid=three[0], by=cast.applicant, reason="No staff", at=SENT)
    second = sent(cast, DECIDED)
    assert [row["Reference"] for row in second.content["proposals"]] == [three[1].reference]
    assert second.content["proposals"][0]["Rank"] == 2
    assert second.content["withdrawn"][0]["Reference"] == three[0].reference


def test_a_difference_after_the_last_decision_makes_no_version(
    cast: Cast, three: list[Bid]
) -> None:
    first = sent(cast)
    withdraw(bid=three[0], by=cast.applicant, reason="No staff", at=SENT)
    for bid in three[1:]:
        decline(bid=bid, by=cast.decision_maker, reason="No", at=DECIDED)
    assert sent(cast, DECIDED) == first


def test_version_and_checksum_are_cells_of_the_summary(cast: Cast, three: list[Bid]) -> None:
    version = sent(cast)
    said = summary(bytes(version.file))
    assert (said["Round"], said["Route"]) == (cast.round.code, "main")
    assert (said["Version"], said["Checksum"]) == (1, version.checksum)


def test_a_draft_and_a_look_freeze_nothing(cast: Cast, three: list[Bid]) -> None:
    assert summary(draft(cast.round, Pot.MAIN))["Version"] == "DRAFT"
    name, content = preview(cast.round, Pot.MAIN)
    assert name == f"pcc-submission-{cast.round.code}-main-DRAFT.xlsx"
    assert summary(content)["Version"] == "DRAFT"
    assert not Submission.objects.exists()
    version = sent(cast)
    assert preview(cast.round, Pot.MAIN)[1] == bytes(version.file)


def test_nothing_is_sent_of_a_route_that_never_had_a_sifted_bid(
    cast: Cast, three: list[Bid], tmp_path: Path
) -> None:
    path = tmp_path / "tactical.xlsx"
    with pytest.raises(CommandError, match=r"No tactical bid of .* has been sifted yet"):
        call_command("pcc_submission", cast.round.code, "--route=tactical", "-o", str(path))
    assert not path.exists()


def test_a_route_whose_only_bid_was_reopened_still_has_its_last_version(cast: Cast) -> None:
    bid = cast.sifted()
    with pytest.raises(Refused, match="reason"):
        reopen(bid=bid, by=cast.officer, reason=" ", at=SENT)
    first = sent(cast)
    assert sent(cast, DECIDED) == first


def test_a_submission_is_sent_by_an_officer(cast: Cast, three: list[Bid]) -> None:
    with pytest.raises(NotAllowed, match="may not send the submission"):
        send(round=cast.round, route=Pot.MAIN, by=cast.decision_maker)
    assert not Submission.objects.exists()


def test_a_file_that_cannot_be_written_freezes_nothing(
    cast: Cast, three: list[Bid], tmp_path: Path
) -> None:
    path = tmp_path / "no such folder" / "out.xlsx"
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("pcc_submission", cast.round.code, "-o", str(path))
    assert not Submission.objects.exists()
