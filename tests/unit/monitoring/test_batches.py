"""Batches for the payment system, and what became of their payments."""

import csv
from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import Model

from awards.actions import start_monitoring
from awards.models import Award
from base.errors import Faulty, NotAllowed, Refused
from bids.models import Bid
from funds import actions as ledger
from funds.balances import balances
from funds.models import Movement
from monitoring import actions as monitoring
from monitoring.books import differences
from monitoring.claims.decisions import refuse_claim
from monitoring.models import Claim, PaymentBatch, PaymentLine
from monitoring.payments.batches import checksum_of, make_batch
from monitoring.payments.confirmation_file import bring_in
from monitoring.payments.confirmations import Confirmation, confirm_lines
from notices.models import Message
from people.models import Organisation
from rounds.models import Pot
from tests.cast import AGREED, ENDED, PAID, Cast, again, at, cast_of, later
from tests.claims import CLAIMED, SENT_OUT, approved, batch, checked, running
from tests.dump import dump
from tests.round_files import round_text
from tests.workbooks import workbook

State = PaymentLine.State
DAY = date(2019, 6, 12)
HEAD = ("Payment reference", "Date", "Amount", "Status", "Reason", "Journal number")


def rows_of(made: PaymentBatch) -> list[list[str]]:
    return list(csv.reader(made.file.splitlines()))


def said(state: State, why: str = "", journal: str = "") -> Confirmation:
    return Confirmation(state, DAY, why, journal)


def tell(cast: Cast, made: PaymentBatch, what: Confirmation) -> int:
    return confirm_lines(batch=made, said=[(made.lines.get(), what)], by=cast.finance)


def file_of(*rows: tuple[str, ...]) -> bytes:
    return "\r\n".join(",".join(row) for row in (HEAD[: len(rows[0])], *rows)).encode()


def money(cast: Cast) -> tuple[int, int]:
    """Committed in all and paid, of the main pot."""
    pot = balances(cast.round).pots[Pot.MAIN]
    return pot["committed_pence"], pot["paid_pence"]


# The batch


def test_a_batch_is_a_file_with_a_control_total(cast: Cast) -> None:
    bid = running(cast)
    made = batch(cast, approved(cast, bid, 200_000), approved(cast, bid, 100_050))
    assert rows_of(made) == [
        [
            "Payment reference",
            "Supplier number",
            "Payee",
            "Amount",
            "Narrative",
            "Type",
            "Cost centre",
            "Account code",
        ],
        _payment("CSP19-001-P1", "2000.00", 1),
        _payment("CSP19-001-P2", "1000.50", 2),
        ["Control total", "", "2", "3000.50", "", "", "", ""],
    ]
    assert (made.number, made.total_pence, made.made_at) == (1, 300_050, SENT_OUT)
    assert made.checksum == checksum_of(made.file)
    assert Claim.objects.filter(state="approved").count() == 2


def _payment(reference: str, amount: str, number: int) -> list[str]:
    words = f"grant-2019-20 claim {number} Night café"
    return [reference, "400123", "Youth Works", amount, words, "payment", "", ""]


def test_an_internal_award_is_paid_by_journal(cast: Cast) -> None:
    bid = running(cast)
    Award.objects.update(internal=True, cost_centre="CC10", account_code="4321")
    made = batch(cast, approved(cast, again(bid), 100))
    assert rows_of(made)[1][1] == ""
    assert rows_of(made)[1][5:] == ["journal", "CC10", "4321"]
    assert made.lines.get().supplier_number == "CC10 4321"
    with pytest.raises(Refused, match="the number of the journal is missing"):
        tell(cast, made, said(State.PAID))
    tell(cast, made, said(State.PAID, journal="JNL-77"))
    assert bid.award.payments.get().reference == "JNL-77"
    call_command("check_books")


def test_a_name_that_begins_like_a_formula_is_no_formula(cast: Cast) -> None:
    bid = running(cast)
    Organisation.objects.update(name="=cmd|' /C calc'!A0\nWorks")
    made = batch(cast, approved(cast, again(bid), 100))
    assert rows_of(made)[1][2] == "'=cmd|' /C calc'!A0 Works"


def test_a_claim_goes_out_once(cast: Cast) -> None:
    claim = approved(cast, running(cast), 100)
    batch(cast, claim)
    before = dump()
    with pytest.raises(Refused, match="CSP19-001, 1 is in batch 1 already"):
        batch(cast, claim)
    with pytest.raises(Refused, match="is with the payment system"):
        refuse_claim(claim=claim, by=cast.finance, reason="No.")
    assert dump() == before


def test_a_batch_is_made_of_approved_claims_of_its_own_round(cast: Cast) -> None:
    claim = checked(cast, running(cast), 100)
    other = cast_of(round_text("another-2019-20"))
    for claims, words in (
        ([], "Tick the claims"),
        ([claim], "CSP19-001, 1 is not approved"),
    ):
        with pytest.raises(Refused, match=words):
            batch(cast, *claims)
    with pytest.raises(Refused, match="of another round"):
        batch(other, claim)
    for person in (cast.officer, cast.auditor, cast.decision_maker, cast.applicant):
        with pytest.raises(NotAllowed):
            make_batch(round=cast.round, claims=[claim], by=person)


def test_what_came_to_be_missing_since_keeps_a_claim_out(cast: Cast) -> None:
    bid = running(cast)
    one, two = approved(cast, bid, 100), approved(cast, bid, 100)
    cast.round.periods.filter(final=False).update(due=date(2019, 6, 1))
    with pytest.raises(Refused, match=r"Nothing was sent\. CSP19-001, 1: The return for"):
        batch(cast, one, two)
    cast.round.periods.filter(final=False).update(due=date(2019, 8, 1))
    Award.objects.update(supplier_number="")
    with pytest.raises(Refused, match="Nobody entered whom to pay"):
        batch(cast, one)


# What became of it


def test_a_payment_that_was_made_moves_the_money(cast: Cast) -> None:
    bid = running(cast)
    made = batch(cast, approved(cast, bid, 200_000))
    assert tell(cast, made, said(State.PAID)) == 1
    line, claim = made.lines.get(), Claim.objects.get()
    assert line.payment is not None
    assert (line.state, claim.state, line.payment.reference) == ("paid", "paid", "CSP19-001-P1")
    assert line.payment.movement.at == at("2019-06-12")
    assert money(cast) == (500_000, 200_000)
    message = Message.objects.get(kind="claim-paid")
    assert "£2,000.00 was paid to Youth Works" in message.body
    assert tell(cast, made, said(State.PAID)) == 0
    assert money(cast) == (500_000, 200_000)
    call_command("check_books")


def test_a_refused_payment_can_go_out_again_under_another_reference(cast: Cast) -> None:
    claim = approved(cast, running(cast), 100)
    made = batch(cast, claim)
    assert tell(cast, made, said(State.REFUSED, "Unknown supplier")) == 1
    assert tell(cast, made, said(State.REFUSED, "Unknown supplier")) == 0
    assert "Unknown supplier" in Message.objects.get(kind="payment-failed").body
    with pytest.raises(Refused, match="was refused, and nothing was paid"):
        tell(cast, made, said(State.PAID))
    again_made = batch(cast, claim)
    assert again_made.lines.get().reference == "CSP19-001-P2"
    tell(cast, again_made, said(State.PAID))
    call_command("check_books")


def test_a_payment_that_came_back_is_owed_again(cast: Cast) -> None:
    claim = approved(cast, running(cast), 200_000)
    made = batch(cast, claim)
    tell(cast, made, said(State.PAID))
    assert tell(cast, made, said(State.RETURNED, "Account closed")) == 1
    assert (made.lines.get().state, Claim.objects.get().state) == ("returned", "approved")
    assert money(cast) == (500_000, 0)
    assert balances(cast.round).cash_pence == 500_000
    assert Movement.objects.filter(kind="bounce").count() == 2
    for what in (said(State.PAID), said(State.RETURNED, "Account closed")):
        assert tell(cast, made, what) == 0
    with pytest.raises(Refused, match="if the money came back, it is returned"):
        tell(cast, made, said(State.REFUSED, "x"))
    tell(cast, batch(cast, claim), said(State.PAID))
    assert money(cast) == (500_000, 200_000)
    call_command("check_books")


def test_a_payment_that_came_back_before_it_was_entered_was_paid_first(cast: Cast) -> None:
    made = batch(cast, approved(cast, running(cast), 100))
    tell(cast, made, said(State.RETURNED, "Account closed"))
    assert made.lines.get().payment is not None
    assert Message.objects.filter(kind="payment-failed").count() == 1
    assert not Message.objects.filter(kind="claim-paid").exists()
    call_command("check_books")


@pytest.mark.parametrize("state", [State.REFUSED, State.RETURNED])
def test_what_failed_has_a_reason_and_a_day(cast: Cast, state: State) -> None:
    made = batch(cast, approved(cast, running(cast), 100))
    with pytest.raises(Refused, match="the reason is missing"):
        tell(cast, made, said(state))
    for day in (date(2019, 6, 9), date(2999, 1, 1)):
        with pytest.raises(Refused, match="the day is not between 10 June 2019"):
            tell(cast, made, Confirmation(state, day, "x"))
    for person in (cast.officer, cast.auditor, cast.applicant):
        with pytest.raises(NotAllowed):
            confirm_lines(batch=made, said=[(made.lines.get(), said(state, "x"))], by=person)


# Money that is out stays committed


OUT: dict[str, Callable[[Cast, Bid], object]] = {
    "release": lambda cast, bid: monitoring.release(
        award=bid.award, amount_pence=300_001, by=cast.finance, reason="x", at=ENDED
    ),
    "pay": lambda cast, bid: monitoring.pay(
        award=bid.award, amount_pence=300_001, by=cast.finance, reference="B", at=PAID
    ),
    "terminate": lambda cast, bid: monitoring.terminate(
        bid=bid, by=cast.decision_maker, reason="x", at=later(bid)
    ),
}


@pytest.mark.parametrize("verb", OUT)
def test_what_is_with_the_payment_system_stays_committed(cast: Cast, verb: str) -> None:
    bid = running(cast)
    made = batch(cast, approved(cast, bid, 200_000))
    before = dump()
    with pytest.raises(Refused, match=r"£2,000\.00 of CSP19-001 is with the payment system"):
        OUT[verb](cast, bid)
    assert dump() == before
    tell(cast, made, said(State.REFUSED, "x"))
    OUT[verb](cast, bid)


# The file


def test_a_file_says_what_became_of_each_payment(cast: Cast) -> None:
    bid = running(cast)
    made = batch(cast, *(approved(cast, bid, pence) for pence in (100, 200, 300, 400)))
    content = file_of(
        ("CSP19-001-P1", "12/06/2019", "1.00", "Paid", ""),
        ("csp19-001-p2", "2019-06-12", "£2", "REFUSED", "Unknown supplier"),
        ("CSP19-001-P3", "12 June 2019", "3.00", "returned", "Account closed"),
    )
    assert bring_in(batch=made, name="c.csv", content=content, by=cast.finance) == 3
    states = list(made.lines.values_list("state", flat=True))
    assert states == ["paid", "refused", "returned", "ordered"]
    before = dump()
    assert bring_in(batch=made, name="c.csv", content=content, by=cast.finance) == 0
    assert dump() == before
    call_command("check_books")


def test_a_workbook_will_do_and_other_columns_may_stand_in_it(cast: Cast) -> None:
    made = batch(cast, approved(cast, running(cast), 100))
    content = workbook(
        {
            "Export": (
                ["Run", "status", "PAYMENT REFERENCE", "Amount", "Date"],
                [[7, "paid", "CSP19-001-P1", 1, at("2019-06-12").replace(tzinfo=None)]],
            )
        }
    )
    assert bring_in(batch=made, name="c.xlsx", content=content, by=cast.finance) == 1


FAULTS = {
    ("CSP19-001-P9", "12/06/2019", "1.00", "paid"): "P9 is not a reference of this batch",
    ("CSP19-001-P2", "12/06/2019", "1.00", "paid"): "P2 is of batch 2",
    ("CSP19-001-P1", "12/06/2019", "1.01", "paid"): "£1.01 is another amount than was ordered",
    ("CSP19-001-P1", "12/06/2019", "0", "paid"): "less than a penny",
    ("CSP19-001-P1", "12/06/2019", "-1", "paid"): "not an amount of money",
    ("CSP19-001-P1", "12/06/2019", "1.005", "paid"): "not an amount of money",
    ("CSP19-001-P1", "31/06/2019", "1.00", "paid"): "is not a date",
    ("CSP19-001-P1", "09/06/2019", "1.00", "paid"): "the day is not between",
    ("CSP19-001-P1", "12/06/2019", "1.00", "sent"): "is not one of them",
    ("CSP19-001-P1", "12/06/2019", "1.00", "refused"): "the reason is missing",
    ("CSP19-001-P1", "12/06/2019", "", "paid"): "this is blank",
}


def test_each_fault_is_named_with_its_row_and_nothing_is_changed(
    cast: Cast, subtests: pytest.Subtests
) -> None:
    bid = running(cast)
    made = batch(cast, approved(cast, bid, 100))
    batch(cast, approved(cast, bid, 100))
    good = ("CSP19-001-P1", "12/06/2019", "1.00", "paid")
    before = dump()
    for row, words in FAULTS.items():
        with subtests.test(words=words):
            with pytest.raises(Faulty, match=words) as refusal:
                bring_in(batch=made, name="c.csv", content=file_of(row), by=cast.finance)
            assert refusal.value.faults[0].row == 2
            assert dump() == before
    with pytest.raises(Faulty, match="stands here twice"):
        bring_in(batch=made, name="c.csv", content=file_of(good, good), by=cast.finance)
    for content in (b"\x00\x01\x02", b"PK\x03\x04nothing", b""):
        with pytest.raises(Refused):
            bring_in(batch=made, name="c.csv", content=content, by=cast.finance)
    assert dump() == before


def test_no_more_is_ever_paid_than_was_committed(cast: Cast) -> None:
    made = batch(cast, approved(cast, running(cast), 200_000))
    PaymentLine.objects.update(amount_pence=500_001)
    before = dump()
    with pytest.raises(Refused, match="is too much"):
        tell(cast, made, said(State.PAID))
    assert dump() == before


# The books


def test_the_books_tell_of_what_does_not_fit(cast: Cast, subtests: pytest.Subtests) -> None:
    bid = running(cast)
    made = batch(cast, approved(cast, bid, 100))
    tell(cast, made, said(State.PAID))
    line = made.lines.get()
    assert list(differences(cast.round)) == []
    other = cast.approved(100_000)
    start_monitoring(bid=other, accepted_by="Ann", by=cast.officer, at=AGREED)
    cases: dict[str, Callable[[], object]] = {
        "its file is not the one that was handed out": lambda: PaymentBatch.objects.update(
            file="x"
        ),
        "its total is £9.99, but its lines add up to £1.00": lambda: PaymentBatch.objects.update(
            total_pence=999
        ),
        "line CSP19-001-P1 and its payment differ": lambda: PaymentLine.objects.update(
            amount_pence=99
        ),
        "claim 1 is approved, but was paid": lambda: Claim.objects.update(state="approved"),
        "claim 1 is paid, but has no payment": lambda: PaymentLine.objects.update(
            state="refused", payment=None
        ),
    }
    keep: dict[type[Model], dict[str, object]] = {
        PaymentBatch: {"file": made.file, "total_pence": made.total_pence},
        PaymentLine: {"state": "paid", "payment": line.payment, "amount_pence": 100},
        Claim: {"state": "paid"},
    }
    for words, spoil in cases.items():
        with subtests.test(words=words):
            spoil()
            assert any(words in one for one in differences(cast.round))
            for model, values in keep.items():
                model._base_manager.update(**values)
            assert list(differences(cast.round)) == []


# What moved between the approval and the batch


def return_cash(cast: Cast, bid: Bid) -> None:
    ledger.return_to_funder(round=cast.round, pot=Pot.MAIN, amount_pence=400_000, by=cast.finance)


def pay_by_hand(cast: Cast, bid: Bid) -> None:
    monitoring.pay(
        award=bid.award, amount_pence=400_000, by=cast.finance, reference="B", at=CLAIMED
    )


def release_by_hand(cast: Cast, bid: Bid) -> None:
    monitoring.release(
        award=bid.award, amount_pence=400_000, by=cast.finance, reason="x", at=CLAIMED
    )


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (pay_by_hand, r"only £1,000\.00 is committed"),
        (release_by_hand, r"only £1,000\.00 is committed"),
        (return_cash, r"Only £1,000\.00 of the grant has been received"),
    ],
)
def test_no_more_goes_out_than_is_there_now(
    cast: Cast, move: Callable[[Cast, Bid], None], why: str
) -> None:
    bid = running(cast)
    waits = approved(cast, bid, 200_000)
    move(cast, bid)
    before = dump()
    with pytest.raises(Refused, match=why):
        batch(cast, waits)
    assert dump() == before


def test_what_is_out_counts_against_the_next_batch(cast: Cast) -> None:
    bid = running(cast)
    first, second = approved(cast, bid, 200_000), approved(cast, bid, 200_000)
    batch(cast, first)
    monitoring.release(award=bid.award, amount_pence=200_000, by=cast.finance, reason="x", at=ENDED)
    with pytest.raises(Refused, match=r"only £1,000\.00 is committed"):
        batch(cast, second)


def test_two_claims_of_a_batch_share_what_is_committed(cast: Cast) -> None:
    bid = running(cast)
    both = [approved(cast, bid, 200_000), approved(cast, bid, 200_000)]
    monitoring.release(award=bid.award, amount_pence=200_000, by=cast.finance, reason="x", at=ENDED)
    with pytest.raises(Refused, match=r"only £3,000\.00 is committed"):
        batch(cast, *both)


def test_a_reference_that_went_out_is_not_paid_by_hand(cast: Cast) -> None:
    bid = running(cast)
    made = batch(cast, approved(cast, bid, 200_000))
    before = dump()
    with pytest.raises(Refused, match="went out in batch 1"):
        monitoring.pay(
            award=bid.award,
            amount_pence=100,
            by=cast.finance,
            reference=made.lines.get().reference,
            at=PAID,
        )
    assert dump() == before
    assert tell(cast, made, said(State.PAID)) == 1
