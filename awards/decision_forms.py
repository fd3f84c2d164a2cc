"""What people write on the pages of the PCC's decisions."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.answering import Said
from awards.models import Answer
from awards.pending import TakenDown, refuse_unsound
from awards.undecided import Undecided
from base.errors import Refused
from base.workbooks import TAKEN
from bids.file_checks import Checked, examine
from ui.fields import ChoiceField, DateField, FileField, LongTextField, MoneyField, TextField
from ui.forms import Form
from ui.money import format_pence

LETTERS = ("pdf", "docx", "jpg", "png")
DECISIONS = [
    ("", _("Nothing yet")),
    (Answer.Decision.APPROVE.value, _("Approve")),
    (Answer.Decision.DECLINE.value, _("Decline")),
    (Answer.Decision.QUERY.value, _("Query")),
]


class LetterForm(Form):
    """Who decided, when, and the letter: the same for all the bids of one page."""

    decided_by = TextField(
        label=_("Who decided"),
        help_text=_("The person at the office, or the meeting"),
        missing=_("Enter who decided"),
    )
    decided_on = DateField(
        label=_("When they decided"),
        help_text=_("For example, 12 4 2019"),
        missing=_("Enter the date of the decision"),
    )
    letter = FileField(
        label=_("Letter or email"),
        help_text=_("A PDF, Word document or picture of up to 10 MB"),
        required=False,
        accept=",".join(f".{ending}" for ending in LETTERS),
    )

    def clean_letter(self) -> Checked | None:
        """The letter, whose content was looked at."""
        file = self.cleaned_data["letter"]
        if not file:
            return None
        try:
            found = examine(file.name, file.read())
        except Refused as refused:
            self.add_error("letter", str(refused))
            return None
        if found.kind not in LETTERS:
            self.add_error("letter", gettext("Choose a PDF, Word document or picture."))
            return None
        return found

    def ask_for_the_letter_again(self) -> None:
        """A browser does not keep a chosen file when the page comes back."""
        if self.files and not self.errors.get("letter"):
            self.add_error("letter", gettext("Choose the letter again: your browser lets it go."))


class BidForm(Form):
    """What was decided about one bid."""

    marks_optional = False

    decision = ChoiceField(label=_("Decision"), choices=DECISIONS, select=True, required=False)
    amount_pence = MoneyField(label=_("Amount approved"), required=False)
    comment = LongTextField(label=_("Comment or reason"), rows=2, most=2000, required=False)

    def __init__(self, one: Undecided, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"bid{one.bid.pk}", **kwargs)
        self.one = one
        recommended = int((one.row or {}).get("Recommended") or 0)
        self.fields["amount_pence"].help_text = (
            gettext("Leave it empty for the %(amount)s recommended")
            % {"amount": format_pence(recommended)}
            if recommended
            else gettext("Nothing is recommended, so an approval needs an amount")
        )
        self.fields["comment"].help_text = gettext("The applicant reads it where the answer is no")

    @property
    def is_filled(self) -> bool:
        """Whether anything was entered."""
        return any(self.cleaned_data.get(name) not in (None, "") for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """Refuse what the file would be refused for, next to where it stands."""
        given = self.cleaned_data
        if not self.is_filled or self.errors:
            return given
        if not given["decision"]:
            self.add_error("decision", gettext("Choose the decision, or empty the other boxes"))
            return given
        if given["decision"] == Answer.Decision.QUERY and not given["comment"].strip():
            self.add_error("comment", gettext("Enter what is asked"))
            return given
        said = Said(self.one.row or {}, given["decision"], given["amount_pence"], given["comment"])
        try:
            refuse_unsound(said, self.one.bid)
        except Refused as refused:
            self.add_error("amount_pence", str(refused))
        return given

    def taken_down(self) -> TakenDown:
        """What was entered."""
        return TakenDown(self.one.bid, **self.cleaned_data)


class SendBackForm(Form):
    """Why what was taken down goes back to the officer."""

    reason = LongTextField(
        label=_("What is wrong with it"),
        rows=2,
        most=1000,
        missing=_("Enter what is wrong with it"),
    )


class AnsweredFileForm(Form):
    """The submission as it came back."""

    file = FileField(
        label=_("The submission as it came back (Excel)"),
        help_text=_("The latest version, with the three columns filled in"),
        missing=_("Choose the file that came back"),
        accept=".xlsx",
        most_mb=TAKEN.most_mb,
    )
    decided_on = DateField(
        label=_("When they decided"),
        help_text=_("For example, 12 4 2019. Leave it empty for today."),
        required=False,
    )


class DecideForm(Form):
    """A decision maker's decision on one bid."""

    decision = ChoiceField(
        label=_("Your decision"), choices=DECISIONS[1:3], missing=_("Choose approve or decline")
    )
    amount_pence = MoneyField(label=_("Amount to approve"), required=False)
    reason = LongTextField(
        label=_("Reason"),
        help_text=_(
            "Needed to decline, when the applicant reads it. With an approval it stays in the history."
        ),
        rows=3,
        most=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """An approval needs its amount, and a decline its reason."""
        given = self.cleaned_data
        decision = given.get("decision")
        if decision == Answer.Decision.APPROVE and given.get("amount_pence", 0) is None:
            self.add_error("amount_pence", gettext("Enter the amount to approve"))
        if decision == Answer.Decision.DECLINE and not given.get("reason", "").strip():
            self.add_error("reason", gettext("Enter a reason that the applicant can read"))
        return given
