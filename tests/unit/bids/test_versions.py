"""What was sent is frozen, said again in words, and held against what is sent later."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from base.errors import Refused
from bids.actions import Late, answer, send_back, submit
from bids.attachments import attach
from bids.books import differences
from bids.models import Bid, ExtraAnswer, Version
from bids.version_presenters import changes, text_of
from bids.versions import Declaration, content, is_unaltered, last_sent, read
from notices.models import Message
from rounds.models import DocumentAsked, Question
from tests.cast import CLOSES, SUBMITTED, Cast, at, later
from tests.files import pdf
from tests.workbooks import many_bids

ALL = Declaration(authorised=True, true=True, consent=True)


def send_again(cast: Cast, bid: Bid, **changed: Any) -> None:
    """Sent back, changed and sent once more."""
    send_back(
        bid=bid,
        by=cast.officer,
        reason="Say more.",
        change_by=at("2019-03-11 12:00"),
        at=later(bid),
    )
    answer(bid=bid, answers=cast.answers(**changed), by=cast.applicant)
    submit(bid=bid, by=cast.applicant, at=later(bid))


def test_every_submission_freezes_a_version(cast: Cast) -> None:
    bid = cast.draft()
    question = Question.objects.create(
        round=cast.round, code="volunteers", title="Who helps?", position=9
    )
    ExtraAnswer.objects.create(bid=bid, question=question, text="Six neighbours.")
    attach(bid=bid, name="plan.pdf", content=pdf(), by=cast.applicant)
    submit(bid=bid, by=cast.applicant, at=SUBMITTED, declaration=ALL)
    version = bid.versions.get()
    said = read(version)
    words = {one["code"]: one["said"] for one in said["answers"]}
    assert words["requested"] == 500_000
    assert words["budget"] == [
        {"category": "staffing", "description": "A worker", "pence": 500_000}
    ]
    assert words["volunteers"] == "Six neighbours."
    assert said["files"][0]["checksum"] == bid.attachments.get().checksum
    assert said["declaration"] == {"authorised": True, "true": True, "consent": True}
    assert (version.number, version.at, version.by) == (1, SUBMITTED, cast.applicant)
    assert is_unaltered(version)
    assert version.note.text == json.dumps(
        said, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def test_a_second_submission_is_a_second_version(cast: Cast) -> None:
    bid = cast.submitted()
    send_again(cast, bid, need="The bus stops at six.")
    first, second = bid.versions.all()
    found = changes(read(first), read(second), contact=True)
    assert [(one.question, one.before, one.after) for one in found] == [
        ("Why is it needed?", "Nowhere to go.", "The bus stops at six.")
    ]


def test_a_changed_budget_file_and_contact_are_shown(cast: Cast) -> None:
    bid = cast.draft()
    one = attach(bid=bid, name="plan.pdf", content=pdf(), by=cast.applicant)
    submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    before = content(bid)
    send_again(cast, bid, requested_pence=400_000, contact_name="Ben")
    bid.attachments.filter(pk=one.pk).update(removed_at=SUBMITTED)
    after = content(Bid.objects.get(pk=bid.pk))
    shown = {c.question: (c.before, c.after) for c in changes(before, after, contact=True)}
    assert shown["How much money are you asking for?"] == ("£5,000.00", "£4,000.00")
    assert shown["What will the money pay for?"][1].endswith("Total: £4,000.00")
    assert shown["Who should we contact about this bid?"][1].startswith("Ben")
    assert shown["Files"][1] == ""
    assert not [c for c in changes(before, after, contact=False) if "contact" in c.question]


def test_a_version_is_neither_changed_nor_deleted(cast: Cast) -> None:
    cast.submitted()
    for change in (
        lambda: Version.objects.update(number=7),
        lambda: Version.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_altered_version_is_found(cast: Cast) -> None:
    bid = cast.submitted()
    assert list(differences(cast.round)) == []
    note = bid.versions.get().note
    note.text = note.text.replace("Nowhere", "Somewhere")
    note.save()
    assert list(differences(cast.round)) == [
        f"{bid} version 1: what it says is not what its checksum says"
    ]
    note.text = ""  # erased for privacy
    note.save()
    assert list(differences(cast.round)) == []
    assert read(Version.objects.get())["answers"] == []


def test_an_imported_bid_has_a_version_and_no_receipt(cast: Cast) -> None:
    from bids.workbook import import_bids

    import_bids(round=cast.round, name="bids.xlsx", content=many_bids(1), by=cast.officer)
    bid = cast.round.bids.first()
    assert bid is not None
    assert bid.versions.count() == 1
    assert not Message.objects.exists()


def test_a_bid_from_before_versions_gets_one_before_it_changes(cast: Cast) -> None:
    bid = cast.submitted()
    with_triggers_off_delete(bid)
    assert last_sent(bid)["reference"] == bid.reference
    send_again(cast, bid, need="More.")
    first, second = bid.versions.all()
    assert first.at == SUBMITTED
    assert [c.before for c in changes(read(first), read(second), contact=True)] == [
        "Nowhere to go."
    ]


def with_triggers_off_delete(bid: Bid) -> None:
    """As it was in the past: no version of the bid."""
    from django.db import connection

    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON bids_version"
        cursor.execute(f"DROP TRIGGER bids_version_no_delete{on}")
        cursor.execute("DELETE FROM bids_version WHERE bid_id = %s", [bid.pk])


def test_the_receipt_goes_to_the_sender_and_the_contact_with_a_copy(cast: Cast) -> None:
    bid = cast.draft()
    cast.organisation.members.add(cast.outsider)
    submit(bid=bid, by=cast.outsider, at=SUBMITTED, declaration=ALL)
    told = Message.objects.filter(kind="bid-received")
    assert {message.to for message in told} == {"applicant@youth.example", cast.outsider.email}
    body = told[0].body
    for words in (
        "# Why is it needed?\n\nNowhere to go.",
        "# How much money are you asking for?\n\n£5,000.00",
        "A worker (staffing): £5,000.00\nTotal: £5,000.00",
        "29 April 2019 to 31 March 2020",
        "PCC1: Put victims first",
        "- I am authorised by the organisation to send this bid",
    ):
        assert words in body


def test_the_copy_leaves_out_what_was_not_answered(cast: Cast) -> None:
    text = text_of(content(cast.draft()))
    assert "How many people" not in text
    assert "Declaration" not in text


def test_files_that_are_asked_for_are_needed(cast: Cast) -> None:
    bid = cast.draft()
    DocumentAsked.objects.create(round=cast.round, code="a", title="Accounts", position=1)
    with pytest.raises(Refused, match="Add the files that are asked for: “Accounts”"):
        submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    submit(bid=bid, by=cast.officer, at=SUBMITTED, imported="Came by post")


def test_a_late_bid_says_so(cast: Cast) -> None:
    bid = cast.draft()
    with pytest.raises(Late, match="due before midday on Friday 8 March 2019"):
        submit(bid=bid, by=cast.applicant, at=CLOSES)
    assert not bid.versions.exists()
