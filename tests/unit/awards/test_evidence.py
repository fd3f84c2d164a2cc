"""Evidence before money moves: given, looked at, run out; and that it holds payments."""

from datetime import date

import pytest

from awards.actions import turn_down
from awards.evidence import missing_evidence, pieces
from awards.evidence_actions import check_evidence, give_evidence
from awards.models import EvidenceCheck
from base.errors import NotAllowed, Refused
from base.stale import Stale
from bids.attachments import remove
from bids.models import Attachment, Bid
from monitoring.actions import pay
from notices.models import Message
from rounds.models import DocumentAsked
from tests.cast import Cast, again, cast_of
from tests.files import pdf
from tests.round_files import round_text

TODAY = date(2019, 6, 12)


@pytest.fixture
def insurance(cast: Cast) -> DocumentAsked:
    return cast.round.documents_asked.create(
        code="insurance", title="Insurance", position=1, before_payment=True
    )


def give(cast: Cast, bid: Bid, asked: DocumentAsked, words: str = "") -> Attachment:
    return give_evidence(
        award=bid.award, asked=asked, name="it.pdf", content=pdf(words=words), by=cast.applicant
    )


def check(cast: Cast, bid: Bid, asked: DocumentAsked, **more: object) -> EvidenceCheck:
    given: dict[str, object] = {"accepted": True, "by": cast.officer, **more}
    return check_evidence(award=bid.award, asked=asked, **given)  # type: ignore[arg-type]  # as the tests give


def is_missing(bid: Bid, on: date = TODAY) -> bool:
    return bool(missing_evidence(again(bid).award, on))


def test_a_file_counts_once_an_officer_accepted_it(cast: Cast, insurance: DocumentAsked) -> None:
    bid = cast.monitored()
    assert is_missing(bid)
    file = give(cast, bid, insurance)
    assert is_missing(bid)
    [piece] = pieces(bid.award, TODAY)
    assert piece.is_waiting
    check(cast, bid, insurance, file=file)
    assert not is_missing(bid)
    [piece] = pieces(bid.award, TODAY)
    assert (piece.is_in, piece.is_waiting) == (True, False)


def test_it_holds_payments_until_it_is_in(cast: Cast, insurance: DocumentAsked) -> None:
    bid = cast.monitored()
    cast.receive(100_000)
    with pytest.raises(Refused, match="“Insurance” is asked for before money moves"):
        pay(award=bid.award, amount_pence=1_000, reference="B1", by=cast.finance)
    check(cast, bid, insurance)
    assert not is_missing(bid)


def test_what_is_not_required_holds_nothing(cast: Cast, insurance: DocumentAsked) -> None:
    DocumentAsked.objects.update(required=False)
    bid = cast.monitored()
    assert not is_missing(bid)
    [piece] = pieces(bid.award, TODAY)
    assert not piece.is_missing


def test_what_is_wrong_is_said_and_emailed_and_counts_no_more(
    cast: Cast, insurance: DocumentAsked
) -> None:
    bid = cast.monitored()
    check(cast, bid, insurance)
    file = give(cast, bid, insurance)
    Message.objects.all().delete()
    check(cast, bid, insurance, file=file, accepted=False, reason="It is last year’s.")
    assert is_missing(bid)
    message = Message.objects.get()
    assert message.to == "applicant@youth.example"
    assert "It is last year’s." in message.body
    assert "/evidence" in message.body
    give(cast, bid, insurance, "newer")
    assert pieces(bid.award, TODAY)[0].is_waiting


def test_what_is_wrong_needs_words(cast: Cast, insurance: DocumentAsked) -> None:
    bid = cast.monitored()
    with pytest.raises(Refused, match="Enter what is wrong"):
        check(cast, bid, insurance, accepted=False, reason=" ")
    assert not bid.award.evidence_checks.exists()


def test_it_counts_through_its_last_day_and_no_longer(cast: Cast, insurance: DocumentAsked) -> None:
    bid = cast.monitored()
    check(cast, bid, insurance, expires_on=date(2099, 1, 31))
    assert not is_missing(bid, date(2099, 1, 31))
    assert is_missing(bid, date(2099, 2, 1))
    assert pieces(bid.award, date(2099, 2, 1))[0].has_run_out


def test_what_has_run_out_already_is_not_accepted(cast: Cast, insurance: DocumentAsked) -> None:
    bid = cast.monitored()
    with pytest.raises(Refused, match="It ran out on 1 May 2019"):
        check(cast, bid, insurance, expires_on=date(2019, 5, 1))


def test_a_file_with_a_virus_is_not_accepted_and_never_counts(
    cast: Cast, insurance: DocumentAsked
) -> None:
    bid = cast.monitored()
    file = give(cast, bid, insurance)
    check(cast, bid, insurance, file=file)
    Attachment.objects.update(scan="infected")
    assert is_missing(bid)
    with pytest.raises(Refused, match="is held back"):
        check(cast, bid, insurance, file=Attachment.objects.get())


def test_only_the_latest_file_is_looked_at(cast: Cast, insurance: DocumentAsked) -> None:
    bid = cast.monitored()
    old = give(cast, bid, insurance)
    give(cast, bid, insurance, "newer")
    with pytest.raises(Stale, match="A newer file came"):
        check(cast, bid, insurance, file=old)
    other = cast.monitored(100)
    theirs = give(cast, other, insurance)
    with pytest.raises(Stale):
        check(cast, bid, insurance, file=theirs)


def test_a_file_that_was_looked_at_stays(cast: Cast, insurance: DocumentAsked) -> None:
    bid = cast.monitored()
    file = give(cast, bid, insurance)
    check(cast, bid, insurance, file=file)
    with pytest.raises(Refused, match="was looked at, and stays"):
        remove(attachment=file, by=cast.applicant)
    newer = give(cast, bid, insurance, "newer")
    assert remove(attachment=newer, by=cast.applicant).removed_at


def test_one_file_may_be_the_evidence_for_two_things(cast: Cast, insurance: DocumentAsked) -> None:
    other = cast.round.documents_asked.create(
        code="dbs", title="DBS", position=2, before_payment=True
    )
    bid = cast.monitored()
    give(cast, bid, insurance)
    give(cast, bid, other)
    with pytest.raises(Refused, match="already"):
        give(cast, bid, other)


def test_it_is_for_officers_without_a_stake(cast: Cast, insurance: DocumentAsked) -> None:
    bid = cast.monitored()
    for person in (cast.applicant, cast.finance, cast.decision_maker, cast.panel_member):
        with pytest.raises(NotAllowed):
            check(cast, bid, insurance, by=person)
    cast.organisation.members.add(cast.officer)
    with pytest.raises(NotAllowed, match="has an interest"):
        check(cast, bid, insurance)


def test_it_is_asked_of_awarded_projects_of_its_own_round(
    cast: Cast, insurance: DocumentAsked
) -> None:
    bid = cast.monitored()
    elsewhere = cast_of(round_text("other-2019-20", partnership="other")).round
    theirs = elsewhere.documents_asked.create(code="x", title="X", position=1, before_payment=True)
    of_bids = cast.round.documents_asked.create(code="y", title="Y", position=2)
    DocumentAsked.objects.filter(pk=of_bids.pk).update(required=False)
    for asked in (theirs, of_bids):
        with pytest.raises(Refused, match="not asked for before payment here"):
            check(cast, bid, asked)
    with pytest.raises(Refused, match="is not asked for here"):
        give(cast, bid, of_bids)
    with pytest.raises(Refused, match="in another round"):
        give(cast, bid, theirs)
    declined = turn_down(bid=cast.approved(100), by=cast.officer, reason="No.")
    with pytest.raises(Refused, match="There is no project"):
        check(cast, declined, insurance)
