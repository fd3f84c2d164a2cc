"""Finance pays, recovers and releases one award's money by hand, outside claims and batches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from awards.models import Award
from awards.offering import refuse_if_staked
from base.errors import Refused
from bids.models import Bid
from bids.presenters import title
from bids.states import State
from funds.models import Account, Kind
from funds.sure import Sure, given_facts, moment_of, two_steps
from monitoring.actions import pay, recover, release
from monitoring.payments.before import lacks
from monitoring.payments.by_hand_forms import PayForm, RecoverForm, ReleaseForm
from monitoring.payments.ordered import ordered_pence
from people.permissions import Permission
from people.requests import SignedInRequest
from scoring.viewers import find_bid
from ui.dates import in_london
from ui.forms import Form, page, posted
from ui.money import format_pence
from ui.parts import Fact

FORM = ["GET", "HEAD", "POST"]
Words = str | Promise


@dataclass(frozen=True)
class Held:
    """What stands of an award's money, in pence."""

    committed: int
    """Committed and not yet paid."""
    paid: int
    ordered: int
    """With the payment system, and so not free to move."""
    cash: int

    @property
    def free(self) -> int:
        """Committed, and neither paid nor with the payment system."""
        return max(self.committed - self.ordered, 0)


@dataclass(frozen=True)
class Step:
    """One way in which finance moves an award's money, and how its page words it."""

    verb: Callable[..., object]
    form: type[Form]
    title: Words
    what: Words
    question: Words
    done: Words
    most: Callable[[Held], int]
    pays: bool = False


PAY = Step(
    verb=pay,
    form=PayForm,
    title=gettext_lazy("Record a payment"),
    what=gettext_lazy(
        "For a payment that was made outside a batch. It leaves what is committed, and the cash."
    ),
    question=gettext_lazy("Record that %(amount)s was paid to %(bid)s?"),
    done=gettext_lazy("%(amount)s is recorded as paid to %(bid)s."),
    most=lambda held: max(min(held.free, held.cash), 0),
    pays=True,
)
RECOVER = Step(
    verb=recover,
    form=RecoverForm,
    title=gettext_lazy("Record money that came back"),
    what=gettext_lazy(
        "For money that was paid and not spent. It is in its pot and in the cash again."
    ),
    question=gettext_lazy("Record that %(amount)s came back from %(bid)s?"),
    done=gettext_lazy("%(amount)s is recorded as recovered from %(bid)s."),
    most=lambda held: held.paid,
)
RELEASE = Step(
    verb=release,
    form=ReleaseForm,
    title=gettext_lazy("Release what will not be claimed"),
    what=gettext_lazy(
        "What is committed and will not be paid goes back to its pot, for other projects."
    ),
    question=gettext_lazy("Release %(amount)s of %(bid)s to its pot?"),
    done=gettext_lazy("%(amount)s of %(bid)s is released."),
    most=lambda held: held.free,
)


@require_http_methods(FORM)
@login_required
def pay_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record a payment made outside a batch; refused while evidence or a return is missing."""
    return _take(request, reference, PAY)


@require_http_methods(FORM)
@login_required
def recover_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record money that came back from a project."""
    return _take(request, reference, RECOVER)


@require_http_methods(FORM)
@login_required
def release_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Give back to the pot what a project will not claim."""
    return _take(request, reference, RELEASE)


def _take(request: SignedInRequest, reference: str, step: Step) -> HttpResponse:
    bid, viewer = find_bid(request.user, reference)
    viewer.require(Permission.PAY)
    refuse_if_staked(bid, request.user)
    if not hasattr(bid, "award"):
        raise Refused(_("%(bid)s has no award, so no money moves.") % {"bid": bid.reference})
    today = in_london(timezone.now()).date()
    form = step.form(posted(request), initial={"on": today})
    if form.is_valid():
        given = _given(bid.award, form.cleaned_data, request)
        answer = two_steps(request, form, step.verb, given, _sure(bid, form.cleaned_data, step))
        if answer:
            return answer
    held = _held(bid)
    most = step.most(held)
    missing = list(lacks(bid.award, today)) if step.pays else []
    context = {
        "bid": bid,
        "project": title(bid),
        "step": step,
        "form": form,
        "facts": _facts(bid, held, most),
        "missing": missing,
        "most": most,
        "not_yet": step.pays and bid.state != State.MONITORED,
    }
    return page(request, "monitoring/money.html", context)


def _given(award: Award, data: Mapping[str, Any], request: SignedInRequest) -> dict[str, Any]:
    rest = {name: data[name] for name in ("reason", "reference") if name in data}
    return {
        "award": award,
        "amount_pence": data["amount_pence"],
        "at": moment_of(data["on"]),
        "by": request.user,
        **rest,
    }


def _sure(bid: Bid, data: Mapping[str, Any], step: Step) -> Sure:
    words = {"amount": format_pence(data["amount_pence"]), "bid": bid.reference}
    facts = [Fact(_("Organisation"), str(bid.organisation)), *given_facts(data)]
    if "reference" in data:
        facts.append(Fact(_("Reference"), data["reference"]))
    return Sure(
        title=str(step.question) % words,
        facts=facts,
        done=str(step.done) % words,
        back=reverse("bid", args=[bid.reference]),
    )


def _held(bid: Bid) -> Held:
    """What stands, in two queries."""
    accounts = Account.objects.filter(round=bid.round, key__in=("", bid.reference))
    rows = {(row.kind, row.key): row for row in accounts}
    return Held(
        committed=_balance(rows.get((Kind.COMMITTED, bid.reference))),
        paid=_balance(rows.get((Kind.PAID, bid.reference))),
        ordered=ordered_pence(bid.award),
        cash=rows[Kind.CASH, ""].free_pence,
    )


def _balance(account: Account | None) -> int:
    return account.balance_pence if account else 0


def _facts(bid: Bid, held: Held, most: int) -> list[Fact]:
    facts = [
        (_("Awarded"), bid.award.amount_pence),
        (_("Paid, net of recoveries"), held.paid),
        (_("Committed and not yet paid"), held.committed),
    ]
    if held.ordered:
        facts.append((_("With the payment system"), held.ordered))
    facts.append((_("At most now"), most))
    return [Fact(words, format_pence(pence)) for words, pence in facts]
