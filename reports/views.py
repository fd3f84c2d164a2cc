"""Downloads. Looking never freezes a version."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.errors import NotAllowed, Refused
from base.export import WORD, XLSX
from bids.blind import is_blind
from bids.finding import find_visible
from bids.version_views import find_sent, sees_contact
from people.models import User
from people.requests import SignedInRequest
from reports.bid_copy import render as word_copy
from reports.committee.content import read_report
from reports.committee.house_style import style_of
from reports.committee.report import write_report
from reports.submission.sending import preview
from rounds.models import Pot, Round
from scoring.viewers import find_papers, find_round

PDF = "application/pdf"


@require_safe
@login_required
def submission(request: SignedInRequest, code: str, route: str) -> HttpResponse:
    """The submission of a route as it was sent last, or a draft where none was."""
    round, pot = find_proposals(request.user, code, route)
    try:
        name, content = preview(round, pot)
    except Refused:
        return nothing_yet(request, round, pot)
    return file_answer(name, content, XLSX)


@require_safe
@login_required
def committee_report(request: SignedInRequest, code: str) -> HttpResponse:
    """The committee report as things stand now."""
    round = find_papers(request.user, code)
    read = read_report(round)
    if not read.figures.tally.sifted:
        return nothing_yet(request, round)
    content = write_report(read.report, style=style_of(round.partnership))
    return file_answer(f"committee-report-{round.code}.docx", content, WORD)


@require_safe
@login_required
def bid_copy_word(request: SignedInRequest, reference: str) -> HttpResponse:
    """A bid as it was sent, for those who may see it: the last version or the one asked for."""
    bid = find_visible(request.user, reference)
    blind = is_blind(request.user, bid)
    version, said = find_sent(bid, request.GET.get("version", ""), blind=blind)
    contact = sees_contact(request.user, bid)
    content = word_copy(bid, version, said, contact=contact, blind=blind)
    return file_answer(f"{reference}.docx", content, WORD)


def find_proposals(user: User, code: str, route: str) -> tuple[Round, Pot]:
    """A round and a route for who reads its proposals. Raises ``NotAllowed`` where they have a stake in
    a bid of it, because the proposals give its score and its rank.
    """
    round, viewer = find_round(user, code)
    if not viewer.reads or route not in Pot.values:
        raise Http404
    if viewer.has_stake_in_route(route):
        raise NotAllowed(
            _(
                "You have an interest in a bid on this route, so its proposals are for somebody else."
            )
        )
    return round, Pot(route)


def nothing_yet(request: SignedInRequest, round: Round, pot: Pot | None = None) -> HttpResponse:
    """Say that nothing was sifted yet: of a route, or of the whole round."""
    why = f"No {pot.value if pot else ''} bid of this round has been sifted yet.".replace("  ", " ")
    return render(request, "reports/nothing_yet.html", {"round": round, "why": why}, status=404)


def file_answer(name: str, content: bytes, kind: str) -> HttpResponse:
    """A file to keep."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": disposition or ""}
    )
