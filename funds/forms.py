"""The forms of money's pages."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.models import Pot
from rounds.presenters import POTS
from ui.fields import ChoiceField, DateField, LongTextField, MoneyField, TextField
from ui.forms import Form
from ui.money import format_pence


class ReceiveForm(Form):
    """Money that came from the PCC."""

    amount_pence = MoneyField(label=_("Amount received"), missing=_("Enter the amount received"))
    reference = TextField(
        label=_("Reference of the payment"),
        help_text=_("As on the bank statement. Each receipt has a reference of its own."),
        missing=_("Enter the reference of the payment"),
    )
    on = DateField(label=_("When it came"), missing=_("Enter when it came"))


WAYS = {
    f"{source}-{target}": (source, target) for source in Pot for target in Pot if source != target
}
"""Every way between two pots."""


class VirementForm(Form):
    """What somebody asks to move between pots."""

    way = ChoiceField(label=_("What moves"), missing=_("Choose from which pot to which"))
    amount_pence = MoneyField(label=_("Amount"), missing=_("Enter the amount"))
    reason = LongTextField(
        label=_("Reason"),
        rows=3,
        most=2000,
        missing=_("Enter the reason why the money moves"),
    )
    authority = TextField(
        label=_("Authority"),
        help_text=_("Such as a minute, the scheme of delegation, or a letter of the PCC."),
        missing=_("Enter on whose authority the money moves"),
    )

    def __init__(self, *args: Any, left: dict[Pot, int], **kwargs: Any) -> None:
        """``left`` is what each pot has available, in pence."""
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [  # type: ignore[attr-defined]  # a choice field
            (
                way,
                gettext("%(source)s to %(target)s (%(left)s is available)")
                % {
                    "source": POTS[source],
                    "target": POTS[target].lower(),
                    "left": format_pence(left[source]),
                },
            )
            for way, (source, target) in WAYS.items()
        ]


class AnswerForm(Form):
    """The second person's answer."""

    YES, NO = "yes", "no"

    answer = ChoiceField(
        label=_("Do you agree?"),
        missing=_("Choose whether you agree"),
        choices=[(YES, _("Yes, move the money now")), (NO, _("No, the money stays"))],
    )
    reason = LongTextField(
        label=_("If no, why"),
        help_text=_("The person who asked reads it."),
        rows=3,
        most=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A no has its reason."""
        data = super().clean() or self.cleaned_data
        if data.get("answer") == self.NO and "reason" in data and not data["reason"].strip():
            self.add_error("reason", gettext("Enter the reason why the money should stay"))
        return data


class TakeBackForm(Form):
    """Taking back one's own request: nothing is asked."""


class ReturnForm(Form):
    """Unspent grant that goes back to the PCC."""

    pot = ChoiceField(label=_("Pot"), missing=_("Choose the pot"))
    amount_pence = MoneyField(label=_("Amount"), missing=_("Enter the amount"))
    on = DateField(label=_("When it went"), missing=_("Enter when it went"))
    reason = LongTextField(
        label=_("Reason"), rows=3, most=2000, missing=_("Enter the reason for the return")
    )

    def __init__(self, *args: Any, most: dict[Pot, int], **kwargs: Any) -> None:
        """``most`` is what may leave each pot, in pence."""
        super().__init__(*args, **kwargs)
        self.fields["pot"].choices = [  # type: ignore[attr-defined]  # a choice field
            (
                pot.value,
                gettext("%(pot)s (at most %(most)s)")
                % {"pot": POTS[pot], "most": format_pence(pence)},
            )
            for pot, pence in most.items()
        ]
