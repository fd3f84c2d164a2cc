"""The year's statement in words and tables."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.models import Bid
from bids.presenters import state_badge
from monitoring.models import YearEnd
from monitoring.year.sums import ProjectYear, YearStatement
from rounds.models import Round
from rounds.presenters import POTS
from ui.dates import format_date
from ui.money import format_pence
from ui.parts import Column, Lines, Row, Table, Total


def summary(found: YearStatement, short_name: str) -> Table:
    """What came, where it went, and what is to go back."""
    grant, total = found.grant, found.grant.total
    said = {"funder": short_name}
    back = found.to_return
    end = (
        (_("To be returned to the %(funder)s") % said, format_pence(back))
        if back >= 0
        else (_("Still due from the %(funder)s") % said, format_pence(-back))
    )
    carried = found.carried_since
    since = [(_("Carried forward after the year’s end"), format_pence(carried))] if carried else []
    rows = (
        (_("Received from the %(funder)s") % said, format_pence(grant.received)),
        (_("Committed to projects"), format_pence(total.committed)),
        (_("Paid to projects"), format_pence(total.paid_out)),
        (_("Recovered from projects"), format_pence(total.recovered)),
        (_("Returned to the %(funder)s") % said, format_pence(total.returned)),
        *([(_("Carried forward"), format_pence(-total.carried))] if total.carried < 0 else []),
        *([(_("Brought forward"), format_pence(total.carried))] if total.carried > 0 else []),
        (_("Cash in hand"), format_pence(grant.cash)),
        (_("Accruals: spent by projects and not yet paid"), format_pence(found.accruals)),
        (_("Prepayments: paid to projects and not spent"), format_pence(found.prepayments)),
        *since,
        end,
    )
    *above, last = rows
    return Table(
        caption=_("The grant"),
        columns=[Column(_("The grant")), Column(_("Amount"), numeric=True)],
        rows=[*above, Total(last)],
    )


COLUMNS = (
    gettext_lazy("Committed"),
    gettext_lazy("Paid, net"),
    gettext_lazy("Recovered"),
    gettext_lazy("Spent"),
    gettext_lazy("Accrual"),
    gettext_lazy("Prepayment"),
)


def project_cells(one: ProjectYear) -> list[int | None]:
    """A project's amounts, in pence, in the order of the table."""
    return [one.committed, one.paid, one.recovered, one.spent, one.accrual, one.prepayment]


def projects_table(found: YearStatement) -> Table:
    """Each project's year, and their sum."""
    rows: list[Row] = [
        [
            Lines([one.reference, POTS[one.pot]], f"{one.organisation}: {one.project}"),
            *(_("No return yet") if p is None else format_pence(p) for p in project_cells(one)),
        ]
        for one in found.projects
    ]
    if rows:
        by_column = zip(*map(project_cells, found.projects), strict=True)
        sums = [sum(pence or 0 for pence in column) for column in by_column]
        rows.append(Total([_("All projects"), *(format_pence(pence) for pence in sums)]))
    return Table(
        caption=_("Projects"),
        columns=[Column(_("Project")), *(Column(str(title), numeric=True) for title in COLUMNS)],
        rows=rows,
        wide=True,
    )


def signed_words(signed: YearEnd | None) -> str:
    """Who signed it off, and when."""
    if signed is None:
        return ""
    said = {"who": signed.signed_by, "when": format_date(signed.signed_on)}
    return _("Signed off by %(who)s, section 151 officer, on %(when)s.") % said


def undecided_table(bids: Iterable[Bid]) -> Table:
    """The bids that closing declines."""
    return Table(
        caption=_("Bids that will be declined"),
        columns=[Column(_("Bid")), Column(_("State")), Column(_("Requested"), numeric=True)],
        rows=[
            [
                Lines([bid.reference], f"{bid.organisation}: {bid.project}"),
                state_badge(bid.state),
                format_pence(bid.requested_pence or 0),
            ]
            for bid in bids
        ],
    )


def closed_words(round: Round) -> str:
    """When the round was closed, and by whom."""
    if round.closed_at is None:
        return ""
    return _("Closed by %(who)s on %(when)s.") % {
        "who": round.closed_by,
        "when": format_date(round.closed_at.date()),
    }
