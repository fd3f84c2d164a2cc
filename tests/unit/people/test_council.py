"""A council's own sign-in, over real HTTP with a provider of this test's own."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from people.models import User
from tests.cast import Cast, cast_of

pytestmark = pytest.mark.django_db


class Council(BaseHTTPRequestHandler):
    """An OpenID provider: it says who it is, gives a token for a code, and says whose it is."""

    person: dict[str, Any] = {}
    codes: list[str] = []

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        if self.path == "/.well-known/openid-configuration":
            self._answer(
                {
                    "issuer": here,
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "userinfo_endpoint": f"{here}/userinfo",
                    "jwks_uri": f"{here}/keys",
                }
            )
        elif self.headers.get("Authorization") == "Bearer a-token":
            self._answer(self.person)
        else:
            self.send_error(401)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.codes += sent["code"]
        self._answer({"access_token": "a-token", "token_type": "Bearer"})

    def _answer(self, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def council(settings: Any) -> Iterator[type[Council]]:
    """The provider, and the settings that lead to it."""
    server = HTTPServer(("127.0.0.1", 0), Council)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    app = {
        "provider_id": "council",
        "name": "Test Council",
        "client_id": "grants",
        "secret": "hush",
        "settings": {"server_url": address, "verified_email": ["csp.example"]},
    }
    settings.OIDC, settings.OIDC_SECOND_FACTOR = app, False
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    Council.person, Council.codes = {}, []
    yield Council
    server.shutdown()
    server.server_close()


def come_back(client: Client, council: type[Council], email: str, name: str = "Olive T") -> Any:
    """Press the button, be somebody at the council, and come back with a code."""
    council.person = {"sub": email, "email": email, "email_verified": True, "name": name}
    away = urlsplit(client.post("/sign-in/council").headers["Location"])
    asked = parse_qs(away.query)
    assert (away.path, asked["client_id"]) == ("/authorize", ["grants"])
    assert asked["redirect_uri"][0].endswith("/sign-in/council/back")
    return client.get("/sign-in/council/back", {"code": "c-1", "state": asked["state"][0]})


def person_of(client: Client) -> str:
    """The key of whoever the session belongs to."""
    return str(client.session.get("_auth_user_id", ""))


def test_the_button_shows_where_there_is_a_council(council: type[Council]) -> None:
    assert "Test Council" in Client().get("/sign-in").content.decode()


def test_an_officer_comes_in_and_needs_a_second_step(cast: Cast, council: type[Council]) -> None:
    client = Client()
    come_back(client, council, cast.officer.email)
    assert council.codes == ["c-1"]
    assert person_of(client) == str(cast.officer.pk)
    assert client.get("/desk").headers["Location"].startswith("/account/second-step")


def test_a_council_that_asks_for_it_itself_is_believed(
    cast: Cast, council: type[Council], settings: Any
) -> None:
    settings.OIDC_SECOND_FACTOR = True
    client = Client()
    come_back(client, council, cast.officer.email)
    assert client.get("/desk").status_code == 200


def test_an_address_that_the_council_does_not_vouch_for_opens_nobodys_account(
    cast: Cast, council: type[Council]
) -> None:
    victim = cast.applicant
    EmailAddress.objects.create(user=victim, email=victim.email, verified=True, primary=True)
    client = Client()
    come_back(client, council, victim.email, name="Mallory")
    assert person_of(client) == ""
    assert client.get("/organisations").status_code == 302
    assert not SocialAccount.objects.exists()


def test_an_address_that_is_only_claimed_is_confirmed_by_a_code(council: type[Council]) -> None:
    client = Client()
    come_back(client, council, "someone@elsewhere.example")
    assert person_of(client) == ""
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_a_new_person_takes_their_name_along_and_no_role(
    cast: Cast, council: type[Council]
) -> None:
    come_back(Client(), council, "new@csp.example", name="Nia  Adeyemi")
    user = User.objects.get(email="new@csp.example")
    assert user.name == "Nia Adeyemi"
    assert not user.memberships.exists()


def test_a_stolen_way_back_opens_nothing(cast: Cast, council: type[Council]) -> None:
    council.person = {"sub": "x", "email": cast.officer.email, "email_verified": True}
    client = Client()
    client.get("/sign-in/council/back", {"code": "c-1", "state": "made-up"})
    assert (person_of(client), council.codes) == ("", [])


def test_without_a_council_there_is_no_such_page(db: None) -> None:
    assert Client().post("/sign-in/council").status_code == 404
