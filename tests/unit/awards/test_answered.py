"""A file of answers is looked at before it is done: what was seen is what happens, or nothing."""

import pytest
from django.db import DatabaseError, transaction

from awards.answered import bring_in, confirm, foresee
from awards.models import Answer, AnsweredFile, Submission
from base.errors import Faulty, NotAllowed, Refused
from bids.actions import withdraw
from bids.models import Bid
from funds.balances import balances
from funds.models import Movement
from notices.models import Message
from reports.submission.sending import send
from rounds.models import Pot
from scoring.actions import sift
from tests.cast import DECIDED, SIFTED, Cast, again, at
from tests.dump import dump
from tests.workbooks import answered_by_the_pcc

SENT = at("2019-03-28 12:00")


@pytest.fixture
def bids(cast: Cast) -> dict[str, Bid]:
    """Two to fund, one on reserve and one below the threshold, sifted, and the submission sent."""
    made = {
        "first": cast.scored(1_200_000, points=5),
        "second": cast.scored(700_000),
        "reserve": cast.scored(300_000, points=3),
        "low": cast.scored(100_000, points=1),
    }
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=SENT)
    return {name: again(bid) for name, bid in made.items()}


def file(bids: dict[str, Bid], **answers: object) -> bytes:
    """The submission with bids answered, by their names here."""
    sent = bytes(Submission.objects.latest("pk").file)
    said = {bids[name].reference: value for name, value in answers.items()}
    return answered_by_the_pcc(sent, said)  # type: ignore[arg-type]


def brought(cast: Cast, content: bytes) -> AnsweredFile:
    return bring_in(
        round=cast.round,
        name="answers.xlsx",
        content=content,
        decided_on=DECIDED.date(),
        by=cast.decision_maker,
    )


def test_what_it_does_is_foreseen_to_the_penny_and_nothing_is_changed(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    content = file(
        bids,
        first="approve",
        second=["approve", 6500.5, "A little less"],
        reserve=["query", None, "Which wards?"],
    )
    before, messages = balances(cast.round), Message.objects.count()
    found = foresee(brought(cast, content), cast.decision_maker)
    assert [(line.bid.reference, line.pence, line.words) for line in found.approved] == [
        (bids["first"].reference, 1_200_000, ""),
        (bids["second"].reference, 650_050, "A little less"),
    ]
    assert [(line.bid.reference, line.words) for line in found.declined] == [
        (bids["low"].reference, "Scored below the round's threshold of 55.00.")
    ]
    assert [line.words for line in found.queried] == ["Which wards?"]
    assert found.open == []
    assert (found.before.left_pence, found.after.left_pence) == (2_000_000, 149_950)
    assert found.emails == 4
    assert {again(bid).state for bid in bids.values()} == {"sifted"}
    assert balances(cast.round) == before
    assert Message.objects.count() == messages
    assert not Answer.objects.exists()


def test_what_stays_open_is_named(cast: Cast, bids: dict[str, Bid]) -> None:
    found = foresee(brought(cast, file(bids, first="approve")), cast.decision_maker)
    assert [line.bid.reference for line in found.open] == [
        bids["second"].reference,
        bids["reserve"].reference,
    ]
    assert found.unchanged == 2


def test_confirming_does_exactly_that_once(cast: Cast, bids: dict[str, Bid]) -> None:
    answered = brought(
        cast, file(bids, first="approve", second=["decline", None, "Not this year."])
    )
    found = foresee(answered, cast.decision_maker)
    done = confirm(answered=answered, seen=found.seen, by=cast.decision_maker)
    assert (done.confirmed_by, done.did) == (cast.decision_maker, found.plain())
    assert again(bids["first"]).award.amount_pence == 1_200_000
    assert again(bids["first"]).award.approved_at == DECIDED.replace(hour=0)
    assert again(bids["second"]).state == "declined"
    assert Movement.objects.filter(kind="commit").count() == 1
    with pytest.raises(Refused, match="confirmed already"):
        confirm(answered=answered, seen=found.seen, by=cast.decision_maker)
    assert Movement.objects.filter(kind="commit").count() == 1


def test_what_would_do_something_else_by_now_is_not_done(cast: Cast, bids: dict[str, Bid]) -> None:
    answered = brought(cast, file(bids, first="approve", second="approve"))
    seen = foresee(answered, cast.decision_maker).seen
    withdraw(bid=bids["second"], by=cast.applicant, reason="No staff", at=DECIDED)
    before = dump()
    with pytest.raises(Refused, match="has changed since you looked"):
        confirm(answered=answered, seen=seen, by=cast.decision_maker)
    assert dump() == before
    anew = foresee(answered, cast.decision_maker)
    assert anew.reported == [
        f"{bids['second'].reference} was withdrawn since, and is left as it is."
    ]
    confirm(answered=answered, seen=anew.seen, by=cast.decision_maker)
    assert again(bids["first"]).state == "approved"


@pytest.mark.parametrize("seen", ["", "0" * 32])
def test_what_nobody_saw_is_not_done(cast: Cast, bids: dict[str, Bid], seen: str) -> None:
    answered = brought(cast, file(bids, first="approve"))
    with pytest.raises(Refused, match="Look at it again"):
        confirm(answered=answered, seen=seen, by=cast.decision_maker)
    assert again(bids["first"]).state == "sifted"


def test_a_faulty_file_is_not_kept(cast: Cast, bids: dict[str, Bid]) -> None:
    with pytest.raises(Faulty):
        brought(cast, file(bids, first="perhaps"))
    with pytest.raises(Faulty, match="too much: the main pot has"):
        brought(
            cast,
            file(bids, first="approve", second="approve", reserve=["approve", 2500]),
        )
    with pytest.raises(Refused, match="not an Excel workbook"):
        brought(cast, b"MZ")
    assert not AnsweredFile.objects.exists()


def test_a_file_of_an_older_version_cannot_be_confirmed_any_more(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    answered = brought(cast, file(bids, first="approve"))
    cast.sifted(100_000)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=DECIDED)
    with pytest.raises(Refused, match="is version 1; the latest that was sent is 2"):
        foresee(answered, cast.decision_maker)


def test_another_file_takes_the_place_of_one_that_was_not_confirmed(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    first = brought(cast, file(bids, first="approve"))
    second = brought(cast, file(bids, first="decline"))
    assert list(AnsweredFile.objects.all()) == [second]
    confirm(
        answered=second,
        seen=foresee(second, cast.decision_maker).seen,
        by=cast.decision_maker,
    )
    brought(cast, file(bids, second="approve"))
    assert AnsweredFile.objects.count() == 2
    assert not AnsweredFile.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize("who", ["officer", "finance", "auditor", "applicant"])
def test_it_is_for_a_decision_maker(cast: Cast, bids: dict[str, Bid], who: str) -> None:
    user = getattr(cast, who)
    with pytest.raises(NotAllowed):
        bring_in(round=cast.round, name="x.xlsx", content=file(bids), decided_on=None, by=user)
    answered = brought(cast, file(bids, first="approve"))
    seen = foresee(answered, cast.decision_maker).seen
    with pytest.raises(NotAllowed):
        confirm(answered=answered, seen=seen, by=user)
    assert again(bids["first"]).state == "sifted"


def test_what_was_confirmed_stays_as_it_was(cast: Cast, bids: dict[str, Bid]) -> None:
    answered = brought(cast, file(bids, first="approve"))
    confirm(
        answered=answered,
        seen=foresee(answered, cast.decision_maker).seen,
        by=cast.decision_maker,
    )
    rows = AnsweredFile.objects.filter(pk=answered.pk)
    for change in (lambda: rows.update(name="other.xlsx"), rows.delete):
        with pytest.raises(DatabaseError, match="confirmed is kept"), transaction.atomic():
            change()
