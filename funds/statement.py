"""What a round received, promised, paid and got back by the end of a day, from the movements alone."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Sum

from funds.models import Kind, Movement
from rounds.models import Pot, Round
from ui.dates import midnight


@dataclass
class Line:
    """One pot's money, one award's, or all of it. Pence.

    ``committed`` counts what is paid too; ``paid`` is net of recoveries and of payments that came back
    unpaid. ``available`` of an award is what is committed to it and not yet paid.
    """

    allocation: int = 0
    committed: int = 0
    paid: int = 0
    recovered: int = 0
    released: int = 0
    returned: int = 0
    available: int = 0
    carried: int = 0
    """What came from the round before, less what went into the next one; of pots alone."""

    @property
    def paid_out(self) -> int:
        """What left for payees and did not bounce, before recoveries."""
        return self.paid + self.recovered


@dataclass
class Statement:
    """A round's statement of grant as at the end of a day (now, where there is none). Pence."""

    as_at: date | None
    received: int = 0
    cash: int = 0
    pots: dict[Pot, Line] = field(default_factory=lambda: {pot: Line() for pot in Pot})
    awards: dict[str, Line] = field(default_factory=lambda: defaultdict(Line))
    """By the award's key: the bid's reference."""
    pot_of: dict[str, Pot] = field(default_factory=dict)
    """The pot that each award stands in."""

    @property
    def total(self) -> Line:
        """Both pots together."""
        names = Line.__dataclass_fields__
        return Line(**{n: sum(getattr(pot, n) for pot in self.pots.values()) for n in names})


def until(as_at: date | None) -> datetime | None:
    """The first moment that no longer counts: the day's end in London."""
    return midnight(as_at + timedelta(days=1)) if as_at else None


_SIDE = ("source__kind", "source__pot", "source__key", "target__kind", "target__pot", "target__key")


def statement(round: Round, as_at: date | None = None) -> Statement:
    """A round's statement, of what had happened by the end of a day in London (one query)."""
    movements = round.movements.all()
    if end := until(as_at):
        movements = movements.filter(at__lt=end)
    found = Statement(as_at)
    rows = movements.order_by().values_list("kind", *_SIDE).annotate(total=Sum("amount_pence"))
    for kind, source, source_pot, source_key, target, target_pot, target_key, pence in rows:
        _count(found, Kind(source), source_pot, source_key, -pence)
        _count(found, Kind(target), target_pot, target_key, pence)
        if kind == Movement.Kind.RECEIVE:
            found.received += pence
        elif kind == Movement.Kind.RECOVER and source == Kind.PAID:
            found.pots[Pot(source_pot)].recovered += pence
            found.awards[source_key].recovered += pence
        elif kind == Movement.Kind.CARRY and source_pot:
            found.pots[Pot(source_pot)].carried -= pence
        elif kind == Movement.Kind.CARRY and target_pot:
            found.pots[Pot(target_pot)].carried += pence
        elif kind == Movement.Kind.RELEASE:
            found.pots[Pot(source_pot)].released += pence
            found.awards[source_key].released += pence
    found.awards = {key: found.awards[key] for key in sorted(found.awards)}
    return found


def _count(found: Statement, kind: Kind, pot: str, key: str, pence: int) -> None:
    """Add what came into an account to the lines that it belongs to."""
    if kind == Kind.CASH:
        found.cash += pence
    if not pot:
        return
    line = found.pots[Pot(pot)]
    line.allocation += pence
    if kind == Kind.POT:
        line.available += pence
    elif kind == Kind.RETURNED:
        line.returned += pence
    else:
        award = found.awards[key]
        found.pot_of[key] = Pot(pot)
        award.allocation += pence
        for one in (line, award):
            one.committed += pence
            one.paid += pence if kind == Kind.PAID else 0
        award.available += pence if kind == Kind.COMMITTED else 0
