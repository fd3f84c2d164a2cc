"""A form of the PCC's filled for a round: what will stand in it is shown first, then it is downloaded."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.errors import NotAllowed
from base.export import XLSX
from base.forms import attempt
from monitoring.models import Return
from monitoring.querysets import ReturnQuerySet
from people.models import User
from people.requests import SignedInRequest
from reports.models import PccForm
from reports.pcc_forms.facts import PERIODIC, SIFTED, gather
from reports.pcc_forms.filling import Filled, fill
from reports.pcc_forms.forms import FillForm
from reports.pcc_forms.mapping import from_json, map_of
from reports.pcc_forms.presenters import filled_table, rows_said, rows_tables
from reports.views import file_answer
from rounds.models import Period, Pot, Round
from scoring.viewers import Viewer, find_round
from ui.forms import page


@require_safe
@login_required
def fill_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Choose what a form is filled about; see what will stand in it."""
    round, found, viewer = _find(request.user, code, pk)
    form = _form(request, round, found, viewer)
    filled = _filled(form, round, found)
    address = reverse("pcc-form-filled", args=[code, pk])
    others = found.partnership.rounds.exclude(pk=round.pk).order_by("-opens", "code")
    is_mapped = not map_of(found).is_empty
    context: dict[str, Any] = {
        "round": round,
        "pcc_form": found,
        "partnership": found.partnership,
        "form": form,
        "filled": filled,
        "others": list(others),
        "is_mapped": is_mapped,
        "all_in_one": is_mapped and found.kind == PccForm.Kind.BUSINESS_CASE and not viewer.stakes,
        "download": f"{address}?{request.GET.urlencode()}",
    }
    if filled:
        context |= {
            "table": filled_table(filled),
            "tables": rows_tables(filled),
            "rows": rows_said(filled),
        }
    return page(request, "reports/pcc_form_fill.html", context)


@require_safe
@login_required
def filled_file(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The form, filled; where that cannot be done the page says why."""
    round, found, viewer = _find(request.user, code, pk)
    form = _form(request, round, found, viewer)
    filled = _filled(form, round, found)
    if filled is None:
        return fill_page(request, code, pk)
    asked = form.asked()
    period = asked["period"].name if asked["period"] else ""
    parts = (found.title, round.code, asked["bid"] or "", asked["route"] or "", period)
    name = "-".join(slug for part in parts if (slug := slugify(str(part))))
    return file_answer(f"{name or 'form'}.xlsx", filled.content, XLSX)


def _find(user: User, code: str, pk: int) -> tuple[Round, PccForm, Viewer]:
    """A round and a form in use, for those who read the round's papers; else the page is not there."""
    round, viewer = find_round(user, code)
    found = round.partnership.pcc_forms.filter(pk=pk, ended_at=None).first()
    if not viewer.reads or found is None:
        raise Http404
    found.partnership = round.partnership
    return round, found, viewer


def _form(request: SignedInRequest, round: Round, found: PccForm, viewer: Viewer) -> FillForm:
    """What may be chosen. Raises ``NotAllowed`` where they have a stake in every route's bids."""
    data = request.GET if "show" in request.GET else None
    keys = map_of(found).keys
    if found.kind in PERIODIC:
        periods = list(round.periods.annotate(told=Exists(_accepted())))
        likely = _likely(periods, found.kind)
        return FillForm(
            data, routes=list(Pot), periods=periods, bids=None, keys=keys, likely=likely
        )
    routes = [one for one in Pot if not viewer.has_stake_in_route(one)]
    if not routes:
        raise NotAllowed(
            _("You have an interest in bids on both routes, so this form is for somebody else.")
        )
    if found.kind == PccForm.Kind.PROPOSALS:
        return FillForm(data, routes=routes, periods=None, bids=None, keys=keys)
    bids = round.bids.filter(state__in=SIFTED, route__in=routes).order_by("reference")
    chosen = list(bids.only("reference", "project"))
    return FillForm(data, routes=None, periods=None, bids=chosen, keys=keys)


def _accepted() -> ReturnQuerySet:
    return Return.objects.accepted().filter(period=OuterRef("pk"))


def _likely(periods: list[Any], kind: str) -> Period | None:
    """The period that a form is likely about: the final one at the year's end, else the last one told of."""
    if kind == PccForm.Kind.YEAR_END:
        return next((one for one in periods if one.final), None)
    told = [one for one in periods if one.told]
    return next(iter([*reversed(told), *periods]), None)


def _filled(form: FillForm, round: Round, found: PccForm) -> Filled | None:
    """The form filled with what was chosen; where it cannot be, the page's form says why."""
    if not form.is_bound or not form.is_valid():
        return None

    def filled() -> Filled:
        return fill(
            name=found.file_name,
            content=bytes(found.file),
            mapped=from_json(found.map),
            kind=found.kind,
            facts=gather(round, found.kind, **form.asked()),
        )

    return attempt(form, filled)
