"""Files made in the background by a real broker and worker: killed in the middle, a full disk, two at once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bids.models import Bid
from config import embedded
from reports.jobs.actions import ask
from reports.jobs.running import run, run_waiting
from reports.models import Job
from tests.cast import Cast, cast_of
from tests.integration.threads import at_once

pytestmark = pytest.mark.timeout(300)

BIDS = 3_000
PATIENCE = 90
ASK = """
import django; django.setup()
from people.models import User
from reports.jobs.actions import ask
from rounds.models import Round
job = ask(round=Round.objects.get(), kind="bids", by=User.objects.get(email={email!r}))
print(job.pk)
"""


def until(what: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, [str(job.__dict__)[:500] for job in Job.objects.all()]
        time.sleep(0.02)


@pytest.fixture
def cast(committed_db: str) -> Cast:
    """A round with so many bids that their list takes a while."""
    cast = cast_of()
    bid = cast.draft()
    copies = []
    for number in range(BIDS):
        copy = Bid.objects.get(pk=bid.pk)
        copy.pk, copy.reference = None, f"COPY-{number}"
        copies.append(copy)
    Bid.objects.bulk_create(copies)
    return cast


@pytest.fixture
def queue(committed_db: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A broker of this test's own; the environment of who uses it and the test's database."""
    socket = tmp_path / "s"  # a socket's path must be short
    broker = subprocess.Popen(embedded.command(socket))
    url = f"unix://{socket}"
    try:
        until(lambda: embedded.answers(url))
        yield {**os.environ, "DATABASE_URL": committed_db, "REDIS_URL": url}
    finally:
        broker.kill()
        broker.wait()


@contextmanager
def worker(queue: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of the queue, in a process group of its own."""
    words = ["celery", "--quiet", "--app", "config", "worker", "--concurrency", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        env=queue,
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker and its children, with no time to put anything away."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def asked(cast: Cast, queue: dict[str, str]) -> int:
    """Ask for the list of bids in another process, as the web server does; give the job's key."""
    script = [sys.executable, "-c", ASK.format(email=cast.officer.email)]
    said = subprocess.run(
        script, env=queue, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True
    )
    return int(said.stdout)


def test_a_worker_makes_it_and_a_killed_one_leaves_nothing_lost(
    cast: Cast, queue: dict[str, str]
) -> None:
    with worker(queue) as first:
        pk = asked(cast, queue)
        half = Job.objects.filter(pk=pk, state="running", done__gte=500)
        until(half.exists)
        kill(first)
    left = Job.objects.get(pk=pk)
    assert (left.state, left.file, left.checksum) == ("running", None, "")

    Job.objects.update(held_until=timezone.now() - timedelta(seconds=1))  # as two minutes later
    tell = [sys.executable, "-m", "celery", "--app", "config", "call"]
    subprocess.run(
        [*tell, "reports.tasks.make_waiting_files"],
        env=queue,
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
    )
    with worker(queue):
        until(Job.objects.filter(pk=pk, state="done").exists)
    made = Job.objects.get(pk=pk)
    assert (made.tries, made.done) == (2, BIDS + 1)
    assert made.checksum
    assert made.file


def test_two_workers_at_once_make_one_file(cast: Cast) -> None:
    job = ask(round=cast.round, kind="bids", by=cast.officer)
    outcome = at_once([partial(run, job.pk)] * 3)
    assert not outcome.broken
    job.refresh_from_db()
    assert (job.state, job.tries) == ("done", 1)


def test_a_full_disk_leaves_no_half_a_file(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a server's disk is its own")
    job = ask(round=cast.round, kind="bids", by=cast.officer)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        [pages] = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 2}")
        try:
            run(job.pk)
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    job.refresh_from_db()
    assert (job.state, job.file, job.checksum) == ("failed", None, "")
    assert "could not be kept" in job.error
    again = ask(round=cast.round, kind="bids", by=cast.officer)
    assert again != job
    assert run_waiting() == 1
    again.refresh_from_db()
    assert again.state == "done"
