"""The sift: gates, interests, scores, what the panel agreed, scenarios and what is recommended."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from base.models import AppendOnly, Note
from bids.models import Bid
from people.models import Organisation, User
from rounds.models import Criterion, Gate, Pot, Round


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


class Declaration(AppendOnly):
    """What a panel member declared of one organisation in one round; the latest one stands.

    Before it there is none of the organisation's bids for them to see (``bids.querysets``).
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="declarations")
    member = models.ForeignKey(User, models.PROTECT, related_name="declarations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="declarations")
    has_interest = models.BooleanField()
    note = models.ForeignKey(
        Note, models.PROTECT, null=True, blank=True, related_name="declarations"
    )
    """What the interest is; or, where an officer lifted one, why."""
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="declarations_recorded")
    """The member, or the officer who recorded it for them."""

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["round", "member", "organisation"], name="scoring_declaration_of_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {'an' if self.has_interest else 'no'} interest"


class Interest(models.Model):
    """A panel member's interest in a bid: they do not score it, and what they scored is not counted."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="interests")
    member = models.ForeignKey(User, models.PROTECT, related_name="interests")
    words = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "member"], name="scoring_interest_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.words}"


class Assignment(models.Model):
    """A bid that a panel member is to score. A bid without any (late ones apart) is for its whole panel."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="assignments")
    member = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="assignments_made")
    late = models.BooleanField(default=False)
    """Asked for after the scores were revealed, because too few count; beside those who were to score."""
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "member"], name="scoring_assignment_once"),
            models.CheckConstraint(
                condition=Q(late=False) | ~Q(reason=""), name="scoring_assignment_late_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.bid}"


class ScoreDraft(models.Model):
    """What a panel member has noted of a bid and not sent. Nobody else sees it."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="score_drafts")
    member = models.ForeignKey(User, models.PROTECT, related_name="score_drafts")
    answers = models.JSONField(default=dict)
    """By the criterion's code: its ``points`` (as typed) and its ``comment``."""
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "member"], name="scoring_draft_once")]

    def __str__(self) -> str:
        return f"{self.member}: {self.bid}"


class Score(models.Model):
    """The points that one panel member gave a bid for one criterion: sent, so it stands as it is.

    Triggers keep it (``scoring.triggers``); a comment alone may be erased for privacy.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="scores")
    member = models.ForeignKey(User, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    from_workbook = models.BooleanField(default=False)
    """Whether an officer brought it in from a workbook, and so has seen it."""

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


class Discussion(models.Model):
    """A bid on panel day: from here on its scores are seen, and no more are sent."""

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="discussion")
    revealed_at = models.DateTimeField(default=timezone.now)
    revealed_by = models.ForeignKey(User, models.PROTECT, related_name="revealed_bids")
    reason = models.TextField(blank=True)
    """Why the scores were revealed although somebody had not sent theirs."""
    minutes = models.TextField(blank=True)
    """What the panel said of the bid as a whole."""
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="discussed_bids"
    )

    def __str__(self) -> str:
        return f"{self.bid}: revealed {self.revealed_at}"


class AgreedScore(models.Model):
    """The score that the panel agreed on: it stands for the panel's mean, which is kept too."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="agreed_scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="agreed_scores")
    points = models.PositiveSmallIntegerField()
    reason = models.TextField()
    agreed_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="agreed_scores"
    )
    """The officer who wrote it down."""

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


class EarlierAgreedScore(AppendOnly):
    """What was agreed for a criterion before it was changed or taken back."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="earlier_agreed_scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="earlier_agreed_scores")
    points = models.PositiveSmallIntegerField()
    note = models.ForeignKey(
        Note, models.PROTECT, null=True, blank=True, related_name="earlier_agreed_scores"
    )
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="earlier_agreed_scores"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="agreed_scores_changed")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.points} until {self.changed_at}"


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


class Scenario(models.Model):
    """Amounts tried for the bids of a route, kept under a name. It changes nothing until it is chosen."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="scenarios")
    route = models.CharField(max_length=8, choices=Pot.choices)
    name = models.CharField(max_length=100)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="scenarios")
    made_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="scenarios_changed")
    changed_at = models.DateTimeField(default=timezone.now)
    chosen_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="scenarios_chosen"
    )
    chosen_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    """Why it was made the recommendation."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "route", "name"], name="scoring_scenario_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="scoring_scenario_has_a_name"),
            models.CheckConstraint(
                condition=Q(chosen_at__isnull=True) | ~Q(reason=""),
                name="scoring_scenario_chosen_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ScenarioAmount(models.Model):
    """What a scenario gives a bid. Pence; a bid that gets nothing has no row."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="amounts")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="scenario_amounts")
    amount_pence = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scenario", "bid"], name="scoring_scenario_bid_once"),
            models.CheckConstraint(
                condition=Q(amount_pence__gt=0), name="scoring_scenario_amount_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bid}: {self.amount_pence}"


class Feedback(models.Model):
    """What the applicant is told of how their bid was judged, in an officer's words."""

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="feedback")
    text = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="feedback_written")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="scoring_feedback_not_empty")
        ]

    def __str__(self) -> str:
        return f"{self.bid}: {self.text[:40]}"
