"""What the queue does for the files of bids."""

from celery import shared_task

from bids.attachments import scan_waiting


@shared_task
def scan_files() -> int:
    """Have waiting files scanned. Safe to run twice and side by side."""
    return scan_waiting()
