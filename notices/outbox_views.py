"""The outbox of a partnership: what went, what waits, and what could not be sent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.errors import NotAllowed, Refused
from base.paging import newest_first
from notices import actions
from notices.forms import OutboxForm
from notices.html import blocks
from notices.models import Message
from notices.presenters import message_facts, outbox_table
from people.partnerships import find_partnership
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from ui.forms import page


@require_safe
@login_required
def outbox(request: SignedInRequest, code: str) -> HttpResponse:
    """The messages of a partnership, newest first; older ones by the key of the last one shown."""
    partnership = find_partnership(request.user, code)
    require(request.user, Permission.READ, partnership)
    form = OutboxForm(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    found = Message.objects.filter(partnership=partnership).standing(show)
    rows, older = newest_first(found, request.GET.get("before", ""))
    context = {
        "partnership": partnership,
        "form": form,
        "show": show,
        "table": outbox_table(rows, partnership),
        "older": older,
    }
    return page(request, "notices/outbox.html", context)


@require_safe
@login_required
def outbox_message(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """One message, as it reads."""
    partnership = find_partnership(request.user, code)
    require(request.user, Permission.READ, partnership)
    message = get_object_or_404(Message, partnership=partnership, pk=pk)
    context = {
        "partnership": partnership,
        "message": message,
        "facts": message_facts(message),
        "body": blocks(message.body),
        "may_retry": not message.sent_at
        and not message.held
        and may(request.user, Permission.EDIT_WORDING, partnership),
    }
    return page(request, "notices/message.html", context)


@require_POST
@login_required
def outbox_retry(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Try a message again at once."""
    partnership = find_partnership(request.user, code)
    message = get_object_or_404(Message, partnership=partnership, pk=pk)
    try:
        actions.retry(message=message, by=request.user)
        messages.success(request, _("The message is being sent again."))
    except NotAllowed:
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("outbox-message", code=code, pk=pk)
