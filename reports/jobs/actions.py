"""Asking for a file, and what becomes of it."""

import logging
from collections.abc import Mapping
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import NotAllowed, Refused
from base.verbs import verb
from people.models import User
from reports.jobs.kinds import KINDS
from reports.models import Job
from rounds.models import Round

logger = logging.getLogger(__name__)

State = Job.State
UNENDED = (State.WAITING, State.RUNNING)
MOST_AT_ONCE = 5
"""Files that one person may wait for in a round."""


@verb
def ask(
    *,
    round: Round,
    kind: str,
    by: User,
    as_at: date | None = None,
    parameters: Mapping[str, object] | None = None,
) -> Job:
    """Ask for a file. The same one that is being made already is given instead of a second one.

    Raises ``Refused`` for a kind that there is not, for one that cannot be had as at a past day, and
    where they wait for too many already; what the kind's own rule of who may have it raises, too.
    """
    found = KINDS.get(kind)
    if found is None:
        raise Refused(_("Choose which file to make."))
    found.find(by, round.code)
    if as_at and not found.as_at:
        raise Refused(
            _("“%(file)s” is made of what stands now. Leave the day empty.") % {"file": found.words}
        )
    waiting = list(Job.objects.filter(round=round, asked_by=by, state__in=UNENDED))
    for job in waiting:
        if (job.kind, job.as_at, job.parameters) == (kind, as_at, dict(parameters or {})):
            return job
    if len(waiting) >= MOST_AT_ONCE:
        raise Refused(_("You wait for several files already. Wait for one of them, or cancel it."))
    job = Job.objects.create(
        round=round, kind=kind, parameters=dict(parameters or {}), as_at=as_at, asked_by=by
    )
    transaction.on_commit(partial(_nudge, job.pk))
    return job


@verb
def cancel(*, job: Job, by: User) -> Job:
    """Stop making a file. Raises ``Refused`` where it has ended, ``NotAllowed`` for somebody else's."""
    if job.asked_by != by:
        raise NotAllowed(_("Only the person who asked for a file may cancel it."))
    waits = Job.objects.filter(pk=job.pk, state__in=UNENDED)
    if not waits.update(state=State.CANCELLED, ended_at=timezone.now()):
        raise Refused(_("There is nothing to cancel: it has ended already."))
    job.refresh_from_db()
    return job


def _nudge(pk: int) -> None:
    """Wake the queue. Without a broker the job waits until the clock takes it up."""
    from reports.tasks import make_file

    try:
        make_file.apply_async((pk,), retry=False)
    except Exception as error:  # any broker's failure: the job waits in the database
        logger.warning("The queue could not be reached; the file waits: %s", error)
