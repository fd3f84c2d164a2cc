"""Sends emails through GOV.UK Notify.

Notify sends only what a template of the account allows. Ours has one field for the subject,
``((subject))``, and one for the text, ``((body))``; its id is in the environment, ``NOTIFY_TEMPLATE``.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.notifications import NotificationsAPIClient

_Client: Callable[..., Any] = NotificationsAPIClient  # it has no types of its own


class NotifyBackend(BaseEmailBackend):
    """Django's email backend for it. Raises what Notify answers, so that the outbox tries again."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each message to each of its readers; give how many messages went."""
        url = settings.NOTIFY["url"]
        elsewhere = {"base_url": url} if url else {}
        client: Any = _Client(settings.NOTIFY["key"], timeout=20, **elsewhere)
        for message in email_messages:
            for address in message.to:
                client.send_email_notification(
                    email_address=address,
                    template_id=settings.NOTIFY["template"],
                    personalisation={"subject": message.subject, "body": message.body},
                )
        return len(email_messages)
