"""Making a file that somebody asked for: safe to run twice, and taken up again after a killed worker.

A try takes the job for a short time and holds it on while it works. The file is kept in one write, and
only while the try still has the job: never half a file, never two.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import DatabaseError
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from reports.jobs.kinds import KINDS
from reports.jobs.making import HOLDS, Cancelled, Made, Telling
from reports.models import Job

logger = logging.getLogger(__name__)

State = Job.State
MOST_TRIES = 3
"""A job whose worker was killed so often is given up, so that it cannot kill workers for ever."""
KEPT = timedelta(days=30)
"""How long a file is kept. It may hold personal data, and can be made again."""


def run(pk: int) -> None:
    """Make the file of a job, unless it has ended or somebody else is at it."""
    attempt = uuid4()
    if (job := pick_up(pk, attempt)) is None:
        return
    try:
        keep(pk, attempt, KINDS[job.kind].make(job, Telling(pk, attempt)))
    except Cancelled:
        logger.info("Job %s was cancelled or taken over.", pk)
    except Refused as refused:
        fail(pk, attempt, str(refused))
    except (DatabaseError, OSError) as error:
        logger.exception("The file of job %s could not be kept.", pk)
        why = _("The file could not be kept (%(why)s). Ask again later.") % {"why": error}
        fail(pk, attempt, why)
    except Exception:
        logger.exception("The file of job %s could not be made.", pk)
        fail(pk, attempt, _("Something went wrong, and it was logged. Nothing was changed."))


@verb
def pick_up(pk: int, attempt: UUID) -> Job | None:
    """Take a job that waits, or that a killed worker left; nothing where there is none to take."""
    now = timezone.now()
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, held_until__lt=now)
    found = Job.objects.filter(free, pk=pk)
    spent = found.filter(tries__gte=MOST_TRIES)
    why = _("The service stopped %(count)s times while making it.") % {"count": MOST_TRIES}
    if spent.update(state=State.FAILED, ended_at=now, error=why):
        return None
    taken = found.update(
        state=State.RUNNING,
        held_by=attempt,
        held_until=now + HOLDS,
        tries=F("tries") + 1,
        doing=_("Begins"),
        done=0,
    )
    return Job.objects.select_related("round", "asked_by").get(pk=pk) if taken else None


@verb
def keep(pk: int, attempt: UUID, made: Made) -> None:
    """Keep a file that is whole. Raises ``Cancelled`` where the job is not this try's any more."""
    now = timezone.now()
    mine = Job.objects.filter(pk=pk, state=State.RUNNING, held_by=attempt)
    done = mine.update(
        state=State.DONE,
        ended_at=now,
        doing="",
        done=F("total"),
        name=made.name,
        content_type=made.content_type,
        file=made.content,
        checksum=made.checksum,
    )
    if not done:
        raise Cancelled


@verb
def fail(pk: int, attempt: UUID, why: str) -> None:
    """Say that a file could not be made, and why."""
    mine = Job.objects.filter(pk=pk, state=State.RUNNING, held_by=attempt)
    mine.update(state=State.FAILED, ended_at=timezone.now(), error=why)


def run_waiting() -> int:
    """Take up what waits and what killed workers left; give how many there were."""
    now = timezone.now()
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, held_until__lt=now)
    waiting = list(Job.objects.filter(free).order_by("pk").values_list("pk", flat=True))
    for pk in waiting:
        run(pk)
    return len(waiting)


@verb
def remove_old(now: datetime) -> int:
    """Remove the files that were kept their time; what was asked for and the checksum stay. Give how many."""
    old = Job.objects.filter(state=State.DONE, ended_at__lt=now - KEPT)
    return old.update(state=State.REMOVED, file=None)
