"""A bid: an organisation's request for money for one project."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from base.models import AppendOnly, Note
from bids.querysets import BidQuerySet
from bids.states import Arrow, BidStates, State
from people.models import Organisation, User
from rounds.models import DocumentAsked, Owner, Pot, Priority, Question, Round
from ui.money import format_pence

ANSWERS = {
    "contact_name": "the contact's name",
    "contact_email": "the contact's email",
    "project": "the project's name",
    "summary": "the summary",
    "need": "the need",
    "activities": "the activities",
    "outcomes": "the outcomes",
}
"""The answers in words that every bid must have before it is submitted."""


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


class Bid(BidStates):
    """A bid, on the main or the tactical route. Amounts in pence, dates in Europe/London."""

    reference = models.CharField(max_length=40, unique=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="bids")
    route = models.CharField(max_length=8, choices=Pot.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bids")
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    project = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    need = models.TextField(blank=True)
    activities = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    area = models.CharField(max_length=200, blank=True)
    priorities: "models.ManyToManyField[Priority, Serves]" = models.ManyToManyField(
        Priority, through="Serves", related_name="bids"
    )
    requested_pence = models.BigIntegerField(null=True, blank=True)
    least_pence = models.BigIntegerField(null=True, blank=True)
    match_funding_pence = models.BigIntegerField(default=0)
    people_to_reach = models.PositiveIntegerField(null=True, blank=True)
    safeguarding_policy = models.BooleanField(null=True, blank=True)
    no_competition = models.TextField(blank=True)
    """Why nobody else was invited to bid, for a tactical bid without competition (GovS 015)."""
    change_by = models.DateTimeField(null=True, blank=True)
    """The later deadline given when the bid was sent back."""
    people = models.ManyToManyField(User, related_name="bids_let_in_to", blank=True)
    """People let in to this bid alone, beside the members of its organisation."""

    objects = BidQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]
        indexes = [
            models.Index(fields=["round", "state", "route"], name="bids_bid_round_state"),
            models.Index(fields=["round", "reference"], name="bids_bid_round_reference"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(requested_pence__isnull=True) | Q(requested_pence__gt=0),
                name="bids_bid_requested_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="bids_bid_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="bids_bid_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def missing_answers(self) -> str:
        """What is still to be answered, as a sentence; nothing where all is."""
        missing = [words for name, words in ANSWERS.items() if not str(getattr(self, name)).strip()]
        if self.contact_email and not _is_email(self.contact_email):
            missing.append("a contact email that can be written to")
        if self.starts_on is None or self.ends_on is None:
            missing.append("the start and end dates")
        if not self.requested_pence:
            missing.append("the amount requested")
        if self.safeguarding_policy is None:
            missing.append("whether there is a safeguarding policy")
        served = {priority.owner for priority in self.priorities.all()}
        missing += [f"a priority of the {Owner(o).label}" for o in Owner.values if o not in served]
        return f"Still to be answered: {', '.join(missing)}." if missing else ""

    def budget_difference(self) -> str:
        """How far the budget lines are from the amount requested, as a sentence."""
        lines = [line.amount_pence for line in self.budget_lines.all()]
        if not lines or sum(lines) == self.requested_pence:
            return ""
        return (
            f"The budget lines add up to {format_pence(sum(lines))}, "
            f"but {format_pence(self.requested_pence or 0)} is requested."
        )


class Serves(models.Model):
    """A priority that a bid serves. The priority is kept while a bid serves it."""

    bid = models.ForeignKey(Bid, models.CASCADE)
    priority = models.ForeignKey(Priority, models.PROTECT)

    class Meta:
        ordering = ["priority__position"]
        constraints = [models.UniqueConstraint(fields=["bid", "priority"], name="bids_serves_once")]

    def __str__(self) -> str:
        return f"{self.bid_id}: {self.priority_id}"


class BudgetLine(models.Model):
    """What part of the money is for. Pence."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="budget_lines")
    category = models.CharField(max_length=100)
    description = models.CharField(max_length=300)
    amount_pence = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="bids_budget_above_zero")
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.description}"


class Measure(models.Model):
    """Something that will be counted, from a baseline to a target, in the applicant's words."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="measures")
    name = models.CharField(max_length=200)
    baseline = models.CharField(max_length=100, blank=True)
    target = models.CharField(max_length=100)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["bid", "name"], name="bids_measure_once")]

    def __str__(self) -> str:
        return self.name


class HistoryRow(AppendOnly):
    """One transition of one bid: who, when it happened, when it was recorded, from, to, why."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="history")
    transition = models.CharField(max_length=20, choices=[(arrow, arrow) for arrow in Arrow])
    from_state = models.CharField(  # noqa: DJ001  # a start comes from no state at all
        max_length=20, choices=State.choices, null=True
    )
    to_state = models.CharField(max_length=20, choices=State.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="transitions")
    note = models.ForeignKey(Note, models.PROTECT, null=True, related_name="transitions")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.transition}: {self.from_state or '–'} → {self.to_state}"

    @property
    def reason(self) -> str:
        """Why, in the person's words; may have been erased."""
        return self.note.text if self.note else ""


class ExtraAnswer(models.Model):
    """The answer to a question of the round's own."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="extra_answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["question__position"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "question"], name="bids_extra_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text[:40]}"


class SectionSave(models.Model):
    """Who saved a section of the form last, and when."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="saves")
    section = models.SlugField()
    by = models.ForeignKey(User, models.PROTECT, related_name="section_saves")
    at = models.DateTimeField(default=timezone.now)
    rough = models.JSONField(default=dict, blank=True)
    """What was ``typed`` where some of it could not be stored as an answer; and the digest of what
    was stored ``beside`` it, so that it is shown again only while that still stands."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "section"], name="bids_section_save_once")
        ]

    def __str__(self) -> str:
        return f"{self.bid}: {self.section}"


class Version(AppendOnly):
    """What a bid said each time it was submitted: a JSON text, in the note, and its SHA-256."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    note = models.ForeignKey(Note, models.PROTECT, related_name="versions")
    checksum = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="versions")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "number"], name="bids_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.bid} version {self.number}"


class Attachment(models.Model):
    """A file that belongs to a bid: from the applicant, or an officer's own evidence."""

    class Scan(models.TextChoices):
        NONE = "none", "Not scanned"
        WAITING = "waiting", "Waiting to be scanned"
        CLEAN = "clean", "Clean"
        INFECTED = "infected", "Held back: a virus was found"

    class Purpose(models.TextChoices):
        BID = "bid", "With the bid"
        EVIDENCE = "evidence", "Due diligence evidence"
        CLAIM = "claim", "With a claim"
        RETURN = "return", "With a return"

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="attachments")
    asked = models.ForeignKey(
        DocumentAsked, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.BID)
    """What it was given for; a bid's own files are those of its form."""
    for_officers = models.BooleanField(default=False)
    """Whether it is due diligence evidence, which the applicant does not see."""
    name = models.CharField(max_length=200)
    """The name that the person gave it, without folders."""
    kind = models.CharField(max_length=8)
    """What its content is: pdf, docx, xlsx, jpg or png."""
    size = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    file = models.FileField(upload_to="bids/")
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.NONE)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="attachments")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Query(models.Model):
    """A question that an officer asks about a submitted bid, and the applicant's answer."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="queries")
    question = models.TextField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="queries_asked")
    asked_at = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="queries_answered"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.bid}: {self.question[:40]}"


class OfficerNote(AppendOnly):
    """What an officer noted about a bid (due diligence); never shown to the applicant."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="officer_notes")
    note = models.ForeignKey(Note, models.PROTECT, related_name="officer_notes")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="officer_notes")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.bid}: {self.note}"
