"""Who makes each kind of file: what makes it for a page or a command, told how far it is."""

from typing import IO

from django.http import QueryDict
from django.utils.translation import gettext as _

from awards.awarded import awarded, awards_of
from awards.statement_presenters import (
    award_cells,
    awards_header,
    statement_header,
    statement_rows,
)
from awards.statement_views import AWARD_FORMATS, STATEMENT_FORMATS, WIDTHS, named
from base.export import WORD, XLSX, table_stream
from funds.statement import statement, until
from monitoring.bids.export import bids_stream, file_name
from monitoring.bids.list import Filter
from reports.committee.content import report_of
from reports.committee.house_style import style_of
from reports.committee.pdf import pdf
from reports.committee.report import write_report
from reports.foi.extract import sent
from reports.foi.sheets import workbook
from reports.foi.views import file_name as extract_name
from reports.jobs.making import Made, Step, counted
from reports.models import Job
from reports.overview.bids import overview
from reports.overview.forms import OverviewForm
from reports.overview.presenters import overview_book
from reports.panel.register_views import workbook as register
from scoring.viewers import find_round


def committee_report(job: Job, step: Step) -> Made:
    """The committee report as things stand now."""
    return _report(job, step, "committee-report", appendix_only=False)


def appendix(job: Job, step: Step) -> Made:
    """The report's appendix alone."""
    return _report(job, step, "appendix", appendix_only=True)


def _report(job: Job, step: Step, name: str, *, appendix_only: bool) -> Made:
    step(0, 2, _("Reading the figures"))
    report = report_of(job.round)
    step(1, 2, _("Writing the document"))
    style = style_of(job.round.partnership)
    content = write_report(report, appendix_only=appendix_only, style=style)
    step(2, 2, _("Keeping the file"))
    return Made(f"{name}-{job.round.code}.docx", WORD, content)


def committee_pdf(job: Job, step: Step) -> Made:
    """The committee report as a tagged PDF."""
    step(0, 2, _("Reading the figures"))
    report = report_of(job.round)
    step(1, 2, _("Setting the pages"))
    content = pdf(report)
    step(2, 2, _("Keeping the file"))
    return Made(f"committee-report-{job.round.code}.pdf", "application/pdf", content)


def statement_file(job: Job, step: Step) -> Made:
    """The statement of the grant, as at the end of a day."""
    step(0, 1, _("Adding up the ledger"))
    found = statement(job.round, job.as_at)
    file = table_stream(
        _("Statement"),
        statement_header(),
        statement_rows(found, named(job.round, found)),
        widths=WIDTHS,
        formats=STATEMENT_FORMATS,
    )
    step(1, 1, _("Keeping the file"))
    return _workbook(f"statement-{job.round.code}{_suffix(job)}", file)


def awards_file(job: Job, step: Step) -> Made:
    """The awards and their money, as at the end of a day."""
    step(0, 1, _("Adding up the ledger"))
    found = statement(job.round, job.as_at)
    rows = awarded(list(awards_of(job.round, until(job.as_at)).order_by("pk")), found.awards)
    file = table_stream(
        _("Awards"),
        awards_header(),
        (award_cells(one) for one in counted(rows, step, len(rows), _("Writing the awards"))),
        widths=WIDTHS,
        formats=AWARD_FORMATS,
    )
    return _workbook(f"awards-{job.round.code}{_suffix(job)}", file)


def foi_extract(job: Job, step: Step) -> Made:
    """The bids of a round and what became of them, nobody named."""
    total, words = sent(job.round).count(), _("Writing the bids")
    content = workbook(job.round, lambda rows: counted(rows, step, total, words))
    return Made(extract_name(job.round), XLSX, content)


def panel_register(job: Job, step: Step) -> Made:
    """Who sat on the panel, what each declared, and the quorum of every bid."""
    step(0, 1, _("Reading the panel and its scores"))
    content = register(job.round)
    step(1, 1, _("Keeping the file"))
    return Made(f"panel-register-{job.round.code}.xlsx", XLSX, content)


def bids_and_awards(job: Job, step: Step) -> Made:
    """Bids and awards, added up as the asker's page was."""
    step(0, 2, _("Adding up"))
    said = QueryDict(mutable=True)
    said.update(job.parameters)
    asked = OverviewForm(said, round=job.round)
    rounds = asked.rounds()
    found = overview(rounds, asked.bids(rounds), asked.added_by)
    step(1, 2, _("Writing the bids"))
    content = overview_book(asked, found, asked.added_by)
    step(2, 2, _("Keeping the file"))
    return Made(f"bids-and-awards-{job.round.code}.xlsx", XLSX, content)


def bids_file(job: Job, step: Step) -> Made:
    """The bids that the asker may see, narrowed as their list was."""
    round, viewer = find_round(job.asked_by, job.round.code)
    said = QueryDict(mutable=True)
    said.update(job.parameters)
    asked = Filter(said, round=round, viewer=viewer)
    total = asked.ordered().count()
    words = _("Writing the bids")
    file = bids_stream(asked, lambda rows: counted(rows, step, total, words))
    return _workbook(file_name(asked).removesuffix(".xlsx"), file)


def _suffix(job: Job) -> str:
    return f"-{job.as_at.isoformat()}" if job.as_at else ""


def _workbook(name: str, file: IO[bytes]) -> Made:
    with file:
        return Made(f"{name}.xlsx", XLSX, file.read())
