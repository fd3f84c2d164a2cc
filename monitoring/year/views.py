"""The year's end: the statement, its sign-off, carrying forward, and closing the round."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from base.errors import Refused
from base.export import table_file
from base.forms import attempt
from funds.models import VirementRequest
from funds.virements import ask_to_carry
from monitoring.models import YearEnd
from monitoring.year.ending import (
    checksum,
    close_round,
    sign_off,
    stands_in_the_way,
    stands_signed,
    undecided,
)
from monitoring.year.forms import CarryForm, SignOffForm
from monitoring.year.presenters import (
    COLUMNS,
    closed_words,
    project_cells,
    projects_table,
    signed_words,
    summary,
    undecided_table,
)
from monitoring.year.sums import document, year_statement
from people.permissions import Permission, permissions_of, require
from people.requests import SignedInRequest
from rounds.models import Pot, Round
from rounds.presenters import POTS
from scoring.viewers import find_papers
from ui.forms import page, posted
from ui.money import format_pence, to_pounds

POUNDS = '"£"#,##0.00'


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def year_end_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The statement at 31 March; finance records its sign-off, and carries grant forward."""
    round = find_papers(request.user, code)
    if request.method == "POST":
        require(request.user, Permission.PAY, round.partnership)
    carrying = "carry" in request.POST
    form = SignOffForm(None if carrying else posted(request))
    later = _later(round) if round.carry_forward else []
    carry = CarryForm(posted(request) if carrying else None, rounds=later)
    if form.is_valid() and _sign(request, round, form):
        messages.success(request, _("The statement is signed off."))
        return redirect("year-end", code)
    if carry.is_valid() and (asked := _carry(request, round, carry)):
        words = _("You asked to carry %(amount)s forward. Those who may agree are told by email.")
        messages.success(request, words % {"amount": format_pence(asked.amount_pence)})
        return redirect("virement", code, asked.pk)
    found, signed = year_statement(round), stands_signed(round)
    held = permissions_of(request.user, round.partnership)
    pays = Permission.PAY in held
    context = {
        "round": round,
        "ends": found.ends,
        "summary": summary(found, round.funder.short_name),
        "projects": projects_table(found),
        "signed": signed_words(signed),
        "changed": signed and checksum(document(found)) != signed.checksum,
        "closed": closed_words(round),
        "form": form,
        "carry": carry,
        "may_sign": pays and not round.closed_at,
        "may_close": not round.closed_at and Permission.DECIDE in held,
        "may_carry": pays and not round.closed_at and later,
    }
    return page(request, "monitoring/year_end.html", context)


def _later(round: Round) -> list[Round]:
    """The published rounds that grant may be carried into."""
    rounds = Round.objects.filter(
        partnership=round.partnership,
        funder=round.funder,
        financial_year__gt=round.financial_year,
        published=True,
        closed_at=None,
    )
    return list(rounds.order_by("financial_year", "code"))


def _sign(request: SignedInRequest, round: Round, form: SignOffForm) -> YearEnd | None:
    who, when = form.cleaned_data["signed_by"], form.cleaned_data["signed_on"]
    return attempt(form, sign_off, round=round, signed_by=who, signed_on=when, by=request.user)


def _carry(request: SignedInRequest, round: Round, form: CarryForm) -> VirementRequest | None:
    data: dict[str, Any] = form.cleaned_data
    return attempt(
        form,
        ask_to_carry,
        round=round,
        into=Round.objects.get(pk=data["into"]),
        pot=Pot(data["pot"]),
        amount_pence=data["amount_pence"],
        authority=data["reason"],
        by=request.user,
    )


@require_safe
@login_required
def year_end_file(request: SignedInRequest, code: str) -> FileResponse:
    """The projects of the statement as a workbook."""
    round = find_papers(request.user, code)
    found = year_statement(round)
    rows = (
        [
            one.reference,
            one.organisation,
            one.project,
            POTS[one.pot],
            *(None if pence is None else to_pounds(pence) for pence in project_cells(one)),
        ]
        for one in found.projects
    )
    header = [
        _("Reference"),
        _("Organisation"),
        _("Project"),
        _("Pot"),
        *(str(title) for title in COLUMNS),
    ]
    return table_file(
        f"year-end-{round.code}.xlsx",
        _("Year end"),
        header,
        rows,
        widths=(12, 32, 36, 14, *(14 for _title in COLUMNS)),
        formats=dict.fromkeys(range(4, 4 + len(COLUMNS)), POUNDS),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What closing the round does and what stands in its way; a decision maker closes it."""
    round = find_papers(request.user, code)
    require(request.user, Permission.DECIDE, round.partnership)
    refused = ""
    if request.method == "POST":
        try:
            declined = close_round(round=round, by=request.user)
        except Refused as error:
            refused = str(error)
        else:
            words = ngettext(
                "The round is closed. %(count)s bid was declined.",
                "The round is closed. %(count)s bids were declined.",
                len(declined),
            )
            messages.success(request, words % {"count": len(declined)})
            return redirect("year-end", code)
    context = {
        "round": round,
        "refused": refused,
        "ways": [] if round.closed_at else stands_in_the_way(round),
        "undecided": undecided_table(undecided(round)),
        "closed": closed_words(round),
    }
    return page(request, "monitoring/round_close.html", context, status=409 if refused else 200)
