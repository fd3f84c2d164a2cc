"""The parts of the report that have words: what the service drafts, and what an officer wrote instead.

A part that nobody wrote follows the figures. What was written is kept when they move, beside what was
drafted when it was written, so that the page can say what is drafted now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.areas import wards
from reports.committee.blocks import lines_of, typed
from reports.committee.implications import Implication, implications
from reports.committee.projects import story
from reports.committee.sections import (
    background,
    grant,
    next_steps,
    options,
    preferred,
    recommendations,
    risks,
    summary,
)
from reports.figures import Figures, Project
from reports.models import ReportWords
from reports.wording import one_line
from rounds.models import Round

FRONT, OPENING, SECTION, IMPLICATION, APPENDIX, STORIES = (
    "front",
    "opening",
    "section",
    "implication",
    "appendix",
    "stories",
)
ISSUE = "issue-"
"""What the code of an implication's part begins with; the row's own code follows."""
STORY = "project-"
"""What the code of a project's part begins with; its reference follows."""
TITLES: dict[str, str | Promise] = {
    "head-of-service": _("Lead head of service"),
    "lead-officer": _("Lead officer and report author"),
    "classification": _("Classification"),
    "wards": _("Wards affected"),
    "summary": _("Executive summary"),
    "recommendations": _("Recommendations"),
    "background": _("1. Introduction and background"),
    "grant": _("2. The grant"),
    "options": _("3. Available options"),
    "preferred": _("4. Preferred option and reasons for recommendations"),
    "risk": _("5. Risk"),
    "next-steps": _("6. Next steps"),
    "issue-impact-on-corporate-priorities": _("Impact on corporate priorities"),
    "issue-risk-management": _("Risk management"),
    "issue-financial": _("Financial"),
    "issue-staffing": _("Staffing"),
    "issue-legal": _("Legal"),
    "issue-privacy-and-data-protection": _("Privacy and data protection"),
    "issue-equalities": _("Equalities"),
    "issue-public-health": _("Public health"),
    "issue-crime-and-disorder": _("Crime and disorder"),
    "issue-procurement": _("Procurement"),
    "appendix": _("Words before the appendix’s tables"),
}
"""The parts that every report has, by their codes, in its order."""


@dataclass(frozen=True)
class Part:
    """A part: what is drafted for it now, and what somebody wrote instead."""

    code: str
    title: str
    """What it is called on pages."""
    group: str
    drafted: str
    written: ReportWords | None = None

    @property
    def is_short(self) -> bool:
        """Whether it is one line of the front table."""
        return self.group == FRONT

    @property
    def own(self) -> ReportWords | None:
        """An officer's words where they stand; a part that went back to the drafted text has none."""
        return self.written if self.written and self.written.text else None

    @property
    def is_written(self) -> bool:
        """Whether an officer's words stand."""
        return self.own is not None

    @property
    def text(self) -> str:
        """What stands in the report."""
        return self.own.text if self.own else self.drafted

    @property
    def version(self) -> int:
        """Which change of it this is; 0 where nobody ever changed it."""
        return self.written.version if self.written else 0

    @property
    def has_moved(self) -> bool:
        """Whether something else is drafted now than when the officer wrote."""
        return self.own is not None and self.own.drafted != self.drafted


def parts(figures: Figures, written: Mapping[str, ReportWords]) -> dict[str, Part]:
    """Every part by its code, in the report's order."""
    drafts = {
        "head-of-service": (FRONT, ""),
        "lead-officer": (FRONT, figures.officer),
        "classification": (FRONT, "Public"),
        "wards": (FRONT, wards(figures.projects)),
        "summary": (OPENING, typed(summary(figures))),
        "recommendations": (OPENING, typed(recommendations(figures))),
        "background": (SECTION, typed(background(figures))),
        "grant": (SECTION, typed([*grant(figures)])),
        "options": (SECTION, typed(options(figures))),
        "preferred": (SECTION, typed(preferred(figures))),
        "risk": (SECTION, typed([*risks(figures)])),
        "next-steps": (SECTION, typed([*next_steps(figures)])),
        **{f"{ISSUE}{row.code}": (IMPLICATION, row.words) for row in implications(figures)},
        "appendix": (APPENDIX, ""),
    }
    stories = {f"{STORY}{project.reference}": project for project in figures.projects}
    return {
        **{
            code: Part(code, str(TITLES[code]), group, drafted, written.get(code))
            for code, (group, drafted) in drafts.items()
        },
        **{
            code: Part(code, _named(project), STORIES, typed(story(project)), written.get(code))
            for code, project in stories.items()
        },
    }


def _named(project: Project) -> str:
    return f"{project.reference} {one_line(project.name)}"


def stories_of(said: Mapping[str, Part]) -> dict[str, str]:
    """The projects' stories by reference."""
    return {
        part.code.removeprefix(STORY): part.text for part in said.values() if part.group == STORIES
    }


def worded(said: Mapping[str, Part], rows: Iterable[Implication]) -> list[Implication]:
    """The rows of the implications with the words that stand in the report."""
    return [
        replace(row, words="\n".join(lines_of(said[f"{ISSUE}{row.code}"].text))) for row in rows
    ]


def written_of(round: Round) -> dict[str, ReportWords]:
    """What officers wrote for a round's report, by part (one query)."""
    rows = ReportWords.objects.filter(round=round).select_related("by")
    return {words.section: words for words in rows}
