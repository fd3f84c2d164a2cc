"""Two people of an organisation, and an officer who sees that it is here twice."""

import pytest
from playwright.sync_api import expect

from bids.actions import submit
from people.models import Organisation, User
from tests.cast import SUBMITTED, Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import fill, follow, link_in, press

WIDTHS = pytest.mark.parametrize("width", [1280, 320])


@EVERY_WAY
def test_one_registers_and_another_is_invited_and_takes_it_up(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    ann = User.objects.create_user("ann@new.example", name="Ann")
    page = person(ann, width=width, javascript=javascript)
    page.goto("/organisations")
    press(page, "Register an organisation")
    press(page, "Register")
    page.get_by_role("link", name="Enter the name of the organisation").click()
    fill(page, name="New Works", charity_number="199 9001", address="1 High Street")
    page.get_by_label("Charity", exact=True).check()
    press(page, "Register")
    expect(page.get_by_text("New Works is registered.")).to_be_visible()
    assert Organisation.objects.get(name="New Works").charity_number == "1999001"

    follow(page, "Change Safeguarding policy")
    page.get_by_label("Yes").check()
    fill(page, expires_on_day="31", expires_on_month="3", expires_on_year="2019")
    press(page, "Save")
    expect(page.get_by_text("on 31 March 2019")).to_be_visible()

    press(page, "Invite somebody")
    fill(page, email="outsider@example.org")
    press(page, "Send the invitation")
    expect(page.get_by_text("The invitation goes to outsider@example.org.")).to_be_visible()

    other = person(cast.outsider, width=width, javascript=javascript)
    other.goto(link_in("outsider@example.org"))
    press(other, "Take it up")
    expect(other.get_by_role("heading", name="New Works")).to_be_visible()
    follow(other, "Leave this organisation")
    press(other, "Leave")
    expect(other.get_by_text("You have left New Works.")).to_be_visible()


def test_somebody_asks_to_join_what_is_here_already_and_is_let_in(
    cast: Cast, person: Arrive
) -> None:
    assert cast.applicant
    page = person(cast.outsider, width=320)
    page.goto("/organisations/new")
    fill(page, name="youth works", address="1 High Street")
    page.get_by_label("Charity", exact=True).check()
    press(page, "Register")
    expect(page.locator("main")).not_to_contain_text("applicant@youth.example")
    press(page, "Ask to join Youth Works")
    expect(page.get_by_text("have been told")).to_be_visible()

    member = person(cast.applicant, width=320)
    member.goto(link_in("applicant@youth.example"))
    press(member, "Let in Oscar")
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
    press(page, "Search")
    follow(page, "Youth Works")
    follow(page, "Merge it with another organisation")
    follow(page, "Other Works")
    press(page, "Merge them")
    page.get_by_label("Youth Works").check()
    press(page, "Merge them")
    expect(page.get_by_text("Other Works is now part of Youth Works.")).to_be_visible()

    page.goto(f"/bids/{bid.reference}/people")
    fill(page, email="outsider@example.org")
    press(page, "Let them in")
    expect(page.get_by_text("outsider@example.org can now see this bid.")).to_be_visible()


def test_a_bid_that_came_by_email_is_taken_up_by_its_contact(cast: Cast, person: Arrive) -> None:
    bid = cast.submitted()
    cast.organisation.members.clear()
    page = person(cast.applicant, width=320)
    page.goto("/")
    follow(page, "Take it up")
    press(page, f"Take up {bid.reference}")
    expect(page.get_by_text(f"{bid.reference} is now among your bids.")).to_be_visible()


@WIDTHS
def test_an_administrator_keeps_the_staff_and_an_auditor_reads_of_it(
    cast: Cast, person: Arrive, width: int
) -> None:
    page = person(cast.administrator, width=width)
    page.goto("/people")
    press(page, "Invite somebody")
    fill(page, email="outsider@example.org")
    page.get_by_label("Auditor").check()
    press(page, "Send the invitation")
    expect(page.get_by_text("The invitation goes to")).to_be_visible()
    follow(page, "Change role of Frank")
    page.get_by_label("Decision maker").check()
    press(page, "Change the role")
    expect(page.get_by_text("Frank is now a decision maker.")).to_be_visible()
    follow(page, "Remove Piers")
    press(page, "Remove")
    expect(page.get_by_text("Piers is no longer a panel member.")).to_be_visible()

    new = person(cast.outsider, width=width)
    new.goto(link_in("outsider@example.org"))
    press(new, "Take it up")
    new.goto("/audit")
    expect(new.get_by_role("row", name="Role taken away")).to_have_count(2)
    new.get_by_label("What happened").select_option("Role given")
    fill(new, person="frank")
    press(new, "Show")
    expect(new.get_by_role("row")).to_have_count(2)
