"""What officers type into the committee report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.committee.parts import STORIES, Part
from reports.word.examining import TAKEN
from ui.fields import FileField, LongTextField, TextField
from ui.forms import Form

MISSING = _("Write the words, or use the drafted text")


class PartForm(Form):
    """The words of one part: one line for the front table, else a text."""

    text: Any = LongTextField(
        label=_("Words of the report"),
        help_text=_(
            "A paragraph on each line. A line that begins with a dash is a point of a list."
        ),
        missing=MISSING,
        rows=16,
    )
    seen: Any = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if part.is_short:
            self.fields["text"] = TextField(label=_("Words of the report"), missing=MISSING)
        if part.group == STORIES:
            self.fields["text"].help_text = _(
                "A paragraph on each line. The rating, the people reached and the money follow by themselves."
            )


class HouseStyleForm(Form):
    """The council's template."""

    file = FileField(
        label=_("Word template"),
        help_text=_("A .docx file of at most 5 MB with the field {{ report }}"),
        accept=".docx,.dotx",
        most_mb=TAKEN.most_mb,
        missing=_("Choose the template"),
    )
