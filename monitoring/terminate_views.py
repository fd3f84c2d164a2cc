"""The page that ends a project early."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from awards.reasoned import Step, take_step
from bids.models import Bid
from bids.states import Arrow
from monitoring.actions import terminate
from monitoring.bids.presenters import held_facts
from people.permissions import Permission
from people.requests import SignedInRequest
from ui.money import format_pence
from ui.parts import Fact


def _before(bid: Bid) -> list[Fact]:
    """What was awarded and paid, and what goes back to the pot."""
    return [Fact(gettext("Awarded"), format_pence(bid.award.amount_pence)), *held_facts(bid)]


TERMINATE = Step(
    arrow=Arrow.TERMINATE,
    permission=Permission.DECIDE,
    verb=terminate,
    title=_("End %(bid)s early"),
    what=_(
        "The project ends. What is committed and not yet paid goes back to its pot at once; what was "
        "paid and not spent is recovered by finance. The applicant reads the reason. It cannot be undone."
    ),
    done=_("%(bid)s is ended."),
    warns=True,
    facts=_before,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def terminate_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """End a project early."""
    return take_step(request, reference, TERMINATE)
