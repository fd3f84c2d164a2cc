"""The year's statement of grant as a Word file: what the section 151 officer signs, and the PCC is sent."""

from datetime import datetime

from django.utils.translation import gettext as _

from monitoring.models import YearEnd
from monitoring.year.ending import checksum, stands_signed
from monitoring.year.presenters import projects_table, summary
from monitoring.year.sums import YearStatement, document, year_statement
from reports.word.document import Paper
from reports.word.parts import page_table
from reports.word.table import Column, Row
from rounds.models import Round
from ui.dates import format_date
from ui.parts import Table

FIRST_CM = 4.6
WIDE_CM = 11.0
"""The first column where there is one other."""


def render(round: Round) -> bytes:
    """The statement as the books stand now, and who signed it off. Changes nothing."""
    found, signed = year_statement(round), stands_signed(round)
    title = _("Statement of grant %(year)s") % {"year": round.financial_year}
    paper = Paper(
        title=title,
        author=round.partnership.authority,
        subject=round.title,
        footer=f"{title} · {round.partnership.name}",
        at=_at(round, signed),
    )
    paper.title(title)
    _front(paper, round, found)
    paper.heading(_("The grant"))
    page_table(paper, summary(found, round.funder.short_name), first_cm=WIDE_CM)
    paper.note(
        _(
            "An accrual is what a project spent by the year’s end and had not been paid; a "
            "prepayment is what it had been paid and not spent. What projects spent is as their latest "
            "accepted returns say."
        )
    )
    paper.heading(_("Projects"))
    _projects(paper, projects_table(found))
    paper.heading(_("Sign-off"))
    _sign_off(paper, found, signed)
    return paper.save()


def _front(paper: Paper, round: Round, found: YearStatement) -> None:
    rows = (
        (_("To"), round.funder.name),
        (_("From"), f"{round.partnership.authority}, {round.partnership.name}"),
        (_("Grant"), round.title),
        (_("As at"), format_date(found.ends)),
    )
    columns = (Column("", 3.6), Column("", 13.0))
    paper.table("", columns, [Row(row) for row in rows], heads=False, description=_("The grant"))


def _projects(paper: Paper, projects: Table) -> None:
    if not projects.rows:
        paper.plain(_("Nothing was awarded by then."))
        return
    page_table(paper, projects, first_cm=FIRST_CM)


def _sign_off(paper: Paper, found: YearStatement, signed: YearEnd | None) -> None:
    code = checksum(document(found))
    if signed and signed.checksum == code:
        paper.plain(
            _("Signed off by %(who)s, section 151 officer, on %(day)s.")
            % {"who": signed.signed_by, "day": format_date(signed.signed_on)}
        )
    else:
        paper.plain(
            _("The books have changed since it was signed off on %(day)s.")
            % {"day": format_date(signed.signed_on)}
            if signed
            else _("Not signed off yet.")
        )
        columns = (Column("", 5.0), Column("", 11.6))
        rows = [Row([words, ""]) for words in (_("Section 151 officer"), _("Signature"), _("Date"))]
        paper.table("", columns, rows, heads=False, description=_("Where to sign"))
    paper.note(_("Checksum of the figures (SHA-256): %(code)s") % {"code": code})


def _at(round: Round, signed: YearEnd | None) -> datetime:
    """A moment that follows from the records: the sign-off, else the last movement."""
    last = round.movements.order_by("-pk").values_list("at", flat=True).first()
    return signed.recorded_at if signed else last or round.opens
