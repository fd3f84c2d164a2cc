"""Signing in and out."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.journeys.conftest import words_of

PASSWORD = "a long enough secret"


@pytest.fixture
def client(cast: Cast) -> Client:
    """A browser, and an officer who has a password."""
    cast.officer.set_password(PASSWORD)
    cast.officer.save()
    return Client(enforce_csrf_checks=False)


def test_an_officer_signs_in_where_they_wanted_to_go(cast: Cast, client: Client) -> None:
    wanted = f"/rounds/{cast.round.code}"
    assert client.get(wanted).headers["Location"] == f"/sign-in?next={wanted}"
    form = {"username": " OFFICER@csp.example", "password": PASSWORD, "next": wanted}
    assert client.post("/sign-in", form).headers["Location"] == wanted
    assert "Olive" in client.get(wanted).content.decode()


def test_nobody_is_sent_to_another_site(client: Client) -> None:
    form = {"username": "officer@csp.example", "password": PASSWORD, "next": "https://bad.example/"}
    assert client.post("/sign-in", form).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Enter your email address"),
        ({"username": "officer@csp.example"}, "Enter your password"),
        (
            {"username": "officer@csp.example", "password": "wrong"},
            "The email address and password do not go together. Check both.",
        ),
        (
            {"username": "panel@csp.example", "password": ""},
            "Enter your password",
        ),
    ],
)
def test_what_is_wrong_is_said(client: Client, form: dict[str, str], told: str) -> None:
    response = client.post("/sign-in", form)
    page = response.content.decode()
    assert "<title>Error: Sign in – Safer grants</title>" in page
    assert f"There is a problem\n{told}" in words_of(response)  # type: ignore[arg-type]


def test_somebody_who_left_does_not_come_in(cast: Cast, client: Client) -> None:
    cast.officer.is_active = False
    cast.officer.save()
    form = {"username": "officer@csp.example", "password": PASSWORD}
    assert client.post("/sign-in", form).status_code == 200
    assert client.get("/desk").status_code == 302


def test_signing_out_takes_a_post(client: Client) -> None:
    client.post("/sign-in", {"username": "officer@csp.example", "password": PASSWORD})
    assert client.get("/desk").status_code == 200
    assert client.post("/sign-out").headers["Location"] == "/sign-in"
    assert client.get("/desk").status_code == 302
