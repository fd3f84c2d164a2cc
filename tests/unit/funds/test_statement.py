"""The statement as at a day is that of the movements by its end, and of no others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from base.errors import Refused
from funds import actions as ledger
from funds.balances import balances, balances_as_at
from funds.books import differences
from funds.models import Movement
from funds.statement import Line, statement
from rounds.models import Pot
from tests.cast import OPENS, Cast, at
from ui.dates import LONDON

FIRST = date(2019, 3, 25)
"""The week in which summer time begins."""
KEYS = ("A", "B")
WHAT = st.sampled_from(
    ["receive", "commit", "pay", "release", "recover", "bounce", "return", "virement"]
)
HOURS = st.sampled_from([time(0, 0), time(0, 59, 59), time(12, 0), time(23, 59, 59, 999_999)])
MOVES = st.lists(
    st.tuples(
        WHAT,
        st.sampled_from(list(Pot)),
        st.sampled_from(KEYS),
        st.sampled_from([1, 333, 100_000, 500_000, 1_000_000]),
        st.integers(0, 230),
        HOURS,
    ),
    min_size=1,
    max_size=25,
)


@dataclass(frozen=True)
class Moved:
    """A movement that was made."""

    what: str
    pot: Pot
    key: str
    pence: int
    day: date


def other(pot: Pot) -> Pot:
    return Pot.TACTICAL if pot is Pot.MAIN else Pot.MAIN


def make(cast: Cast, moved: Moved, moment: datetime) -> None:
    """By the real verb."""
    award: dict[str, Any] = {"round": cast.round, "pot": moved.pot, "key": moved.key + moved.pot}
    given: dict[str, Any] = {"amount_pence": moved.pence, "at": moment}
    verbs: dict[str, Callable[[], Movement]] = {
        "receive": lambda: ledger.receive(
            round=cast.round,
            reference=str(Movement.objects.count()),
            by=cast.finance,
            **given,
        ),
        "commit": lambda: ledger.commit(by=cast.decision_maker, **award, **given),
        "pay": lambda: ledger.pay(by=cast.finance, **award, **given),
        "release": lambda: ledger.release(by=cast.finance, **award, **given),
        "recover": lambda: ledger.recover(by=cast.finance, **award, **given),
        "bounce": lambda: ledger.bounce(by=cast.finance, **award, **given),
        "return": lambda: ledger.return_to_funder(
            round=cast.round, pot=moved.pot, by=cast.finance, **given
        ),
        "virement": lambda: ledger.virement(
            round=cast.round,
            source=moved.pot,
            target=other(moved.pot),
            by=cast.finance,
            second=cast.decision_maker,
            reason="Needed there.",
            **given,
        ),
    }
    verbs[moved.what]()


def counted(moves: list[Moved], day: date) -> tuple[dict[Pot, Line], dict[str, Line], int, int]:
    """Pots, awards, received and cash of the movements by a day, added up by hand."""
    pots = {Pot.MAIN: Line(), Pot.TACTICAL: Line()}
    pots[Pot.MAIN].allocation = pots[Pot.MAIN].available = 2_000_000
    pots[Pot.TACTICAL].allocation = pots[Pot.TACTICAL].available = 1_000_000
    awards: dict[str, Line] = {}
    received = cash = 0
    for one in moves:
        if one.day > day:
            continue
        pence, pot = one.pence, pots[one.pot]
        if one.what == "receive":
            received, cash = received + pence, cash + pence
        elif one.what == "virement":
            for held, sign in ((pot, -1), (pots[other(one.pot)], 1)):
                held.allocation += sign * pence
                held.available += sign * pence
        elif one.what == "return":
            pot.available, pot.returned, cash = (
                pot.available - pence,
                pot.returned + pence,
                cash - pence,
            )
        else:
            award = awards.setdefault(one.key + one.pot, Line())
            cash += of_award(one.what, pence, pot, award)
    return pots, dict(sorted(awards.items())), received, cash


def of_award(what: str, pence: int, pot: Line, award: Line) -> int:
    """What a movement does to an award and its pot; and to the cash."""
    if what == "commit":
        pot.available -= pence
        award.allocation += pence
        award.available += pence
        for line in (pot, award):
            line.committed += pence
    elif what in ("pay", "bounce"):
        sign = 1 if what == "pay" else -1
        award.available -= sign * pence
        for line in (pot, award):
            line.paid += sign * pence
        return -sign * pence
    elif what == "release":
        award.available -= pence
        award.allocation -= pence
        pot.available += pence
        for line in (pot, award):
            line.released += pence
            line.committed -= pence
    else:
        award.allocation -= pence
        pot.available += pence
        for line in (pot, award):
            line.recovered += pence
            line.committed -= pence
            line.paid -= pence
        return pence
    return 0


@given(moves=MOVES)
@settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_statement_as_at_a_day_is_of_the_movements_by_its_end(
    cast: Cast, moves: list[tuple[str, Pot, str, int, int, time]]
) -> None:
    cast.everybody()
    with transaction.atomic():
        made: list[Moved] = []
        for what, pot, key, pence, offset, hour in moves:
            moved = Moved(what, pot, key, pence, FIRST + timedelta(days=offset))
            try:
                make(cast, moved, datetime.combine(moved.day, hour, tzinfo=LONDON))
            except Refused:
                continue
            made.append(moved)
        days = {moved.day + timedelta(days=more) for moved in made for more in (-1, 0)}
        for day in days | {FIRST, FIRST + timedelta(days=231)}:
            found = statement(cast.round, day)
            told = (found.pots, found.awards, found.received, found.cash)
            assert told == counted(made, day)
            holds(cast, day)
        assert statement(cast.round).awards == counted(made, date.max)[1]
        assert balances_as_at(cast.round, date(2020, 1, 1)) == balances(cast.round)
        assert list(differences(cast.round)) == []
        transaction.set_rollback(True)


def holds(cast: Cast, day: date) -> None:
    """What is true of every statement."""
    found = statement(cast.round, day)
    for pot, line in found.pots.items():
        theirs = [award for key, award in found.awards.items() if found.pot_of[key] == pot]
        for name in ("committed", "paid", "recovered", "released"):
            assert sum(getattr(award, name) for award in theirs) == getattr(line, name)
        assert line.allocation == line.committed + line.available + line.returned
    total = found.total
    assert found.cash == found.received - total.paid - total.returned
    assert total.allocation == 3_000_000


def test_a_day_ends_at_midnight_in_london(cast: Cast) -> None:
    """In summer that is an hour before it is midnight in Greenwich."""
    for number, moment in enumerate(("2019-07-31 23:59", "2019-08-01 00:00")):
        ledger.receive(
            round=cast.round,
            amount_pence=100,
            reference=f"R{number}",
            by=cast.finance,
            at=at(moment),
        )
    assert statement(cast.round, date(2019, 7, 31)).received == 100
    assert statement(cast.round, date(2019, 8, 1)).received == 200


def test_what_is_recorded_later_counts_when_it_happened(cast: Cast) -> None:
    before = statement(cast.round, date(2019, 5, 7)).received
    cast.receive(12_345)
    assert statement(cast.round, date(2019, 5, 7)).received == before + 12_345
    assert statement(cast.round, date(2019, 5, 6)).received == before


def test_before_the_round_there_was_nothing(cast: Cast) -> None:
    found = statement(cast.round, OPENS.date() - timedelta(days=1))
    assert found.total == Line()
    assert found.awards == {}
