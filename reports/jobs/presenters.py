"""Files that are made in the background, in words."""

from collections.abc import Iterable

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from reports.jobs.kinds import KINDS
from reports.jobs.running import KEPT
from reports.models import Job
from ui.dates import format_date, format_moment
from ui.parts import Badge, Column, Content, Fact, Lines, Link, Table

State = Job.State
COLOURS = {
    State.WAITING: "grey",
    State.RUNNING: "yellow",
    State.DONE: "green",
    State.FAILED: "red",
    State.CANCELLED: "grey",
    State.REMOVED: "grey",
}


def name(job: Job) -> str:
    """What the file is called on pages."""
    return str(KINDS[job.kind].words) if job.kind in KINDS else job.kind


def badge(job: Job) -> Badge:
    """How it stands."""
    return Badge(State(job.state).label, COLOURS[State(job.state)])


def is_open_to(job: Job, user: User) -> bool:
    """Whether somebody who may read the round's papers may have this very file."""
    return job.asked_by_id == user.pk or (job.kind in KINDS and KINDS[job.kind].shared)


def jobs_table(jobs: Iterable[Job], user: User) -> Table:
    """The files of a round, the newest first."""
    rows: list[list[Content]] = []
    for job in jobs:
        link = Link(name(job), reverse("job", args=[job.round.code, job.pk]))
        rows.append(
            [
                Lines([link if is_open_to(job, user) else name(job)], said(job)),
                str(job.asked_by),
                format_moment(job.asked_at),
                badge(job),
            ]
        )
    columns = [_("File"), _("Asked for by"), _("When"), _("State")]
    return Table(caption=_("Files"), columns=[Column(words) for words in columns], rows=rows)


def said(job: Job) -> str:
    """What was asked of it beside, in a line."""
    parts = []
    if job.as_at:
        parts.append(_("as at the end of %(day)s") % {"day": format_date(job.as_at)})
    words = KINDS[job.kind].parameters if job.kind in KINDS else {}
    parts += [f"{words.get(key, key)}: {value}" for key, value in job.parameters.items()]
    return "; ".join(parts)


def job_facts(job: Job, *, size: int | None) -> list[Fact]:
    """All that is kept of a file."""
    found = [
        Fact(_("State"), badge(job)),
        Fact(_("Asked for by"), Lines([str(job.asked_by)], format_moment(job.asked_at))),
    ]
    if words := said(job):
        found.append(Fact(_("Asked for"), words))
    if job.ended_at:
        found.append(Fact(_("Ended"), format_moment(job.ended_at)))
    if job.error:
        found.append(Fact(_("Why it failed"), job.error))
    if job.state == State.DONE:
        found.append(Fact(_("File"), Lines([job.name], filesizeformat(size or 0))))
    if job.state == State.REMOVED:
        words = _("Removed after %(days)s days. Ask for it again.") % {"days": KEPT.days}
        found.append(Fact(_("File"), Lines([job.name], words)))
    if job.checksum:
        found.append(Fact(_("Checksum (SHA-256)"), job.checksum))
    return found
