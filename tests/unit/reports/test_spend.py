"""Where a round's money went: tables and charts of the same figures."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports.charts import svg
from reports.spend import HEADING, MONTH, POT, PRIORITY, Part, chart, spend, split
from rounds.models import Owner
from tests.cast import Cast


def part(cast: Cast, key: str) -> Part:
    return next(one for one in spend(cast.round) if one.key == key)


@given(st.integers(1, 9), st.integers(0, 10**9))
def test_money_is_split_equally_to_the_penny(size: int, pence: int) -> None:
    parts = [part for _key, part in split(list(range(size)), pence)]
    assert sum(parts) == pence
    assert max(parts) - min(parts) <= 1


def test_each_table_has_the_rounds_money(cast: Cast) -> None:
    bid = cast.paid(500_001)
    pots = {row.label: row.pence for row in part(cast, POT).rows}
    assert (500_001, 500_001) in pots.values()
    (month,) = part(cast, MONTH).rows
    assert (month.label, month.pence) == ("May 2019", (500_001,))
    assert sum(row.pence[0] for row in part(cast, HEADING).rows) == 500_001
    assert bid.award


def test_a_bid_of_several_priorities_is_counted_once_for_each_owner(cast: Cast) -> None:
    bid = cast.paid(500_001)
    for owner in Owner:
        bid.priorities.add(
            cast.round.priorities.create(owner=owner, code="XX", title="Y", position=9)
        )
    owners = {one.owner for one in bid.priorities.all()}
    rows = part(cast, PRIORITY).rows
    assert sum(row.pence[1] for row in rows) == 500_001 * len(owners)


def test_the_chart_says_what_the_table_says(cast: Cast) -> None:
    cast.paid(500_001)
    for one in spend(cast.round):
        drawn = chart(one)
        assert svg(drawn).startswith(b"<svg")
        for row in one.rows:
            assert row.label in drawn.description


def test_the_page_its_charts_and_its_file(cast: Cast, client: Client) -> None:
    cast.paid(500_001)
    client.force_login(cast.finance)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("spend", args=[cast.round.code]))
    assert page.status_code == 200
    assert "£5,000.01" in page.content.decode()
    assert len(asked) <= 10
    address = reverse("spend-chart", args=[cast.round.code, "pot"])
    assert client.get(address)["Content-Type"] == "image/svg+xml"
    assert client.get(address.replace("pot", "moon")).status_code == 404
    answer = client.get(reverse("spend-file", args=[cast.round.code]))
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet is not None
    assert 5000.01 in [row[4] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("name", ["spend", "spend-file"])
def test_an_applicant_does_not_see_it(cast: Cast, client: Client, name: str) -> None:
    cast.paid(500_001)
    client.force_login(cast.applicant)
    assert client.get(reverse(name, args=[cast.round.code])).status_code == 404
