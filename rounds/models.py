"""A round: one financial year's grant, with what it is for and how its bids are judged."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from people.models import Funder, Partnership, User
from people.roles import ROLES
from rounds.querysets import DocumentQuerySet, RoundQuerySet


class Pot(models.TextChoices):
    """A named part of the allocation, and the route by which a bid asks for it."""

    MAIN = "main", "Main"
    TACTICAL = "tactical", "Tactical"


class Owner(models.TextChoices):
    """Whose plan a priority comes from."""

    PCC = "pcc", "PCC"
    PARTNERSHIP = "partnership", "Partnership"


class Round(models.Model):
    """One financial year's grant. Money in pence; times are moments, shown in Europe/London."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="rounds")
    funder = models.ForeignKey(Funder, models.PROTECT, related_name="rounds")
    code = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    """What the grant is for, in words for applicants."""
    published = models.BooleanField(default=True)
    """Whether applicants and the public see it. Its money is allocated when it is published."""
    financial_year = models.CharField(max_length=7)
    allocation_pence = models.BigIntegerField()
    score_threshold = models.DecimalField(
        max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    panel = models.DateField()
    submission_due = models.DateField()
    committee = models.DateField()
    quorum = models.PositiveSmallIntegerField(default=1)
    tactical_quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    """The quorum of the tactical route, whose panel is smaller; where empty, ``quorum`` holds there too."""
    blind = models.BooleanField(default=False)
    """Whether the panel does not see who bids until the sift (a blind sift)."""
    over_allocation_percent = models.PositiveSmallIntegerField(default=0)
    pay_ahead = models.BooleanField(default=False)
    acceptance_days = models.PositiveSmallIntegerField(default=21)
    delegated_limit_pence = models.BigIntegerField(default=0)
    delegate = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="rounds_delegated"
    )
    """The officer who decides tactical bids up to the delegated limit, where the PCC agreed one."""
    response_days = models.PositiveSmallIntegerField(default=10)
    """Within how many days a tactical bid is to be answered."""
    decision_expected = models.DateField(null=True, blank=True)
    """When the PCC's decision is expected; a project that starts earlier is warned."""
    conditions = models.TextField(blank=True)
    """The round's own conditions of grant, one a line; where empty the service's stand."""
    repayment_terms = models.TextField(blank=True)
    """When grant is paid back, one a line; where empty the service's own words stand."""
    heading_tolerance_percent = models.PositiveSmallIntegerField(default=0)
    """How far spending may move between budget headings without a variation."""
    carry_forward = models.BooleanField(default=False)
    """Whether the funder lets unspent grant be carried into the next round."""
    closed_at = models.DateTimeField(null=True, blank=True)
    """When the year was closed: since then only recoveries and returns to the PCC."""
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="rounds_closed"
    )
    main_pence = models.BigIntegerField(default=0)
    tactical_pence = models.BigIntegerField(default=0)
    """The pots as planned while the round is not published; then the ledger says what they hold."""
    equality_outcome = models.TextField(blank=True)
    """What the equality impact screening found."""
    equality_on = models.DateField(null=True, blank=True)
    equality_link = models.URLField(blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(allocation_pence__gt=0),
                name="rounds_round_allocation_above_zero",
            ),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")), name="rounds_round_opens_first"
            ),
            models.CheckConstraint(condition=models.Q(quorum__gte=1), name="rounds_round_quorum"),
            models.CheckConstraint(
                condition=models.Q(tactical_quorum__isnull=True) | models.Q(tactical_quorum__gte=1),
                name="rounds_round_tactical_quorum",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def quorum_of(self, route: str) -> int:
        """How many scores each criterion of a bid on a route needs."""
        if route == Pot.TACTICAL and self.tactical_quorum:
            return self.tactical_quorum
        return self.quorum


def locked(round: Round) -> Round:
    """The round as it stands now, held until the transaction ends.

    The lock leaves its key alone, so that rows that point at the round can be written meanwhile.
    """
    return Round.objects.select_for_update(no_key=True).get(pk=round.pk)


class Income(models.Model):
    """An instalment that the PCC is expected to pay."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="expected_income")
    due = models.DateField()
    amount_pence = models.BigIntegerField()

    class Meta:
        ordering = ["due"]

    def __str__(self) -> str:
        return f"{self.round.code} {self.due}"


class Period(models.Model):
    """A stretch of the year for which every funded project sends a return."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="periods")
    name = models.CharField(max_length=100)
    ends = models.DateField()
    due = models.DateField()
    final = models.BooleanField(default=False)

    class Meta:
        ordering = ["ends"]
        constraints = [
            models.UniqueConstraint(fields=["round", "name"], name="rounds_period_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Gate(models.Model):
    """A check that a bid passes or fails before any score."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="gates")
    code = models.SlugField()
    title = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="rounds_gate_code_once")
        ]

    def __str__(self) -> str:
        return self.title


class Priority(models.Model):
    """Something the money is for, owned by the PCC's plan or the partnership's."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        ADOPTED = "adopted", "Adopted"

    round = models.ForeignKey(Round, models.CASCADE, related_name="priorities")
    owner = models.CharField(max_length=12, choices=Owner.choices)
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    lead = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ADOPTED)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "owner", "code"], name="rounds_priority_code_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class PriorityReader(models.Model):
    """Somebody of the subgroup that leads a priority, who reads the progress of its projects."""

    priority = models.ForeignKey(Priority, models.CASCADE, related_name="readers")
    user = models.ForeignKey(User, models.CASCADE, related_name="priorities_read")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["priority", "user"], name="rounds_reader_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.priority}"


class OldWording(models.Model):
    """What a draft priority said before it was amended."""

    priority = models.ForeignKey(Priority, models.CASCADE, related_name="old_wordings")
    title = models.CharField(max_length=300)
    replaced_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """Something a panel member gives 0 to 5 points for."""

    class Kind(models.TextChoices):
        PCC = "pcc", "Fit with the PCC's priorities"
        PARTNERSHIP = "partnership", "Fit with the partnership's priorities"
        GENERAL = "general", "General"

    MOST_POINTS: ClassVar[int] = 5

    round = models.ForeignKey(Round, models.CASCADE, related_name="criteria")
    code = models.SlugField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    weight = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    floor = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    descriptors = models.JSONField(default=list, blank=True)
    """What each of 0 to 5 points means: six texts, or none."""
    guidance = models.TextField(blank=True)
    """What a panel member should look for, beside the descriptors."""
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="rounds_criterion_code_once")
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question of the bid's form, in the round's own words.

    Those whose code is a field of the bid (``need``, ``outcomes`` and so on) are the standard ones:
    their words and limit may be the round's own. Others are extra questions of this round.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    code = models.SlugField()
    title = models.CharField(max_length=300)
    hint = models.TextField(blank=True)
    word_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    required = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="rounds_question_code_once")
        ]

    def __str__(self) -> str:
        return self.title


class EligibilityQuestion(models.Model):
    """A yes or no question that tells an applicant whether it is worth writing a bid."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="eligibility_questions")
    title = models.CharField(max_length=300)
    good_answer = models.BooleanField(default=True)
    why_not = models.TextField()
    """What is said after the other answer."""
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "position"], name="rounds_eligibility_position_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class DocumentAsked(models.Model):
    """A file that every bid, or every awarded project, of the round is asked for."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="documents_asked")
    code = models.SlugField()
    title = models.CharField(max_length=200)
    hint = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    before_payment = models.BooleanField(default=False)
    """Whether it is due diligence evidence, asked of an awarded project before money moves."""
    position = models.PositiveSmallIntegerField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="rounds_document_code_once")
        ]

    def __str__(self) -> str:
        return self.title


class Person(models.Model):
    """A person's part in a round, in the order of the round's file."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="people")
    user = models.ForeignKey(User, models.PROTECT, related_name="rounds")
    role = models.CharField(
        max_length=20, choices=[(role.name, role.label) for role in ROLES.values()]
    )
    route = models.CharField(max_length=8, choices=Pot.choices, blank=True)
    """The route whose bids a panel member scores; both where empty."""
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user", "role"], name="rounds_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
