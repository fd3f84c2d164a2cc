"""The officer's words in the report: kept when figures move, and never written over unseen."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from base.errors import NotAllowed, Refused
from base.stale import Stale
from bids.models import Bid
from reports.committee.actions import draft_again, parts_of, sign_of, write_part
from reports.committee.blocks import Paragraph, Points, blocks_of, typed
from reports.committee.content import report_of
from reports.committee.parts import TITLES, parts
from reports.committee.report import render
from reports.gathering import gather
from reports.meeting.actions import (
    answer_question,
    answer_request,
    ask_to_sign,
    record_question,
)
from reports.meeting.rows import signables
from reports.models import ReportWords
from tests.cast import Cast, at
from tests.unit.reports.conftest import Example
from tests.unit.reports.papers import opened, rows, words


def write(cast: Cast, code: str, text: str, *, seen: str = "") -> ReportWords:
    now = sign_of(parts_of(cast.round)[code])
    return write_part(round=cast.round, code=code, text=text, seen=seen or now, by=cast.officer)


def test_every_part_has_a_title_and_something_drafted_or_to_enter(example: Example) -> None:
    found = parts(example.figures, {})
    stories = [f"project-{project.reference}" for project in example.figures.projects]
    assert list(found) == [*TITLES, *stories]
    empty = [part.code for part in found.values() if not part.drafted]
    assert empty == ["head-of-service", "appendix"]
    longest = (
        max(map(len, TITLES)),
        len("project-") + (Bid._meta.get_field("reference").max_length or 0),
    )
    assert max(longest) <= (ReportWords._meta.get_field("section").max_length or 0)


def test_what_an_officer_wrote_stands_in_the_report_in_place_of_the_draft(cast: Cast) -> None:
    write(cast, "head-of-service", "Ada Byron")
    write(cast, "summary", "All is well.\n- One\n- Two")
    write(cast, "issue-legal", "None.")
    write(cast, "recommendations", "- That it be noted.\nThat officers be thanked.")
    write(cast, "appendix", "Read this first.")
    content = render(cast.round)
    document = opened(content)
    assert rows(document.tables[0])[1] == ["Lead Head of Service", "Ada Byron"]
    texts = [p.text for p in document.paragraphs]
    assert texts[texts.index("All is well.") :][:3] == ["All is well.", "One", "Two"]
    assert [p.text for p in document.paragraphs if p.style.name == "List Number"] == [
        "That it be noted.",
        "That officers be thanked.",
    ]
    legal = next(row for row in rows(document.tables[2]) if row[0] == "Legal")
    assert legal[1] == "None."
    assert "Read this first." in words(content)


def test_a_projects_story_is_told_in_the_officers_words_and_its_figures_stay(cast: Cast) -> None:
    bid = cast.paid()
    code = f"project-{bid.reference}"
    drafted = parts_of(cast.round)[code].drafted
    assert drafted.startswith("What it does. ")
    write(cast, code, "What it does. Tea.\nProgress is slow: it rained.")
    (told,) = rows(opened(render(cast.round)).tables[3])[2]
    assert told.split("\n") == [
        f"Reference: {bid.reference}",
        "What it does. Tea.",
        "Progress is slow: it rained.",
        "Money. £5,000.00 has been paid.",
    ]

    cast.final_return(bid, 500_000)
    part = parts_of(cast.round)[code]
    assert part.has_moved
    assert "All done." in part.drafted
    assert "What it does. Tea." in words(render(cast.round))


def test_words_are_kept_when_the_figures_move_and_the_page_can_tell(cast: Cast) -> None:
    write(cast, "summary", "So far, so good.")
    before = parts_of(cast.round)["summary"]
    assert (before.text, before.has_moved) == ("So far, so good.", False)
    cast.approved()
    after = parts_of(cast.round)["summary"]
    assert (after.text, after.has_moved) == ("So far, so good.", True)
    assert after.written
    assert after.written.drafted == before.drafted != after.drafted
    write(cast, "summary", "So far, so good.")
    assert not parts_of(cast.round)["summary"].has_moved


def test_a_part_goes_back_to_what_is_drafted_and_then_follows_the_figures(cast: Cast) -> None:
    write(cast, "summary", "So far, so good.")
    seen = sign_of(parts_of(cast.round)["summary"])
    draft_again(round=cast.round, code="summary", seen=seen, by=cast.officer)
    cast.approved()
    part = parts_of(cast.round)["summary"]
    assert (part.text, part.is_written, part.version) == (part.drafted, False, 2)


def test_words_that_are_those_drafted_are_not_frozen(cast: Cast) -> None:
    drafted = parts_of(cast.round)["risk"].drafted
    write(cast, "risk", drafted.replace("\n", "\r\n "))
    assert not parts_of(cast.round)["risk"].is_written


def test_the_second_of_two_officers_is_told_and_writes_over_nothing(cast: Cast) -> None:
    seen = sign_of(parts_of(cast.round)["summary"])
    write(cast, "summary", "Mine.", seen=seen)
    with pytest.raises(Stale):
        write(cast, "summary", "Theirs.", seen=seen)
    with pytest.raises(Stale):
        draft_again(round=cast.round, code="summary", seen=seen, by=cast.officer)
    assert ReportWords.objects.get().text == "Mine."


def test_going_back_does_not_bring_an_old_page_back_to_life(cast: Cast) -> None:
    first = sign_of(parts_of(cast.round)["summary"])
    write(cast, "summary", "Mine.")
    seen = sign_of(parts_of(cast.round)["summary"])
    draft_again(round=cast.round, code="summary", seen=seen, by=cast.officer)
    with pytest.raises(Stale):
        write(cast, "summary", "Late.", seen=first)


def test_who_saw_other_figures_is_told_before_their_words_are_kept(cast: Cast) -> None:
    seen = sign_of(parts_of(cast.round)["summary"])
    cast.approved()
    with pytest.raises(Stale):
        write(cast, "summary", "Nothing yet.", seen=seen)


def test_only_officers_write_and_only_parts_that_there_are(cast: Cast) -> None:
    seen = sign_of(parts_of(cast.round)["summary"])
    for person in (cast.auditor, cast.finance, cast.decision_maker, cast.applicant):
        with pytest.raises(NotAllowed):
            write_part(round=cast.round, code="summary", text="X", seen=seen, by=person)
        with pytest.raises(NotAllowed):
            draft_again(round=cast.round, code="summary", seen=seen, by=person)
    with pytest.raises(Refused, match="no such part"):
        write_part(round=cast.round, code="nothing", text="X", seen=seen, by=cast.officer)


def test_a_text_becomes_blocks_and_comes_back() -> None:
    text = "One.\n\nTwo:\n- a\n- b\n\nThree."
    assert list(blocks_of(text)) == [
        Paragraph("One."),
        Paragraph("Two:"),
        Points(("a", "b")),
        Paragraph("Three."),
    ]
    assert typed(["One.", "Two:", ["a", "b"], "Three."]) == text
    assert list(blocks_of("\n \x00\n")) == []


def test_the_report_lists_what_is_still_to_be_entered(cast: Cast) -> None:
    assert report_of(cast.round).missing == ("Lead Head of Service",)
    write(cast, "head-of-service", "Ada Byron")
    assert report_of(cast.round).missing == ()


# What other pages add


def test_a_row_that_was_signed_says_who_signed_and_changed_words_are_not_signed(
    cast: Cast,
) -> None:
    day = timezone.now().date() + timedelta(days=9)
    asked = ask_to_sign(
        round=cast.round, issue="legal", name="Lee", email="l@csp.example", due=day, by=cast.officer
    )
    answer_request(asked=asked, agreed=True, name="Lee Law", at=at("2019-09-03"))
    legal = {row.code: row for row in report_of(cast.round).implications}["legal"]
    assert legal.signed == "Lee Law, 3 September 2019"
    assert "Lee Law, 3 September 2019" in words(render(cast.round))
    write(cast, "issue-legal", "Other words.")
    legal = {row.code: row for row in report_of(cast.round).implications}["legal"]
    assert (legal.words, legal.signed) == ("Other words.", "")


def test_the_officers_words_are_what_is_asked_to_be_signed(cast: Cast) -> None:
    write(cast, "issue-legal", "Our own words.")
    rows = {one.code: one.row.words for one in signables(gather(cast.round))}
    assert rows["legal"] == "Our own words."


def test_members_questions_are_carried_into_the_report(cast: Cast) -> None:
    question = record_question(
        round=cast.round,
        asked_by="Councillor Ng",
        asked_on=date(2019, 6, 4),
        question="Who pays for the bus?",
        owner="the lead officer",
        due=date(2019, 7, 1),
        by=cast.officer,
    )
    said = words(render(cast.round))
    assert "Councillor Ng, 4 June 2019: Who pays for the bus?" in said
    assert "To be answered by the lead officer by 1 July 2019." in said
    titles = [section.title for section in report_of(cast.round).sections]
    assert titles[-2:] == ["Members’ questions", "Report appendices"]
    answer_question(
        question=question, answer="The grant.", answered_on=date(2019, 6, 9), by=cast.officer
    )
    assert "Answer: The grant." in words(render(cast.round))
