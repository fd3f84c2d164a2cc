"""The decision: what was proposed to the PCC, what they answered, and what was awarded."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from base.models import AppendOnly, Note
from bids.models import Bid
from people.models import User
from rounds.models import Pot, Round


class Submission(AppendOnly):
    """A version of the proposals as it was sent: its content and the very file, frozen."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions")
    route = models.CharField(max_length=8, choices=Pot.choices)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    """What the file says, row by row (see ``reports.submission.content``)."""
    checksum = models.CharField(max_length=64)
    """SHA-256 of the content, as it stands in the file."""
    file = models.BinaryField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="submissions")

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "route", "version"], name="awards_submission_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round.code} {self.route} version {self.version}"


class Answer(AppendOnly):
    """What the PCC answered about one bid of a submission."""

    class Decision(models.TextChoices):
        APPROVE = "approve", "Approve"
        DECLINE = "decline", "Decline"
        QUERY = "query", "Query"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answers")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="answers")
    decision = models.CharField(max_length=7, choices=Decision.choices)
    amount_pence = models.BigIntegerField(null=True, blank=True)
    note = models.ForeignKey(Note, models.PROTECT, null=True, blank=True, related_name="answers")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="answers")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.bid}: {self.decision}"

    @property
    def comment(self) -> str:
        """The PCC's comment; may have been erased."""
        return self.note.text if self.note else ""


class Award(models.Model):
    """The amount that a decision maker approved for a bid. Pence."""

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="award")
    amount_pence = models.BigIntegerField()
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="awards")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="awards_award_above_zero")
        ]

    def __str__(self) -> str:
        return f"{self.bid}"


class Agreement(models.Model):
    """The organisation's acceptance of the award's terms, before any money moves."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="agreement")
    accepted_by = models.CharField(max_length=200)
    accepted_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="agreements_recorded")

    def __str__(self) -> str:
        return f"{self.award}: {self.accepted_by}"


class PartnershipAgreement(AppendOnly):
    """The partnership's agreement to its proposals, before they are sent to the PCC."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="partnership_agreements")
    route = models.CharField(max_length=8, choices=Pot.choices)
    agreed_by = models.CharField(max_length=200)
    """The body or person that agreed."""
    agreed_on = models.DateField()
    minute = models.TextField()
    """Where it stands written: a minute's number or its words."""
    checksum = models.CharField(max_length=64)
    """The content of the submission that was agreed (see ``awards.submissions``)."""
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="partnership_agreements_recorded"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.round.code} {self.route}: {self.agreed_by}, {self.agreed_on}"


class PendingDecision(models.Model):
    """The PCC's decision on one bid as an officer took it down, until a decision maker confirms it."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="pending_decisions")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="pending_decisions")
    """The version that the PCC answered."""
    decision = models.CharField(max_length=7, choices=Answer.Decision.choices)
    amount_pence = models.BigIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200)
    """Who decided, at the PCC's office."""
    decided_on = models.DateField()
    letter = models.FileField(upload_to="decisions/", blank=True)
    letter_name = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="decisions_entered")
    entered_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="decisions_ended"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)
    """Whether it ended by being confirmed; else it was taken or sent back."""
    ended_why = models.TextField(blank=True)
    """Why it was sent back."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid"], condition=Q(ended_at=None), name="awards_pending_decision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bid}: {self.decision}"
