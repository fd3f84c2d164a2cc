"""Claims and payments in the browser's eyes: the applicant claims, an officer checks, finance pays."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from awards.models import Plan
from bids.models import Bid
from monitoring.models import Claim, PaymentBatch, PaymentLine
from people.models import User
from tests.cast import Cast, at, cast_of
from tests.claims import approved, batch, checked, claim, in_arrears, plan, running
from tests.files import pdf
from tests.journeys.conftest import Read, words_of
from tests.round_files import round_text

TODAY = at("2019-06-12 15:00")


@pytest.fixture(autouse=True)
def _on_a_day_in_june() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=True):
        yield


def post(person: User, address: str, **values: object) -> HttpResponse:
    client = Client()
    client.force_login(person)
    return client.post(address, values)  # type: ignore[return-value]  # the test client's own kind


def project(bid: Bid, name: str = "claims", *more: object) -> str:
    return reverse(name, args=[bid.reference, *more])


def payments(cast: Cast) -> str:
    return reverse("payments", args=[cast.round.code])


DAYS = {
    "spent_from_day": "1",
    "spent_from_month": "5",
    "spent_from_year": "2019",
    "spent_to_day": "31",
    "spent_to_month": "5",
    "spent_to_year": "2019",
}


# The applicant


def test_the_applicant_sees_the_plan_what_is_left_and_what_is_missing(
    cast: Cast, read: Read
) -> None:
    bid = running(cast)
    plan(bid, cast, Plan.INSTALMENTS, [("2019-05-07", 200_000), ("2019-10-07", 300_000)])
    cast.round.documents_asked.create(code="dbs", title="DBS", before_payment=True, position=1)
    claim(cast, bid, 50_000)
    page = read(cast.applicant, project(bid))
    for words in (
        "In instalments",
        "Left to claim\n£4,500.00",
        "7 May 2019\n£2,000.00\nClaimed in part",
        "7 October 2019\n£3,000.00\nNot yet due",
        "“DBS” is asked for before money moves, and is not in.",
        "Claim 1\n£500.00\n3 June 2019\nWaiting to be checked",
        "Claim money",
    ):
        assert words in page
    assert "supplier" not in page.lower()


def test_the_next_instalment_stands_in_the_form_and_is_claimed(cast: Cast) -> None:
    bid = running(cast)
    plan(bid, cast, Plan.INSTALMENTS, [("2019-05-07", 200_000), ("2019-10-07", 300_000)])
    client = Client()
    client.force_login(cast.applicant)
    page = client.get(project(bid, "claim-new")).content.decode()
    assert 'value="2,000.00"' in page
    assert "from 7 October 2019" in page
    refused = post(cast.applicant, project(bid, "claim-new"), amount_pence="2000.01", sure="on")
    assert refused.status_code == 422
    assert "£2,000.00 may be claimed today" in words_of(refused)
    sent = post(cast.applicant, project(bid, "claim-new"), amount_pence="2000", sure="on")
    assert sent.status_code == 302
    assert Claim.objects.get().amount_pence == 200_000


def test_what_was_spent_is_claimed_with_receipts(cast: Cast) -> None:
    bid = in_arrears(cast)
    given = {"amount_pence": "100", "words": "Coffee", "sure": "on", **DAYS}
    without = post(cast.applicant, project(bid, "claim-new"), **given)
    assert "Choose the receipts or invoices" in words_of(without)
    bad = SimpleUploadedFile("a.exe", b"MZ")
    assert post(cast.applicant, project(bid, "claim-new"), receipts=bad, **given).status_code == 422
    assert not Claim.objects.exists()
    two = [SimpleUploadedFile(f"{name}.pdf", pdf(words=name)) for name in ("one", "two")]
    sent = post(cast.applicant, project(bid, "claim-new"), receipts=two, **given)
    assert sent.status_code == 302
    assert Claim.objects.get().files.count() == 2


def test_another_year_is_refused_on_the_page(cast: Cast) -> None:
    given = {"amount_pence": "1", "words": "x", "sure": "on", **DAYS, "spent_from_year": "2018"}
    receipt = SimpleUploadedFile("a.pdf", pdf())
    answer = post(cast.applicant, project(in_arrears(cast), "claim-new"), receipts=receipt, **given)
    assert answer.status_code == 422
    assert "This is a claim for another year" in words_of(answer)


def test_an_officer_claims_for_those_who_work_on_paper(cast: Cast) -> None:
    given = {"amount_pence": "1", "words": "x", "sure": "on", **DAYS}
    bid = in_arrears(cast)
    assert post(cast.officer, project(bid, "claim-new"), **given).status_code == 302


def test_the_claim_of_somebody_elses_project_is_not_there(cast: Cast) -> None:
    bid = running(cast)
    claim(cast, bid, 100)
    for name, more in (
        ("claims", ()),
        ("claim-new", ()),
        ("claim", (1,)),
        ("claim-withdraw", (1,)),
    ):
        client = Client()
        client.force_login(cast.rival)
        assert client.get(project(bid, name, *more)).status_code == 404
        assert client.post(project(bid, name, *more)).status_code in (404, 405)


def test_the_applicant_withdraws_a_claim(cast: Cast) -> None:
    bid = running(cast)
    claim(cast, bid, 100)
    assert post(cast.applicant, project(bid, "claim-withdraw", 1), why="Wrong").status_code == 302
    assert Claim.objects.get().state == "withdrawn"
    again = post(cast.applicant, project(bid, "claim-withdraw", 1))
    assert again.status_code == 422


# Officer and finance


def test_an_officer_is_warned_of_early_spending_and_checks(cast: Cast, read: Read) -> None:
    bid = in_arrears(cast)
    Claim.objects.create(
        award=bid.award,
        number=1,
        amount_pence=100,
        spent_from="2019-04-01",
        spent_to="2019-04-02",
        claimed_by=cast.applicant,
    )
    warning = "Spent before the agreement was accepted on 8 April 2019"
    for person in (cast.officer, cast.finance):
        assert warning in read(person, project(bid, "claim", 1))
    assert warning not in read(cast.applicant, project(bid, "claim", 1))
    assert "Spent early" in read(cast.officer, payments(cast))
    assert post(cast.officer, project(bid, "claim", 1), decision="check").status_code == 302
    assert Claim.objects.get().checked_by == cast.officer


def test_a_refusal_needs_its_reason(cast: Cast) -> None:
    bid = running(cast)
    claim(cast, bid, 100)
    answer = post(cast.officer, project(bid, "claim", 1), decision="refuse", reason=" ")
    assert "Enter the reason, for the applicant to read" in words_of(answer)
    post(cast.officer, project(bid, "claim", 1), decision="refuse", reason="No VAT.")
    assert Claim.objects.get().ended_why == "No VAT."


def test_finance_is_told_what_keeps_a_claim_back(cast: Cast, read: Read) -> None:
    bid = running(cast, cash_pence=0)
    checked(cast, bid, 100)
    told = "Only £0.00 of the grant has been received"
    assert told in read(cast.finance, project(bid, "claim", 1))
    answer = post(cast.finance, project(bid, "claim", 1), decision="approve")
    assert answer.status_code == 422
    assert f"stays as it is. {told}" in words_of(answer)
    assert Claim.objects.get().state == "checked"


def test_who_may_not_decide_is_told(cast: Cast) -> None:
    bid = running(cast)
    checked(cast, bid, 100)
    for person in (cast.applicant, cast.auditor, cast.decision_maker):
        answer = post(person, project(bid, "claim", 1), decision="approve")
        assert answer.status_code == 403
    cast.organisation.members.add(cast.finance)
    assert post(cast.finance, project(bid, "claim", 1), decision="approve").status_code == 403
    assert Claim.objects.get().state == "checked"


# Batches


def test_finance_makes_a_batch_of_what_is_ticked(cast: Cast, read: Read) -> None:
    bid = running(cast)
    one, two = approved(cast, bid, 100), approved(cast, bid, 200)
    client = Client()
    client.force_login(cast.finance)
    page = client.get(payments(cast)).content.decode()
    assert page.count(" checked>") == 2
    assert post(cast.finance, payments(cast)).status_code == 422
    assert post(cast.finance, payments(cast), claim=["9999"]).status_code == 422
    answer = post(cast.finance, payments(cast), claim=[str(two.pk)])
    made = PaymentBatch.objects.get()
    assert answer.headers["Location"] == reverse("payment-batch", args=[cast.round.code, 1])
    assert made.lines.get().claim == two
    assert one.lines.count() == 0
    assert "1 to be confirmed" in read(cast.auditor, payments(cast))


def test_the_file_comes_byte_for_byte_as_it_was_made(cast: Cast) -> None:
    made = batch(cast, approved(cast, running(cast), 100))
    Bid.objects.update(project="Renamed since")
    client = Client()
    client.force_login(cast.finance)
    answer = client.get(reverse("payment-batch-csv", args=[cast.round.code, 1]))
    assert answer.content == made.file.encode()
    assert "payments-grant-2019-20-1.csv" in answer.headers["Content-Disposition"]


def test_a_confirmation_is_brought_in_and_its_faults_are_shown(cast: Cast, read: Read) -> None:
    made = batch(cast, approved(cast, running(cast), 100))
    page = reverse("payment-batch", args=[cast.round.code, 1])
    head = "Payment reference,Date,Amount,Status\n"
    wrong = SimpleUploadedFile("c.csv", f"{head}CSP19-001-P1,12/06/2019,2.00,paid".encode())
    answer = post(cast.finance, page, file=wrong)
    assert answer.status_code == 422
    assert "£2.00 is another amount than was ordered" in words_of(answer)
    assert made.lines.get().state == "ordered"
    good = f"{head}CSP19-001-P1,12/06/2019,1.00,paid".encode()
    assert post(cast.finance, page, file=SimpleUploadedFile("c.csv", good)).status_code == 302
    assert made.lines.get().state == "paid"
    assert "All answered" in read(cast.finance, payments(cast))
    junk = post(cast.finance, page, file=SimpleUploadedFile("c.csv", b"\x00\x01"))
    assert junk.status_code == 422


def test_a_payment_is_entered_by_hand(cast: Cast) -> None:
    made = batch(cast, approved(cast, running(cast), 100))
    line = made.lines.get()
    page = reverse("payment-line", args=[cast.round.code, 1, line.pk])
    day = {"on_day": "12", "on_month": "6", "on_year": "2019"}
    assert post(cast.finance, page, state="returned", **day).status_code == 422
    assert post(cast.finance, page, state="paid", **day).status_code == 302
    assert post(cast.finance, page, state="refused", why="x", **day).status_code == 422
    assert post(cast.finance, page, state="returned", why="Closed", **day).status_code == 302
    assert PaymentLine.objects.get().state == "returned"
    assert post(cast.finance, page, state="paid", **day).status_code == 409


def test_a_batch_of_another_round_is_not_there(cast: Cast) -> None:
    made = batch(cast, approved(cast, running(cast), 100))
    other = cast_of(round_text("another-2019-20"))
    client = Client()
    client.force_login(cast.finance)
    for name, more in (
        ("payment-batch", [1]),
        ("payment-batch-csv", [1]),
        ("payment-line", [1, made.lines.get().pk]),
    ):
        address = reverse(name, args=[other.round.code, *more])
        assert client.get(address).status_code == 404


# The desk


def test_the_desk_shows_each_what_waits_for_them(cast: Cast, read: Read) -> None:
    bid = running(cast)
    claim(cast, bid, 1)
    checked(cast, bid, 2)
    approved(cast, bid, 3)
    batch(cast, approved(cast, bid, 4))
    officer, finance = read(cast.officer, "/desk"), read(cast.finance, "/desk")
    assert "1 claim\nTo be checked" in officer
    for words in (
        "1 claim\nChecked: approve or refuse",
        "1 claim\nApproved: make a batch",
        "1 batch\nSent to be paid: bring in what became of it",
    ):
        assert words in finance
        assert words not in officer
    assert "To be checked" not in finance


def test_a_new_claim_says_what_is_paid_later_and_leads_there(cast: Cast, read: Read) -> None:
    bid = running(cast)
    with time_machine.travel(at("2019-09-02 10:00"), tick=False):
        new = read(cast.applicant, project(bid, "claim-new"))
        assert "nothing is paid until this is in" in new
        assert "The return for “September report” was due by 16 August 2019" in new
        client = Client()
        client.force_login(cast.applicant)
        assert project(bid, "returns") in client.get(project(bid)).content.decode()
