"""Evidence before payment, as the applicant gives it and an officer looks at it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from awards.evidence_actions import give_evidence
from base.errors import Refused
from bids.models import Attachment, Bid
from people.models import Partnership, User
from rounds.models import DocumentAsked
from tests.cast import Cast
from tests.files import pdf
from tests.journeys.conftest import Look, Read, words_of


@pytest.fixture
def insurance(cast: Cast) -> DocumentAsked:
    return cast.round.documents_asked.create(
        code="insurance", title="Insurance", position=1, before_payment=True
    )


def at(bid: Bid, asked: DocumentAsked | None = None) -> str:
    return f"/bids/{bid.reference}/evidence" + (f"/{asked.pk}" if asked else "")


def post(person: User, address: str, **values: object) -> HttpResponse:
    client = Client()
    client.force_login(person)
    return client.post(address, values, follow=True)  # type: ignore[return-value]  # the test client's own kind


def upload(cast: Cast, bid: Bid, asked: DocumentAsked, words: str = "") -> HttpResponse:
    file = SimpleUploadedFile("cover.pdf", pdf(words=words))
    return post(cast.applicant, at(bid), file=file, asked=str(asked.pk))


def test_the_applicant_is_told_what_is_missing_and_gives_it(
    cast: Cast, insurance: DocumentAsked, read: Read
) -> None:
    bid = cast.monitored()
    assert "Before any money is paid we need from you: Insurance." in read(
        cast.applicant, f"/bids/{bid.reference}"
    )
    assert "1 missing" in read(cast.officer, f"/bids/{bid.reference}")
    words = read(cast.applicant, at(bid))
    assert "1 piece of evidence is not in, so no money can be paid yet." in words
    assert "never the certificates" in words
    assert "Insurance\nStill missing" in words
    assert "Look at it" not in words
    said = words_of(upload(cast, bid, insurance))
    assert "“cover.pdf” was added." in said
    assert "Insurance\nWaiting to be looked at\ncover.pdf" in said


def test_an_officer_accepts_it_and_nothing_is_missing_any_more(
    cast: Cast, insurance: DocumentAsked, read: Read
) -> None:
    bid = cast.monitored()
    upload(cast, bid, insurance)
    assert "Look at it" in read(cast.officer, at(bid))
    file = bid.attachments.get()
    day = {"expires_on_day": "31", "expires_on_month": "3", "expires_on_year": "2099"}
    said = words_of(
        post(cast.officer, at(bid, insurance), said="accepted", seen=str(file.pk), **day)
    )
    assert "“Insurance” is saved." in said
    assert "Accepted\ncover.pdf\nGood until 31 March 2099." in said
    page = read(cast.applicant, f"/bids/{bid.reference}")
    assert "we need from you" not in page
    assert "Evidence before payment" in page


def test_what_is_wrong_is_read_by_the_applicant(
    cast: Cast, insurance: DocumentAsked, read: Read
) -> None:
    bid = cast.monitored()
    upload(cast, bid, insurance)
    assert post(cast.officer, at(bid, insurance), said="wrong").status_code == 422
    post(cast.officer, at(bid, insurance), said="wrong", reason="It is last year’s.")
    words = read(cast.applicant, at(bid))
    assert "Not accepted\ncover.pdf\nIt is last year’s." in words


def test_a_paper_that_was_seen_counts(cast: Cast, insurance: DocumentAsked, read: Read) -> None:
    bid = cast.monitored()
    words = read(cast.officer, at(bid, insurance))
    assert "The file is accepted" not in words
    said = words_of(post(cast.officer, at(bid, insurance), said="seen"))
    assert "Accepted\nThe paper was seen." in said


def test_a_newer_file_is_looked_at_before_it_is_accepted(
    cast: Cast, insurance: DocumentAsked
) -> None:
    bid = cast.monitored()
    upload(cast, bid, insurance)
    seen = str(bid.attachments.get().pk)
    upload(cast, bid, insurance, "newer")
    answer = post(cast.officer, at(bid, insurance), said="accepted", seen=seen)
    assert answer.status_code == 422
    assert "A newer file came" in words_of(answer)
    newest = str(bid.attachments.latest("pk").pk)
    assert f'value="{newest}"' in answer.content.decode()
    assert not bid.award.evidence_checks.exists()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "999999"])
def test_nothing_is_accepted_that_was_not_on_the_page(
    cast: Cast, insurance: DocumentAsked, seen: str
) -> None:
    bid = cast.monitored()
    upload(cast, bid, insurance)
    answer = post(cast.officer, at(bid, insurance), said="accepted", seen=seen)
    assert answer.status_code == 422
    assert not bid.award.evidence_checks.exists()


def test_a_file_with_a_virus_is_held_back(cast: Cast, insurance: DocumentAsked, read: Read) -> None:
    bid = cast.monitored()
    upload(cast, bid, insurance)
    Attachment.objects.update(scan="infected")
    words = read(cast.officer, at(bid))
    assert "Still missing\ncover.pdf\nHeld back: a virus was found" in words


def test_what_a_hold_keeps_back_is_not_there_for_the_applicant(
    cast: Cast, insurance: DocumentAsked, look: Look, read: Read
) -> None:
    Partnership.objects.update(hold_until=date(2099, 5, 3))
    bid = cast.approved()
    assert look(cast.applicant, at(bid)).status_code == 409
    assert "Insurance" in read(cast.officer, at(bid))
    with pytest.raises(Refused, match="There is no offer"):
        give_evidence(
            award=bid.award, asked=insurance, name="a.pdf", content=pdf(), by=cast.applicant
        )


def test_a_round_that_asks_for_nothing_says_so(cast: Cast, read: Read) -> None:
    bid = cast.monitored()
    assert "The round asks for no evidence before payment." in read(cast.officer, at(bid))
    assert "Evidence before payment" not in read(cast.applicant, f"/bids/{bid.reference}")


def test_another_rounds_evidence_is_not_there(cast: Cast, insurance: DocumentAsked) -> None:
    bid = cast.monitored()
    insurance.before_payment = False
    insurance.save()
    assert post(cast.officer, at(bid, insurance), said="seen").status_code == 404
