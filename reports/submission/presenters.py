"""The proposals of a route as they stand, on a page: exactly the content that would be sent."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.submissions import Content
from reports.submission.standing import Decided, borne, recommended_pence
from ui.dates import format_date
from ui.money import format_pence
from ui.parts import Column, Lines, Link, Mark, Row, Table, Total

Proposal = dict[str, Any]


def proposals_table(content: Content, decided: Decided) -> Table:
    """What is proposed in rank order, with the line below the last that is funded.

    Beside a bid that was decided already stands how; the line counts it as it was decided.
    """
    rows = content["proposals"]
    funded = [row for row in rows if row["Recommended"]]
    reserves = [row for row in rows if not row["Recommended"]]
    requested, recommended = _sum(rows, "Requested"), _sum(rows, "Recommended")
    return Table(
        caption=_("Proposals"),
        columns=[
            Column(_("Rank")),
            Column(_("Bid")),
            Column(_("Score"), numeric=True),
            Column(_("Requested"), numeric=True),
            Column(_("Recommended"), numeric=True),
            Column(_("Running total"), numeric=True),
        ],
        rows=[
            *(_proposal(row, decided) for row in funded),
            Mark(_line(content, decided, reserves)),
            *(_proposal(row, decided) for row in reserves),
            Total([_("All"), "", "", format_pence(requested), format_pence(recommended), ""]),
        ],
        wide=True,
    )


def _proposal(row: Proposal, decided: Decided) -> Row:
    funded = bool(row["Recommended"])
    said = format_pence(row["Recommended"]) if funded else _("Reserve")
    return [
        str(row["Rank"]),
        _bid(row),
        row["Score"],
        format_pence(row["Requested"]),
        Lines([said], _decision(row, decided)),
        format_pence(row["Running total"]) if funded else "",
    ]


def _decision(row: Proposal, decided: Decided) -> str:
    """What was decided about a bid already."""
    if row["Reference"] not in decided:
        return ""
    pence = decided[row["Reference"]]
    if pence is None:
        return _("declined")
    return _("approved for %(amount)s") % {"amount": format_pence(pence)}


def _bid(row: Proposal) -> Lines:
    link = Link(row["Reference"], reverse("bid", args=[row["Reference"]]))
    priorities = ", ".join(
        code
        for name in ("PCC priorities", "Partnership priorities")
        for code in row[name].split(";")
        if code
    )
    hints = [row["Organisation"], priorities, _dates(row)]
    return Lines([link, row["Project"]], " · ".join(hint for hint in hints if hint))


def _dates(row: Proposal) -> str:
    days = [row.get("Start date"), row.get("End date")]
    return " – ".join(format_date(date.fromisoformat(day)) for day in days if day)


def _line(content: Content, decided: Decided, reserves: list[Proposal]) -> str:
    """What stands on the line: what is proposed, and what would be left of the pot."""
    recommended = recommended_pence(borne(content, decided))
    said = {
        "proposed": format_pence(recommended),
        "holds": format_pence(content["allocation_pence"]),
        "rest": format_pence(abs(content["allocation_pence"] - recommended)),
    }
    if recommended > content["allocation_pence"]:
        if decided:
            return (
                _("%(proposed)s is approved or proposed: %(rest)s more than the pot's %(holds)s")
                % said
            )
        return _("%(proposed)s is proposed: %(rest)s more than the pot's %(holds)s") % said
    if reserves:
        return _("The money runs out here: %(rest)s of %(holds)s is left") % said
    return _("All of these fit the pot: %(rest)s of %(holds)s is left") % said


def _sum(rows: list[Proposal], column: str) -> int:
    return sum(row[column] or 0 for row in rows)


def not_proposed_table(content: Content) -> Table:
    """What is not proposed and what failed a gate, each with the reason."""
    return Table(
        caption=_("Not proposed"),
        columns=[Column(_("Bid")), Column(_("Score"), numeric=True), Column(_("Reason"))],
        rows=[
            *([_bid(row), row["Score"], row["Reason"]] for row in content["not_proposed"]),
            *(
                [
                    Lines([row["Reference"], row["Project"]], row["Organisation"]),
                    _("Failed a gate"),
                    row["Reason"],
                ]
                for row in content["failed"]
            ),
        ],
    )
