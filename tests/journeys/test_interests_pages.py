"""A panel member declares, an officer records and lifts, and the register tells of it."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from bids.actions import submit
from bids.models import Bid
from people.models import Organisation, User
from rounds.models import Pot, Round
from scoring.interests import lift
from scoring.models import Declaration, Interest
from scoring.panel import declared
from tests.cast import SIFTED, SUBMITTED, Cast, again, cast_of
from tests.journeys.conftest import Look, Read, words_of
from tests.round_files import round_text

Post = Callable[..., Any]


@pytest.fixture
def bids(cast: Cast) -> list[Bid]:
    """A bid of each of two organisations: Youth Works and Other Works."""
    theirs = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    return [cast.submitted(), submit(bid=theirs, by=cast.rival, at=SUBMITTED)]


@pytest.fixture
def post() -> Post:
    """Posts to an address as somebody; gives the answer."""

    def send(person: User, address: str, /, **data: str) -> Any:
        client = Client()
        client.force_login(person)
        return client.post(address, data)

    return send


def page_of(cast: Cast) -> str:
    return f"/rounds/{cast.round.code}/interests"


def register_of(cast: Cast) -> str:
    return f"{page_of(cast)}/register"


def record_of(cast: Cast) -> str:
    person = cast.round.people.get(user=cast.panel_member)
    return f"{page_of(cast)}/members/{person.pk}/record"


def stands(cast: Cast, organisation: Organisation) -> tuple[bool, str] | None:
    """What the panel member declared of an organisation."""
    row = declared(cast.round).get((organisation.pk, cast.panel_member.pk))
    return (row.has_interest, row.note.text if row.note else "") if row else None


# The member's page


def test_it_asks_of_each_organisation_and_names_no_bid(
    cast: Cast, bids: list[Bid], read: Read
) -> None:
    unsent = Organisation.objects.create(name="Not sent", kind="charity")
    cast.draft(organisation=unsent, by=cast.officer)
    words = read(cast.panel_member, page_of(cast))
    assert words.index("Other Works") < words.index("Youth Works")
    for hidden in ("Night café", "CSP19-", "Not sent"):
        assert hidden not in words


def test_answers_are_saved_with_their_words(cast: Cast, bids: list[Bid], post: Post) -> None:
    youth, other = cast.organisation, cast.rival_organisation
    answers = {f"answer{youth.pk}": "no", f"answer{other.pk}": "yes"}
    answers[f"words{other.pk}"] = "My sister runs it"
    response = post(cast.panel_member, page_of(cast), **answers)
    assert (response.status_code, response["Location"]) == (302, page_of(cast))
    assert (stands(cast, youth), stands(cast, other)) == ((False, ""), (True, "My sister runs it"))
    assert list(Bid.objects.visible_to(cast.panel_member)) == [bids[0]]


def test_who_declares_after_sending_is_told_what_is_left_out(cast: Cast, bids: list[Bid]) -> None:
    cast.score((bids[1], cast.panel_member, 4))
    other, client = cast.rival_organisation, Client()
    client.force_login(cast.panel_member)
    given = {f"answer{other.pk}": "yes", f"words{other.pk}": "A trustee"}
    page = client.post(page_of(cast), given, follow=True).content.decode()
    assert f"The scores that were sent for {bids[1].reference} are not counted any more." in page


def test_some_may_be_left_for_later(cast: Cast, bids: list[Bid], post: Post, read: Read) -> None:
    response = post(cast.panel_member, page_of(cast), **{f"answer{cast.organisation.pk}": "no"})
    assert response.status_code == 302
    assert stands(cast, cast.organisation) == (False, "")
    assert stands(cast, cast.rival_organisation) is None
    words = read(cast.panel_member, page_of(cast))
    assert "Answer for each organisation before you read its bid" in words


def test_one_press_says_no_to_all_that_was_not_answered(
    cast: Cast, bids: list[Bid], post: Post, read: Read
) -> None:
    other = cast.rival_organisation
    given = {f"answer{other.pk}": "yes", f"words{other.pk}": "A trustee", "none": "yes"}
    post(cast.panel_member, page_of(cast), **given)
    assert stands(cast, cast.organisation) == (False, "")
    assert stands(cast, other) == (True, "A trustee")
    words = read(cast.panel_member, page_of(cast))
    assert "You have answered for every organisation" in words
    assert "Other Works\nA trustee" in words


def test_the_press_leaves_those_where_something_was_found(
    cast: Cast, bids: list[Bid], post: Post, read: Read
) -> None:
    Bid.objects.filter(pk=bids[1].pk).update(contact_email="ray@csp.example")
    words = read(cast.panel_member, page_of(cast))
    assert "Look at these first" in words
    assert "One of its people has an email address at csp.example too." in words
    post(cast.panel_member, page_of(cast), none="yes")
    assert stands(cast, cast.organisation) == (False, "")
    assert stands(cast, cast.rival_organisation) is None


def test_what_is_wrong_is_said_beside_its_row_and_nothing_is_lost(
    cast: Cast, bids: list[Bid], post: Post
) -> None:
    youth, other = cast.organisation, cast.rival_organisation
    given = {f"answer{youth.pk}": "yes", f"words{other.pk}": "My sister runs it"}
    response = post(cast.panel_member, page_of(cast), **given)
    body = response.content.decode()
    assert response.status_code == 422
    assert "Say what the interest in Youth Works is." in body
    assert f'href="#id_words{youth.pk}"' in body
    assert f'id="id_words{youth.pk}"' in body
    assert "Choose yes or no" in body
    assert f'href="#id_answer{other.pk}"' in body
    assert "My sister runs it" in body
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("words", ["x" * 301, "a\x00b", "a\u202eb"])
def test_words_that_do_not_fit_or_hide_something(
    cast: Cast, bids: list[Bid], post: Post, words: str
) -> None:
    pk = cast.organisation.pk
    response = post(cast.panel_member, page_of(cast), **{f"answer{pk}": "yes", f"words{pk}": words})
    assert response.status_code == 422
    assert f'href="#id_words{pk}"' in response.content.decode()


def test_no_where_something_was_found_asks_why(
    cast: Cast, bids: list[Bid], post: Post, read: Read
) -> None:
    Bid.objects.filter(pk=bids[0].pk).update(contact_email="ann@csp.example")
    pk = cast.organisation.pk
    response = post(cast.panel_member, page_of(cast), **{f"answer{pk}": "no"})
    assert response.status_code == 422
    assert f'href="#id_why{pk}"' in response.content.decode()
    given = {f"answer{pk}": "no", f"why{pk}": "Another office"}
    assert post(cast.panel_member, page_of(cast), **given).status_code == 302
    assert stands(cast, cast.organisation) == (False, "Another office")
    words = read(cast.officer, register_of(cast))
    assert "Youth Works\nPiers\nAnother office" in words
    assert "No, although a connection was found" in words


def test_who_belongs_to_it_cannot_say_no(cast: Cast, bids: list[Bid], post: Post) -> None:
    cast.organisation.members.add(cast.panel_member)
    pk = cast.organisation.pk
    given = {f"answer{pk}": "no", f"why{pk}": "Only in name"}
    response = post(cast.panel_member, page_of(cast), **given)
    assert response.status_code == 422
    assert "answer yes" in response.content.decode()


def test_no_becomes_an_interest_at_any_time_and_never_back(
    cast: Cast, bids: list[Bid], post: Post
) -> None:
    pk = cast.organisation.pk
    post(cast.panel_member, page_of(cast), none="yes")
    post(cast.panel_member, page_of(cast), **{f"answer{pk}": "yes", f"words{pk}": "A trustee"})
    assert stands(cast, cast.organisation) == (True, "A trustee")
    assert bids[0].interests.get().member == cast.panel_member
    older_tab = post(cast.panel_member, page_of(cast), **{f"answer{pk}": "no"})
    assert older_tab.status_code == 422
    assert "It stands until an officer lifts it" in older_tab.content.decode()
    assert stands(cast, cast.organisation) == (True, "A trustee")


def test_a_member_of_one_route_s_panel_is_asked_of_that_route(
    cast: Cast, bids: list[Bid], read: Read, post: Post
) -> None:
    cast.round.people.filter(user=cast.panel_member).update(route=Pot.TACTICAL)
    assert "Nobody has sent a bid yet" in read(cast.panel_member, page_of(cast))
    cast.submitted(100_000, route=Pot.TACTICAL)
    words = read(cast.panel_member, page_of(cast))
    assert "Youth Works" in words
    assert "Other Works" not in words
    post(cast.panel_member, page_of(cast), **{f"answer{cast.rival_organisation.pk}": "no"})
    assert stands(cast, cast.rival_organisation) is None


def test_in_a_blind_sift_it_does_not_say_what_a_bid_names(
    cast: Cast, bids: list[Bid], read: Read
) -> None:
    Bid.objects.filter(pk=bids[0].pk).update(need="See csp.example")
    assert "Its bid names csp.example." in read(cast.panel_member, page_of(cast))
    cast.round.blind = True
    cast.round.save()
    words = read(cast.panel_member, page_of(cast))
    assert "csp.example" not in words
    assert "Something that it sent may have to do with the member" in words
    assert "Its bid names csp.example." in read(cast.officer, record_of(cast))


def test_in_a_blind_sift_one_answer_does_not_tell_whose_bids_appear(
    cast: Cast, bids: list[Bid], post: Post
) -> None:
    Round.objects.update(blind=True)
    one, other = (f"answer{bid.organisation_id}" for bid in bids)
    body = post(cast.panel_member, page_of(cast), **{one: "no"}).content.decode()
    assert "this round takes all answers at once" in body
    assert not Declaration.objects.exists()
    post(cast.panel_member, page_of(cast), **{one: "no", other: "no"})
    assert stands(cast, cast.organisation) == (False, "")
    assert stands(cast, cast.rival_organisation) == (False, "")


def test_it_is_for_the_panel(cast: Cast, bids: list[Bid], look: Look, read: Read) -> None:
    for person in (cast.officer, cast.auditor, cast.applicant):
        assert look(person, page_of(cast)).status_code == 403
    for person in (cast.stranger, cast.outsider):
        assert look(person, page_of(cast)).status_code == 404
    cast.round.people.filter(user=cast.panel_member).delete()
    assert "You are not on the panel of this round" in read(cast.panel_member, page_of(cast))


def test_what_was_typed_is_kept_when_the_session_ends(cast: Cast, bids: list[Bid]) -> None:
    client, pk = Client(), cast.organisation.pk
    typed = {f"answer{pk}": "yes", f"words{pk}": "My aunt", "writer": str(cast.panel_member.pk)}
    assert client.post(page_of(cast), typed).status_code == 302
    client.force_login(cast.panel_member)
    body = client.get(page_of(cast)).content.decode()
    assert "We kept what you typed" in body
    assert "My aunt" in body
    assert not Declaration.objects.exists()


# The officer


def test_an_officer_records_for_a_member(
    cast: Cast, bids: list[Bid], post: Post, read: Read
) -> None:
    pk = cast.organisation.pk
    given = {f"answer{pk}": "yes", f"words{pk}": "Told by telephone", "none": "yes"}
    response = post(cast.officer, record_of(cast), **given)
    assert (response.status_code, response["Location"]) == (302, register_of(cast))
    row = Declaration.objects.get(has_interest=True)
    assert (row.member, row.by) == (cast.panel_member, cast.officer)
    assert "recorded by Olive" in read(cast.officer, register_of(cast))


def test_a_member_of_another_round_s_panel_is_not_found(
    cast: Cast, bids: list[Bid], look: Look
) -> None:
    another = cast_of(round_text("another-2019-20"))
    person = another.round.people.get(user=cast.panel_member)
    assert look(cast.officer, f"{page_of(cast)}/members/{person.pk}/record").status_code == 404
    officer = cast.round.people.get(user=cast.officer)
    assert look(cast.officer, f"{page_of(cast)}/members/{officer.pk}/record").status_code == 404


def test_an_officer_lifts_an_interest_with_a_reason(
    cast: Cast, bids: list[Bid], post: Post, look: Look, read: Read
) -> None:
    cast.declare(cast.panel_member, cast.organisation, interest="A trustee")
    row = Declaration.objects.get()
    address = f"{page_of(cast)}/{row.pk}/lift"
    assert "Lift this interest" in read(cast.officer, register_of(cast))
    assert "Lift this interest" not in read(cast.auditor, register_of(cast))
    for person in (cast.auditor, cast.decision_maker):
        assert post(person, address, reason="x").status_code == 403
    assert post(cast.panel_member, address, reason="x").status_code == 404
    assert post(cast.officer, address, reason=" ").status_code == 422
    assert Interest.objects.exists()
    assert post(cast.officer, address, reason="Left in 2015").status_code == 302
    assert not Interest.objects.exists()
    assert look(cast.officer, address).status_code == 404
    words = read(cast.officer, register_of(cast))
    assert "Left in 2015" in words
    assert "Interest lifted" in words
    assert "What was declared before\n" in words


# The register


def test_the_register_says_what_came_after_scores_and_after_the_sift(
    cast: Cast, bids: list[Bid], read: Read
) -> None:
    one, other = bids
    cast.score((one, cast.panel_member, 4), (other, cast.panel_member, 4))
    cast.score((other, cast.second_panel_member, 4))
    other = cast.sift(again(other))
    cast.declare(cast.panel_member, interest="A trustee", at=SIFTED + timedelta(hours=2))
    words = read(cast.auditor, register_of(cast))
    assert f"After scores were sent\nThe scores for {one.reference} are not counted." in words
    assert f"After the sift\nThe scores for {other.reference} count until it is reopened" in words
    assert "Register of interests" in words
    assert "As it stood at" in words


def test_a_bid_that_was_decided_is_not_reopened(cast: Cast, read: Read) -> None:
    bid = cast.approved()
    cast.declare(cast.panel_member, interest="A trustee", at=SIFTED)
    words = read(cast.officer, register_of(cast))
    assert f"After the decision\n{bid.reference} was decided with these scores." in words


def test_the_register_says_who_has_still_to_declare(
    cast: Cast, bids: list[Bid], read: Read
) -> None:
    cast.declare(cast.panel_member, cast.organisation)
    words = read(cast.auditor, register_of(cast))
    assert "Piers\n1 of 2\n0\nOther Works" in words
    assert "Petra\n0 of 2\n0\nOther Works, Youth Works" in words
    assert "Nobody has declared an interest." in words
    assert "Youth Works\nNone\n14 March 2019\nNot yet" in words
    assert "Record for" not in words


def test_the_register_is_for_those_who_read_the_papers(
    cast: Cast, bids: list[Bid], look: Look
) -> None:
    for address in (register_of(cast), f"{register_of(cast)}.xlsx"):
        for person in (cast.panel_member, cast.applicant, cast.stranger):
            assert look(person, address).status_code == 404
        for person in (cast.officer, cast.auditor, cast.decision_maker, cast.finance):
            answer: Any = look(person, address)
            assert answer.status_code == 200
            answer.getvalue()


def test_the_register_as_a_workbook(cast: Cast, bids: list[Bid], look: Look) -> None:
    cast.declare(cast.panel_member, cast.organisation, interest="A trustee")
    lift(
        round=cast.round,
        member=cast.panel_member,
        organisation=cast.organisation,
        reason="Left in 2015",
        by=cast.officer,
        at=SIFTED,
    )
    answer: Any = look(cast.officer, f"{register_of(cast)}.xlsx")
    rows = list(load_workbook(BytesIO(answer.getvalue())).worksheets[0].values)
    told = [[row[0], row[1], row[3], row[4], row[6], row[7], row[8]] for row in rows[1:]]
    assert told == [
        ["Youth Works", "Piers", "no", "Left in 2015", OFFICER, "yes", "Interest lifted."],
        ["Youth Works", "Piers", "yes", "A trustee", "panel@csp.example", "no", None],
        ["Other Works", "Piers", None, None, None, None, "Still to declare"],
        ["Other Works", "Petra", None, None, None, None, "Still to declare"],
        ["Youth Works", "Petra", None, None, None, None, "Still to declare"],
    ]


OFFICER = "officer@csp.example"


@pytest.mark.parametrize("page", ["", "/register", "record"])
def test_its_queries_are_as_many_whatever_there_is(cast: Cast, bids: list[Bid], page: str) -> None:
    person = cast.officer if page else cast.panel_member
    address = record_of(cast) if page == "record" else f"{page_of(cast)}{page}"
    client = Client()
    client.force_login(person)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    few = count()
    for number in range(6):
        organisation = Organisation.objects.create(name=f"Works {number}", kind="charity")
        bid = cast.draft(organisation=organisation, by=cast.officer)
        submit(bid=bid, by=cast.officer, at=SUBMITTED)
        cast.score((bid, cast.second_panel_member, 4))
        cast.declare(cast.panel_member, organisation, interest="A trustee")
    assert few == count() <= (10 if page == "/register" else 14)


def test_the_press_is_not_there_where_there_is_nothing_to_press_it_for(
    cast: Cast, bids: list[Bid], read: Read
) -> None:
    press = "No interest in any of these"
    assert press in read(cast.panel_member, page_of(cast))
    cast.declare(cast.panel_member)
    assert press not in read(cast.panel_member, page_of(cast))


def test_each_page_is_a_whole_one(cast: Cast, bids: list[Bid], look: Look) -> None:
    cast.declare(cast.panel_member, cast.organisation, interest="A trustee")
    row = Declaration.objects.get()
    for person, address in (
        (cast.panel_member, page_of(cast)),
        (cast.officer, record_of(cast)),
        (cast.officer, register_of(cast)),
        (cast.officer, f"{page_of(cast)}/{row.pk}/lift"),
    ):
        response = look(person, address)
        body = response.content.decode()
        assert body.count("<h1") == 1
        assert " style=" not in body
        assert words_of(response)
