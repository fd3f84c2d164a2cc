"""A subgroup's reader sees how the projects of its priority go, and nothing else."""

import pytest
from django.test import Client

from base.errors import NotAllowed, Refused
from bids.models import Bid
from monitoring.subgroup.progress import let_read, stop_reading
from notices.models import Message
from people.models import Partnership, User
from rounds.models import Priority
from tests.cast import Cast
from ui.dates import midnight


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def priority(cast: Cast) -> Priority:
    return cast.round.priorities.get(code="CSP1")


@pytest.fixture
def reader(cast: Cast, priority: Priority) -> User:
    return let_read(priority=priority, email="Lead@forum.example", by=cast.officer).user


def address(priority: Priority) -> str:
    return f"/rounds/{priority.round.code}/priorities/{priority.pk}/progress"


def test_a_reader_is_told_and_finds_it_on_their_first_page(
    reader: User, priority: Priority
) -> None:
    told = Message.objects.get(kind="priority-reader")
    assert told.to == reader.email == "lead@forum.example"
    assert address(priority) in told.body
    assert address(priority) in client_of(reader).get("/").content.decode()


def test_they_read_progress_and_no_contact_scores_or_other_page(
    cast: Cast, reader: User, priority: Priority
) -> None:
    bid = cast.paid(500_000, paid_pence=200_000)
    bid.measures.create(name="Guests", target="600")
    cast.final_return(bid, 150_000)
    text = client_of(reader).get(address(priority)).content.decode()
    for words in ("Youth Works", "£5,000.00", "£2,000.00", "£1,500.00", "Green", "All done."):
        assert words in text
    assert "applicant@youth.example" not in text
    for path in (f"/bids/{bid.reference}", f"/rounds/{cast.round.code}/finance", "/desk"):
        assert client_of(reader).get(path).status_code in (403, 404)


def test_what_serves_another_priority_or_is_not_awarded_is_not_there(
    cast: Cast, reader: User, priority: Priority
) -> None:
    cast.sifted()
    other = cast.monitored()
    other.priorities.remove(priority)
    text = client_of(reader).get(address(priority)).content.decode()
    assert "No project serves it yet." in text


def test_drafts_of_returns_are_not_there(cast: Cast, reader: User, priority: Priority) -> None:
    bid = cast.monitored()
    bid.award.returns.create(
        period=cast.first_period,
        state="sent",
        progress="Secret.",
        spent_pence=1,
        forecast_pence=1,
        sent_by=cast.applicant,
        sent_at=midnight(cast.first_period.ends),
    )
    assert "Secret." not in client_of(reader).get(address(priority)).content.decode()


def test_what_a_hold_keeps_back_is_not_there(cast: Cast, reader: User, priority: Priority) -> None:
    Partnership.objects.update(hold_until="2999-01-01")
    bid: Bid = cast.approved()
    assert str(bid.organisation) not in client_of(reader).get(address(priority)).content.decode()
    assert str(bid.organisation) in client_of(cast.officer).get(address(priority)).content.decode()


def test_nobody_else_finds_the_page(cast: Cast, priority: Priority) -> None:
    for person in (cast.applicant, cast.panel_member, cast.outsider, cast.stranger):
        assert client_of(person).get(address(priority)).status_code == 404


def test_a_reader_of_one_priority_does_not_read_another(cast: Cast, reader: User) -> None:
    other = cast.round.priorities.get(code="PCC1")
    assert client_of(reader).get(address(other)).status_code == 404


def test_only_an_officer_lets_people_in_and_out(
    cast: Cast, reader: User, priority: Priority
) -> None:
    held = priority.readers.get()
    for person in (cast.finance, cast.auditor, reader):
        with pytest.raises(NotAllowed):
            let_read(priority=priority, email="x@y.example", by=person)
        with pytest.raises(NotAllowed):
            stop_reading(reader=held, by=person)
    with pytest.raises(Refused, match="already"):
        let_read(priority=priority, email="lead@forum.example", by=cast.officer)
    with pytest.raises(Refused, match="Enter an email address"):
        let_read(priority=priority, email="not one", by=cast.officer)
    page = f"/rounds/{priority.round.code}/priorities/{priority.pk}/readers"
    client_of(cast.officer).post(page, {"out": held.pk})
    assert client_of(reader).get(address(priority)).status_code == 404
