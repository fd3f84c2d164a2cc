"""Officers' notes about a bid and the evidence with them: kept for good, never shown to the applicant."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.errors import Refused
from base.models import Note
from base.verbs import verb
from bids.attachments import attach, files_of
from bids.file_checks import MOST_BYTES
from bids.file_presenters import files_table
from bids.models import Bid, OfficerNote
from people.models import User
from people.permissions import Permission, require
from ui.dates import format_moment
from ui.fields import FileField, LongTextField
from ui.forms import Form
from ui.parts import Column, Lines, Table


class NoteForm(Form):
    """A note, a file, or both."""

    marks_optional = False

    text = LongTextField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy(
            "What you looked up and found. It cannot be changed later, and the applicant never sees it."
        ),
        required=False,
        rows=5,
        most=10_000,
    )
    file = FileField(
        label=gettext_lazy("Evidence"),
        help_text=gettext_lazy("A PDF, Word, Excel, JPG or PNG file of up to 10 MB."),
        required=False,
        accept=".pdf,.docx,.xlsx,.jpg,.jpeg,.png",
    )

    def clean(self) -> dict[str, Any]:
        """Something must be there to keep."""
        said = self.cleaned_data
        if not self.errors and not said["text"].strip() and not said["file"]:
            self.add_error("text", _("Write a note or choose a file"))
        return said


@verb
def add_note(*, bid: Bid, text: str, by: User) -> OfficerNote:
    """Keep an officer's note about a bid, in whatever state it is."""
    require(by, Permission.CHECK_BIDS, bid.round.partnership)
    if not text.strip():
        raise Refused(_("Write the note."))
    note = Note.objects.create(text=text.strip())
    return OfficerNote.objects.create(bid=bid, note=note, by=by)


def keep(*, bid: Bid, said: dict[str, Any], by: User) -> bool:
    """Keep what was sent: the file first, which may be refused, then the note."""
    if upload := said["file"]:
        attach(
            bid=bid,
            name=upload.name or "",
            content=upload.read(MOST_BYTES + 1),
            by=by,
            for_officers=True,
        )
    if said["text"].strip():
        add_note(bid=bid, text=said["text"], by=by)
    return True


def notes_table(bid: Bid) -> Table:
    """The notes, the newest first."""
    rows = bid.officer_notes.select_related("note", "by").order_by("-pk")
    return Table(
        caption=_("Notes"),
        columns=[Column(_("Note")), Column(_("Who and when"))],
        rows=[[row.note.text, Lines([str(row.by)], format_moment(row.at))] for row in rows],
    )


def evidence_table(bid: Bid) -> Table:
    """The officers' files."""
    return files_table(bid, files_of(bid, for_officers=True).select_related("asked"))
