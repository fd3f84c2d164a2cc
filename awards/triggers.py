"""The database's own promise about what was accepted: its text stays, and so does the acceptance."""

from collections.abc import Iterator

from base.triggers import Trigger

_CHANGED = "NEW.text <> OLD.text OR NEW.checksum <> OLD.checksum OR NEW.award_id <> OLD.award_id"


def kept_acceptance(table: str, changed: str = _CHANGED) -> Iterator[Trigger]:
    """The triggers of a table of acceptances (``awards.models.Acceptance``)."""
    message = "what was accepted is kept as it was"
    yield Trigger(table, f"{table}_text_stays", "UPDATE", message, changed)
    yield Trigger(table, f"{table}_is_kept", "DELETE", message)


def _kept_answers() -> Iterator[Trigger]:
    """A file of answers that was confirmed stays as it was; one that was not may go."""
    table, message = "awards_answeredfile", "an answered file that was confirmed is kept as it was"
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_no_{event.lower()}"
        yield Trigger(table, name, event, message, "OLD.confirmed_at IS NOT NULL")


TRIGGERS = [*kept_acceptance("awards_agreement"), *_kept_answers()]
