"""Section 7 of the committee report: ten rows, kept even where the answer is none.

The words are drafted from the figures. Who signs is a post; the name and date are the officer's to enter.
"""

from dataclasses import dataclass

from django.utils.text import slugify

from reports.figures import Figures
from reports.sums import serving_several, totals
from reports.wording import capital, count, part_of, the, verb
from rounds.models import Owner
from ui.dates import financial_year_end, format_date
from ui.money import format_pence


@dataclass(frozen=True)
class Implication:
    """A row: the issue, what the report means for it, and the post that signs."""

    issue: str
    words: str
    signs: str
    signed: str = ""
    """Who signed it and when; empty where nobody has."""

    @property
    def code(self) -> str:
        """The row's code: ``legal``, ``crime-and-disorder``."""
        return slugify(self.issue)


def implications(figures: Figures) -> list[Implication]:
    """The ten rows in their order."""
    officer, legal = "Lead Officer", "Head of Legal Services"
    return [
        Implication("Impact on Corporate Priorities", _corporate(figures), officer),
        Implication("Risk Management", _risk(figures), officer),
        Implication("Financial", financial(figures), "Section 151 Officer and Finance Team"),
        Implication("Staffing", _staffing(figures), officer),
        Implication("Legal", _legal(figures), legal),
        Implication("Privacy and Data Protection", PRIVACY, "Data Protection Officer"),
        Implication("Equalities", _equalities(figures), "Equalities Officer"),
        Implication("Public Health", _health(figures), "Public Health Lead"),
        Implication("Crime and Disorder", _crime(figures), officer),
        Implication("Procurement", PROCUREMENT, "Head of Procurement"),
    ]


PRIVACY = (
    "The returns that this report rests on hold numbers and general progress and identify nobody who was "
    "helped. The contact details of the organisations are kept for running the grant and are not in this "
    "report."
)
PROCUREMENT = (
    "None. The awards are grants made through a round open to bids; no contract for goods, works or "
    "services is let by this report."
)


def _corporate(figures: Figures) -> str:
    partnership = figures.round.partnership
    if not figures.projects:
        return f"None yet: no project has been commissioned for {the(partnership.name)}."
    served = {code for p in figures.projects for owner, code in p.priorities if owner != Owner.PCC}
    every = [p for p in figures.priorities if p.owner != Owner.PCC]
    number = part_of(len(served), len(every), "priority", "priorities")
    return (
        f"The projects contribute to making the area safer. They serve {number} of "
        f"{the(partnership.name)}, and each also serves a priority of the "
        f"{figures.round.funder.short_name}."
    )


def _risk(figures: Figures) -> str:
    sums = totals(figures.projects)
    late = [p for p in figures.projects if p.latest and p.latest.rag != "green"]
    if not sums.projects:
        return "There is no delivery risk until projects are commissioned. See section 5."
    if not sums.reported:
        return "No return has been accepted yet, so delivery cannot be rated. See section 5."
    if not late:
        return "Every project that has sent a return is on course. See section 5."
    return (
        f"{count(len(late), 'project')} {verb(len(late), 'is', 'are')} rated amber or red, and what is being "
        "done stands with each in Appendix 1. See section 5."
    )


def financial(figures: Figures) -> str:
    """Where the money stands, from the ledger."""
    round = figures.round
    allocation, committed = (figures.pot_total(f"{k}_pence") for k in ("allocation", "committed"))
    paid, available = (figures.pot_total(f"{k}_pence") for k in ("paid", "available"))
    words = [
        f"The grant comes from {the(round.funder.name)} and makes no call on the council’s own budget.",
        f"Of the {format_pence(allocation)} allocated, {format_pence(figures.received_pence)} has been "
        f"received, {format_pence(committed)} is committed to projects, {format_pence(paid)} of it paid, "
        f"and {format_pence(available)} is available.",
    ]
    if returned := figures.pot_total("returned_pence"):
        words.append(f"{format_pence(returned)} has gone back to the {round.funder.short_name}.")
    words.append(
        f"What is unspent after {format_date(financial_year_end(round.financial_year))} goes back to the "
        f"{round.funder.short_name}."
    )
    if round.pay_ahead:
        words[0] = (
            f"The grant comes from {the(round.funder.name)}. The council may pay projects ahead of the "
            "instalments and then carries the difference."
        )
    return " ".join(words)


def _staffing(figures: Figures) -> str:
    words = "No post is created or changed. The grant is run by the community safety team."
    public = sum(project.kind.casefold() == "public body" for project in figures.projects)
    if public:
        whose = "a public body’s own staff" if public == 1 else "public bodies’ own staff"
        words += f" {count(public, 'project')} {verb(public, 'is', 'are')} delivered by {whose}."
    return words


def _legal(figures: Figures) -> str:
    words = (
        "Sections 5 to 7 of the Crime and Disorder Act 1998 make the council one of the authorities that "
        "must draw up and carry out strategies against crime and disorder. The grant is a crime and "
        "disorder reduction grant under section 9 of the Police Reform and Social Responsibility Act 2011, "
        "and may carry conditions."
    )
    if figures.projects:
        accepted = sum(project.accepted for project in figures.projects)
        words += (
            f" {capital(part_of(accepted, len(figures.projects), 'project'))} "
            f"{verb(accepted, 'has', 'have')} an accepted grant agreement; nothing is paid before that."
        )
    return words


def _equalities(figures: Figures) -> str:
    return (
        "Every bid was judged against the same gates and criteria, and nobody scored a bid in which they "
        "had an interest. The priorities rest on the partnership’s assessment of need. No adverse effect "
        "on people with protected characteristics has been identified."
    )


def _health(figures: Figures) -> str:
    sums = totals(figures.projects)
    if not sums.reported:
        return (
            "Safer communities support people’s health and wellbeing. No results are reported yet."
        )
    return (
        "The projects work on harm that also bears on people’s health and wellbeing. They report that "
        f"{count(sums.reached, 'person', 'people')} {verb(sums.reached, 'has', 'have')} been reached so far."
    )


def _crime(figures: Figures) -> str:
    words = (
        "Section 17 of the Crime and Disorder Act 1998 requires the council to have due regard to the "
        "likely effect of its work on crime and disorder, and to do all that it reasonably can to prevent "
        "them. "
    )
    if not figures.projects:
        return f"{words}The grant is for that purpose; no project has been commissioned yet."
    number, several = len(figures.projects), serving_several(figures.projects, Owner.PCC)
    words += (
        f"The {count(number, 'project')} commissioned {verb(number, 'is', 'are')} for that purpose; "
        "Appendix 1 shows which priorities the money serves."
    )
    if several:
        short = figures.round.funder.short_name
        words += (
            f" {count(several, 'project')} {verb(several, 'serves', 'serve')} more than one of the "
            f"{short}’s priorities."
        )
    return words
