"""Changes to an award's terms, asked for, decided and agreed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from awards.models import Acceptance, Award, Terms
from funds.models import VirementRequest
from people.models import User


class Variation(models.Model):
    """A change to an award's terms: asked for, decided, and in force once the organisation agreed.

    What is empty stays as it is. Pence.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Asked for"
        DECIDED = "decided", "Agreed by us, waiting for the organisation"
        IN_FORCE = "in-force", "In force"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    award = models.ForeignKey(Award, models.PROTECT, related_name="variations")
    number = models.PositiveSmallIntegerField()
    amount_pence = models.BigIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    outcomes = models.TextField(blank=True)
    headings = models.JSONField(null=True, blank=True)
    """The whole new budget, as in ``awards.Terms``."""
    signatory = models.CharField(max_length=200, blank=True)
    to_tactical = models.BooleanField(default=False)
    """Whether what an underspend gives back goes on to the tactical pot."""
    reason = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="variations_asked")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="variations_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.TextField(blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    terms = models.OneToOneField(
        Terms, models.PROTECT, null=True, blank=True, related_name="variation"
    )
    """The terms that it brought about."""
    released_at = models.DateTimeField(null=True, blank=True)
    """When somebody asked for what it freed to go to the tactical pot, last."""
    release = models.OneToOneField(
        VirementRequest, models.PROTECT, null=True, blank=True, related_name="variation"
    )
    """That request; where it ended without a movement, what was freed is still to be sent on."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "number"], name="monitoring_variation_number_once"
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(state__in=("asked", "decided")),
                name="monitoring_variation_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(amount_pence=None) | Q(amount_pence__gt=0),
                name="monitoring_variation_above_zero",
            ),
            models.CheckConstraint(
                condition=~Q(state="in-force") | Q(terms__isnull=False, in_force_at__isnull=False),
                name="monitoring_variation_in_force_by_terms",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "withdrawn"))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="monitoring_variation_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} variation {self.number}"


class AgreementChange(Acceptance):
    """The organisation's acceptance of a variation: the next version of its agreement."""

    variation = models.OneToOneField(Variation, models.PROTECT, related_name="agreement")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="agreement_changes")

    def __str__(self) -> str:
        return f"{self.variation}: {self.accepted_by}"
