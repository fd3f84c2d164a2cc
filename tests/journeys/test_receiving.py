"""Income is recorded in the browser, by officers and finance."""

import pytest
from django.test import Client

from funds.balances import balances
from funds.models import Movement
from rounds.models import Round
from tests.cast import Cast, cast_of
from tests.journeys.conftest import Look, Read, words_of
from tests.round_files import round_text

GOOD = {
    "amount_pence": "£20,000",
    "reference": "REM 1",
    "on_day": "30",
    "on_month": "april",
    "on_year": "2019",
}


def post(cast: Cast, **changes: str) -> tuple[int, str]:
    client = Client()
    client.force_login(cast.finance)
    response = client.post(f"/rounds/{cast.round.code}/receive", GOOD | changes, follow=True)
    return response.status_code, words_of(response)  # type: ignore[arg-type]


def test_what_came_is_in_the_cash(cast: Cast) -> None:
    status, words = post(cast)
    assert status == 200
    assert "£20,000.00 is recorded." in words
    assert "REM 1\nFrank" in words
    assert balances(cast.round).cash_pence == 2_000_000
    assert Movement.objects.get(kind="receive").at.isoformat() == "2019-04-29T23:00:00+00:00"


@pytest.mark.parametrize("page", ["", "/receive", "/finance", "/payments"])
def test_what_the_council_carries_is_not_called_received(db: None, read: Read, page: str) -> None:
    cast = cast_of(round_text(settings="pay_ahead = true"))
    address = f"/rounds/{cast.round.code}{page}"
    bid = cast.monitored()
    assert "received from the PCC and not yet paid out" in read(cast.finance, address)
    cast.pay(bid, 150_000)
    words = read(cast.finance, address)
    assert "Cash in hand:\n-£1,500.00" in words
    assert "More is paid out than has come from the PCC, and the council carries it." in words
    assert "received from the PCC and not yet paid out" not in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount_pence": ""}, "Enter the amount received"),
        ({"amount_pence": "0"}, "or more"),
        ({"amount_pence": "9" * 20}, "is not an amount"),
        ({"reference": ""}, "Enter the reference of the payment"),
        ({"reference": "a\u202eb"}, "hidden marks"),
        ({"on_year": "2999"}, "must be a real date"),
        ({"on_year": "2190"}, "has not come yet"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_moves(
    cast: Cast, changes: dict[str, str], said: str
) -> None:
    status, words = post(cast, **changes)
    assert status == 422
    assert said in words
    assert balances(cast.round).cash_pence == 0


def test_a_reference_is_used_once(cast: Cast) -> None:
    post(cast)
    status, words = post(cast)
    assert status == 422
    assert "already recorded with the reference REM 1" in words


def test_nothing_is_due_to_a_round_without_books(cast: Cast, look: Look) -> None:
    Round.objects.create(
        **{
            field.attname: getattr(cast.round, field.attname)
            for field in Round._meta.concrete_fields
            if field.attname not in ("id", "code", "published")
        },
        code="new-2020-21",
        published=False,
    )
    page = look(cast.finance, "/rounds/new-2020-21/receive")
    assert page.status_code == 409
    assert "This round is not published" in page.content.decode()
