"""A round in words."""

from collections.abc import Iterable

from django.urls import reverse

from rounds.models import Pot, Round
from ui.dates import format_date, format_moment
from ui.parts import Column, Fact, Link, Table

ROUTES: dict[str, str] = {Pot.MAIN: "Main route", Pot.TACTICAL: "Tactical route"}
POTS: dict[str, str] = {Pot.MAIN: "Main pot", Pot.TACTICAL: "Tactical pot"}


def dates_for_applicants(round: Round) -> list[Fact]:
    """When bids may be sent."""
    return [
        Fact("Opens", format_moment(round.opens)),
        Fact("Closes", format_moment(round.closes)),
        Fact("Offers stand for", f"{round.acceptance_days} days"),
    ]


def dates(round: Round) -> list[Fact]:
    """The round's calendar."""
    return [
        Fact("Opens", format_moment(round.opens)),
        Fact("Closes", format_moment(round.closes)),
        Fact("Panel meets", format_date(round.panel)),
        Fact(f"Proposals go to the {round.funder.short_name}", format_date(round.submission_due)),
        Fact("Report to the committee", format_date(round.committee)),
    ]


def rounds_table(rounds: Iterable[Round]) -> Table:
    """Rounds to choose from."""
    return Table(
        caption="Rounds",
        columns=[
            Column("Round"),
            Column("Partnership"),
            Column("Financial year"),
            Column("Bids close"),
        ],
        rows=[
            [
                Link(round.title, reverse("round", args=[round.code])),
                round.partnership.name,
                round.financial_year,
                format_moment(round.closes),
            ]
            for round in rounds
        ],
    )
