"""The page on which an applicant answers a question about their bid."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from base.forms import attempt
from base.kept import forget, keeps_typing, kept_for
from bids.finding import find_visible
from bids.queries import answer, open_queries
from bids.rules import demand
from people.requests import SignedInRequest
from ui.fields import LongTextField
from ui.forms import Form, page, posted


class AnswerForm(Form):
    """The answer to a question."""

    answer: Any = LongTextField(
        label=gettext_lazy("Your answer"), missing=gettext_lazy("Enter your answer")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typing
def query_answer(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    """A question: who asked it, when, by when it is to be answered; and the answer."""
    bid = find_visible(request.user, reference)
    query = bid.queries.select_related("asked_by", "answered_by").filter(pk=pk).first()
    if query is None:
        raise Http404
    demand("bids.answer_query", request.user, bid)
    kept = kept_for(request) if request.method == "GET" else None
    form = AnswerForm(posted(request), initial={"answer": kept.get("answer")} if kept else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["answer"]
        if attempt(form, answer, query=query, answer=given, by=request.user):
            forget(request)
            messages.success(
                request,
                _("Your answer was sent to %(partnership)s.")
                % {"partnership": bid.round.partnership},
            )
            return redirect("bid", reference=reference)
    is_open = open_queries(bid).filter(pk=pk).exists()
    context = {"bid": bid, "query": query, "form": form, "is_open": is_open, "kept": kept}
    return page(request, "bids/query.html", context)
