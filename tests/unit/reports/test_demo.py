"""The demo stands where the design says, and the books hold."""

import re
import time
from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client

from bids.models import Bid
from funds.balances import balances, received_pence
from notices.models import Message
from reports.books import differences
from reports.demo import APPLICANTS, PASSWORD, TOTP_SECRET, load
from rounds.models import Pot, Round
from tests.cast import cast_of

pytestmark = pytest.mark.django_db


def test_the_year_stands_as_it_did_in_september() -> None:
    round = load()
    now = balances(round)
    assert round.bids.filter(state="monitored").count() == 7
    assert received_pence(round) == 20_000_00
    assert sum(pot["paid_pence"] for pot in now.pots.values()) == 12_040_00
    assert now.pots[Pot.TACTICAL]["available_pence"] == 8_603_33
    assert now.pots[Pot.MAIN]["available_pence"] == 1_366_67
    assert not Bid.objects.filter(state="closed").exists()
    assert not any(pot["returned_pence"] for pot in now.pots.values())
    assert list(differences([round])) == []


def test_everybody_it_names_can_sign_in() -> None:
    out = StringIO()
    call_command("demo", stdout=out)
    said = out.getvalue()
    assert TOTP_SECRET in said
    by_password, by_code = said.split("Who can sign in with a code by email")
    staff, rest = (
        re.findall(r"^  (\S+@\S+)", part, re.MULTILINE) for part in (by_password, by_code)
    )
    assert len(staff) == 7
    assert "admin@example.gov.uk" in staff
    assert set(APPLICANTS) < set(rest)
    assert len(rest) == 6
    for email in staff:
        client = Client()
        client.post("/sign-in/password", {"login": email, "password": PASSWORD})
        code = format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30))
        client.post("/sign-in/second-step", {"code": code})
        assert client.get("/account").status_code == 200, email
    for email in rest:
        Client().post("/sign-in", {"email": email})
        assert Message.objects.filter(to=email, kind="sign-in-code").exists(), email


def test_run_again_it_changes_nothing() -> None:
    call_command("demo", stdout=StringIO())
    before = Bid.objects.count()
    call_command("demo", stdout=StringIO())
    assert Bid.objects.count() == before


def test_it_does_not_mix_with_somebody_elses_round() -> None:
    cast_of()
    with pytest.raises(CommandError, match="for an empty database"):
        call_command("demo")
    assert Round.objects.count() == 1


def test_the_same_round_opened_by_hand_has_nobody_with_the_demos_password() -> None:
    call_command("open_round", "data/round-smp-2019-20.toml", stdout=StringIO())
    with pytest.raises(CommandError, match="not from the demo"):
        call_command("demo")
