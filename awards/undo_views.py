"""Small pages that undo: a decision to decline, or the sift of a bid."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from awards.actions import reinstate, reopen
from awards.reasoned import Step, take_step
from bids.states import Arrow
from people.permissions import Permission
from people.requests import SignedInRequest

FORM = ["GET", "HEAD", "POST"]

REINSTATE = Step(
    arrow=Arrow.REINSTATE,
    permission=Permission.DECIDE,
    verb=reinstate,
    title=_("Reinstate %(bid)s"),
    what=_(
        "The decision to decline is undone, because it was made in error or a complaint was upheld. "
        "The bid awaits a decision again."
    ),
    done=_("%(bid)s awaits a decision again."),
)
REOPEN = Step(
    arrow=Arrow.REOPEN,
    permission=Permission.CHECK_BIDS,
    verb=reopen,
    title=_("Reopen %(bid)s"),
    what=_(
        "Its sift is taken up again: sift it anew when it is ready. Once the submission is sent, only "
        "a bid that was queried is reopened, and its answer goes in the next version."
    ),
    done=_("%(bid)s is open again. Sift it anew when it is ready."),
)


@require_http_methods(FORM)
@login_required
def reinstate_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Undo a decision to decline."""
    return take_step(request, reference, REINSTATE)


@require_http_methods(FORM)
@login_required
def reopen_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take the sift of a bid up again."""
    return take_step(request, reference, REOPEN)
