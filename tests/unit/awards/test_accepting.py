"""Accepting keeps exactly what was read: its text, its checksum, who, when and from where."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from awards.actions import accept_agreement, start_monitoring
from awards.models import Agreement, Award
from awards.offering import Offer, offer_of, offered, set_terms
from awards.payees import Payee, set_payee
from awards.terms import current
from awards.written import checksum
from base.errors import Refused
from base.stale import Stale
from bids.models import Bid
from notices.models import Message
from rounds.models import Round
from tests.cast import AGREED, DECIDED, Cast, again

ENDS = DECIDED + timedelta(days=21)
HOLDER = Payee(internal=True, budget_holder="Hugh Holder", cost_centre="C1", account_code="A1")


@pytest.fixture
def bid(cast: Cast) -> Bid:
    return cast.approved()


def accept(cast: Cast, bid: Bid, name: str = "Rosa Finch", **more: Any) -> Agreement:
    return accept_agreement(
        **{"bid": bid, "signatory": name, "by": cast.applicant, "at": AGREED, **more}
    )


def change(cast: Cast, bid: Bid, **changes: Any) -> None:
    award = again(bid).award
    offer = Offer(**{**vars(offer_of(award, current(award))), **changes})
    set_terms(bid=bid, offer=offer, by=cast.officer)


def test_what_was_accepted_is_kept(cast: Cast, bid: Bid) -> None:
    written = offered(bid.award)
    agreement = accept(cast, bid, seen=written.checksum, address="203.0.113.9")
    kept = Agreement.objects.get(pk=agreement.pk)
    assert kept.text == written.text
    assert kept.checksum == checksum(kept.text) == written.checksum
    assert kept.terms == current(bid.award)
    assert (kept.accepted_by, kept.accepted_at) == ("Rosa Finch", AGREED)
    assert (kept.address, kept.recorded_by) == ("203.0.113.9", cast.applicant)


def test_the_email_leads_to_what_was_accepted(cast: Cast, bid: Bid) -> None:
    accept(cast, bid)
    for message in Message.objects.filter(kind="agreement-accepted"):
        assert f"/bids/{bid.reference}/agreement" in message.body


def test_the_email_of_the_award_leads_to_the_agreement_and_the_letter(cast: Cast, bid: Bid) -> None:
    body = Message.objects.get(kind="bid-approved").body
    assert f"/bids/{bid.reference}/agreement\n" in body
    assert f"/bids/{bid.reference}/award-letter" in body


@pytest.mark.parametrize("what", ["terms", "signatory", "the round", "the bid"])
def test_what_changed_since_it_was_read_is_read_again(cast: Cast, bid: Bid, what: str) -> None:
    seen = offered(bid.award).checksum
    match what:
        case "terms":
            change(cast, bid, outcomes="More calls.")
        case "signatory":
            change(cast, bid, signatory="Rosa Finch")
        case "the round":
            Round.objects.update(conditions="Only in term time.")
        case _:
            Bid.objects.update(summary="A pub.")
    with pytest.raises(Stale, match="Read them again"):
        accept(cast, bid, seen=seen)
    assert not Agreement.objects.exists()
    assert accept(cast, bid, seen=offered(again(bid).award).checksum)


def test_nothing_read_is_not_enough(cast: Cast, bid: Bid) -> None:
    with pytest.raises(Stale):
        accept(cast, bid, seen="")


@pytest.mark.parametrize("name", ["Rosa Finch", "rosa  FINCH", " Rosa Finch "])
def test_the_named_signatory_accepts_it_whatever_the_capitals_and_spaces(
    cast: Cast, bid: Bid, name: str
) -> None:
    change(cast, bid, signatory="Rosa Finch")
    assert accept(cast, bid, name).accepted_by == " ".join(name.split())


def test_nobody_else_does(cast: Cast, bid: Bid) -> None:
    change(cast, bid, signatory="Rosa Finch")
    for by in (cast.applicant, cast.officer):
        with pytest.raises(Refused, match="Rosa Finch is to accept it, and the name typed is Bob"):
            accept(cast, bid, "Bob", by=by)
    assert not Agreement.objects.exists()


def test_whoever_accepts_first_becomes_the_signatory(cast: Cast, bid: Bid) -> None:
    accept(cast, bid, "Rosa  Finch")
    assert Award.objects.get().signatory == "Rosa Finch"


def test_a_memo_is_accepted_by_its_budget_holder(cast: Cast, bid: Bid) -> None:
    set_payee(bid=bid, payee=HOLDER, by=cast.officer)
    with pytest.raises(Refused, match="Hugh Holder is to accept it"):
        accept(cast, bid, by=cast.officer)
    agreement = accept(cast, bid, "Hugh Holder", by=cast.officer)
    assert agreement.text.startswith("Grant memo\n")


def test_a_memo_waits_for_its_budget_holder_to_be_named(cast: Cast, bid: Bid) -> None:
    Award.objects.update(internal=True)
    with pytest.raises(Refused, match="Nobody is named as the budget holder"):
        accept(cast, bid)


def test_an_award_to_the_council_that_hosts_is_internal(cast: Cast, bid: Bid) -> None:
    assert not bid.award.internal
    cast.organisation.name = "THE Borough  council"
    cast.organisation.save()
    assert cast.approved(100_000).award.internal


def test_what_was_accepted_twice_or_too_late_changes_nothing(cast: Cast, bid: Bid) -> None:
    with pytest.raises(Refused, match="The offer stood until"):
        accept(cast, bid, at=ENDS)
    accept(cast, bid)
    with pytest.raises(Refused, match="Rosa Finch accepted the agreement"):
        accept(cast, bid, "Bob")
    assert Agreement.objects.get().accepted_by == "Rosa Finch"


def test_a_paper_has_no_text_and_is_over_the_terms_that_stand(cast: Cast, bid: Bid) -> None:
    change(cast, bid, signatory="Rosa Finch", outcomes="More.")
    paper = start_monitoring(bid=bid, by=cast.officer, accepted_by="Ann", at=AGREED)
    assert (paper.text, paper.checksum, paper.accepted_by) == ("", "", "Ann")
    assert paper.terms == current(again(bid).award)


@pytest.mark.parametrize("field", ["text", "checksum"])
def test_the_database_keeps_what_was_accepted(cast: Cast, bid: Bid, field: str) -> None:
    accept(cast, bid)
    with pytest.raises(DatabaseError, match="kept as it was"), transaction.atomic():
        Agreement.objects.update(**{field: "Another"})
    with pytest.raises(DatabaseError, match="kept as it was"), transaction.atomic():
        Agreement.objects.all().delete()
