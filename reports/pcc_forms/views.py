"""The PCC's forms of a partnership: taken in, mapped, replaced, ended."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from base.export import XLSX
from base.forms import attempt
from base.stale import Stale
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from reports.models import PccForm
from reports.pcc_forms.actions import Saved, end, replace_file, save_map, upload
from reports.pcc_forms.finding import find_for_change, find_form, find_reader
from reports.pcc_forms.forms import FileForm, UploadForm
from reports.pcc_forms.map_forms import MapForm
from reports.pcc_forms.mapping import map_of
from reports.pcc_forms.presenters import form_facts, forms_table, map_table
from reports.pcc_forms.reading import read
from reports.pcc_forms.sketch import sketch
from reports.views import file_answer
from rounds.models import Round
from ui.forms import page, posted

BOTH = ["GET", "HEAD", "POST"]
MOST_TOLD = 20
"""Of places that do not fit a new version, one by one."""
MOST_ROUNDS = 3
"""For which a form can be filled from the list; the others are on the form's own page."""


@require_http_methods(BOTH)
@login_required
def forms_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The forms in use; an officer takes another one in."""
    partnership = find_reader(request.user, code)
    if request.method == "POST":
        require(request.user, Permission.SEND_SUBMISSION, partnership)
    form = UploadForm(posted(request), request.FILES or None)
    if form.is_valid():
        said = form.cleaned_data
        made = attempt(
            form,
            upload,
            partnership=partnership,
            kind=said["kind"],
            title=said["title"],
            name=said["file"].name,
            content=said["file"].read(),
            by=request.user,
        )
        if made:
            words = _("“%(form)s” is here. Say now what goes where.") % {"form": made.title}
            messages.success(request, words)
            return redirect("pcc-form", code, made.pk)
    rounds = list(partnership.rounds.order_by("-opens", "code")[:MOST_ROUNDS])
    found = partnership.pcc_forms.filter(ended_at=None).select_related("by").defer("file")
    context = {
        "partnership": partnership,
        "form": form,
        "forms": forms_table(found, partnership, rounds),
        "changes": may(request.user, Permission.SEND_SUBMISSION, partnership),
    }
    return page(request, "reports/pcc_forms.html", context)


@require_http_methods(BOTH)
@login_required
def form_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """What goes where in a form; an officer says it."""
    found = find_form(request.user, code, pk)
    changes = may(request.user, Permission.SEND_SUBMISSION, found.partnership)
    if request.method == "POST":
        require(request.user, Permission.SEND_SUBMISSION, found.partnership)
    mapped = map_of(found)
    rounds = Round.objects.filter(partnership=found.partnership).order_by("-opens", "code")
    context: dict[str, Any] = {
        "pcc_form": found,
        "partnership": found.partnership,
        "facts": form_facts(found, mapped, list(rounds)),
        "changes": changes and not found.ended_at,
    }
    if not context["changes"]:
        return page(request, "reports/pcc_form.html", {**context, "table": map_table(mapped)})
    book = read(found.file_name, bytes(found.file))
    places = sketch(book, found.kind, mapped, request.POST)
    form = MapForm(
        posted(request), kind=found.kind, book=book, places=places, version=found.version
    )
    if form.is_valid() and (saved := _save(request, found, form)):
        _tell(request, saved, form)
        return redirect("pcc-form", code, pk)
    context |= {"form": form}
    if form.is_stale:
        found.refresh_from_db(fields=["map"])
        context |= {"now": map_table(map_of(found))}
    return page(request, "reports/pcc_form.html", context, status=409 if form.is_stale else 200)


def _save(request: SignedInRequest, found: PccForm, form: MapForm) -> Saved | None:
    """Save the map. Where somebody else did meanwhile nothing is lost: saving again writes over theirs."""

    def unless_stale() -> Saved | None:
        try:
            seen = form.cleaned_data["version"]
            return save_map(pcc_form=found, mapped=form.mapped, seen=seen, by=request.user)
        except Stale:
            form.be_stale(PccForm.objects.values_list("version", flat=True).get(pk=found.pk))
            raise

    return attempt(form, unless_stale)


def _tell(request: SignedInRequest, saved: Saved, form: MapForm) -> None:
    count = form.mapped.count
    words = ngettext(
        "The map is saved: %(count)s cell or column is filled.",
        "The map is saved: %(count)s cells and columns are filled.",
        count,
    )
    messages.success(request, words % {"count": count})
    for line in saved.moved:
        messages.info(request, line)


@require_safe
@login_required
def blank_file(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The spreadsheet as it was uploaded."""
    found = find_form(request.user, code, pk)
    return file_answer(found.file_name, bytes(found.file), XLSX)


@require_http_methods(BOTH)
@login_required
def replace_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Use a new version of the spreadsheet, with what of the map still fits."""
    found = find_for_change(request.user, code, pk)
    form = FileForm(posted(request), request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        done = attempt(
            form, replace_file, pcc_form=found, name=file.name, content=file.read(), by=request.user
        )
        if done:
            messages.success(request, _("The new version is used from now on."))
            for old, new in list(done.renamed.items())[:MOST_TOLD]:
                words = _("“%(old)s” is taken to be called “%(new)s” now. Look through the map.")
                messages.info(request, words % {"old": old, "new": new})
            for line in done.left[:MOST_TOLD]:
                messages.info(request, _("Not filled any more: %(why)s") % {"why": line})
            if (more := len(done.left) - MOST_TOLD) > 0:
                messages.info(request, _("And %(count)s more places.") % {"count": more})
            return redirect("pcc-form", code, done.form.pk)
    context = {"pcc_form": found, "partnership": found.partnership, "form": form}
    return page(request, "reports/pcc_form_replace.html", context)


@require_http_methods(BOTH)
@login_required
def end_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Stop using a form, after asking."""
    found = find_for_change(request.user, code, pk)
    if request.method == "POST":
        end(pcc_form=found, by=request.user)
        messages.success(request, _("“%(form)s” is not used any more.") % {"form": found.title})
        return redirect("pcc-forms", code)
    context = {"pcc_form": found, "partnership": found.partnership}
    return page(request, "reports/pcc_form_end.html", context)
