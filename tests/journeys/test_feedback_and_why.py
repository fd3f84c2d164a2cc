"""Feedback to the applicant, and the record of why a bid got what it got."""

import io
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from docx import Document

from awards.actions import approve, decline
from base.stale import digest
from bids.models import Bid, OfficerNote
from notices.models import Message
from people.models import User
from reports.word.parts import words as cell_words
from scoring.feedback import copied, named, text_of, write_feedback
from scoring.models import AgreedScore, EarlierAgreedScore, Feedback, Interest
from scoring.workbook import import_scores
from tests.cast import CRITERIA, DECIDED, SIFTED, Cast, again
from tests.journeys.conftest import Look, Read, words_of
from tests.workbooks import scores_workbook
from ui.dates import midnight
from ui.parts import Badge, Lines, Link, Tick

COMMENT = "They know the town centre well and have done this for many years now"
TEXT = "A clear plan. Say next time how you will train the volunteers."


def sifted(cast: Cast) -> Bid:
    """A sifted bid on which the panel said something."""
    bid = cast.submitted()
    rows = [(bid.reference, "panel@csp.example", code, 4, COMMENT) for code in CRITERIA]
    import_scores(
        round=cast.round,
        name="scores.xlsx",
        content=scores_workbook(rows),
        by=cast.officer,
        at=SIFTED,
    )
    return cast.sift(bid)


def post(person: User, address: str, **typed: str) -> HttpResponse:
    client = Client()
    client.force_login(person)
    return client.post(address, typed)  # type: ignore[return-value]  # the test client's own kind


def write(cast: Cast, bid: Bid, text: str = TEXT, **changes: Any) -> HttpResponse:
    return post(cast.officer, f"/bids/{bid.reference}/feedback", text=text, **changes)


# Writing it


def test_the_box_begins_empty_and_the_comments_stand_beside_it(cast: Cast, read: Read) -> None:
    bid = sifted(cast)
    client = Client()
    client.force_login(cast.officer)
    page = client.get(f"/bids/{bid.reference}/feedback").content.decode()
    box = page.partition("<textarea")[2].partition("</textarea>")[0].partition(">")[2]
    assert (box.strip(), COMMENT in page) == ("", True)


def test_feedback_is_saved_with_who_wrote_it(cast: Cast) -> None:
    bid = sifted(cast)
    assert write(cast, bid).status_code == 302
    found = Feedback.objects.get(bid=bid)
    assert (found.text, found.written_by) == (TEXT, cast.officer)


def test_what_a_member_wrote_is_confirmed_first(cast: Cast) -> None:
    bid = sifted(cast)
    text = f"We liked it. {COMMENT.upper()}!"
    answer = write(cast, bid, text)
    assert answer.status_code == 422
    assert "A panel member wrote this, word for word:" in words_of(answer)
    assert not Feedback.objects.exists()
    assert write(cast, bid, text, sure="on").status_code == 302
    assert Feedback.objects.get().text == text


def test_a_name_of_the_panel_is_confirmed_first(cast: Cast) -> None:
    bid = sifted(cast)
    answer = write(cast, bid, "Petra thought that it was good.")
    assert (answer.status_code, "Petra" in words_of(answer)) == (422, True)
    assert "It names people of the panel:" in words_of(answer)


def test_who_saves_second_sees_what_the_first_wrote(cast: Cast) -> None:
    bid = sifted(cast)
    seen = digest(text_of(bid))
    write(cast, bid, "The first.", seen=seen)
    answer = write(cast, bid, "The second.", seen=seen)
    assert answer.status_code == 409
    assert {"The first.", "The second."} <= set(words_of(answer).splitlines())
    assert Feedback.objects.get().text == "The first."
    assert write(cast, bid, "Both.", seen=digest(text_of(bid))).status_code == 302


def test_what_it_said_before_is_kept_with_the_notes(cast: Cast) -> None:
    bid = sifted(cast)
    write(cast, bid, "At first.")
    write(cast, bid, "At last.")
    assert str(OfficerNote.objects.get(bid=bid).note).endswith("At first.")
    write(cast, bid, "At last.")
    assert OfficerNote.objects.count() == 1


def test_the_page_leads_to_the_bids_that_lack_it(cast: Cast, read: Read) -> None:
    first, second = sifted(cast), sifted(cast)
    assert second.reference in read(cast.officer, f"/bids/{first.reference}/feedback")
    write(cast, second)
    assert second.reference not in read(cast.officer, f"/bids/{first.reference}/feedback")


def test_nothing_is_written_before_the_sift(cast: Cast, read: Read) -> None:
    bid = cast.scored()
    assert "Feedback is written once the bid was sifted." in read(
        cast.officer, f"/bids/{bid.reference}/feedback"
    )
    assert write(cast, bid).status_code == 422
    assert not Feedback.objects.exists()


def test_an_officer_with_a_stake_does_not_write_it(cast: Cast, look: Look) -> None:
    bid = sifted(cast)
    cast.round.partnership.memberships.create(user=cast.second_panel_member, role="officer")
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="Trustee")
    assert look(cast.second_panel_member, f"/bids/{bid.reference}/feedback").status_code == 403


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5_001, "a\x00b"])
def test_bad_text_is_told(cast: Cast, text: str) -> None:
    assert write(cast, sifted(cast), text).status_code == 422
    assert not Feedback.objects.exists()


# Reading it


def test_the_applicant_reads_it_with_the_decision_and_not_before(cast: Cast, read: Read) -> None:
    bid = sifted(cast)
    write(cast, bid)
    assert TEXT not in read(cast.applicant, f"/bids/{bid.reference}")
    approve(bid=bid, amount_pence=500_000, by=cast.decision_maker, at=DECIDED)
    assert read(cast.applicant, f"/bids/{bid.reference}").count(TEXT) == 1
    email = Message.objects.get(kind="bid-approved")
    assert f"# Feedback on your bid\n\n{TEXT}" in email.body


def test_a_publicity_hold_keeps_it_back(cast: Cast, read: Read) -> None:
    bid = sifted(cast)
    write(cast, bid)
    partnership = cast.round.partnership
    partnership.hold_until = midnight(DECIDED.date()).date().replace(year=2099)
    partnership.save()
    decline(bid=again(bid), by=cast.decision_maker, reason="Not now.", at=DECIDED)
    assert TEXT not in read(cast.applicant, f"/bids/{bid.reference}")
    partnership.hold_until = None
    partnership.save()
    assert TEXT in read(cast.applicant, f"/bids/{bid.reference}")
    assert TEXT in Message.objects.get(kind="bid-declined").body


def test_an_email_without_feedback_has_no_hole(cast: Cast) -> None:
    decline(bid=sifted(cast), by=cast.decision_maker, reason="Not now.", at=DECIDED)
    body = Message.objects.get(kind="bid-declined").body
    assert ("((" in body, "\n\n\n" in body, "Feedback" in body) == (False, False, False)


def test_a_rival_never_reads_it(cast: Cast, look: Look) -> None:
    bid = sifted(cast)
    write_feedback(bid=bid, text=TEXT, by=cast.officer)
    assert look(cast.rival, f"/bids/{bid.reference}/feedback").status_code == 404


# What counts as copied


def test_a_run_of_eight_words_is_copied_and_seven_are_not() -> None:
    said = ["one two three four five six seven eight nine"]
    assert copied("Well: one TWO three, four five six seven eight – ten", said) == [
        "one two three four five six seven eight"
    ]
    assert copied("two three four five six seven eight and more", said) == []
    twice = "one two three four five six seven eight. " * 2
    assert len(copied(twice, said)) == 2
    assert copied("one two three four five six seven eight nine", said) == said


def test_a_name_is_found_as_it_is_written() -> None:
    person = User(name="May Li", email="may@csp.example")
    assert named("It may be so. Like this.", [person]) == []
    assert named("May said so.", [person]) == ["May Li"]
    assert named("Ask MAY@csp.example.", [person]) == ["May Li"]


# Why


def test_the_record_says_how_a_bid_was_judged(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    cast.score((bid, cast.panel_member, 4), (bid, cast.second_panel_member, 2))
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="A trustee", at=DECIDED)
    need = cast.round.criteria.get(code="need")
    AgreedScore.objects.create(
        bid=bid, criterion=need, points=5, reason="Heard more", agreed_by=cast.officer
    )
    EarlierAgreedScore.objects.create(
        bid=bid, criterion=need, points=3, agreed_at=SIFTED, changed_by=cast.officer
    )
    cast.sift(bid)
    cast.approve(again(bid))
    write_feedback(bid=bid, text=TEXT, by=cast.officer)
    said = read(cast.auditor, f"/bids/{bid.reference}/why")
    for words in (
        "Youth Works",
        "£5,000.00",
        "Interest, declared at 10am on Friday 29 March 2019",
        "The scores were sent before the interest was known, and are not counted.",
        "5: Heard more",
        "Before, until",
        "84.00 out of 100, exactly",
        "1 of 1",
        "55.00: reached",
        "Diana",
        TEXT,
    ):
        assert words in said, words


def test_an_exact_score_is_a_fraction_where_two_places_are_not_enough(
    cast: Cast, read: Read
) -> None:
    bid = cast.submitted()
    rows = [
        (bid.reference, f"{who}@csp.example", code, points)
        for who, points in (("panel", 4), ("panel2", 5))
        for code in CRITERIA
    ]
    third = User.objects.create_user("panel3@csp.example", name="Paul")
    cast.round.partnership.memberships.create(user=third, role="panel")
    cast.round.people.create(user=third, role="panel", position=99)
    rows += [(bid.reference, "panel3@csp.example", code, 4) for code in CRITERIA]
    content = scores_workbook(rows)
    import_scores(round=cast.round, name="s.xlsx", content=content, by=cast.officer, at=SIFTED)
    cast.sift(bid)
    said = read(cast.officer, f"/bids/{bid.reference}/why")
    assert "86.67 out of 100 (exactly 260/3)" in said


def test_the_file_says_the_same_and_marks_its_headings_and_tables(cast: Cast, look: Look) -> None:
    bid = sifted(cast)
    answer = look(cast.officer, f"/bids/{bid.reference}/why.docx")
    document = Document(io.BytesIO(answer.content))
    assert document.core_properties.title == f"Why: {bid.reference} Night café"
    assert document.core_properties.language == "en-GB"
    titles = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert titles[:4] == ["The bid", "Gates", "The panel", "Scores, out of 5"]
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for words in ("Youth Works", "Piers", "80.00 out of 100, exactly", "Fund\n£5,000.00"):
        assert words in texts
    heads = [table for table in document.tables if "tblHeader" in table._tbl.xml]
    assert len(heads) == 3


def test_who_opens_the_record(cast: Cast, look: Look) -> None:
    bid = sifted(cast)
    address = f"/bids/{bid.reference}/why"
    assert look(cast.decision_maker, address).status_code == 200
    for suffix in ("", ".docx"):
        assert look(cast.applicant, address + suffix).status_code == 403
        assert look(cast.rival, address + suffix).status_code == 404


def test_the_panel_opens_it_after_the_sift_without_a_stake(cast: Cast, look: Look) -> None:
    bid = cast.scored()
    for member in (cast.panel_member, cast.second_panel_member):
        cast.round.declarations.create(
            member=member, organisation=bid.organisation, has_interest=False, by=member
        )
    address = f"/bids/{bid.reference}/why"
    assert look(cast.panel_member, address).status_code == 403
    cast.sift(bid)
    assert look(cast.panel_member, address).status_code == 200
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="Trustee")
    assert look(cast.second_panel_member, address).status_code == 404


def test_a_cell_says_all_its_parts() -> None:
    parts = Lines([Badge("Fund", "green"), Link("Here", "/"), Tick("a", "b", "c"), "", "£5"], "so")
    assert cell_words(parts) == "Fund\nHere\nc\n£5\nso"
