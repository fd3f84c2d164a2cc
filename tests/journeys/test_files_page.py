"""The files of a bid in the browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bids.models import Attachment, Bid
from bids.tasks import scan_files
from people.models import User
from rounds.models import DocumentAsked
from tests.cast import Cast
from tests.clamd import Clamd, running
from tests.files import EICAR, pdf
from tests.journeys.conftest import Look, Read, words_of


def page_of(bid: Bid) -> str:
    return f"/bids/{bid.reference}/files"


def send(
    user: User, bid: Bid, name: str = "accounts.pdf", content: bytes = b"", **more: Any
) -> Any:
    client = Client()
    client.force_login(user)
    upload = SimpleUploadedFile(name, content or pdf(), content_type="text/html")
    return client.post(page_of(bid), {"file": upload, **more}, follow=True)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def status(look: Look, user: User, address: str) -> int:
    """The status of the answer; a file that is given is read to its end, which closes it."""
    response: Any = look(user, address)
    if response.streaming:
        body(response)
    return int(response.status_code)


def test_what_may_be_added_is_said_before_choosing(cast: Cast, read: Read) -> None:
    words = read(cast.applicant, page_of(cast.draft()))
    assert "up to 10 files: pdf, docx, xlsx, jpg or png, up to 10 MB each" in words
    assert "No files have been added." in words
    assert "What is it?" not in words


def test_what_the_round_asks_for_is_listed_with_what_is_missing(cast: Cast, read: Read) -> None:
    bid = cast.draft()
    asked = DocumentAsked.objects.create(
        round=cast.round, code="a", title="Your accounts", hint="The last year’s.", position=1
    )
    DocumentAsked.objects.create(
        round=cast.round, code="b", title="A photo", position=2, required=False
    )
    words = read(cast.applicant, page_of(bid))
    assert "Your accounts\nThe last year’s.\nStill missing\nA photo\nOptional" in words
    assert "Choose what the file is" in words_of(send(cast.applicant, bid))
    answer = words_of(send(cast.applicant, bid, asked=str(asked.pk)))
    assert "“accounts.pdf” was added." in answer
    assert "Your accounts\nThe last year’s.\nAdded" in answer
    assert (
        words_of(send(cast.applicant, bid, content=pdf(words="x"), asked="other")).count("PDF,")
        == 2
    )


def test_what_is_asked_of_awarded_projects_is_not_asked_of_bids(cast: Cast, read: Read) -> None:
    bid = cast.draft()
    DocumentAsked.objects.create(
        round=cast.round, code="dbs", title="DBS statement", position=1, before_payment=True
    )
    assert "DBS statement" not in read(cast.applicant, page_of(bid))
    assert "Files\nYou may leave this out" in read(cast.applicant, f"/bids/{bid.reference}/tasks")


def test_a_file_comes_back_to_be_saved_and_never_shown(cast: Cast, look: Look) -> None:
    bid = cast.draft()
    send(cast.applicant, bid, "../../\u202eAccounts “2018”.pdf")
    one = bid.attachments.get()
    response: Any = look(cast.applicant, f"{page_of(bid)}/{one.pk}")
    assert body(response) == pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("content", [b"MZ not a pdf", pdf("secret"), b"%PDF-1.4 oh"])
def test_what_is_not_safe_is_refused_on_the_page(cast: Cast, content: bytes) -> None:
    bid = cast.draft()
    response = send(cast.applicant, bid, content=content)
    assert response.status_code == 422
    assert "There is a problem" in words_of(response)
    assert not bid.attachments.exists()


@pytest.mark.parametrize("more", [{}, {"file": ""}, {"file": "../../etc/passwd"}])
def test_without_a_file_the_page_says_what_to_do(cast: Cast, more: dict[str, str]) -> None:
    client = Client()
    client.force_login(cast.applicant)
    response: Any = client.post(page_of(cast.draft()), more)
    assert response.status_code == 422
    assert "Choose a file" in words_of(response)


def test_an_empty_file_is_refused(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.applicant)
    empty = SimpleUploadedFile("x.pdf", b"")
    response: Any = client.post(page_of(cast.draft()), {"file": empty})
    assert response.status_code == 422
    assert "The file is empty" in words_of(response)


def test_a_file_a_little_too_large_is_refused_on_the_page(cast: Cast) -> None:
    response = send(cast.applicant, cast.draft(), content=pdf() + b"0" * 10 * 1024 * 1024)
    assert response.status_code == 422
    assert "larger than 10 MB" in words_of(response)


def test_an_upload_far_too_large_is_answered_before_it_is_kept(cast: Cast) -> None:
    bid = cast.draft()
    response = send(cast.applicant, bid, content=b"0" * 20 * 1024 * 1024)
    assert response.status_code == 413
    assert "This is too large" in words_of(response)
    assert not bid.attachments.exists()


def test_a_text_far_too_large_is_answered_too(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.applicant)
    response: Any = client.post(page_of(cast.draft()), {"asked": "x" * 5 * 1024 * 1024})
    assert response.status_code == 400


def test_the_eleventh_is_not_offered_and_is_refused(cast: Cast, read: Read) -> None:
    bid = cast.draft()
    for number in range(10):
        send(cast.applicant, bid, content=pdf(words=str(number)))
    assert "Remove one to add another." in read(cast.applicant, page_of(bid))
    response = send(cast.applicant, bid, content=pdf(words="more"))
    assert response.status_code == 422
    assert "There are 10 files already" in words_of(response)


def test_a_file_is_removed_while_it_is_a_draft(cast: Cast, look: Look) -> None:
    bid = cast.draft()
    send(cast.applicant, bid)
    one = bid.attachments.get()
    client = Client()
    client.force_login(cast.applicant)
    response: Any = client.post(f"{page_of(bid)}/{one.pk}/remove", follow=True)
    assert "“accounts.pdf” was removed." in words_of(response)
    assert look(cast.applicant, f"{page_of(bid)}/{one.pk}").status_code == 404


def test_who_is_given_a_file(cast: Cast, look: Look) -> None:
    bid = cast.draft()
    send(cast.applicant, bid)
    from bids.actions import submit
    from tests.cast import SUBMITTED

    submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    cast.declare(cast.panel_member)
    cast.declare(cast.second_panel_member, interest="Trustee")
    address = f"{page_of(bid)}/{bid.attachments.get().pk}"
    people = {**cast.everybody(), "conflicted": cast.second_panel_member}
    given = {name for name, user in people.items() if status(look, user, address) == 200}
    assert given == {"applicant", "officer", "panel", "decision maker", "finance", "auditor"}
    assert look(None, address).status_code == 302


def test_a_file_of_another_bid_is_not_found_under_this_one(cast: Cast, look: Look) -> None:
    bid, other = cast.draft(), cast.draft()
    send(cast.applicant, other)
    assert look(cast.applicant, f"{page_of(bid)}/{other.attachments.get().pk}").status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found(cast: Cast, look: Look) -> None:
    bid = cast.draft()
    send(cast.applicant, bid)
    one = bid.attachments.get()
    one.file.storage.delete(one.file.name)
    assert look(cast.applicant, f"{page_of(bid)}/{one.pk}").status_code == 404


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    server = Clamd()
    settings.CLAMAV_URL = server.url
    with running(server):
        yield server


@pytest.mark.usefixtures("clamd")
def test_a_file_is_held_back_until_it_is_clean(cast: Cast, look: Look) -> None:
    bid = cast.draft()
    answer = words_of(send(cast.applicant, bid))
    assert "Being checked for viruses" in answer
    address = f"{page_of(bid)}/{bid.attachments.get().pk}"
    assert look(cast.applicant, address).status_code == 409
    scan_files()
    assert status(look, cast.applicant, address) == 200


@pytest.mark.usefixtures("clamd")
def test_an_infected_file_is_for_nobody(cast: Cast, look: Look, read: Read) -> None:
    bid = cast.draft()
    send(cast.applicant, bid, content=pdf() + EICAR)
    scan_files()
    address = f"{page_of(bid)}/{bid.attachments.get().pk}"
    for user in (cast.applicant, cast.officer, cast.auditor):
        assert look(user, address).status_code == 409
    assert "Held back: a virus was found" in read(cast.applicant, page_of(bid))
    assert f'href="{address}"' not in look(cast.applicant, page_of(bid)).content.decode()


def test_the_health_page_says_that_the_scanner_is_away(read: Read, db: None, settings: Any) -> None:
    assert "Virus scanner" not in read(None, "/health")
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    assert "Virus scanner\nNot reachable\nFiles wait until it is back" in read(None, "/health")
    server = Clamd()
    settings.CLAMAV_URL = server.url
    with running(server):
        assert "Virus scanner\nWorking" in read(None, "/health")


def test_the_page_asks_few_questions_of_the_database(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    bid = cast.draft()
    for number in range(8):
        send(cast.applicant, bid, content=pdf(words=str(number)))
    assert Attachment.objects.count() == 8
    client = Client()
    client.force_login(cast.applicant)
    with django_assert_max_num_queries(10):
        client.get(page_of(bid))
