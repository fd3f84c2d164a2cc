"""What a person typed outlives their session, for them alone."""

import pytest
from django.test import Client

from bids.models import Bid
from people.models import User
from tests.cast import Cast, again, cast_of

SITE = "http://testserver"


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of()


@pytest.fixture
def bid(cast: Cast) -> Bid:
    return cast.draft()


def need(bid: Bid) -> str:
    return f"/bids/{bid.reference}/edit/need"


def typed(writer: User, text: str = "Typed too late.", seen: str = "") -> dict[str, str]:
    return {"need": text, "writer": str(writer.pk), "seen": seen, "then": "continue"}


def shown(client: Client, bid: Bid) -> str:
    response = client.get(need(bid))
    assert response.status_code == 200
    return response.content.decode()


def test_what_was_typed_waits_for_the_person_who_typed_it(cast: Cast, bid: Bid) -> None:
    client = Client()
    response = client.post(need(bid), typed(cast.applicant))
    assert response["Location"] == f"/sign-in?next={need(bid)}"
    client.force_login(cast.applicant)
    page = shown(client, bid)
    assert "Typed too late." in page
    assert "Your session ended while you were writing" in page
    assert again(bid).need == "Nowhere to go."


def test_it_is_still_there_when_the_page_is_loaded_again_and_gone_when_it_is_saved(
    cast: Cast, bid: Bid
) -> None:
    client = Client()
    client.post(need(bid), typed(cast.applicant))
    client.force_login(cast.applicant)
    seen = client.get(need(bid)).context["seen"]
    assert "Typed too late." in shown(client, bid)
    client.post(need(bid), typed(cast.applicant, "Saved now.", seen))
    assert "Typed too late." in shown(client, bid)  # it was shown with an empty sign: a conflict
    sign = client.post(need(bid), typed(cast.applicant, "Saved now.", seen)).context["seen"]
    assert client.post(need(bid), typed(cast.applicant, "Saved now.", sign)).status_code == 302
    page = shown(client, bid)
    assert "Saved now." in page
    assert "Your session ended" not in page


def test_a_form_kept_knows_what_it_was_written_over(cast: Cast, bid: Bid) -> None:
    client = Client()
    client.force_login(cast.applicant)
    seen = client.get(need(bid)).context["seen"]
    client.logout()
    client.post(need(bid), typed(cast.applicant, seen=seen))
    client.force_login(cast.applicant)
    Bid.objects.filter(pk=bid.pk).update(need="Changed by a friend meanwhile.")
    assert client.get(need(bid)).context["seen"] == seen
    response = client.post(need(bid), typed(cast.applicant, seen=seen))
    assert response.status_code == 409
    assert "Changed by a friend meanwhile." in response.content.decode()


@pytest.mark.parametrize("who", ["rival", "officer", "outsider"])
def test_nobody_else_finds_it_and_it_is_dropped(cast: Cast, bid: Bid, who: str) -> None:
    bid.people.add(cast.outsider)
    client = Client()
    client.post(need(bid), typed(cast.applicant))
    client.force_login(getattr(cast, who))
    assert "Typed too late." not in client.get(need(bid)).content.decode()
    assert "kept" not in client.session or client.session["kept"] == {}
    client.force_login(cast.applicant)
    assert "Typed too late." not in shown(client, bid)


def test_without_a_writer_nothing_is_shown(cast: Cast, bid: Bid) -> None:
    client = Client()
    client.post(need(bid), {"need": "Typed too late."})
    client.force_login(cast.applicant)
    assert "Typed too late." not in shown(client, bid)


def test_more_than_any_form_holds_is_not_kept(cast: Cast, bid: Bid) -> None:
    client = Client()
    client.post(need(bid), typed(cast.applicant, "x" * 300_000))
    assert "kept" not in client.session


def test_a_few_forms_are_kept_and_the_newest_of_them(cast: Cast, bid: Bid) -> None:
    client = Client()
    sections = ["contact", "project", "need", "activities", "outcomes", "need"]
    for code in sections:
        client.post(f"/bids/{bid.reference}/edit/{code}", typed(cast.applicant))
    kept = [path.rpartition("/")[2] for path in client.session["kept"]]
    assert kept == ["project", "activities", "outcomes", "need"]


class TestWithAnOldToken:
    """The browser's token is another one than the form's."""

    @pytest.fixture
    def client(self, cast: Cast) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(cast.applicant)
        return client

    def test_it_is_kept_and_shown(self, cast: Cast, bid: Bid, client: Client) -> None:
        response = client.post(need(bid), typed(cast.applicant), headers={"origin": SITE})
        assert response["Location"] == need(bid)
        assert "Typed too late." in shown(client, bid)

    def test_another_site_puts_nothing_into_the_session(
        self, cast: Cast, bid: Bid, client: Client
    ) -> None:
        for headers in ({"origin": "https://evil.example"}, {}):
            response = client.post(need(bid), typed(cast.applicant), headers=headers)
            assert response.status_code == 403
            assert "kept" not in client.session

    def test_other_forms_are_refused_as_ever(self, client: Client) -> None:
        assert client.post("/sign-out", headers={"origin": SITE}).status_code == 403

    def test_the_pages_script_is_told(self, cast: Cast, bid: Bid, client: Client) -> None:
        headers = {"accept": "application/json", "origin": SITE}
        response = client.post(need(bid), typed(cast.applicant), headers=headers)
        assert response.status_code == 403
        assert response.json()["again"]
        assert "Your text is still on this page" in response.json()["said"]


def test_the_pages_script_is_told_that_the_session_ended(cast: Cast, bid: Bid) -> None:
    client = Client()
    headers = {"accept": "application/json"}
    response = client.post(need(bid), typed(cast.applicant), headers=headers)
    assert response.status_code == 401
    assert "Your session has ended" in response.json()["said"]
    assert "kept" not in client.session
