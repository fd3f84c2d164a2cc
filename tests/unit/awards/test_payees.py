"""Who is paid: a supplier number in the council's own system, or the coding of a journal."""

from dataclasses import replace
from typing import Any

import pytest

from awards.actions import accept_agreement, turn_down
from awards.models import Award
from awards.payees import Payee, payee_of, set_payee, sign_of_payee, usual_supplier
from base.errors import NotAllowed, Refused
from base.stale import Stale
from bids.models import Bid
from tests.cast import AGREED, Cast, again

SUPPLIER = Payee(supplier_number="SUP-1042", cost_centre="CC12", account_code="4410")
HOLDER = Payee(internal=True, budget_holder="Hugh", cost_centre="CC12", account_code="4410")


@pytest.fixture
def bid(cast: Cast) -> Bid:
    return cast.approved()


def accepted(cast: Cast, bid: Bid) -> None:
    accept_agreement(bid=bid, signatory="Rosa", by=cast.applicant, at=AGREED)


@pytest.mark.parametrize("who", ["officer", "finance"])
@pytest.mark.parametrize("payee", [SUPPLIER, HOLDER])
def test_an_officer_or_finance_sets_it_and_a_note_says_what_changed(
    cast: Cast, bid: Bid, who: str, payee: Payee
) -> None:
    by = getattr(cast, who)
    set_payee(bid=bid, payee=payee, by=by)
    set_payee(bid=bid, payee=payee, by=by)
    assert payee_of(again(bid).award) == payee
    note = bid.officer_notes.get()
    assert note.by == by
    assert "Cost centre: from nothing to CC12" in note.note.text


@pytest.mark.parametrize("who", ["applicant", "decision_maker", "auditor", "stranger", "rival"])
def test_nobody_else_does(cast: Cast, bid: Bid, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_payee(bid=bid, payee=SUPPLIER, by=getattr(cast, who))


def test_who_has_a_stake_does_not(cast: Cast, bid: Bid) -> None:
    cast.organisation.members.add(cast.finance)
    with pytest.raises(NotAllowed, match="has an interest"):
        set_payee(bid=bid, payee=SUPPLIER, by=cast.finance)


def test_after_the_acceptance_finance_alone_does(cast: Cast, bid: Bid) -> None:
    accepted(cast, bid)
    with pytest.raises(NotAllowed, match="from now on finance"):
        set_payee(bid=bid, payee=SUPPLIER, by=cast.officer)
    assert set_payee(bid=bid, payee=SUPPLIER, by=cast.finance).supplier_number == "SUP-1042"


@pytest.mark.parametrize(
    "change", [{"internal": False, "budget_holder": ""}, {"budget_holder": "X"}]
)
def test_what_was_accepted_as_a_memo_stays_one(
    cast: Cast, bid: Bid, change: dict[str, Any]
) -> None:
    set_payee(bid=bid, payee=HOLDER, by=cast.officer)
    accept_agreement(bid=bid, signatory="Hugh", by=cast.officer, at=AGREED)
    with pytest.raises(Refused, match="its budget holder stay"):
        set_payee(bid=bid, payee=replace(HOLDER, **change), by=cast.finance)
    coded = replace(HOLDER, account_code="4411")
    assert set_payee(bid=bid, payee=coded, by=cast.finance).account_code == "4411"


@pytest.mark.parametrize(
    "number", ["20-30-40 12345678", "20 30 40", "=1+1", "-12", "SUP\u202e12", "٣", "x" * 41]
)
def test_bank_details_and_formulas_are_no_supplier_number(
    cast: Cast, bid: Bid, number: str
) -> None:
    with pytest.raises(Refused, match="is not a supplier number"):
        set_payee(bid=bid, payee=Payee(supplier_number=number), by=cast.finance)


@pytest.mark.parametrize("lacking", ["budget_holder", "cost_centre", "account_code"])
def test_an_internal_award_needs_all_its_coding(cast: Cast, bid: Bid, lacking: str) -> None:
    with pytest.raises(Refused, match="Enter the budget holder, the cost centre"):
        set_payee(bid=bid, payee=Payee(**{**vars(HOLDER), lacking: ""}), by=cast.officer)


def test_only_an_internal_one_has_a_budget_holder(cast: Cast, bid: Bid) -> None:
    with pytest.raises(Refused, match="Only an internal award"):
        set_payee(bid=bid, payee=replace(HOLDER, internal=False), by=cast.officer)


def test_two_organisations_do_not_share_a_supplier_number(cast: Cast, bid: Bid) -> None:
    set_payee(bid=bid, payee=SUPPLIER, by=cast.finance)
    same = cast.approved(100_000)
    assert usual_supplier(same) == "SUP-1042"
    set_payee(bid=same, payee=SUPPLIER, by=cast.finance)
    Bid.objects.filter(pk=same.pk).update(organisation=cast.rival_organisation)
    Award.objects.filter(bid=same).update(supplier_number="")
    assert usual_supplier(again(same)) == ""
    taken = replace(SUPPLIER, supplier_number="sup-1042")
    with pytest.raises(Refused, match=r"sup-1042 is the supplier number of Youth Works"):
        set_payee(bid=same, payee=taken, by=cast.finance)


def test_two_people_do_not_write_over_each_other(cast: Cast, bid: Bid) -> None:
    seen = sign_of_payee(bid.award)
    set_payee(bid=bid, payee=SUPPLIER, by=cast.officer, seen=seen)
    with pytest.raises(Stale):
        set_payee(bid=bid, payee=HOLDER, by=cast.finance, seen=seen)


def test_without_an_award_nobody_is_paid(cast: Cast, bid: Bid) -> None:
    turn_down(bid=bid, by=cast.applicant, at=AGREED)
    with pytest.raises(Refused, match="no award to be paid"):
        set_payee(bid=bid, payee=SUPPLIER, by=cast.finance)
