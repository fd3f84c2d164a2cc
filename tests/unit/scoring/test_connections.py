"""What the service finds that may connect a panel member with an organisation that bids."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bids.models import Bid
from people.models import Organisation, User
from scoring.connections import Connection, Kind, connections, key
from tests.cast import Cast


@pytest.fixture
def bid(cast: Cast) -> Bid:
    return cast.submitted()


def found(cast: Cast) -> list[Connection]:
    return connections(cast.round, cast.panel_member).get(cast.organisation.pk, [])


def works_for(cast: Cast, name: str) -> None:
    organisation = Organisation.objects.create(name=name, kind="charity")
    organisation.members.add(cast.panel_member)


def test_nothing_connects_most(cast: Cast, bid: Bid) -> None:
    works_for(cast, "Harbour Trust")
    assert found(cast) == []


def test_a_draft_is_nobody_s_to_know_of(cast: Cast) -> None:
    cast.draft()
    cast.organisation.members.add(cast.panel_member)
    assert found(cast) == []


def test_belonging_and_being_let_in_are_said_alone(cast: Cast, bid: Bid) -> None:
    bid.people.add(cast.panel_member)
    assert found(cast) == [Connection(Kind.WRITES)]
    cast.organisation.members.add(cast.panel_member)
    assert found(cast) == [Connection(Kind.BELONGS)]


def test_the_domain_of_the_contact(cast: Cast, bid: Bid) -> None:
    Bid.objects.update(contact_email="bob@mail.csp.example")
    assert found(cast) == [Connection(Kind.DOMAIN, "csp.example")]


def test_the_domain_of_a_member(cast: Cast, bid: Bid) -> None:
    cast.organisation.members.add(User.objects.create_user("bob@csp.example"))
    assert found(cast) == [Connection(Kind.DOMAIN, "csp.example")]


def test_a_public_domain_is_nothing(cast: Cast, bid: Bid) -> None:
    User.objects.filter(pk=cast.panel_member.pk).update(email="piers@gmail.com")
    del cast.panel_member
    cast.panel_member = User.objects.get(email="piers@gmail.com")
    Bid.objects.update(contact_email="bob@gmail.com", need="Write to us at gmail.com")
    assert found(cast) == []


def test_the_name_of_one_of_its_people(cast: Cast, bid: Bid) -> None:
    Bid.objects.update(contact_name="Piers")
    assert found(cast) == []
    cast.panel_member.name = "Piers Gray"
    Bid.objects.update(contact_name=" piers GRAY ")
    assert found(cast) == [Connection(Kind.SAME_PERSON)]


def test_an_address_that_is_the_member_s_own(cast: Cast, bid: Bid) -> None:
    Bid.objects.update(contact_email="PANEL@csp.example")
    assert found(cast)[0] == Connection(Kind.SAME_PERSON)


@pytest.mark.parametrize("name", ["Youth Works Ltd", "The Youth-Works CIC"])
def test_a_name_like_that_of_a_body_of_theirs(cast: Cast, bid: Bid, name: str) -> None:
    works_for(cast, name)
    assert found(cast) == [Connection(Kind.NAME, name)]


def test_a_name_like_the_domain_of_the_member(cast: Cast, bid: Bid) -> None:
    cast.panel_member.email = "piers@youthworks.org.uk"
    assert found(cast) == [Connection(Kind.DOMAIN_AS_NAME, "youthworks.org.uk")]


@pytest.mark.parametrize("field", ["project", "summary", "need", "activities", "outcomes"])
def test_a_body_of_theirs_that_the_bid_names(cast: Cast, bid: Bid, field: str) -> None:
    works_for(cast, "St John's Night Support Ltd")
    Bid.objects.update(**{field: "With St Johns night-support, weekly"})
    assert found(cast) == [Connection(Kind.NAMED, "St John's Night Support Ltd")]


def test_a_body_of_theirs_that_an_extra_answer_names(cast: Cast, bid: Bid) -> None:
    works_for(cast, "Harbour House")
    question = cast.round.questions.create(code="partners", title="Who with?", position=1)
    bid.extra_answers.create(question=question, text="Harbour House.")
    assert found(cast) == [Connection(Kind.NAMED, "Harbour House")]


def test_a_part_of_a_word_is_no_name(cast: Cast, bid: Bid) -> None:
    works_for(cast, "Arbour")
    Bid.objects.update(need="Harbour arbours")
    assert found(cast) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("See www.csp.example/page", True),
        ("Write to ann@csp.example.", True),
        ("ann@othercsp.example", False),
        ("ann@csp.example-other.org", False),
    ],
)
def test_the_member_s_domain_in_a_text(cast: Cast, bid: Bid, text: str, named: bool) -> None:
    Bid.objects.update(activities=text)
    assert found(cast) == ([Connection(Kind.DOMAIN_NAMED, "csp.example")] if named else [])


@pytest.mark.parametrize(
    ("name", "looked_for"),
    [
        ("The Harbour Trust Ltd", "harbour trust"),
        ("Community Trust", ""),
        ("Limited", ""),
        ("", ""),
        ("Smith & Sons", "smith and sons"),
    ],
)
def test_a_name_is_looked_for_without_its_legal_form(name: str, looked_for: str) -> None:
    assert key(name) == looked_for


def test_it_asks_as_often_for_many_bids_as_for_one(cast: Cast, bid: Bid) -> None:
    member = cast.panel_member

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            connections(cast.round, member)
        return len(asked)

    few = count()
    for _ in range(4):
        cast.submitted()
    assert count() == few <= 5
