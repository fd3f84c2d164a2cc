"""Telling people, and sending what waits in the outbox."""

import logging
from datetime import timedelta

from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone

from notices.models import Message

MOST_TRIES = 8
BATCH = 50

logger = logging.getLogger(__name__)


def tell(*, to: str, subject: str, body: str) -> Message:
    """Put an email in the outbox. It goes after the transaction is committed, or not at all."""
    message = Message.objects.create(to=to, subject=subject[:200], body=body)
    if all(hook[1] is not _nudge for hook in connection.run_on_commit):
        transaction.on_commit(_nudge)
    return message


def _nudge() -> None:
    """Wake the queue. Without a broker the message waits for the next minute's round."""
    from notices.tasks import send_due

    try:
        send_due.apply_async(retry=False)
    except Exception as error:  # any broker's failure: the outbox keeps the message
        logger.warning("The queue could not be reached; the outbox waits: %s", error)


def send_waiting() -> int:
    """Send what is due, each message in its own transaction; give how many went."""
    sent = 0
    for _ in range(BATCH):
        with transaction.atomic():
            message = (
                Message.objects.select_for_update(skip_locked=True)
                .filter(sent_at=None, tries__lt=MOST_TRIES, next_try_at__lte=timezone.now())
                .first()
            )
            if message is None:
                break
            sent += _send(message)
    return sent


def _send(message: Message) -> int:
    message.tries += 1
    try:
        send_mail(message.subject, message.body, None, [message.to])
    except Exception as error:  # whatever the mail server says, it is tried again later
        logger.warning("Message %s was not sent: %s", message.pk, error)
        message.error = str(error)
        message.next_try_at = timezone.now() + timedelta(minutes=2**message.tries)
    else:
        message.sent_at = timezone.now()
        message.error = ""
    message.save()
    return 1 if message.sent_at else 0
