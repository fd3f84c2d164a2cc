"""The words of a partnership's emails."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.forms import attempt
from notices import actions
from notices.forms import WordingForm
from notices.html import blocks
from notices.models import Wording
from notices.presenters import fields_table, wordings_table
from notices.wording import KINDS, Kind, fill
from people.models import Partnership, User
from people.partnerships import find_partnership
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from ui.forms import page, posted


@require_safe
@login_required
def wordings(request: SignedInRequest, code: str) -> HttpResponse:
    """Every email that the service sends for a partnership, for whoever reads its papers."""
    partnership = _find(request.user, code, Permission.READ)
    own = set(Wording.objects.filter(partnership=partnership).values_list("kind", flat=True))
    context = {"partnership": partnership, "table": wordings_table(partnership, own)}
    return page(request, "notices/wordings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def wording_edit(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    """An email's words, with its fields and a preview; “preview” shows what would be saved."""
    needed = Permission.EDIT_WORDING if request.method == "POST" else Permission.READ
    partnership = _find(request.user, code, needed)
    email = _editable(kind)
    now = actions.words(email, kind, partnership)
    form = WordingForm(posted(request), initial={"subject": now.subject, "body": now.body})
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        said = form.cleaned_data
        saved: Wording | None = attempt(
            form,
            actions.change_wording,
            partnership=partnership,
            kind=kind,
            subject=said["subject"],
            body=said["body"],
            by=request.user,
        )
        if saved:
            messages.success(request, _("The email’s words are saved."))
            return redirect("wordings", code=code)
    shown = form.cleaned_data if form.is_bound and form.is_valid() else dict(form.initial)
    context = {
        "partnership": partnership,
        "email": email,
        "form": form,
        "is_own": now.pk is not None,
        "may_edit": may(request.user, Permission.EDIT_WORDING, partnership),
        "kind": kind,
        "fields": fields_table(email),
        "subject": fill(shown["subject"], email.examples()),
        "preview": blocks(fill(shown["body"], email.examples())),
    }
    return page(request, "notices/wording.html", context)


@require_POST
@login_required
def wording_reset(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    """Go back to the service's own words."""
    partnership = _find(request.user, code, Permission.EDIT_WORDING)
    _editable(kind)
    actions.reset_wording(partnership=partnership, kind=kind, by=request.user)
    messages.success(request, _("The service’s own words stand again."))
    return redirect("wordings", code=code)


def _find(user: User, code: str, needed: Permission) -> Partnership:
    partnership = find_partnership(user, code)
    require(user, needed, partnership)
    return partnership


def _editable(kind: str) -> Kind:
    if kind not in KINDS or not KINDS[kind].editable:
        raise Http404
    return KINDS[kind]
