"""The outbox: what people are to be told, written in the same transaction as what happened."""

from django.db import models
from django.utils import timezone


class Message(models.Model):
    """An email that is to go, or has gone."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)

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
