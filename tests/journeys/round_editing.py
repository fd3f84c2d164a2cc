"""What the tests of the round editor do on its pages."""

from typing import Any

from django.test import Client

from people.models import User
from rounds.models import Round
from tests.cast import Cast
from tests.dump import Dump, dump
from tests.journeys.conftest import words_of

NEW = {
    "start": "copy:grant-2019-20",
    "title": "Grant of 2020-21",
    "financial_year": "2020-21",
    "allocation_pence": "30000",
}
MONEY = {
    "over_allocation_percent": "0",
    "pay_ahead": "no",
    "acceptance_days": "21",
    "delegated_limit_pence": "0",
    "response_days": "10",
    "carry_forward": "no",
}


def kept() -> Dump:
    """All that there is of rounds and money."""
    return {table: rows for table, rows in dump().items() if table[:6] in ("rounds", "funds_")}


def post(user: User, address: str, given: dict[str, Any] | None = None) -> tuple[int, str]:
    """Post a form as somebody: the status of the answer, and the words of where it leads."""
    client = Client()
    client.force_login(user)
    first = client.post(address, given or {})
    words = words_of(client.get(first["Location"]) if first.status_code == 302 else first)  # type: ignore[arg-type]  # the test client's own kind
    return first.status_code, words


def begun(cast: Cast, **changes: str) -> Round:
    """A copy of the round, a year later and not published."""
    status, words = post(cast.officer, "/rounds/new", NEW | changes)
    assert status == 302, words
    return Round.objects.latest("pk")


def at(round: Round, part: str) -> str:
    return f"/rounds/{round.code}/edit/{part}"


def rows(*given: dict[str, str], **others: str) -> dict[str, str]:
    """Rows as a page posts them."""
    posted = {
        f"rows-{number}-{name}": value
        for number, row in enumerate(given)
        for name, value in row.items()
    }
    return {"rows-TOTAL_FORMS": str(len(given)), "rows-INITIAL_FORMS": "0", **posted, **others}


def gate(title: str, code: str = "") -> dict[str, str]:
    return {"title": title, "code": code}
