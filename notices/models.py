"""The outbox: what people are to be told, written in the same transaction as what happened."""

from django.db import models
from django.utils import timezone

from notices.querysets import MessageQuerySet
from people.models import Partnership, User


class Message(models.Model):
    """An email that is to go, or has gone."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    kind = models.SlugField(blank=True)
    """Which of ``notices.wording`` it was made from; nothing for a message written by hand."""
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    """Whose outbox it stands in; nothing for messages about signing in."""
    held = models.BooleanField(default=False)
    """Whether a publicity hold of the partnership keeps it back."""
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(sent_at=None),
                name="notices_message_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class Wording(models.Model):
    """An email's words as a partnership changed them; without a row the service's own stand."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="wordings")
    kind = models.SlugField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="wordings")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "kind"], name="notices_wording_once")
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.kind}"


class Once(models.Model):
    """Something that the clock does once, however many workers or restarts there are."""

    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
