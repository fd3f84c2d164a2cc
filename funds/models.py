"""The ledger: double entry, append-only, in whole pence.

Two flows keep promises and cash each honest:

- the allocation: ``grant`` (outside) → ``pot`` → ``committed`` → ``paid``; and pot → ``returned``
- the cash: ``funder`` (outside) → ``cash`` → ``bank`` (outside, the payees)
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from base.models import AppendOnly, Note
from people.models import User
from rounds.models import Pot, Round


class Kind(models.TextChoices):
    """What an account holds."""

    GRANT = "grant", "The grant (outside)"
    FUNDER = "funder", "The funder (outside)"
    BANK = "bank", "The payees' banks (outside)"
    POT = "pot", "A pot"
    CASH = "cash", "Cash received and not yet paid"
    COMMITTED = "committed", "Committed to an award and not yet paid"
    PAID = "paid", "Paid under an award"
    RETURNED = "returned", "Returned to the funder"


OUTSIDE = (Kind.GRANT, Kind.FUNDER, Kind.BANK)


class Account(models.Model):
    """Where money is. Its balance is never below zero, but for the accounts outside.

    ``overdraft_pence`` is how far commitments may run over a pot (the round's over-allocation), or cash
    below zero (where the council pays ahead); the database adds it in its check.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    pot = models.CharField(max_length=8, choices=Pot.choices, blank=True)
    key = models.CharField(max_length=40, blank=True)
    balance_pence = models.BigIntegerField(default=0)
    overdraft_pence = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind", "pot", "key"], name="funds_account_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OUTSIDE) | Q(balance_pence__gte=0 - F("overdraft_pence")),
                name="funds_account_never_overspent",
            ),
            models.CheckConstraint(
                condition=Q(overdraft_pence=0)
                | Q(overdraft_pence__gt=0, kind__in=(Kind.POT, Kind.CASH)),
                name="funds_account_overdraft_of_pot_or_cash",
            ),
        ]

    def __str__(self) -> str:
        return ":".join(part for part in (self.kind, self.key or self.pot) if part)

    @property
    def free_pence(self) -> int:
        """What may still leave the account, in pence."""
        return self.balance_pence + self.overdraft_pence


class Movement(AppendOnly):
    """An amount that went from one account to another. Never changed, never deleted."""

    class Kind(models.TextChoices):
        ALLOCATE = "allocate", "Allocated"
        RECEIVE = "receive", "Received"
        VIREMENT = "virement", "Moved between pots"
        COMMIT = "commit", "Committed"
        PAY = "pay", "Paid"
        RELEASE = "release", "Released"
        RECOVER = "recover", "Recovered"
        RETURN = "return", "Returned to the funder"
        BOUNCE = "bounce", "Payment came back unpaid"
        CARRY = "carry", "Carried into the next round"

    round = models.ForeignKey(Round, models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    source = models.ForeignKey(Account, models.PROTECT, related_name="movements_out")
    target = models.ForeignKey(Account, models.PROTECT, related_name="movements_in")
    amount_pence = models.BigIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="movements")
    seconded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="movements_seconded"
    )
    note = models.ForeignKey(Note, models.PROTECT, null=True, blank=True, related_name="movements")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_pence__gt=0), name="funds_movement_above_zero"
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="funds_movement_between_two_accounts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_pence}p"


class VirementRequest(models.Model):
    """Money that somebody asks to move, until a second person agrees or says no.

    It moves between the pots of a round, or is carried forward into the same pot of a later one.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="virement_requests")
    into = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="asked_to_carry"
    )
    """The later round that grant is carried into; nothing where it stays in its round."""
    source = models.CharField(max_length=8, choices=Pot.choices)
    target = models.CharField(max_length=8, choices=Pot.choices)
    amount_pence = models.BigIntegerField()
    reason = models.TextField()
    authority = models.CharField(max_length=200)
    """On whose authority: a minute, a scheme of delegation, the PCC's letter."""
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="virements_asked")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="virements_ended"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    movement = models.OneToOneField(
        Movement, models.PROTECT, null=True, blank=True, related_name="virement_request"
    )
    """The movement, once it was agreed; an ended request without one was refused or taken back."""
    ended_why = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_pence__gt=0), name="funds_virement_above_zero"
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")) | Q(into__isnull=False),
                name="funds_virement_between_two_pots",
            ),
            models.CheckConstraint(
                condition=Q(into=None) | Q(source=F("target")) & ~Q(into=F("round")),
                name="funds_virement_carried_into_another_round",
            ),
            models.CheckConstraint(
                condition=Q(movement=None) | ~Q(ended_by=F("asked_by")),
                name="funds_virement_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None, movement=None)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="funds_virement_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round.code}: {self.source} to {self.target}"
