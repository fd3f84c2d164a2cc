"""The outbox and the emails' words, as an officer uses them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from notices.actions import tell, write
from notices.models import Message, Wording
from notices.querysets import MOST_TRIES
from tests.cast import Cast
from tests.journeys.conftest import Look, Read, words_of

OUTBOX, EMAILS = "/partnerships/csp/outbox", "/partnerships/csp/emails"


def message(cast: Cast, subject: str = "About your bid", **changes: object) -> Message:
    """A message of the partnership."""
    made = write(
        to="a@b.example", subject=subject, body="Hello", partnership=cast.round.partnership
    )
    Message.objects.filter(pk=made.pk).update(**changes)
    return made


def test_a_failure_is_seen_and_sent_again(cast: Cast, read: Read) -> None:
    failed = message(cast, tries=MOST_TRIES, error="Mailbox full")
    assert "Not sent\nMailbox full" in read(cast.officer, OUTBOX)
    client = Client()
    client.force_login(cast.officer)
    assert client.post(f"{OUTBOX}/{failed.pk}/retry").status_code == 302
    failed.refresh_from_db()
    assert failed.tries == 0
    assert "The message is being sent again." in words_of(client.get(f"{OUTBOX}/{failed.pk}"))  # type: ignore[arg-type]


def test_messages_are_filtered_and_paged_by_key(cast: Cast, read: Read) -> None:
    for number in range(51):
        message(cast, subject=f"Number {number:02d}")
    first = read(cast.officer, OUTBOX)
    assert "Number 50" in first
    assert "Number 00" not in first
    oldest = Message.objects.order_by("pk")[1].pk
    assert "Number 00" in read(cast.officer, f"{OUTBOX}?before={oldest}")
    assert "There are no such messages." in read(cast.officer, f"{OUTBOX}?show=sent")


@pytest.mark.parametrize("query", ["before=x", "before=²", "before=" + "9" * 40, "show=nonsense"])
def test_a_query_that_means_nothing_is_no_error(cast: Cast, look: Look, query: str) -> None:
    assert look(cast.officer, f"{OUTBOX}?{query}").status_code in (200, 422)


def test_codes_and_other_partnerships_messages_are_not_listed(cast: Cast, read: Read) -> None:
    tell(to="c@d.example", kind="sign-in-code", fields={"code": "KXQ4"})
    elsewhere = cast.stranger.memberships.get().partnership
    write(to="e@f.example", subject="Theirs", body="x", partnership=elsewhere)
    words = read(cast.officer, OUTBOX)
    assert "There are no such messages." in words


def test_a_page_of_the_outbox_makes_few_queries(
    cast: Cast, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for number in range(60):
        message(cast, subject=f"Number {number}")
    client = Client()
    client.force_login(cast.officer)
    with django_assert_max_num_queries(8):
        client.get(OUTBOX)


def test_an_officer_previews_saves_and_resets_words(cast: Cast, read: Read) -> None:
    client = Client()
    client.force_login(cast.officer)
    address = f"{EMAILS}/bid-declined"
    words = {"subject": "About ((reference))", "body": "Sorry.\n\n((reason))"}
    preview = words_of(client.post(address, {**words, "preview": "yes"}))  # type: ignore[arg-type]
    assert "About SMP19-003" in preview
    assert not Wording.objects.exists()
    assert client.post(address, words).status_code == 302
    assert Wording.objects.get().subject == "About ((reference))"
    assert "Your own" in read(cast.officer, EMAILS)
    assert client.post(f"{address}/reset").status_code == 302
    assert not Wording.objects.exists()


def test_an_unknown_field_is_told_and_nothing_is_lost(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer)
    words = {"subject": "Hello", "body": "Dear ((name)), long words of mine"}
    response = client.post(f"{EMAILS}/bid-declined", words)
    assert response.status_code == 422
    page = words_of(response)  # type: ignore[arg-type]
    assert "There is no field ((name)) in this email." in page
    assert "long words of mine" in page


@pytest.mark.parametrize(
    "form", [{}, {"subject": "\u202eevil", "body": "x"}, {"body": "x" * 20_000}]
)
def test_bad_words_are_told(cast: Cast, form: dict[str, str]) -> None:
    client = Client()
    client.force_login(cast.officer)
    response = client.post(f"{EMAILS}/bid-declined", form)
    assert response.status_code == 422
    assert "There is a problem" in words_of(response)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["sign-in-code", "no-such-email"])
def test_there_is_no_page_for_words_that_are_not_changed(cast: Cast, look: Look, kind: str) -> None:
    assert look(cast.officer, f"{EMAILS}/{kind}").status_code == 404


def test_an_auditor_reads_the_words_and_changes_none(cast: Cast, read: Read, look: Look) -> None:
    assert "Your bid SMP19-003 was not approved" in read(cast.auditor, f"{EMAILS}/bid-declined")
    page = look(cast.auditor, f"{EMAILS}/bid-declined").content.decode()
    assert "<textarea" not in page
    client = Client()
    client.force_login(cast.auditor)
    assert client.post(f"{EMAILS}/bid-declined", {"subject": "x", "body": "y"}).status_code == 403
