"""The kinds of file that are made in the background: who may have each, and who makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from monitoring.bids.list import Filter
from people.models import User
from reports.foi.views import find_extract
from reports.jobs import makers
from reports.jobs.making import Made, Step
from reports.models import Job
from reports.overview.forms import OverviewForm
from reports.pcc_forms.cases import FORM, business_cases, find_all_proposals
from rounds.models import Round
from scoring.viewers import find_papers

Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """A kind of file."""

    words: Words
    """What it is called."""
    make: Callable[[Job, Step], Made]
    """Makes it. What it raises as ``Refused`` is told to who asked; it may run twice."""
    find: Callable[[User, str], Round] = find_papers
    """The round of a code for somebody who may have it; raises where they may not."""
    shared: bool = True
    """Whether it shows the same to everybody who may have it, so that one need not make it again."""
    as_at: bool = False
    """Whether it can be had as at a past day."""
    parameters: Mapping[str, Words] = field(default_factory=dict)
    """What may be asked of it beside: the name that is kept, and its words."""


KINDS: Mapping[str, Kind] = {
    "committee-report": Kind(_("Committee report (Word)"), makers.committee_report),
    "committee-pdf": Kind(_("Committee report (PDF)"), makers.committee_pdf),
    "appendix": Kind(_("Appendix of commissioned projects (Word)"), makers.appendix),
    "statement": Kind(_("Statement of the grant (Excel)"), makers.statement_file, as_at=True),
    "awards": Kind(_("List of awards (Excel)"), makers.awards_file, as_at=True),
    "foi": Kind(_("Freedom of information extract (Excel)"), makers.foi_extract, find=find_extract),
    "business-cases": Kind(
        _("Business cases of all projects, on the PCC’s own form (zip)"),
        business_cases,
        find=find_all_proposals,
        parameters={FORM: _("Form")},
    ),
    "panel-register": Kind(_("Panel register (Excel)"), makers.panel_register),
    "bids-and-awards": Kind(
        _("Bids and awards (Excel)"),
        makers.bids_and_awards,
        parameters={name: field.label or name for name, field in OverviewForm.base_fields.items()},
    ),
    "bids": Kind(
        _("List of bids (Excel)"),
        makers.bids_file,
        shared=False,
        parameters={name: field.label or name for name, field in Filter.base_fields.items()},
    ),
}
