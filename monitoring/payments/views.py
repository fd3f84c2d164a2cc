"""The pages of a round's payments: what waits, batches, and what became of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from base.errors import Faulty, Refused
from base.forms import attempt
from base.paging import key, newest_first, one_page
from base.presenters import faults_table
from funds.models import Account, Kind
from monitoring.models import Claim, PaymentBatch, PaymentLine
from monitoring.payments.batches import MOST, make_batch
from monitoring.payments.confirmation_file import bring_in
from monitoring.payments.confirmations import Confirmation, confirm_lines
from monitoring.payments.forms import BatchForm, ConfirmationFileForm, LineForm
from monitoring.payments.presenters import (
    batch_facts,
    batches_table,
    lines_table,
    to_pay_table,
    waiting_table,
)
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.viewers import find_papers
from ui.forms import page, posted

BOTH = ["GET", "HEAD", "POST"]
RELATED = ("award__bid__organisation", "award__agreement")


@require_http_methods(BOTH)
@login_required
def payments_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Claims that wait, approved ones to be paid together, and the batches so far."""
    round = find_papers(request.user, code)
    if request.method == "POST":
        require(request.user, Permission.PAY, round.partnership)
    form = BatchForm(posted(request))
    ticked = set(request.POST.getlist("claim")) if request.method == "POST" else None
    to_pay = list(_to_pay(round)[: MOST + 1])
    if ticked is not None and form.is_valid() and (batch := _make(request, round, form, to_pay)):
        messages.success(request, _("Batch %(number)s is made.") % {"number": batch.number})
        return redirect("payment-batch", code, batch.number)
    waiting, more = one_page(_after(_waiting(round), request))
    batches, older = newest_first(_batches(round), request.GET.get("before", ""))
    pays = may(request.user, Permission.PAY, round.partnership)
    context = {
        "round": round,
        "form": form,
        "to_pay": to_pay_table(to_pay[:MOST], ticked, pays=pays),
        "pays": pays,
        "too_many": len(to_pay) > MOST,
        "most": MOST,
        "waiting": waiting_table(waiting),
        "more": more,
        "batches": batches_table(batches),
        "older": older,
        "cash_pence": Account.objects.get(round=round, kind=Kind.CASH).balance_pence,
    }
    return page(request, "monitoring/payments.html", context)


def _to_pay(round: Round) -> QuerySet[Claim]:
    """Approved claims that are not with the payment system, oldest first."""
    out = PaymentLine.objects.filter(claim=OuterRef("pk"), state=PaymentLine.State.ORDERED)
    found = Claim.objects.filter(award__bid__round=round, state=Claim.State.APPROVED)
    return found.filter(~Exists(out)).select_related(*RELATED).order_by("pk")


def _waiting(round: Round) -> QuerySet[Claim]:
    states = (Claim.State.SENT, Claim.State.CHECKED)
    found = Claim.objects.filter(award__bid__round=round, state__in=states)
    return found.select_related(*RELATED).order_by("pk")


def _after(found: QuerySet[Claim], request: HttpRequest) -> QuerySet[Claim]:
    last = key(request.GET.get("after", ""))
    return found if last is None else found.filter(pk__gt=last)


def _batches(round: Round) -> QuerySet[PaymentBatch]:
    waits = Count("lines", Q(lines__state=PaymentLine.State.ORDERED))
    found = round.payment_batches.select_related("round", "made_by").defer("file")
    return found.annotate(size=Count("lines"), waits=waits)


def _make(
    request: SignedInRequest, round: Round, form: BatchForm, to_pay: list[Claim]
) -> PaymentBatch | None:
    chosen = set(request.POST.getlist("claim"))
    claims = [claim for claim in to_pay if str(claim.pk) in chosen]
    if len(claims) < len(chosen):
        form.add_error(
            None, _("A claim that you ticked is not to be paid any more. Look at the list again.")
        )
        return None
    return attempt(form, make_batch, round=round, claims=claims, by=request.user)


@require_http_methods(BOTH)
@login_required
def batch_page(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """A batch with its payments and its file; finance brings in what became of them."""
    batch = _find(request, code, number)
    pays = may(request.user, Permission.PAY, batch.round.partnership)
    if request.method == "POST":
        require(request.user, Permission.PAY, batch.round.partnership)
    form = ConfirmationFileForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            messages.success(request, _changed(_bring_in(request, batch, form)))
            return redirect("payment-batch", code, number)
        except Faulty as faulty:
            form.add_error("file", _("Nothing was changed. See below what is wrong in the file."))
            context["faults"] = faults_table(faulty)
        except Refused as refused:
            form.add_error("file", str(refused))
    lines = list(batch.lines.select_related("claim__award__bid__organisation"))
    context |= {
        "round": batch.round,
        "batch": batch,
        "facts": batch_facts(batch, lines),
        "lines": lines_table(batch, lines, pays=pays),
        "form": form,
        "pays": pays,
    }
    return page(request, "monitoring/payment_batch.html", context)


def _bring_in(request: SignedInRequest, batch: PaymentBatch, form: ConfirmationFileForm) -> int:
    file = form.cleaned_data["file"]
    return bring_in(batch=batch, name=file.name, content=file.read(), by=request.user)


def _changed(count: int) -> str:
    """How much a file changed."""
    if not count:
        return _("Everything in the file was here already.")
    words = ngettext("%(count)s payment is answered.", "%(count)s payments are answered.", count)
    return words % {"count": count}


@require_safe
@login_required
def batch_file_page(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """The batch's file for the payment system, byte for byte as it was made."""
    batch = _find(request, code, number)
    response = HttpResponse(batch.file.encode(), content_type="text/csv; charset=utf-8")
    name = f"payments-{code}-{number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(BOTH)
@login_required
def line_page(request: SignedInRequest, code: str, number: int, pk: int) -> HttpResponse:
    """Enter by hand what became of one payment."""
    batch = _find(request, code, number)
    require(request.user, Permission.PAY, batch.round.partnership)
    related = ("batch", "claim__award__bid__organisation")
    line = batch.lines.filter(pk=pk).select_related(*related).first()
    if line is None:
        raise Http404
    form = LineForm(posted(request), line=line)
    if not form.fields["state"].choices:  # type: ignore[attr-defined]  # a choice field
        raise Refused(_("It is settled what became of %(line)s.") % {"line": line.reference})
    if form.is_valid() and _enter(request, line, form) is not None:
        messages.success(request, _("It is entered what became of it."))
        return redirect("payment-batch", code, number)
    context = {"round": batch.round, "batch": batch, "line": line, "form": form}
    return page(request, "monitoring/payment_line.html", context)


def _enter(request: SignedInRequest, line: PaymentLine, form: LineForm) -> int | None:
    said = [(line, _said(form))]
    return attempt(form, confirm_lines, batch=line.batch, said=said, by=request.user)


def _said(form: LineForm) -> Confirmation:
    said = form.cleaned_data
    state = PaymentLine.State(said["state"])
    return Confirmation(state, said["on"], said["why"], said.get("journal", ""))


def _find(request: SignedInRequest, code: str, number: int) -> PaymentBatch:
    """A batch of a round whose papers the person reads; else the page is not there."""
    round = find_papers(request.user, code)
    batch = round.payment_batches.select_related("made_by").filter(number=number).first()
    if batch is None:
        raise Http404
    batch.round = round
    return batch
