"""A project writes its return and sends it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bids.models import Bid
from monitoring.models import Return
from notices.models import Message
from tests.cast import Cast
from tests.files import pdf
from tests.journeys.conftest import Read, words_of
from tests.journeys.return_forms import SCRIPT, address, boxes, filled, post, sent, signed_in


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """A running project with a measure."""
    bid = cast.monitored()
    bid.measures.create(name="Guests", baseline="0", target="600")
    return bid


# Writing


def test_the_schedule_shows_what_is_due(cast: Cast, bid: Bid, read: Read) -> None:
    words = read(cast.applicant, reverse("returns", args=[bid.reference]))
    assert "September report\nup to 31 July 2019\n16 August 2019\nTo be written\nOverdue" in words
    assert "Final\nup to 31 March 2020" in words


def test_a_return_is_written_and_sent(cast: Cast, bid: Bid, read: Read) -> None:
    found = sent(cast, bid)
    assert (found.state, found.spent_pence, found.forecast_pence) == ("sent", 150_000, 500_000)
    assert (found.people_reached, found.declared_by) == (250, "Ann Archer")
    assert (found.sent_by, found.rag) == (cast.applicant, "")
    assert [(one.measure.name, one.value) for one in found.actuals.all()] == [("Guests", "250")]
    assert [(one.name, one.spent_pence) for one in found.headings.all()] == [("staffing", 150_000)]
    told = Message.objects.get(kind="return-sent")
    assert told.to == "officer@csp.example"
    assert address(bid, cast.first_period) in told.body
    words = read(cast.applicant, address(bid, cast.first_period))
    assert "Open every Friday." in words
    assert "Send the return" not in words
    assert not Return.objects.accepted().exists()


def test_a_draft_bears_half_typed_figures(cast: Cast, bid: Bid) -> None:
    data = filled(cast.applicant, bid, cast.first_period, spent="15o", forecast="", progress="Half")
    answer = post(cast.applicant, address(bid, cast.first_period), data, "later")
    assert answer.status_code == 302
    found = Return.objects.get()
    assert (found.state, found.written_by) == ("draft", cast.applicant)
    again = boxes(cast.applicant, bid, cast.first_period)
    assert again["progress"] == "Half"
    assert [v for k, v in again.items() if k.startswith("spent-")] == ["15o"]
    assert again["declared_by"] == "Ann Archer"
    assert "declared" not in again


def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, bid: Bid) -> None:
    data = filled(
        cast.applicant,
        bid,
        cast.first_period,
        spent="15o",
        progress="",
        people_reached="-1",
        declared_by="",
    )
    data.pop("declared")
    answer = post(cast.applicant, address(bid, cast.first_period), data, "send")
    assert answer.status_code == 422
    words = words_of(answer)
    for said in (
        "“15o” is not an amount",
        "Say what the project has done in this period",
        "Enter a whole number from 0",
        "Enter the full name of the person who declares",
        "Tick the box to declare that the return is true",
    ):
        assert said in words
    assert 'value="15o"' in answer.content.decode()
    assert Return.objects.get().typed["outcomes"] == "Fewer calls."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"spent": "5100", "forecast": "5100"},
            "Say why “staffing” goes over its budget of £5,000",
        ),
        ({"forecast": "1400"}, "The forecast for “staffing” is less than what is spent already"),
        ({"forecast": "4999.99"}, "Say why £0.01 of the grant will not be spent"),
        ({"actual": ""}, "Enter what “Guests” has come to so far"),
    ],
)
def test_figures_that_want_a_reason_are_asked_about(
    cast: Cast, bid: Bid, changes: dict[str, str], said: str
) -> None:
    data = filled(cast.applicant, bid, cast.first_period, **changes)
    answer = post(cast.applicant, address(bid, cast.first_period), data, "send")
    assert answer.status_code == 422
    assert said in words_of(answer)


def test_the_final_return_asks_for_no_forecast_and_why_less_was_spent(cast: Cast, bid: Bid) -> None:
    period = cast.final_period
    data = filled(cast.applicant, bid, period, spent="4800")
    assert not any(name.startswith("forecast-") for name in data)
    answer = post(cast.applicant, address(bid, period), data, "send")
    assert "Say why less than £5,000.00 was spent on “staffing”" in words_of(answer)
    found = sent(cast, bid, period, spent="4800", reason="A worker left.")
    assert (found.spent_pence, found.forecast_pence) == (480_000, 480_000)


def test_a_draft_saves_itself(cast: Cast, bid: Bid) -> None:
    where = address(bid, cast.first_period)
    data = filled(cast.applicant, bid, cast.first_period, progress="So far")
    answer = post(cast.applicant, where, data, **SCRIPT)
    assert answer.status_code == 200
    assert answer.json()["digest"]
    assert Return.objects.get().typed["progress"] == "So far"
    data |= {"seen": answer.json()["digest"], "progress": "Further"}
    assert post(cast.applicant, where, data, **SCRIPT).status_code == 200
    stale = post(cast.applicant, where, {**data, "progress": "Old tab"}, **SCRIPT)
    assert stale.status_code == 409
    assert "digest" not in stale.json()
    assert Return.objects.get().typed["progress"] == "Further"
    other = post(cast.applicant, where, {**data, "writer": "0"}, **SCRIPT)
    assert other.status_code == 403


def test_of_two_tabs_the_second_sees_both(cast: Cast, bid: Bid) -> None:
    where = address(bid, cast.first_period)
    first = filled(cast.applicant, bid, cast.first_period, progress="First tab")
    second = {**first, "progress": "Second tab"}
    post(cast.applicant, where, first, "later")
    answer = post(cast.applicant, where, second, "send")
    assert answer.status_code == 409
    words = words_of(answer)
    assert "This return was changed on another page" in words
    assert "First tab\nSecond tab" in words
    seen = re.search(r'name="seen" value="(\w+)"', answer.content.decode())
    assert seen
    assert post(cast.applicant, where, {**second, "seen": seen[1]}, "send").status_code == 302
    assert Return.objects.get().progress == "Second tab"


def test_what_was_typed_outlives_the_session(cast: Cast, bid: Bid) -> None:
    where = address(bid, cast.first_period)
    data = filled(cast.applicant, bid, cast.first_period, progress="Before the end")
    client = Client()
    assert client.post(where, data).status_code == 302
    client.force_login(cast.applicant)
    assert "Before the end" in client.get(where).content.decode()


def test_what_may_name_somebody_is_shown_and_changed_or_ticked(cast: Cast, bid: Bid) -> None:
    where = address(bid, cast.first_period)
    story = "Jane Smith, 12/03/2008, came. Ring the hall on 01622 602000."
    data = filled(cast.applicant, bid, cast.first_period, case_study=story)
    answer = post(cast.applicant, where, data, "send")
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "<mark>Jane Smith, 12/03/2008</mark>" in body
    assert "<mark>01622 602000</mark>" in body
    assert Return.objects.get().state == "draft"
    story = "A girl came. Ring the hall on 01622 602000."
    data = filled(cast.applicant, bid, cast.first_period, case_study=story)
    answer = post(cast.applicant, where, data, "send")
    tick = re.search(r'name="(nobody-\w+)"', answer.content.decode())
    assert tick
    data |= {tick[1]: "on", "seen": boxes(cast.applicant, bid, cast.first_period)["seen"]}
    assert post(cast.applicant, where, data, "send").status_code == 302
    kept = Return.objects.get().confirmed
    assert [(one["what"], one["text"]) for one in kept] == [("phone", "01622 602000")]
    shown = signed_in(cast.officer).get(where)
    assert "Said to name nobody who was helped" in words_of(shown)


def test_files_are_added_removed_and_sent(cast: Cast, bid: Bid, read: Read) -> None:
    where, period = address(bid, cast.first_period), cast.first_period
    data = filled(cast.applicant, bid, period, progress="With a file")
    with_file = {**data, "file": SimpleUploadedFile("figures.pdf", pdf())}
    assert post(cast.applicant, where, with_file, "add-file").status_code == 302
    row = Return.objects.get().files.get()
    assert (row.attachment.name, row.attachment.purpose) == ("figures.pdf", "return")
    assert boxes(cast.applicant, bid, period)["progress"] == "With a file"
    assert "figures.pdf" in read(cast.officer, where)
    bad = {**boxes(cast.applicant, bid, period), "file": SimpleUploadedFile("x.pdf", b"MZ")}
    answer = post(cast.applicant, where, bad, "add-file")
    assert answer.status_code == 422
    assert "With a file" in answer.content.decode()
    data = boxes(cast.applicant, bid, period)
    key = row.attachment_id
    assert post(cast.applicant, where, data, f"remove-{key}").status_code == 302
    assert not Return.objects.get().files.exists()
    assert post(cast.applicant, where, data, f"remove-{key}").status_code == 404


def test_an_officer_enters_a_return_that_came_on_paper(cast: Cast, bid: Bid, read: Read) -> None:
    assert "sent it on paper" in read(cast.officer, address(bid, cast.first_period))
    data = filled(cast.officer, bid, cast.first_period)
    assert post(cast.officer, address(bid, cast.first_period), data, "send").status_code == 302
    assert Return.objects.get().sent_by == cast.officer


def test_it_stands_as_sent(cast: Cast, bid: Bid) -> None:
    where = address(bid, cast.first_period)
    data = filled(cast.applicant, bid, cast.first_period)
    sent(cast, bid)
    answer = post(cast.applicant, where, {**data, "progress": "Changed"}, "later")
    assert answer.status_code == 409
    assert "was sent already, and stands as sent" in words_of(answer)
    assert "Changed" in answer.content.decode()
    assert Return.objects.get().progress == "Open every Friday."


# Who


def test_somebody_elses_return_is_not_there(cast: Cast, bid: Bid) -> None:
    sent(cast, bid)
    for user in (cast.rival, cast.stranger, cast.outsider):
        client = signed_in(user)
        assert client.get(reverse("returns", args=[bid.reference])).status_code == 404
        for name in ("return", "return-check", "return-answer"):
            where = address(bid, cast.first_period, name)
            assert client.get(where).status_code == 404
            assert client.post(where, {}).status_code == 404


def test_a_period_of_another_round_is_not_there(cast: Cast, bid: Bid) -> None:
    assert signed_in(cast.applicant).get(f"/bids/{bid.reference}/returns/0").status_code == 404


def test_finance_reads_and_writes_nothing(cast: Cast, bid: Bid, read: Read) -> None:
    where = address(bid, cast.first_period)
    assert "has not sent this return yet" in read(cast.finance, where)
    sent(cast, bid)
    assert "Accept the return" not in read(cast.finance, where)
    for name in ("return", "return-check", "return-answer"):
        where = address(bid, cast.first_period, name)
        assert signed_in(cast.finance).post(where, {}).status_code == 403
