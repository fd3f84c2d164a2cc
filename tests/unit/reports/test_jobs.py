"""Files made in the background: asked for once, told of, cancelled, taken over, kept whole or not at all."""

import hashlib
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from base.errors import NotAllowed, Refused
from reports.jobs import running
from reports.jobs.actions import MOST_AT_ONCE, ask, cancel
from reports.jobs.kinds import KINDS
from reports.jobs.making import Cancelled, Made, Telling, counted, tell
from reports.jobs.running import KEPT, MOST_TRIES, fail, keep, pick_up, remove_old, run, run_waiting
from reports.models import Job
from tests.cast import Cast
from tests.unit.reports.pcc_forms.test_cases import business_case

MADE = Made("a.txt", "text/plain", b"whole")


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


@pytest.fixture
def job(cast: Cast) -> Job:
    """The list of bids, asked for and not begun."""
    cast.submitted()
    return ask(round=cast.round, kind="bids", by=cast.officer)


def test_what_is_asked_for_is_made_and_kept_with_its_checksum(job: Job) -> None:
    run(job.pk)
    made = again(job)
    assert (made.state, made.error) == ("done", "")
    assert made.file is not None
    content = bytes(made.file)
    assert made.checksum == hashlib.sha256(content).hexdigest()
    assert made.done == made.total == 1
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert len(rows) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_made(cast: Cast, kind: str) -> None:
    cast.paid()
    business_case(cast)
    asked = ask(round=cast.round, kind=kind, by=cast.officer)
    run(asked.pk)
    made = again(asked)
    assert (made.state, made.error) == ("done", "")
    assert made.file
    assert cast.round.code in made.name


def test_running_it_twice_makes_it_once(job: Job) -> None:
    run(job.pk)
    first = again(job)
    run(job.pk)
    assert again(job).ended_at == first.ended_at
    assert again(job).tries == 1


def test_the_statement_is_as_at_the_day_that_was_asked(cast: Cast) -> None:
    cast.paid()
    then = ask(round=cast.round, kind="statement", by=cast.finance, as_at=date(2018, 1, 1))
    now = ask(round=cast.round, kind="statement", by=cast.finance)
    for one in (then, now):
        run(one.pk)
    assert again(then).name.endswith("-2018-01-01.xlsx")
    assert again(then).checksum != again(now).checksum


def test_asking_again_while_it_is_made_gives_the_same(cast: Cast, job: Job) -> None:
    assert ask(round=cast.round, kind="bids", by=cast.officer) == job
    assert ask(round=cast.round, kind="bids", by=cast.officer, parameters={"area": "A"}) != job
    assert ask(round=cast.round, kind="bids", by=cast.finance) != job


def test_nobody_waits_for_too_many(cast: Cast) -> None:
    for number in range(MOST_AT_ONCE):
        ask(round=cast.round, kind="bids", by=cast.officer, parameters={"area": str(number)})
    with pytest.raises(Refused, match="several files"):
        ask(round=cast.round, kind="appendix", by=cast.officer)


def test_only_what_there_is_can_be_asked_for(cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose which file"):
        ask(round=cast.round, kind="secrets", by=cast.officer)
    with pytest.raises(Refused, match="Leave the day empty"):
        ask(round=cast.round, kind="bids", by=cast.officer, as_at=date(2019, 1, 1))


def test_it_is_cancelled_by_who_asked_alone(cast: Cast, job: Job) -> None:
    with pytest.raises(NotAllowed, match="asked for a file"):
        cancel(job=job, by=cast.finance)
    assert cancel(job=job, by=cast.officer).state == "cancelled"
    run(job.pk)
    assert again(job).state == "cancelled"
    with pytest.raises(Refused, match="nothing to cancel"):
        cancel(job=job, by=cast.officer)


def test_a_cancelled_one_stops_at_its_next_step(cast: Cast, job: Job) -> None:
    attempt = uuid4()
    assert pick_up(job.pk, attempt)
    cancel(job=job, by=cast.officer)
    with pytest.raises(Cancelled):
        tell(job.pk, attempt, done=1, total=2, doing="On")
    with pytest.raises(Cancelled):
        keep(job.pk, attempt, MADE)
    fail(job.pk, attempt, "No")
    assert (again(job).state, again(job).error) == ("cancelled", "")


def test_one_try_has_it_at_a_time(job: Job) -> None:
    assert pick_up(job.pk, uuid4())
    assert pick_up(job.pk, uuid4()) is None


def test_what_a_killed_worker_left_is_taken_up_again(job: Job) -> None:
    dead = uuid4()
    assert pick_up(job.pk, dead)
    assert run_waiting() == 0
    Job.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert run_waiting() == 1
    assert (again(job).state, again(job).tries) == ("done", 2)
    with pytest.raises(Cancelled):  # it was not dead after all, and comes too late
        keep(job.pk, dead, MADE)
    assert again(job).name != MADE.name


def test_a_step_holds_it_on(job: Job) -> None:
    attempt = uuid4()
    taken = pick_up(job.pk, attempt)
    assert taken
    Job.objects.update(held_until=timezone.now() + timedelta(seconds=1))
    tell(job.pk, attempt, done=3, total=9, doing="Writing")
    found = again(job)
    assert (found.done, found.total, found.doing) == (3, 9, "Writing")
    assert found.held_until
    assert found.held_until > timezone.now() + timedelta(minutes=1)


def test_what_kills_every_worker_is_given_up(job: Job) -> None:
    for _try in range(MOST_TRIES):
        assert pick_up(job.pk, uuid4())
        Job.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert pick_up(job.pk, uuid4()) is None
    assert (again(job).state, again(job).file) == ("failed", None)
    assert "stopped 3 times" in again(job).error


def test_who_lost_the_right_since_gets_no_file(cast: Cast) -> None:
    asked = ask(round=cast.round, kind="bids", by=cast.officer)
    cast.officer.memberships.all().delete()
    run(asked.pk)
    assert (again(asked).state, again(asked).file) == ("failed", None)


def test_telling_often_costs_little(job: Job) -> None:
    attempt = uuid4()
    assert pick_up(job.pk, attempt)
    moments = iter([0.0, 0.1, 9.0, 9.0])
    step = Telling(job.pk, attempt, clock=lambda: next(moments))
    step(1, 10, "Writing")
    step(2, 10, "Writing")
    assert again(job).done == 1
    step(3, 10, "Writing")
    assert again(job).done == 3


def test_things_are_counted_as_they_pass() -> None:
    said: list[tuple[int, int, str]] = []

    def step(done: int, total: int, doing: str) -> None:
        said.append((done, total, doing))

    assert list(counted(range(1001), step, 1001, "On")) == list(range(1001))
    assert said == [(0, 1001, "On"), (500, 1001, "On"), (1000, 1001, "On"), (1001, 1001, "On")]


def test_what_breaks_is_told_without_its_insides(
    job: Job, caplog: pytest.LogCaptureFixture
) -> None:
    Job.objects.update(parameters={"area": 5, "words": ["x"]}, kind="unheard-of")
    running.run(job.pk)
    found = again(job)
    assert (found.state, found.file) == ("failed", None)
    assert found.error == "Something went wrong, and it was logged. Nothing was changed."
    assert "could not be made" in caplog.text


def test_a_file_is_removed_after_its_time_and_known_by_its_checksum(job: Job) -> None:
    run(job.pk)
    made = again(job)
    assert made.ended_at
    assert remove_old(made.ended_at + KEPT) == 0
    assert again(job).file

    assert remove_old(made.ended_at + KEPT + timedelta(seconds=1)) == 1
    removed = again(job)
    assert (removed.state, removed.file, removed.checksum) == ("removed", None, made.checksum)
    assert remove_old(made.ended_at + 2 * KEPT) == 0


def test_one_that_waits_or_failed_is_not_removed(job: Job) -> None:
    assert remove_old(timezone.now() + 2 * KEPT) == 0
    Job.objects.update(state="failed", ended_at=timezone.now())
    assert remove_old(timezone.now() + 2 * KEPT) == 0
