"""The PCC's own form: an officer uploads it, says what goes where, and has it filled."""

from pathlib import Path

from playwright.sync_api import Page, expect

from monitoring.actions import accept_return
from monitoring.models import Return
from tests.cast import PAID, Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import at_page, choose_file, fill_date, follow, press, says, today
from tests.unit.reports.pcc_forms.office_forms import opened, quarterly


def reported(cast: Cast) -> None:
    """A project that runs, and its return."""
    accept_return(
        award=cast.monitored(500_000).award,
        period=cast.first_period,
        rag=Return.Rag.AMBER,
        progress="The café is open.",
        spent_pence=123_456,
        forecast_pence=400_000,
        people_reached=30,
        by=cast.officer,
        at=PAID,
    )


def upload(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("What you call it").fill("Quarterly return")
    page.get_by_label("Quarterly monitoring").check()
    choose_file(page, name, content)
    press(page, "Upload it")


@EVERY_WAY
def test_an_officer_fills_the_pccs_own_form(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a project that told of its quarter, an officer finds the forms from the round
    reported(cast)
    page = person(cast.officer, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}")
    follow(page, "The PCC’s own forms")
    # A file that is none is refused, and what was typed is kept
    upload(page, "return.xlsx", b"%PDF-1.4")
    expect(page.get_by_role("alert")).to_contain_text("is not an Excel workbook")
    expect(page.get_by_label("What you call it")).to_have_value("Quarterly return")
    # The form itself is mapped by its words; a cell that it has no words for is added
    upload(page, "return.xlsx", quarterly())
    says(page, "“Quarterly return” is here. Say now what goes where.")
    expect(page.get_by_label("Total allocation")).to_have_value("round-allocation")
    page.get_by_text("Something is missing").click()
    another = page.get_by_role("group", name="Another cell 1")
    another.get_by_label("Sheet and cell").fill("Summary!B9")
    another.get_by_label("What goes into it").select_option("round-projects")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("holds a formula")
    another.get_by_label("Sheet and cell").fill("Summary!D9")
    press(page, "Save")
    says(page, "The map is saved: 13 cells and columns are filled.")
    # It is filled for the round: shown first, then downloaded
    follow(page, cast.round.title)
    at_page(page, "Fill in Quarterly return")
    fill_date(page, "on", today())
    press(page, "Show what will stand in it")
    for words in ("1 row is filled.", "£1,234.56", "The café is open."):
        says(page, words)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download it (Excel)").click()
    book = opened(Path(started.value.path()).read_bytes())
    assert book["Summary"]["D9"].value == 1
    assert [book["Projects"][at].value for at in ("B8", "F8", "H8")] == [
        "Night café",
        1234.56,
        "Amber",
    ]
    assert book["Projects"].protection.sheet
