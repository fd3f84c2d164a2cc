"""What a panel member takes away: who gets it, what it is called, and how often it asks the database."""

import io

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from bids.actions import start, submit
from bids.models import Bid
from people.models import Organisation, User
from rounds.models import Pot
from scoring.models import Discussion, Score
from tests.cast import CRITERIA, SIFTED, STARTED, SUBMITTED, Cast
from tests.journeys.conftest import Look


def address(cast: Cast, member: User, what: str = "pack") -> str:
    ending = {"pack": "pdf", "workbook": "xlsx"}[what]
    return f"/rounds/{cast.round.code}/panel/{what}/{member.pk}.{ending}"


def declared(cast: Cast) -> Bid:
    """A submitted bid that the panel member may score."""
    bid = cast.submitted()
    cast.declare(cast.panel_member, bid.organisation)
    return bid


def test_a_member_gets_their_own_and_an_officer_anybodys(cast: Cast, look: Look) -> None:
    declared(cast)
    for what in ("pack", "workbook"):
        there = address(cast, cast.panel_member, what)
        for person in (cast.panel_member, cast.officer):
            assert look(person, there).status_code == 200
        assert look(cast.second_panel_member, there).status_code == 403
        assert look(cast.auditor, there).status_code == 403
        assert look(cast.applicant, there).status_code == 403
        assert look(cast.stranger, there).status_code == 404
        assert look(cast.officer, address(cast, cast.officer, what)).status_code == 404


def test_they_are_called_after_the_round_and_the_member(cast: Cast, look: Look) -> None:
    declared(cast)
    pack = look(cast.officer, address(cast, cast.panel_member))
    assert (
        pack["Content-Disposition"] == 'attachment; filename="panel-pack-grant-2019-20-piers.pdf"'
    )
    assert pack["Content-Type"] == "application/pdf"
    book = look(cast.officer, address(cast, cast.panel_member, "workbook"))
    assert 'filename="scores-grant-2019-20-piers.xlsx"' in book["Content-Disposition"]


def test_where_nothing_is_declared_the_page_says_so(cast: Cast, look: Look) -> None:
    cast.submitted()
    answer = look(cast.panel_member, address(cast, cast.panel_member))
    assert answer.status_code == 409
    assert "first say, for each organisation that bids" in answer.content.decode()


def test_what_is_sent_or_revealed_stays_in_the_pack_and_leaves_the_workbook(
    cast: Cast, look: Look
) -> None:
    sent, revealed, left = (declared(cast) for _ in range(3))
    for criterion in cast.round.criteria.all():
        Score.objects.create(
            bid=sent, member=cast.panel_member, criterion=criterion, points=3, at=SIFTED
        )
    Discussion.objects.create(bid=revealed, revealed_by=cast.officer)
    pack = look(cast.panel_member, address(cast, cast.panel_member))
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pack.content)).pages)
    assert all(bid.reference in text for bid in (sent, revealed, left))
    book = look(cast.panel_member, address(cast, cast.panel_member, "workbook"))
    rows = load_workbook(io.BytesIO(book.content))["Scores"].iter_rows(min_row=2, values_only=True)
    assert [row[0] for row in rows] == [left.reference] * len(CRITERIA)


def test_a_blind_round_hides_who_bids_whoever_fetches_it(cast: Cast, look: Look) -> None:
    cast.round.blind = True
    cast.round.save()
    declared(cast)
    for person in (cast.panel_member, cast.officer):
        pack = look(person, address(cast, cast.panel_member))
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pack.content)).pages)
        assert "Applicant hidden until the sift" in text
        assert "Youth Works" not in text
        book = look(person, address(cast, cast.panel_member, "workbook"))
        assert b"Youth Works" not in book.content
        sheets = load_workbook(io.BytesIO(book.content))
        assert "Youth Works" not in str(list(sheets["How to score"].values))


def test_more_bids_ask_the_database_no_more_often(cast: Cast) -> None:
    declared(cast)
    few = {what: count(cast, what) for what in ("pack", "workbook")}
    for number in range(5):
        organisation = Organisation.objects.create(name=f"Works {number}", kind="charity")
        draft = start(
            round=cast.round,
            route=Pot.MAIN,
            organisation=organisation,
            by=cast.officer,
            at=STARTED,
            answers=cast.answers(),
        )
        submit(bid=draft, by=cast.officer, at=SUBMITTED)
        cast.declare(cast.panel_member, organisation)
    assert {what: count(cast, what) for what in few} == few


def count(cast: Cast, what: str) -> int:
    client = Client()
    client.force_login(cast.panel_member)
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(cast, cast.panel_member, what)).status_code == 200
    return len(asked)
