"""The list of a round's bids: narrowed, sorted, paged by key, and taken away as a workbook."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from bids.models import Bid
from monitoring.bids import list as bid_list
from people.models import User
from rounds.models import Pot
from scoring.models import Interest
from tests.cast import Cast
from tests.journeys.conftest import Look, Read, words_of


def list_of(cast: Cast, query: str = "") -> str:
    return f"/rounds/{cast.round.code}/bids{query}"


def shown(look: Look, cast: Cast, query: str = "", who: User | None = None) -> list[str]:
    """The references on a page of the list, in its order."""
    page = look(who or cast.officer, list_of(cast, query)).content.decode()
    return re.findall(r'<a class="govuk-link" href="/bids/([^"/]+)">', page)


def named(cast: Cast, bid: Bid, **changes: Any) -> Bid:
    Bid.objects.filter(pk=bid.pk).update(**changes)
    return bid


def test_an_officer_reads_what_each_bid_waits_for(cast: Cast, read: Read) -> None:
    cast.submitted()
    cast.scored()
    cast.sifted()
    cast.approved()
    cast.rejected()
    words = read(cast.officer, list_of(cast))
    assert "5 bids." in words
    for waits in ("Gates to check", "Ready to sift", "Waits for a decision", "Offer lapsed"):
        assert f"\n{waits}" in words
    assert "Youth Works" in words
    assert "20 February 2019" in words
    assert "80.00" in words


def test_it_is_narrowed_by_each_thing_asked(cast: Cast, look: Look) -> None:
    one = named(cast, cast.submitted(), project="Boxing club", area="Shepway North")
    two = named(cast, cast.sifted(route=Pot.TACTICAL), summary="Safer alleys, said 100%.")
    three = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    priority = cast.round.priorities.get(code="PCC1").pk
    three.priorities.clear()
    for query, found in {
        "?words=boxing+CLUB": [one],
        "?words=100%25": [two],
        "?words=other": [three],
        f"?words={two.reference}": [two],
        "?words=nothing": [],
        "?state=draft": [three],
        "?route=tactical": [two],
        f"?priority={priority}": [one, two],
        "?organisation=other+works": [three],
        "?area=shepway": [one],
        "?needs=decision": [two],
        "?needs=gates": [one],
        "?state=submitted&route=tactical": [],
    }.items():
        assert shown(look, cast, query) == [bid.reference for bid in found], query


def test_it_is_sorted_as_asked_and_stays_so_in_the_links(cast: Cast, look: Look) -> None:
    low, high = cast.sifted(300_000, points=2), cast.sifted(100_000, points=5)
    draft = cast.draft(200_000, organisation=cast.rival_organisation, by=cast.rival)
    for query, found in {
        "?sort=amount": [high, draft, low],
        "?sort=amount&order=down": [low, draft, high],
        "?sort=score&order=down": [high, low, draft],
        "?sort=organisation": [draft, low, high],
        "?sort=submitted": [draft, low, high],
    }.items():
        assert shown(look, cast, query) == [bid.reference for bid in found], query
    page = look(cast.officer, list_of(cast, "?sort=amount&words=works")).content.decode()
    assert 'aria-sort="ascending"' in page
    assert "?words=works&amp;sort=amount&amp;order=down" in page
    assert "bids.xlsx?words=works&amp;sort=amount" in page


@pytest.mark.parametrize("sort", [*bid_list.SORTS])
@pytest.mark.parametrize("order", ["", "down"])
def test_its_pages_go_forth_and_back_over_every_bid_once(
    cast: Cast, look: Look, monkeypatch: pytest.MonkeyPatch, sort: str, order: str
) -> None:
    monkeypatch.setattr(bid_list, "SIZE", 2)
    for amount in (300_000, 100_000, 100_000, 200_000, 100_000):
        cast.draft(amount)
    query = f"?sort={sort}&order={order}"

    def follow(way: str, query: str) -> Iterator[list[str]]:
        while True:
            page = look(cast.officer, list_of(cast, query)).content.decode()
            yield re.findall(r'<a class="govuk-link" href="/bids/([^"/]+)">', page)
            link = re.search(rf'pagination__link" href="[^"?]*(\?[^"]*)" rel="{way}"', page)
            if link is None:
                return
            query = link[1].replace("&amp;", "&")

    forth = list(follow("next", query))
    assert [len(some) for some in forth] == [2, 2, 1]
    assert len({reference for some in forth for reference in some}) == 5
    last = forth[-1][0]
    back = [forth[-1], *list(follow("prev", f"{query}&before={last}"))]
    assert back == forth[::-1]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?state=nothing", "Choose one of the answers"),
        ("?priority=1%20OR%201", "Choose one of the answers"),
        ("?sort=need", "Choose one of the answers"),
        ("?words=%00", "There are control characters"),
        ("?words=%E2%80%AE", "hidden marks"),
        ("?area=" + "a" * 101, "Make it shorter"),
        ("?state=draft&state=sifted", "This was sent more than once"),
    ],
)
def test_a_filter_that_makes_no_sense_is_said_and_left_out(
    cast: Cast, look: Look, query: str, told: str
) -> None:
    bid = cast.submitted()
    response = look(cast.officer, list_of(cast, query))
    assert response.status_code == 422
    assert told in words_of(response)
    assert bid.reference in words_of(response)


@pytest.mark.parametrize("query", ["?after=nothing", "?before=%00", "?after=a&before=b", "?page=7"])
def test_a_place_that_is_not_there_is_the_beginning(cast: Cast, look: Look, query: str) -> None:
    bid = cast.submitted()
    assert shown(look, cast, query) == [bid.reference]


def test_a_panel_member_sees_what_is_theirs_to_see(cast: Cast, look: Look, read: Read) -> None:
    bid, theirs, draft = cast.sifted(), cast.sifted(), cast.draft()
    Interest.objects.create(bid=theirs, member=cast.panel_member, words="Trustee")
    assert shown(look, cast, who=cast.panel_member) == [bid.reference]
    words = read(cast.panel_member, list_of(cast))
    for hidden in ("Score", "80.00", "What it waits for", "Choose", draft.reference):
        assert hidden not in words
    assert look(cast.panel_member, list_of(cast, "?sort=score")).status_code == 422


def test_an_auditor_reads_and_exports_and_has_no_boxes_to_tick(cast: Cast, read: Read) -> None:
    cast.sifted()
    words = read(cast.auditor, list_of(cast))
    assert "Download these" in words
    assert "80.00" in words
    assert "Choose" not in words


def test_an_applicant_is_told_where_their_own_bids_are(cast: Cast, look: Look) -> None:
    cast.submitted()
    for address in (list_of(cast), f"/rounds/{cast.round.code}/bids.xlsx"):
        response = look(cast.applicant, address)
        assert response.status_code == 403
        assert "Your own bids are on the page of the round." in words_of(response)
        assert look(cast.stranger, address).status_code == 404


def exported(cast: Cast, who: User, query: str = "") -> list[tuple[Any, ...]]:
    client = Client()
    client.force_login(who)
    response = client.get(f"/rounds/{cast.round.code}/bids.xlsx{query}")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def test_the_workbook_has_every_bid_of_the_filter(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bid_list, "SIZE", 1)
    monkeypatch.setattr("monitoring.bids.export.BATCH", 2)
    bids = [named(cast, cast.sifted(), project="=1+1"), cast.submitted(), cast.submitted()]
    head, *rows = exported(cast, cast.officer, "?order=down")
    assert [row[0] for row in rows] == [bid.reference for bid in reversed(bids)]
    last = dict(zip(head, rows[-1], strict=True))
    assert last["Project"] == "=1+1"
    assert last["Requested"] == 5000
    assert last["Score"] == 80
    assert last["Waits for"] == "Waits for a decision"
    assert len(exported(cast, cast.officer, "?state=sifted")) == 2


def test_the_workbook_of_a_panel_member_has_no_scores_and_nobody_to_write_to(cast: Cast) -> None:
    cast.sifted()
    head, row = exported(cast, cast.panel_member)
    assert not {"Score", "Waits for", "Contact", "Email"} & set(head)
    assert "applicant@youth.example" not in row


@pytest.mark.parametrize("who", ["officer", "panel_member", "auditor"])
def test_its_queries_are_ten_at_most_whatever_the_number_of_bids(cast: Cast, who: str) -> None:
    cast.sifted(100_000)
    last = cast.sifted(100_000)
    client = Client()
    client.force_login(getattr(cast, who))
    query = f"?words=cafe+night&before={last.reference}".replace("cafe+", "")

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(list_of(cast, query))
        return len(captured)

    few = count()
    for _ in range(4):
        cast.sifted(100_000)
        cast.draft()
    assert few == count() <= 10
