"""One year of a grant, told from its first instalment to its last penny, at the command line.

£40,000 come in two instalments. Projects are awarded in April, two more from the tactical pot in the year; one
award is varied down, one project gives money back, an underspend is released, £156 go back to the PCC, and the
statement adds up to the penny, on the last day and on the days before.
"""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from awards import actions as awards
from bids.models import Bid
from bids.states import State
from monitoring import actions as monitoring
from monitoring.models import Return
from monitoring.variations.varying import accept_variation, ask_variation, decide_variation
from monitoring.year.ending import close_round, sign_off
from reports.books import differences
from rounds.models import Pot, Round
from tests.cast import Cast, again, at, cast_of
from tests.round_files import round_text

ROUND = "grant-2019-20"


def run(command: str, *args: str) -> str:
    """A command, as an officer types it."""
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def statement(as_at: str = "") -> dict[str, Any]:
    """The statement, in pence."""
    args = ["--as-at", as_at] if as_at else []
    found: dict[str, Any] = json.loads(run("statement", ROUND, "--json", *args))
    return found


@pytest.fixture
def year(db: None) -> Cast:
    """The round of £40,000: £26,666.67 and a tactical pot of £13,333.33."""
    return cast_of(round_text(allocation="40000.00", main="26666.67", tactical="13333.33"))


def awarded(year: Cast, pence: int, when: str, route: Pot = Pot.MAIN) -> Bid:
    """A bid that was approved and whose agreement was accepted the same day."""
    bid = year.sifted(pence, route=route)
    awards.approve(bid=bid, amount_pence=pence, by=year.decision_maker, at=at(f"{when} 09:00"))
    accepted = at(f"{when} 12:00")
    awards.start_monitoring(bid=bid, accepted_by="Ann", by=year.officer, at=accepted)
    return again(bid)


def report(year: Cast, bid: Bid, spent_pence: int, when: str, *, final: bool = False) -> None:
    """A project's return as accepted on a day."""
    monitoring.accept_return(
        award=bid.award,
        period=year.final_period if final else year.first_period,
        rag=Return.Rag.GREEN,
        progress="As planned.",
        spent_pence=spent_pence,
        forecast_pence=spent_pence,
        by=year.officer,
        at=at(when),
    )


def vire(year: Cast, amount: str, when: str, reason: str) -> None:
    """Money from the main pot to the tactical one, asked by finance and agreed by a decision maker."""
    run(
        *("virement", ROUND, "--from", "main", "--to", "tactical", "--amount", amount),
        *("--reason", reason, "--second", year.decision_maker.email, "--on", when),
    )


def test_a_year_to_the_penny(year: Cast) -> None:
    # April: the first half of the grant, and three projects of the main round.
    run("receive", ROUND, "20000.00", "--reference", "REM-1", "--on", "2019-04-30")
    cafe = awarded(year, 1_200_000, "2019-04-12")
    bus = awarded(year, 900_000, "2019-04-12")
    youth = awarded(year, 566_667, "2019-04-12")
    assert statement()["pots"]["main"]["available"] == 0
    for bid, amount in ((cafe, "12000.00"), (bus, "4500.00")):
        run("pay", bid.reference, amount, "--on", "2019-05-07")
    assert statement()["cash"] == 350_000

    # Summer: two tactical projects.
    knives = awarded(year, 800_000, "2019-06-27", Pot.TACTICAL)
    lights = awarded(year, 400_000, "2019-07-15", Pot.TACTICAL)
    assert statement()["pots"]["tactical"] == {
        "received": 0,
        "committed": 1_200_000,
        "paid": 0,
        "recovered": 0,
        "released": 0,
        "returned": 0,
        "available": 133_333,
    }

    # August: everybody's return is in. The bus needs £1,000 less: a variation down, agreed by both.
    for bid in (cafe, bus, youth, knives, lights):
        report(year, bid, 0, "2019-08-14")
    change = ask_variation(
        award=bus.award,
        by=year.applicant,
        reason="The driver volunteers.",
        amount_pence=800_000,
        at=at("2019-09-02 10:00"),
    )
    decide_variation(variation=change, by=year.officer, agree=True, at=at("2019-09-03 10:00"))
    accept_variation(
        variation=change, signatory="Ann", by=year.applicant, at=at("2019-09-04 10:00")
    )
    assert again(bus).award.amount_pence == 800_000
    assert statement("2019-09-03")["awards"][bus.reference]["committed"] == 900_000
    assert statement("2019-09-04")["awards"][bus.reference]["committed"] == 800_000
    assert statement("2019-09-04")["pots"]["main"]["available"] == 100_000

    # Autumn: the second half comes, and the rest is paid. What the bus freed goes to the tactical pot.
    run("receive", ROUND, "20000.00", "--reference", "REM-2", "--on", "2019-10-31")
    vire(year, "1000.00", "2019-11-01", "Freed by the bus")
    rest = ((bus, "3500.00"), (youth, "5666.67"), (knives, "8000.00"), (lights, "3944.00"))
    for bid, amount in rest:
        run("pay", bid.reference, amount, "--on", "2019-11-05")
    more = awarded(year, 233_333, "2019-12-02", Pot.TACTICAL)
    report(year, more, 0, "2019-12-03")
    run("pay", more.reference, "2333.33", "--on", "2019-12-09")

    # March: the lights cost £56 less, which is released; the café gives back £100 that it did not spend.
    run("release", lights.reference, "56.00", "--on", "2020-03-20", "--reason", "Underspent")
    run("recover", cafe.reference, "100.00", "--on", "2020-03-27", "--reason", "Not spent")
    assert statement("2020-03-26")["recovered"] == 0
    assert statement("2020-03-27")["recovered"] == 10_000

    # The £156 that are left go back to the PCC.
    vire(year, "100.00", "2020-03-30", "To return it in one sum")
    run("return_to_pcc", ROUND, "156.00", "--pot", "tactical", "--on", "2020-03-31")
    found = statement("2020-03-31")
    assert {name: found[name] for name in ("received", "committed", "paid", "recovered")} == {
        "received": 4_000_000,
        "committed": 3_984_400,
        "paid": 3_984_400,
        "recovered": 10_000,
    }
    assert {name: found[name] for name in ("released", "returned", "available", "cash")} == {
        "released": 105_600,
        "returned": 15_600,
        "available": 0,
        "cash": 0,
    }
    spent = {cafe: 1_190_000, bus: 800_000, youth: 566_667}
    spent |= {knives: 800_000, lights: 394_400, more: 233_333}
    assert {key: line["paid"] for key, line in found["awards"].items()} == {
        bid.reference: pence for bid, pence in spent.items()
    }

    # The year is closed: final returns, every project squared, signed off, and only then the round.
    for bid, pence in spent.items():
        report(year, bid, pence, "2020-04-20", final=True)
        monitoring.close(bid=bid, by=year.officer, at=at("2020-04-30"))
        assert again(bid).state == State.CLOSED
    signed = sign_off(
        round=year.round, signed_by="Sam Treasurer", signed_on=date(2020, 5, 12), by=year.finance
    )
    assert signed.statement["to_return"] == 0
    close_round(round=year.round, by=year.decision_maker)
    assert Round.objects.get(code=ROUND).closed_at
    assert list(differences([year.round])) == []
