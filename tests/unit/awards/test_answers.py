"""The submission comes back from the PCC's office: what it does, and what it is refused for."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from awards.actions import reinstate, reopen
from awards.answering import Recorded
from awards.answers import NOT_PROPOSED, PROPOSALS, import_decisions, read_answers, record
from awards.models import Answer, Submission
from base.errors import Faulty, NotAllowed, Refused
from bids.actions import withdraw
from bids.models import Bid
from funds.balances import balances
from notices.models import Message
from reports.submission.sending import draft, send
from rounds.models import Pot
from scoring.actions import sift
from tests.cast import DECIDED, SIFTED, Cast, again, at, cast_of
from tests.dump import dump
from tests.round_files import round_text

SENT = at("2019-03-28 12:00")
Edit = Callable[[Workbook], None]


@pytest.fixture
def bids(cast: Cast) -> dict[str, Bid]:
    """Two to fund, one on reserve and one below the threshold, sifted, and the submission sent."""
    made = {
        "first": cast.scored(1_200_000, points=5),
        "second": cast.scored(700_000),
        "reserve": cast.scored(300_000, points=3),
        "low": cast.scored(100_000, points=1),
    }
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=SENT)
    return {name: again(bid) for name, bid in made.items()}


def row_of(sheet: Worksheet, bid: Bid) -> int:
    """The row in which a bid stands."""
    return int(next(cell.row for cell in sheet["B"] if cell.value == bid.reference))


def put(book: Workbook, bid: Bid, column: str, value: Any, sheet: str = PROPOSALS) -> None:
    """Write into one cell of a bid's row."""
    page = book[sheet]
    place = next(cell.column for cell in page[1] if cell.value == column)
    page.cell(row_of(page, bid), place or 0).value = value


def returned(*edits: Edit, content: bytes | None = None) -> bytes:
    """The file that was sent last, edited as the PCC's office would."""
    sent = content or bytes(Submission.objects.latest("pk").file)
    book = openpyxl.load_workbook(io.BytesIO(sent))
    for edit in edits:
        edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def answer(bid: Bid, decision: str, amount: Any = None, comment: str | None = None) -> Edit:
    """Fill in the PCC's three columns of a bid."""

    def edit(book: Workbook) -> None:
        sheet = PROPOSALS if bid.recommendation.choice != "decline" else NOT_PROPOSED
        for column, value in (
            ("PCC decision", decision),
            ("PCC amount", amount),
            ("PCC comment", comment),
        ):
            put(book, bid, column, value, sheet)

    return edit


def bring_in(cast: Cast, content: bytes, **changes: Any) -> Recorded:
    given: dict[str, Any] = {"by": cast.decision_maker, "at": DECIDED, "round": cast.round}
    return import_decisions(name="answers.xlsx", content=content, **(given | changes))


def refusal(cast: Cast, content: bytes, **changes: Any) -> str:
    """What the import says no with; and nothing is changed."""
    before = dump()
    with pytest.raises(Refused) as refused:
        bring_in(cast, content, **changes)
    assert dump() == before
    return str(refused.value)


# What the answers do


def test_no_amount_means_the_recommended_one(cast: Cast, bids: dict[str, Bid]) -> None:
    bring_in(cast, returned(answer(bids["first"], "approve", comment="Good")))
    bid = again(bids["first"])
    assert (bid.state, bid.award.amount_pence) == ("approved", 1_200_000)
    assert bid.history.latest("pk").reason == "Good (Import of answers.xlsx)"
    assert balances(cast.round).pots[Pot.MAIN]["committed_pence"] == 1_200_000


def test_an_amount_of_the_pcc_is_the_award(cast: Cast, bids: dict[str, Bid]) -> None:
    bring_in(cast, returned(answer(bids["second"], "Approve ", 6500.5)))
    assert again(bids["second"]).award.amount_pence == 650_050


def test_an_empty_row_stays_open_and_what_is_not_proposed_is_declined(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    done = bring_in(cast, returned())
    assert [bid.reference for bid in done.declined] == [bids["low"].reference]
    assert {again(bids[name]).state for name in ("first", "second", "reserve")} == {"sifted"}
    reason = again(bids["low"]).history.latest("pk").reason
    assert reason == ("Scored below the round's threshold of 55.00. (Import of answers.xlsx)")


def test_what_is_not_proposed_can_be_approved_with_an_amount(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    bring_in(cast, returned(answer(bids["low"], "approve", 900)))
    assert again(bids["low"]).award.amount_pence == 90_000


def test_a_decline_gives_the_pccs_comment_as_the_reason(cast: Cast, bids: dict[str, Bid]) -> None:
    bring_in(cast, returned(answer(bids["first"], "decline", comment="Not this year.")))
    assert again(bids["first"]).state == "declined"
    message = Message.objects.filter(subject__contains=bids["first"].reference).latest("pk")
    assert "\n\nNot this year.\n\n" in message.body


def test_a_query_leaves_the_bid_and_tells_the_officers(cast: Cast, bids: dict[str, Bid]) -> None:
    bring_in(cast, returned(answer(bids["first"], "query", comment="Which wards?")))
    assert again(bids["first"]).state == "sifted"
    message = Message.objects.get(to=cast.officer.email)
    assert "Which wards?" in message.body
    reopen(bid=again(bids["first"]), by=cast.officer, reason="To answer", at=DECIDED)
    assert again(bids["first"]).state == "submitted"


def test_only_a_queried_bid_is_reopened_once_the_submission_is_sent(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    with pytest.raises(Refused, match="only after a query"):
        reopen(bid=bids["first"], by=cast.officer, reason="To answer", at=DECIDED)


def test_the_same_answers_again_change_nothing(cast: Cast, bids: dict[str, Bid]) -> None:
    content = returned(
        answer(bids["first"], "approve"),
        answer(bids["second"], "decline", comment="No"),
        answer(bids["reserve"], "query", comment="Why?"),
    )
    bring_in(cast, content)
    before = dump()
    done = bring_in(cast, content)
    assert (done.approved, done.declined, done.queried, done.unchanged) == ([], [], [], 4)
    assert dump() == before


def test_the_same_answers_do_not_undo_a_reinstatement(cast: Cast, bids: dict[str, Bid]) -> None:
    bring_in(cast, returned())
    low = again(bids["low"])
    reinstate(bid=low, by=cast.decision_maker, reason="Upheld on complaint", at=DECIDED)
    bring_in(cast, returned())
    assert again(low).state == "sifted"


def test_what_was_approved_though_not_proposed_may_stay_empty_afterwards(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    bring_in(cast, returned(answer(bids["low"], "approve", 900)))
    done = bring_in(cast, returned(answer(bids["first"], "approve")))
    assert [award.bid.reference for award in done.approved] == [bids["first"].reference]
    assert again(bids["low"]).state == "approved"


def test_what_was_queried_though_not_proposed_is_not_declined_by_an_empty_row(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    bring_in(cast, returned(answer(bids["low"], "query", comment="Why so low?")))
    bring_in(cast, returned(answer(bids["first"], "approve")))
    assert again(bids["low"]).state == "sifted"


def test_a_query_stays_open_over_a_version_that_does_not_answer_it(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    bring_in(cast, returned(answer(bids["first"], "query"), answer(bids["second"], "query")))
    reopen(bid=again(bids["first"]), by=cast.officer, reason="To answer", at=DECIDED)
    cast.sifted(200_000)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=DECIDED)
    reopen(bid=again(bids["second"]), by=cast.officer, reason="To answer", at=DECIDED)
    assert again(bids["second"]).state == "submitted"


def test_a_query_that_a_later_version_answered_is_no_longer_open(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    bring_in(cast, returned(answer(bids["first"], "query")))
    reopen(bid=again(bids["first"]), by=cast.officer, reason="To answer", at=DECIDED)
    cast.sifted(200_000)
    sift(round=cast.round, by=cast.officer, at=DECIDED)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=DECIDED)
    with pytest.raises(Refused, match="only after a query"):
        reopen(bid=again(bids["first"]), by=cast.officer, reason="Once more", at=DECIDED)


def test_an_amount_that_no_program_has_worked_out_is_a_fault(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    words = refusal(cast, returned(answer(bids["first"], "approve", "=2000+500")))
    assert "PCC amount: “=2000+500” is not a number" in words


def test_answers_may_come_in_parts(cast: Cast, bids: dict[str, Bid]) -> None:
    bring_in(cast, returned(answer(bids["first"], "approve")))
    bring_in(cast, returned(answer(bids["first"], "approve"), answer(bids["second"], "approve")))
    assert {again(bids[name]).state for name in ("first", "second")} == {"approved"}
    assert Answer.objects.count() == 3


def test_a_bid_withdrawn_since_is_reported_and_left(cast: Cast, bids: dict[str, Bid]) -> None:
    withdraw(bid=bids["first"], by=cast.applicant, reason="No staff", at=SENT)
    done = bring_in(cast, returned(answer(bids["first"], "approve")))
    assert done.reported == [
        f"{bids['first'].reference} was withdrawn since, and is left as it is."
    ]
    assert again(bids["first"]).state == "withdrawn"


def test_a_save_by_another_program_is_not_an_alteration(cast: Cast, bids: dict[str, Bid]) -> None:
    Bid.objects.filter(pk=bids["first"].pk).update(outcomes="One\nTwo")
    cast.sifted(200_000)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=DECIDED)

    def resaved(book: Workbook) -> None:
        sheet = book[PROPOSALS]
        put(book, bids["first"], "Outcomes", "One_x000D_\nTwo ")
        put(book, bids["first"], "Recommended", 11999.999999999998)
        put(book, bids["first"], "Score", 100)
        sheet.column_dimensions["C"].width = 3
        sheet["Q1"], sheet["Q2"] = "Our notes", "Looks fine"
        book.create_sheet("Working")["A1"] = "Anything"
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)]
        for number, values in enumerate(reversed(rows), 2):
            for place, value in enumerate(values, 1):
                sheet.cell(number, place).value = value

    done = bring_in(cast, returned(resaved, answer(bids["first"], "approve")))
    assert len(done.approved) == 1


# What is refused


def alter(column: str, value: Any, sheet: str = PROPOSALS) -> Callable[[Bid], Edit]:
    return lambda bid: lambda book: put(book, bid, column, value, sheet)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Rank", 2),
        ("Organisation", "Somebody Else"),
        ("Project", "Another"),
        ("PCC priorities", "PCC9"),
        ("Partnership priorities", ""),
        ("Score", 99.99),
        ("Requested", 12000.01),
        ("Recommended", 11000),
        ("Running total", None),
        ("Start date", at("2019-05-01").date()),
        ("End date", "31 March 2020"),
        ("Outcomes", "More"),
    ],
)
def test_a_cell_of_ours_that_differs_is_named(
    cast: Cast, bids: dict[str, Bid], column: str, value: Any
) -> None:
    words = refusal(cast, returned(alter(column, value)(bids["first"])))
    assert f"Proposals, row 2, {column}: " in words
    assert "is not what was sent" in words


def test_what_is_not_proposed_is_held_to_the_frozen_copy_too(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    content = returned(alter("Reason", "Better than that", NOT_PROPOSED)(bids["low"]))
    assert "Not proposed, row 2, Reason: “Better than that” is not what was sent" in refusal(
        cast, content
    )


def test_a_changed_reference_is_a_row_missing_and_a_row_too_many(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    words = refusal(cast, returned(alter("Reference", "SMP99-999")(bids["first"])))
    assert "SMP99-999 is not in this sheet of version 1" in words
    assert f"the row of {bids['first'].reference} is missing" in words


def test_two_rows_for_one_bid(cast: Cast, bids: dict[str, Bid]) -> None:
    def doubled(book: Workbook) -> None:
        sheet = book[PROPOSALS]
        sheet.append([cell.value for cell in sheet[2]])

    assert f"{bids['first'].reference} stands in row 2 too" in refusal(cast, returned(doubled))


@pytest.mark.parametrize(
    ("decision", "amount", "words"),
    [
        ("perhaps", None, "“perhaps” is not one of them. Expected: approve, decline or query"),
        ("decline", 100, "£100.00 stands there without approve"),
        ("query", 100, "£100.00 stands there without approve"),
        (None, 100, "£100.00 stands there without approve"),
        ("approve", -1, "-1 is less than a penny"),
        ("approve", 0, "0 is less than a penny"),
        ("approve", "lots", "“lots” is not a number"),
        ("approve", 0.001, "0.001 is finer than a penny"),
        ("approve", 12000.01, "£12,000.01 is more than the £12,000.00 that"),
    ],
)
def test_an_answer_that_cannot_be(
    cast: Cast, bids: dict[str, Bid], decision: str, amount: Any, words: str
) -> None:
    assert words in refusal(cast, returned(answer(bids["first"], decision, amount)))


def test_a_reserve_needs_an_amount(cast: Cast, bids: dict[str, Bid]) -> None:
    words = refusal(cast, returned(answer(bids["reserve"], "approve")))
    assert "give the PCC amount" in words


def test_more_than_the_pot_holds_approves_none(cast: Cast, bids: dict[str, Bid]) -> None:
    content = returned(
        answer(bids["first"], "approve"),
        answer(bids["second"], "approve"),
        answer(bids["reserve"], "approve", 1000.01),
    )
    words = refusal(cast, content)
    assert "£1,000.01 is too much: the main pot has £1,000.00 left" in words


def test_another_answer_for_a_bid_already_decided(cast: Cast, bids: dict[str, Bid]) -> None:
    bring_in(cast, returned(answer(bids["first"], "approve"), answer(bids["second"], "decline")))
    changed = returned(answer(bids["first"], "decline"), answer(bids["second"], "approve"))
    words = refusal(cast, changed)
    assert f"{bids['first'].reference} is already approved for £12,000.00" in words
    assert f"{bids['second'].reference} is already declined" in words
    assert "is already approved" in refusal(cast, returned(answer(bids["first"], "approve", 1)))


def test_every_fault_is_named_at_once(cast: Cast, bids: dict[str, Bid]) -> None:
    content = returned(
        alter("Outcomes", "More")(bids["first"]),
        answer(bids["second"], "perhaps", -1),
        answer(bids["low"], "decline", 5),
        answer(bids["reserve"], "approve", 9000),
    )
    with pytest.raises(Faulty) as faulty:
        bring_in(cast, content)
    assert [(fault.sheet, fault.column) for fault in faulty.value.faults] == [
        ("Not proposed", "PCC amount"),
        ("Proposals", "Outcomes"),
        ("Proposals", "PCC amount"),
        ("Proposals", "PCC decision"),
        ("Proposals", "PCC decision"),
    ]


def test_a_version_that_is_not_the_latest(cast: Cast, bids: dict[str, Bid]) -> None:
    old = returned(answer(bids["first"], "approve"))
    cast.sifted(200_000)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=DECIDED)
    assert "is version 1; the latest that was sent is 2" in refusal(cast, old)


def test_a_version_that_is_sent_after_the_file_was_read(cast: Cast, bids: dict[str, Bid]) -> None:
    content = returned(answer(bids["first"], "approve"))
    answers = read_answers(round=cast.round, name="answers.xlsx", content=content)
    cast.sifted(100_000)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=DECIDED)
    with pytest.raises(Refused, match="is version 1; the latest that was sent is 2"):
        record(answers=answers, by=cast.decision_maker, at=DECIDED)
    assert again(bids["first"]).state == "sifted"


def test_what_could_not_be_once_is_not_held_against_a_second_try(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    content = returned(answer(bids["first"], "approve"))
    answers = read_answers(round=cast.round, name="answers.xlsx", content=content)
    with pytest.raises(Faulty):
        record(answers=answers, by=cast.decision_maker, at=at("2019-03-01 10:00"))
    assert len(record(answers=answers, by=cast.decision_maker, at=DECIDED).approved) == 1


def test_a_draft_is_not_answered(cast: Cast, bids: dict[str, Bid]) -> None:
    words = refusal(cast, draft(cast.round, Pot.MAIN))
    assert "is a draft, which nobody answers. Use version 1" in words


def test_a_file_of_another_round(cast: Cast, bids: dict[str, Bid]) -> None:
    other = cast_of(round_text("next-2019-20"))
    words = refusal(cast, returned(), round=other.round)
    assert "is about the round grant-2019-20, not next-2019-20" in words


def test_a_version_or_checksum_that_was_written_over(cast: Cast, bids: dict[str, Bid]) -> None:
    def overwrite(label: str, value: Any) -> Edit:
        def edit(book: Workbook) -> None:
            sheet = book["Summary"]
            number = next(cell.row for cell in sheet["A"] if cell.value == label)
            sheet.cell(number, 2).value = value

        return edit

    assert "is version 7" in refusal(cast, returned(overwrite("Version", 7)))
    assert "was altered" in refusal(cast, returned(overwrite("Checksum", "0" * 64)))
    assert "lacks Route" in refusal(cast, returned(overwrite("Round", "x"), drop_label("Route")))


def drop_label(label: str) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = book["Summary"]
        sheet.delete_rows(next(cell.row for cell in sheet["A"] if cell.value == label))

    return edit


def test_a_workbook_that_is_no_submission(cast: Cast, bids: dict[str, Bid]) -> None:
    book = Workbook()
    out = io.BytesIO()
    book.save(out)
    assert "is not a submission of ours" in refusal(cast, out.getvalue())


def test_a_sheet_or_column_that_is_gone(cast: Cast, bids: dict[str, Bid]) -> None:
    def without_sheet(book: Workbook) -> None:
        del book[NOT_PROPOSED]

    def without_column(book: Workbook) -> None:
        book[PROPOSALS].delete_cols(13)

    assert "Not proposed: this sheet is missing" in refusal(cast, returned(without_sheet))
    assert "Outcomes: this column is missing" in refusal(cast, returned(without_column))


def test_who_may_is_checked_before_the_file_is_read(cast: Cast, bids: dict[str, Bid]) -> None:
    for person in (cast.officer, cast.finance, cast.auditor, cast.panel_member, cast.applicant):
        with pytest.raises(NotAllowed, match="may not decide bids"):
            bring_in(cast, b"not even a workbook", by=person)


def test_a_bid_is_not_approved_by_somebody_who_scored_it(cast: Cast, bids: dict[str, Bid]) -> None:
    cast.panel_member.memberships.create(partnership=cast.round.partnership, role="decision-maker")
    words = refusal(cast, returned(answer(bids["first"], "approve")), by=cast.panel_member)
    assert f"scored {bids['first'].reference}, so somebody else must decide it" in words


def test_decisions_are_not_dated_before_the_sift(cast: Cast, bids: dict[str, Bid]) -> None:
    words = refusal(cast, returned(answer(bids["first"], "approve")), at=at("2019-03-01"))
    assert "Friday 1 March 2019 is before" in words
