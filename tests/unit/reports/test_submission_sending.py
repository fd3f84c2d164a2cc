"""Sending: files are made before the round is held, and what is frozen is what stands when it is."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from awards.models import Submission
from awards.submissions import Content, Files, freeze
from base.errors import Refused
from bids.actions import withdraw
from bids.models import Bid
from reports.submission import sending
from reports.submission.covering import covering
from reports.submission.sending import send
from rounds.models import Pot, Round
from scoring.actions import sift
from tests.cast import DECIDED, SIFTED, Cast, again, at

SENT = at("2019-03-28 12:00")


@pytest.fixture
def three(cast: Cast) -> list[Bid]:
    """One bid to fund, one on reserve and one below the threshold, all sifted."""
    bids = [cast.scored(1_500_000, points=5), cast.scored(600_000), cast.scored(100_000, points=1)]
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    return [again(bid) for bid in bids]


class Paper:
    """The proposals of a test: it tells how deep in transactions its files were made."""

    version = 1

    def __init__(self, content: Content, made: list[int]) -> None:
        self.content, self._made = content, made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Paper) and other.content == self.content

    def __hash__(self) -> int:
        return 0

    def files(self) -> Files:
        self._made.append(len(connection.savepoint_ids))
        return Files(repr(self.content).encode(), b"")


def frozen(cast: Cast, *read: Content) -> tuple[Submission, list[int]]:
    """A version frozen where one thing after the other is read, and where its files were made."""
    made: list[int] = []
    found = iter(read)
    sent = freeze(
        round=cast.round,
        route=Pot.MAIN,
        read=lambda _round: Paper(next(found), made),
        by=cast.officer,
        at=SENT,
    )
    return sent, made


def test_nobody_waits_while_the_files_are_made(cast: Cast, three: list[Bid]) -> None:
    sent, made = frozen(cast, {"what": "stands"}, {"what": "stands"})
    assert made == [0]
    assert bytes(sent.file) == b"{'what': 'stands'}"


def test_what_moved_meanwhile_is_in_the_files_that_are_kept(cast: Cast, three: list[Bid]) -> None:
    sent, made = frozen(cast, {"what": "stood"}, {"what": "stands"})
    assert made == [0, 1]
    assert (sent.content, bytes(sent.file)) == ({"what": "stands"}, b"{'what': 'stands'}")


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> list[int]:
    """Let something happen once while the covering report is made; count how often it is made."""
    made: list[int] = []

    def made_slowly(*given: Any) -> bytes:
        made.append(len(made))
        if len(made) == 1:
            happens()
        return covering(*given)

    monkeypatch.setattr(sending, "covering", made_slowly)
    return made


def cells(sent: Submission) -> dict[Any, Any]:
    book = openpyxl.load_workbook(io.BytesIO(bytes(sent.file)))
    return {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True) if row[0]}


def test_a_bid_that_is_withdrawn_meanwhile_is_not_proposed(
    cast: Cast, three: list[Bid], monkeypatch: pytest.MonkeyPatch
) -> None:
    def happens() -> None:
        withdraw(bid=three[0], by=cast.applicant, reason="No staff", at=SENT)

    made = meanwhile(monkeypatch, happens)
    sent = send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=DECIDED)
    assert [row["Reference"] for row in sent.content["proposals"]] == [three[1].reference]
    assert cells(sent)["Checksum"] == sent.checksum
    assert len(made) == 2


def test_a_decision_meanwhile_is_told_though_the_proposals_are_the_same(
    cast: Cast, three: list[Bid], monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: cast.approve(three[0]))
    sent = send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=DECIDED)
    assert three[0].reference in cells(sent)["Decided already"]


def test_a_round_that_is_changed_meanwhile_is_sent_as_it_stands(
    cast: Cast, three: list[Bid], monkeypatch: pytest.MonkeyPatch
) -> None:
    def happens() -> None:
        Round.objects.filter(pk=cast.round.pk).update(title="Its new title")

    meanwhile(monkeypatch, happens)
    sent = send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=DECIDED)
    assert sent.content["title"] == "Its new title"


def test_another_version_that_was_sent_meanwhile_is_the_one_that_is_given(
    cast: Cast, three: list[Bid], monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[Submission] = []

    def happens() -> None:
        others.append(send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=SENT))

    meanwhile(monkeypatch, happens)
    assert send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=DECIDED) == others[0]
    assert Submission.objects.count() == 1


def test_what_belongs_to_it_and_is_refused_freezes_nothing(cast: Cast, three: list[Bid]) -> None:
    def then(_sent: Submission) -> None:
        raise Refused("The disk is full.")

    with pytest.raises(Refused, match="disk is full"):
        send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=SENT, then=then)
    assert not Submission.objects.exists()


def test_a_draft_is_written_with_its_report_or_not_at_all(
    cast: Cast, three: list[Bid], tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    book, paper = tmp_path / "out.xlsx", tmp_path / "no such folder" / "out.docx"
    given = ["--draft", "-o", str(book), "--covering", str(paper)]
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(CommandError, match="cannot be written"),
    ):
        call_command("pcc_submission", cast.round.code, *given)
    assert not book.exists()
