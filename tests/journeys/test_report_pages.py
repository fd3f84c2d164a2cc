"""The reports of a round: where they are, bids and awards added up, and the panel's register."""

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from awards.actions import turn_down
from bids.models import Bid
from reports.jobs.running import run
from reports.overview.leads import LEADS
from rounds.models import Pot
from tests.cast import Cast
from tests.journeys.conftest import Look, Read, words_of


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def home(cast: Cast) -> str:
    return f"/rounds/{cast.round.code}"


# Where they are


def test_one_page_leads_to_all_that_leaves(cast: Cast, client: Client) -> None:
    cast.approved()
    client.force_login(cast.auditor)
    page = client.get(f"{home(cast)}/reports").content.decode()
    links = page.partition("<main")[2].partition("</main>")[0].split('href="')[1:]
    addresses = [link.partition('"')[0] for link in links]
    assert len(addresses) >= sum(len(rows) for _, rows in LEADS.values())
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_who_may_not_read_the_trail_is_not_led_there(cast: Cast, read: Read) -> None:
    assert "Audit trail" in read(cast.auditor, f"{home(cast)}/reports")
    assert "Audit trail" not in read(cast.officer, f"{home(cast)}/reports")


def test_the_rounds_page_leads_to_its_reports(cast: Cast, read: Read) -> None:
    assert "Reports: all that leaves" in read(cast.officer, home(cast))


# Bids and awards


def test_bids_are_added_up_by_priority_and_all_once(cast: Cast, read: Read) -> None:
    cast.approved(500_000, amount_pence=400_000)
    cast.declined()
    words = read(cast.officer, f"{home(cast)}/bids-and-awards")
    assert "PCC1 Put victims first\nPCC\n2\n£10,000.00\n1\n£4,000.00\n£0.00" in words
    assert "All, each once\n2\n£10,000.00\n1\n£4,000.00\n£0.00" in words
    assert "2 bids belong to more than one row" in words


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("area", ["High Street\n2", "Shepway\n1"]),
        ("organisation", ["Youth Works\n2"]),
        ("round", ["Grant of grant-2019-20\ngrant-2019-20\n2"]),
    ],
)
def test_bids_are_added_up_otherwise(cast: Cast, read: Read, by: str, rows: list[str]) -> None:
    first, second = cast.submitted(), cast.submitted()
    Bid.objects.filter(pk=first.pk).update(area="Shepway; high street")
    Bid.objects.filter(pk=second.pk).update(area="High Street")
    words = read(cast.officer, f"{home(cast)}/bids-and-awards?by={by}")
    for row in rows:
        assert row.casefold() in words.casefold()


def test_what_is_asked_narrows_the_page_and_the_file(cast: Cast, look: Look, read: Read) -> None:
    main = cast.submitted(100_000)
    tactical = cast.submitted(200_000, route=Pot.TACTICAL)
    Bid.objects.filter(pk=main.pk).update(area="Shepway")
    asked = f"{home(cast)}/bids-and-awards?by=organisation&area=shep&route=main&organisation=youth"
    assert "Youth Works\n1\n£1,000.00" in read(cast.officer, asked)
    file = look(cast.officer, asked.replace("-awards?", "-awards.xlsx?")).content
    found = sheets(file)
    assert found["Added up"][1:] == [
        ("Youth Works", 1, 1000, 0, 0, 0),
        ("All, each once", 1, 1000, 0, 0, 0),
    ]
    assert [row[1] for row in found["Bids"][1:]] == [main.reference]
    assert tactical.reference not in str(found)
    priority = cast.round.priorities.earliest("pk")
    assert "Youth Works\n2" in read(
        cast.officer, f"{home(cast)}/bids-and-awards?by=organisation&priority={priority.pk}"
    )


def test_what_makes_no_sense_is_said_and_narrows_nothing(cast: Cast, look: Look) -> None:
    cast.submitted()
    asked = f"{home(cast)}/bids-and-awards?by=x&over=y&priority=z&route=%00"
    answer = look(cast.officer, asked)
    assert answer.status_code == 422
    assert "Choose one of the answers" in words_of(answer)
    assert "All, each once\n1" in words_of(answer)
    file = look(cast.officer, asked.replace("-awards?", "-awards.xlsx?"))
    assert (file.status_code, file.headers["Location"]) == (302, asked)


def test_a_turned_down_offer_is_no_award(cast: Cast, read: Read) -> None:
    turn_down(bid=cast.approved(), by=cast.officer)
    words = read(cast.officer, f"{home(cast)}/bids-and-awards?by=organisation")
    assert "Youth Works\n1\n£5,000.00\n0\n£0.00" in words


def test_drafts_do_not_count(cast: Cast, read: Read) -> None:
    cast.draft()
    assert "No bid was found." in read(cast.officer, f"{home(cast)}/bids-and-awards")


def test_other_rounds_of_the_partnership_count_where_asked(cast: Cast, read: Read) -> None:
    cast.submitted()
    other = cast.submitted()
    round = cast.round
    code = round.code
    round.pk, round.code, round.title = None, "second", "The second grant"
    round.save()
    Bid.objects.filter(pk=other.pk).update(round=round)
    asked = f"/rounds/{code}/bids-and-awards?by=round"
    assert "All, each once\n1" in read(cast.officer, asked)
    words = read(cast.officer, f"{asked}&over=all")
    assert "The second grant\nsecond\n1" in words
    assert "All, each once\n2" in words


# The panel's register


def test_the_register_says_who_sat_and_which_bids_lack_scores(cast: Cast, read: Read) -> None:
    cast.scored()
    lacking = cast.submitted()
    cast.declare(cast.panel_member)
    words = read(cast.auditor, f"{home(cast)}/panel/register")
    assert "Piers\npanel@csp.example\nBoth routes\n2\n1\n0\n0" in words
    assert f"{lacking.reference}\nYouth Works\n0 of 1" in words


def test_an_interest_is_counted_and_its_scores_are_not(cast: Cast, look: Look, read: Read) -> None:
    bid = cast.scored()
    cast.declare(cast.panel_member, interest="Trustee")
    words = read(cast.auditor, f"{home(cast)}/panel/register")
    assert "Piers\npanel@csp.example\nBoth routes\n0\n0\n1\n0" in words
    found = sheets(look(cast.auditor, f"{home(cast)}/panel/register.xlsx").content)
    assert found["Quorum"][1] == (bid.reference, "Youth Works", "Main route", 0, 1, "no")
    assert found["Panel"][1][:3] == ("Piers", "panel@csp.example", "Both routes")
    declared = found["Interests"][1]
    assert declared[3:5] == ("yes", "Trustee")
    assert str(declared[5]) == "2019-03-14 10:00:00"


def test_a_register_without_panel_or_bids(cast: Cast, look: Look, read: Read) -> None:
    cast.round.people.filter(role="panel").delete()
    words = read(cast.officer, f"{home(cast)}/panel/register")
    assert "Nobody is on the panel of this round yet." in words
    assert "No bid is to be scored yet." in words
    assert look(cast.officer, f"{home(cast)}/panel/register.xlsx").status_code == 200


# Freedom of information


def test_the_extract_has_a_page_that_says_what_is_not_in_it(
    cast: Cast, look: Look, read: Read
) -> None:
    cast.declined()
    words = read(cast.officer, f"{home(cast)}/foi")
    assert "1 bid that was sent" in words
    assert "drafts, and the scores and outcome of bids that are not decided" in words
    found = sheets(look(cast.officer, f"{home(cast)}/foi.xlsx").content)
    assert list(found) == ["Notes", "Bids", "Scores", "Decisions", "Money"]


def test_who_has_a_stake_does_not_get_the_extract(cast: Cast, look: Look) -> None:
    bid = cast.declined()
    bid.organisation.members.add(cast.officer)
    for address in ("foi", "foi.xlsx"):
        answer = look(cast.officer, f"{home(cast)}/{address}")
        assert answer.status_code == 403
        assert b"You have an interest in a bid of this round" in answer.content


def test_a_long_extract_is_not_answered_at_once(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.foi.views.LONG", 0)
    cast.declined()
    client.force_login(cast.officer)
    assert client.get(f"{home(cast)}/foi.xlsx")["Location"] == f"{home(cast)}/foi"


@pytest.mark.parametrize(
    ("kind", "page", "sheet"),
    [
        ("foi", "foi", "Decisions"),
        ("panel-register", "panel/register", "Quorum"),
        ("bids-and-awards", "bids-and-awards?by=organisation", "Added up"),
    ],
)
def test_a_long_file_is_made_in_the_background(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, kind: str, page: str, sheet: str
) -> None:
    for module in ("reports.foi.views", "reports.panel.register_views", "reports.overview.views"):
        monkeypatch.setattr(f"{module}.LONG", 0)
    cast.declined()
    client.force_login(cast.officer)
    shown = client.get(f"{home(cast)}/{page}").content.decode()
    assert f'name="kind" value="{kind}"' in shown
    assert "in the background" in shown
    client.post(f"{home(cast)}/files", {"kind": kind, "by": "organisation"})
    job = cast.round.jobs.get()
    run(job.pk)
    content = client.get(f"{home(cast)}/files/{job.pk}/file").content
    assert sheet in sheets(content)
    if kind == "bids-and-awards":
        assert sheets(content)[sheet][0][0] == "Organisation"
