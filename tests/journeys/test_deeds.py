"""What an officer does with a bid or with several: shown first, then done once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from awards.actions import accept_agreement
from bids.models import Bid, OfficerNote
from bids.states import State
from notices.models import Message
from people.models import User
from scoring.models import EarlierCheck
from tests.cast import Cast, again, later
from tests.journeys.conftest import Look, Read, words_of

Post = Callable[..., Any]

BY = {
    "change_by_day": "1",
    "change_by_month": "3",
    "change_by_year": "2099",
    "change_by_time": "midday",
}
DAY = ("day", "month", "year", "time")
CHANGE = {"reason": "Say how many nights.", **BY}


@pytest.fixture
def post() -> Post:
    """Posts to an address as somebody."""

    def send(person: User, address: str, **data: Any) -> Any:
        client = Client()
        client.force_login(person)
        return client.post(address, data)

    return send


def test_sending_back_shows_the_email_and_then_sends_it(cast: Cast, post: Post) -> None:
    bid = cast.submitted()
    Message.objects.all().delete()
    address = f"/bids/{bid.reference}/send-back"
    shown = words_of(post(cast.officer, address, **CHANGE))
    assert "applicant@youth.example" in shown
    assert "Say how many nights." in shown
    assert "midday on Sunday 1 March 2099" in shown
    assert (again(bid).state, Message.objects.count()) == (State.SUBMITTED, 0)
    assert post(cast.officer, address, **CHANGE, go="yes").status_code == 302
    assert again(bid).state == State.DRAFT
    body = Message.objects.get().body
    assert " ".join(body.split()[:8]) in shown.replace("\n", " ")
    assert post(cast.officer, address, **CHANGE, go="yes").status_code == 302
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": ""}, "Write what must be changed"),
        ({"reason": "\u202eabc"}, "hidden marks"),
        ({"change_by_year": "2019"}, "still to come"),
        ({"change_by_day": "31", "change_by_month": "2"}, "real date"),
        ({"change_by_time": "noonish"}, "must include a time"),
        ({"reason": ["a", "b"]}, "sent more than once"),
    ],
)
def test_what_is_wrong_with_a_deed_is_said(
    cast: Cast, post: Post, changes: dict[str, Any], told: str
) -> None:
    bid = cast.submitted()
    response = post(cast.officer, f"/bids/{bid.reference}/send-back", **CHANGE | changes)
    assert response.status_code == 422
    assert told in words_of(response)
    assert again(bid).state == State.SUBMITTED


def test_a_deed_that_cannot_be_done_says_why(cast: Cast, post: Post, read: Read) -> None:
    bid = cast.sifted()
    response = post(cast.officer, f"/bids/{bid.reference}/send-back", **CHANGE, go="yes")
    assert response.status_code == 422
    assert "it must be submitted" in words_of(response)
    assert "did not fail a gate" in read(cast.officer, f"/bids/{cast.submitted()}/reject")


def test_gates_are_checked_and_what_was_found_before_is_kept(
    cast: Cast, post: Post, read: Read
) -> None:
    bid, gate = cast.submitted(), cast.gate.pk
    address = f"/bids/{bid.reference}/gates"
    assert "Check the gates" in read(cast.officer, f"/bids/{bid.reference}")
    response = post(cast.officer, address, **{f"gate{gate}": "failed", f"note{gate}": " "})
    assert response.status_code == 422
    assert "Write why it failed" in words_of(response)
    response = post(cast.officer, address, **{f"gate{gate}": "", f"note{gate}": "Seen."})
    assert "Choose whether it passed or failed" in words_of(response)
    failed = {f"gate{gate}": "failed", f"note{gate}": "It buys cameras."}
    assert post(cast.officer, address, **failed).status_code == 302
    assert post(cast.officer, address, **failed).status_code == 302
    assert not EarlierCheck.objects.exists()
    assert "Checked by Olive," in read(cast.officer, address)
    assert "Olive" in read(cast.officer, f"/bids/{bid.reference}")
    assert (
        post(cast.officer, address, **{f"gate{gate}": "passed", f"note{gate}": ""}).status_code
        == 302
    )
    check = bid.gate_checks.get()
    assert (check.passed, check.checked_by) == (True, cast.officer)
    words = read(cast.officer, address)
    assert "What was found before" in words
    assert "It buys cameras." in words


def test_an_officer_is_told_what_follows_from_a_failed_gate(cast: Cast, post: Post) -> None:
    scored = cast.scored()
    words = told_of_failure(cast, post, scored)
    assert "Reject it: its applicant is then told why." in words
    assert "1 panel member has scored it already" in words
    assert "scored it already" not in told_of_failure(cast, post, cast.submitted())


def told_of_failure(cast: Cast, post: Post, bid: Bid) -> str:
    """What the page says after a gate was failed."""
    failed = {f"gate{cast.gate.pk}": "failed", f"note{cast.gate.pk}": "It buys cameras."}
    said = post(cast.officer, f"/bids/{bid.reference}/gates", **failed)
    return words_of(said.client.get(said["Location"]))


def test_an_applicant_is_told_every_gate_that_their_bid_failed(
    cast: Cast, post: Post, read: Read
) -> None:
    gates = [cast.gate, cast.round.gates.create(code="area", title="In the borough", position=2)]
    bid = cast.submitted()
    given = {f"gate{gate.pk}": "failed" for gate in gates}
    given |= {f"note{gates[0].pk}": "It buys cameras.", f"note{gates[1].pk}": "It is in Ashford."}
    post(cast.officer, f"/bids/{bid.reference}/gates", **given)
    assert post(cast.officer, f"/bids/{bid.reference}/reject").status_code == 302
    (email,) = Message.objects.filter(kind="bid-rejected")
    for told in (email.body, read(cast.applicant, f"/bids/{bid.reference}")):
        for words in ("not for capital”: It buys cameras.", "“In the borough”: It is in Ashford."):
            assert words in told


def test_a_bid_that_failed_a_gate_is_rejected_after_its_email_was_read(
    cast: Cast, post: Post, read: Read
) -> None:
    bid = cast.submitted()
    cast.failed_gate(bid)
    address = f"/bids/{bid.reference}/reject"
    words = read(cast.officer, address)
    assert "Failed the gate “Pays for activity, not for capital”: It buys cameras." in words
    assert again(bid).state == State.SUBMITTED
    assert post(cast.officer, address).status_code == 302
    assert again(bid).state == State.DECLINED


def test_a_late_bid_is_accepted_with_a_reason(cast: Cast, post: Post, read: Read) -> None:
    bid = cast.draft()
    address = f"/bids/{bid.reference}/accept-late"
    assert "Accept the bid late" in read(cast.officer, f"/bids/{bid.reference}")
    assert post(cast.officer, address, reason="").status_code == 422
    assert post(cast.officer, address, reason="The post was late.").status_code == 302
    assert again(bid).state == State.SUBMITTED
    assert bid.history.latest("pk").reason == "The post was late."


def test_an_agreement_on_paper_starts_the_monitoring(cast: Cast, post: Post) -> None:
    bid = cast.approved()
    address = f"/bids/{bid.reference}/start-monitoring"
    when = {"accepted_on_day": "8", "accepted_on_month": "4"}
    late = post(cast.officer, address, accepted_by="Ann", accepted_on_year="2099", **when)
    assert "not still to come" in words_of(late)
    done = post(cast.officer, address, accepted_by="Ann", accepted_on_year="2019", **when)
    assert done.status_code == 302
    assert again(bid).state == State.MONITORED


def test_an_agreement_that_was_accepted_here_needs_no_more_words(
    cast: Cast, post: Post, read: Read
) -> None:
    bid = cast.approved()
    accept_agreement(bid=bid, signatory="Ann Bell", by=cast.applicant, at=later(bid))
    address = f"/bids/{bid.reference}/start-monitoring"
    assert "Who accepted" not in read(cast.officer, address)
    assert post(cast.officer, address).status_code == 302
    assert again(bid).state == State.MONITORED
    assert bid.award.agreement.accepted_by == "Ann Bell"


def test_a_question_is_asked_once_after_its_email_was_read(cast: Cast, post: Post) -> None:
    bid = cast.submitted()
    Message.objects.all().delete()
    address = f"/bids/{bid.reference}/ask"
    asked = {"question": "How many nights?"}
    asked |= {
        f"due_{part}": value for part, value in zip(DAY, ("1", "3", "2099", "5pm"), strict=True)
    }
    assert "How many nights?" in words_of(post(cast.officer, address, **asked))
    assert not bid.queries.exists()
    for _twice in range(2):
        assert post(cast.officer, address, **asked, go="yes").status_code == 302
    assert bid.queries.count() == Message.objects.count() == 1


def test_an_offer_that_was_not_taken_up_is_ended(cast: Cast, post: Post, read: Read) -> None:
    bid = cast.approved()
    assert "End the offer" in read(cast.officer, f"/bids/{bid.reference}")
    for _twice in range(2):
        assert post(cast.officer, f"/bids/{bid.reference}/lapse").status_code == 302
    assert again(bid).state == State.WITHDRAWN


DEEDS = ("ask", "gates", "send-back", "reject", "accept-late", "write", "start-monitoring", "lapse")


@pytest.mark.parametrize("deed", DEEDS)
def test_others_are_refused_and_strangers_find_nothing(
    cast: Cast, post: Post, look: Look, deed: str
) -> None:
    bid = cast.submitted()
    cast.declare(cast.panel_member)
    address = f"/bids/{bid.reference}/{deed}"
    for person in (cast.auditor, cast.panel_member, cast.applicant, cast.finance):
        assert look(person, address).status_code == 403
        assert post(person, address, **CHANGE, go="yes").status_code == 403
    for person in (cast.stranger, cast.rival):
        assert look(person, address).status_code == 404
        assert post(person, address, **CHANGE, go="yes").status_code == 404
    assert again(bid).state == State.SUBMITTED


def test_an_auditor_reads_the_notes_and_writes_none(cast: Cast, post: Post, look: Look) -> None:
    bid = cast.submitted()
    cast.declare(cast.panel_member)
    address = f"/bids/{bid.reference}/notes"
    assert post(cast.officer, address, text="Rang the charity.").status_code == 302
    words = words_of(look(cast.auditor, address))
    assert "Rang the charity." in words
    assert "Keep it" not in words
    assert post(cast.auditor, address, text="I was here.").status_code == 403
    for person in (cast.applicant, cast.panel_member):
        assert look(person, address).status_code == 403
        assert "Rang the charity." not in words_of(look(person, f"/bids/{bid.reference}"))
    assert OfficerNote.objects.count() == 1


def test_an_empty_note_is_not_kept(cast: Cast, post: Post) -> None:
    response = post(cast.officer, f"/bids/{cast.submitted()}/notes", text=" ")
    assert response.status_code == 422
    assert "Write a note or choose a file" in words_of(response)


def test_bids_that_may_be_the_same_are_shown_with_the_reason(cast: Cast, read: Read) -> None:
    bid, other = cast.submitted(), cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    Bid.objects.filter(pk=other.pk).update(project="Night cafe")
    third = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    Bid.objects.filter(pk=third.pk).update(project="Street lights", contact_email="x@y.example")
    words = read(cast.officer, f"/bids/{bid.reference}")
    why = "nearly the same name of the project, the same contact email, for another organisation"
    assert f"{other.reference}\nNight cafe (Other Works): {why}" in words
    assert third.reference not in words
    assert other.reference not in read(cast.applicant, f"/bids/{bid.reference}")


# Several at once


def bulk(cast: Cast, deed: str) -> str:
    return f"/rounds/{cast.round.code}/bids/{deed}"


def test_several_are_sent_back_after_a_preview_and_none_of_them_twice(
    cast: Cast, post: Post, look: Look
) -> None:
    one, two, sifted = cast.submitted(), cast.submitted(), cast.sifted()
    Message.objects.all().delete()
    ticked = [one.reference, two.reference, sifted.reference]
    asked = "&".join(f"bid={reference}" for reference in ticked)
    assert "For 3 bids" in words_of(look(cast.officer, f"{bulk(cast, 'send-back')}?{asked}"))
    preview = words_of(post(cast.officer, bulk(cast, "send-back"), bid=ticked, **CHANGE))
    assert "It can be done for 2 bids. Nothing has happened yet." in preview
    assert "it must be submitted" in preview
    assert f"Please change your bid {one.reference}" in preview
    assert f"Please change your bid {sifted.reference}" not in preview
    assert Message.objects.count() == 0
    done = words_of(post(cast.officer, bulk(cast, "send-back"), bid=ticked, **CHANGE, go="yes"))
    assert "Done for 2 bids" in done
    assert {again(one).state, again(two).state, again(sifted).state} == {State.DRAFT, State.SIFTED}
    assert Message.objects.count() == 2
    twice = words_of(post(cast.officer, bulk(cast, "send-back"), bid=ticked, **CHANGE, go="yes"))
    assert "Nothing was changed." in twice
    assert "Done before, and not done twice" in twice
    assert Message.objects.count() == 2


def test_those_that_failed_a_gate_are_rejected_and_the_others_left(cast: Cast, post: Post) -> None:
    failed, fine = cast.submitted(), cast.submitted()
    cast.failed_gate(failed)
    ticked = [failed.reference, fine.reference]
    words = words_of(post(cast.officer, bulk(cast, "reject"), bid=ticked, go="yes"))
    assert "did not fail a gate" in words
    assert (again(failed).state, again(fine).state) == (State.DECLINED, State.SUBMITTED)


def test_applicants_are_written_to_once_with_their_own_fields(cast: Cast, post: Post) -> None:
    ticked = [cast.submitted().reference, cast.submitted().reference]
    Message.objects.all().delete()
    words = {"subject": "About ((reference))", "body": "Dear ((organisation)), hello."}
    for _twice in range(2):
        post(cast.officer, bulk(cast, "write"), bid=ticked, **words, go="yes")
    sent = Message.objects.values_list("subject", "body").order_by("pk")
    assert list(sent) == [(f"About {ref}", "Dear Youth Works, hello.") for ref in ticked]
    wrong = words | {"body": "((secret))"}
    preview = words_of(post(cast.officer, bulk(cast, "write"), bid=ticked, **wrong))
    assert "There is no field ((secret))" in preview
    assert "It can be done for none of these bids." in preview


def test_nothing_ticked_or_a_strange_deed_or_another_s_bid(
    cast: Cast, post: Post, look: Look
) -> None:
    assert look(cast.officer, bulk(cast, "send-back")).status_code == 302
    assert post(cast.officer, bulk(cast, "send-back"), bid=["X", "\x00"]).status_code == 302
    for deed in ("lapse", "nothing"):
        assert look(cast.officer, bulk(cast, deed)).status_code == 404
    bid = cast.submitted()
    for person, status in ((cast.auditor, 403), (cast.applicant, 403), (cast.stranger, 404)):
        response = post(person, bulk(cast, "send-back"), bid=bid.reference, **CHANGE, go="yes")
        assert response.status_code == status
    assert again(bid).state == State.SUBMITTED
