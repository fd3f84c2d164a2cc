"""The finance desk of a round, and grant that goes back to the funder."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from funds.actions import return_to_funder
from funds.balances import balances, received_pence
from funds.finance import DO, LOOK, due, limits, ways
from funds.forms import ReturnForm
from funds.presenters import pots_table
from funds.sure import Sure, given_facts, moment_of, two_steps
from funds.virement_presenters import requests_table
from people.permissions import Permission
from people.requests import SignedInRequest
from rounds.finding import find_round_and_held, find_round_for
from rounds.models import Pot, Round
from rounds.presenters import POTS
from ui.dates import in_london
from ui.forms import page, posted
from ui.money import format_pence


@require_safe
@login_required
def finance_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The pots, the cash, what waits, and what may be done next."""
    round, held = find_round_and_held(request, code, Permission.READ)
    now = balances(round)
    waiting = round.virement_requests.filter(ended_at=None).select_related("asked_by", "ended_by")
    context = {
        "round": round,
        "pots": pots_table(now, round.funder.short_name),
        "cash_pence": now.cash_pence,
        "due": due(round, received_pence(round)),
        "limits": limits(round, now),
        "waiting": requests_table(waiting, round),
        "do": ways(DO, round, held),
        "look": ways(LOOK, round, held),
    }
    return page(request, "funds/finance.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def return_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Record unspent grant that went back to the funder, from a pot and from the cash."""
    round = find_round_for(request, code, Permission.PAY)
    now = balances(round)
    most = {
        pot: max(min(held["available_pence"], now.cash_pence), 0) for pot, held in now.pots.items()
    }
    form = ReturnForm(posted(request), most=most, initial={"on": in_london(timezone.now()).date()})
    if form.is_valid() and (answer := _return(request, round, form)):
        return answer
    context = {
        "round": round,
        "form": form,
        "pots": pots_table(now, round.funder.short_name),
        "cash_pence": now.cash_pence,
        "can": any(most.values()),
    }
    return page(request, "funds/return.html", context)


def _return(request: SignedInRequest, round: Round, form: ReturnForm) -> HttpResponse | None:
    data, short_name = form.cleaned_data, round.funder.short_name
    words = {
        "amount": format_pence(data["amount_pence"]),
        "pot": POTS[data["pot"]].lower(),
        "short_name": short_name,
    }
    return two_steps(
        request,
        form,
        return_to_funder,
        {
            "round": round,
            "pot": Pot(data["pot"]),
            "amount_pence": data["amount_pence"],
            "by": request.user,
            "at": moment_of(data["on"]),
            "reason": data["reason"],
        },
        Sure(
            title=_("Return %(amount)s of the %(pot)s to the %(short_name)s?") % words,
            facts=given_facts(data),
            done=_("%(amount)s went back to the %(short_name)s.") % words,
            back=reverse("finance", args=[round.code]),
        ),
    )
