"""The round editor: a task list, and a page for each part."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.errors import NotAllowed
from base.forms import attempt
from base.stale import Stale
from people.models import Membership, Partnership, User
from people.permissions import Permission, refusal
from people.requests import SignedInRequest
from people.roles import ROLES
from rounds.beginning import begin_round, copy_round
from rounds.editor_presenters import part_title, people_now, saved_now, task_groups
from rounds.editors import EDITORS, Editor
from rounds.finding import find_round_for
from rounds.missing import missing
from rounds.models import Round
from rounds.part_forms import NewRoundForm, SeenForm, starts_of
from rounds.people import save_people
from rounds.people_forms import PeopleForm, ticked
from rounds.reading import digest_of, read, read_rows, read_settings
from ui.forms import Form, page, posted
from ui.rows import Rows

OPENERS = [role.name for role in ROLES.values() if Permission.OPEN_ROUND in role.permissions]


@require_safe
@login_required
def edit_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The parts of a round, and what each still lacks."""
    round = find_round_for(request, code, Permission.OPEN_ROUND)
    lacks = missing(round)
    context = {"round": round, "groups": task_groups(round, lacks), "lacks": lacks}
    return page(request, "rounds/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_part(request: SignedInRequest, code: str, part: str) -> HttpResponse:
    """A part on its own page."""
    round = find_round_for(request, code, Permission.OPEN_ROUND)
    return show_editor(request, round, EDITORS[part])


def show_editor(request: SignedInRequest, round: Round, editor: Editor) -> HttpResponse:
    """The page of an editor: shown, rearranged or saved."""
    if editor.row:
        return _edit_rows(request, round, editor)
    state = read_settings(round, editor.part)
    initial = {**state, "seen": digest_of(round, editor.part)}
    form = editor.form(posted(request), initial=initial, **editor.knows(round))
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in state if name in form.cleaned_data}
        seen = form.cleaned_data["seen"] or None
        saved = _save(form, lambda: editor.save(round, values, request.user, seen))
        if saved is True:
            return _saved(request, round, editor.part)
        if saved is None:
            return _stale(request, round, editor, form=form)
    return _page(request, round, editor, {"form": form})


def _edit_rows(request: SignedInRequest, round: Round, editor: Editor) -> HttpResponse:
    state = read_rows(round, editor.part)
    form = SeenForm(posted(request), initial={"seen": digest_of(round, editor.part)})
    table = Rows(editor.form, title=editor.row, data=posted(request), initial=state)
    if not table.moved and form.is_valid() and table.is_valid():
        seen = form.cleaned_data["seen"] or None
        saved = _save(form, lambda: editor.save(round, table.filled(), request.user, seen))
        if saved is True:
            return _saved(request, round, editor.part)
        if saved is None:
            return _stale(request, round, editor, form=form, table=table)
    return _page(request, round, editor, {"form": form, "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_people(request: SignedInRequest, code: str) -> HttpResponse:
    """Who takes part in the round."""
    round = find_round_for(request, code, Permission.OPEN_ROUND)
    members = list(
        Membership.objects.filter(partnership=round.partnership)
        .select_related("user")
        .order_by("user__name", "user__email")
    )
    now = list(round.people.all())
    initial = {**ticked(now), "seen": digest_of(round, "people")}
    form = PeopleForm(posted(request), members=members, initial=initial)
    if form.is_valid():
        people = form.chosen(now)
        seen = form.cleaned_data["seen"] or None
        saved = _save(
            form, lambda: save_people(round=round, people=people, by=request.user, seen=seen)
        )
        if saved is True:
            return _saved(request, round, "people")
        if saved is None:
            names = people_now(round.people.select_related("user"))
            return _stale_page(request, round, "people", {"form": form}, names)
    context = {"round": round, "title": part_title("people"), "form": form, "people": True}
    return page(request, "rounds/part.html", context)


def _save(form: Form, act: Callable[[], Round]) -> bool | None:
    """Whether it was saved; nothing at all where somebody else changed the part meanwhile."""

    def unless_stale() -> bool:
        try:
            act()
        except Stale:
            return False
        return True

    saved = attempt(form, unless_stale)
    if saved is None:
        return False
    return saved or None


def _saved(request: HttpRequest, round: Round, part: str) -> HttpResponse:
    messages.success(request, _("“%(part)s” is saved.") % {"part": part_title(part)})
    notice = EDITORS[part].notice if part in EDITORS else None
    if notice and (said := notice(round)):
        messages.info(request, said)
    return redirect("round-edit", round.code)


def _page(
    request: HttpRequest, round: Round, editor: Editor, context: dict[str, Any]
) -> HttpResponse:
    notice = editor.notice(round) if editor.notice else ""
    shared = {"round": round, "title": editor.title, "help": editor.help, "notice": notice}
    return page(request, "rounds/part.html", {**shared, **context})


def _stale(
    request: HttpRequest, round: Round, editor: Editor, *, form: Form, table: Rows | None = None
) -> HttpResponse:
    """What the person typed, beside what somebody else saved; saving again writes over it."""
    round.refresh_from_db()
    fields: Any = editor.form.base_fields
    lines = saved_now(read(round, editor.part), fields)
    context = {"form": form, "table": table, "help": editor.help}
    return _stale_page(request, round, editor.part, context, lines)


def _stale_page(
    request: HttpRequest, round: Round, part: str, context: dict[str, Any], lines: list[str]
) -> HttpResponse:
    form: Form = context["form"]
    data = cast(QueryDict, form.data).copy()
    data["seen"] = digest_of(round, part)
    form.data = data
    shared = {"round": round, "title": part_title(part), "now": lines, "stale": True}
    return page(request, "rounds/part.html", {**shared, **context}, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_page(request: SignedInRequest) -> HttpResponse:
    """Begin a round: empty, or as a copy of an earlier one."""
    memberships = list(
        Membership.objects.filter(user=request.user, role__in=OPENERS)
        .select_related("partnership")
        .order_by("partnership__name")
    )
    if not memberships or not request.user.is_active:
        raise NotAllowed(_not_for(request.user))
    partnerships = {m.partnership.code: m.partnership for m in memberships}
    rounds = {
        round.code: round
        for round in Round.objects.filter(partnership__in=partnerships.values())
        .select_related("partnership")
        .order_by("-financial_year", "code")[:20]
    }
    form = NewRoundForm(posted(request), starts=starts_of(rounds.values(), memberships))
    if form.is_valid() and (made := _begin(form, rounds, partnerships, request.user)):
        messages.success(
            request, _("The round is begun. Nobody but you and your colleagues sees it.")
        )
        return redirect("round-edit", made.code)
    return page(request, "rounds/new.html", {"form": form})


def _begin(
    form: NewRoundForm,
    rounds: dict[str, Round],
    partnerships: dict[str, Partnership],
    by: User,
) -> Round | None:
    values = dict(form.cleaned_data)
    how, _colon, code = values.pop("start").partition(":")
    if how == "copy":
        return attempt(form, copy_round, round=rounds[code], by=by, **values)
    return attempt(form, begin_round, partnership=partnerships[code], by=by, **values)


def _not_for(user: User) -> str:
    partnership = Partnership.objects.filter(memberships__user=user).first()
    if partnership:
        return refusal(user, Permission.OPEN_ROUND, partnership)
    return _("Only officers of a partnership begin rounds.")
