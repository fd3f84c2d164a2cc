"""The form that adds a file to a bid."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bids.file_checks import ACCEPT
from rounds.models import DocumentAsked
from ui.fields import ChoiceField, FileField
from ui.forms import Form

OTHER = "other"


class FileForm(Form):
    """A file, and which of the documents asked for it is."""

    asked = ChoiceField(label=_("What is it?"), missing=_("Choose what the file is"))
    file = FileField(
        label=_("Choose a file"),
        missing=_("Choose a file"),
        accept=ACCEPT,
        help_text=_("pdf, docx, xlsx, jpg or png, up to 10 MB"),
    )

    def __init__(self, documents: list[DocumentAsked], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = {str(document.pk): document for document in documents}
        if not documents:
            del self.fields["asked"]
            return
        asked: Any = self.fields["asked"]
        asked.choices = [
            *((key, document.title) for key, document in self.documents.items()),
            (OTHER, _("Something else")),
        ]

    @property
    def document(self) -> DocumentAsked | None:
        """Which document the file is; nothing where it is something else."""
        return self.documents.get(self.cleaned_data.get("asked", OTHER))
