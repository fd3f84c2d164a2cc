"""The outbox: sent, held back, tried again."""

from datetime import timedelta
from smtplib import SMTPResponseException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as LocMem
from django.utils import timezone

from base.errors import Refused
from notices.actions import BATCH, reschedule_held, retry, send_waiting, tell, write
from notices.models import Message
from notices.querysets import MOST_TRIES, STANDINGS
from tests.cast import Cast, cast_of


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of()


def held(cast: Cast, days: int = 3) -> Message:
    """A message that a publicity hold keeps back."""
    hold(cast, days)
    partnership = cast.round.partnership
    return write(to="a@b.example", subject="S", body="B", partnership=partnership, hold=True)


def hold(cast: Cast, days: int) -> None:
    """Let a publicity hold end in so many days."""
    cast.round.partnership.hold_until = (timezone.now() + timedelta(days=days)).date()
    cast.round.partnership.save()


def test_a_message_goes_in_text_and_html(db: None) -> None:
    write(to="a@b.example", subject="Hello", body="# Head\n\nWords")
    assert send_waiting() == 1
    (sent,) = mail.outbox
    assert sent.body == "Head\n\nWords"
    assert "<h2>Head</h2>" in sent.alternatives[0][0]  # type: ignore[attr-defined]
    assert Message.objects.get().sent_at


def test_what_let_somebody_in_is_not_kept(db: None) -> None:
    tell(to="a@b.example", kind="sign-in-code", fields={"code": "KXQ4"})
    send_waiting()
    message = Message.objects.get()
    assert (message.body, mail.outbox[0].body.count("KXQ4")) == ("", 1)


def test_a_held_message_waits_for_the_end_of_the_hold(cast: Cast) -> None:
    message = held(cast)
    assert message.held
    assert send_waiting() == 0
    other = write(
        to="a@b.example", subject="S", body="B", partnership=cast.round.partnership, hold=False
    )
    assert send_waiting() == 1
    other.refresh_from_db()
    assert other.sent_at


def test_lifting_a_hold_lets_its_messages_go(cast: Cast) -> None:
    message = held(cast)
    cast.round.partnership.hold_until = None
    cast.round.partnership.save()
    assert reschedule_held(partnership=cast.round.partnership) == 1
    assert send_waiting() == 1
    message.refresh_from_db()
    assert (message.held, bool(message.sent_at)) == (False, True)


def test_moving_a_hold_moves_its_messages(cast: Cast) -> None:
    message = held(cast)
    first = message.next_try_at
    hold(cast, days=10)
    reschedule_held(partnership=cast.round.partnership)
    message.refresh_from_db()
    assert message.held
    assert message.next_try_at > first + timedelta(days=6)


def test_a_hold_that_is_over_holds_nothing(cast: Cast) -> None:
    assert not held(cast, days=0).held


def test_a_message_given_up_is_tried_again_by_an_officer(cast: Cast) -> None:
    message = write(to="a@b.example", subject="S", body="B", partnership=cast.round.partnership)
    Message.objects.update(tries=MOST_TRIES)
    assert send_waiting() == 0
    retry(message=message, by=cast.officer)
    assert send_waiting() == 1
    with pytest.raises(Refused, match="has gone"):
        retry(message=message, by=cast.officer)


def test_a_held_message_is_not_pushed_past_its_hold(cast: Cast) -> None:
    with pytest.raises(Refused, match="hold"):
        retry(message=held(cast), by=cast.officer)


def test_every_message_stands_in_exactly_one_way(cast: Cast) -> None:
    held(cast)
    for changes in ({}, {"tries": MOST_TRIES}, {"sent_at": timezone.now(), "tries": MOST_TRIES}):
        message = write(to="a@b.example", subject="S", body="B")
        Message.objects.filter(pk=message.pk).update(**changes)
    found = [m.pk for name in STANDINGS for m in Message.objects.standing(name)]
    assert sorted(found) == sorted(Message.objects.values_list("pk", flat=True))


def test_a_round_of_sending_ends(db: None) -> None:
    for _ in range(BATCH + 1):
        write(to="a@b.example", subject="S", body="B")
    assert send_waiting() == BATCH
    assert send_waiting() == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            ConnectionRefusedError(111, "Connection refused"),
            "The mail server could not be reached: Connection refused",
        ),
        (TimeoutError("timed out"), "The mail server could not be reached: timed out"),
        (SMTPResponseException(550, "No such user"), "(550, 'No such user')"),
    ],
)
def test_why_a_message_did_not_go_is_said_in_words(
    db: None, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fail(*_args: object) -> int:
        raise error

    monkeypatch.setattr(LocMem, "send_messages", fail)
    message = write(to="a@b.example", subject="S", body="B")
    assert send_waiting() == 0
    message.refresh_from_db()
    assert message.error == said
