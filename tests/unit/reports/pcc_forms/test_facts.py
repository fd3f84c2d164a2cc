"""What forms are filled with, out of bids, awards, returns and the ledger."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Award
from bids.actions import withdraw
from bids.models import Bid
from monitoring import actions as monitoring
from monitoring.models import Actual, Return
from reports.models import PccForm
from reports.pcc_forms.facts import Facts, gather
from reports.pcc_forms.field import Holds, Of
from reports.pcc_forms.fields import BY_KEY, fields, of_columns, rows_of, subject_of
from rounds.models import Period, Pot
from tests.cast import ENDED, Cast, cast_of, later
from tests.claims import claim, running
from tests.round_files import round_text
from ui.dates import midnight

Kind = PccForm.Kind


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of()


def said(facts: Facts, *keys: str) -> list[Any]:
    """The fields of a form's first project."""
    return [BY_KEY[key].read(facts.projects[0]) for key in keys]


def told(facts: Facts, *keys: str) -> list[Any]:
    """The fields of a form's round."""
    return [BY_KEY[key].read(facts) for key in keys]


def report(cast: Cast, bid: Bid, period: Period, spent: int, **changes: Any) -> Return:
    given = {
        "rag": Return.Rag.GREEN,
        "progress": "Open.",
        "forecast_pence": 450_000,
        "by": cast.officer,
    }
    return monitoring.accept_return(
        award=bid.award, period=period, spent_pence=spent, at=ENDED, **{**given, **changes}
    )


def test_a_quarterly_form_holds_what_had_happened_by_the_end_of_its_period(cast: Cast) -> None:
    bid = cast.paid(500_000, paid_pence=200_000)
    report(cast, bid, cast.first_period, 123_456, people_reached=30)
    report(cast, bid, cast.final_period, 400_000, rag=Return.Rag.RED)
    first = gather(cast.round, Kind.QUARTERLY, period=cast.first_period)
    keys = [
        f"project-{key}"
        for key in ("spent", "spent-now", "forecast", "underspend", "unspent", "rag")
    ]
    assert said(first, *keys) == [
        *(Decimal("1234.56"), Decimal("1234.56"), Decimal(4500), Decimal(500)),
        *(Decimal("3765.44"), "Green"),
    ]
    final = gather(cast.round, Kind.YEAR_END, period=cast.final_period)
    assert said(final, *keys) == [
        *(Decimal(4000), Decimal("2765.44"), Decimal(4500), Decimal(500), Decimal(1000), "Red"),
    ]
    assert said(first, "project-paid", "project-unpaid") == [Decimal(2000), Decimal(3000)]
    assert told(
        first, "round-paid", "round-received", "round-spent", "round-reached", "round-green"
    ) == [
        *(Decimal(2000), Decimal(2000), Decimal("1234.56"), 30, 1),
    ]
    early = Period(round=cast.round, name="Before", ends=date(2019, 4, 30))
    assert said(gather(cast.round, Kind.QUARTERLY, period=early), "project-paid") == [0]


def test_a_project_without_an_accepted_return_says_nothing_of_progress(cast: Cast) -> None:
    bid = cast.monitored(500_000)
    bid.award.returns.create(period=cast.first_period, state="draft", spent_pence=1, rag="red")
    facts = gather(cast.round, Kind.QUARTERLY, period=cast.first_period)
    keys = ("spent", "spent-now", "forecast", "underspend", "unspent", "rag", "progress", "reached")
    assert said(facts, *(f"project-{key}" for key in keys)) == [None] * 8
    assert [one.bid for one in facts.silent] == [bid]


def test_claims_that_are_open_are_counted(cast: Cast) -> None:
    claim(cast, running(cast, 500_000), 150_000)
    facts = gather(cast.round, Kind.QUARTERLY, period=cast.first_period)
    assert said(facts, "project-claimed") == [Decimal(1500)]


def test_measures_say_what_they_came_to_against_their_target(cast: Cast) -> None:
    bid = cast.monitored(500_000)
    measure = bid.measures.create(name="Young people", target="120", baseline="0")
    bid.measures.create(name="Calls", target="-10%")
    sent = report(cast, bid, cast.first_period, 1)
    Actual.objects.create(sent=sent, measure=measure, value="30")
    facts = gather(cast.round, Kind.QUARTERLY, period=cast.first_period)
    assert said(facts, "project-measures") == ["Young people: 30 of 120\nCalls: -10%"]
    case = gather(cast.round, Kind.BUSINESS_CASE, bid=bid)
    rows = rows_of(BY_KEY["measure-name"].of, case)
    assert [BY_KEY["measure-target"].read(one) for one in rows] == ["120", "-10%"]


def test_only_projects_whose_award_stands_are_in_a_monitoring_form(cast: Cast) -> None:
    stands = cast.monitored(100_000)
    for make in (cast.terminated, cast.sifted, cast.declined, cast.withdrawn):
        make()
    cast.approved(50_000, route=Pot.TACTICAL)
    facts = gather(cast.round, Kind.QUARTERLY, period=cast.first_period, route=Pot.MAIN)
    assert [one.bid for one in facts.projects] == [stands]
    assert facts.received == 5
    both = gather(cast.round, Kind.QUARTERLY, period=cast.first_period)
    assert len(both.projects) == 2
    assert told(both, "round-awarded", "round-projects") == [Decimal(1500), 2]


def test_what_was_awarded_after_the_period_is_left_out_unless_it_told_of_it(cast: Cast) -> None:
    first, second = cast.monitored(100_000), cast.monitored(50_000)
    ends = cast.first_period.ends
    last = midnight(ends + timedelta(days=1)) - timedelta(seconds=1)
    for moment, left_out in ((last, []), (last + timedelta(seconds=1), [second])):
        Award.objects.filter(bid=second).update(approved_at=moment)
        facts = gather(cast.round, Kind.QUARTERLY, period=cast.first_period)
        assert [one.bid for one in facts.later] == left_out
        assert told(facts, "round-projects") == [2 - len(left_out)]
    assert facts.projects[0].bid == first
    assert len(gather(cast.round, Kind.YEAR_END, period=cast.final_period).projects) == 2
    report(cast, second, cast.first_period, 1)
    assert len(gather(cast.round, Kind.QUARTERLY, period=cast.first_period).projects) == 2


def test_proposals_are_in_the_order_of_their_rank_with_what_the_sift_says(cast: Cast) -> None:
    low, high = cast.sifted(300_000, points=4), cast.sifted(1_600_000, points=5)
    reserve = cast.sifted(2_000_000, points=3)
    cast.sifted(1_000, points=1)
    gone = cast.sifted(1_000, points=4)
    withdraw(bid=gone, by=cast.applicant, reason="No staff.", at=later(gone))
    facts = gather(cast.round, Kind.PROPOSALS, route=Pot.MAIN)
    assert [one.bid for one in facts.projects] == [high, low, reserve]
    keys = ("rank", "score", "recommendation", "recommended", "pcc-codes", "csp-priorities")
    assert said(facts, *(f"project-{key}" for key in keys)) == [
        *(1, Decimal("100.00"), "Fund", Decimal(16_000), "PCC1", "CSP1 Keep young people safe"),
    ]
    assert told(facts, "round-recommended", "round-requested") == [Decimal(19_000), Decimal(39_000)]


def test_no_bid_at_all_is_no_trouble(cast: Cast) -> None:
    for kind in Kind:
        facts = gather(cast.round, kind, period=cast.first_period)
        assert facts.projects == ()
        single = [one for one in fields(kind) if one.of is Of.ROUND and one.holds is Holds.NUMBER]
        assert {one.read(facts) for one in single} == {0}
        assert subject_of(Of.PROJECT, facts) is None
        assert [rows_of(of, facts) for of in of_columns(kind)] == [[]] * len(of_columns(kind))


@pytest.mark.parametrize("kind", Kind.values)
def test_every_field_of_a_kind_can_be_read_of_a_bid_in_any_state(cast: Cast, kind: str) -> None:
    bids = [cast.sifted(100_000), cast.approved(100_000), cast.monitored(100_000)]
    report(cast, bids[2], cast.first_period, 1)
    for bid in bids:
        facts = gather(cast.round, kind, period=cast.first_period, bid=bid)
        for field in fields(kind):
            subjects: list[Any] = [subject_of(field.of, facts)]
            if field.of in of_columns(kind):
                subjects = list(rows_of(field.of, facts))
            for subject in subjects:
                found = field.read(subject)
                kinds = {"text": str, "money": Decimal, "date": date, "number": int | Decimal}
                assert found is None or isinstance(found, kinds[field.holds])


def test_a_monitoring_form_has_no_rank_and_no_contact() -> None:
    for kind in (Kind.QUARTERLY, Kind.MID_YEAR, Kind.YEAR_END):
        keys = {one.key for one in fields(kind)}
        assert not keys & {"project-rank", "project-score", "project-contact-email"}
    assert "project-contact-email" not in {one.key for one in fields(Kind.PROPOSALS)}
    assert "project-contact-email" in {one.key for one in fields(Kind.BUSINESS_CASE)}


def test_a_form_asks_as_often_for_many_projects_as_for_one(db: None) -> None:
    cast = cast_of(round_text(main="90000.00", allocation="100000.00"))
    counts = []
    for more in (1, 8):
        for _number in range(more):
            report(cast, cast.monitored(1_000), cast.first_period, 1)
        with CaptureQueriesContext(connection) as asked:
            facts = gather(cast.round, Kind.QUARTERLY, period=cast.first_period)
            for one in facts.projects:
                for field in fields(Kind.QUARTERLY):
                    if field.of in of_columns(Kind.QUARTERLY):
                        field.read(one)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
