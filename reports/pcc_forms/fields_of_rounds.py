"""The fields that are about a round: its money, its projects added up, and what is put on the form."""

from django.utils.translation import gettext_lazy as _

from reports.pcc_forms.facts import PERIODIC
from reports.pcc_forms.field import DATE, MONEY, NUMBER, TEXT, Kind, Of, made
from reports.pcc_forms.fields_of_projects import recommendation, underspend
from rounds.models import Pot

ROUND = made(
    Of.ROUND,
    "round-",
    [
        ("title", _("Round’s title"), TEXT, lambda f: f.round.title,
         "name of grant", "fund", "grant programme", "funding stream", "grant name", "programme"),
        ("year", _("Financial year"), TEXT, lambda f: f.round.financial_year,
         "year", "funding year", "grant year"),
        ("partnership", _("Partnership"), TEXT, lambda f: f.round.partnership.name,
         "csp", "community safety partnership", "name of csp", "csp name", "name of partnership"),
        ("authority", _("Council"), TEXT, lambda f: f.round.partnership.authority,
         "local authority", "district", "borough", "host authority", "accountable body"),
        ("funder", _("Funder"), TEXT, lambda f: f.round.funder.name,
         "police and crime commissioner", "pcc", "commissioner", "opcc"),
        ("allocation", _("Allocation"), MONEY, lambda f: f.money.allocation,
         "total allocation", "grant allocation", "total grant", "pcc allocation", "total funding",
         "funding allocation", "allocation for the year"),
        ("main", _("Main pot"), MONEY, lambda f: f.grant.pots[Pot.MAIN].allocation,
         "main pot allocation", "core allocation", "up front"),
        ("tactical", _("Tactical pot"), MONEY, lambda f: f.grant.pots[Pot.TACTICAL].allocation,
         "tactical pot allocation", "tactical allocation", "tactical fund", "contingency"),
        ("received", _("Received from the PCC"), MONEY, lambda f: f.grant.received,
         "grant received", "received to date", "income received", "income", "funding received"),
        ("committed", _("Committed"), MONEY, lambda f: f.money.committed,
         "total committed", "committed spend", "commitments", "amount committed"),
        ("free", _("Not committed"), MONEY, lambda f: f.money.available,
         "uncommitted", "unallocated", "remaining allocation", "balance unallocated",
         "not allocated"),
        ("paid", _("Paid to projects"), MONEY, lambda f: f.money.paid,
         "total paid", "paid to date", "payments to date", "total payments"),
        ("returned", _("Returned to the PCC"), MONEY, lambda f: f.money.returned,
         "returned", "amount returned", "repaid to pcc"),
        ("projects", _("Number of projects"), NUMBER, lambda f: len(f.projects),
         "no of projects", "projects", "total projects", "number of projects funded"),
        ("bids", _("Number of bids received"), NUMBER, lambda f: f.received,
         "bids received", "applications received", "number of applications"),
        ("requested", _("Requested by the projects in all"), MONEY,
         lambda f: f.total(one.bid.requested_pence for one in f.projects),
         "total requested", "total amount requested", "total funding requested"),
        ("awarded", _("Awarded in all"), MONEY,
         lambda f: f.total(one.award and one.award.amount_pence for one in f.projects),
         "total awarded", "total awards", "total grants awarded"),
        ("on", _("Date on the form"), DATE, lambda f: f.on,
         "date", "date completed", "date signed", "date of completion", "signature date",
         "date submitted", "date of submission", "signed date"),
        ("by", _("Name on the form"), TEXT, lambda f: f.by,
         "completed by", "name", "signed", "name of person completing", "signed by", "submitted by",
         "form completed by", "authorised by", "print name", "signature"),
    ],
)  # fmt: skip

PROPOSED = made(
    Of.ROUND,
    "round-",
    [
        ("recommended", _("Recommended in all"), MONEY,
         lambda f: f.total(r.amount_pence for one in f.projects if (r := recommendation(one))),
         "total recommended", "total proposed", "total funding proposed"),
    ],
    (Kind.PROPOSALS,),
)  # fmt: skip

PERIOD = made(
    Of.ROUND,
    "round-",
    [
        ("period", _("Period"), TEXT, lambda f: f.period.name if f.period else None,
         "reporting period", "quarter", "period covered", "monitoring period", "period of report"),
        ("period-ends", _("End of the period"), DATE, lambda f: f.period.ends if f.period else None,
         "period ending", "period end", "quarter ending", "as at", "to", "period to"),
        ("spent", _("Spent by the projects in all"), MONEY,
         lambda f: f.total(one.spent_pence for one in f.returns),
         "total spend", "total spend to date", "total expenditure", "spend to date",
         "expenditure to date"),
        ("forecast", _("Forecast of the projects in all"), MONEY,
         lambda f: f.total(one.forecast_pence for one in f.returns),
         "total forecast", "total forecast spend", "forecast outturn", "year end forecast"),
        ("underspend", _("Forecast underspend in all"), MONEY,
         lambda f: f.total(underspend(one) for one in f.projects),
         "total underspend", "forecast underspend", "projected underspend", "underspend"),
        ("reached", _("People reached in all"), NUMBER,
         lambda f: f.total(one.people_reached for one in f.returns),
         "total people reached", "total beneficiaries", "number of people reached"),
        ("target", _("Target for people reached in all"), NUMBER,
         lambda f: f.total(one.bid.people_to_reach for one in f.projects),
         "total target", "target beneficiaries"),
        ("green", _("Projects that are green"), NUMBER, lambda f: f.rags["green"],
         "green", "number green", "projects on track"),
        ("amber", _("Projects that are amber"), NUMBER, lambda f: f.rags["amber"],
         "amber", "number amber"),
        ("red", _("Projects that are red"), NUMBER, lambda f: f.rags["red"], "red", "number red"),
    ],
    PERIODIC,
)  # fmt: skip
