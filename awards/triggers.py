"""The database's own promise about what was accepted: its text stays, and so does the acceptance."""

from collections.abc import Iterator

from base.triggers import Trigger

_CHANGED = "NEW.text <> OLD.text OR NEW.checksum <> OLD.checksum OR NEW.award_id <> OLD.award_id"


def kept_acceptance(table: str, changed: str = _CHANGED) -> Iterator[Trigger]:
    """The triggers of a table of acceptances (``awards.models.Acceptance``)."""
    message = "what was accepted is kept as it was"
    yield Trigger(table, f"{table}_text_stays", "UPDATE", message, changed)
    yield Trigger(table, f"{table}_is_kept", "DELETE", message)


TRIGGERS = list(kept_acceptance("awards_agreement"))
