"""Files that are made in the background, and what became of each."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from rounds.models import Round


class Job(models.Model):
    """A file that somebody asked for: how far it is, and the file itself once it is whole."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        REMOVED = "removed", _("Removed")

    round = models.ForeignKey(Round, models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=40)
    """What is made (see ``reports.jobs.kinds``)."""
    parameters = models.JSONField(default=dict, blank=True)
    as_at = models.DateField(null=True, blank=True)
    """The day at whose end the figures are to be; nothing for when the file is made."""
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=200, blank=True)
    """What is being done now, in words."""
    held_by = models.UUIDField(null=True, blank=True)
    """The try that has it now; a later one takes it over when ``held_until`` has gone."""
    held_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    file = models.BinaryField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    """SHA-256 of the file; it stays when the file is removed, to know a copy by."""

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="reports_job_done_has_a_file",
                condition=Q(state="done", file__isnull=False, ended_at__isnull=False)
                & ~Q(checksum="")
                | Q(state="removed", file__isnull=True) & ~Q(checksum="")
                | ~Q(state__in=["done", "removed"]) & Q(file__isnull=True, checksum=""),
            ),
            models.CheckConstraint(
                name="reports_job_running_is_held",
                condition=Q(state="running", held_by__isnull=False, held_until__isnull=False)
                | ~Q(state="running"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.round.code}"
