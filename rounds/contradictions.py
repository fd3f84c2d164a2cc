"""What is wrong in a round's file between values that are each right alone."""

from datetime import date
from itertools import pairwise
from typing import Any

from base.errors import Fault
from people.roles import OFFICER, PANEL, ROLES
from rounds.models import Criterion, Owner, Pot
from rounds.pots import pots_difference
from rounds.questions import STANDARD
from ui.dates import LONDON, financial_year_end
from ui.money import format_pence

Table = dict[str, Any]


def contradictions(tables: dict[str, Table], lists: dict[str, list[Table]]) -> list[Fault]:
    """Every contradiction, in one pass."""
    found = [*_money(tables), *_dates(tables["round"], lists["periods"])]
    if not sum(row["weight"] for row in lists["criteria"]):
        wrong = "the weights add up to nothing, so no bid could be scored"
        found.append(Fault("[[criteria]]", 0, "weight", wrong, "at least one weight above zero"))
    for number, row in enumerate(lists["questions"], 1):
        if row["code"] not in STANDARD and not row["title"]:
            wrong = "an extra question needs words"
            found.append(
                Fault("[[questions]]", number, "title", wrong, "a text of at most 300 characters")
            )
    for number, row in enumerate(lists["criteria"], 1):
        if len(row["descriptors"]) not in (0, Criterion.MOST_POINTS + 1):
            wrong = f"there are {len(row['descriptors'])} descriptors"
            found.append(
                Fault("[[criteria]]", number, "descriptors", wrong, "one for each of 0 to 5")
            )
    for owner in Owner.values:
        if not any(row["owner"] == owner for row in lists["priorities"]):
            wrong = f"no priority is owned by {owner}, and every bid must serve one"
            found.append(Fault("[[priorities]]", 0, "owner", wrong))
    found += _people(lists["people"])
    found += _delegate(tables["round"], lists["people"])
    return found


def _delegate(round: Table, people: list[Table]) -> list[Fault]:
    """Who decides under the delegated limit: an officer of the file, and only where there is one."""
    named = round["delegate"]
    if not named:
        return []
    found = []
    if not any(row["email"] == named and row["role"] == OFFICER.name for row in people):
        wrong = f"{named} is not an officer in this file"
        found.append(Fault("[round]", 0, "delegate", wrong, "an officer of [[people]]"))
    if round["delegated_limit"] == 0:
        wrong = "the delegated limit is nothing, so there is nothing to decide"
        found.append(Fault("[round]", 0, "delegate", wrong, "a delegated_limit above zero"))
    return found


def _people(people: list[Table]) -> list[Fault]:
    found = [
        Fault(
            "[[people]]",
            number,
            "route",
            f"{ROLES[row['role']].label} scores nothing, so has no route",
            "a route of panel members only",
        )
        for number, row in enumerate(people, 1)
        if row["route"] and row["role"] != PANEL.name
    ]
    if not any(row["role"] == OFFICER.name for row in people):
        found.append(Fault("[[people]]", 0, "role", "nobody is an officer", "at least one officer"))
    return found


def _money(tables: dict[str, Table]) -> list[Fault]:
    allocation = tables["round"]["allocation"]
    pots = {pot: tables["pots"][pot.value] for pot in Pot}
    found = []
    if allocation <= 0:
        found.append(Fault("[round]", 0, "allocation", "the allocation is nothing", "an amount"))
    if difference := pots_difference(allocation, pots):
        wrong = (
            f"the pots add up to {format_pence(sum(pots.values()))}, "
            f"{format_pence(abs(difference))} {'short of' if difference < 0 else 'over'} "
            f"the allocation of {format_pence(allocation)}"
        )
        found.append(Fault("[pots]", 0, "", wrong, "pots that add up to it to the penny"))
    return found


def _dates(round: Table, periods: list[Table]) -> list[Fault]:
    steps: list[tuple[str, date]] = [
        ("closes", round["closes"].astimezone(LONDON).date()),
        ("panel", round["panel"]),
        ("submission_due", round["submission_due"]),
        ("committee", round["committee"]),
    ]
    found = []
    if round["opens"] >= round["closes"]:
        found.append(Fault("[round]", 0, "closes", "it is not after opens", "a later time"))
    for (before, first), (after, second) in pairwise(steps):
        if second < first:
            found.append(Fault("[round]", 0, after, f"it is before {before}", "dates in order"))
    if round["opens"].date() > financial_year_end(round["financial_year"]):
        wrong = "the round opens after its financial year has ended"
        found.append(Fault("[round]", 0, "opens", wrong, "a date in or before the year"))
    for number, period in enumerate(periods, 1):
        if period["due"] < period["ends"]:
            found.append(Fault("[[periods]]", number, "due", "it is before the period ends"))
    if sum(period["final"] for period in periods) > 1:
        found.append(Fault("[[periods]]", 0, "final", "more than one period is the final one"))
    return found
