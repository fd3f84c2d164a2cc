"""The evidence that a project shows before money moves: given by the applicant, looked at by an officer."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.evidence import Piece, pieces
from awards.evidence_actions import check_evidence, give_evidence
from awards.evidence_forms import ACCEPTED, SEEN, WRONG, EvidenceCheckForm, EvidenceForm
from awards.evidence_presenters import missing_words, piece_facts, rows
from awards.models import Award, EvidenceCheck
from awards.offering import refuse_if_staked
from base.errors import NotAllowed, Refused
from base.forms import attempt
from bids.announcements import is_kept_back
from bids.attachments import AWARDED
from bids.file_checks import MOST_BYTES
from bids.models import Attachment, Bid
from bids.presenters import title
from bids.rules import allows, demand
from people.permissions import Permission
from people.requests import SignedInRequest
from scoring.viewers import Viewer, find_bid
from ui.dates import in_london
from ui.forms import page, posted

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
def evidence_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """What is asked for before money moves, how it stands, and the form that gives a file."""
    bid, viewer = _project(request, reference)
    found = _pieces(bid.award)
    documents = [piece.asked for piece in found]
    if request.method == "POST":
        demand("bids.attach", request.user, bid)
    form = EvidenceForm(posted(request), request.FILES or None, documents=documents)
    if form.is_valid() and (given := _give(request, bid.award, form)):
        messages.success(request, _("“%(name)s” was added.") % {"name": given.name})
        return redirect("bid-evidence", reference)
    runs = bid.state in AWARDED
    context = {
        "bid": bid,
        "title": title(bid),
        "missing": missing_words(found) if runs else "",
        "rows": rows(bid, found, may_check=runs and Permission.CHECK_BIDS in viewer.permissions),
        "form": form,
        "may_give": runs
        and bool(documents)
        and not is_kept_back(bid)
        and allows("bids.attach", request.user, bid),
    }
    return page(request, "awards/evidence.html", context)


def _give(request: SignedInRequest, award: Award, form: EvidenceForm) -> Attachment | None:
    upload: UploadedFile = form.cleaned_data["file"]
    return attempt(
        form,
        give_evidence,
        award=award,
        asked=form.document,
        name=upload.name or "",
        content=upload.read(MOST_BYTES + 1),
        by=request.user,
    )


@require_http_methods(FORM)
@login_required
def evidence_check_page(request: SignedInRequest, reference: str, asked: int) -> HttpResponse:
    """One piece of evidence, and what an officer says of it."""
    bid, viewer = _project(request, reference)
    viewer.require(Permission.CHECK_BIDS)
    refuse_if_staked(bid, request.user)
    piece = next((one for one in _pieces(bid.award) if one.asked.pk == asked), None)
    if piece is None:
        raise Http404
    shown = str(piece.file.pk) if piece.file else ""
    form = EvidenceCheckForm(
        posted(request), initial={"seen": shown}, has_file=piece.file is not None
    )
    if form.is_valid() and _check(request, bid.award, piece, form):
        messages.success(request, _("“%(title)s” is saved.") % {"title": piece.asked})
        return redirect("bid-evidence", reference)
    if form.is_bound:  # where a newer file came, that one is on the page now
        form.data = {**cast(QueryDict, form.data).dict(), "seen": shown}
    context = {
        "bid": bid,
        "title": title(bid),
        "piece": piece,
        "facts": piece_facts(bid, piece),
        "form": form,
    }
    return page(request, "awards/evidence_check.html", context)


def _check(
    request: SignedInRequest, award: Award, piece: Piece, form: EvidenceCheckForm
) -> EvidenceCheck | None:
    said, file = form.cleaned_data["said"], _looked_at(award.bid, form)
    if said == ACCEPTED and file is None:
        form.add_error(None, _("Look at the file first, then accept it."))
        return None
    return attempt(
        form,
        check_evidence,
        award=award,
        asked=piece.asked,
        accepted=said != WRONG,
        file=None if said == SEEN else file,
        expires_on=form.cleaned_data["expires_on"],
        reason=form.cleaned_data["reason"],
        by=request.user,
    )


def _looked_at(bid: Bid, form: EvidenceCheckForm) -> Attachment | None:
    """The file that stood on the page."""
    key = form.cleaned_data["seen"]
    return bid.attachments.filter(pk=int(key)).first() if key.isdecimal() else None


def _pieces(award: Award) -> list[Piece]:
    return pieces(award, in_london(timezone.now()).date())


def _project(request: SignedInRequest, reference: str) -> tuple[Bid, Viewer]:
    """A bid with an award whose papers the person may see."""
    bid, viewer = find_bid(request.user, reference)
    sight = viewer.sight_of(bid)
    if not sight.spending:
        raise NotAllowed(_("Evidence is for the project and for those who read the papers."))
    if not hasattr(bid, "award") or (not viewer.reads and is_kept_back(bid)):
        raise Refused(_("There is no award for %(bid)s now.") % {"bid": reference})
    return bid, viewer
