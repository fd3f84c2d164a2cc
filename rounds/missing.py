"""What a round still lacks before it can be published, and what would be well to look at."""

from dataclasses import dataclass

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _

from base.errors import Refused
from people.roles import DECISION_MAKER, FINANCE, OFFICER, PANEL
from rounds.models import Owner, Pot, Round
from rounds.pots import pots_fault
from ui.dates import in_london

SATURDAY = 5


@dataclass(frozen=True)
class Lack:
    """Something that a part lacks."""

    part: str
    words: str


@dataclass(frozen=True)
class Lacks:
    """What a round lacks: what must be there, and what might be."""

    must: list[Lack]
    might: list[Lack]

    def refuse(self, part: str | None = None) -> None:
        """Raise ``Refused`` where something that must be there is not (in one part, or in any)."""
        words = [lack.words for lack in self.must if part in (None, lack.part)]
        if words:
            raise Refused(" ".join(words))


def missing(round: Round) -> Lacks:
    """Look through the round. Five queries."""
    people = list(round.people.values_list("role", "route"))
    roles = [role for role, _route in people]
    periods = list(round.periods.values_list("final", flat=True))
    return Lacks(
        must=[*_pots(round), *_priorities(round), *_criteria(round), *_officer(roles)],
        might=[
            *_words(round),
            *_weekends(round),
            *_panels(round, people),
            *_roles(roles),
            *_returns(periods),
            *_delegate(round),
        ],
    )


def _pots(round: Round) -> list[Lack]:
    if round.published:
        return []
    pots = {Pot.MAIN: round.main_pence, Pot.TACTICAL: round.tactical_pence}
    fault = pots_fault(round.allocation_pence, pots)
    return [Lack("money", fault)] if fault else []


def _priorities(round: Round) -> list[Lack]:
    owners = set(round.priorities.values_list("owner", flat=True))
    words = {
        Owner.PCC: _("Add a priority of the PCC: every bid must serve one."),
        Owner.PARTNERSHIP: _("Add a priority of the partnership: every bid must serve one."),
    }
    return [Lack("priorities", said) for owner, said in words.items() if owner not in owners]


def _criteria(round: Round) -> list[Lack]:
    if sum(round.criteria.values_list("weight", flat=True)):
        return []
    return [Lack("criteria", _("Add a criterion with a weight above zero: bids are scored by it."))]


def _officer(roles: list[str]) -> list[Lack]:
    if OFFICER.name in roles:
        return []
    return [Lack("people", _("Choose at least one officer."))]


def _words(round: Round) -> list[Lack]:
    found = []
    if not round.purpose.strip():
        found.append(Lack("about", _("Nothing says what the grant is for.")))
    if not round.equality_outcome.strip():
        found.append(Lack("equality", _("The equality impact screening is not recorded.")))
    if not round.gates.exists():
        found.append(
            Lack("gates", _("There is no check that bids must pass before they are scored."))
        )
    return found


def _weekends(round: Round) -> list[Lack]:
    """Days on which no council works: a copy's dates have moved by a year."""
    days = {
        _("Bids close on a %(weekday)s."): in_london(round.closes).date(),
        _("The panel meets on a %(weekday)s."): round.panel,
        _("Proposals are due on a %(weekday)s."): round.submission_due,
        _("The committee meets on a %(weekday)s."): round.committee,
    }
    return [
        Lack("dates", words % {"weekday": formatted(day, "l")})
        for words, day in days.items()
        if day.weekday() >= SATURDAY
    ]


def _panels(round: Round, people: list[tuple[str, str]]) -> list[Lack]:
    """Routes whose panel has too few members for any bid to have its scores."""
    words = {
        Pot.MAIN: _(
            "Panel members who score the main round: %(count)s. Each bid needs at least %(quorum)s."
        ),
        Pot.TACTICAL: _(
            "Panel members who score tactical bids: %(count)s. Each bid needs at least %(quorum)s."
        ),
    }
    found = []
    for route, said in words.items():
        count = sum(role == PANEL.name and its in ("", route) for role, its in people)
        quorum = round.quorum_of(route)
        if count < quorum:
            found.append(Lack("people", said % {"count": count, "quorum": quorum}))
    return found


def _roles(roles: list[str]) -> list[Lack]:
    found = []
    if DECISION_MAKER.name not in roles:
        found.append(Lack("people", _("Nobody is a decision maker.")))
    if FINANCE.name not in roles:
        found.append(Lack("people", _("Nobody is finance.")))
    return found


def _delegate(round: Round) -> list[Lack]:
    """That who decides by delegation takes part no more."""
    delegate = round.delegate
    if delegate is None or round.people.filter(user=delegate, role=OFFICER.name).exists():
        return []
    words = _("%(person)s decides tactical bids by delegation, and is not an officer here.")
    return [Lack("money", words % {"person": delegate})]


def _returns(periods: list[bool]) -> list[Lack]:
    if any(periods):
        return []
    return [Lack("periods", _("No return period is the final one, so no project could be closed."))]
