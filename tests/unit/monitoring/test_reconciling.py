"""The council's transactions beside the ledger."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.errors import Faulty, NotAllowed, Refused
from funds.models import Movement
from monitoring.models import FinanceFile
from monitoring.reconciliation.presenters import cells, summary
from monitoring.reconciliation.reconciling import (
    bring_in_transactions,
    cash,
    match_again,
    match_by_hand,
    may_be,
    signed_pounds,
    undo_match,
    unmatched,
)
from people.models import User
from tests.cast import Cast
from ui.dates import in_london
from ui.parts import Total

HEAD = "Date,Reference,Description,Amount"


def bring(cast: Cast, *rows: str, by: User | None = None) -> FinanceFile:
    content = "\n".join([HEAD, *rows]).encode()
    return bring_in_transactions(
        round=cast.round, name="council.csv", content=content, by=by or cast.finance
    )


def as_row(moved: Any, reference: str | None = None) -> str:
    """A movement as the council's books have it."""
    words = moved.note.text if reference is None else reference
    return f"{in_london(moved.at):%d/%m/%Y},{words},,{moved.pence / 100:.2f}"


def difference(cast: Cast) -> str:
    total = summary(cast.round).rows[-1]
    assert isinstance(total, Total)
    return str(total.contents[-1])


def test_what_both_books_have_is_matched_and_nothing_differs(cast: Cast) -> None:
    cast.paid(500_000)
    file = bring(cast, *map(as_row, cash(cast.round)))
    assert not file.lines.filter(movement=None).exists()
    assert not unmatched(cast.round).exists()
    assert difference(cast) == "£0.00"
    kinds = {line.movement.kind for line in file.lines.all() if line.movement}
    assert kinds == {Movement.Kind.RECEIVE, Movement.Kind.PAY}


def test_the_difference_is_what_stands_in_one_book_alone(cast: Cast) -> None:
    cast.paid(500_000)
    (payment,) = cash(cast.round).filter(kind="pay")
    bring(cast, as_row(payment), "01/01/2019,BANK FEE,Charges,-12.34")
    received = cash(cast.round).filter(kind="receive").get().amount_pence
    assert difference(cast) == f"£{(received + 1234) / 100:,.2f}"
    states = [row[0] for row in cells(cast.round)]
    assert sorted(map(str, states)) == [
        "Matched",
        "Only in the council’s books",
        "Only in the ledger",
    ]


def test_each_fault_is_named_and_nothing_is_brought_in(cast: Cast) -> None:
    with pytest.raises(Faulty) as refusal:
        bring(cast, "never,P1,,1.00", "01/01/2019,P2,,0.00", "01/01/2019,P3,,")
    assert [(one.row, one.column) for one in refusal.value.faults] == [
        (2, "Date"),
        (3, "Amount"),
        (4, "Amount"),
    ]
    assert not FinanceFile.objects.exists()
    with pytest.raises(Faulty):
        bring(cast)


def test_a_file_is_brought_in_once(cast: Cast) -> None:
    bring(cast, "01/01/2019,P1,,1.00")
    with pytest.raises(Refused, match="already, as council"):
        bring(cast, "01/01/2019,P1,,1.00")


def test_a_match_is_made_and_undone_by_hand(cast: Cast) -> None:
    cast.paid(500_000)
    (payment,) = cash(cast.round).filter(kind="pay")
    line = bring(cast, f"01/01/2001,?,,{-payment.amount_pence / 100:.2f}").lines.get()
    assert line.movement is None
    assert list(may_be(line)) == [payment]
    line = match_by_hand(line=line, movement=payment, by=cast.finance)
    assert line.movement == payment
    with pytest.raises(Refused, match="matched already"):
        match_by_hand(line=line, movement=payment, by=cast.finance)
    assert undo_match(line=line, by=cast.finance).movement is None
    with pytest.raises(Refused, match="not matched"):
        undo_match(line=line, by=cast.finance)


def test_amounts_that_differ_are_not_matched(cast: Cast) -> None:
    cast.paid(500_000)
    (payment,) = cash(cast.round).filter(kind="pay")
    line = bring(cast, "01/01/2001,?,,-1.00").lines.get()
    with pytest.raises(Refused, match="amounts differ"):
        match_by_hand(line=line, movement=payment, by=cast.finance)


def test_a_movement_is_matched_once(cast: Cast) -> None:
    cast.paid(500_000)
    (payment,) = cash(cast.round).filter(kind="pay")
    amount = f"{-payment.amount_pence / 100:.2f}"
    first, second = bring(cast, f"01/01/2001,?,,{amount}", f"02/01/2001,?,,{amount}").lines.all()
    match_by_hand(line=first, movement=payment, by=cast.finance)
    with pytest.raises(Refused, match="matched already"):
        match_by_hand(line=second, movement=payment, by=cast.finance)


def test_what_was_recorded_later_is_found_when_one_looks_again(cast: Cast) -> None:
    bid = cast.monitored(500_000)
    bring(cast, "01/01/2001,BACS-1,,1000.00")
    cast.receive(100_000)
    moved = cash(cast.round).get()
    bring(cast, as_row(moved, "other").replace("1000.00", "999.00"))
    assert bid.award
    line = bring(cast, as_row(moved)).lines.get()
    undo_match(line=line, by=cast.finance)
    assert match_again(round=cast.round, by=cast.finance) == 1


def test_only_finance_reconciles(cast: Cast) -> None:
    line = bring(cast, "01/01/2019,P1,,1.00").lines.get()
    cast.receive(100)
    moved = cash(cast.round).get()
    for person in (cast.officer, cast.decision_maker, cast.auditor, cast.applicant):
        with pytest.raises(NotAllowed):
            bring(cast, "01/01/2019,P2,,1.00", by=person)
        with pytest.raises(NotAllowed):
            match_again(round=cast.round, by=person)
        with pytest.raises(NotAllowed):
            match_by_hand(line=line, movement=moved, by=person)
        with pytest.raises(NotAllowed):
            undo_match(line=line, by=person)


@pytest.mark.parametrize(
    ("words", "pence"),
    [
        ("1200.50", 120_050),
        ("-1,200.50", -120_050),
        ("(1,200.50)", -120_050),
        ("1200.50-", -120_050),
        ("−£3", -300),
        ("£-3", -300),
        (-12.3, -1_230),
    ],
)
def test_amounts_are_read_as_finance_systems_write_them(words: object, pence: int) -> None:
    assert signed_pounds(words) == pence


def test_the_page_asks_as_often_for_many_movements_as_for_one(cast: Cast, client: Client) -> None:
    client.force_login(cast.finance)
    address = reverse("reconcile", args=[cast.round.code])
    counts = []
    cast.receive(100)
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address, {"show": "here"}).content.decode()
        assert "REM-" in page
        counts.append(len(asked))
        cast.receive(200)
        cast.receive(300)
    assert counts[0] == counts[1]
