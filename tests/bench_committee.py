"""How long the committee report takes for a round of many projects: a part of ``make bench``.

It asks for 100 projects in less than three seconds; it prints what it takes and asserts nothing.
"""

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tests.bench import best_of

if TYPE_CHECKING:
    from reports.figures import Figures
    from rounds.models import Round

SIZES = (100, 500)


def committee_lines(round: "Round") -> list[str]:
    """Each kind of file, for a hundred projects and for five hundred."""
    return [line for size in SIZES for line in _lines(round, size)]


def _lines(round: "Round", size: int) -> Iterator[str]:
    from reports.committee.content import build
    from reports.committee.html import page_data
    from reports.committee.pdf import pdf
    from reports.committee.report import write_report

    report = build(figures(round, size))
    word, printed, page = best_of(
        lambda: write_report(report), lambda: pdf(report), lambda: page_data(report)
    )
    yield f"The committee report of {size} projects"
    yield f"  as a Word file                                 {word:7.2f} s"
    yield f"  as a PDF                                       {printed:7.2f} s"
    yield f"  as a page, its charts drawn                    {page:7.2f} s"


def figures(round: "Round", size: int) -> "Figures":
    """The figures of a round with so many projects, each of which has sent a return."""
    from dataclasses import replace

    from reports.figures import Progress, Project
    from reports.gathering import gather

    latest = Progress(
        period="September report",
        ends=date(2019, 7, 31),
        rag="amber",
        words="What was done in these months, told in a few sentences. " * 6,
        spent_pence=164_000,
        forecast_pence=480_000,
        accepted_at=round.opens,
        reached=30,
        measures=(("Calls to the police", "fewer than 10", "7"),) * 3,
        why="Two nights were lost.",
    )
    projects = tuple(
        Project(
            reference=f"B{number:05d}",
            organisation=f"Organisation of bid {number}",
            name=f"A project for safer streets, number {number}",
            route="main" if number % 5 else "tactical",
            area=f"Ward {number % 20}",
            state="monitored",
            awarded_pence=500_000,
            committed_pence=500_000,
            paid_pence=250_000,
            summary="What the project does, in a few sentences of the applicant's own. " * 5,
            outcomes="What is to come of it, in a sentence or two. " * 3,
            accepted=True,
            target=120,
            approved_pence=500_000,
            priorities=tuple((one.owner, one.code) for one in round.priorities.all()),
            latest=latest,
        )
        for number in range(size)
    )
    return replace(gather(round), projects=projects)


def main() -> None:
    """Write it for a round that is made for it."""
    import os
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from tests.bench import set_up

    with TemporaryDirectory(prefix="safer-grants-bench-") as folder:
        os.environ["VAR_ROOT"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        set_up()
        from django.core.management import call_command

        from funds.management.commands.open_round import open_round
        from rounds.models import Round
        from tests.round_files import round_file, round_text

        call_command("migrate", verbosity=0)
        open_round(file=round_file(round_text()), at=None)
        sys.stdout.write("\n".join([*committee_lines(Round.objects.get()), ""]))


if __name__ == "__main__":
    main()
