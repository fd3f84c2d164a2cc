"""Files made in the background, as pages."""

import hashlib

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from monitoring.bids import list_views as bid_list_views
from reports.jobs.actions import ask
from reports.jobs.running import KEPT, remove_old, run
from reports.models import Job
from tests.cast import Cast


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    cast.paid()
    client.force_login(cast.officer)
    return client


def test_a_file_is_asked_for_made_and_fetched(officer: Client, cast: Cast) -> None:
    jobs = reverse("jobs", args=[cast.round.code])
    answer = officer.post(jobs, {"kind": "statement", "as-at": "2019-06-30"})
    job = Job.objects.get()
    page = reverse("job", args=[cast.round.code, job.pk])
    assert answer.headers["Location"] == page
    html = officer.get(page).content.decode()
    assert "Waiting for its turn" in html
    assert "as at the end of 30 June 2019" in html

    run(job.pk)
    html = officer.get(page).content.decode()
    job.refresh_from_db()
    assert "Ready" in html
    assert job.checksum in html
    file = officer.get(reverse("job-file", args=[cast.round.code, job.pk]))
    assert hashlib.sha256(file.content).hexdigest() == job.checksum
    assert f"statement-{cast.round.code}-2019-06-30.xlsx" in file.headers["Content-Disposition"]
    assert "Ready" in officer.get(jobs).content.decode()


def test_a_day_that_makes_no_sense_is_said_at_its_box(officer: Client, cast: Cast) -> None:
    jobs = reverse("jobs", args=[cast.round.code])
    for day, said in (
        ("2999-01-01", "has not come yet"),
        ("30 June", "Enter a real date"),
    ):
        answer = officer.post(jobs, {"kind": "statement", "as-at": day})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    answer = officer.post(jobs, {"kind": "bids", "as-at": "2019-06-30"})
    assert answer.status_code == 422
    assert "Leave the day empty" in answer.content.decode()
    assert not Job.objects.exists()


def test_a_long_list_is_made_as_it_was_narrowed(officer: Client, cast: Cast) -> None:
    officer.post(
        reverse("jobs", args=[cast.round.code]), {"kind": "bids", "area": "High Street", "x": "y"}
    )
    assert Job.objects.get().parameters == {"area": "High Street"}


def test_a_list_of_bids_is_for_who_asked(officer: Client, cast: Cast, client: Client) -> None:
    job = ask(round=cast.round, kind="bids", by=cast.officer)
    run(job.pk)
    client.force_login(cast.finance)
    for name in ("job", "job-file"):
        answer = client.get(reverse(name, args=[cast.round.code, job.pk]))
        assert answer.status_code == 403
        assert "Ask for your own" in answer.content.decode()


def test_it_is_cancelled_on_its_page(officer: Client, cast: Cast) -> None:
    job = ask(round=cast.round, kind="bids", by=cast.officer)
    answer = officer.post(reverse("job-cancel", args=[cast.round.code, job.pk]), follow=True)
    assert "is cancelled" in answer.content.decode()
    assert "Cancelled" in answer.content.decode()
    file = officer.get(reverse("job-file", args=[cast.round.code, job.pk]))
    assert file.status_code == 404


def test_why_it_failed_is_said(officer: Client, cast: Cast) -> None:
    job = ask(round=cast.round, kind="bids", by=cast.officer)
    Job.objects.update(state="failed", error="The disk is full.")
    html = officer.get(reverse("job", args=[cast.round.code, job.pk])).content.decode()
    assert "The disk is full." in html
    assert "data-progress" not in html


def test_a_long_list_of_bids_is_made_in_the_background(
    officer: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bids = reverse("bids", args=[cast.round.code])
    assert "in the background" not in officer.get(bids).content.decode()
    monkeypatch.setattr(bid_list_views, "LONG", 0)
    html = officer.get(bids, {"route": "main"}).content.decode()
    assert "Make these an Excel workbook in the background" in html
    assert '<input type="hidden" name="route" value="main">' in html


def test_a_file_of_another_round_is_not_there(officer: Client, cast: Cast) -> None:
    for name in ("job", "job-file"):
        assert officer.get(reverse(name, args=[cast.round.code, 4711])).status_code == 404


def test_a_removed_file_says_so_and_is_not_to_be_had(officer: Client, cast: Cast) -> None:
    job = ask(round=cast.round, kind="statement", by=cast.officer)
    run(job.pk)
    remove_old(timezone.now() + 2 * KEPT)
    html = officer.get(reverse("job", args=[cast.round.code, job.pk])).content.decode()
    assert "Removed after 30 days. Ask for it again." in html
    assert "Download the file" not in html
    assert officer.get(reverse("job-file", args=[cast.round.code, job.pk])).status_code == 404
    assert "Removed" in officer.get(reverse("jobs", args=[cast.round.code])).content.decode()
