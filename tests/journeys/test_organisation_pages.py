"""Organisations and what hangs on them, page by page: what is shown, kept back and counted."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from base.errors import NotAllowed
from bids.actions import submit
from bids.joining import ask_to_join
from people.invitations import invite
from people.models import Invitation, Organisation, User
from people.organisations import Details, register
from tests.cast import SUBMITTED, Cast
from tests.journeys.conftest import Look, Read, words_of

Counts = Callable[[int], AbstractContextManager[object]]


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form(**changes: str) -> dict[str, str]:
    """The form of a new organisation."""
    return {"name": "New Works", "kind": "charity", "address": "1 High Street"} | changes


def said(client: Client, address: str, data: dict[str, str]) -> tuple[int, str]:
    """The status of a posted form, and what the page says."""
    response = client.post(address, data)
    return response.status_code, words_of(response)  # type: ignore[arg-type]


def test_what_is_here_already_is_said_without_its_people(cast: Cast) -> None:
    assert cast.applicant
    status, words = said(as_(cast.outsider), "/organisations/new", form(name="YOUTH works"))
    assert status == 422
    assert "Youth Works\nis here already" in words
    assert "applicant@youth.example" not in words
    assert "another organisation with the same name" not in words


def test_another_of_the_same_name_is_confirmed(cast: Cast) -> None:
    Organisation.objects.create(name="New Works", kind="charity", charity_number="1999001")
    client, given = as_(cast.outsider), form(charity_number="1999002")
    status, words = said(client, "/organisations/new", given)
    assert status == 422
    assert "Yes, it is another organisation with the same name" in words
    assert client.post("/organisations/new", given | {"another": "on"}).status_code == 302
    assert Organisation.objects.filter(name="New Works").count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"charity_number": "12"}, "Enter a charity number like 1999001 or SC012345"),
        ({"company_number": "ABC"}, "Enter a company number like 09990002"),
        ({"company_number": "١٢٣٤٥٦٧٨"}, "Enter a company number like 09990002"),
        ({"name": ""}, "Enter the name of the organisation"),
        ({"name": "x" * 201}, "This has 201 characters, and 200 fit."),
        ({"name": "New\x00Works"}, "There are control characters in this."),
        ({"name": "New\u202eWorks"}, "There are hidden marks in this"),
        ({"kind": "kingdom"}, "Choose one of the answers"),
    ],
)
def test_a_form_that_is_wrong_says_what_to_do(
    cast: Cast, wrong: dict[str, str], words: str
) -> None:
    status, found = said(as_(cast.outsider), "/organisations/new", form(**wrong))
    assert status == 422
    assert words in found
    assert not Organisation.objects.exists()


def test_a_number_is_kept_as_the_register_writes_it(cast: Cast) -> None:
    as_(cast.outsider).post("/organisations/new", form(company_number=" sc 123456 "))
    assert Organisation.objects.get().company_number == "SC123456"


def test_a_request_to_join_is_this_persons_own(cast: Cast) -> None:
    assert cast.applicant
    client = as_(cast.outsider)
    response = client.post("/organisations/new", form(name="Youth Works"))
    token = response.content.decode().partition('name="organisation" value="')[2].split('"')[0]
    join = "/organisations/join"
    assert as_(cast.rival).post(join, {"organisation": token}).status_code == 404
    assert client.post(join, {"organisation": f"{token}x"}).status_code == 404
    assert client.post(join, {"organisation": token}).status_code == 302
    assert cast.organisation.join_requests.get().user == cast.outsider
    assert client.post(join, {"organisation": token}).status_code == 409


def test_a_policy_that_expired_is_seen_to_be(cast: Cast, read: Read) -> None:
    yesterday = timezone.now().date() - timedelta(days=2)
    cast.organisation.policies.create(kind="dbs", expires_on=yesterday)
    cast.organisation.policies.create(kind="insurance")
    words = read(cast.applicant, f"/organisations/{cast.organisation.pk}")
    assert "DBS checks\nExpired\non" in words
    assert "Public liability insurance\nIn place" in words
    assert "Equality policy\nNot given" in words


def test_a_merged_organisations_address_leads_to_the_one_that_is_kept(
    cast: Cast, look: Look
) -> None:
    kept, old = cast.organisation, cast.rival_organisation
    Organisation.objects.filter(pk=old.pk).update(merged_into=kept)
    response = look(cast.applicant, f"/organisations/{old.pk}")
    assert response.headers["Location"] == f"/organisations/{kept.pk}"
    assert look(cast.outsider, f"/organisations/{old.pk}").status_code == 404


def many(cast: Cast, count: int) -> None:
    """So many more organisations that bid."""
    for number in range(count):
        works = Organisation.objects.create(name=f"Works {number:02d}", kind="charity")
        works.members.add(cast.rival)
        bid = cast.draft(organisation=works, by=cast.rival)
        submit(bid=bid, by=cast.rival, at=SUBMITTED)


def test_the_list_is_searched_and_paged_by_key(
    cast: Cast, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(cast, 5)
    monkeypatch.setattr("base.paging.SIZE", 2)
    address, pages = "/partnerships/csp/organisations", []
    first = read(cast.officer, address)
    after = Organisation.objects.get(name="Works 01").pk
    pages = [first, read(cast.officer, f"{address}?after={after}")]
    found = [[line for line in page.split("\n") if line.startswith("Works")] for page in pages]
    assert found == [["Works 00", "Works 01"], ["Works 02", "Works 03"]]
    assert "More organisations" in first
    assert "Works 04" in read(cast.officer, f"{address}?q=04")
    assert "Nothing was found." in read(cast.officer, f"{address}?q=nowhere")
    assert "Works 00" in read(cast.officer, f"{address}?after=99999999999999999999999")


def test_the_pages_ask_the_database_no_more_for_many(
    cast: Cast, django_assert_max_num_queries: Counts
) -> None:
    cast.submitted()
    many(cast, 12)
    client = as_(cast.officer)
    for address in (
        "/partnerships/csp/organisations",
        "/partnerships/csp/people",
        f"/organisations/{cast.organisation.pk}",
    ):
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200


# Invitations


def test_an_invitation_page_by_who_opens_it_and_when(cast: Cast, look: Look) -> None:
    invitation, secret = invite(
        email=cast.outsider.email, by=cast.applicant, organisation=cast.organisation
    )
    address = f"/invitations/{secret}"
    assert look(None, address).status_code == 302
    assert look(cast.rival, address).status_code == 403
    assert look(cast.applicant, address).status_code == 403
    assert look(cast.outsider, address).status_code == 200
    assert look(cast.outsider, "/invitations/another").status_code == 404
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    assert look(cast.outsider, address).status_code == 410
    assert as_(cast.outsider).post(address).status_code == 410
    assert cast.outsider not in cast.organisation.members.all()


def test_an_auditor_registers_and_joins_no_organisation(cast: Cast) -> None:
    status, words = said(as_(cast.auditor), "/organisations/new", form())
    assert status == 403
    assert "An auditor reads everything and changes nothing." in words
    with pytest.raises(NotAllowed):
        register(details=Details(name="New Works", kind="charity"), by=cast.auditor)
    with pytest.raises(NotAllowed):
        ask_to_join(organisation=cast.rival_organisation, by=cast.auditor)
    assert not cast.auditor.organisations.exists()
