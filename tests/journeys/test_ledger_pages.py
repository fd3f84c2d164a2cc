"""Finance looks through the ledger, and asks what stood on a past day."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from awards.ledger import LedgerForm, movements, newest, running
from awards.terms import next_terms
from base.paging import SIZE
from bids.models import Bid
from funds import actions as ledger
from funds.models import Movement
from monitoring import actions as monitoring
from rounds.models import Pot
from tests.cast import AGREED, PAID, Cast, at
from tests.journeys.conftest import Look, Read


def cells(response: HttpResponse) -> list[list[Any]]:
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    sheet: Any = load_workbook(BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def shown(page: Any) -> Any:
    """What the page was drawn from."""
    return page.context


def place(cast: Cast, name: str, asked: str = "") -> str:
    return f"/rounds/{cast.round.code}/{name}{asked}"


@pytest.fixture
def year(cast: Cast) -> Bid:
    """£5,000 awarded, £3,000 received and £2,000 paid on 7 May 2019, £500 recovered in June."""
    bid = cast.monitored(500_000)
    cast.receive(300_000)
    cast.pay(bid, 200_000)
    monitoring.recover(
        award=bid.award,
        amount_pence=50_000,
        by=cast.finance,
        reason="=Not\u202e spent",
        at=at("2019-06-10 12:00"),
    )
    return bid


# The ledger


def test_the_cash_is_shown_with_its_balance(cast: Cast, year: Bid, read: Read) -> None:
    words = read(cast.finance, place(cast, "ledger"))
    assert "£500.00\n£1,500.00\n" in words
    assert "-£2,000.00\n£1,000.00\n" in words
    assert "£3,000.00\n£3,000.00" in words
    assert f"Paid\n{year.reference}\nBACS-{year.reference}-1\nYouth Works · Frank" in words


def test_another_account_can_be_chosen(cast: Cast, year: Bid, read: Read) -> None:
    words = read(cast.finance, place(cast, "ledger", "?account=main"))
    assert "-£5,000.00\n£15,000.00" in words
    assert "£500.00\n£15,500.00" in words
    words = read(cast.finance, place(cast, "ledger", f"?account={year.reference}"))
    assert "Left to pay\nPaid, net" in words
    assert "£2,000.00\n£3,000.00\n£2,000.00" in words
    assert "£500.00\n£3,000.00\n£1,500.00" in words
    words = read(cast.finance, place(cast, "ledger", "?account=all"))
    assert "The grant\nto Main pot\n£20,000.00" in words
    assert "Left to pay" not in words


@pytest.mark.parametrize(
    ("asked", "amounts"),
    [
        ("?words=youth", ["£500.00", "-£2,000.00"]),
        ("?words=BACS", ["-£2,000.00"]),
        ("?words=spent", ["£500.00"]),
        ("?words=£3,000", ["£3,000.00"]),
        ("?words=CSP19-001", ["£500.00", "-£2,000.00"]),
        ("?words=nothing+like+it", []),
        ("?kind=recover", ["£500.00"]),
        ("?pot=main", ["£500.00", "-£2,000.00"]),
        ("?pot=tactical", []),
        ("?since_day=10&since_month=6&since_year=2019", ["£500.00"]),
        ("?until_day=9&until_month=6&until_year=2019", ["-£2,000.00", "£3,000.00"]),
        ("?account=main&kind=commit", ["-£5,000.00"]),
    ],
)
def test_it_is_narrowed_and_the_balance_stays_the_accounts(
    cast: Cast, year: Bid, look: Look, asked: str, amounts: list[str]
) -> None:
    assert year.reference == "CSP19-001"
    page = look(cast.finance, place(cast, "ledger", asked))
    assert page.status_code == 200
    table = shown(page)["table"]
    assert [row[3] for row in table.rows] == amounts
    whole = look(cast.finance, place(cast, "ledger", "?account=main" * ("main&" in asked)))
    balances = {(*row[0].parts, row[3]): row[4] for row in shown(whole)["table"].rows}
    assert all(balances[(*row[0].parts, row[3])] == row[4] for row in table.rows)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?account=nobody", "Choose one of the answers"),
        ("?since_day=1", "must include a month and a year"),
        (
            "?since_day=2&since_month=5&since_year=2019&until_day=1&until_month=5&until_year=2019",
            "must be the same day as “From” or later",
        ),
        ("?words=" + "x" * 101, "100 fit"),
    ],
)
def test_what_cannot_be_asked_is_said(cast: Cast, look: Look, asked: str, said: str) -> None:
    page = look(cast.finance, place(cast, "ledger", asked))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert look(cast.finance, place(cast, "ledger.xlsx", asked)).status_code == 302


def many(cast: Cast, count: int) -> None:
    """So many receipts of a penny more each, some of them on one moment."""
    for number in range(count):
        ledger.receive(
            round=cast.round,
            amount_pence=100 + number,
            reference=f"R{number}",
            by=cast.finance,
            at=PAID + timedelta(hours=number // 3),
        )


def test_every_page_joins_the_next_and_asks_as_often(cast: Cast) -> None:
    many(cast, 2 * SIZE + 10)
    client = Client()
    client.force_login(cast.finance)
    before, seen, asked = "", [], []
    for _page in range(3):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(place(cast, "ledger", f"?before={before}" if before else ""))
        asked.append(len(queries))
        seen += [row[4] for row in shown(page)["table"].rows]
        before = shown(page)["older"]
    assert before is None
    assert len(seen) == 2 * SIZE + 10
    sums = [sum(100 + one for one in range(number + 1)) for number in range(2 * SIZE + 10)]
    assert seen == [f"£{pence // 100:,}.{pence % 100:02d}" for pence in reversed(sums)]
    assert max(asked) <= 10
    assert asked[1] == asked[2]


def test_a_balance_after_each_movement_is_what_the_account_held(cast: Cast, year: Bid) -> None:
    form = LedgerForm({}, round=cast.round)
    assert form.is_valid()
    rows, _older = newest(movements(form), "")
    after = running(form.balances, movements(form), rows)
    assert after[rows[0].pk] == [cast.round.accounts.get(kind="cash").balance_pence]


def test_the_file_says_the_same_oldest_first(cast: Cast, year: Bid, look: Look) -> None:
    header, *rows = cells(look(cast.finance, place(cast, "ledger.xlsx")))
    assert header[-2:] == ["Amount", "Cash in hand"]
    assert [(row[-2], row[-1]) for row in rows] == [(3000, 3000), (-2000, 1000), (500, 1500)]
    assert [row[5] for row in rows] == [None, year.reference, year.reference]
    assert rows[2][8] == "=Not spent"
    narrowed = cells(look(cast.finance, place(cast, "ledger.xlsx", "?kind=recover")))
    assert [(row[-2], row[-1]) for row in narrowed[1:]] == [(500, 1500)]
    everything = cells(look(cast.auditor, place(cast, "ledger.xlsx", "?account=all")))
    assert len(everything) == 1 + Movement.objects.count()


# The statement, and the awards


def test_the_statement_tells_what_stood_at_the_end_of_a_day(
    cast: Cast, year: Bid, read: Read
) -> None:
    words = read(cast.finance, place(cast, "statement", "?as-at=2019-06-09"))
    assert "As it stood at the end of 9 June 2019" in words
    assert "Paid out\n£2,000.00\nRecovered\n£0.00\nPaid, net of recoveries\n£2,000.00" in words
    words = read(cast.finance, place(cast, "statement", "?as-at=2019-06-10"))
    assert "Paid out\n£2,000.00\nRecovered\n£500.00\nPaid, net of recoveries\n£1,500.00" in words
    assert "Youth Works: Night café (main pot)" in words
    assert "Still to come from the PCC, to pay what is committed\n£1,500.00" in words
    words = read(cast.finance, place(cast, "statement", "?as-at=2019-03-28"))
    assert "Nothing was awarded by then" in words
    assert "As it stands now" in read(cast.auditor, place(cast, "statement"))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ((timezone.now() + timedelta(days=2)).date().isoformat(), "has not come yet"),
        ("2019-02-30", "Enter a real date"),
        ("yesterday", "Enter a real date"),
        ("2019-W01-1", "Enter a real date"),
        ("٢٠١٩-٠١-٠١", "Enter a real date"),
        ("a%00b", "control characters"),
    ],
)
@pytest.mark.parametrize("name", ["statement", "awards"])
def test_a_day_that_cannot_be_is_refused(
    cast: Cast, look: Look, name: str, day: str, said: str
) -> None:
    page = look(cast.finance, place(cast, name, f"?as-at={day}"))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert look(cast.finance, place(cast, f"{name}.xlsx", f"?as-at={day}")).status_code == 302


def test_the_statements_file(cast: Cast, year: Bid, look: Look) -> None:
    header, *rows = cells(look(cast.finance, place(cast, "statement.xlsx", "?as-at=2019-06-30")))
    found = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert list(found) == ["All", "Main pot", "Tactical pot", year.reference]
    assert (found["All"]["Received"], found["All"]["Cash in hand"]) == (3000, 1500)
    assert found[year.reference]["Organisation"] == "Youth Works"
    assert (found[year.reference]["Paid, net"], found[year.reference]["Available"]) == (1500, 3000)


def test_the_awards_as_they_stood(cast: Cast, year: Bid, look: Look, read: Read) -> None:
    """State and amount are those of the day, though more was recorded later."""
    monitoring.release(
        award=year.award,
        amount_pence=100_000,
        by=cast.finance,
        reason="Less was needed.",
        at=at("2019-07-01 12:00"),
    )
    next_terms(year.award, cast.officer, at("2019-07-01 12:00"), amount_pence=400_000)
    monitoring.terminate(
        bid=year, by=cast.decision_maker, reason="It ended.", at=at("2019-08-01 12:00")
    )
    told = {
        "2019-03-28": None,
        "2019-04-01": ("Approved", "£5,000.00", "£5,000.00", "£0.00"),
        str(AGREED.date()): ("Monitored", "£5,000.00", "£5,000.00", "£0.00"),
        "2019-06-30": ("Monitored", "£5,000.00", "£4,500.00", "£1,500.00"),
        "2019-07-31": ("Monitored", "£4,000.00", "£3,500.00", "£1,500.00"),
        "2019-08-01": ("Terminated", "£4,000.00", "£1,500.00", "£1,500.00"),
    }
    for day, expected in told.items():
        page = look(cast.finance, place(cast, "awards", f"?as-at={day}"))
        rows = shown(page)["awards"].rows
        found = [(row[1].text, *row[2:5]) for row in rows]
        assert found == ([expected] if expected else []), day
    header, row = cells(look(cast.finance, place(cast, "awards.xlsx", "?as-at=2019-07-31")))
    now = dict(zip(header, row, strict=True))
    assert (now["State"], now["Amount"], now["Committed"]) == ("Monitored", 4000, 3500)
    assert "Terminated" in read(cast.officer, place(cast, "awards"))


def test_many_awards_are_paged(cast: Cast, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("base.paging.SIZE", 2)
    bids = [cast.approved(1_000, route=Pot.MAIN) for _one in range(3)]
    page = look(cast.finance, place(cast, "awards"))
    assert [row[0].parts[0].text for row in shown(page)["awards"].rows] == [
        bid.reference for bid in bids[:2]
    ]
    more = look(cast.finance, place(cast, "awards", f"?after={shown(page)['more']}"))
    assert [row[0].parts[0].text for row in shown(more)["awards"].rows] == [bids[2].reference]
