"""What projects say of themselves: returns, with figures, remarks and files."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from awards.models import Award
from bids.models import Attachment, Measure
from monitoring.querysets import ReturnQuerySet
from people.models import User
from rounds.models import Period


class Return(models.Model):
    """How a project stands at the end of a period: written, sent, and accepted. Amounts in pence, to date.

    Reports read only what an officer accepted (``Return.objects.accepted()``).
    """

    class Rag(models.TextChoices):
        GREEN = "green", "Green"
        AMBER = "amber", "Amber"
        RED = "red", "Red"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent"
        BACK = "back", "Sent back"
        ACCEPTED = "accepted", "Accepted"

    award = models.ForeignKey(Award, models.PROTECT, related_name="returns")
    period = models.ForeignKey(Period, models.PROTECT, related_name="returns")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACCEPTED)
    rag = models.CharField("RAG", max_length=5, choices=Rag.choices, blank=True)
    """As the officer set it."""
    rag_proposed = models.CharField(max_length=5, choices=Rag.choices, blank=True)
    rag_reason = models.TextField(blank=True)
    """Why the officer set another than was proposed, or what speaks for the proposed one."""
    progress = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    """What has come of it, against the outcomes that were agreed."""
    issues = models.TextField(blank=True)
    case_study = models.TextField(blank=True)
    underspend_reason = models.TextField(blank=True)
    spent_pence = models.BigIntegerField(null=True, blank=True)
    forecast_pence = models.BigIntegerField(null=True, blank=True)
    people_reached = models.PositiveIntegerField(null=True, blank=True)
    declared_by = models.CharField(max_length=200, blank=True)
    """Who declares that it is true, as typed."""
    typed = models.JSONField(default=dict, blank=True)
    """What was typed so far, box by box, finished or not; empty once it is accepted."""
    confirmed = models.JSONField(default=list, blank=True)
    """The passages that looked like somebody's personal data, and name nobody helped as was ticked."""
    written_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="returns_written"
    )
    saved_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="returns_sent"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="returns_accepted"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["period__ends"]
        constraints = [
            models.UniqueConstraint(fields=["award", "period"], name="monitoring_return_once"),
            models.CheckConstraint(
                condition=Q(spent_pence__gte=0, forecast_pence__gte=0)
                | Q(state__in=("draft", "back")),
                name="monitoring_return_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | (Q(accepted_by__isnull=False, accepted_at__isnull=False) & ~Q(rag="")),
                name="monitoring_return_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_by__isnull=False, sent_at__isnull=False),
                name="monitoring_return_sent_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award}: {self.period}"


class Actual(models.Model):
    """What a measure came to in a period."""

    sent = models.ForeignKey(Return, models.PROTECT, related_name="actuals")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="actuals")
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sent", "measure"], name="monitoring_actual_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"


class ReturnHeading(models.Model):
    """What was spent under one budget heading by the end of a period, and is forecast. Pence."""

    sent = models.ForeignKey(Return, models.CASCADE, related_name="headings")
    name = models.CharField(max_length=100)
    spent_pence = models.BigIntegerField(default=0)
    forecast_pence = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True)
    """Why it differs from the budget."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sent", "name"], name="monitoring_heading_once"),
            models.CheckConstraint(
                condition=Q(spent_pence__gte=0, forecast_pence__gte=0),
                name="monitoring_heading_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReturnRemark(models.Model):
    """What an officer asked about a return or sent it back for, and what the project answered."""

    class Kind(models.TextChoices):
        QUERY = "query", "Question"
        ANSWER = "answer", "Answer"
        BACK = "back", "Sent back"

    sent = models.ForeignKey(Return, models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="return_remarks")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sent}: {self.kind}"


class ReturnFile(models.Model):
    """A file with a return."""

    sent = models.ForeignKey(Return, models.PROTECT, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="return_file")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attachment}"
