"""What the queue does for the outbox."""

from celery import shared_task

from notices.actions import send_waiting


@shared_task
def send_due() -> int:
    """Send the messages that are due. Safe to run twice and side by side."""
    return send_waiting()
