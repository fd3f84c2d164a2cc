"""What officers fill in about a return, and what a project answers."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import Return
from monitoring.returns.personal_details import Passage, passages
from monitoring.returns.rag import Proposal
from ui.fields import ChoiceField, LongTextField, TickField
from ui.forms import Form


class AcceptForm(Form):
    """The RAG that stands, and why where it is another than the figures speak for."""

    rag = ChoiceField(
        label=gettext_lazy("How does the project stand?"),
        choices=Return.Rag.choices,
        missing=gettext_lazy("Choose green, amber or red"),
        inline=True,
    )
    reason = LongTextField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Needed where you choose another than the figures speak for"),
        required=False,
        rows=3,
        most=2000,
    )

    def __init__(self, found: Proposal, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"rag": found.rag})
        self.found = found

    def clean(self) -> dict[str, Any]:
        """Another RAG than was proposed has its reason."""
        data = self.cleaned_data
        if data.get("rag") not in (None, self.found.rag) and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why you set another RAG than the figures speak for"))
        return data


class AskForm(Form):
    """A question about a return."""

    question = LongTextField(
        label=gettext_lazy("What do you want to know?"),
        missing=gettext_lazy("Enter the question"),
        rows=4,
        most=5000,
    )


class BackForm(Form):
    """Why a return is sent back."""

    back_reason = LongTextField(
        label=gettext_lazy("What has to be changed?"),
        missing=gettext_lazy("Say what has to be changed"),
        rows=4,
        most=5000,
    )


class AnswerForm(Form):
    """The project's answer; what may name somebody is changed or ticked."""

    answer = LongTextField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Please name nobody whom the project helped."),
        missing=gettext_lazy("Enter your answer"),
        rows=6,
        most=10_000,
    )

    def __init__(self, year: int, data: QueryDict | None = None, *, kept: str = "") -> None:
        super().__init__(data, initial={"answer": kept})
        self.found: list[Passage] = passages(data.get("answer", "")[:10_000] if data else "", year)
        if self.found:
            self.fields["nobody"] = TickField(
                label=gettext_lazy("This names nobody whom the project helped"), required=False
            )

    def clean(self) -> dict[str, Any]:
        """What may name somebody is ticked."""
        if self.found and not self.cleaned_data.get("nobody"):
            words = _("%(texts)s may name somebody: change it, or tick that it does not")
            texts = ", ".join(f"“{one.text}”" for one in self.found)
            self.add_error("nobody", words % {"texts": texts})
        return self.cleaned_data

    def confirmed(self) -> list[dict[str, str]]:
        """The passages that were ticked, as they are kept with the return."""
        box = str(self.fields["answer"].label)
        return [{"box": box, "what": one.what, "text": one.text} for one in self.found]
