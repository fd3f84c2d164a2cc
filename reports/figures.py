"""The figures of a round that reports rest on (``gathering`` reads them, ``sums`` and ``areas`` add them up).

Amounts are pence. A project is *commissioned* where an award was made and stands: its bid is approved,
monitored or closed. What was ended early is kept apart; declined bids are only ever a number.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from bids.states import State
from funds.balances import PotBalance
from rounds.models import Period, Pot, Priority, Round

COMMISSIONED = (State.APPROVED, State.MONITORED, State.CLOSED)


@dataclass(frozen=True)
class Progress:
    """What a project's latest return says. Amounts in pence, to date."""

    period: str
    ends: date
    rag: str
    words: str
    spent_pence: int
    forecast_pence: int
    accepted_at: datetime
    reached: int | None = None
    measures: tuple[tuple[str, str, str], ...] = ()
    """Measure, target, actual."""
    outcomes: str = ""
    """What has come of it, in the project's words."""
    why: str = ""
    """Why the officer rated it so."""
    issues: str = ""
    period_pk: int = 0


@dataclass(frozen=True)
class Project:
    """A project that an award was made for."""

    reference: str
    organisation: str
    name: str
    route: str
    area: str
    state: str
    awarded_pence: int
    committed_pence: int = 0
    """What is committed now, paid included: the award less what was released."""
    paid_pence: int = 0
    """Net of recoveries."""
    kind: str = ""
    summary: str = ""
    outcomes: str = ""
    accepted: bool = False
    """Whether the organisation accepted the agreement."""
    target: int | None = None
    """The people to be reached."""
    approved_pence: int = 0
    """The award as it was approved; a variation may have changed it since."""
    priorities: tuple[tuple[str, str], ...] = ()
    """Owner and code of each priority that it serves."""
    latest: Progress | None = None


@dataclass(frozen=True)
class Tally:
    """How many bids came and what became of those without an award."""

    received: dict[str, int] = field(default_factory=dict)
    """By route."""
    waiting: int = 0
    declined: int = 0
    withdrawn: int = 0
    turned_down: int = 0
    """Offers turned down, or that lapsed."""
    sifted: int = 0
    """Bids that were ever sifted, whatever became of them."""


@dataclass(frozen=True)
class Figures:
    """All that a report of a round rests on."""

    round: Round
    projects: tuple[Project, ...]
    ended: tuple[Project, ...]
    pots: dict[str, PotBalance]
    received_pence: int
    tally: Tally
    priorities: tuple[Priority, ...]
    periods: tuple[Period, ...]
    officer: str
    as_at: datetime
    """When the last thing happened that the figures know of."""

    def on(self, route: Pot) -> tuple[Project, ...]:
        """The commissioned projects of a route."""
        return tuple(project for project in self.projects if project.route == route)

    def pot_total(self, column: str) -> int:
        """A column of the pots added up, such as ``paid_pence``."""
        return sum(int(str(pot[column])) for pot in map(dict, self.pots.values()))
