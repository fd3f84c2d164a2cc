"""A project writes its return, an officer asks and accepts, and what was typed is never lost."""

import re

from playwright.sync_api import Page, expect

from monitoring.models import Return
from tests.cast import Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import fill, follow, press, says


def money(page: Page, box: str, value: str) -> None:
    page.locator(f"[name^={box}-]").fill(value)


@EVERY_WAY
def test_a_return_goes_from_a_draft_to_accepted(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a running project with a measure
    bid = cast.monitored()
    bid.measures.create(name="Guests", baseline="0", target="600")
    page = person(cast.applicant, width=width, javascript=javascript)
    # When its applicant opens the return from the bid
    page.goto(f"/bids/{bid.reference}")
    follow(page, "Write and send returns")
    follow(page, cast.first_period.name)
    # And saves half of it
    fill(page, progress="Open every Friday.", people_reached="two hundred")
    if javascript:
        expect(page.locator("[data-saved]")).to_contain_text("Saved", timeout=10_000)
        page.goto(f"/bids/{bid.reference}/returns")
    else:
        press(page, "Save and come back later")
    says(page, "Draft")
    follow(page, cast.first_period.name)
    expect(page.locator("[name=people_reached]")).to_have_value("two hundred")
    # Then a bad figure, and a person's details, are asked about
    fill(page, outcomes="Fewer calls.", case_study="Jane Smith, 12/03/2008, came every week.")
    page.locator("[name^=actual-]").fill("250")
    money(page, "spent", "1,500")
    money(page, "forecast", "5000")
    fill(page, declared_by="Ann Archer")
    page.get_by_role("checkbox", name=re.compile("true and complete")).check()
    press(page, "Send the return")
    says(page, "Enter a whole number")
    expect(page.locator("mark")).to_have_text("Jane Smith, 12/03/2008")
    fill(page, people_reached="200", case_study="A girl came every week.")
    page.get_by_role("checkbox", name=re.compile("true and complete")).check()
    press(page, "Send the return")
    says(page, "Open every Friday.")
    # When an officer asks about it
    officer = person(cast.officer, width=width, javascript=javascript)
    officer.goto("/desk")
    says(officer, "Sent: to be read and accepted")
    officer.goto(f"/rounds/{cast.round.code}/returns")
    follow(officer, cast.first_period.name)
    fill(officer, question="How did you count?")
    press(officer, "Send the question")
    # Then the applicant answers on the page
    page.reload()
    says(page, "How did you count?")
    fill(page, answer="At the door.")
    press(page, "Send your answer")
    # And the officer accepts it
    officer.reload()
    says(officer, "At the door.")
    officer.get_by_role("radio", name="Green").check()
    press(officer, "Accept the return")
    says(officer, "Say why you set another RAG")
    fill(officer, reason="It was late because of us.")
    press(officer, "Accept the return")
    says(officer, "The return is accepted.")
    found = Return.objects.get()
    assert (found.state, found.rag, found.rag_proposed) == ("accepted", "green", "red")
