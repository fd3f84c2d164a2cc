"""How long a sign-in lasts, and what is written down of refusals."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from people.gate import STAFF
from people.models import AuditRow
from people.roles import ROLES
from tests.cast import Cast, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """A small round and its people."""
    return cast_of()


def later(**since: float) -> time_machine.travel:
    """Some time from now."""
    return time_machine.travel(timezone.now() + timedelta(**since), tick=False)


def test_only_the_panel_signs_in_with_a_code() -> None:
    assert set(ROLES) - set(STAFF) == {"panel"}


def test_a_session_ends_when_nothing_happens(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.applicant)
    with later(minutes=29):
        assert client.get("/account").status_code == 200
    with later(minutes=58):
        assert client.get("/account").status_code == 200, "it did not count from the last page"
    with later(minutes=89):
        assert client.get("/account").status_code == 302
        assert "nothing happened for 30 minutes" in client.get("/sign-in").content.decode()
    assert AuditRow.objects.get(what="signed-out").by == cast.applicant


def test_a_session_ends_however_busy_after_its_hours(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.applicant)
    with override_settings(SESSION_IDLE_SECONDS=24 * 3600, SESSION_COOKIE_AGE=3600):
        with later(minutes=50):
            assert client.get("/account").status_code == 200
        with later(minutes=70):
            assert client.get("/account").status_code == 302


def test_the_session_is_written_once_a_minute_at_most(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.applicant)

    def writes() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/account")
        return sum('UPDATE "django_session"' in query["sql"] for query in captured)

    assert writes() == 0
    with later(seconds=61):
        assert writes() == 1
        assert writes() == 0


def test_an_old_session_without_a_clock_is_given_one(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.applicant)
    session = client.session
    del session["seen"], session["began"]
    session.save()
    client.get("/account")
    stored = Session.objects.get(pk=client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert stored.get_decoded()["seen"] == pytest.approx(time.time(), abs=60)


def test_a_refusal_is_in_the_trail_though_what_was_asked_is_undone(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer)
    address = f"/partnerships/{cast.round.partnership.code}/audit"
    assert client.get(address).status_code == 403
    row = AuditRow.objects.get(what="refused")
    assert row.by == cast.officer
    assert row.note is not None
    assert row.note.text.startswith(f"{address} officer@csp.example may not read the audit trail")


def test_a_sign_in_that_proved_nothing_does_not_open_staff_pages(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer)
    session = client.session
    del session["sign_in_proved"]
    session.save()
    assert client.get("/").headers["Location"].startswith("/account/password/set?")
    assert client.post("/").headers["Location"].startswith("/account/password/set?")
    assert client.get("/health").status_code in (200, 503)
    assert client.post("/sign-out").status_code == 302


def test_the_proof_is_the_persons_own(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer)
    session = client.session
    session["sign_in_proved"] = cast.finance.pk
    session.save()
    assert client.get("/").status_code == 302
