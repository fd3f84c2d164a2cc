"""The committee report: an officer's words, figures that move under them, the preview and the files."""

import io
from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from bids.models import Bid
from monitoring.actions import accept_return
from monitoring.models import Return
from tests.cast import Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import at_page, follow, press, says

OURS = "The café is busy, and the town is calmer for it."


def reports(cast: Cast, bid: Bid) -> None:
    """The project's return is accepted: the figures move."""
    accept_return(
        award=bid.award,
        period=cast.first_period,
        rag=Return.Rag.AMBER,
        progress="It is open.",
        spent_pence=100_000,
        forecast_pence=250_000,
        people_reached=40,
        by=cast.officer,
    )


def downloaded(page: Page, words: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=words).click()
    return Path(started.value.path()).read_bytes()


@EVERY_WAY
def test_an_officer_writes_the_report_and_their_words_outlive_the_figures(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a project that runs, an officer opens the report from the round
    bid = cast.monitored(300_000)
    page = person(cast.officer, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}")
    follow(page, "Committee report")
    says(page, "Still to be entered: Lead Head of Service.")
    # They write a part that is to be entered, and one in place of the draft
    follow(page, "Lead head of service")
    press(page, "Save these words")
    expect(page.get_by_role("alert")).to_contain_text("Write the words")
    page.get_by_label("Words of the report").fill("Ada Byron")
    press(page, "Save these words")
    says(page, "“Lead head of service” is saved.")
    follow(page, "Executive summary")
    page.get_by_label("Words of the report").fill(OURS)
    press(page, "Save these words")
    # When a return comes in, the page says that the figures moved, and keeps the words
    reports(cast, bid)
    page.goto(f"/rounds/{cast.round.code}/committee")
    says(page, "The figures moved since somebody wrote: Executive summary.")
    follow(page, "Executive summary")
    expect(page.get_by_label("Words of the report")).to_have_value(OURS)
    says(page, "1 project is amber")
    says(page, "Drafted then")
    press(page, "Save these words")
    expect(page.get_by_role("main")).not_to_contain_text("The figures moved")
    # The preview says it all, and so do the files
    press(page, "Read it as a page")
    at_page(page, "Projects Commissioned and Progress")
    for words in (OURS, "Ada Byron", "40", "£1,000.00"):
        says(page, words)
    page.go_back()
    word = Document(io.BytesIO(downloaded(page, "Download it (Word)")))
    assert OURS in [paragraph.text for paragraph in word.paragraphs]
    pdf = PdfReader(io.BytesIO(downloaded(page, "Download it (PDF)")))
    assert OURS in " ".join(" ".join(one.extract_text().split()) for one in pdf.pages)
    # A figure leads to the return behind it
    follow(page, "Figures and their records")
    page.goto(f"/rounds/{cast.round.code}/committee/figures/spent")
    at_page(page, "Spent: £1,000.00")
    follow(page, bid.reference)
    at_page(page, "September report")
    # And the part goes back to what is drafted
    page.goto(f"/rounds/{cast.round.code}/committee/parts/summary")
    press(page, "Use the drafted text")
    says(page, "“Executive summary” follows the figures again.")


@EVERY_WAY
def test_two_officers_write_the_same_part_and_neither_loses_a_word(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    first = person(cast.officer, width=width, javascript=javascript)
    second = person(cast.officer, width=width, javascript=javascript)
    for page, words in ((first, "Mine."), (second, "Theirs.")):
        page.goto(f"/rounds/{cast.round.code}/committee/parts/risk")
        page.get_by_label("Words of the report").fill(words)
    press(first, "Save these words")
    press(second, "Save these words")
    expect(second.get_by_role("alert")).to_contain_text("Mine.")
    expect(second.get_by_label("Words of the report")).to_have_value("Theirs.")
    second.get_by_label("Words of the report").fill("Both.")
    press(second, "Save these words")
    says(second, "“5. Risk” is saved.")


@EVERY_WAY
def test_an_officer_gives_the_report_the_councils_look(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    page = person(cast.officer, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}/committee")
    follow(page, "House style")
    for line, said in (
        ("{{ mayor }}", "the field {{ mayor }}, which the report does not know"),
        ("{{ title }}", "written with this template from now on"),
    ):
        template, out = Document(), io.BytesIO()
        template.add_paragraph(line)
        template.add_paragraph("{{ report }}")
        template.save(out)
        page.get_by_label("Word template").set_input_files(
            {"name": "council.docx", "mimeType": "application/zip", "buffer": out.getvalue()}
        )
        press(page, "Use this template")
        says(page, said)
    press(page, "Use the service’s own look again")
    says(page, "No template is in use")
