"""The sift: gates, interests, scores, agreed scores and what is recommended."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from base.models import AppendOnly, Note
from bids.models import Bid
from people.models import User
from rounds.models import Criterion, Gate


class GateCheck(models.Model):
    """Whether a bid passed a gate, who looked, and on what evidence."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="gate_checks")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="checks")
    passed = models.BooleanField()
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="gate_checks")
    checked_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    assumed_from = models.CharField(max_length=200, blank=True)
    """The imported file that did not list this gate, so that it was taken as passed."""

    class Meta:
        ordering = ["gate__position"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "gate"], name="scoring_gate_check_once"),
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(note=""), name="scoring_gate_failed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate.code}: {'passed' if self.passed else 'failed'}"


class EarlierCheck(AppendOnly):
    """What the check of a gate said before it was changed."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="earlier_checks")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="earlier_checks")
    passed = models.BooleanField()
    note = models.ForeignKey(
        Note, models.PROTECT, null=True, blank=True, related_name="earlier_checks"
    )
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="earlier_gate_checks")
    checked_at = models.DateTimeField()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.gate.code}: {'passed' if self.passed else 'failed'} until {self.changed_at}"


class Interest(models.Model):
    """A panel member's interest in a bid: they do not score it."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="interests")
    member = models.ForeignKey(User, models.PROTECT, related_name="interests")
    words = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "member"], name="scoring_interest_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.words}"


class Score(models.Model):
    """The points that one panel member gave a bid for one criterion."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="scores")
    member = models.ForeignKey(User, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "criterion", "member"], name="scoring_score_once"
            ),
            models.CheckConstraint(
                condition=Q(points__lte=Criterion.MOST_POINTS), name="scoring_score_on_the_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points}"


class AgreedScore(models.Model):
    """The score that the panel agreed on: it stands for the panel's mean, which is kept too."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="agreed_scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="agreed_scores")
    points = models.PositiveSmallIntegerField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "criterion"], name="scoring_agreed_once"),
            models.CheckConstraint(
                condition=Q(points__lte=Criterion.MOST_POINTS), name="scoring_agreed_on_the_scale"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="scoring_agreed_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.points}"


class Recommendation(models.Model):
    """What the sift proposes for a bid. Pence; above zero only for ``fund``."""

    class Choice(models.TextChoices):
        FUND = "fund", "Fund"
        RESERVE = "reserve", "Reserve"
        DECLINE = "decline", "Decline"

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="recommendation")
    choice = models.CharField(max_length=7, choices=Choice.choices)
    amount_pence = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="changed_recommendations"
    )
    """The officer who changed what the ranking proposed: a later sift leaves it."""
    stands = models.BooleanField(default=True)
    """Whether the bid is sifted now; a reopened bid is not, until it is sifted again."""
    score_millionths = models.BigIntegerField(null=True, blank=True)
    """The score at the sift, by which lists are sorted; the exact one is worked out from the points."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(choice="fund", amount_pence__gt=0)
                | Q(choice__in=("reserve", "decline"), amount_pence=0),
                name="scoring_recommendation_amount_when_funded",
            )
        ]

    def __str__(self) -> str:
        return self.choice
