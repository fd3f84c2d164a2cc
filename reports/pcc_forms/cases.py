"""The PCC's business cases of every project of a round, in one zip."""

import io
import zipfile
from dataclasses import replace

from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import gettext as _

from base.errors import NotAllowed, Refused
from people.models import User
from reports.jobs.making import Made, Step
from reports.models import Job, PccForm
from reports.pcc_forms.facts import gather
from reports.pcc_forms.filling import fill
from reports.pcc_forms.mapping import from_json
from rounds.models import Round
from scoring.viewers import find_round

FORM = "form"
"""The parameter that names one form, by its key; without it every one in use is filled."""
NOTES = "Notes.txt"
ZIP = "application/zip"


def find_all_proposals(user: User, code: str) -> Round:
    """A round for who reads all its proposals. Raises ``NotAllowed`` for who has a stake in one of them."""
    round, viewer = find_round(user, code)
    if not viewer.reads:
        raise Http404
    if viewer.stakes:
        raise NotAllowed(
            _("You have an interest in a bid of this round, so this file is for somebody else.")
        )
    return round


def business_cases(job: Job, step: Step) -> Made:
    """Fill the business case of each project that was sifted or awarded.

    Raises ``Refused`` where no such form is in use, and where a project does not fit, naming it.
    """
    forms = _forms(job)
    if not forms:
        raise Refused(_("No business case of the PCC’s is in use. Upload it and map it first."))
    facts = gather(job.round, PccForm.Kind.BUSINESS_CASE)
    total, done, notes = len(forms) * len(facts.projects), 0, []
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for form in forms:
            for project in facts.projects:
                reference = project.bid.reference
                step(done, total, _("Filling in %(bid)s") % {"bid": reference})
                try:
                    filled = fill(
                        name=form.file_name,
                        content=bytes(form.file),
                        mapped=from_json(form.map),
                        kind=form.kind,
                        facts=replace(facts, projects=(project,)),
                    )
                except Refused as refused:
                    raise Refused(f"{form.title}, {reference}: {refused}") from None
                folder = f"{slugify(form.title) or form.pk}/" if len(forms) > 1 else ""
                name = f"{folder}{reference}-{slugify(project.bid.project)[:60]}.xlsx"
                package.writestr(zipfile.ZipInfo(name), filled.content)
                notes += [f"{reference}: {note}" for note in filled.notes]
                done += 1
        if notes:
            package.writestr(zipfile.ZipInfo(NOTES), "\n".join(notes))
    step(total, total, _("Keeping the file"))
    return Made(f"business-cases-{job.round.code}.zip", ZIP, out.getvalue())


def _forms(job: Job) -> list[PccForm]:
    """The form that was asked for, or every one in use."""
    asked = job.parameters.get(FORM)
    found = job.round.partnership.pcc_forms.filter(ended_at=None, kind=PccForm.Kind.BUSINESS_CASE)
    return [one for one in found if not asked or str(one.pk) == asked]
