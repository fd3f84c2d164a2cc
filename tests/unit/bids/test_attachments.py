"""Files of a bid: how many, whose, when; and the virus scanner."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.db import connection

from base import scanner
from base.errors import NotAllowed, Refused
from bids import attachments
from bids.attachments import attach, files_of, is_held_back, may_read, missing_documents, remove
from bids.models import Attachment, Bid
from bids.tasks import scan_files
from notices.models import Message
from rounds.models import DocumentAsked
from tests.cast import Cast, again, cast_of
from tests.clamd import Clamd, UnixClamd, running
from tests.files import EICAR, pdf


def add(cast: Cast, bid: Bid, words: str = "", **more: Any) -> Attachment:
    given = {"by": cast.applicant, "name": "accounts.pdf", "content": pdf(words=words), **more}
    return attach(bid=bid, **given)


def stored() -> list[Path]:
    """What stands in the folder of files."""
    return [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]


# What may be added


def test_a_file_is_kept_under_a_name_that_says_nothing(cast: Cast) -> None:
    one = add(cast, cast.draft(), name="../../Accounts.exe")
    assert (one.name, one.kind, one.scan) == ("Accounts.exe.pdf", "pdf", "none")
    [path] = stored()
    assert "ccounts" not in str(path.name)
    assert path.suffix == ""
    assert path.stat().st_mode & 0o077 == 0


def test_the_same_file_twice_is_said(cast: Cast) -> None:
    bid = cast.draft()
    add(cast, bid)
    with pytest.raises(Refused, match=r"already, as “accounts\.pdf”"):
        add(cast, bid, name="other.pdf")
    assert len(stored()) == 1


def test_a_removed_file_may_come_again(cast: Cast) -> None:
    bid = cast.draft()
    remove(attachment=add(cast, bid), by=cast.applicant)
    assert files_of(bid).count() == 0
    add(cast, bid)
    assert bid.attachments.count() == 2


def test_an_eleventh_is_refused_and_leaves_nothing(cast: Cast) -> None:
    bid = cast.draft()
    for number in range(attachments.MOST_FILES):
        add(cast, bid, str(number))
    with pytest.raises(Refused, match="10 files already"):
        add(cast, bid, "one more")
    assert len(stored()) == attachments.MOST_FILES
    attach(
        bid=bid,
        name="e.pdf",
        content=pdf(words="e"),
        by=cast.officer,
        for_officers=True,
    )  # evidence is counted apart


@pytest.mark.usefixtures("committed_db")
def test_two_at_once_do_not_make_eleven() -> None:
    cast = cast_of()
    bid = cast.draft()
    for number in range(attachments.MOST_FILES - 1):
        add(cast, bid, str(number))
    refused: list[str] = []
    start = threading.Barrier(4)

    def one(number: int) -> None:
        try:
            start.wait()
            add(cast, bid, f"at once {number}")
        except Refused as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert files_of(bid).count() == attachments.MOST_FILES
    assert len(refused) == 3
    assert len(stored()) == attachments.MOST_FILES


@pytest.mark.parametrize("who", ["rival", "panel_member", "auditor", "decision_maker", "stranger"])
def test_only_the_applicant_or_an_officer_adds_and_removes(cast: Cast, who: str) -> None:
    bid = cast.draft()
    one = add(cast, bid)
    with pytest.raises(NotAllowed):
        add(cast, bid, "two", by=getattr(cast, who))
    with pytest.raises(NotAllowed):
        remove(attachment=one, by=getattr(cast, who))
    assert files_of(bid).get() == one


def test_what_was_sent_stays(cast: Cast) -> None:
    bid = cast.submitted()
    with pytest.raises(Refused, match="was sent"):
        add(cast, bid)
    one = add(cast, bid, by=cast.officer, for_officers=True)
    with pytest.raises(NotAllowed):
        remove(attachment=one, by=cast.applicant)
    assert remove(attachment=one, by=cast.officer).removed_at


def test_an_applicant_adds_no_evidence(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add(cast, cast.draft(), for_officers=True)


def test_a_document_of_another_round_is_refused(cast: Cast) -> None:
    other = Cast(cast_of_another(cast))
    document = DocumentAsked.objects.create(round=other.round, code="x", title="X", position=1)
    with pytest.raises(Refused, match="another round"):
        add(cast, cast.draft(), asked=document)
    assert stored() == []


def cast_of_another(cast: Cast) -> Any:
    from tests.round_files import round_text

    return cast_of(round_text("other-2019-20", partnership="other")).round


def test_what_is_asked_for_and_missing(cast: Cast) -> None:
    bid = cast.draft()
    asked = DocumentAsked.objects.create(round=cast.round, code="a", title="Accounts", position=1)
    DocumentAsked.objects.create(
        round=cast.round, code="b", title="A photo", position=2, required=False
    )
    assert missing_documents(bid) == [asked]
    one = add(cast, bid, asked=asked)
    assert missing_documents(bid) == []
    Attachment.objects.filter(pk=one.pk).update(scan="infected")
    assert missing_documents(bid) == [asked]
    Attachment.objects.filter(pk=one.pk).update(scan="none")
    remove(attachment=one, by=cast.applicant)
    assert missing_documents(bid) == [asked]


def test_what_is_asked_before_money_moves_does_not_keep_a_bid_from_being_sent(cast: Cast) -> None:
    DocumentAsked.objects.create(
        round=cast.round, code="dbs", title="DBS statement", position=1, before_payment=True
    )
    assert missing_documents(cast.draft()) == []


def test_evidence_is_read_by_those_who_read_the_papers(cast: Cast) -> None:
    bid = cast.submitted()
    cast.declare(cast.panel_member)
    evidence = add(cast, bid, by=cast.officer, for_officers=True)
    readers = {name for name, user in cast.everybody().items() if may_read(evidence, user)}
    assert readers == {"officer", "decision maker", "finance", "auditor"}


# The scanner


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    """A scanner that runs, and the setting that names it."""
    server = Clamd()
    settings.CLAMAV_URL = server.url
    with running(server):
        yield server


def test_a_file_waits_until_it_is_found_clean(cast: Cast, clamd: Clamd) -> None:
    one = add(cast, cast.draft())
    assert is_held_back(one)
    assert scan_files() == 1
    one.refresh_from_db()
    assert (one.scan, is_held_back(one)) == ("clean", False)
    assert clamd.seen == [pdf()]
    assert scan_files() == 0


def test_an_infected_file_is_held_back_for_ever_and_people_are_told(
    cast: Cast, clamd: Clamd
) -> None:
    bid = cast.draft()
    one = add(cast, bid, content=pdf() + EICAR)
    assert scan_files() == 1
    one.refresh_from_db()
    assert one.scan == "infected"
    told = set(
        Message.objects.filter(kind__startswith="file-infected").values_list("to", flat=True)
    )
    assert told == {"applicant@youth.example", "officer@csp.example"}
    assert "Eicar-Test-Signature" in Message.objects.first().body  # type: ignore[union-attr]
    clamd.seen.clear()
    assert scan_files() == 0
    assert is_held_back(one)


def test_infected_evidence_is_not_told_to_the_applicant(cast: Cast, clamd: Clamd) -> None:
    add(cast, cast.submitted(), by=cast.officer, for_officers=True, content=pdf() + EICAR)
    scan_files()
    told = Message.objects.filter(kind__startswith="file-infected")
    assert set(told.values_list("to", flat=True)) == {"officer@csp.example"}


def test_files_wait_for_a_scanner_that_is_away_and_for_one_that_fails(
    cast: Cast, settings: Any
) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    one = add(cast, cast.draft())
    assert not scanner.answers()
    assert scan_files() == 0
    server = Clamd()
    settings.CLAMAV_URL = server.url
    server.broken = True
    with running(server):
        assert scan_files() == 0
        one.refresh_from_db()
        assert one.scan == "waiting"
        server.broken = False
        assert scanner.answers()
        assert scan_files() == 1


def test_a_scanner_on_a_socket(cast: Cast, settings: Any, tmp_path: Path) -> None:
    server = UnixClamd(str(tmp_path / "clamd.ctl"))
    settings.CLAMAV_URL = server.url
    one = add(cast, cast.draft())
    with running(server):
        assert scanner.answers()
        assert scan_files() == 1
    one.refresh_from_db()
    assert one.scan == "clean"


def test_files_from_before_the_scanner_are_scanned_too(cast: Cast, settings: Any) -> None:
    one = add(cast, cast.draft())
    assert not is_held_back(one)
    assert scan_files() == 0
    server = Clamd()
    settings.CLAMAV_URL = server.url
    assert is_held_back(one)
    with running(server):
        assert scan_files() == 1
    one.refresh_from_db()
    assert not is_held_back(one)


def test_a_file_that_is_gone_does_not_keep_the_others_waiting(cast: Cast, clamd: Clamd) -> None:
    bid = cast.draft()
    lost, kept = add(cast, bid, "1"), add(cast, bid, "2")
    default_storage.delete(lost.file.name)
    assert scan_files() == 1
    kept.refresh_from_db()
    assert kept.scan == "clean"
    assert again(bid).attachments.get(pk=lost.pk).scan == "waiting"


# For a project that runs


@pytest.mark.parametrize("purpose", ["evidence", "claim", "return"])
def test_what_comes_after_the_award_is_not_among_the_bids_own_files(
    cast: Cast, purpose: str
) -> None:
    bid = cast.approved()
    added = add(cast, bid, purpose=Attachment.Purpose(purpose))
    assert list(files_of(bid)) == []
    assert list(files_of(bid, purpose=Attachment.Purpose(purpose))) == [added]
    may = {who for who, user in cast.everybody().items() if may_read(added, user)}
    assert may == {"applicant", "officer", "decision maker", "finance", "auditor"}


def test_a_bid_without_an_award_takes_no_receipts(cast: Cast) -> None:
    with pytest.raises(Refused, match="There is no project of CSP19-001 now"):
        add(cast, cast.sifted(), purpose=Attachment.Purpose.CLAIM)
    assert stored() == []


def test_a_receipt_that_was_sent_stays(cast: Cast) -> None:
    receipt = add(cast, cast.approved(), purpose=Attachment.Purpose.CLAIM)
    with pytest.raises(Refused, match="was sent, and stays"):
        remove(attachment=receipt, by=cast.applicant)
