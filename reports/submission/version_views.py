"""What was sent to the PCC's office, version by version, and its files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.submissions import was_ever_sifted
from base.export import WORD, XLSX
from people.permissions import Permission, may
from people.requests import SignedInRequest
from reports.submission.sending import draft_covering, file_name
from reports.submission.version_presenters import changes_table, version_facts
from reports.submission.versions import versions
from reports.views import file_answer, find_proposals, nothing_yet
from rounds.presenters import ROUTES


@require_safe
@login_required
def versions_page(request: SignedInRequest, code: str, route: str) -> HttpResponse:
    """Each version that was sent: when, by whom, its files, and what changed in it."""
    round, pot = find_proposals(request.user, code, route)
    found = versions(round, pot)
    caption = _("Changes since the version before")
    context = {
        "round": round,
        "route": pot.value,
        "name": str(ROUTES[pot]).lower(),
        "sends": may(request.user, Permission.SEND_SUBMISSION, round.partnership),
        "versions": [
            {
                "version": one,
                "facts": version_facts(one),
                "changes": changes_table(one.changes, caption) if one.changes else None,
            }
            for one in found
        ],
    }
    return render(request, "reports/submission_versions.html", context)


@require_safe
@login_required
def version_file(request: SignedInRequest, code: str, route: str, version: int) -> HttpResponse:
    """The workbook of a version, byte for byte as it was sent."""
    round, pot = find_proposals(request.user, code, route)
    sent = get_object_or_404(round.submissions.defer("covering"), route=pot, version=version)
    return file_answer(file_name(round, pot, version), bytes(sent.file), XLSX)


@require_safe
@login_required
def covering_file(request: SignedInRequest, code: str, route: str, version: int) -> HttpResponse:
    """The report that went with a version."""
    round, pot = find_proposals(request.user, code, route)
    sent = get_object_or_404(round.submissions.defer("file"), route=pot, version=version)
    if sent.covering is None:
        raise Http404
    return file_answer(file_name(round, pot, version, "docx"), bytes(sent.covering), WORD)


@require_safe
@login_required
def covering_draft(request: SignedInRequest, code: str, route: str) -> HttpResponse:
    """The report that would go with the proposals as they stand, marked as a draft."""
    round, pot = find_proposals(request.user, code, route)
    if not was_ever_sifted(round, pot):
        return nothing_yet(request, round, pot)
    return file_answer(file_name(round, pot, "DRAFT", "docx"), draft_covering(round, pot), WORD)
