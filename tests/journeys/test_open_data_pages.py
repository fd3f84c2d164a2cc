"""What anybody reads of what was funded, and what the officer who answers for it sees."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from bids.models import Bid
from monitoring.actions import terminate
from people.models import Organisation, Partnership
from tests.cast import PAID, Cast, again
from tests.journeys.conftest import Look, Read

YEAR = "/open-data/csp/2019-20"


def hold(cast: Cast) -> None:
    """A publicity hold begins now."""
    partnership = cast.round.partnership
    partnership.hold_from = timezone.now()
    partnership.hold_until = timezone.now().date().replace(year=timezone.now().year + 1)
    partnership.save()


def test_a_file_is_for_programs_of_any_site_and_may_be_kept(cast: Cast, client: Client) -> None:
    cast.approved()
    answer = client.get(f"{YEAR}/360giving.json")
    assert len(json.loads(answer.content)["grants"]) == 1
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=300"
    again = client.get(f"{YEAR}/360giving.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_file_reads_no_cookie_and_gives_none(cast: Cast, client: Client, signed_in: bool) -> None:
    cast.approved()
    if signed_in:
        client.force_login(cast.officer)
    answer = client.get(f"{YEAR}/360giving.csv")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    "address",
    [
        f"{YEAR}/secrets.csv",
        f"{YEAR}/360giving.json",  # the standard has no empty package
        "/open-data/csp/2018-19/360giving.csv",
        "/open-data/csp/2019/transparency-code.csv",
        "/open-data/nowhere/2019-20/transparency-code.csv",
        "/funded/csp/2018-19",
        "/open-data/csp/2018-19/specified-information",
    ],
)
def test_what_is_not_published_is_not_there(cast: Cast, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_two_rounds_of_a_year_are_one_file(cast: Cast, client: Client) -> None:
    cast.approved()
    other = cast.approved()
    round = cast.round
    round.pk, round.code, round.title = None, "second-2019-20", "The second grant"
    round.save()
    Bid.objects.filter(pk=other.pk).update(round=round)
    grants = json.loads(client.get(f"{YEAR}/360giving.json").content)["grants"]
    assert [grant["grantProgramme"][0]["code"] for grant in grants] == [
        "grant-2019-20",
        "second-2019-20",
    ]


def test_everybody_is_led_from_the_first_page_to_what_came_of_it(cast: Cast, read: Read) -> None:
    bid = cast.ready_to_close()
    Bid.objects.filter(pk=bid.pk).update(area="High Street")
    assert "What was funded before, and what came of it" in read(None, "/")
    assert "Partnership of csp, 2019-20" in read(None, "/open-data")
    words = read(None, "/funded/csp/2019-20")
    assert "High Street\nNight café\n£5,000.00\n· Youth Works" in words
    assert "All done." in words


def test_what_was_funded_in_all_counts_each_project_once(cast: Cast, read: Read) -> None:
    several = cast.approved(100_000)
    Bid.objects.filter(pk=several.pk).update(area="High Street; Shepway")
    assert "1 project was funded, with £1,000.00." in read(None, "/funded/csp/2019-20")
    cast.approved(100_000)
    assert "2 projects were funded, with £2,000.00 in all." in read(None, "/funded/csp/2019-20")


def test_a_return_that_is_not_accepted_tells_nobody_anything(cast: Cast, read: Read) -> None:
    bid = cast.monitored()
    bid.award.returns.create(
        period=cast.first_period,
        state="sent",
        progress="Not yet true.",
        spent_pence=0,
        forecast_pence=0,
        sent_by=cast.applicant,
        sent_at=PAID,
    )
    words = read(None, "/funded/csp/2019-20")
    assert "Not yet true." not in words
    assert "It has not reported yet." in words


def test_the_page_of_reasons_names_conditions_too(cast: Cast, read: Read) -> None:
    cast.approved()
    words = read(None, f"{YEAR}/specified-information")
    assert "It serves: Put victims first (PCC); Keep young people safe (Partnership of csp)." in (
        words
    )
    assert "Money spent before this is accepted is not paid." in words
    assert "Money is paid back within 30 days of being asked for." in words


def test_the_officer_sees_what_is_published_left_out_and_taken_out(cast: Cast, read: Read) -> None:
    bid = cast.approved()
    Bid.objects.filter(pk=bid.pk).update(summary="Ring 07700 900123 for Ann.")
    internal = cast.approved(100_000)
    internal.award.internal = True
    internal.award.save()
    words = read(cast.officer, f"/rounds/{cast.round.code}/open-data")
    assert f"{bid.reference}\nNight café" in words
    assert f"{internal.reference}\nYouth Works\nIt is an award of the council to itself" in words
    assert "Night café\nYouth Works\n07700 900123\nAnn" in words


def test_what_a_hold_keeps_back_is_the_partnerships_alone(
    cast: Cast, look: Look, read: Read
) -> None:
    hold(cast)
    bid = cast.approved()
    assert "No grant has been awarded yet." in read(None, "/open-data")
    assert "Nothing has been announced yet." in read(None, "/funded/csp/2019-20")
    assert "Nothing has been announced yet." in read(None, f"{YEAR}/specified-information")
    assert bid.reference.encode() not in look(None, f"{YEAR}/transparency-code.csv").content
    own = f"/rounds/{cast.round.code}/open-data"
    assert "1 award is kept back by the publicity hold" in read(cast.officer, own)
    assert b"Youth Works" in look(cast.officer, f"{own}/360giving.csv").content
    assert look(cast.officer, f"{own}/secrets.csv").status_code == 404


def test_an_early_end_is_told_once_it_is_announced(cast: Cast, read: Read) -> None:
    bid = cast.monitored()
    hold(cast)
    terminate(bid=again(bid), by=cast.decision_maker, reason="The café closed.", at=PAID)
    words = read(None, "/funded/csp/2019-20")
    assert "Night café" in words
    assert "ended early" not in words
    Partnership.objects.update(hold_from=None, hold_until=None)
    assert "ended early" in read(None, "/funded/csp/2019-20")


def test_a_person_who_was_funded_is_named_in_no_file(cast: Cast, look: Look) -> None:
    cast.approved()
    Organisation.objects.update(kind="sole trader", name="Wilma Ironside", charity_number="1234567")
    content = look(None, f"{YEAR}/specified-information.csv").content.decode()
    assert "A private individual" in content
    assert "Ironside" not in content
    assert "1234567" not in content
