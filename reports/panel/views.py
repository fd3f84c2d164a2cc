"""What a panel member takes away: the pack to read on paper, and the workbook to score in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.errors import Refused
from base.export import XLSX
from people.models import User
from people.permissions import Permission, require
from people.requests import SignedInRequest
from reports.panel.pack import render as render_pack
from reports.panel.workbook import render as render_workbook
from reports.views import PDF, file_answer
from rounds.models import Round
from scoring.panel import Panel, read_panel
from scoring.to_score import ToScore, to_score
from scoring.viewers import find_round


@require_safe
@login_required
def panel_pack(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The bids that a member is to score, as a PDF: the member's own, or anybody's for an officer."""
    round, panel, member = _find(request.user, code, pk)
    found = to_score(round, member, panel)
    if not found.bids:
        raise Refused(_nothing(member, found.undeclared))
    pdf = render_pack(round, member, found, hidden=_hidden(member, round, found))
    return file_answer(_name("panel-pack", round, member, "pdf"), pdf, PDF)


@require_safe
@login_required
def scoring_workbook(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The workbook in which a member scores away from the service; an officer brings it in."""
    round, panel, member = _find(request.user, code, pk)
    found = to_score(round, member, panel)
    if not found.left:
        raise Refused(_nothing(member, found.undeclared))
    content = render_workbook(round, member, found.left, hidden=_hidden(member, round, found))
    return file_answer(_name("scores", round, member, "xlsx"), content, XLSX)


def _find(user: User, code: str, pk: int) -> tuple[Round, Panel, User]:
    """The round, its panel and the member that the address names."""
    round, _viewer = find_round(user, code)
    if user.pk != pk:
        require(user, Permission.RECORD_SCORES, round.partnership)
    panel = read_panel(round)
    for person in panel.people:
        if person.user_id == pk:
            return round, panel, person.user
    raise Http404


def _hidden(member: User, round: Round, found: ToScore) -> set[int]:
    """The bids of which the member does not see who bids."""
    _round, viewer = find_round(member, round.code)
    return {bid.pk for bid in found.bids if viewer.is_blind(bid)}


def _nothing(member: User, undeclared: int) -> str:
    if undeclared:
        return _(
            "There is nothing for %(member)s to score yet: first say, for each organisation that "
            "bids, whether you have an interest."
        ) % {"member": member}
    return _("There is nothing for %(member)s to score now.") % {"member": member}


def _name(what: str, round: Round, member: User, ending: str) -> str:
    return f"{what}-{round.code}-{slugify(str(member)) or member.pk}.{ending}"
