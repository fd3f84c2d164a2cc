"""The freedom of information extract: what it tells, and what it does not."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from awards.actions import approve, decline
from bids.models import Bid, ExtraAnswer
from reports.foi.rows import NOT_YET
from reports.foi.sheets import workbook
from reports.open_data.naming import A_PERSON
from tests.cast import DECIDED, Cast, again


def read(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet, by the titles of their columns."""
    book = load_workbook(io.BytesIO(content))
    found: dict[str, list[dict[str, Any]]] = {}
    for sheet in book.worksheets:
        head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        whole = [row for row in rows if any(value is not None for value in row)]
        found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in whole]
    return found


def test_a_decided_bid_stands_with_its_answers_scores_and_reasons(cast: Cast) -> None:
    bid = cast.sifted()
    approve(
        bid=bid, amount_pence=400_000, by=cast.decision_maker, at=DECIDED, reason="It is needed."
    )
    found = read(workbook(cast.round))
    [row] = found["Bids"]
    assert row["Reference"] == bid.reference
    assert row["Need"] == "Nowhere to go."
    assert row["Budget"] == "staffing: A worker, £5,000.00"
    assert row["PCC priorities"] == "PCC1"
    assert row["Outcome"] == "Approved"
    assert {(one["Criterion"], one["Mean of the panel"]) for one in found["Scores"]} == {
        ("Fit with the PCC's priorities", 4),
        ("Fit with the partnership's priorities", 4),
        ("Evidence of need", 4),
    }
    [decision] = found["Decisions"]
    assert (decision["Score"], decision["Recommended"]) == (80, "Fund")
    assert decision["Reasons of the decision"] == "It is needed."
    [money] = found["Money"]
    assert (money["Amount approved"], money["Paid, net"]) == (4000, 0)


def test_what_is_not_decided_has_no_scores_and_no_outcome(cast: Cast) -> None:
    sifted, draft = cast.sifted(), cast.draft()
    found = read(workbook(cast.round))
    assert [(row["Reference"], row["Outcome"]) for row in found["Bids"]] == [
        (sifted.reference, NOT_YET)
    ]
    assert found["Scores"] == found["Decisions"] == found["Money"] == []
    assert draft.reference not in str(found)


def test_what_a_hold_keeps_back_is_not_decided_yet(cast: Cast) -> None:
    partnership = cast.round.partnership
    partnership.hold_from = timezone.now()
    partnership.hold_until = timezone.now().date().replace(year=timezone.now().year + 1)
    partnership.save()
    cast.approved()
    cast.declined()
    found = read(workbook(cast.round))
    assert {row["Outcome"] for row in found["Bids"]} == {NOT_YET}
    assert found["Scores"] == found["Decisions"] == found["Money"] == []


def test_reasons_for_a_no_and_the_check_that_failed_are_told(cast: Cast) -> None:
    declined, rejected = cast.declined(), cast.rejected()
    rows = {row["Reference"]: row for row in read(workbook(cast.round))["Decisions"]}
    assert rows[declined.reference]["Reasons of the decision"] == "Not this year."
    assert rows[rejected.reference]["Check failed"] == "Pays for activity, not for capital"


def test_the_file_that_brought_a_decision_is_not_told(cast: Cast) -> None:
    decline(
        bid=cast.sifted(),
        by=cast.decision_maker,
        reason="Not this year (sorry).",
        at=DECIDED,
        source="Import of Zoe’s answers (2).xlsx",
    )
    [row] = read(workbook(cast.round))["Decisions"]
    assert row["Reasons of the decision"] == "Not this year (sorry)."


def test_nobody_is_named(cast: Cast) -> None:
    bid = cast.sifted()
    rival = cast.sifted()
    Bid.objects.filter(pk=bid.pk).update(
        contact_name="Zoe Quill", need="Ask Zoe Quill or Piers on 07700 900123."
    )
    Bid.objects.filter(pk=rival.pk).update(contact_name="Abe Rook", need="Not as Zoe Quill does.")
    decline(
        bid=again(bid),
        by=cast.decision_maker,
        reason="Petra gave it a 2. Zoe Quill asked for too much.",
    )
    said = str(read(workbook(cast.round)))
    for name in ("Zoe", "Piers", "Petra", "07700", "panel@csp.example", "Diana"):
        assert name not in said
    assert "Ask [removed] or [removed] on [removed]." in said


def test_a_person_who_bid_is_not_named(cast: Cast) -> None:
    cast.declined()
    organisation = cast.organisation
    organisation.kind, organisation.name = "Individual", "Wilma Ironside"
    organisation.save()
    found = read(workbook(cast.round))
    assert found["Bids"][0]["Organisation"] == A_PERSON
    assert "Ironside" not in str(found)


def test_the_rounds_own_questions_are_columns(cast: Cast) -> None:
    bid = cast.submitted()
    for number, title in enumerate(["Who are your partners?", "Area", "Area"]):
        question = cast.round.questions.create(code=f"q{number}", title=title, position=number)
        ExtraAnswer.objects.create(bid=bid, question=question, text=f"Answer {number}")
    [row] = read(workbook(cast.round))["Bids"]
    assert row["Who are your partners?"] == "Answer 0"
    assert (row["Area (2)"], row["Area (3)"]) == ("Answer 1", "Answer 2")


@pytest.mark.parametrize("text", ["=1+1", "\x07Tŷ 🎉\u202e", "x" * 30_000])
def test_odd_texts_are_held(cast: Cast, text: str) -> None:
    bid = cast.submitted()
    Bid.objects.filter(pk=bid.pk).update(need=text)
    [row] = read(workbook(cast.round))["Bids"]
    assert row["Need"] == text.replace("\x07", "")


def test_a_round_without_bids_has_a_file_too(cast: Cast) -> None:
    found = read(workbook(cast.round))
    assert found["Bids"] == found["Decisions"] == []
    assert found["Notes"][0]["Details"] == "Grant of grant-2019-20"


def test_the_same_records_give_the_same_bytes_in_as_many_queries(cast: Cast) -> None:
    cast.declined()
    assert workbook(cast.round) == workbook(cast.round)
    with CaptureQueriesContext(connection) as one:
        workbook(cast.round)
    for _ in range(3):
        cast.declined()
    with CaptureQueriesContext(connection) as four:
        workbook(cast.round)
    assert len(four) == len(one)
