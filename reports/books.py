"""Everything that must hold, checked."""

from collections.abc import Iterator

from awards import books as awards
from base.triggers import missing
from bids import books as bids
from funds import books as funds
from monitoring import books as monitoring
from rounds.models import Round


def differences(rounds: list[Round]) -> Iterator[str]:
    """What does not hold, in words: the triggers first, then round by round."""
    for trigger in missing():
        yield (
            f"the database lacks the trigger {trigger.name} on {trigger.table}; "
            "“python manage.py migrate” puts it back"
        )
    for round in rounds:
        for app in (funds, bids, awards, monitoring):
            yield from app.differences(round)
