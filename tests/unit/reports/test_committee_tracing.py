"""Every figure of the report leads to the records that add up to it; the exempt appendix stands apart."""

from typing import Any

import pytest

from awards.actions import decline, turn_down
from funds.actions import return_to_funder
from funds.virements import agree, ask
from monitoring.actions import accept_return, recover
from monitoring.models import Return
from reports.committee.content import read_report
from reports.committee.exempt import exempt
from reports.committee.report import render
from reports.committee.since import read_since
from reports.committee.tracing import Traced, traced
from reports.gathering import gather
from reports.submission.sending import send
from reports.sums import totals
from rounds.models import Pot
from tests.cast import AGREED, DECIDED, PAID, Cast, again
from tests.unit.reports.papers import alternative_texts, headings, opened, table, words


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A round in which everything happened: sent, awarded, paid, recovered, returned, declined."""
    first = cast.sifted(500_000)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    cast.approve(first, 400_000)
    paid = cast.paid(300_000, paid_pence=200_000)
    recover(award=paid.award, amount_pence=50_000, by=cast.finance, reason="Unspent", at=PAID)
    accept_return(
        award=paid.award,
        period=cast.first_period,
        rag=Return.Rag.AMBER,
        progress="Slow.",
        spent_pence=120_000,
        forecast_pence=180_000,
        people_reached=40,
        by=cast.officer,
        at=PAID,
    )
    cast.approved(90_000, route=Pot.TACTICAL)
    cast.terminated()
    cast.declined()
    cast.rejected()
    turn_down(bid=cast.approved(), by=cast.applicant, at=AGREED)
    cast.receive(100_000)
    return_to_funder(
        round=cast.round,
        pot=Pot.MAIN,
        amount_pence=70_000,
        by=cast.finance,
        reason="Left",
        at=PAID,
    )
    asked = ask(
        round=cast.round,
        source=Pot.TACTICAL,
        target=Pot.MAIN,
        amount_pence=30_000,
        reason="More in the main round.",
        authority="Minute 7",
        by=cast.finance,
    )
    agree(asked=asked, by=cast.decision_maker)
    return cast


def by_code(cast: Cast) -> tuple[Any, dict[str, Traced]]:
    read = read_report(cast.round)
    return read, {one.code: one for one in traced(read.figures, read.since)}


def test_the_records_of_each_figure_add_up_to_what_the_report_says(busy: Cast) -> None:
    read, found = by_code(busy)
    figures = read.figures
    for pot in Pot:
        for key in ("allocation", "committed", "paid", "available"):
            assert found[f"{key}-{pot}"].value == figures.pots[pot][f"{key}_pence"], (key, pot)
        assert found[f"projects-{pot}"].value == len(figures.on(pot))
        assert found[f"awarded-{pot}"].value == totals(figures.on(pot)).awarded_pence
    sums = totals(figures.projects)
    assert found["received"].value == figures.received_pence
    assert (found["spent"].value, found["forecast"].value) == (120_000, 180_000)
    assert found["reached"].value == sums.reached == 40
    assert [found[f"rag-{rag}"].value for rag in Return.Rag] == [0, 1, 0]
    assert found["agreed"].value == sum(p.accepted for p in figures.projects)
    assert found["bids-declined"].value == 2
    assert found["bids-turned-down"].value == 1
    assert (found["since-same"].value, found["since-other"].value) == (0, 3)
    assert found["left"].value == found["underspend"].value + figures.pot_total("available_pence")


def test_every_figure_has_a_code_of_its_own_and_says_how_it_is_made(busy: Cast) -> None:
    _read, found = by_code(busy)
    assert len(found) == len(traced(gather(busy.round), read_since(busy.round)))
    assert all(one.how and one.words for one in found.values())
    assert all(record.href.startswith("/") for one in found.values() for record in one.records)


def test_the_figures_named_in_the_report_are_those_traced(busy: Cast) -> None:
    _read, found = by_code(busy)
    rows = {row[0]: row[1:] for row in table(render(busy.round), "Pot", "Allocation")}
    for pot, name in ((Pot.MAIN, "Main"), (Pot.TACTICAL, "Tactical")):
        keys = ("allocation", "committed", "paid", "available")
        assert rows[name][:4] == [found[f"{key}-{pot}"].shown for key in keys]
    left = found["left"].shown
    assert f"{left} of the grant is likely to be unspent" in words(render(busy.round))


def test_without_anything_every_figure_is_nothing_but_the_allocation(cast: Cast) -> None:
    _read, found = by_code(cast)
    assert found["allocation-main"].value + found["allocation-tactical"].value == 30_000_00
    assert found["spent"].shown == "£0.00"
    assert found["projects-main"].records == ()


# The exempt appendix


def test_the_exempt_appendix_names_who_was_declined_and_why_and_the_report_does_not(
    busy: Cast,
) -> None:
    content = exempt(busy.round)
    said = words(content)
    assert [text for _style, text in headings(content)][1:] == [
        "Declined bids",
        "Scores",
        "What projects say is in the way",
    ]
    assert "Not for publication" in said
    assert "Not this year." in said
    declined = table(content, "Bid", "Requested", "Score", "Reason")
    assert len(declined) == 2
    assert {row[2] for row in declined} == {"80.00", "–"}
    for row in declined:
        reference = row[0].split()[0]
        assert reference not in words(render(busy.round))
    assert "Not this year." not in words(render(busy.round))
    assert alternative_texts(content) == []


def test_the_exempt_appendix_does_not_name_the_file_that_brought_a_decision(cast: Cast) -> None:
    decline(
        bid=cast.sifted(),
        by=cast.decision_maker,
        reason="Not this year (sorry).",
        at=DECIDED,
        source="Import of answers (2).xlsx",
    )
    [row] = table(exempt(cast.round), "Bid", "Requested", "Score", "Reason")
    assert row[3] == "Not this year (sorry)."


def test_the_exempt_appendix_of_an_empty_round(cast: Cast) -> None:
    said = words(exempt(cast.round))
    for sentence in ("No bid was declined.", "No bid was ranked.", "No project has told"):
        assert sentence in said


def test_the_exempt_appendix_tells_what_is_in_the_way(cast: Cast) -> None:
    bid = cast.monitored(300_000)
    sent = accept_return(
        award=bid.award,
        period=cast.first_period,
        rag=Return.Rag.RED,
        progress="Slow.",
        spent_pence=1,
        forecast_pence=2,
        by=cast.officer,
        at=PAID,
    )
    Return.objects.filter(pk=sent.pk).update(issues="The\x00 mentor left")
    said = words(exempt(cast.round))
    assert f"{again(bid).reference} Night café  Red  The mentor left." in said
    assert "mentor left" not in words(render(cast.round))
    assert opened(exempt(cast.round)).core_properties.language == "en-GB"
    assert exempt(cast.round) == exempt(cast.round)
