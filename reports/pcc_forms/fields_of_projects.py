"""The fields that are about a project, and about its costs and measures."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.pcc_forms.cells import Value
from reports.pcc_forms.facts import PERIODIC, Project, agreed_on, awarded_on, told
from reports.pcc_forms.field import DATE, MONEY, NUMBER, TEXT, Kind, Of, made
from rounds.models import Owner

EARLY = (Kind.PROPOSALS, Kind.BUSINESS_CASE)


def _codes(owner: Owner) -> Callable[[Project], str]:
    return lambda one: "; ".join(p.code for p in one.priorities if p.owner == owner)


def _titles(owner: Owner) -> Callable[[Project], str]:
    return lambda one: "\n".join(str(p) for p in one.priorities if p.owner == owner)


def _of_return(name: str) -> Callable[[Project], Value]:
    return lambda one: getattr(one.sent, name) if one.sent else None


def recommendation(one: Project) -> Any:
    """What the sift proposes; nothing before it."""
    return one.standing.recommendation if one.standing else None


def underspend(one: Project) -> int | None:
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


PROJECT = made(
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
         "target people", "people to benefit", "planned participants", "expected number of people",
         "target beneficiaries"),
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

SIFT = made(
    Of.PROJECT,
    "project-",
    [
        ("rank", _("Rank"), NUMBER, lambda one: one.standing.rank if one.standing else None,
         "ranking", "priority order", "order of priority"),
        ("score", _("Score"), NUMBER,
         lambda one: Decimal(one.standing.score_text) if one.standing else None,
         "panel score", "total score", "assessment score"),
        ("recommendation", _("Recommendation"), TEXT,
         lambda one: r.get_choice_display() if (r := recommendation(one)) else None,
         "recommended", "fund or reserve", "panel recommendation", "csp recommendation"),
        ("recommended", _("Amount recommended"), MONEY,
         lambda one: r.amount_pence if (r := recommendation(one)) else None,
         "recommended amount", "proposed amount", "amount proposed", "proposed funding",
         "recommended funding", "proposed allocation", "grant proposed"),
        ("reason", _("Reason for the recommendation"), TEXT,
         lambda one: r.reason if (r := recommendation(one)) else None,
         "rationale for recommendation", "panel comments"),
    ],
    EARLY,
)  # fmt: skip

CASE = made(
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

PROGRESS = made(
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
        ("underspend", _("Forecast underspend"), MONEY, underspend,
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


COST = made(
    Of.COST,
    "cost-",
    [
        ("category", _("Budget heading"), TEXT, lambda one: one.category,
         "heading", "category", "cost heading", "type of cost", "item", "budget line"),
        ("description", _("Description of the cost"), TEXT, lambda one: one.description,
         "description", "details", "detail", "breakdown", "description of cost"),
        ("amount", _("Cost"), MONEY, lambda one: one.pence,
         "amount", "cost", "total cost", "total", "value", "price"),
    ],
    (Kind.BUSINESS_CASE,),
)  # fmt: skip

MEASURE = made(
    Of.MEASURE,
    "measure-",
    [
        ("name", _("Measure"), TEXT, lambda one: one.name,
         "indicator", "kpi", "performance measure", "what will be measured", "outcome measure"),
        ("baseline", _("Baseline"), TEXT, lambda one: one.baseline, "current level", "starting point"),
        ("target", _("Target"), TEXT, lambda one: one.target, "aim", "target level", "goal"),
        ("evidence", _("Evidence"), TEXT, lambda one: one.evidence,
         "how measured", "source of evidence", "data source", "how will it be evidenced"),
    ],
    (Kind.BUSINESS_CASE,),
)  # fmt: skip
