"""What browsers are told with every page."""

import pytest
from django.test import Client

from config import environment
from tests.cast import Cast

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


@pytest.mark.parametrize(
    "address",
    ["/", "/sign-in", "/sign-up", "/account", "/health", "/health.json", "/nothing", "/sign-out"],
)
def test_every_answer_has_the_policies(cast: Cast, address: str) -> None:
    client = Client()
    if address == "/account":
        client.force_login(cast.officer)
    headers = client.get(address).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_no_browser_keeps_what_somebody_signed_in_was_shown(cast: Cast) -> None:
    client, bid = Client(), cast.submitted()
    assert not client.get("/").has_header("Cache-Control")
    client.force_login(cast.applicant)
    for address in ("/", f"/bids/{bid.reference}", f"/bids/{bid.reference}/copy.docx", "/nothing"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_no_page_of_signing_in_has_script_or_style_in_it(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.applicant)
    for address in ("/account", "/account/second-step/app", "/account/second-step/passkeys/add"):
        page = client.get(address).content.decode()
        assert page.count("<script") == page.count("<script src=")
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page


def test_a_form_may_lead_to_the_councils_own_sign_in() -> None:
    council = {"settings": {"server_url": "https://login.example.org/tenant/v2.0"}}
    assert environment.origins(council) == ["https://login.example.org"]
