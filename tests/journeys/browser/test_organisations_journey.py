"""Two people of an organisation, and an officer who sees that it is here twice."""

import re

import pytest
from playwright.sync_api import Page, expect

from bids.actions import submit
from people.models import Organisation, User
from tests.cast import SUBMITTED, Cast
from tests.journeys.browser.conftest import Arrive, newest_email

WAYS = pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, False)])
WIDTHS = pytest.mark.parametrize("width", [1280, 320])


def fill(page: Page, **said: str) -> None:
    """Fill in the fields with these names."""
    for name, value in said.items():
        page.locator(f"[name={name}]").fill(value)


def link_in(email: str) -> str:
    """The path of the address in the newest email to somebody."""
    found = re.search(r"https?://[^/\s]+(/\S+)", newest_email(email).body)
    assert found is not None
    return found[1]


@WAYS
def test_one_registers_and_another_is_invited_and_takes_it_up(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    ann = User.objects.create_user("ann@new.example", name="Ann")
    page = person(ann, width=width, javascript=javascript)
    page.goto("/organisations")
    page.get_by_role("button", name="Register an organisation").click()
    page.get_by_role("button", name="Register").click()
    page.get_by_role("link", name="Enter the name of the organisation").click()
    fill(page, name="New Works", charity_number="199 9001", address="1 High Street")
    page.get_by_label("Charity", exact=True).check()
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_text("New Works is registered.")).to_be_visible()
    assert Organisation.objects.get(name="New Works").charity_number == "1999001"

    page.get_by_role("link", name="Change Safeguarding policy").click()
    page.get_by_label("Yes").check()
    fill(page, expires_on_day="31", expires_on_month="3", expires_on_year="2019")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("on 31 March 2019")).to_be_visible()

    page.get_by_role("button", name="Invite somebody").click()
    fill(page, email="outsider@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation goes to outsider@example.org.")).to_be_visible()

    other = person(cast.outsider, width=width, javascript=javascript)
    other.goto(link_in("outsider@example.org"))
    other.get_by_role("button", name="Take it up").click()
    expect(other.get_by_role("heading", name="New Works")).to_be_visible()
    other.get_by_role("link", name="Leave this organisation").click()
    other.get_by_role("button", name="Leave", exact=True).click()
    expect(other.get_by_text("You have left New Works.")).to_be_visible()


def test_somebody_asks_to_join_what_is_here_already_and_is_let_in(
    cast: Cast, person: Arrive
) -> None:
    assert cast.applicant
    page = person(cast.outsider, width=320)
    page.goto("/organisations/new")
    fill(page, name="youth works", address="1 High Street")
    page.get_by_label("Charity", exact=True).check()
    page.get_by_role("button", name="Register").click()
    expect(page.locator("main")).not_to_contain_text("applicant@youth.example")
    page.get_by_role("button", name="Ask to join Youth Works").click()
    expect(page.get_by_text("have been told")).to_be_visible()

    member = person(cast.applicant, width=320)
    member.goto(link_in("applicant@youth.example"))
    member.get_by_role("button", name="Let in Oscar").click()
    expect(member.get_by_text("Oscar now belongs to Youth Works.")).to_be_visible()
    page.goto(link_in("outsider@example.org"))
    expect(page.get_by_role("heading", name="Youth Works")).to_be_visible()


@WIDTHS
def test_an_officer_finds_an_organisation_twice_and_merges_it(
    cast: Cast, person: Arrive, width: int
) -> None:
    bid = cast.submitted()
    theirs = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    submit(bid=theirs, by=cast.rival, at=SUBMITTED)
    page = person(cast.officer, width=width)
    page.goto("/organisations")
    fill(page, q="youth")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Youth Works").click()
    page.get_by_role("link", name="Merge it with another organisation").click()
    page.get_by_role("link", name="Other Works").click()
    page.get_by_role("button", name="Merge them").click()
    page.get_by_label("Youth Works").check()
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_text("Other Works is now part of Youth Works.")).to_be_visible()

    page.goto(f"/bids/{bid.reference}/people")
    fill(page, email="outsider@example.org")
    page.get_by_role("button", name="Let them in").click()
    expect(page.get_by_text("outsider@example.org can now see this bid.")).to_be_visible()


def test_a_bid_that_came_by_email_is_taken_up_by_its_contact(cast: Cast, person: Arrive) -> None:
    bid = cast.submitted()
    cast.organisation.members.clear()
    page = person(cast.applicant, width=320)
    page.goto("/")
    page.get_by_role("link", name="Take it up").click()
    page.get_by_role("button", name=f"Take up {bid.reference}").click()
    expect(page.get_by_text(f"{bid.reference} is now among your bids.")).to_be_visible()


@WIDTHS
def test_an_administrator_keeps_the_staff_and_an_auditor_reads_of_it(
    cast: Cast, person: Arrive, width: int
) -> None:
    page = person(cast.administrator, width=width)
    page.goto("/people")
    page.get_by_role("button", name="Invite somebody").click()
    fill(page, email="outsider@example.org")
    page.get_by_label("Auditor").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation goes to")).to_be_visible()
    page.get_by_role("link", name="Change role of Frank").click()
    page.get_by_label("Decision maker").check()
    page.get_by_role("button", name="Change the role").click()
    expect(page.get_by_text("Frank is now a decision maker.")).to_be_visible()
    page.get_by_role("link", name="Remove Piers").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Piers is no longer a panel member.")).to_be_visible()

    new = person(cast.outsider, width=width)
    new.goto(link_in("outsider@example.org"))
    new.get_by_role("button", name="Take it up").click()
    new.goto("/audit")
    expect(new.get_by_role("row", name="Role taken away")).to_have_count(2)
    new.get_by_label("What happened").select_option("Role given")
    fill(new, person="frank")
    new.get_by_role("button", name="Show").click()
    expect(new.get_by_role("row")).to_have_count(2)
