"""Money asked for and paid under an award: claims, batches, payments."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from awards.models import Award
from bids.models import Attachment
from funds.models import Movement
from people.models import User
from rounds.models import Round


class Payment(models.Model):
    """A payment under an award, by the reference of the council's payment system."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="payments")
    movement = models.OneToOneField(Movement, models.PROTECT, related_name="payment")
    reference = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "reference"], name="monitoring_payment_reference_once"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Claim(models.Model):
    """Money that a project asks for under its award: an instalment, or what it spent.

    Checked by an officer, approved by finance, and never by one person. Pence.
    """

    class State(models.TextChoices):
        SENT = "sent", "Waiting to be checked"
        CHECKED = "checked", "Checked, waiting for finance"
        APPROVED = "approved", "Approved, to be paid"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        PAID = "paid", "Paid"

    award = models.ForeignKey(Award, models.PROTECT, related_name="claims")
    number = models.PositiveSmallIntegerField()
    amount_pence = models.BigIntegerField()
    spent_from = models.DateField(null=True, blank=True)
    spent_to = models.DateField(null=True, blank=True)
    """The days between which the money was spent; nothing for money asked for in advance."""
    words = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.SENT)
    claimed_by = models.ForeignKey(User, models.PROTECT, related_name="claims")
    claimed_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="claims_checked"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="claims_approved"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="claims_ended"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.TextField(blank=True)
    """Why it was refused or withdrawn."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "number"], name="monitoring_claim_number_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_pence__gt=0), name="monitoring_claim_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(spent_from=None, spent_to=None) | Q(spent_to__gte=F("spent_from")),
                name="monitoring_claim_spent_in_order",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("checked_by")) & ~Q(approved_by=F("claimed_by"))),
                name="monitoring_claim_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "paid"))
                | Q(checked_by__isnull=False, approved_by__isnull=False),
                name="monitoring_claim_checked_then_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} claim {self.number}"


class ClaimFile(models.Model):
    """Evidence with a claim: a receipt, an invoice."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="claim_file")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attachment}"


class PaymentBatch(models.Model):
    """Approved claims that go to the council's payment system in one file, with its control total."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="payment_batches")
    number = models.PositiveSmallIntegerField()
    total_pence = models.BigIntegerField()
    """The control total: the sum of its lines."""
    file = models.TextField()
    """The CSV as it was handed out."""
    checksum = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="payment_batches")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"], name="monitoring_batch_number_once"
            ),
            models.CheckConstraint(
                condition=Q(total_pence__gt=0), name="monitoring_batch_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round.code} batch {self.number}"


class PaymentLine(models.Model):
    """One payment of a batch, by the reference that the council's system pays under."""

    class State(models.TextChoices):
        ORDERED = "ordered", "With the payment system"
        PAID = "paid", "Paid"
        REFUSED = "refused", "Refused, nothing was paid"
        RETURNED = "returned", "Paid, and came back"

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="lines")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="lines")
    reference = models.CharField(max_length=60, unique=True)
    supplier_number = models.CharField(max_length=40)
    """As it was when the batch was made; for an internal award its cost centre and account code."""
    amount_pence = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ORDERED)
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, related_name="line"
    )
    why = models.TextField(blank=True)
    """Why it was refused or came back."""
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_pence__gt=0), name="monitoring_line_above_zero"
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(state__in=("ordered", "paid")),
                name="monitoring_line_claim_paid_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("ordered", "refused"), payment=None)
                | Q(state__in=("paid", "returned"), payment__isnull=False),
                name="monitoring_line_paid_by_a_payment",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
