"""The database's own guard of a closed year, and of what two people agreed.

In a closed year money only comes back, or goes back to the funder. A request to move money between
pots stays as it was asked, and is answered once.
"""

from base.triggers import Trigger

ASKED = (
    "round_id",
    "COALESCE({row}.into_id, 0)",
    "source",
    "target",
    "amount_pence",
    "asked_by_id",
    "asked_at",
)
ANSWERED = ("ended_by_id", "ended_at", "COALESCE({row}.movement_id, 0)")


def _differs(columns: tuple[str, ...]) -> str:
    pairs = (
        tuple(
            column.format(row=row) if "{" in column else f"{row}.{column}" for row in ("NEW", "OLD")
        )
        for column in columns
    )
    return " OR ".join(f"{new} <> {old}" for new, old in pairs)


TRIGGERS = [
    Trigger(
        table="funds_movement",
        name="funds_movement_of_a_closed_round",
        event="INSERT",
        when=(
            "NEW.kind NOT IN ('recover', 'return') AND EXISTS "
            "(SELECT 1 FROM rounds_round WHERE id = NEW.round_id AND closed_at IS NOT NULL)"
        ),
        message="a closed round only recovers money or returns it",
    ),
    Trigger(
        table="funds_virementrequest",
        name="funds_virement_as_asked",
        event="UPDATE",
        when=_differs(ASKED),
        message="a virement request stays as it was asked",
    ),
    Trigger(
        table="funds_virementrequest",
        name="funds_virement_answered_once",
        event="UPDATE",
        when=f"OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR {_differs(ANSWERED)})",
        message="a virement request is answered once",
    ),
    Trigger(
        table="funds_virementrequest",
        name="funds_virement_no_delete",
        event="DELETE",
        message="a virement request is kept",
    ),
]
