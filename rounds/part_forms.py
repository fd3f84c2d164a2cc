"""The forms of a round's parts. Their fields are called as the round's own."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import Membership, User
from rounds.models import Round
from ui.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    MomentField,
    MoneyField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from ui.forms import Form

LONG_MOST = 5000
"""Characters of a text of several paragraphs."""


class SeenForm(Form):
    """Carries the digest of what the person saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class NumberField(TextField):
    """A number from 0 with at most two decimals."""

    def __init__(self, *, most_number: int, **options: Any) -> None:
        super().__init__(most=10, width="5", **options)
        self.most_number = most_number
        self.widget.attrs.update(inputmode="decimal", spellcheck="false")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # of a text field, for its widget
        """The number; nothing where the box is empty."""
        text = super().to_python("" if value is None else str(value)).strip()
        if not text:
            return None
        if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text, re.ASCII) or (
            Decimal(text) > self.most_number
        ):
            raise ValidationError(
                gettext("Enter a number from 0 to %(most)s, like 2 or 2.5")
                % {"most": self.most_number}
            )
        return Decimal(text)

    def prepare_value(self, value: Any) -> Any:
        """Without zeros at the end."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class FinancialYearField(TextField):
    """Two years that follow each other, such as ``2019-20``."""

    def to_python(self, value: Any) -> str:
        """The year, once it is one."""
        text = super().to_python(value).strip().replace("/", "-")
        match = re.fullmatch(r"((?:19|20|21)\d\d)-(\d\d)", text, re.ASCII)
        if text and (not match or (int(match[1]) + 1) % 100 != int(match[2])):
            raise ValidationError(_("Enter two years that follow each other, like 2019-20"))
        return text


class OfficerField(ChoiceField):
    """An officer of the round by key, or nobody. The form says who there is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(select=True, required=False, **options)

    def clean(self, value: Any) -> Any:
        """The key of the officer; nothing where it is nobody."""
        chosen = super().clean(value)
        return int(chosen) if chosen else None

    def offer(self, officers: Iterable[User]) -> None:
        """Say who may be chosen."""
        people = [(str(officer.pk), str(officer)) for officer in officers]
        self.choices = [("", gettext("Nobody")), *people]


# Settings


class AboutForm(SeenForm):
    """What the round is called and what it is for."""

    title = TextField(label=_("Title"), missing=_("Enter the title of the round"))
    financial_year = FinancialYearField(
        label=_("Financial year"),
        help_text=_("Like 2019-20. It does not change once the round is published."),
        missing=_("Enter the financial year"),
        width="10",
    )
    purpose = LongTextField(
        label=_("What the grant is for"),
        help_text=_("In words for applicants. An empty line begins a new paragraph."),
        required=False,
        most=LONG_MOST,
    )


class DatesForm(SeenForm):
    """The round's calendar."""

    opens = MomentField(label=_("Bids may be sent from"), missing=_("Enter when the round opens"))
    closes = MomentField(
        label=_("Bids must be in before"),
        help_text=_("Once there are bids you may move this later, but not earlier."),
        missing=_("Enter when the round closes"),
    )
    panel = DateField(label=_("The panel meets on"), missing=_("Enter the panel's day"))
    submission_due = DateField(
        label=_("Proposals go to the PCC by"), missing=_("Enter when proposals are due")
    )
    committee = DateField(
        label=_("Report to the committee on"), missing=_("Enter the committee's day")
    )


class MoneyForm(SeenForm):
    """The allocation, its two pots, and the rules of spending."""

    allocation_pence = MoneyField(
        label=_("The allocation"),
        help_text=_("All that the PCC gives for the year."),
        missing=_("Enter the allocation"),
    )
    main_pence = MoneyField(
        label=_("Main pot"),
        help_text=_("For bids in this round."),
        missing=_("Enter the main pot"),
        least_pence=0,
    )
    tactical_pence = MoneyField(
        label=_("Tactical pot"),
        help_text=_("Kept back for what comes up during the year."),
        missing=_("Enter the tactical pot"),
        least_pence=0,
    )
    over_allocation_percent = WholeNumberField(
        label=_("How far may awards run over a pot, in per cent?"),
        help_text=_("0 means never. Payments never go over what was awarded."),
        missing=_("Enter a per cent; 0 for never"),
        most_number=100,
    )
    pay_ahead = YesNoField(
        label=_("May payments run ahead of the money received?"),
        help_text=_("If so the council carries them until the PCC pays."),
        missing=_("Choose yes or no"),
    )
    acceptance_days = WholeNumberField(
        label=_("For how many days does an offer stand?"),
        missing=_("Enter the days that an offer stands"),
        least=1,
        most_number=366,
    )
    delegated_limit_pence = MoneyField(
        label=_("Tactical awards up to this are decided by an officer"),
        help_text=_("0 means none."),
        missing=_("Enter the limit; 0 for none"),
        least_pence=0,
    )
    delegate_id = OfficerField(
        label=_("Who decides them?"),
        help_text=_("An officer of this round, where the PCC agreed to a limit."),
    )
    response_days = WholeNumberField(
        label=_("Within how many days is a tactical bid answered?"),
        missing=_("Enter the days within which a tactical bid is answered"),
        least=1,
        most_number=366,
    )
    carry_forward = YesNoField(
        label=_("May unspent grant be carried into the next round?"),
        help_text=_("Only where the PCC allows it. Otherwise it is returned."),
        missing=_("Choose yes or no"),
    )

    def __init__(self, *args: Any, officers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        delegate: Any = self.fields["delegate_id"]
        delegate.offer(officers)


class OpenMoneyForm(MoneyForm):
    """The same once the pots are allocated: they change only by virement."""

    allocation_pence = main_pence = tactical_pence = None  # type: ignore[assignment]  # how Django drops a field


class ScoringForm(SeenForm):
    """What a bid needs to be recommended."""

    score_threshold = NumberField(
        label=_("The score that a bid needs, out of 100"),
        help_text=_("A bid with a lower score is recommended for decline."),
        missing=_("Enter the score that a bid needs"),
        most_number=100,
    )
    quorum = WholeNumberField(
        label=_("How many panel members must score each bid?"),
        help_text=_("Only members without an interest in it count."),
        missing=_("Enter how many must score"),
        least=1,
        most_number=100,
    )
    tactical_quorum = WholeNumberField(
        label=_("How many for a tactical bid?"),
        help_text=_("Left empty, as many as for a bid of the main round."),
        required=False,
        least=1,
        most_number=100,
    )
    blind = YesNoField(
        label=_("Is it hidden from the panel who bids?"),
        help_text=_(
            "If so, panel members see neither names nor contacts until the sift. Answers and files are "
            "shown as they are and may still name the applicant: ask applicants not to. You can switch "
            "it off at any time, and on only before anybody of the panel may have seen a bid."
        ),
        missing=_("Choose yes or no"),
    )


class AgreementForm(SeenForm):
    """What the agreements of the round say beyond each award's own terms."""

    decision_expected = DateField(
        label=_("When is the PCC's decision expected?"),
        help_text=_(
            "Who would start a project earlier is warned. Left empty, the day when proposals are due."
        ),
        required=False,
    )
    conditions = LongTextField(
        label=_("Conditions of grant"),
        help_text=_("One a line. Left empty, the usual ones stand in every agreement."),
        required=False,
        most=LONG_MOST,
        rows=10,
    )
    repayment_terms = LongTextField(
        label=_("When grant is paid back"),
        help_text=_("One a line. Left empty, the usual terms stand."),
        required=False,
        most=LONG_MOST,
        rows=5,
    )
    heading_tolerance_percent = WholeNumberField(
        label=_("How far may spending move between parts of a budget, in per cent?"),
        help_text=_("0 means that every move is agreed first."),
        missing=_("Enter a per cent; 0 for none"),
        most_number=100,
    )


class EqualityForm(SeenForm):
    """The equality impact screening."""

    equality_outcome = LongTextField(
        label=_("What the screening found"), required=False, most=LONG_MOST, rows=5
    )
    equality_on = DateField(label=_("When it was done"), required=False)
    equality_link = TextField(
        label=_("Where it can be read"),
        help_text=_("An address that begins with https://"),
        required=False,
    )

    def clean_equality_link(self) -> str:
        """An address on the web."""
        link: str = self.cleaned_data["equality_link"]
        if link:
            words = _("Enter an address that begins with https://")
            URLValidator(schemes=["https", "http"], message=words)(link)
        return link


class NewRoundForm(Form):
    """What a new round begins with."""

    start = ChoiceField(label=_("Begin with"), missing=_("Choose what to begin with"))
    title = TextField(label=_("Title of the new round"), missing=_("Enter the title of the round"))
    financial_year = FinancialYearField(
        label=_("Financial year"),
        help_text=_("Like 2019-20"),
        missing=_("Enter the financial year"),
        width="10",
    )
    allocation_pence = MoneyField(
        label=_("The allocation"),
        help_text=_("All that the PCC gives for the year. You can change it until you publish."),
        missing=_("Enter the allocation"),
    )

    def __init__(self, *args: Any, starts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["start"]
        field.choices = starts


def starts_of(rounds: Iterable[Round], memberships: Iterable[Membership]) -> list[tuple[str, str]]:
    """What a new round can begin with: a copy of one there is, or an empty one."""
    copies = [
        (
            f"copy:{round.code}",
            gettext("A copy of %(title)s (%(partnership)s)")
            % {"title": round.title, "partnership": round.partnership},
        )
        for round in rounds
    ]
    empty = [
        (
            f"empty:{m.partnership.code}",
            gettext("An empty round of %(partnership)s") % {"partnership": m.partnership},
        )
        for m in memberships
    ]
    return copies + empty
