"""The forms of batches: making one, what the payment system says, and what somebody enters by hand."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.tables import MOST_MB
from monitoring.models import PaymentLine
from ui.dates import in_london
from ui.fields import ChoiceField, DateField, FileField, LongTextField, TextField
from ui.forms import Form

State = PaymentLine.State


class BatchForm(Form):
    """The claims that were ticked: the table beside it has the boxes."""


class ConfirmationFileForm(Form):
    """The payment system's file."""

    file = FileField(
        label=gettext_lazy("What became of the payments"),
        help_text=gettext_lazy(
            "A CSV file or an Excel workbook with the columns Payment reference, Date, Amount, Status "
            "(paid, refused or returned) and Reason; for what was paid by journal, Journal number too."
        ),
        missing=gettext_lazy("Choose the file of the payment system"),
        accept=".csv,.xlsx",
        most_mb=MOST_MB,
    )


ANSWERS = {
    State.PAID: gettext_lazy("It was paid"),
    State.REFUSED: gettext_lazy("It was refused, and nothing was paid"),
    State.RETURNED: gettext_lazy("It was paid, and the money came back"),
}
MAY_BECOME = {
    State.ORDERED: (State.PAID, State.REFUSED, State.RETURNED),
    State.PAID: (State.RETURNED,),
}
"""What can be entered of a payment, by how it stands."""


class LineForm(Form):
    """What became of one payment."""

    state = ChoiceField(
        label=gettext_lazy("What became of it?"), missing=gettext_lazy("Choose what became of it")
    )
    on = DateField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy("For example, 7 5 2019"),
        missing=gettext_lazy("Enter the day"),
    )
    journal = TextField(
        label=gettext_lazy("Number of the journal"),
        help_text=gettext_lazy("Where it was paid"),
        required=False,
        most=60,
        width="10",
    )
    why = LongTextField(
        label=gettext_lazy("Why was it refused, or did it come back?"),
        help_text=gettext_lazy("The applicant is emailed this."),
        required=False,
        rows=3,
        most=2000,
    )

    def __init__(self, *args: Any, line: PaymentLine) -> None:
        super().__init__(*args, initial={"on": in_london(timezone.now()).date()})
        field: Any = self.fields["state"]
        choices = MAY_BECOME.get(State(line.state), ())
        field.choices = [(one.value, ANSWERS[one]) for one in choices]
        if not line.claim.award.internal or line.state != State.ORDERED:
            del self.fields["journal"]

    def clean(self) -> dict[str, Any]:
        """What failed has a reason."""
        said = self.cleaned_data
        failed = said.get("state") in (State.REFUSED, State.RETURNED)
        if failed and "why" in said and not said["why"].strip():
            self.add_error("why", _("Enter why it was refused, or came back"))
        if said.get("state") == State.PAID and not said.get("journal", "x").strip():
            self.add_error("journal", _("Enter the number of the journal"))
        return said
