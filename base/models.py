"""The two kinds of table that keep faith with the past."""

from django.db import models


class Note(models.Model):
    """Free text beside an append-only row, kept apart so that it can be erased for privacy."""

    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class AppendOnly(models.Model):
    """A row that the database refuses to change or delete (see ``base.triggers``)."""

    class Meta:
        abstract = True


def note(text: str) -> Note | None:
    """Keep a text in the side table; an empty one is not kept."""
    return Note.objects.create(text=text) if text else None
