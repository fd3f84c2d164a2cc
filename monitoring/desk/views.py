"""Where a person begins: the grants that there are, their own bids, or the desk."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.errors import NotAllowed
from bids.letting_in import claimable
from monitoring.desk.home import home_table, own_bids
from monitoring.desk.lines import tasks
from monitoring.desk.presenters import desk_rounds_table, tasks_table
from monitoring.navigation import part_of
from monitoring.subgroup.progress import read_by
from people.invitations import open_to
from people.requests import SignedInRequest
from people.roles import Permission
from rounds.grants import grants
from rounds.models import Round
from rounds.public_views import first_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Signed out, the grants; for staff the desk; for whoever has bids, what each needs from them."""
    return _own(request) if request.user.is_authenticated else first_page(request)  # type: ignore[arg-type]  # signed in


def _own(request: SignedInRequest) -> HttpResponse:
    bids = list(own_bids(request.user).order_by("-round__opens", "reference"))
    offered = claimable(request.user).count()
    staff = bool(part_of(request).permissions)
    if staff and not bids and not offered:
        return redirect("desk")
    context = {
        "bids": home_table(bids),
        "offered": offered,
        "invited": open_to(request.user),
        "belongs": bool(bids) or request.user.organisations.exists(),
        "staff": staff,
        "groups": grants(),
        "reading": read_by(request.user),
    }
    return render(request, "monitoring/home.html", context)


@require_safe
@login_required
def desk(request: SignedInRequest) -> HttpResponse:
    """What waits for the person today, and their rounds. Ten queries at most."""
    part = part_of(request)
    if not part.permissions:
        raise NotAllowed(_("The desk is for the people of a partnership."))
    rounds = Round.objects.filter(code__in=part.rounds).select_related("partnership")
    context = {
        "tasks": tasks_table(tasks(request.user, part.held)),
        "rounds": desk_rounds_table(rounds.order_by("-opens", "code"), part),
        "opens": Permission.OPEN_ROUND in part.permissions,
        "idle": not part.permissions - {Permission.READ, Permission.READ_AUDIT},
    }
    return render(request, "monitoring/desk.html", context)
