"""Facts to fill a form with, made without a database."""

from dataclasses import replace
from typing import Any

from awards.models import Award
from bids.models import Bid
from funds.statement import Line, Statement
from monitoring.models import Return
from people.models import Organisation, Partnership
from reports.pcc_forms.facts import Facts, Project
from rounds.models import Period, Pot, Round
from tests.cast import at

PERIOD = Period(pk=1, name="Quarter 1", ends=at("2019-06-30").date())
ROUND = Round(
    code="grant-2019-20",
    title="Safer grant",
    financial_year="2019-20",
    partnership=Partnership(name="Partnership of Tŵr", authority="The Council"),
)


def project(number: int, **changes: Any) -> Project:
    """A project with a return for the period."""
    award = Award(pk=number, amount_pence=100_000 * number + 5, approved_at=at("2019-03-29"))
    bid = Bid(
        reference=f"CSP19-{number:03d}",
        project=f"Night café {number}",
        organisation=Organisation(name=f"Works {number}"),
        starts_on=at("2019-04-29").date(),
        state="monitored",
    )
    sent = Return(
        rag="green",
        progress="It is open.",
        spent_pence=40_000 * number,
        forecast_pence=90_000 * number,
        people_reached=10 * number,
    )
    return replace(Project(bid, award=award, sent=sent), **changes)


def facts(*projects: Project, **changes: Any) -> Facts:
    """A round's facts at the end of its first quarter."""
    grant = Statement(PERIOD.ends, received=2_000_000)
    grant.pots[Pot.MAIN] = Line(allocation=3_000_000)
    grant.pots[Pot.TACTICAL] = Line(allocation=1_000_050)
    made = Facts(ROUND, PERIOD, grant, projects, received=9, on=at("2019-07-09").date())
    return replace(made, **changes)
