"""The returns workbook: what it brings in, and what it is refused for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from base.errors import Faulty, NotAllowed, Refused
from bids.actions import answer, submit
from bids.models import Bid
from funds.balances import balances
from monitoring.models import Actual, Payment, Return
from monitoring.workbook import SHEETS, Imported, import_returns
from rounds.models import Pot
from tests.cast import SUBMITTED, Cast, again, at
from tests.dump import dump
from tests.workbooks import workbook
from ui.dates import in_london

ENDED = at("2019-08-16 10:00")
Row = Sequence[Any]


def file(**sheets: Sequence[Row]) -> bytes:
    """A returns workbook; the two sheets that must be there are."""
    given: dict[str, Sequence[Row]] = {"returns": (), "payments": (), **sheets}
    return workbook(
        {
            title: ([column.name for column in columns], given[title.lower()])
            for title, columns in SHEETS.items()
            if title.lower() in given
        }
    )


def day(text: str) -> datetime:
    """A date as a spreadsheet holds it."""
    return datetime.fromisoformat(text)


def bring_in(cast: Cast, content: bytes, **changes: Any) -> Imported:
    given: dict[str, Any] = {"by": cast.officer, "finance": cast.finance, "at": ENDED}
    return import_returns(
        round=cast.round, name="returns.xlsx", content=content, **(given | changes)
    )


def refusal(cast: Cast, content: bytes, **changes: Any) -> str:
    """What the import says no with; and nothing is changed."""
    before = dump()
    with pytest.raises(Refused) as refused:
        bring_in(cast, content, **changes)
    assert dump() == before
    return str(refused.value)


def returned(bid: Bid, **changes: Any) -> Row:
    """A good row of the sheet Returns."""
    values = {
        "period": "September report",
        "rag": "Green",
        "progress": "Going well.",
        "spent": 1640,
        "forecast": 5000,
        "reached": 214,
    }
    return (bid.reference, *(values | changes).values())


def paid(bid: Bid, **changes: Any) -> Row:
    """A good row of the sheet Payments."""
    values = {"date": day("2019-05-07"), "amount": 2500, "reference": "BACS-1"}
    return (bid.reference, *(values | changes).values())


def agreed(bid: Bid, **changes: Any) -> Row:
    """A good row of the sheet Agreements."""
    values = {"by": "Ann of Youth Works", "on": day("2019-04-24")}
    return (bid.reference, *(values | changes).values())


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """An approved bid, and cash to pay it with."""
    cast.receive(1_000_000)
    return cast.approved()


# What it brings in


def test_agreement_return_and_payment_come_in_on_the_files_own_dates(cast: Cast, bid: Bid) -> None:
    content = file(agreements=[agreed(bid)], returns=[returned(bid)], payments=[paid(bid)])
    done = bring_in(cast, content)
    bid = again(bid)
    assert (done.accepted, len(done.returns), len(done.payments)) == (1, 1, 1)
    assert bid.state == "monitored"
    assert bid.award.agreement.accepted_by == "Ann of Youth Works"
    assert in_london(bid.award.agreement.accepted_at).date() == date(2019, 4, 24)
    payment = bid.award.payments.get()
    assert (payment.movement.by, payment.movement.amount_pence) == (cast.finance, 250_000)
    assert in_london(payment.movement.at).date() == date(2019, 5, 7)
    sent = bid.award.returns.get()
    assert (sent.rag, sent.spent_pence, sent.people_reached) == ("green", 164_000, 214)
    assert balances(cast.round).pots[Pot.MAIN]["paid_pence"] == 250_000


def test_an_agreement_that_is_not_in_the_file_is_reported(cast: Cast, bid: Bid) -> None:
    done = bring_in(cast, file(returns=[returned(bid)], payments=[paid(bid)]))
    assert done.reported == [f"{bid.reference}: agreement taken as accepted, none is in the file."]
    assert in_london(again(bid).award.agreement.accepted_at).date() == date(2019, 5, 7)


def test_an_award_that_the_file_does_not_name_is_left(cast: Cast, bid: Bid) -> None:
    other = cast.approved(100_000)
    bring_in(cast, file(returns=[returned(bid)]))
    assert again(other).state == "approved"


def test_measures_come_in_with_their_return(cast: Cast) -> None:
    bid = cast.draft()
    answers = cast.answers()
    answers.measures.append(("People reached", "0", "600", "Sheets"))
    answer(bid=bid, answers=answers, by=cast.applicant)
    bid = submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    cast.score((bid, cast.panel_member, 4))
    cast.approve(cast.sift(bid))
    measures = [(bid.reference, "september  report", "people reached", 214)]
    message = refusal(cast, file(returns=[returned(bid)], measures=measures))
    assert "there is no return of" in message
    measures = [(bid.reference, "September report", "people reached", 214)]
    bring_in(cast, file(returns=[returned(bid)], measures=measures))
    assert Actual.objects.get().value == "214"


def test_the_same_file_again_changes_nothing(cast: Cast, bid: Bid) -> None:
    content = file(agreements=[agreed(bid)], returns=[returned(bid)], payments=[paid(bid)])
    bring_in(cast, content)
    before = dump()
    done = bring_in(cast, content)
    assert (done.accepted, done.returns, done.payments, done.unchanged) == (0, [], [], 3)
    assert dump() == before


# What it is refused for


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"period": "Spring"}, "Period: “Spring” is not a period. Expected: September report"),
        ({"rag": "blue"}, "RAG: “blue” is not one of them. Expected: green, amber or red"),
        ({"progress": None}, "Progress: this is blank"),
        ({"spent": -1}, "Spent to date: -1 is less than nothing"),
        ({"spent": "some"}, "Spent to date: “some” is not a number"),
        ({"forecast": 0.001}, "Forecast to year end: 0.001 is finer than a penny"),
        ({"reached": 1.5}, "People reached: 1.5 is not a whole number"),
        ({"reached": -1}, "People reached: -1 is not from 0"),
    ],
)
def test_a_return_that_cannot_be(cast: Cast, bid: Bid, changes: dict[str, Any], words: str) -> None:
    assert f"Returns, row 2, {words}" in refusal(cast, file(returns=[returned(bid, **changes)]))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": 0}, "Amount: 0 is less than a penny"),
        ({"amount": -5}, "Amount: -5 is less than a penny"),
        ({"amount": True}, "Amount: “True” is not a number"),
        ({"date": "7 May"}, "Date: “7 May” is not a date"),
        ({"reference": None}, "Payment reference: this is blank"),
        ({"amount": 5000.01}, "Amount: £5,000.01 is too much: only £5,000.00 is committed"),
        ({"date": day("2019-03-01")}, "Amount: "),
    ],
)
def test_a_payment_that_cannot_be(
    cast: Cast, bid: Bid, changes: dict[str, Any], words: str
) -> None:
    content = file(agreements=[agreed(bid)], payments=[paid(bid, **changes)])
    assert f"Payments, row 2, {words}" in refusal(cast, content)


def test_paying_beyond_the_cash_received(cast: Cast, bid: Bid) -> None:
    other = cast.approved(900_000)
    content = file(payments=[paid(bid), paid(other, amount=9000)])
    words = refusal(cast, content)
    assert "only £7,500.00 of the grant has been received and not yet paid out" in words


def test_an_agreement_accepted_before_the_approval(cast: Cast, bid: Bid) -> None:
    words = refusal(cast, file(agreements=[agreed(bid, on=day("2019-03-01"))]))
    assert "Agreements, row 2, Accepted on: " in words
    assert "Friday 1 March 2019 is before" in words


def test_a_bid_without_an_award(cast: Cast) -> None:
    bid = cast.sifted()
    words = refusal(cast, file(returns=[returned(bid)]))
    assert f"{bid.reference} has no award in grant-2019-20" in words


@pytest.mark.parametrize("sheet", ["returns", "payments"])
def test_what_stands_twice(cast: Cast, bid: Bid, sheet: str) -> None:
    row = {"returns": returned, "payments": paid}[sheet](bid)
    assert "stands in row 2 too" in refusal(cast, file(**{sheet: [row, row]}))


def test_what_is_here_already_with_other_content(cast: Cast, bid: Bid) -> None:
    bring_in(cast, file(agreements=[agreed(bid)], returns=[returned(bid)], payments=[paid(bid)]))
    for changed, words in (
        (file(returns=[returned(bid, spent=1)]), "already here and says something else"),
        (file(payments=[paid(bid, amount=1)]), "already here with another amount or date"),
        (file(agreements=[agreed(bid, by="Bob")]), "already recorded otherwise"),
    ):
        assert words in refusal(cast, changed)


def test_a_measure_that_the_bid_does_not_have(cast: Cast, bid: Bid) -> None:
    rows = [(bid.reference, "September report", "Happiness", 3)]
    words = refusal(cast, file(returns=[returned(bid)], measures=rows))
    assert "“Happiness” is not a measure of" in words


def test_a_missing_sheet_and_an_unknown_one(cast: Cast) -> None:
    words = refusal(cast, workbook({"Returns": ([], []), "Claims": ([], [])}))
    assert "Payments: this sheet is missing" in words
    assert "Claims: there is no such sheet" in words


def test_every_fault_is_named_at_once(cast: Cast, bid: Bid) -> None:
    content = file(returns=[returned(bid, rag="blue")], payments=[paid(bid, amount=-1)])
    with pytest.raises(Faulty) as faulty:
        bring_in(cast, content)
    assert [fault.sheet for fault in faulty.value.faults] == ["Payments", "Returns"]


def test_who_may_is_checked_before_the_file_is_read(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="may not record agreements and returns"):
        bring_in(cast, b"", by=cast.finance)
    with pytest.raises(NotAllowed, match="may not pay"):
        bring_in(cast, b"", finance=cast.officer)
    assert not Return.objects.exists()
    assert not Payment.objects.exists()
