"""The forms of evidence: a file for what is asked, and what an officer says of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bids.file_checks import ACCEPT
from rounds.models import DocumentAsked
from ui.fields import ChoiceField, DateField, FileField, LongTextField
from ui.forms import Form

ACCEPTED, WRONG, SEEN = "accepted", "wrong", "seen"


class EvidenceForm(Form):
    """A file, and for which of the things asked it is."""

    asked = ChoiceField(label=_("What is it?"), missing=_("Choose what the file is"))
    file = FileField(
        label=_("Choose a file"),
        help_text=_("pdf, docx, xlsx, jpg or png, up to 10 MB"),
        missing=_("Choose a file"),
        accept=ACCEPT,
    )

    def __init__(self, *args: Any, documents: list[DocumentAsked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = {str(document.pk): document for document in documents}
        asked: Any = self.fields["asked"]
        asked.choices = [(key, document.title) for key, document in self.documents.items()]

    @property
    def document(self) -> DocumentAsked:
        """What the file is for."""
        return self.documents[self.cleaned_data["asked"]]


class EvidenceCheckForm(Form):
    """What an officer says of a piece of evidence."""

    said = ChoiceField(label=_("What do you say of it?"), missing=_("Choose what you say of it"))
    expires_on = DateField(
        label=_("Until when is it good?"),
        help_text=_("Only where it has such a day, as an insurance has. For example, 31 3 2020"),
        required=False,
    )
    reason = LongTextField(
        label=_("What is wrong?"),
        help_text=_("Only where it is not accepted. The applicant is emailed this."),
        required=False,
        rows=3,
        most=2000,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=18)
    """The key of the file that was looked at."""

    def __init__(self, *args: Any, has_file: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said: Any = self.fields["said"]
        accept = [(ACCEPTED, gettext("The file is accepted"))] if has_file else []
        said.choices = [
            *accept,
            (SEEN, gettext("I have seen the paper, and it is accepted")),
            (WRONG, gettext("Something is wrong or missing")),
        ]

    def clean(self) -> dict[str, Any]:
        """What is wrong is said where something is."""
        said = self.cleaned_data
        if said.get("said") == WRONG and "reason" in said and not said["reason"].strip():
            self.add_error("reason", gettext("Enter what is wrong, for the applicant to read"))
        return said
