"""The fields that a form can be filled with: what each is called, what kind of value, and where from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.models import PccForm
from reports.pcc_forms.cells import Value
from reports.pcc_forms.facts import (
    PERIODIC,
    Cost,
    Counted,
    Facts,
    Project,
    agreed_on,
    awarded_on,
    told,
)
from rounds.models import Owner, Pot
from ui.money import to_pounds

Kind = PccForm.Kind
EARLY = (Kind.PROPOSALS, Kind.BUSINESS_CASE)


class Of(StrEnum):
    """What a field is about."""

    ROUND = "round"
    PROJECT = "project"
    MEASURE = "measure"
    COST = "cost"


class Holds(StrEnum):
    """What kind of value a field has."""

    TEXT = "text"
    MONEY = "money"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True)
class Field:
    """Something that a cell or a column can be filled with."""

    key: str
    label: str | Promise
    holds: Holds
    of: Of
    value: Callable[[Any], Value]
    """Money in pence."""
    words: tuple[str, ...] = ()
    """What forms call it, for finding it by its label."""
    kinds: tuple[str, ...] = tuple(Kind)
    """The kinds of form that may hold it."""

    def read(self, facts: Any) -> Value:
        """What goes into the cell: money in pounds."""
        found = self.value(facts)
        if self.holds is Holds.MONEY and isinstance(found, int):
            return to_pounds(found)
        return found


def fields(kind: str) -> list[Field]:
    """The fields that a kind of form may hold."""
    return [one for one in FIELDS if kind in one.kinds]


def of_cells(kind: str) -> tuple[Of, ...]:
    """What a single cell of a kind of form may be about."""
    return (Of.ROUND, Of.PROJECT) if kind == Kind.BUSINESS_CASE else (Of.ROUND,)


def of_columns(kind: str) -> tuple[Of, ...]:
    """What the rows of a kind of form may be about."""
    return (Of.COST, Of.MEASURE) if kind == Kind.BUSINESS_CASE else (Of.PROJECT,)


def _of(
    of: Of, prefix: str, rows: Iterable[tuple[Any, ...]], kinds: tuple[str, ...] = tuple(Kind)
) -> list[Field]:
    return [
        Field(f"{prefix}{key}", label, holds, of, value, tuple(words), kinds)
        for key, label, holds, value, *words in rows
    ]


def _codes(owner: Owner) -> Callable[[Project], str]:
    return lambda one: "; ".join(p.code for p in one.priorities if p.owner == owner)


def _titles(owner: Owner) -> Callable[[Project], str]:
    return lambda one: "\n".join(str(p) for p in one.priorities if p.owner == owner)


def _of_return(name: str) -> Callable[[Project], Value]:
    return lambda one: getattr(one.sent, name) if one.sent else None


def _recommendation(one: Project) -> Any:
    return one.standing.recommendation if one.standing else None


def _underspend(one: Project) -> int | None:
    """What is awarded and will not be spent; below zero where more will be."""
    if not one.sent or not one.award or one.sent.forecast_pence is None:
        return None
    return one.award.amount_pence - one.sent.forecast_pence


def _unspent(one: Project) -> int | None:
    if not one.sent or not one.award or one.sent.spent_pence is None:
        return None
    return one.award.amount_pence - one.sent.spent_pence


def _spent_now(one: Project) -> int | None:
    spent = one.sent.spent_pence if one.sent else None
    return None if spent is None else spent - one.spent_before_pence


TEXT, MONEY, DATE, NUMBER = Holds.TEXT, Holds.MONEY, Holds.DATE, Holds.NUMBER

_PROJECT = _of(
    Of.PROJECT,
    "project-",
    [
        ("reference", _("Reference"), TEXT, lambda one: one.bid.reference,
         "ref", "reference number", "project ref", "unique reference", "bid reference", "id"),
        ("organisation", _("Organisation"), TEXT, lambda one: one.bid.organisation.name,
         "organisation name", "applicant", "lead organisation", "provider", "delivery organisation",
         "recipient", "funded organisation", "delivered by", "grant recipient", "lead agency"),
        ("organisation-type", _("Type of organisation"), TEXT, lambda one: one.bid.organisation.kind,
         "legal status", "organisation type", "type of body"),
        ("charity", _("Charity number"), TEXT, lambda one: one.bid.organisation.charity_number,
         "charity registration number", "registered charity no"),
        ("company", _("Company number"), TEXT, lambda one: one.bid.organisation.company_number,
         "company registration number", "companies house no"),
        ("name", _("Project"), TEXT, lambda one: one.bid.project,
         "project name", "project title", "name of initiative", "scheme", "initiative", "title"),
        ("summary", _("Summary"), TEXT, lambda one: one.bid.summary,
         "project summary", "brief description", "description of project", "project description",
         "overview", "brief outline", "summary of project"),
        ("need", _("Need"), TEXT, lambda one: one.bid.need,
         "evidence of need", "why is it needed", "problem", "rationale", "identified need",
         "what is the problem", "what problem are you trying to address"),
        ("activities", _("Activities"), TEXT, lambda one: one.bid.activities,
         "planned activities", "what will be done", "outputs", "delivery", "how will the project be delivered",
         "methodology"),
        ("outcomes", _("Intended outcomes"), TEXT,
         lambda one: one.terms.outcomes if one.terms else one.bid.outcomes,
         "outcomes", "expected outcomes", "planned outcomes", "benefits", "aims and outcomes",
         "agreed outcomes"),
        ("starts", _("Start date"), DATE,
         lambda one: one.terms.starts_on if one.terms else one.bid.starts_on,
         "project start", "start", "commencement date", "from"),
        ("ends", _("End date"), DATE,
         lambda one: one.terms.ends_on if one.terms else one.bid.ends_on,
         "project end", "end", "finish date", "completion date", "to"),
        ("area", _("Area"), TEXT, lambda one: one.bid.area,
         "location", "ward", "district", "where", "area covered", "geographical area"),
        ("route", _("Route"), TEXT, lambda one: one.bid.get_route_display(), "pot", "fund"),
        ("pcc-codes", _("PCC priorities, codes"), TEXT, _codes(Owner.PCC),
         "pcc priority code", "priority ref"),
        ("pcc-priorities", _("PCC priorities, in words"), TEXT, _titles(Owner.PCC),
         "pcc priority", "police and crime plan priority", "police and crime plan objective",
         "priority", "plan priority met", "pcc priorities it will meet", "objective", "pcp priority"),
        ("csp-codes", _("Partnership priorities, codes"), TEXT, _codes(Owner.PARTNERSHIP),
         "csp priority code"),
        ("csp-priorities", _("Partnership priorities, in words"), TEXT, _titles(Owner.PARTNERSHIP),
         "csp priority", "community safety plan priority", "partnership priority", "local priority",
         "csp priorities"),
        ("requested", _("Amount requested"), MONEY, lambda one: one.bid.requested_pence,
         "requested", "amount of funding requested", "funding requested", "grant requested",
         "amount applied for", "bid amount", "cost", "funding sought", "total requested"),
        ("match", _("Match funding"), MONEY, lambda one: one.bid.match_funding_pence,
         "match", "other funding", "funding from other sources", "match funding amount"),
        ("target", _("People to be reached"), NUMBER, lambda one: one.bid.people_to_reach,
         "target number of people", "expected number of beneficiaries", "expected beneficiaries",
         "target people", "people to benefit", "planned participants", "expected number of people"),
        ("measures", _("Measures, one a line"), TEXT, told,
         "measures", "performance measures", "kpi", "key performance indicators", "indicators",
         "how will success be measured", "measures of success", "performance against targets"),
        ("awarded", _("Amount awarded"), MONEY,
         lambda one: one.award.amount_pence if one.award else None,
         "awarded", "award", "grant awarded", "funding awarded", "grant", "grant amount",
         "amount of grant", "budget", "allocation", "total funding", "approved amount",
         "amount allocated", "agreed funding", "allocated"),
        ("awarded-on", _("Date of the award"), DATE, awarded_on, "award date", "date approved"),
        ("agreed-on", _("Date the agreement was accepted"), DATE, agreed_on,
         "agreement date", "date agreement signed"),
        ("state", _("State"), TEXT, lambda one: one.bid.get_state_display(), "status", "stage"),
    ],
)  # fmt: skip

_SIFT = _of(
    Of.PROJECT,
    "project-",
    [
        ("rank", _("Rank"), NUMBER, lambda one: one.standing.rank if one.standing else None,
         "ranking", "priority order", "order of priority"),
        ("score", _("Score"), NUMBER,
         lambda one: Decimal(one.standing.score_text) if one.standing else None,
         "panel score", "total score", "assessment score"),
        ("recommendation", _("Recommendation"), TEXT,
         lambda one: r.get_choice_display() if (r := _recommendation(one)) else None,
         "recommended", "fund or reserve", "panel recommendation", "csp recommendation"),
        ("recommended", _("Amount recommended"), MONEY,
         lambda one: r.amount_pence if (r := _recommendation(one)) else None,
         "recommended amount", "proposed amount", "amount proposed", "proposed funding",
         "recommended funding", "proposed allocation", "grant proposed"),
        ("reason", _("Reason for the recommendation"), TEXT,
         lambda one: r.reason if (r := _recommendation(one)) else None,
         "rationale for recommendation", "panel comments"),
    ],
    EARLY,
)  # fmt: skip

_CASE = _of(
    Of.PROJECT,
    "project-",
    [
        ("contact-name", _("Contact’s name"), TEXT, lambda one: one.bid.contact_name,
         "contact name", "lead contact", "project lead", "project manager", "contact person",
         "name of contact", "lead officer", "main contact"),
        ("contact-email", _("Contact’s email"), TEXT, lambda one: one.bid.contact_email,
         "contact email", "email", "email address", "e-mail", "email of contact"),
        ("safeguarding", _("Safeguarding policy, yes or no"), TEXT,
         lambda one: {True: "Yes", False: "No"}.get(one.bid.safeguarding_policy),
         "safeguarding policy in place", "safeguarding policy"),
    ],
    (Kind.BUSINESS_CASE,),
)  # fmt: skip

_PROGRESS = _of(
    Of.PROJECT,
    "project-",
    [
        ("paid", _("Paid by the end of the period"), MONEY, lambda one: one.money.paid,
         "paid", "paid to date", "grant paid", "payments made", "amount paid", "funding drawn down",
         "paid to project"),
        ("unpaid", _("Committed and not paid"), MONEY, lambda one: one.money.available,
         "balance to pay", "outstanding", "remaining to be paid", "still to pay"),
        ("claimed", _("Claimed and not paid"), MONEY, lambda one: one.claimed_pence,
         "claimed", "amount claimed", "claims outstanding"),
        ("spent", _("Spent to date"), MONEY, _of_return("spent_pence"),
         "spend to date", "actual spend", "expenditure to date", "spent", "actual expenditure",
         "spend", "expenditure", "actual", "total spend", "amount spent"),
        ("spent-now", _("Spent in the period"), MONEY, _spent_now,
         "spend this quarter", "spend in period", "expenditure this period", "quarter spend",
         "spent this quarter", "spend this period", "in quarter spend"),
        ("unspent", _("Awarded and not spent to date"), MONEY, _unspent,
         "balance", "remaining", "remaining budget", "balance remaining", "unspent"),
        ("forecast", _("Forecast to the year’s end"), MONEY, _of_return("forecast_pence"),
         "forecast", "forecast spend", "year end forecast", "projected spend", "forecast outturn",
         "outturn", "projected outturn", "full year forecast", "predicted spend"),
        ("underspend", _("Forecast underspend"), MONEY, _underspend,
         "underspend", "variance", "projected underspend", "anticipated underspend",
         "expected underspend", "underspend amount"),
        ("underspend-reason", _("Reason for the underspend"), TEXT, _of_return("underspend_reason"),
         "reason for variance", "reason for underspend", "explanation of variance",
         "underspend reason", "variance explanation", "reason for any underspend"),
        ("rag", _("RAG"), TEXT,
         lambda one: one.sent.get_rag_display() if one.sent else None,
         "rag rating", "rag status", "status rag", "traffic light"),
        ("rag-reason", _("Reason for the RAG"), TEXT, _of_return("rag_reason"),
         "rag comment", "rag reason", "reason for rag rating", "rag explanation"),
        ("progress", _("Progress"), TEXT, _of_return("progress"),
         "progress update", "update", "progress to date", "commentary", "narrative", "comments",
         "progress this quarter", "project update", "comments on progress", "delivery update"),
        ("came-of-it", _("Outcomes so far"), TEXT, _of_return("outcomes"),
         "outcomes achieved", "outcomes to date", "impact", "results", "achievements",
         "what difference has it made", "outcome achieved"),
        ("issues", _("Issues"), TEXT, _of_return("issues"),
         "risks and issues", "problems", "risks", "challenges", "barriers", "issues and risks"),
        ("case-study", _("Case study"), TEXT, _of_return("case_study"),
         "case study", "good news story", "success story"),
        ("reached", _("People reached"), NUMBER, _of_return("people_reached"),
         "number of people reached", "beneficiaries", "number of people supported",
         "people supported", "participants", "people engaged", "number supported",
         "number of people engaged", "actual beneficiaries", "beneficiaries to date"),
    ],
    PERIODIC,
)  # fmt: skip


def _awards(facts: Facts) -> Iterable[int]:
    return (one.award.amount_pence for one in facts.projects if one.award)


_ROUND = _of(
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
        ("awarded", _("Awarded in all"), MONEY, lambda f: sum(_awards(f)),
         "total awarded", "total awards", "total grants awarded"),
        ("on", _("Date on the form"), DATE, lambda f: f.on,
         "date", "date completed", "date signed", "date of completion", "signature date",
         "date submitted", "date of submission", "signed date"),
        ("by", _("Name on the form"), TEXT, lambda f: f.by,
         "completed by", "name", "signed", "name of person completing", "signed by", "submitted by",
         "form completed by", "authorised by", "print name", "signature"),
    ],
)  # fmt: skip

_ROUND_PROPOSED = _of(
    Of.ROUND,
    "round-",
    [
        ("recommended", _("Recommended in all"), MONEY,
         lambda f: f.total(r.amount_pence for one in f.projects if (r := _recommendation(one))),
         "total recommended", "total proposed", "total funding proposed"),
    ],
    (Kind.PROPOSALS,),
)  # fmt: skip

_ROUND_PERIOD = _of(
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
         lambda f: f.total(_underspend(one) for one in f.projects),
         "total underspend", "forecast underspend", "projected underspend", "underspend"),
        ("reached", _("People reached in all"), NUMBER,
         lambda f: f.total(one.people_reached for one in f.returns),
         "total people reached", "total beneficiaries", "number of people reached"),
        ("target", _("People to be reached in all"), NUMBER,
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

_COST: list[tuple[Any, ...]] = [
    ("category", _("Budget heading"), TEXT, lambda one: one.category,
     "heading", "category", "cost heading", "type of cost", "item", "budget line"),
    ("description", _("What it is for"), TEXT, lambda one: one.description,
     "description", "details", "detail", "breakdown", "description of cost"),
    ("amount", _("Cost"), MONEY, lambda one: one.pence,
     "amount", "cost", "total cost", "total", "value", "price"),
]  # fmt: skip

_MEASURE: list[tuple[Any, ...]] = [
    ("name", _("Measure"), TEXT, lambda one: one.name,
     "indicator", "kpi", "performance measure", "what will be measured", "outcome measure"),
    ("baseline", _("Baseline"), TEXT, lambda one: one.baseline, "current level", "starting point"),
    ("target", _("Target"), TEXT, lambda one: one.target, "aim", "target level", "goal"),
    ("evidence", _("Evidence"), TEXT, lambda one: one.evidence,
     "how measured", "source of evidence", "data source", "how will it be evidenced"),
]  # fmt: skip

FIELDS: tuple[Field, ...] = (
    *_PROJECT,
    *_SIFT,
    *_CASE,
    *_PROGRESS,
    *_ROUND,
    *_ROUND_PROPOSED,
    *_ROUND_PERIOD,
    *_of(Of.COST, "cost-", _COST, (Kind.BUSINESS_CASE,)),
    *_of(Of.MEASURE, "measure-", _MEASURE, (Kind.BUSINESS_CASE,)),
)
BY_KEY = {one.key: one for one in FIELDS}
OF_RETURNS = {one.key for one in _PROGRESS} - {"project-paid", "project-unpaid", "project-claimed"}
"""The fields that nothing is known of before a project's return is accepted."""


def rows_of(of: Of, facts: Facts) -> list[Project] | list[Cost] | list[Counted]:
    """What the rows of a table are about, one after another."""
    if of is Of.PROJECT:
        return list(facts.projects)
    project = facts.projects[0] if facts.projects else None
    if of is Of.COST:
        return list(project.budget) if project else []
    return list(project.measures) if project else []


def subject_of(of: Of, facts: Facts) -> Facts | Project | None:
    """What a single cell is about."""
    if of is Of.ROUND:
        return facts
    return facts.projects[0] if facts.projects else None
