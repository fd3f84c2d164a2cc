"""The decision: what was proposed to the PCC, what they answered, and what was awarded."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from base.models import AppendOnly, Note
from bids.models import Attachment, Bid
from people.models import Organisation, User
from rounds.models import DocumentAsked, Pot, Round


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
    covering = models.BinaryField(null=True, blank=True)
    """The report that went with it; versions from before there was one have none."""
    covering_checksum = models.CharField(max_length=64, blank=True)
    """SHA-256 of that file."""
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="submissions")

    class Meta:
        ordering = ["version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(covering__isnull=True, covering_checksum="")
                | (Q(covering__isnull=False) & ~Q(covering_checksum="")),
                name="awards_submission_covering_with_checksum",
            ),
            models.UniqueConstraint(
                fields=["round", "route", "version"], name="awards_submission_version_once"
            ),
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


class AnsweredFile(models.Model):
    """A submission as it came back from the PCC's office: looked at first, and done once confirmed.

    What was confirmed is kept, byte for byte; triggers hold it (``awards.triggers``).
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answered_files")
    name = models.CharField(max_length=200)
    file = models.BinaryField()
    checksum = models.CharField(max_length=64)
    """SHA-256 of the file."""
    decided_on = models.DateField(null=True, blank=True)
    """When the PCC decided, where it was not the day of the confirmation."""
    by = models.ForeignKey(User, models.PROTECT, related_name="answered_files")
    at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="answered_files_confirmed"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    did = models.JSONField(default=dict, blank=True)
    """What it did (see ``awards.answered``)."""

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="awards_answered_file_confirmed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Award(models.Model):
    """The amount that a decision maker approved for a bid, and how it is paid. Pence.

    No bank details stand here: finance holds payees in the council's own system, by supplier number.
    """

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="award")
    amount_pence = models.BigIntegerField()
    """The grant as agreed now; a variation changes it."""
    approved_pence = models.BigIntegerField()
    """The grant as it was approved."""
    increased_pence = models.BigIntegerField(default=0)
    """What variations committed beyond what was approved."""
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="awards")
    signatory = models.CharField(max_length=200, blank=True)
    """Who may sign for the organisation; where empty, whoever accepts the agreement first."""
    supplier_number = models.CharField(max_length=40, blank=True)
    internal = models.BooleanField(default=False)
    """Whether it goes to the host council itself: a memo, paid by journal."""
    budget_holder = models.CharField(max_length=200, blank=True)
    cost_centre = models.CharField(max_length=40, blank=True)
    account_code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="awards_award_above_zero"),
            models.CheckConstraint(
                condition=Q(approved_pence__gt=0, increased_pence__gte=0),
                name="awards_award_approved_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(amount_pence__lte=F("approved_pence") + F("increased_pence")),
                name="awards_award_no_more_than_committed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bid}"


class Plan(models.TextChoices):
    """How an award is paid."""

    UP_FRONT = "up-front", "All at once, when the agreement is accepted"
    INSTALMENTS = "instalments", "In instalments, on dates"
    ARREARS = "arrears", "In arrears, as money is spent and claimed"


class Terms(AppendOnly):
    """What was agreed, or is offered, about an award from a moment on. The latest row stands.

    The first row is written by the approval. Until the agreement is accepted an officer may change
    the terms; afterwards only a variation does.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="terms")
    version = models.PositiveSmallIntegerField()
    amount_pence = models.BigIntegerField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    outcomes = models.TextField(blank=True)
    headings = models.JSONField(default=list)
    """The budget: ``[{"name": …, "amount_pence": …}, …]``, which add up to the amount."""
    plan = models.CharField(max_length=11, choices=Plan.choices, default=Plan.UP_FRONT)
    instalments = models.JSONField(default=list)
    """``[{"due": "2019-05-07", "amount_pence": …}, …]``, which add up to the amount; none in arrears."""
    special_conditions = models.TextField(blank=True)
    """Conditions of this award alone, one a line."""
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="terms_written")

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["award", "version"], name="awards_terms_version_once"),
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="awards_terms_above_zero"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="awards_terms_end_after_they_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award}: terms {self.version}"


class Acceptance(models.Model):
    """That a named person accepted a text for the organisation."""

    text = models.TextField(blank=True)
    """The exact text that was accepted; empty where it was a paper."""
    checksum = models.CharField(max_length=64, blank=True)
    """SHA-256 of the text, in UTF-8."""
    accepted_by = models.CharField(max_length=200)
    """The name as it was typed."""
    accepted_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True, blank=True)
    """The network address that it was accepted from."""

    class Meta:
        abstract = True


class Agreement(Acceptance):
    """The organisation's acceptance of the award's terms, before any money moves."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="agreement")
    terms = models.ForeignKey(
        Terms, models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="agreements_recorded")

    def __str__(self) -> str:
        return f"{self.award}: {self.accepted_by}"


class EvidenceCheck(AppendOnly):
    """That an officer looked at a piece of due diligence evidence. The latest for each stands."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="evidence_checks")
    asked = models.ForeignKey(DocumentAsked, models.PROTECT, related_name="evidence_checks")
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="evidence_checks"
    )
    """The file; nothing where the paper was seen."""
    accepted = models.BooleanField()
    expires_on = models.DateField(null=True, blank=True)
    note = models.ForeignKey(
        Note, models.PROTECT, null=True, blank=True, related_name="evidence_checks"
    )
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="evidence_checked")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.award}: {self.asked}"


class Assistance(models.Model):
    """Minimal financial assistance from elsewhere that an organisation declares (Subsidy Control Act 2022)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assistance")
    giver = models.CharField(max_length=200)
    amount_pence = models.BigIntegerField()
    given_on = models.DateField()
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="assistance_declared")
    declared_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_pence__gt=0), name="awards_assistance_above_zero"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.giver}"


class SubsidyNotice(models.Model):
    """Notice of assistance that a bid's organisation was given, and its confirmation, before an award."""

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="subsidy_notice")
    notice_on = models.DateField()
    notice_by = models.ForeignKey(User, models.PROTECT, related_name="subsidy_notices")
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    """Who confirmed it for the organisation."""
    total_pence = models.BigIntegerField()
    """What the organisation has had over the three years, this award included, as the notice said."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_by="")
                | (Q(confirmed_on__gte=F("notice_on")) & ~Q(confirmed_by="")),
                name="awards_notice_confirmed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bid}: notice of {self.notice_on}"


class DelegatedDecision(models.Model):
    """An award that a named officer decided under the PCC's delegation, and that the PCC is told of."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="delegated")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="delegated_decisions")
    told_to = models.CharField(max_length=200, blank=True)
    """Who was notified at the funder's: an address, or a name and how."""
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.award}: delegated"


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
