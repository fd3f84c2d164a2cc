"""The proposals go to the PCC's office and come back answered: agreed, sent, read, brought in, confirmed."""

from pathlib import Path
from typing import Any

from docx import Document
from playwright.sync_api import Page, expect

from awards.models import AnsweredFile, Submission
from bids.models import Bid
from scoring.actions import sift
from tests.cast import SIFTED, Cast, again
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import (
    at_page,
    choose_file,
    fill,
    fill_date,
    follow,
    press,
    says,
    today,
)
from tests.workbooks import answered_by_the_pcc


@EVERY_WAY
def test_the_proposals_are_sent_answered_and_the_answers_confirmed(
    cast: Cast, person: Arrive, width: int, javascript: bool, tmp_path: Path
) -> None:
    # Given a bid to fund, another, one on reserve and one below the threshold
    amounts = [(1_200_000, 5), (600_000, 4), (300_000, 3), (100_000, 1)]
    bids = [cast.scored(pence, points=points) for pence, points in amounts]
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    first, second, reserve, low = (again(bid) for bid in bids)
    # When the officer records the agreement and sends them
    officer = person(cast.officer, width=width, javascript=javascript)
    sends(officer, cast)
    # Then both files can be had, and the report says why
    book = downloads(officer, "Workbook (Excel)", tmp_path)
    paper: Any = Document(str(downloads(officer, "Covering report (Word)", tmp_path)))
    assert f"{first.reference}: {first.project}" in [part.text for part in paper.paragraphs]
    assert book.read_bytes() == bytes(Submission.objects.get().file)
    # When the answer to one of them cannot be
    page = person(cast.decision_maker, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}")
    follow(page, "Bring in the answered submission")
    bring_in(page, book, {reserve.reference: "approve"})
    # Then the page names the sheet, the row and the column, and nothing is kept
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed.")
    for words in ("Proposals", "4", "PCC decision", "give the PCC amount"):
        says(page, words)
    assert not AnsweredFile.objects.exists()
    # When the answers come right
    bring_in(
        page,
        book,
        {
            first.reference: "approve",
            second.reference: ["approve", 5_500.5, "A little less"],
            reserve.reference: ["query", None, "Which wards?"],
        },
    )
    # Then the page shows to the penny what they will do, and nothing is done yet
    at_page(page, "What the answers will do")
    for words in ("£17,500.50", "£2,499.50", "Which wards?", "1 bid is declined"):
        says(page, words)
    assert {again(bid).state for bid in bids} == {"sifted"}
    # When they are confirmed
    press(page, "Confirm: approve 2, decline 1, query 1")
    # Then exactly that was done, and the page says so
    at_page(page, "What the answers did")
    says(page, "Approved for £5,500.50")
    states = [again(bid).state for bid in (first, second, reserve, low)]
    assert states == ["approved", "approved", "sifted", "declined"]
    assert awarded(first, second) == [1_200_000, 550_050]


def sends(page: Page, cast: Cast) -> None:
    """The officer records the agreement, freezes version 1 and opens the versions."""
    page.goto(f"/rounds/{cast.round.code}/main/agree")
    fill(page, agreed_by="The strategic board", minute="Minute 12")
    fill_date(page, "agreed_on", today())
    press(page, "Record the agreement")
    press(page, "Freeze and send version 1")
    follow(page, "Every version that was sent")
    at_page(page, "Versions sent")
    says(page, "The strategic board")


def downloads(page: Page, words: str, folder: Path) -> Path:
    """Follow a link to a file, and keep it."""
    with page.expect_download() as download:
        page.get_by_role("link", name=words).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def bring_in(page: Page, book: Path, answers: dict[str, Any]) -> None:
    """Bring the workbook in as the PCC's office would have filled it in."""
    choose_file(page, "answers.xlsx", answered_by_the_pcc(book.read_bytes(), answers))
    press(page, "See what it will do")


def awarded(*bids: Bid) -> list[int]:
    """What the bids were awarded, in pence."""
    return [again(bid).award.amount_pence for bid in bids]
