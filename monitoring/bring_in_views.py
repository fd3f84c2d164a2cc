"""Bringing a workbook in: bids, the panel's scores, or returns and payments. All of it, or nothing."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from base.errors import Faulty, NotAllowed, Refused
from base.presenters import faults_table
from base.workbooks import TAKEN
from bids.workbook import import_bids
from monitoring.workbook import import_returns
from people.models import User
from people.permissions import Permission, require
from people.requests import SignedInRequest
from people.roles import FINANCE
from rounds.models import Round
from scoring.viewers import find_round
from scoring.workbook import import_scores
from ui.fields import ChoiceField, FileField
from ui.forms import Form, page, posted
from ui.money import format_pence

BIDS, SCORES, RETURNS = "bids", "scores", "returns"


class BringInForm(Form):
    """Which workbook it is, and the file."""

    kind = ChoiceField(
        label=gettext_lazy("What is in the workbook"),
        missing=gettext_lazy("Choose what is in the workbook"),
        choices=[
            (BIDS, gettext_lazy("Bids")),
            (SCORES, gettext_lazy("The panel’s scores, interests and gates")),
            (RETURNS, gettext_lazy("Agreements, returns and payments")),
        ],
    )
    finance = ChoiceField(
        label=gettext_lazy("Who made the payments"),
        help_text=gettext_lazy("Only for a workbook of returns that has payments in it."),
        required=False,
        select=True,
    )
    file = FileField(
        label=gettext_lazy("Excel workbook"),
        help_text=gettext_lazy("An .xlsx file of up to 25 MB, without a password."),
        missing=gettext_lazy("Choose the workbook"),
        accept=".xlsx",
        most_mb=TAKEN.most_mb,
    )

    def __init__(self, *args: Any, round: Round) -> None:
        super().__init__(*args)
        people = round.partnership.memberships.filter(role=FINANCE.name, user__is_active=True)
        self.people = {str(one.user_id): one.user for one in people.select_related("user")}
        choices = [("", "–"), *((pk, str(user)) for pk, user in self.people.items())]
        self.fields["finance"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Payments are made by somebody of finance."""
        said = self.cleaned_data
        if said.get("kind") == RETURNS and "finance" in said and not said["finance"]:
            self.add_error("finance", _("Choose who made the payments"))
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bring_in_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Upload a workbook; every fault in it is shown at once, and then nothing was changed."""
    round, viewer = find_round(request.user, code)
    if viewer.is_applicant:
        raise NotAllowed(_("Workbooks are brought in by officers."))
    require(request.user, Permission.ENTER_BIDS, round.partnership)
    form = BringInForm(posted(request), request.FILES or None, round=round)
    context: dict[str, Any] = {"round": round, "form": form}
    if form.is_valid():
        try:
            context["done"] = _bring_in(round, form, request.user)
        except Faulty as faulty:
            form.add_error("file", _("Nothing was changed. See below what is wrong in the file."))
            context["faults"] = faults_table(faulty)
        except Refused as refused:
            form.add_error("file", str(refused))
    return page(request, "monitoring/bring_in.html", context)


def _bring_in(round: Round, form: BringInForm, by: User) -> list[str]:
    """Read the file and say what was done, line by line."""
    said = form.cleaned_data
    name, content = said["file"].name, said["file"].read()
    if said["kind"] == BIDS:
        bids = import_bids(round=round, name=name, content=content, by=by)
        return [
            _("%(count)s new bids: %(which)s")
            % {
                "count": len(bids.new),
                "which": ", ".join(bid.reference for bid in bids.new),
            }
            if bids.new
            else _("No new bids."),
            _("%(count)s were here already, unchanged.") % {"count": len(bids.unchanged)},
        ]
    if said["kind"] == SCORES:
        new = import_scores(round=round, name=name, content=content, by=by)
        lines = [f"{title}: {count}" for title, count in new.items() if count]
        return [*(lines or [_("Everything in it was here already.")]), *new.remarks]
    finance = form.people[said["finance"]]
    done = import_returns(round=round, name=name, content=content, by=by, finance=finance)
    paid = sum(payment.movement.amount_pence for payment in done.payments)
    return [
        _("%(count)s agreements accepted.") % {"count": done.accepted},
        _("%(count)s returns.") % {"count": len(done.returns)},
        _("%(count)s payments, %(amount)s in all.")
        % {"count": len(done.payments), "amount": format_pence(paid)},
        _("%(count)s rows were here already, unchanged.") % {"count": done.unchanged},
        *done.reported,
    ]
