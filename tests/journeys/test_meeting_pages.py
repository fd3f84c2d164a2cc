"""The way to the committee's meeting, as pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notices.models import Message
from reports.meeting.actions import answer_request, ask_to_sign, record_question, token_of
from reports.models import MembersQuestion, SignOff
from tests.cast import Cast
from ui.dates import in_london


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.officer)
    return client


def asked(cast: Cast) -> SignOff:
    return ask_to_sign(
        round=cast.round,
        issue="legal",
        name="Lena Law",
        email="lena@council.example",
        due=in_london(timezone.now()).date(),
        by=cast.officer,
    )


def day(name: str, year: int, month: int, of_month: int) -> dict[str, int]:
    """A date as a form sends it."""
    return {f"{name}_day": of_month, f"{name}_month": month, f"{name}_year": year}


def test_the_days_follow_the_meeting(officer: Client, cast: Cast) -> None:
    page = reverse("committee-timetable", args=[cast.round.code])
    answer = officer.post(page, day("day", 2019, 9, 3), follow=True)
    html = answer.content.decode()
    for said in ("6 August 2019", "20 August 2019", "23 August 2019", "3 September 2019"):
        assert said in html
    answer = officer.post(page, day("day", 2019, 2, 30))
    assert answer.status_code == 422
    assert 'value="30"' in answer.content.decode()


def test_a_row_is_asked_for_and_signed_without_an_account(officer: Client, cast: Cast) -> None:
    soon = in_london(timezone.now()).date() + timedelta(days=14)
    ask = reverse("sign-off-ask", args=[cast.round.code, "legal"])
    given = {
        "name": "Lena Law",
        "email": "lena@council.example",
        **day("due", soon.year, soon.month, soon.day),
    }
    assert "Lena Law is asked by email" in officer.post(ask, given, follow=True).content.decode()
    one = SignOff.objects.get()
    link = Message.objects.get(kind="sign-off-asked").body.split("http://")[1].split()[0]
    assert link.endswith(reverse("sign-off", args=[token_of(one)]))

    nobody = Client()
    page = reverse("sign-off", args=[token_of(one)])
    html = nobody.get(page).content.decode()
    assert "Do you agree" in html
    assert ">Legal</h2>" in html
    assert "Sign out" not in html
    report = nobody.get(reverse("sign-off-report", args=[token_of(one)]))
    assert report.content.startswith(b"PK")
    refused = nobody.post(page, {"agreed": "no", "name": "L. Law"})
    assert refused.status_code == 422
    assert "Say what should change" in refused.content.decode()
    assert "L. Law" in refused.content.decode()
    thanks = nobody.post(page, {"agreed": "yes", "name": "L. Law"})
    assert "Thank you" in thanks.content.decode()
    again = nobody.post(page, {"agreed": "no", "name": "X", "reply": "No"})
    assert again.status_code == 410
    assert "answered already" in again.content.decode()
    html = officer.get(reverse("sign-offs", args=[cast.round.code])).content.decode()
    assert "1 of the 10 rows" in html
    assert "Signed" in html


def test_a_request_is_chased_and_taken_back(officer: Client, cast: Cast) -> None:
    one = asked(cast)
    page = reverse("sign-off-ask", args=[cast.round.code, "legal"])
    html = officer.post(page, {"do": "remind"}, follow=True).content.decode()
    assert "Lena Law is reminded by email" in html
    again = officer.post(page, {"do": "remind"})
    assert again.status_code == 409
    assert "Lena Law was reminded today already" in again.content.decode()
    assert Message.objects.filter(kind="sign-off-overdue").count() == 1
    html = officer.post(page, {"do": "withdraw"}, follow=True).content.decode()
    assert "taken back" in html
    gone = Client().get(reverse("sign-off", args=[token_of(one)]))
    assert gone.status_code == 410
    assert Client().get(reverse("sign-off-report", args=[token_of(one)])).status_code == 404


def test_who_does_not_agree_is_asked_again_about_better_words(officer: Client, cast: Cast) -> None:
    answer_request(asked=asked(cast), agreed=False, name="L. Law", reply="Name the Act")
    html = officer.get(reverse("sign-off-ask", args=[cast.round.code, "legal"])).content.decode()
    assert reverse("committee-part", args=[cast.round.code, "issue-legal"]) in html
    assert 'value="Lena Law"' in html


def test_a_link_that_is_not_ours_leads_nowhere(cast: Cast) -> None:
    for name in ("sign-off", "sign-off-report"):
        assert Client().get(reverse(name, args=[f"{token_of(asked(cast))}x"])).status_code == 404


def test_a_question_is_recorded_and_answered(officer: Client, cast: Cast) -> None:
    page = reverse("members-questions", args=[cast.round.code])
    given = {
        "asked_by": "Cllr Mortimer",
        "question": "Who checks the buses?",
        "owner": "Head of Housing",
        **day("asked_on", 2019, 9, 17),
        **day("due", 2019, 9, 30),
    }
    html = officer.post(page, given, follow=True).content.decode()
    assert "Who checks the buses?" in html
    assert "Overdue" in html
    question = MembersQuestion.objects.get()
    one = reverse("members-question", args=[cast.round.code, question.pk])
    wrong = officer.post(one, {"answer": "We do.", **day("answered_on", 2019, 9, 1)})
    assert wrong.status_code == 422
    assert "We do." in wrong.content.decode()
    html = officer.post(
        one, {"answer": "We do.", **day("answered_on", 2019, 9, 20)}, follow=True
    ).content.decode()
    assert "Answered" in html


def test_only_officers_write(client: Client, cast: Cast) -> None:
    client.force_login(cast.auditor)
    today = in_london(timezone.now()).date()
    question = record_question(
        round=cast.round,
        asked_by="C",
        asked_on=today,
        question="Q?",
        owner="O",
        due=today,
        by=cast.officer,
    )
    pages: dict[str, list[object]] = {
        "committee-timetable": [],
        "sign-off-ask": ["legal"],
        "members-questions": [],
        "members-question": [question.pk],
    }
    for name, args in pages.items():
        page = reverse(name, args=[cast.round.code, *args])
        assert client.get(page).status_code == 200
        assert client.post(page, {}).status_code == 403


def test_a_row_that_there_is_not_is_not_there(officer: Client, cast: Cast) -> None:
    page = reverse("sign-off-ask", args=[cast.round.code, "weather"])
    assert officer.get(page).status_code == 404
