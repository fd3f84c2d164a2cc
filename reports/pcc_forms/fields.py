"""The fields that a form can be filled with, by its kind, and what they are about."""

from reports.pcc_forms.facts import Cost, Counted, Facts, Project
from reports.pcc_forms.field import Field, Kind, Of
from reports.pcc_forms.fields_of_projects import CASE, COST, MEASURE, PROGRESS, PROJECT, SIFT
from reports.pcc_forms.fields_of_rounds import PERIOD, PROPOSED, ROUND

FIELDS: tuple[Field, ...] = (
    *PROJECT,
    *SIFT,
    *CASE,
    *PROGRESS,
    *ROUND,
    *PROPOSED,
    *PERIOD,
    *COST,
    *MEASURE,
)
BY_KEY = {one.key: one for one in FIELDS}
OF_RETURNS = {one.key for one in PROGRESS} - {"project-paid", "project-unpaid", "project-claimed"}
"""The fields that nothing is known of before a project's return is accepted."""


def fields(kind: str) -> list[Field]:
    """The fields that a kind of form may hold."""
    return [one for one in FIELDS if kind in one.kinds]


def of_cells(kind: str) -> tuple[Of, ...]:
    """What a single cell of a kind of form may be about."""
    return (Of.ROUND, Of.PROJECT) if kind == Kind.BUSINESS_CASE else (Of.ROUND,)


def of_columns(kind: str) -> tuple[Of, ...]:
    """What the rows of a kind of form may be about."""
    return (Of.COST, Of.MEASURE) if kind == Kind.BUSINESS_CASE else (Of.PROJECT,)


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
