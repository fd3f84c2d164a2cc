"""Telling people, and sending what waits in the outbox."""

import logging
import socket
from collections.abc import Mapping
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext

from base.errors import Refused
from base.verbs import verb
from notices.html import html_of, text_of
from notices.models import Message, Wording
from notices.querysets import MOST_TRIES
from notices.wording import KINDS, Kind, check, fill
from people.hold import hold_ends
from people.models import Partnership, User
from people.permissions import Permission, require

BATCH = 50

logger = logging.getLogger(__name__)


def tell(
    *,
    to: str,
    kind: str,
    fields: Mapping[str, str],
    partnership: Partnership | None = None,
    hold: bool = False,
) -> Message:
    """Put an email in the outbox, in the words of its kind. It goes after the commit, or not at all.

    ``fields`` are values for the kind's fields. With ``hold`` it waits for the end of a publicity hold
    of the partnership.
    """
    wording = words(KINDS[kind], kind, partnership)
    return write(
        to=to,
        subject=fill(wording.subject, fields),
        body=fill(wording.body, fields),
        kind=kind,
        partnership=partnership,
        hold=hold,
    )


def write(
    *,
    to: str,
    subject: str,
    body: str,
    partnership: Partnership | None = None,
    hold: bool = False,
    kind: str = "",
) -> Message:
    """Put an email in the outbox whose words somebody wrote by hand."""
    until = hold_ends(partnership) if hold and partnership else None
    message = Message.objects.create(
        to=to,
        subject=" ".join(subject.split())[:200],
        body=body,
        kind=kind,
        partnership=partnership,
        held=until is not None,
        next_try_at=until or timezone.now(),
    )
    if all(hook[1] is not _nudge for hook in connection.run_on_commit):
        transaction.on_commit(_nudge)
    return message


def words(kind: Kind, code: str, partnership: Partnership | None) -> Wording:
    """The words of an email: the partnership's own, or else the service's (then not saved)."""
    own = partnership and Wording.objects.filter(partnership=partnership, kind=code).first()
    return own or Wording(kind=code, subject=str(kind.subject), body=str(kind.body))


@verb
def reschedule_held(*, partnership: Partnership) -> int:
    """After a publicity hold was moved or lifted: let what it holds back go when it ends now."""
    until = hold_ends(partnership)
    waiting = Message.objects.filter(partnership=partnership, held=True, sent_at=None)
    moved = waiting.update(held=until is not None, next_try_at=until or timezone.now())
    transaction.on_commit(_nudge)
    return moved


@verb
def change_wording(
    *, partnership: Partnership, kind: str, subject: str, body: str, by: User
) -> Wording:
    """Change the words of an email for a partnership. Raises ``Refused`` for an unknown field."""
    _refuse_unless_editable(partnership, kind, by)
    check(KINDS[kind], subject, body)
    wording, _made = Wording.objects.update_or_create(
        partnership=partnership,
        kind=kind,
        defaults={
            "subject": subject,
            "body": body,
            "changed_by": by,
            "changed_at": timezone.now(),
        },
    )
    return wording


@verb
def reset_wording(*, partnership: Partnership, kind: str, by: User) -> None:
    """Go back to the service's own words."""
    _refuse_unless_editable(partnership, kind, by)
    Wording.objects.filter(partnership=partnership, kind=kind).delete()


def _refuse_unless_editable(partnership: Partnership, kind: str, by: User) -> None:
    require(by, Permission.EDIT_WORDING, partnership)
    if kind not in KINDS or not KINDS[kind].editable:
        raise Refused(gettext("The words of this email cannot be changed."))


@verb
def retry(*, message: Message, by: User) -> Message:
    """Try a message again that was not sent, at once."""
    if message.partnership is None:
        raise Refused(gettext("This message belongs to no partnership."))
    require(by, Permission.EDIT_WORDING, message.partnership)
    message = Message.objects.select_for_update(no_key=True, of=("self",)).get(pk=message.pk)
    if message.sent_at:
        raise Refused(gettext("This message has gone."))
    if message.held:
        raise Refused(gettext("A publicity hold keeps this message back. Change the hold instead."))
    message.tries, message.next_try_at = 0, timezone.now()
    message.save(update_fields=["tries", "next_try_at"])
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


def _why(error: Exception) -> str:
    """Why an email was not sent, for the officer who looks."""
    if isinstance(error, (ConnectionError, TimeoutError, socket.gaierror)):
        why = {"why": error.strerror or str(error)}
        return gettext("The mail server could not be reached: %(why)s") % why
    return str(error)


def _send(message: Message) -> int:
    message.tries += 1
    email = EmailMultiAlternatives(message.subject, text_of(message), to=[message.to])
    email.attach_alternative(html_of(message), "text/html")
    try:
        email.send()
    except Exception as error:  # whatever the mail server says, it is tried again later
        logger.warning("Message %s was not sent: %s", message.pk, error)
        message.error = _why(error)
        message.next_try_at = timezone.now() + timedelta(minutes=2**message.tries)
    else:
        message.sent_at = timezone.now()
        message.error, message.held = "", False
        if message.kind in KINDS and KINDS[message.kind].secret:
            message.body = ""
    message.save()
    return 1 if message.sent_at else 0
