"""Every address, and what each kind of person is answered there."""

import pytest
from django.test import Client
from django.urls import get_resolver

from bids.actions import submit
from bids.models import Bid
from people.models import User
from scoring.models import Interest
from tests.cast import SUBMITTED, Cast
from tests.journeys.conftest import Look

TABLE = """
                   nobody officer panel conflicted decision-maker finance auditor applicant rival stranger
home               302    200     200   200        200            200     200     200       200   200
login              200    302     302   302        302            302     302     302       302   302
logout             405    405     405   405        405            405     405     405       405   405
round              302    200     200   200        200            200     200     200       200   404
submission         302    200     404   404        200            200     200     404       404   404
committee-report   302    200     404   404        200            200     200     404       404   404
bid                302    200     200   404        200            200     200     200       404   404
health             200    200     200   200        200            200     200     200       200   200
health-json        200    200     200   200        200            200     200     200       200   200
"""
"""The applicant's organisation made the bid, which is sifted. The rival's bids in the same round. The
conflicted panel member declared an interest in it. The stranger is an officer of another partnership.
"""


def expected() -> dict[str, dict[str, int]]:
    """What each person is answered, by address."""
    head, *lines = TABLE.strip().splitlines()
    answers = {line.split()[0]: line.split()[1:] for line in lines}
    return {
        person: {name: int(row[column]) for name, row in answers.items()}
        for column, person in enumerate(head.split())
    }


PEOPLE = expected()


def test_every_address_has_a_row() -> None:
    names = {getattr(pattern, "name", pattern) for pattern in get_resolver().url_patterns}
    assert names == set(PEOPLE["nobody"])


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """The applicant's, sifted; the second panel member has an interest in it; the rival bids too."""
    bid = cast.sifted()
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="Trustee")
    theirs = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    submit(bid=theirs, by=cast.rival, at=SUBMITTED)
    return bid


def person(cast: Cast, name: str) -> User | None:
    """Somebody of the table."""
    if name == "nobody":
        return None
    everybody = cast.everybody() | {"conflicted": cast.second_panel_member}
    return everybody[name.replace("-", " ")]


def address(name: str, bid: Bid) -> str:
    """Where a page of the bid or its round is."""
    return {
        "home": "/",
        "login": "/sign-in",
        "logout": "/sign-out",
        "round": f"/rounds/{bid.round.code}",
        "submission": f"/rounds/{bid.round.code}/submission/main.xlsx",
        "committee-report": f"/rounds/{bid.round.code}/committee-report.docx",
        "bid": f"/bids/{bid.reference}",
        "health": "/health",
        "health-json": "/health.json",
    }[name]


@pytest.mark.parametrize("who", PEOPLE)
def test_each_is_answered_as_the_table_says(cast: Cast, bid: Bid, look: Look, who: str) -> None:
    user = person(cast, who)
    answers = {name: look(user, address(name, bid)).status_code for name in PEOPLE[who]}
    assert answers == PEOPLE[who]


def test_nothing_is_changed_by_posting(cast: Cast, bid: Bid) -> None:
    client = Client()
    client.force_login(cast.officer)
    answers = {name: client.post(address(name, bid)).status_code for name in PEOPLE["officer"]}
    let_in = {name for name, answer in answers.items() if answer != 405}
    assert let_in == {"login", "logout"}
