"""The way to the committee's meeting: its days, who signs, what members asked, and what the clock says."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from base.errors import NotAllowed, Refused
from notices.models import Message
from reports.gathering import gather
from reports.meeting.actions import (
    answer_question,
    answer_request,
    ask_to_sign,
    find_by_token,
    record_question,
    remind_now,
    set_meeting,
    token_of,
    withdraw_request,
)
from reports.meeting.questions import carried_into
from reports.meeting.reminding import remind
from reports.meeting.rows import signables
from reports.meeting.timetable import back, is_working, timetable
from reports.models import SignOff
from reports.tasks import remind_of_papers
from rounds.models import Round
from tests.cast import Cast, at

NOW = at("2019-08-20 10:00")
DUE = date(2019, 9, 3)


@pytest.fixture(autouse=True)
def _in_august() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def ask(cast: Cast, issue: str = "legal", due: date = DUE) -> SignOff:
    return ask_to_sign(
        round=cast.round,
        issue=issue,
        name="Lena Law",
        email="lena@council.example",
        due=due,
        by=cast.officer,
    )


def test_the_days_are_counted_back_over_the_august_bank_holiday() -> None:
    days = timetable(date(2019, 9, 3))  # a Tuesday; Monday 26 August is a bank holiday
    assert days.publication == date(2019, 8, 23)
    assert days.sign_off == date(2019, 8, 20)
    assert days.draft == date(2019, 8, 6)


def test_five_clear_days_lie_between_publication_and_meeting() -> None:
    publication, meeting = timetable(date(2019, 9, 17)).publication, date(2019, 9, 17)
    between = (publication + timedelta(days=n) for n in range(1, (meeting - publication).days))
    assert sum(is_working(day) for day in between) == 5


def test_easter_and_a_christmas_on_a_weekend_do_not_count() -> None:
    assert back(date(2019, 4, 23), 1) == date(2019, 4, 18)
    assert back(date(2021, 12, 29), 1) == date(2021, 12, 24)  # 27 and 28 stand for 25 and 26


@given(st.dates(date(2015, 1, 1), date(2040, 12, 31)), st.integers(1, 30))
def test_so_many_working_days_lie_from_one_to_the_other(day: date, number: int) -> None:
    found = back(day, number)
    assert is_working(found)
    between = [found + timedelta(days=n) for n in range((day - found).days)]
    assert sum(map(is_working, between)) == number


def test_the_meeting_is_moved_by_officers_and_never_before_the_round(cast: Cast) -> None:
    set_meeting(round=cast.round, day=date(2019, 10, 1), by=cast.officer)
    assert Round.objects.get(pk=cast.round.pk).committee == date(2019, 10, 1)
    with pytest.raises(Refused, match="Check the year"):
        set_meeting(round=cast.round, day=date(2018, 10, 1), by=cast.officer)
    with pytest.raises(NotAllowed):
        set_meeting(round=cast.round, day=date(2019, 10, 1), by=cast.finance)


def test_a_row_is_signed_by_a_link(cast: Cast) -> None:
    asked = ask(cast)
    mail = Message.objects.get(kind="sign-off-asked")
    assert mail.to == "lena@council.example"
    assert token_of(asked) in mail.body
    found = find_by_token(token_of(asked))
    assert found == asked
    answer_request(asked=asked, agreed=True, name="L. Law")
    [row] = [one for one in signables(gather(cast.round)) if one.code == "legal"]
    assert row.is_signed
    assert Message.objects.get(kind="sign-off-answered").to == cast.officer.email
    with pytest.raises(Refused, match=r"answered already, by L\. Law on 20 August 2019"):
        answer_request(asked=asked, agreed=False, name="L. Law", reply="No.")
    with pytest.raises(Refused, match="signed already"):
        ask(cast)
    with pytest.raises(Refused, match="answered already"):
        withdraw_request(asked=asked, by=cast.officer)


def test_a_link_cannot_be_made_up(cast: Cast) -> None:
    token = token_of(ask(cast))
    assert find_by_token(token[:-1]) is None
    assert find_by_token(f"{token}x") is None
    assert find_by_token("1") is None


def test_a_no_says_why(cast: Cast) -> None:
    asked = ask(cast)
    with pytest.raises(Refused, match="Say what should change"):
        answer_request(asked=asked, agreed=False, name="L. Law")
    answer_request(asked=asked, agreed=False, name="L. Law", reply="Say “may”.")
    [row] = [one for one in signables(gather(cast.round)) if one.code == "legal"]
    assert not row.is_signed
    assert "Say “may”." in Message.objects.get(kind="sign-off-answered").body


def test_words_that_changed_are_to_be_signed_again(cast: Cast) -> None:
    answer_request(asked=ask(cast, "financial"), agreed=True, name="F")
    cast.approved()
    [row] = [one for one in signables(gather(cast.round)) if one.code == "financial"]
    assert row.has_changed
    assert not row.is_signed
    assert ask(cast, "financial").text == row.row.words


def test_asking_again_takes_the_earlier_request_back(cast: Cast) -> None:
    first = ask(cast)
    second = ask(cast)
    first.refresh_from_db()
    assert first.withdrawn_at
    with pytest.raises(Refused, match="taken back"):
        answer_request(asked=first, agreed=True, name="L")
    answer_request(asked=second, agreed=True, name="L")


def test_what_makes_no_sense_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="no such row"):
        ask(cast, "weather")
    with pytest.raises(Refused, match="has gone"):
        ask(cast, due=date(2019, 8, 19))
    assert not SignOff.objects.exists()


def test_an_overdue_sign_off_is_listed_and_chased_once_a_week(cast: Cast) -> None:
    asked = ask(cast)
    remind(at("2019-09-03 09:00"))
    assert not Message.objects.filter(kind="sign-off-overdue").exists()
    [row] = [one for one in signables(gather(cast.round)) if one.code == "legal"]
    assert row.is_overdue(date(2019, 9, 4))
    for moment in ("2019-09-04 09:00", "2019-09-04 15:00", "2019-09-06 09:00", "2019-09-10 09:00"):
        remind(at(moment))
    assert Message.objects.filter(kind="sign-off-overdue").count() == 2
    answer_request(asked=asked, agreed=True, name="L")
    remind(at("2019-09-18 09:00"))
    assert Message.objects.filter(kind="sign-off-overdue").count() == 2


def test_officers_are_told_of_papers_that_are_due_once_each(cast: Cast) -> None:
    set_meeting(round=cast.round, day=date(2019, 9, 3), by=cast.officer)
    for day in range(1, 32):
        for hour in (10, 15):
            remind(at(f"2019-08-{day:02d} {hour}:00"))
    said = Message.objects.filter(kind="papers-due", to=cast.officer.email)
    assert sorted(mail.subject.split(":")[0] for mail in said) == [
        "Due on 20 August 2019",
        "Due on 23 August 2019",
        "Due on 6 August 2019",
    ]


def test_the_submission_is_called_to_mind_until_it_is_sent(cast: Cast) -> None:
    cast.submitted()
    due = cast.round.submission_due
    for days in (20, 14, 13, 3, 0, -1):
        day = due - timedelta(days=days)
        remind(at(f"{day.isoformat()} 09:00"))
    said = Message.objects.filter(kind="papers-due", subject__contains="submission")
    officers = cast.round.people.filter(role="officer").count()
    assert said.count() == 2 * officers


def test_nobody_is_reminded_in_the_night_even_when_clocks_change(cast: Cast) -> None:
    set_meeting(round=cast.round, day=date(2019, 11, 12), by=cast.officer)
    publication = timetable(date(2019, 11, 12)).publication
    assert publication == date(2019, 11, 4)
    with time_machine.travel(at("2019-11-01 07:59"), tick=False):  # in October 08:59 by the sun
        assert remind_of_papers() == 0
    with time_machine.travel(at("2019-11-01 08:00"), tick=False):
        assert remind_of_papers() > 0


def test_a_members_question_is_carried_until_it_is_answered(cast: Cast) -> None:
    asked = record_question(
        round=cast.round,
        asked_by="Cllr Mortimer",
        asked_on=date(2019, 8, 1),
        question="Who checks the buses?",
        owner="Head of Housing",
        due=date(2019, 8, 30),
        by=cast.officer,
    )
    later = Round.objects.get(pk=cast.round.pk)
    later.pk, later.code = None, "grant-2020-21"
    later.committee = later.committee.replace(year=2020)
    later.save(force_insert=True)
    assert list(carried_into(later)) == [asked]
    with pytest.raises(Refused, match="older than the question"):
        answer_question(
            question=asked, answer="We do.", answered_on=date(2019, 7, 1), by=cast.officer
        )
    with pytest.raises(Refused, match="not come yet"):
        answer_question(
            question=asked, answer="We do.", answered_on=date(2019, 9, 1), by=cast.officer
        )
    answer_question(question=asked, answer="We do.", answered_on=date(2019, 8, 2), by=cast.officer)
    assert not carried_into(later)  # it was answered before its own meeting already
    type(asked).objects.update(answered_on=date(2020, 1, 2))
    assert list(carried_into(later)) == [asked]


def test_a_question_has_days_in_their_order(cast: Cast) -> None:
    def record(asked_on: date, due: date) -> None:
        record_question(
            round=cast.round,
            asked_by="C",
            asked_on=asked_on,
            question="Q?",
            owner="O",
            due=due,
            by=cast.officer,
        )

    with pytest.raises(Refused, match="not come yet"):
        record(date(2019, 9, 1), date(2019, 9, 2))
    with pytest.raises(Refused, match="before the question"):
        record(date(2019, 8, 1), date(2019, 7, 2))


def test_only_officers_ask_chase_and_record(cast: Cast) -> None:
    asked = ask(cast)
    question = record_question(
        round=cast.round,
        asked_by="C",
        asked_on=date(2019, 8, 1),
        question="Q?",
        owner="O",
        due=date(2019, 8, 30),
        by=cast.officer,
    )
    with pytest.raises(NotAllowed):
        ask_to_sign(
            round=cast.round, issue="staffing", name="S", email="s@x.org", due=DUE, by=cast.auditor
        )
    with pytest.raises(NotAllowed):
        withdraw_request(asked=asked, by=cast.finance)
    with pytest.raises(NotAllowed):
        remind_now(asked=asked, by=cast.finance)
    with pytest.raises(NotAllowed):
        record_question(
            round=cast.round,
            asked_by="C",
            asked_on=date(2019, 8, 1),
            question="Q?",
            owner="O",
            due=DUE,
            by=cast.decision_maker,
        )
    with pytest.raises(NotAllowed):
        answer_question(
            question=question, answer="A", answered_on=date(2019, 8, 2), by=cast.auditor
        )
