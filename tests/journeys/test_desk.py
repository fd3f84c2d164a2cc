"""The desk: what waits for each, and nothing that is not theirs to do."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.actions import reopen
from awards.answers import import_decisions
from awards.evidence_actions import check_evidence, give_evidence
from bids.actions import submit
from bids.models import Attachment, Bid, Query
from bids.states import State
from monitoring.year.ending import close_round, sign_off
from notices.models import Message
from notices.querysets import MOST_TRIES
from reports.submission.sending import send
from rounds.models import Pot, Round
from scoring.actions import change_recommendation, sift
from scoring.models import Recommendation
from tests.cast import SUBMITTED, Cast, again, at, cast_of
from tests.files import pdf
from tests.journeys.conftest import Look, Read, words_of
from tests.round_files import round_text
from tests.workbooks import answered_by_the_pcc


def test_an_officer_reads_what_waits_and_since_when(cast: Cast, read: Read) -> None:
    one, other = cast.submitted(), cast.submitted()
    failed = cast.submitted()
    cast.failed_gate(failed)
    cast.scored()
    cast.draft()
    cast.approved()
    words = read(cast.officer, "/desk")
    assert "2 bids\nGates to check\nUrgent\nsince 20 February 2019" in words
    assert f"{failed.reference}\nFailed a gate: reject or send back\nUrgent" in words
    assert "All gates passed and scored: ready to sift" in words
    assert "Nearly complete, but not sent in time" in words
    assert "The offer was not accepted in time" in words
    assert one.reference not in words
    assert other.reference not in words


def test_each_line_leads_to_a_page_that_opens(cast: Cast, look: Look) -> None:
    cast.submitted()
    cast.scored()
    cast.monitored()
    cast.approved()
    cast.failed_gate(cast.submitted())
    for person in (cast.officer, cast.panel_member, cast.decision_maker, cast.auditor):
        page = look(person, "/desk").content.decode().partition("<main")[2]
        for address in re.findall(r'href="(/[^"]+)"', page.partition("<footer")[0]):
            assert look(person, address.replace("&amp;", "&")).status_code == 200, address


def test_the_page_of_a_line_shows_as_many_bids_as_the_line_says(cast: Cast, look: Look) -> None:
    for _ in range(3):
        cast.submitted()
    page = look(cast.officer, "/desk").content.decode()
    address = re.search(r'href="(/rounds/[^"]+)">3 bids<', page)
    assert address
    assert "3 bids are as you asked." in words_of(look(cast.officer, address[1]))


def test_questions_and_files_and_emails_and_returns_wait(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    now = timezone.now()
    Query.objects.create(
        bid=bid, question="Who?", asked_by=cast.officer, due=now - timedelta(days=1)
    )
    Query.objects.create(
        bid=bid,
        question="When?",
        asked_by=cast.officer,
        due=now,
        answer="Soon.",
        answered_at=now,
        answered_by=cast.applicant,
    )
    Attachment.objects.create(
        bid=bid, name="a.pdf", kind="pdf", size=1, checksum="x", by=cast.applicant, scan="infected"
    )
    Message.objects.create(
        to="a@b.example",
        subject="A",
        body="B",
        partnership=cast.round.partnership,
        tries=MOST_TRIES,
    )
    cast.monitored()
    words = read(cast.officer, "/desk")
    assert "1 question\nNot answered in time" in words
    assert "1 question\nAnswered: read the answers before the sift" in words
    assert "1 file\nHeld back: a virus was found" in words
    assert "1 email\nCould not be sent" in words
    assert "1 return\nNot sent for “September report”\nUrgent\nby 16 August 2019" in words
    assert "Administrator" not in words
    assert "An administrator\nNobody holds this role" in words


def test_the_pcc_s_decisions_wait_for_the_officer(cast: Cast, read: Read) -> None:
    cast.sifted()
    assert "Proposals to be sent to the PCC" in read(cast.officer, "/desk")
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    words = read(cast.officer, "/desk")
    assert "Waits for the decision of the PCC" in words
    assert "Proposals to be sent" not in words


def test_what_the_pcc_asked_waits_until_a_version_answers_it(cast: Cast, read: Read) -> None:
    bid, other = cast.sifted(), cast.sifted()
    sent = send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    asked = "1 bid\nThe PCC asked about it"
    assert asked not in read(cast.officer, "/desk")
    answered = answered_by_the_pcc(bytes(sent.file), {bid.reference: ("query", None, "Which?")})
    import_decisions(
        round=cast.round, name="answers.xlsx", content=answered, by=cast.decision_maker
    )
    assert asked in read(cast.officer, "/desk")
    reopen(bid=bid, by=cast.officer, reason="They ask")
    assert asked not in read(cast.officer, "/desk")
    sift(round=cast.round, by=cast.officer)
    assert asked in read(cast.officer, "/desk")
    change_recommendation(
        bid=again(other),
        choice=Recommendation.Choice.RESERVE,
        amount_pence=0,
        by=cast.officer,
        reason="Later",
    )
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    assert asked not in read(cast.officer, "/desk")


def test_a_panel_member_finds_what_they_have_to_score(cast: Cast, read: Read) -> None:
    cast.scored()
    cast.submitted()
    cast.declare(cast.second_panel_member)
    assert "1 bid\nTo be scored by you" in read(cast.panel_member, "/desk")
    assert "2 bids\nTo be scored by you" in read(cast.second_panel_member, "/desk")
    assert "Gates to check" not in read(cast.panel_member, "/desk")


def test_a_panel_member_is_told_to_declare_before_anything_else(cast: Cast, read: Read) -> None:
    cast.submitted()
    cast.submitted()
    theirs = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    submit(bid=theirs, by=cast.rival, at=SUBMITTED)
    declare = "organisations\nDeclare whether you have an interest"
    assert f"2 {declare}" in read(cast.panel_member, "/desk")
    assert "To be scored by you" not in read(cast.panel_member, "/desk")
    cast.declare(cast.panel_member, cast.organisation)
    words = read(cast.panel_member, "/desk")
    assert "1 organisation\nDeclare whether you have an interest" in words
    assert words.index("Declare") < words.index("2 bids\nTo be scored by you")
    cast.declare(cast.panel_member, cast.rival_organisation, interest="A trustee")
    words = read(cast.panel_member, "/desk")
    assert "Declare" not in words
    assert "2 bids\nTo be scored by you" in words
    assert "Declare" not in read(cast.officer, "/desk")


def test_an_auditor_has_nothing_to_do_and_an_administrator_sees_no_bids(
    cast: Cast, read: Read
) -> None:
    bid = cast.submitted()
    assert "nothing waits for you" in read(cast.auditor, "/desk")
    words = read(cast.administrator, "/desk")
    assert bid.reference not in words
    assert cast.round.title not in words


def test_it_is_not_for_applicants_nor_of_other_partnerships(
    cast: Cast, look: Look, read: Read
) -> None:
    bid = cast.submitted()
    assert look(cast.applicant, "/desk").status_code == 403
    assert look(None, "/desk").status_code == 302
    assert bid.reference not in read(cast.stranger, "/desk")


@pytest.mark.parametrize("who", ["officer", "panel_member", "decision_maker", "administrator"])
def test_its_queries_are_ten_at_most_whatever_there_is(cast: Cast, who: str) -> None:
    cast.submitted()
    client = Client()
    client.force_login(getattr(cast, who))

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/desk").status_code == 200
        return len(captured)

    few = count()
    for state in State:
        cast.bid_in(state)
    cast_of(round_text("another-2019-20"))
    for _ in range(3):
        cast.submitted()
    assert few == count() <= 10
    assert at("2019-02-13") < timezone.now()


def test_a_round_that_is_not_published_leads_to_its_editor_alone(cast: Cast, read: Read) -> None:
    assert "Begin a round" in read(cast.officer, "/desk")
    assert "Begin a round" not in read(cast.finance, "/desk")
    Round.objects.filter(pk=cast.round.pk).update(published=False)
    words = read(cast.officer, "/desk")
    assert "Edit and publish the round" in words
    assert "Sift" not in words
    assert "Edit and publish" not in read(cast.finance, "/desk")


def test_a_task_names_its_round_where_the_person_has_tasks_in_several(
    cast: Cast, read: Read
) -> None:
    def why(words: str) -> str:
        return words.partition("\nRounds\n")[0]

    cast.submitted()
    assert cast.round.title not in why(read(cast.officer, "/desk"))
    another = cast_of(round_text("another-2019-20"))
    Round.objects.filter(pk=another.round.pk).update(title="Another grant")
    Bid.objects.filter(pk=cast.submitted().pk).update(round=another.round)
    found = why(read(cast.officer, "/desk"))
    assert f"\n{cast.round.title}\nGates to check" in found
    assert "\nAnother grant\nGates to check" in found


def test_each_role_is_led_to_what_it_does_in_a_round(cast: Cast, read: Read) -> None:
    for person, has, lacks in (
        (cast.decision_maker, "Decide the bids", "Sift"),
        (cast.finance, "Record money received", "Decide the bids"),
    ):
        words = read(person, "/desk").splitlines()
        assert has in words
        assert lacks not in words


def test_a_year_that_ended_waits_for_its_sign_off_and_then_to_be_closed(
    cast: Cast, read: Read
) -> None:
    to_sign, to_close = "Record the sign-off of its statement", "Signed off: close the round"
    assert to_sign in read(cast.finance, "/desk")
    assert to_close not in read(cast.decision_maker, "/desk")
    sign_off(
        round=cast.round, signed_by="Sam Treasurer", signed_on=date(2020, 5, 12), by=cast.finance
    )
    assert to_sign not in read(cast.finance, "/desk")
    assert to_close in read(cast.decision_maker, "/desk")
    close_round(round=cast.round, by=cast.decision_maker)
    assert to_close not in read(cast.decision_maker, "/desk")


def test_a_year_that_runs_waits_for_nothing(cast: Cast, read: Read) -> None:
    Round.objects.filter(pk=cast.round.pk).update(financial_year="2998-99")
    assert "Record the sign-off" not in read(cast.finance, "/desk")


def test_evidence_waits_for_the_officer_until_it_is_looked_at(cast: Cast, look: Look) -> None:
    asked = cast.round.documents_asked.create(
        code="insurance", title="Insurance", position=1, before_payment=True
    )
    award = cast.monitored().award
    why = "Evidence before payment to look at"
    assert why not in words_of(look(cast.officer, "/desk"))
    file = give_evidence(award=award, asked=asked, name="it.pdf", content=pdf(), by=cast.applicant)
    page = look(cast.officer, "/desk")
    assert f"1 project\n{why}" in words_of(page)
    assert f'href="/bids/{award.bid.reference}/evidence"' in page.content.decode()
    assert why not in words_of(look(cast.finance, "/desk"))
    check_evidence(award=award, asked=asked, accepted=True, file=file, by=cast.officer)
    assert why not in words_of(look(cast.officer, "/desk"))


def test_a_bid_within_what_was_delegated_waits_for_the_named_officer_alone(
    cast: Cast, read: Read
) -> None:
    cast.sifted(100_000, route=Pot.TACTICAL)
    cast.sifted(100_001, route=Pot.TACTICAL)
    why = "Delegated to you: decide"
    assert why not in read(cast.officer, "/desk")
    Round.objects.update(delegate=cast.officer, delegated_limit_pence=100_000)
    assert f"1 bid\n{why}" in read(cast.officer, "/desk")
    assert why not in read(cast.decision_maker, "/desk")
