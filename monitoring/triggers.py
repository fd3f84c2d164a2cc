"""The database's own seal on what was accepted.

Of a return its figures are neither changed nor deleted; its words may be: they can have to be erased for
somebody's privacy. Of a variation the text stays that the organisation accepted.
"""

from awards.triggers import kept_acceptance
from base.triggers import Trigger

_FIGURES = (
    "award_id",
    "period_id",
    "state",
    "rag",
    "spent_pence",
    "forecast_pence",
    "people_reached",
    "accepted_by_id",
    "accepted_at",
)
_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FIGURES)
_OF_ACCEPTED = (
    "EXISTS (SELECT 1 FROM monitoring_return WHERE id = OLD.sent_id AND state = 'accepted')"
)
_MESSAGE = "a return stands as it was accepted"


def _rows(table: str, changed: str) -> list[Trigger]:
    return [
        Trigger(
            table=table,
            name=f"{table}_stands_as_accepted",
            event="UPDATE",
            when=f"({changed}) AND {_OF_ACCEPTED}",
            message=_MESSAGE,
        ),
        Trigger(
            table=table,
            name=f"{table}_is_kept",
            event="DELETE",
            when=_OF_ACCEPTED,
            message=_MESSAGE,
        ),
    ]


TRIGGERS = [
    Trigger(
        table="monitoring_return",
        name="monitoring_return_stands_as_accepted",
        event="UPDATE",
        when=f"OLD.state = 'accepted' AND ({_CHANGED})",
        message=_MESSAGE,
    ),
    Trigger(
        table="monitoring_return",
        name="monitoring_return_is_kept",
        event="DELETE",
        when="OLD.state = 'accepted'",
        message=_MESSAGE,
    ),
    *_rows(
        "monitoring_returnheading",
        "NEW.sent_id <> OLD.sent_id OR NEW.spent_pence <> OLD.spent_pence "
        "OR NEW.forecast_pence <> OLD.forecast_pence",
    ),
    *_rows(
        "monitoring_actual",
        "NEW.sent_id <> OLD.sent_id OR NEW.measure_id <> OLD.measure_id OR NEW.value <> OLD.value",
    ),
    *kept_acceptance(
        "monitoring_agreementchange",
        "NEW.text <> OLD.text OR NEW.checksum <> OLD.checksum "
        "OR NEW.variation_id <> OLD.variation_id",
    ),
]
