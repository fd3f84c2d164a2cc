"""The database's own guard of a closed year: money only comes back, or goes back to the funder."""

from base.triggers import Trigger

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
]
