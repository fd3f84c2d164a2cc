"""The forms of a claim: sending it, deciding it, whom to pay."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.models import Plan
from bids.file_checks import ACCEPT
from monitoring.claims.claimable import Claimable
from monitoring.claims.decisions import Decision
from monitoring.claims.sending import Spent
from ui.fields import (
    ChoiceField,
    DateField,
    FilesField,
    LongTextField,
    MoneyField,
    TickField,
)
from ui.forms import Form

MOST_RECEIPTS = 20


class ClaimForm(Form):
    """How much; in arrears between which days it was spent, on what, and the receipts."""

    amount_pence = MoneyField(
        label=_("How much do you claim?"), missing=_("Enter the amount that you claim")
    )
    spent_from = DateField(
        label=_("First day on which it was spent"),
        help_text=_("For example, 7 5 2019"),
        missing=_("Enter the first day on which it was spent"),
    )
    spent_to = DateField(
        label=_("Last day on which it was spent"),
        missing=_("Enter the last day on which it was spent"),
    )
    words = LongTextField(
        label=_("What was it spent on?"),
        missing=_("Enter what it was spent on"),
        rows=4,
        most=4000,
    )
    receipts = FilesField(
        label=_("Receipts or invoices"),
        help_text=_("pdf, docx, xlsx, jpg or png; you can choose several, up to 10 MB together"),
        missing=_("Choose the receipts or invoices"),
        most=MOST_RECEIPTS,
        accept=ACCEPT,
    )
    sure = TickField(
        label=_("The money is for the project as it was agreed, and nobody else pays for this"),
        missing=_("Tick the box to confirm what the money is for"),
    )

    def __init__(self, *args: Any, standing: Claimable, on_paper: bool) -> None:
        due = standing.due_pence
        initial = {"amount_pence": due} if standing.plan != Plan.ARREARS and due else {}
        super().__init__(*args, initial=initial)
        if standing.plan == Plan.ARREARS:
            self.fields["receipts"].required = not on_paper
            return
        del self.fields["spent_from"], self.fields["spent_to"], self.fields["receipts"]
        words = self.fields["words"]
        words.label, words.required = gettext("Is there anything we should know?"), False

    def spent(self) -> Spent | None:
        """The days on which it was spent."""
        said = self.cleaned_data
        return Spent(said["spent_from"], said["spent_to"]) if "spent_from" in said else None


LABELS = {
    Decision.CHECK: _("It is right, and goes to finance"),
    Decision.APPROVE: _("Approve it for payment"),
    Decision.REFUSE: _("Refuse it"),
}


class DecideForm(Form):
    """What is decided of a claim; a refusal has its reason."""

    decision = ChoiceField(label=_("What do you decide?"), missing=_("Choose what you decide"))
    reason = LongTextField(
        label=_("Why is it refused?"),
        help_text=_("Only where you refuse it. The applicant is emailed this."),
        required=False,
        rows=3,
        most=2000,
    )

    def __init__(self, *args: Any, choices: list[Decision]) -> None:
        super().__init__(*args)
        field: Any = self.fields["decision"]
        field.choices = [(one.value, LABELS[one]) for one in choices]

    def clean(self) -> dict[str, Any]:
        """A refusal has a reason."""
        said = self.cleaned_data
        if (
            said.get("decision") == Decision.REFUSE
            and "reason" in said
            and not said["reason"].strip()
        ):
            self.add_error("reason", gettext("Enter the reason, for the applicant to read"))
        return said


class WithdrawClaimForm(Form):
    """Why a claim is taken back."""

    why = LongTextField(label=_("Why do you withdraw it?"), required=False, rows=3, most=2000)
