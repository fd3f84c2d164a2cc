"""A return as its pages send it."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from bids.models import Bid
from monitoring.models import Return
from people.models import User
from rounds.models import Period
from tests.cast import Cast
from tests.journeys.conftest import words_of

SCRIPT = {"HTTP_ACCEPT": "application/json"}


def address(bid: Bid, period: Period, name: str = "return") -> str:
    return reverse(name, args=[bid.reference, period.pk])


def signed_in(user: User) -> Any:
    client = Client()
    client.force_login(user)
    return client


def boxes(user: User, bid: Bid, period: Period) -> dict[str, str]:
    """What the page's form would send as it stands, without its files."""
    body = signed_in(user).get(address(bid, period)).content.decode()
    form = body.partition("data-autosave")[2].partition("</form>")[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if given.get("type") not in ("file", "submit") and (
            given.get("type") != "checkbox" or " checked" in tag
        ):
            found[unescape(given["name"])] = unescape(given.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)', form):
        found[unescape(name)] = unescape(text).removeprefix("\n")
    return found


GOOD = {
    "progress": "Open every Friday.",
    "outcomes": "Fewer calls.",
    "people_reached": "250",
    "issues": "",
    "case_study": "",
    "underspend_reason": "",
    "declared_by": "Ann Archer",
    "declared": "on",
}
MONEY = {"spent-": "1500", "forecast-": "5000.00", "actual-": "250", "reason-": ""}


def filled(user: User, bid: Bid, period: Period, **changes: str) -> dict[str, str]:
    """The form with good answers; ``spent``, ``forecast``, ``reason`` and ``actual`` by their first word."""
    data = boxes(user, bid, period)
    given = {**MONEY, **{f"{k}-": v for k, v in changes.items() if f"{k}-" in MONEY}}
    for name in data:
        for prefix, value in given.items():
            if name.startswith(prefix):
                data[name] = value
    data.update(GOOD)
    data.update({k: v for k, v in changes.items() if f"{k}-" not in MONEY})
    return data


def post(user: User, where: str, data: dict[str, Any], then: str = "", **headers: Any) -> Any:
    return signed_in(user).post(where, {**data, "then": then}, **headers)


def sent(cast: Cast, bid: Bid, period: Period | None = None, **changes: str) -> Return:
    """The return of a period as the applicant sent it."""
    period = period or cast.first_period
    data = filled(cast.applicant, bid, period, **changes)
    answer = post(cast.applicant, address(bid, period), data, "send")
    assert answer.status_code == 302, words_of(answer)
    return Return.objects.get(award__bid=bid, period=period)
