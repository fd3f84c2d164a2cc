"""Pages of a round's money: its settings, publishing, and income."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from base.errors import Refused
from base.forms import attempt
from funds.actions import allocations, receive
from funds.balances import balances
from funds.forms import ReceiveForm
from funds.presenters import receipts_table
from funds.publishing import publish, save_money, take_back
from funds.sure import moment_of
from people.models import User
from people.permissions import Permission
from people.requests import SignedInRequest
from rounds.editor_presenters import part_title
from rounds.editor_views import show_editor
from rounds.editors import Editor
from rounds.finding import find_round_for
from rounds.missing import Lack, missing
from rounds.models import Round
from rounds.part_forms import MoneyForm, OpenMoneyForm
from rounds.people import officers_of
from rounds.public_presenters import calendar, money
from ui.dates import in_london
from ui.forms import page, posted
from ui.money import format_pence


def _save(round: Round, values: dict[str, Any], by: User, seen: str | None) -> Round:
    return save_money(round=round, values=values, by=by, seen=seen)


def _officers(round: Round) -> dict[str, Any]:
    return {"officers": officers_of(round)}


PLANNED = Editor(
    "money",
    gettext_lazy("Money and pots"),
    gettext_lazy("The two pots add up to the allocation, to the penny."),
    form=MoneyForm,
    save=_save,
    knows=_officers,
)
ALLOCATED = Editor(
    "money",
    gettext_lazy("Money and pots"),
    gettext_lazy("The pots are allocated, and change only by virement."),
    form=OpenMoneyForm,
    save=_save,
    knows=_officers,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_money(request: SignedInRequest, code: str) -> HttpResponse:
    """The allocation, its pots and the rules of spending."""
    round = find_round_for(request, code, Permission.OPEN_ROUND)
    fixed = round.published or bool(allocations(round))
    return show_editor(request, round, ALLOCATED if fixed else PLANNED)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What a round lacks; publish it, or take it back while nobody bids."""
    round = find_round_for(request, code, Permission.OPEN_ROUND)
    refused = ""
    if request.method == "POST":
        verb = take_back if "back" in request.POST else publish
        try:
            verb(round=round, by=request.user)
        except Refused as error:
            refused = str(error)
        else:
            said = (
                _("The round is taken back.") if verb is take_back else _("The round is published.")
            )
            messages.success(request, said)
            return redirect("round-edit", code)
    lacks = missing(round)
    context = {
        "round": round,
        "refused": refused,
        "must": [_line(lack) for lack in lacks.must],
        "might": [_line(lack) for lack in lacks.might],
        "calendar": calendar(round),
        "money": money(round),
        "has_bids": round.bids.exists(),
    }
    return page(request, "funds/publish.html", context, status=409 if refused else 200)


def _line(lack: Lack) -> dict[str, str]:
    return {"name": f"round-edit-{lack.part}", "title": part_title(lack.part), "words": lack.words}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def receive_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Record money that came from the PCC."""
    round = find_round_for(request, code, Permission.RECORD_INCOME)
    if not allocations(round):
        raise Refused(_("This round is not published, so no money is due to it yet."))
    form = ReceiveForm(posted(request), initial={"on": in_london(timezone.now()).date()})
    if form.is_valid():
        data = form.cleaned_data
        moved = attempt(
            form,
            receive,
            round=round,
            amount_pence=data["amount_pence"],
            reference=data["reference"],
            by=request.user,
            at=moment_of(data["on"]),
        )
        if moved:
            words = {"amount": format_pence(moved.amount_pence)}
            messages.success(request, _("%(amount)s is recorded.") % words)
            return redirect("round-receive", code)
    context = {
        "round": round,
        "form": form,
        "receipts": receipts_table(round),
        "cash_pence": balances(round).cash_pence,
    }
    return page(request, "funds/receive.html", context)
