"""The committee report's appendix: every project commissioned with its story, and where the money went."""

from collections.abc import Iterator, Mapping

from reports.committee.blocks import Block
from reports.committee.money import (
    by_area_blocks,
    by_pot_blocks,
    by_priority_blocks,
    underspend_blocks,
)
from reports.committee.progress import other_blocks, progress_blocks
from reports.committee.projects import projects
from reports.committee.since import Since, since_blocks
from reports.figures import Figures


def heading(figures: Figures) -> str:
    """What the appendix is headed."""
    return f"{figures.round.title} - Commissioned Projects"


def appendix(figures: Figures, stories: Mapping[str, str], since: Since | None) -> Iterator[Block]:
    """The appendix from top to bottom; the projects' ``stories`` are by reference."""
    yield from projects(figures, stories)
    yield from by_pot_blocks(figures)
    yield from by_priority_blocks(figures)
    yield from by_area_blocks(figures)
    yield from progress_blocks(figures)
    yield from underspend_blocks(figures)
    yield from since_blocks(figures, since)
    yield from other_blocks(figures)
