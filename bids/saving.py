"""Saving a section of a draft, by a person or by the page itself while they type."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from bids.history import locked
from bids.models import Bid, SectionSave
from bids.rules import demand
from bids.section_forms import SectionForm
from bids.sections import Paper
from bids.states import State
from people.models import User

MOST_ROUGH = 200_000
"""How many characters that cannot be stored as an answer are kept of a section."""


class Changed(Refused):
    """Somebody saved the section while it was being written."""

    def __init__(self, theirs: SectionForm, save: SectionSave | None) -> None:
        super().__init__(_("Somebody else changed this section while you were writing."))
        self.theirs, self.save = theirs, save


@dataclass(frozen=True)
class Saved:
    """What was saved: the form as it was given, and the sign of what the section says now."""

    form: SectionForm
    digest: str
    at: datetime


@verb
def save_section(*, bid: Bid, code: str, data: QueryDict, seen: str, by: User) -> Saved:
    """Write one section of a draft, finished or not.

    ``seen`` is the digest of the section as it was shown to the person. Raises ``Changed`` where the
    section says something else by now, and not what they wrote themselves.
    """
    bid = locked(bid)
    demand("bids.edit", by, bid)
    if bid.state != State.DRAFT:
        raise Refused(
            _(
                "%(bid)s is not a draft any more, so this was not saved. Copy your text if you need it."
            )
            % {"bid": bid.reference}
        )
    paper = Paper(bid)
    section = paper.find(code)
    now, form = paper.form(section), paper.form(section, data)
    save = paper.saves.get(code)
    if form.digest() == now.digest():
        save = save or SectionSave.objects.create(bid=bid, section=code, by=by)
        return Saved(form, now.digest(), save.at)
    if seen != now.digest():
        raise Changed(now, save)
    form.write(form.fit())
    save, _made = SectionSave.objects.update_or_create(
        bid=bid, section=code, defaults={"by": by, "at": timezone.now(), "rough": {}}
    )
    if form.is_rough():
        _keep_rough(Paper(bid), code, form, save)
    return Saved(form, _digest(bid, code), save.at)


def _keep_rough(paper: Paper, code: str, form: SectionForm, save: SectionSave) -> None:
    """Keep what was typed beside what could be stored of it."""
    typed = form.typed()
    if sum(len(text) for texts in typed.values() for text in texts) <= MOST_ROUGH:
        beside = paper.stored_form(paper.find(code)).digest()
        save.rough = {"beside": beside, "typed": typed}
        save.save(update_fields=["rough"])


def _digest(bid: Bid, code: str) -> str:
    paper = Paper(bid)
    return paper.form(paper.find(code)).digest()
