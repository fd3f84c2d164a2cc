"""Every file and page of a round that leaves the building: add a row where another comes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.roles import Permission
from rounds.models import Pot, Round
from rounds.presenters import ROUTES
from ui.parts import Lines, Link

Words = str | Promise
ROUND, ROUTE, PARTNERSHIP, YEAR, NOTHING = "round", "route", "partnership", "year", ""


@dataclass(frozen=True)
class Lead:
    """A page or file: its name among the addresses, and what it is."""

    name: str
    words: Words
    what: Words = ""
    of: str = ROUND
    """What its address names. One of a route is there for each route."""
    needs: Permission = Permission.READ
    """Who is led there; the page itself asks again."""


LEADS: Mapping[str, tuple[Words, tuple[Lead, ...]]] = {
    "pcc": (
        _("To the PCC’s office"),
        (
            Lead("submission-versions", _("The proposals as they were sent"), of=ROUTE),
            Lead(
                "pcc-forms",
                _("The PCC’s own forms"),
                _("filled in from bids, returns and the ledger"),
                of=PARTNERSHIP,
            ),
            Lead("year-end", _("The year’s statement of grant"), _("to be signed and sent")),
            Lead("statement", _("Statement of the grant"), _("as at a day")),
        ),
    ),
    "committee": (
        _("To the committee"),
        (
            Lead("committee", _("The committee report"), _("its words, figures and files")),
            Lead(
                "committee-timetable", _("Timetable"), _("the days counted back from the meeting")
            ),
            Lead("sign-offs", _("Sign-offs"), _("who has to say what, and has not yet")),
            Lead("members-questions", _("Members’ questions")),
            Lead(
                "house-style",
                _("The council’s house style"),
                _("the Word template of the report"),
                of=PARTNERSHIP,
            ),
        ),
    ),
    "public": (
        _("To everybody"),
        (
            Lead("open-data", _("Open data"), _("what is published, left out and taken out")),
            Lead("funded", _("What was funded, and what came of it"), _("a public page"), of=YEAR),
            Lead("specified-information", _("Grants with reasons"), _("a public page"), of=YEAR),
            Lead("published", _("All years that are published"), _("a public page"), of=NOTHING),
            Lead("foi", _("Freedom of information extract"), _("bids and decisions, nobody named")),
        ),
    ),
    "inside": (
        _("Within the partnership"),
        (
            Lead(
                "awards-report",
                _("Bids and awards"),
                _("by round, priority, area and organisation"),
            ),
            Lead("awards-list", _("List of awards"), _("as at a day")),
            Lead("bids", _("List of bids")),
            Lead("spend", _("Where the money went"), _("by pot, priority, heading and month")),
            Lead("ledger", _("Ledger"), _("every movement of money")),
            Lead("jobs", _("Files made in the background")),
        ),
    ),
    "panel": (
        _("How bids were judged"),
        (
            Lead("panel-register", _("Panel register"), _("who sat, interests and quorum")),
            Lead("interests-register", _("Register of interests")),
            Lead("panel-agreement", _("How well the panel agreed")),
            Lead(
                "partnership-audit",
                _("Audit trail"),
                _("who signed in, was refused, or was given a role"),
                of=PARTNERSHIP,
                needs=Permission.READ_AUDIT,
            ),
        ),
    ),
}
"""By what they are for: a heading, and the leads under it."""


def leads(round: Round, held: frozenset[Permission]) -> Iterator[tuple[str, list[Lines]]]:
    """The headings, and the links under each, for somebody who holds some permissions."""
    for heading, rows in LEADS.values():
        found = [line for lead in rows if lead.needs in held for line in _lines(lead, round)]
        if found:
            yield str(heading), found


def _lines(lead: Lead, round: Round) -> Iterator[Lines]:
    if lead.of == ROUTE:
        for pot in Pot:
            words = f"{lead.words}: {ROUTES[pot].lower()}"
            yield Lines([Link(words, reverse(lead.name, args=[round.code, pot.value]))])
        return
    yield Lines([Link(str(lead.words), _address(lead, round))], str(lead.what))


def _address(lead: Lead, round: Round) -> str:
    named = {
        ROUND: [round.code],
        PARTNERSHIP: [round.partnership.code],
        YEAR: [round.partnership.code, round.financial_year],
        NOTHING: [],
    }
    return reverse(lead.name, args=named[lead.of])
