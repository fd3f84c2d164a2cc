"""What people add to the committee report: the officer's words, sign-offs, questions, the house style."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import Partnership, User
from rounds.models import Round


class ReportWords(models.Model):
    """What an officer wrote for a part of a round's report, in place of what the service drafted."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="report_words")
    section = models.CharField(max_length=60)
    """Which part (see ``reports.committee.parts``)."""
    text = models.TextField(blank=True)
    drafted = models.TextField(blank=True)
    """What the service had drafted when this was written: where it differs now, figures moved since."""
    version = models.PositiveIntegerField(default=1)
    """Goes up with each change, so that two people cannot overwrite each other."""
    by = models.ForeignKey(User, models.PROTECT, related_name="report_words")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "section"], name="reports_words_once_a_section"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} of {self.round.code}"


class SignOff(models.Model):
    """A row of the implications that its officer was asked to sign, by a link; the latest stands."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="sign_offs")
    issue = models.CharField(max_length=40)
    """Which of the ten rows."""
    text = models.TextField()
    """The words that they were asked to sign."""
    name = models.CharField(max_length=200)
    email = models.EmailField()
    due = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="sign_offs_asked")
    asked_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True, blank=True)
    reply = models.TextField(blank=True)
    signed_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="reports_sign_off_answered_by_name",
                condition=Q(answered_at__isnull=True, agreed__isnull=True, signed_name="")
                | Q(answered_at__isnull=False, agreed__isnull=False) & ~Q(signed_name=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue} of {self.round.code}"

    @property
    def row_name(self) -> str:
        """The row as its officer is told of it."""
        return self.issue.replace("-", " ").capitalize()


class MembersQuestion(models.Model):
    """A question that a member of the committee asked about a round, and its answer."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="members_questions")
    """Whose report it was asked about; it is carried into the next one."""
    asked_by = models.CharField(max_length=200)
    asked_on = models.DateField()
    question = models.TextField()
    owner = models.CharField(max_length=200)
    """Who is to answer."""
    due = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="members_questions")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reports_question_answered_on_a_day",
                condition=Q(answer="", answered_on__isnull=True)
                | ~Q(answer="") & Q(answered_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_by}, {self.asked_on}"


class HouseStyle(models.Model):
    """The council's template for the committee report (docx); the latest of a partnership stands."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="house_styles")
    name = models.CharField(max_length=200)
    file = models.BinaryField()
    checksum = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="house_styles")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    """Since when it is not used any more."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(ended_at__isnull=True),
                name="reports_one_house_style_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.name
