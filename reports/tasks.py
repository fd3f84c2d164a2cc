"""What the queue makes."""

from celery import shared_task

from reports.jobs.running import run, run_waiting


@shared_task
def make_file(pk: int) -> None:
    """Make a file that somebody asked for. Safe to run twice and side by side."""
    run(pk)


@shared_task
def make_waiting_files() -> int:
    """Make what no nudge has reached, and what killed workers left. Safe to run twice."""
    return run_waiting()
