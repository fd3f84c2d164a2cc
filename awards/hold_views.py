"""The page of a partnership's publicity hold."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.forms import HoldForm
from awards.hold import end_hold, hold_ends, set_hold
from base.forms import attempt
from notices.models import Message
from people.models import Partnership, User
from people.partnerships import find_partnership
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from ui.dates import format_date, format_moment
from ui.forms import page, posted
from ui.parts import Column, Table


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hold_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Set, move or end the hold; and what it keeps back, which whoever reads the papers may see."""
    partnership = find_partnership(request.user, code)
    looking = request.method != "POST"
    require(request.user, Permission.READ if looking else Permission.HOLD, partnership)
    on = {"until": partnership.hold_until, "reason": partnership.hold_reason}
    ends = hold_ends(partnership)
    form = HoldForm(posted(request), initial=on if ends else None)
    if request.method == "POST":
        if "end" in request.POST:
            end_hold(partnership=partnership, by=request.user)
            messages.success(request, _("The hold is over. What waited goes now."))
            return redirect("hold", code)
        if form.is_valid() and _set(form, partnership, request.user):
            until = format_date(form.cleaned_data["until"])
            messages.success(request, _("Nothing is announced before %(day)s.") % {"day": until})
            return redirect("hold", code)
    context = {
        "form": form,
        "partnership": partnership,
        "ends": ends,
        "held": _held(partnership),
        "may_hold": may(request.user, Permission.HOLD, partnership),
    }
    return page(request, "awards/hold.html", context)


def _set(form: HoldForm, partnership: Partnership, by: User) -> Partnership | None:
    until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
    return attempt(form, set_hold, partnership=partnership, until=until, reason=reason, by=by)


def _held(partnership: Partnership) -> Table:
    """The emails that the hold keeps back (one query)."""
    rows = Message.objects.filter(partnership=partnership, held=True, sent_at=None)
    return Table(
        caption=_("Emails that wait"),
        columns=[Column(_("Email")), Column(_("To")), Column(_("Goes"))],
        rows=[[m.subject, m.to, format_moment(m.next_try_at)] for m in rows],
    )
