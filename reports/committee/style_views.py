"""The page of the council's own look for the report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.export import WORD
from base.forms import attempt
from people.models import Partnership, User
from people.partnerships import find_partnership
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from reports.committee.forms import HouseStyleForm
from reports.committee.house_style import FIELDS, keep_house_style, own_style_again, starter
from reports.models import HouseStyle
from reports.views import file_answer
from ui.dates import format_moment
from ui.forms import page, posted
from ui.parts import Column, Fact, Table


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def house_style_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The template that reports are written with, another one, and the way back to our own look."""
    partnership = _find(request.user, code)
    if request.method == "POST":
        require(request.user, Permission.SEND_SUBMISSION, partnership)
        if "end" in request.POST:
            own_style_again(partnership=partnership, by=request.user)
            messages.success(request, _("The reports have the service’s own look again."))
            return redirect("house-style", code)
    form = HouseStyleForm(posted(request), request.FILES or None)
    if form.is_valid() and _keep(form, partnership, request.user):
        messages.success(request, _("The reports are written with this template from now on."))
        return redirect("house-style", code)
    style = _current(partnership)
    context = {
        "partnership": partnership,
        "form": form,
        "style": style,
        "facts": _facts(style) if style else [],
        "fields": _fields(),
        "may_change": may(request.user, Permission.SEND_SUBMISSION, partnership),
    }
    return page(request, "reports/house_style.html", context)


def _find(user: User, code: str) -> Partnership:
    partnership = find_partnership(user, code)
    require(user, Permission.READ, partnership)
    return partnership


def _keep(form: HouseStyleForm, partnership: Partnership, by: User) -> HouseStyle | None:
    file = form.cleaned_data["file"]
    return attempt(
        form, keep_house_style, partnership=partnership, name=file.name, content=file.read(), by=by
    )


def _current(partnership: Partnership) -> HouseStyle | None:
    rows = HouseStyle.objects.filter(partnership=partnership, ended_at=None)
    return rows.defer("file").select_related("by").first()


def _facts(style: HouseStyle) -> list[Fact]:
    return [
        Fact(_("File"), style.name),
        Fact(_("Uploaded"), f"{style.by}, {format_moment(style.at)}"),
        Fact(_("Checksum (SHA-256)"), style.checksum),
    ]


def _fields() -> Table:
    return Table(
        caption=_("Fields"),
        columns=[Column(_("Write")), Column(_("There stands"))],
        rows=[[f"{{{{ {field} }}}}", str(words)] for field, words in FIELDS.items()],
    )


@require_safe
@login_required
def house_style_file(request: SignedInRequest, code: str) -> HttpResponse:
    """The template as it is used."""
    partnership = _find(request.user, code)
    style = HouseStyle.objects.filter(partnership=partnership, ended_at=None).first()
    if style is None:
        raise Http404
    return file_answer(f"house-style-{code}.docx", bytes(style.file), WORD)


@require_safe
@login_required
def house_style_starter(request: SignedInRequest, code: str) -> HttpResponse:
    """A template to begin with."""
    _find(request.user, code)
    return file_answer("house-style.docx", starter(), WORD)
