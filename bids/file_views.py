"""The files of a bid: the page that lists and adds them, and the files themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.errors import Refused
from base.forms import attempt
from bids import attachments
from bids.blind import file_names, is_blind, shown_organisation
from bids.file_checks import MOST_BYTES
from bids.file_forms import FileForm
from bids.file_presenters import KINDS, asked_rows, file_rows
from bids.finding import find_visible
from bids.models import Attachment, Bid
from bids.rules import allows, demand
from bids.states import State
from people.requests import SignedInRequest
from ui.forms import page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def files(request: SignedInRequest, reference: str) -> HttpResponse:
    """A bid's files and what is asked for; while it is a draft, the form that adds one."""
    bid = find_visible(request.user, reference)
    documents = list(bid.round.documents_asked.of_bids())
    form = FileForm(documents)
    if request.method == "POST":
        demand("bids.attach", request.user, bid)
        form = FileForm(documents, request.POST, request.FILES)
        if form.is_valid() and (added := _add(request, bid, form)):
            messages.success(request, _("“%(name)s” was added.") % {"name": added.name})
            return redirect("bid-files", reference=reference)
    kept = list(attachments.files_of(bid).select_related("asked"))
    blind = is_blind(request.user, bid)
    context = {
        "bid": bid,
        "organisation": shown_organisation(bid, blind=blind),
        "form": form,
        "asked": asked_rows(documents, kept),
        "rows": file_rows(bid, kept, file_names(bid, blind=True) if blind else None),
        "most": attachments.MOST_FILES,
        "full": len(kept) >= attachments.MOST_FILES,
        "may_change": bid.state == State.DRAFT and allows("bids.attach", request.user, bid),
    }
    return page(request, "bids/files.html", context)


def _add(request: SignedInRequest, bid: Bid, form: FileForm) -> Attachment | None:
    upload: UploadedFile = form.cleaned_data["file"]
    return attempt(
        form,
        attachments.attach,
        bid=bid,
        name=upload.name or "",
        content=upload.read(MOST_BYTES + 1),
        by=request.user,
        asked=form.document,
    )


@require_POST
@login_required
def file_remove(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    """Take a file off a draft."""
    attachment = _find(request, reference, pk)
    attachments.remove(attachment=attachment, by=request.user)
    messages.success(request, _("“%(name)s” was removed.") % {"name": attachment.name})
    return redirect("bid-files", reference=reference)


@require_safe
@login_required
def file(request: SignedInRequest, reference: str, pk: int) -> FileResponse:
    """A file, to be saved and never to be shown in the page's own place."""
    attachment = _find(request, reference, pk)
    if attachment.scan == attachments.Scan.INFECTED:
        raise Refused(_("A virus was found in this file, so it is held back."))
    if attachments.is_held_back(attachment):
        raise Refused(_("This file is being checked for viruses. Try again in a few minutes."))
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    bid = attachment.bid
    blind = not attachment.for_officers and is_blind(request.user, bid)
    name = file_names(bid, blind=True)[attachment.pk] if blind else attachment.name
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type=KINDS[attachment.kind]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _find(request: SignedInRequest, reference: str, pk: int) -> Attachment:
    """A file of a bid, both of which the person may see."""
    bid = find_visible(request.user, reference)
    attachment = bid.attachments.filter(pk=pk).first()
    if attachment is None or not attachments.may_read(attachment, request.user):
        raise Http404
    return attachment
