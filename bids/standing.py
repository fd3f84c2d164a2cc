"""How far a bid's form is: each section, and what must be done before it can be submitted."""

from collections.abc import Iterator
from enum import Enum

from bids.models import Bid
from bids.section_forms import SectionForm
from bids.sections import Paper, Section


class Standing(Enum):
    """How far a section is."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    PROBLEM = "problem"
    COMPLETED = "completed"


def standing(paper: Paper, section: Section) -> Standing:
    """How far a section is, from what it says now."""
    return standing_of(paper.form(section), saved=section.code in paper.saves)


def standing_of(form: SectionForm, *, saved: bool) -> Standing:
    """How far a form is: an optional section that was saved empty is completed."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    if codes - {"required"}:
        return Standing.PROBLEM
    if not _says_anything(form) and (codes or not saved):
        return Standing.NOT_STARTED
    return Standing.IN_PROGRESS if codes else Standing.COMPLETED


def _says_anything(form: SectionForm) -> bool:
    """Whether there is an answer beyond what stands in an empty bid (match funding of £0)."""
    return any(text not in ("", "0.00") for texts in form.typed().values() for text in texts)


def standings(paper: Paper) -> list[tuple[Section, Standing]]:
    """Every section with how far it is."""
    return [(section, standing(paper, section)) for section in paper.sections]


def is_optional(paper: Paper, section: Section) -> bool:
    """Whether a section may be left empty."""
    return not any(asked.required for asked in paper.asked(section))


def unfinished(bid: Bid) -> Iterator[tuple[Section, str]]:
    """What must be mended before the bid is submitted: the section, and what to do there.

    An optional section that was left alone is no fault.
    """
    paper = Paper(bid)
    for section in paper.sections:
        for errors in paper.form(section).errors.values():
            for error in errors:
                yield section, str(error)
