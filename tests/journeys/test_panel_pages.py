"""The officer's pages of the panel: how far it is, giving bids out, reminding, asking late."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bids.models import Bid
from notices.models import Message
from people.models import User
from rounds.models import Person, Pot, Round
from scoring.models import Assignment, Declaration, Discussion, Interest, ScoreDraft
from scoring.sending import Given, save_draft, send_scores, sign
from tests.cast import CRITERIA, Cast
from tests.journeys.conftest import Read, words_of

SECRET = "A thought that nobody else may read"


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """Scored by one member, noted by the other."""
    found = cast.submitted()
    for member in (cast.panel_member, cast.second_panel_member):
        Declaration.objects.create(
            round=cast.round,
            member=member,
            organisation=cast.organisation,
            has_interest=False,
            by=member,
        )
    full = {code: Given("4", SECRET) for code in CRITERIA}
    send_scores(bid=found, by=cast.panel_member, answers=full)
    save_draft(bid=found, by=cast.second_panel_member, answers=full, seen=sign({}))
    return found


@pytest.fixture
def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


def test_the_officer_sees_who_has_sent_and_never_what(cast: Cast, bid: Bid, read: Read) -> None:
    for person in (cast.officer, cast.auditor, cast.decision_maker):
        page = read(person, f"/rounds/{cast.round.code}/panel")
        assert "1 set of scores is awaited." in page
        assert "Enough" in page
        assert SECRET not in page
    assert ScoreDraft.objects.get().answers["need"]["comment"] == SECRET


def test_bids_are_given_out_and_back(cast: Cast, bid: Bid, officer: Client) -> None:
    address = f"/rounds/{cast.round.code}/panel/assign"
    response = officer.post(address, {"route": "main", "how": "some", "each": "1"}, follow=True)
    assert "1 bid was given out." in words_of(response)  # type: ignore[arg-type]
    assert Assignment.objects.count() == 2  # the one who sent, and the one who had begun
    response = officer.post(address, {"route": "main", "how": "everybody"}, follow=True)
    assert "Everybody on this panel scores every bid." in words_of(response)  # type: ignore[arg-type]
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"route": "main"}, "Choose who scores each bid"),
        ({"route": "main", "how": "some", "each": ""}, "Enter how many members score each bid"),
        ({"route": "main", "how": "some", "each": "0"}, "Enter a whole number from 1 to 100"),
        ({"route": "main", "how": "some", "each": "1"}, "choose that many or more"),
        ({"route": "%s%d", "how": "some", "each": "2"}, "Choose one of the answers"),
        ({"route": "tactical", "how": "some", "each": "2"}, "No bid on this route waits"),
    ],
)
def test_a_form_that_cannot_be_is_shown_again(
    cast: Cast, bid: Bid, officer: Client, typed: dict[str, str], said: str
) -> None:
    Round.objects.update(quorum=2)
    response = officer.post(f"/rounds/{cast.round.code}/panel/assign", typed)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Assignment.objects.exists()


def test_the_emails_are_shown_first_and_go_once(cast: Cast, bid: Bid, officer: Client) -> None:
    address = f"/rounds/{cast.round.code}/panel/remind"
    page = words_of(officer.get(address))  # type: ignore[arg-type]
    assert cast.second_panel_member.email in page
    assert cast.panel_member.email not in page
    assert f"/rounds/{cast.round.code}/scoring" in page
    assert not Message.objects.filter(to=cast.second_panel_member.email).exists()
    response = officer.post(address, follow=True)
    assert "1 email goes out." in words_of(response)  # type: ignore[arg-type]
    response = officer.post(address, follow=True)
    assert "Nobody was written to" in words_of(response)  # type: ignore[arg-type]
    assert Message.objects.filter(to=cast.second_panel_member.email).count() == 1
    assert "Petra" in words_of(officer.get(address))  # type: ignore[arg-type]


def test_where_too_few_scores_count_after_the_reveal_a_member_is_asked(
    cast: Cast, bid: Bid, officer: Client
) -> None:
    Discussion.objects.create(bid=bid, revealed_by=cast.officer)
    Interest.objects.create(bid=bid, member=cast.panel_member, words="Trustee")
    page = officer.get(f"/rounds/{cast.round.code}/panel").content.decode()
    assert "Cannot be met" in page
    address = f"/bids/{bid.reference}/ask-late"
    assert address in page
    assert officer.post(address, {"member": "0", "reason": "x"}).status_code == 422
    typed = {"member": cast.second_panel_member.pk, "reason": "An interest came up."}
    response = officer.post(address, typed, follow=True)
    assert "Petra is asked to score" in words_of(response)  # type: ignore[arg-type]
    assert Assignment.objects.get().late


def test_a_round_without_a_panel_or_bids_says_so(cast: Cast, read: Read) -> None:
    Person.objects.filter(role="panel").delete()
    page = read(cast.officer, f"/rounds/{cast.round.code}/panel")
    assert "There is no panel and no bid to score yet." in page
    cast.submitted(route=Pot.TACTICAL)
    page = read(cast.officer, f"/rounds/{cast.round.code}/panel")
    assert "Nobody is on this panel yet." in page
    assert "Cannot be met" in page


def test_the_sift_names_whose_scores_are_awaited(cast: Cast, bid: Bid, read: Read) -> None:
    bid.gate_checks.create(gate=cast.gate, passed=True, checked_by=cast.officer)
    page = read(cast.officer, f"/rounds/{cast.round.code}/sift")
    assert "Some of the panel have not sent their scores" in page
    assert "Petra" in page
    assert "Piers" not in page
    discussion = Discussion.objects.create(bid=bid, revealed_by=cast.officer, reason="So it is.")
    page = read(cast.officer, f"/rounds/{cast.round.code}/sift")
    assert "Some of the panel have not sent their scores" not in page
    assert "1 bid is ready" in page
    late = {"member": cast.second_panel_member, "late": True, "reason": "Too few"}
    discussion.bid.assignments.create(by=cast.officer, **late)
    page = read(cast.officer, f"/rounds/{cast.round.code}/sift")
    assert "Some of the panel have not sent their scores" in page


def test_the_pages_ask_as_often_for_many_bids_and_members_as_for_few(
    cast: Cast, bid: Bid, officer: Client
) -> None:
    member = Client()
    member.force_login(cast.second_panel_member)
    code = cast.round.code

    def counts() -> dict[str, int]:
        found = {}
        for client, page in (
            (officer, f"/rounds/{code}/panel"),
            (member, f"/rounds/{code}/scoring"),
            (officer, f"/rounds/{code}/sift"),
            (member, f"/bids/{bid.reference}/score"),
        ):
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            found[page.rpartition("/")[2]] = len(asked)
        return found

    few = counts()
    for number in range(8):
        user = User.objects.create_user(f"more{number}@csp.example")
        cast.round.partnership.memberships.create(user=user, role="panel")
        Person.objects.create(round=cast.round, user=user, role="panel", position=90)
        Interest.objects.create(bid=cast.submitted(), member=user, words="Trustee")
    assert counts() == few
    most = {"panel": 10, "scoring": 10, "sift": 15, "score": 27}
    assert {page: count for page, count in few.items() if count > most[page]} == {}
