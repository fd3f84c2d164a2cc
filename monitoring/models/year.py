"""The council's own books beside ours, and the year's end."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from base.models import AppendOnly
from funds.models import Movement
from people.models import User
from rounds.models import Round


class FinanceFile(models.Model):
    """The council's own transactions as its finance system gave them, to reconcile the ledger against."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="finance_files")
    name = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64)
    brought_by = models.ForeignKey(User, models.PROTECT, related_name="finance_files")
    brought_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "checksum"], name="monitoring_finance_file_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FinanceLine(models.Model):
    """One transaction of the council's finance system. Pence; money that came in is above zero."""

    file = models.ForeignKey(FinanceFile, models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField()
    on = models.DateField()
    reference = models.CharField(max_length=100)
    words = models.CharField(max_length=300, blank=True)
    amount_pence = models.BigIntegerField()
    movement = models.OneToOneField(
        Movement, models.PROTECT, null=True, blank=True, related_name="finance_line"
    )
    """The movement that it is, where one was found."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_pence=0), name="monitoring_finance_line_not_zero"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file} row {self.row}"


class YearEnd(AppendOnly):
    """The year's statement of grant as the section 151 officer signed it off, frozen.

    Where the books changed it is signed off again; the latest stands.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="year_ends")
    statement = models.JSONField()
    checksum = models.CharField(max_length=64)
    """SHA-256 of the statement, as canonical JSON."""
    signed_by = models.CharField(max_length=200)
    """The section 151 officer (Local Government Act 1972), who signed it off."""
    signed_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="year_ends")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.round.code}: signed off by {self.signed_by}"
