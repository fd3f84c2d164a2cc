"""The page on which an officer writes feedback, with what the panel said beside it."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from base.errors import NotAllowed, Refused
from base.kept import forget, keeps_typing, kept_for
from base.stale import Stale, digest
from bids.models import Bid
from bids.presenters import MOST_NAMED, title
from people.permissions import Permission
from people.requests import SignedInRequest
from scoring.feedback import (
    ANNOUNCED,
    JUDGED,
    Doubtful,
    without_feedback,
    write_feedback,
)
from scoring.models import Feedback
from scoring.scoresheets import scoresheet
from scoring.sight import Scores
from scoring.viewers import find_bid
from ui.fields import LongTextField, TickField
from ui.forms import Form, page, posted


class FeedbackForm(Form):
    """What the applicant is told. The tick is there once something looked copied."""

    text = LongTextField(
        label=gettext_lazy("Feedback to the applicant"),
        help_text=gettext_lazy(
            "In your own words: what was good, what was missing, what would help another time. "
            "Name nobody, and copy nothing that the panel wrote."
        ),
        missing=gettext_lazy("Write the feedback"),
        rows=12,
        most=5_000,
    )
    sure = TickField(
        label=gettext_lazy("I have read it again, and the applicant may read it as it stands"),
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typing
def feedback_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Write the feedback on a bid; the box begins empty where there is none yet."""
    bid, viewer = find_bid(request.user, reference)
    viewer.require(Permission.SIFT)
    sight = viewer.sight_of(bid)
    if (viewer.on_panel or viewer.stakes) and sight.scores is not Scores.ALL:
        raise NotAllowed(_("You do not see how this bid was judged, so somebody else writes this."))
    kept = kept_for(request) if request.method == "GET" else None
    now = bid.feedback.text if hasattr(bid, "feedback") else ""
    initial = {"text": kept.get("text") if kept else now, "seen": digest(now)}
    form = FeedbackForm(posted(request), initial=initial)
    doubts = None
    if form.is_valid():
        said = form.cleaned_data
        given = {"text": said["text"], "sure": said["sure"], "seen": said["seen"] or None}
        try:
            write_feedback(bid=bid, by=request.user, **given)
        except Doubtful as doubtful:
            doubts = doubtful.doubts
            form.add_error("sure", str(doubtful))
        except Stale:
            return _stale(request, bid, form)
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            forget(request)
            messages.success(request, _("The feedback is saved."))
            return redirect("bid", reference)
    if doubts is None:
        del form.fields["sure"]
    return _page(request, bid, form, {"doubts": doubts, "kept": kept})


def _stale(request: SignedInRequest, bid: Bid, form: FeedbackForm) -> HttpResponse:
    """What the officer typed, beside what somebody else saved; saving again writes over it."""
    now = Feedback.objects.select_related("written_by").filter(bid=bid).first()
    text = now.text if now else ""
    data = cast(QueryDict, form.data).copy()
    data["seen"] = digest(text)
    form.data = data
    del form.fields["sure"]
    more = {"stale": True, "now": text, "written": now}
    return _page(request, bid, form, more, status=409)


def _page(
    request: SignedInRequest,
    bid: Bid,
    form: FeedbackForm,
    more: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "bid": bid,
        "project": title(bid),
        "form": form,
        "open": bid.state in JUDGED,
        "announced": bid.state in ANNOUNCED,
        "comments": scoresheet(bid).comments,
        "others": list(without_feedback(bid.round).exclude(pk=bid.pk)[:MOST_NAMED]),
        "written": getattr(bid, "feedback", None),
    }
    return page(request, "scoring/feedback.html", {**context, **more}, status=status)
