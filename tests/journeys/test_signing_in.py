"""Signing in: a code by email for the public, a password and a second step for staff."""

import re
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.test.utils import override_settings

from notices.models import Message
from people.models import AuditRow, User
from tests.cast import Cast
from tests.journeys.conftest import words_of

PASSWORD = "three random words"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SEND, CODE, BY_PASSWORD, SECOND = (
    "/sign-in",
    "/sign-in/code",
    "/sign-in/password",
    "/sign-in/second-step",
)
What = AuditRow.What


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def officer(cast: Cast) -> User:
    """An officer who set a password and an authenticator app."""
    cast.officer.set_password(PASSWORD)
    cast.officer.save()
    TOTP.activate(cast.officer, SECRET)
    cast.officer.emailaddress_set.create(  # type: ignore[attr-defined]  # the sign-in's own table
        email=cast.officer.email, verified=True, primary=True
    )
    return cast.officer


def app_code(secret: str = SECRET) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def emailed_code(to: str) -> str:
    """The code in the newest email."""
    found = re.search(r"\d{4}-\d{4}", Message.objects.filter(to=to).latest("pk").body)
    assert found
    return found[0]


def kinds(to: str) -> list[str]:
    """What kinds of email went to an address."""
    return list(Message.objects.filter(to=to).order_by("pk").values_list("kind", flat=True))


def trail(what: AuditRow.What) -> list[AuditRow]:
    """The rows of one kind."""
    return list(AuditRow.objects.filter(what=what).order_by("pk"))


def words(response: Any) -> str:
    """What a page says."""
    return str(words_of(response))


# With a code


def test_an_applicant_signs_in_with_a_code_where_they_wanted_to_go(cast: Cast) -> None:
    client, wanted = Client(), f"/rounds/{cast.round.code}"
    assert client.get(wanted).headers["Location"] == f"/sign-in?next={wanted}"
    sent = client.post(f"{SEND}?next={wanted}", {"email": f" {cast.applicant.email.upper()} "})
    assert sent.headers["Location"] == f"{CODE}?{urlencode({'next': wanted})}"
    page = client.get(sent.headers["Location"])
    assert "Check your email" in words(page)
    assert 'autocomplete="one-time-code"' in page.content.decode()
    assert 'inputmode="numeric"' in page.content.decode()
    code = emailed_code(cast.applicant.email)
    assert client.post(sent.headers["Location"], {"code": code}).headers["Location"] == wanted
    assert client.get("/account").status_code == 200
    assert [row.by for row in trail(What.SIGNED_IN)] == [cast.applicant]


def test_a_panel_member_needs_no_password(cast: Cast) -> None:
    client = Client()
    client.post(SEND, {"email": cast.panel_member.email})
    client.post(CODE, {"code": emailed_code(cast.panel_member.email)})
    assert client.get(f"/rounds/{cast.round.code}").status_code == 200


def test_a_wrong_code_is_said_and_three_are_too_many(cast: Cast) -> None:
    client = Client()
    client.post(SEND, {"email": cast.applicant.email})
    for _try in range(2):
        answer = client.post(CODE, {"code": "0000-0000"})
        assert answer.status_code == 422
        assert "There is a problem\nThis is not the right code" in words(answer)
    assert client.post(CODE, {"code": "0000-0000"}).headers["Location"] == "/sign-in"
    client.post(CODE, {"code": emailed_code(cast.applicant.email)})
    assert client.get("/account").status_code == 302
    assert [row.about for row in trail(What.SIGN_IN_FAILED)] == [cast.applicant] * 3


def test_nobody_learns_who_has_signed_up(cast: Cast) -> None:
    pages = []
    for email in (cast.applicant.email, cast.officer.email, "nobody@nowhere.example"):
        client = Client()
        answer = client.post(SEND, {"email": email})
        assert answer.headers["Location"] == CODE
        pages.append(words(client.get(CODE)).replace(email, "…"))
    assert len(set(pages)) == 1
    assert kinds("nobody@nowhere.example") == ["address-unknown"]


def test_staff_get_no_code_but_the_way_to_their_password(cast: Cast) -> None:
    for person in (
        cast.officer,
        cast.finance,
        cast.decision_maker,
        cast.auditor,
        cast.administrator,
    ):
        Client().post(SEND, {"email": person.email})
        assert kinds(person.email) == ["sign-in-with-password"]


def test_a_code_is_not_kept_once_it_is_sent(cast: Cast) -> None:
    from notices.actions import send_waiting

    Client().post(SEND, {"email": cast.applicant.email})
    send_waiting()
    assert Message.objects.get(kind="sign-in-code").body == ""


@override_settings(SECOND_FACTOR_FOR_ALL=True)
def test_a_setting_asks_a_second_step_of_applicants_too(cast: Cast) -> None:
    client = Client()
    client.post(SEND, {"email": cast.applicant.email})
    client.post(CODE, {"code": emailed_code(cast.applicant.email)})
    assert client.get("/").headers["Location"].startswith("/account/second-step?")


# With a password


def test_staff_sign_in_with_a_password_and_a_second_step(officer: User, cast: Cast) -> None:
    client, wanted = Client(), f"/rounds/{cast.round.code}"
    form = {"login": " OFFICER@csp.example", "password": PASSWORD}
    answer = client.post(f"{BY_PASSWORD}?next={wanted}", form)
    assert answer.headers["Location"] == SECOND
    assert client.get(wanted).status_code == 302, "a password alone let them in"
    assert client.post(SECOND, {"code": app_code()}).headers["Location"] == wanted
    assert client.get(wanted).status_code == 200
    assert [row.note and row.note.text for row in trail(What.SIGNED_IN)] == ["password, mfa"]


def test_a_code_of_the_app_works_once(officer: User) -> None:
    code = app_code()
    for client, let_in in ((Client(), True), (Client(), False)):
        client.post(BY_PASSWORD, {"login": officer.email, "password": PASSWORD})
        client.post(SECOND, {"code": code})
        assert (client.get("/account").status_code == 200) is let_in


def test_nobody_is_sent_to_another_site(officer: User) -> None:
    client = Client()
    form = {"login": officer.email, "password": PASSWORD, "next": "https://bad.example/"}
    client.post(f"{BY_PASSWORD}?next=https://bad.example/", form)
    assert client.post(SECOND, {"code": app_code()}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Enter your email address"),
        ({"login": "officer@csp.example"}, "Enter your password"),
        (
            {"login": "officer@csp.example", "password": "wrong"},
            "The email address and password do not go together. Check both.",
        ),
        (
            {"login": "nobody@csp.example", "password": "wrong"},
            "The email address and password do not go together. Check both.",
        ),
        (
            {"login": "not an address", "password": "x"},
            "Enter an email address like name@example.org",
        ),
    ],
)
def test_what_is_wrong_is_said(officer: User, form: dict[str, str], told: str) -> None:
    response = Client().post(BY_PASSWORD, form)
    assert response.status_code == 422
    assert (
        "<title>Error: Sign in with your password – Safer grants</title>"
        in response.content.decode()
    )
    assert f"There is a problem\n{told}" in words(response)


@pytest.mark.parametrize(
    "form",
    [
        {"login": "a@b.example\x00", "password": "x\x00"},
        {"login": "\u202ea@b.example", "password": "\u202e"},
        {"login": "a" * 5000 + "@b.example", "password": "x" * 5000},
        {"login": ["a@b.example", "c@d.example"], "password": ["x", "y"]},
    ],
)
def test_bad_input_is_refused_and_breaks_nothing(db: None, form: dict[str, Any]) -> None:
    assert Client().post(BY_PASSWORD, form).status_code == 422
    assert Client().post(SEND, {"email": form["login"]}).status_code in (302, 422)


def test_a_failed_try_is_in_the_trail(officer: User) -> None:
    Client().post(BY_PASSWORD, {"login": officer.email, "password": "wrong"})
    Client().post(BY_PASSWORD, {"login": "who@ever.example", "password": "wrong"})
    known, unknown = trail(What.SIGN_IN_FAILED)
    assert known.about == officer
    assert unknown.note is not None
    assert unknown.note.text == "who@ever.example"


def test_somebody_who_left_does_not_come_in(officer: User) -> None:
    officer.is_active = False
    officer.save()
    client = Client()
    client.post(BY_PASSWORD, {"login": officer.email, "password": PASSWORD})
    client.post(SECOND, {"code": app_code()})
    assert client.get("/account").status_code == 302


# The first time


def test_an_officer_of_a_file_sets_a_password_and_a_second_step(cast: Cast) -> None:
    client, officer = Client(), cast.officer
    client.post("/password", {"email": officer.email})
    answer = client.post("/password/code", {"code": emailed_code(officer.email)})
    assert answer.headers["Location"] == "/password/new"
    client.post("/password/new", {"password1": PASSWORD})
    asked = client.get(f"/rounds/{cast.round.code}")
    assert asked.headers["Location"].startswith("/account/second-step?"), "no second step is asked"
    page = client.get("/account/second-step/app").content.decode()
    secret = re.search(r'app-secret">(\w+)<', page)
    assert secret
    assert 'src="data:image/svg+xml;base64,' in page
    done = client.post("/account/second-step/app", {"code": app_code(secret[1])})
    assert done.headers["Location"] == "/account/recovery-codes"
    assert client.get("/account/recovery-codes").status_code == 200
    assert client.get(f"/rounds/{cast.round.code}").status_code == 200
    assert [row.by for row in trail(What.SECOND_FACTOR)] == [officer, officer]


def test_whoever_becomes_staff_in_a_session_with_a_code_is_led_to_a_password(cast: Cast) -> None:
    client = Client()
    client.post(SEND, {"email": cast.outsider.email})
    client.post(CODE, {"code": emailed_code(cast.outsider.email)})
    cast.round.partnership.memberships.create(user=cast.outsider, role="officer")
    wanted = f"/rounds/{cast.round.code}"
    led = client.get(wanted).headers["Location"]
    assert led == f"/account/password/set?{urlencode({'next': wanted})}"
    client.post("/account/password/set", {"password1": PASSWORD})
    assert client.get(wanted).headers["Location"].startswith("/account/second-step?")


def test_staff_who_take_their_second_step_away_are_led_to_set_one_up(officer: User) -> None:
    client = Client()
    client.post(BY_PASSWORD, {"login": officer.email, "password": PASSWORD})
    client.post(SECOND, {"code": app_code()})
    client.post("/account/second-step/app/remove")
    assert not Authenticator.objects.filter(user=officer).exists()
    assert client.get("/").headers["Location"].startswith("/account/second-step?")


def test_a_weak_password_is_refused(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.outsider)
    answer = client.post("/account/password/set", {"password1": "short"})
    assert answer.status_code == 422
    cast.outsider.refresh_from_db()
    assert not cast.outsider.has_usable_password()


# Signing up


def test_somebody_signs_up_with_a_name_and_an_address(db: None) -> None:
    client = Client()
    answer = client.post("/sign-up", {"name": "Rosa Finch", "email": "Rosa@Finch.example"})
    assert answer.headers["Location"] == "/sign-up/code"
    assert client.get("/account").status_code == 302, "an address that nobody confirmed"
    client.post("/sign-up/code", {"code": emailed_code("rosa@finch.example")})
    assert "Rosa Finch" in words(client.get("/account"))


def test_signing_up_again_tells_the_address_and_nobody_else(cast: Cast) -> None:
    client = Client()
    answer = client.post("/sign-up", {"name": "Not Ann", "email": cast.applicant.email})
    assert answer.headers["Location"] == "/sign-up/code"
    assert kinds(cast.applicant.email) == ["address-known"]
    cast.applicant.refresh_from_db()
    assert cast.applicant.name == "Ann"
    assert client.post("/sign-up/code", {"code": "0000-0000"}).status_code == 422


# Lockout

LIMITS = {"login_failed": "10/m/ip,5/300s/key", "request_login_code": "20/m/ip,3/m/key"}


@override_settings(ACCOUNT_RATE_LIMITS=LIMITS)
def test_too_many_wrong_passwords_lock_the_address_out(officer: User) -> None:
    client, wrong = Client(), {"login": officer.email, "password": "wrong"}
    assert [client.post(BY_PASSWORD, wrong).status_code for _ in range(5)] == [422] * 5
    for password in ("wrong", PASSWORD):
        answer = client.post(BY_PASSWORD, {"login": officer.email, "password": password})
        assert answer.status_code == 429
        assert "There were too many tries" in words(answer)
    assert [row.about for row in trail(What.LOCKED_OUT)] == [officer], "one row, not one a try"


@override_settings(ACCOUNT_RATE_LIMITS=LIMITS)
def test_codes_are_not_sent_without_end(cast: Cast) -> None:
    answers = [Client().post(SEND, {"email": cast.applicant.email}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert len(kinds(cast.applicant.email)) == 3


@override_settings(ACCOUNT_RATE_LIMITS=LIMITS)
def test_too_many_wrong_codes_of_the_app_lock_out(officer: User) -> None:
    client = Client()
    client.post(BY_PASSWORD, {"login": officer.email, "password": PASSWORD})
    answers = [client.post(SECOND, {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


# Signing out


def test_signing_out_takes_a_post(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").headers["Location"] == "/sign-in"
    assert client.get("/account").status_code == 302
    assert [row.by for row in trail(What.SIGNED_OUT)] == [cast.officer]


def test_signing_out_everywhere_ends_the_other_sessions(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post(SEND, {"email": cast.applicant.email})
        client.post(CODE, {"code": emailed_code(cast.applicant.email)})
        assert client.get("/account").status_code == 200
    assert words(here.get("/account/sessions")).count("From 127.0.0.1") == 2
    here.post("/account/sessions")
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302


def test_changing_the_password_tells_the_person(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.applicant)
    client.post("/account/password/set", {"password1": PASSWORD})
    assert kinds(cast.applicant.email) == ["account-changed"]
    wrong = {"oldpassword": "not it at all", "password1": "three other words"}
    assert client.post("/account/password", wrong).status_code == 422
    right = {"oldpassword": PASSWORD, "password1": "three other words"}
    assert client.post("/account/password", right).headers["Location"] == "/account"


def test_a_person_changes_their_name(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.applicant)
    client.post("/account/name", {"name": "Ann  Marsh"})
    cast.applicant.refresh_from_db()
    assert cast.applicant.name.split() == ["Ann", "Marsh"]
    assert client.post("/account/name", {"name": ""}).status_code == 422
