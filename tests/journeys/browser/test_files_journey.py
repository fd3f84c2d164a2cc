"""An officer waits for a file, and has a row of the committee report signed by somebody without an account."""

import hashlib
from pathlib import Path

from playwright.sync_api import expect

from reports.jobs.running import run
from reports.models import Job
from tests.cast import Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import (
    at_page,
    fill,
    fill_date,
    follow,
    in_days,
    link_in,
    open_now,
    press,
    says,
)


@EVERY_WAY
def test_a_file_is_made_while_somebody_waits(
    cast: Cast, person: Arrive, width: int, javascript: bool, tmp_path: Path
) -> None:
    # Given a round with money in it, and an officer who asks for its statement
    cast.paid()
    page = person(cast.officer, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}/files")
    press(page, "Make the file")
    says(page, "Choose which file to make")
    page.get_by_label("Statement of the grant").check()
    press(page, "Make the file")
    says(page, "Waiting for its turn")
    # When the worker has made it
    job = Job.objects.get()
    run(job.pk)
    if not javascript:
        follow(page, "Look again")
    # Then the page shows it, by itself where it can, and the file is the one that was kept
    download = page.get_by_role("button", name="Download the file")
    expect(download).to_be_visible(timeout=20_000)
    with page.expect_download() as started:
        download.click()
    file = tmp_path / "statement.xlsx"
    started.value.save_as(file)
    job.refresh_from_db()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == job.checksum


@EVERY_WAY
def test_a_row_is_signed_by_its_officer(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given an officer who asks the head of law
    open_now(cast)
    page = person(cast.officer, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}/committee-timetable")
    follow(page, "Sign-offs")
    follow(page, "Legal")
    press(page, "Send the link")
    says(page, "Enter the officer’s name")
    fill(page, name="Lena Law", email="lena@council.example")
    fill_date(page, "due", in_days(9))
    press(page, "Send the link")
    says(page, "Lena Law is asked by email.")
    # When she opens the link in her email
    hers = person(None, width=width, javascript=javascript)
    hers.goto(link_in("lena@council.example"))
    page_words = "Do you agree to this row of the report?"
    at_page(hers, page_words)
    hers.get_by_label("No").check()
    fill(hers, name="L. Law")
    press(hers, "Send your answer")
    says(hers, "Say what should change.")
    hers.get_by_label("Yes").check()
    press(hers, "Send your answer")
    at_page(hers, "Thank you")
    # Then the officer sees that it is signed
    page.reload()
    says(page, "1 of the 10 rows of the implications is signed.")
