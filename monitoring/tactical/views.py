"""The desk of the tactical pot, its short form, and naming a bid's panel."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from awards.delegated import untold
from base.errors import Refused
from base.forms import attempt
from base.verbs import verb
from bids.actions import Answers, start, submit
from bids.models import Bid
from bids.presenters import title
from bids.starting import closed_words, open_routes, organisations_for
from funds.balances import available_pence
from monitoring.tactical.forms import DECLARED, ShortPage
from monitoring.tactical.lane import tactical_bids
from monitoring.tactical.presenters import rules_words, tactical_table, untold_table
from people.models import Organisation, User
from people.permissions import Permission, may
from people.requests import SignedInRequest
from rounds.models import Pot, Round
from scoring.pairs import can_be_named, name_panel
from scoring.viewers import find_bid, find_round
from ui.dates import in_london
from ui.fields import ManyField
from ui.forms import Form, page, posted

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def tactical_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What the pot has left, the bids that came with their clocks, and what is next."""
    round, viewer = find_round(request.user, code)
    if not viewer.reads:
        raise Http404
    today = in_london(timezone.now()).date()
    delegate = round.delegate_id == request.user.pk and round.delegated_limit_pence > 0
    waiting = list(untold(round))
    context = {
        "round": round,
        "left_pence": available_pence(round, Pot.TACTICAL),
        "rules": rules_words(round),
        "bids": tactical_table(
            tactical_bids(round), viewer.permissions, delegate=delegate, today=today
        ),
        "untold": untold_table(waiting) if waiting else None,
        "may_enter": Permission.ENTER_BIDS in viewer.permissions
        and Pot.TACTICAL in open_routes(round),
        "may_send": Permission.SEND_SUBMISSION in viewer.permissions,
        "route": Pot.TACTICAL.value,
    }
    return page(request, "monitoring/tactical.html", context)


@require_http_methods(BOTH)
@login_required
def tactical_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Write and send a tactical bid on one page."""
    rounds = Round.objects.filter(published=True).select_related("partnership", "funder")
    round = rounds.filter(code=code).first()
    if round is None:
        raise Http404
    organisations = list(organisations_for(request.user, round))
    is_open = Pot.TACTICAL in open_routes(round) and not round.closed_at
    if not organisations or not is_open:
        context = {"round": round, "closed": "" if is_open else closed_words(round)}
        return page(request, "monitoring/tactical_none.html", context)
    own = request.user.organisations.exists()
    known = {"contact_name": request.user.name, "contact_email": request.user.email}
    shown = ShortPage(
        posted(request),
        organisations=organisations,
        priorities=list(round.priorities.all()),
        initial=known if own else {},
    )
    if shown.is_valid():
        bid = attempt(
            shown.form,
            bid_in_short,
            round=round,
            organisation=shown.form.organisation,
            answers=shown.answers(),
            by=request.user,
        )
        if bid:
            messages.success(request, _("%(bid)s is sent.") % {"bid": bid.reference})
            return redirect("bid", bid.reference)
    context = {
        "round": round,
        "form": shown.form,
        "costs": shown.costs,
        "left_pence": available_pence(round, Pot.TACTICAL)
        if may(request.user, Permission.READ, round.partnership)
        else None,
    }
    return page(request, "monitoring/tactical_new.html", context)


@verb
def bid_in_short(*, round: Round, organisation: Organisation, answers: Answers, by: User) -> Bid:
    """Start a tactical bid and send it, both or neither."""
    bid = start(round=round, route=Pot.TACTICAL, organisation=organisation, by=by, answers=answers)
    try:
        return submit(bid=bid, by=by, declaration=DECLARED)
    except Refused as refused:
        words = _("%(why)s This round asks for more than the short form has: use the full form.")
        raise Refused(words % {"why": refused}) from refused


class PanelForm(Form):
    """Who scores the bid."""

    members: Any = ManyField(
        label=gettext_lazy("Who scores it?"), missing=gettext_lazy("Choose who scores it")
    )

    def __init__(self, *args: Any, able: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["members"]
        field.choices = [(str(one.pk), str(one)) for one in able]


@require_http_methods(BOTH)
@login_required
def tactical_panel(request: SignedInRequest, reference: str) -> HttpResponse:
    """Name the members who score a tactical bid."""
    bid, viewer = find_bid(request.user, reference)
    viewer.require(Permission.SIFT)
    if bid.route != Pot.TACTICAL:
        raise Http404
    able = can_be_named(bid)
    named = bid.assignments.filter(late=False).values_list("member", flat=True)
    initial = {"members": [str(pk) for pk in named] or [str(one.pk) for one in able[:2]]}
    form = PanelForm(posted(request), able=able, initial=initial)
    if form.is_valid():
        chosen = [one for one in able if str(one.pk) in form.cleaned_data["members"]]
        if attempt(form, name_panel, bid=bid, members=chosen, by=request.user):
            messages.success(request, _("The panel of %(bid)s is named.") % {"bid": reference})
            return redirect("tactical", bid.round.code)
    context = {
        "bid": bid,
        "title": title(bid),
        "form": form,
        "nobody": not able,
        "quorum": bid.round.quorum_of(bid.route),
    }
    return page(request, "monitoring/tactical_panel.html", context)
