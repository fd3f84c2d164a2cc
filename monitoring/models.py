"""After the award: returns and payments."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from awards.models import Award
from bids.models import Measure
from funds.models import Movement
from people.models import User
from rounds.models import Period


class Return(models.Model):
    """How a project stands at the end of a period. Amounts in pence, to date."""

    class Rag(models.TextChoices):
        GREEN = "green", "Green"
        AMBER = "amber", "Amber"
        RED = "red", "Red"

    award = models.ForeignKey(Award, models.PROTECT, related_name="returns")
    period = models.ForeignKey(Period, models.PROTECT, related_name="returns")
    rag = models.CharField("RAG", max_length=5, choices=Rag.choices)
    progress = models.TextField()
    spent_pence = models.BigIntegerField()
    forecast_pence = models.BigIntegerField()
    people_reached = models.PositiveIntegerField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="returns_accepted")
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["period__ends"]
        constraints = [
            models.UniqueConstraint(fields=["award", "period"], name="monitoring_return_once"),
            models.CheckConstraint(
                condition=Q(spent_pence__gte=0, forecast_pence__gte=0),
                name="monitoring_return_not_negative",
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
