"""Workbooks brought in by the browser, and the sift there."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bids.states import State
from people.models import User
from scoring.actions import lacking
from tests.cast import CRITERIA, Cast, again
from tests.journeys.conftest import Look, Read, words_of
from tests.workbooks import scores_workbook

DATA = Path(__file__).parents[2] / "data"


def bring(cast: Cast, person: User, content: bytes, kind: str, **more: str) -> Any:
    client = Client()
    client.force_login(person)
    file = SimpleUploadedFile("../../book.xlsx", content)
    return client.post(f"/rounds/{cast.round.code}/bring-in", {"kind": kind, "file": file, **more})


def test_scores_are_brought_in_and_a_second_time_change_nothing(cast: Cast) -> None:
    bid = cast.submitted()
    rows = [(bid.reference, cast.panel_member.email, criterion, 4) for criterion in CRITERIA]
    content = scores_workbook(rows)
    words = words_of(bring(cast, cast.officer, content, "scores"))
    assert "It was brought in" in words
    assert "Scores: 3" in words
    assert bid.scores.count() == 3
    again_words = words_of(bring(cast, cast.officer, content, "scores"))
    assert "Everything in it was here already." in again_words


def test_every_fault_is_shown_with_its_place_and_nothing_is_changed(cast: Cast) -> None:
    bid = cast.submitted()
    rows = [
        (bid.reference, "nobody@example.org", "pcc-fit", 4),
        ("X19-1", "a@b.example", "need", 9),
    ]
    response = bring(cast, cast.officer, scores_workbook(rows), "scores")
    assert response.status_code == 422
    words = words_of(response)
    assert "Nothing was changed." in words
    assert "Scores\n2\nPanel member\nnobody@example.org is not on this round" in words
    assert "Scores\n3\nScore" in words
    assert not bid.scores.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"no workbook", "not an Excel workbook"), (b"", "The file is empty")],
)
def test_what_is_no_workbook_is_refused(cast: Cast, content: bytes, told: str) -> None:
    response = bring(cast, cast.officer, content, "bids")
    assert response.status_code == 422
    assert told in words_of(response)


def test_what_was_left_out_is_said(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer)
    response = client.post(f"/rounds/{cast.round.code}/bring-in", {})
    assert response.status_code == 422
    assert "Choose the workbook" in words_of(response)  # type: ignore[arg-type]
    returns = bring(cast, cast.officer, b"x", "returns")
    assert "Choose who made the payments" in words_of(returns)
    strange = bring(cast, cast.officer, b"x", "returns", finance=str(cast.officer.pk))
    assert "Choose one of the answers" in words_of(strange)


def test_the_wrong_workbook_says_which_sheets_it_should_have(cast: Cast) -> None:
    content = (DATA / "bids-smp-2019-20.xlsx").read_bytes()
    response = bring(cast, cast.officer, content, "scores")
    assert response.status_code == 422
    assert "there is no such sheet in this kind of file" in words_of(response)


def test_others_may_neither_bring_in_nor_sift(cast: Cast, look: Look) -> None:
    cast.submitted()
    for page in ("bring-in", "sift"):
        address = f"/rounds/{cast.round.code}/{page}"
        for person in (cast.auditor, cast.panel_member, cast.decision_maker, cast.applicant):
            assert look(person, address).status_code == 403
        assert look(cast.stranger, address).status_code == 404


def test_the_sift_shows_what_is_lacking_and_sifts_what_is_ready(cast: Cast, read: Read) -> None:
    ready, short, failed = cast.scored(), cast.submitted(), cast.submitted()
    cast.failed_gate(failed)
    address = f"/rounds/{cast.round.code}/sift"
    words = read(cast.officer, address)
    assert "1 bid is ready" in words
    assert f"{short.reference}\nNight café\ngate revenue\npcc-fit (0 of 1 scores)" in words
    assert failed.reference in words
    assert lacking(cast.round, [ready]) == {}
    client = Client()
    client.force_login(cast.officer)
    response = client.post(address, follow=True)
    page = words_of(response)  # type: ignore[arg-type]
    assert "1 bid was sifted. 1 failed a gate and was declined." in page
    assert "80.00" in page
    states = [again(bid).state for bid in (ready, short, failed)]
    assert states == [State.SIFTED, State.SUBMITTED, State.DECLINED]
    twice = client.post(address)
    assert twice.status_code == 422
    assert "No bid is ready to be sifted." in words_of(twice)  # type: ignore[arg-type]
