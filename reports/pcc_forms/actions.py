"""What an officer does with the PCC's own forms: take one in, map it, replace its file, stop using it."""

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.stale import Stale
from base.verbs import verb
from people.models import Partnership, User
from people.permissions import Permission, require
from reports.models import PccForm
from reports.pcc_forms.mapping import Map, fitting, from_json, problems, settled
from reports.pcc_forms.reading import read
from reports.pcc_forms.renaming import follow, renamed
from ui.texts import plain

MOST_FORMS = 100
"""In use by one partnership."""
MOST_MAPPED = 1_000
_UNNAMED = "form.xlsx"


@dataclass(frozen=True)
class Saved:
    """A form whose map was saved, and what was put elsewhere than it was given."""

    form: PccForm
    moved: list[str]


@dataclass(frozen=True)
class Replaced:
    """The form with its new file, what of the map does not fit that, and the sheets that it calls otherwise."""

    form: PccForm
    left: list[str]
    renamed: dict[str, str]


@verb
def upload(
    *, partnership: Partnership, kind: str, title: str, name: str, content: bytes, by: User
) -> PccForm:
    """Take in a spreadsheet of the PCC's office.

    Raises ``Refused`` where it is no workbook that can be filled, or there is a form of this title.
    """
    require(by, Permission.SEND_SUBMISSION, partnership)
    if kind not in PccForm.Kind.values:
        raise Refused(_("Choose which kind of form it is."))
    if partnership.pcc_forms.filter(ended_at=None).count() >= MOST_FORMS:
        raise Refused(_("There are very many forms already. Stop using one of them first."))
    read(name, content)
    return _create(partnership, kind, title, name, content, {}, by)


@verb
def save_map(*, pcc_form: PccForm, mapped: Map, seen: int, by: User) -> Saved:
    """Say what goes where. ``seen`` is the version that the person looked at.

    Raises ``Stale`` where somebody else saved another meanwhile, and ``Refused`` where the map does
    not fit the file.
    """
    form = _held(pcc_form, by)
    if form.version != seen:
        raise Stale(
            _(
                "Somebody else changed this map since you opened the page. Nothing of yours is lost: "
                "look at what is saved now, then save yours again."
            )
        )
    if mapped.count > MOST_MAPPED:
        raise Refused(_("This is far more than a form holds. Map fewer cells."))
    book = read(form.file_name, bytes(form.file))
    mapped, moved = settled(mapped, book)
    if wrong := problems(mapped, book, form.kind):
        raise Refused("\n".join(wrong))
    form.map = mapped.to_json()
    form.version += 1
    form.save(update_fields=["map", "version"])
    return Saved(form, moved)


@verb
def replace_file(*, pcc_form: PccForm, name: str, content: bytes, by: User) -> Replaced:
    """Use a new version of the spreadsheet: the form goes on with what of its map still fits.

    The old one is kept, ended. Raises ``Refused`` where the new one cannot be filled.
    """
    form = _held(pcc_form, by)
    book = read(name, content)
    names = renamed(read(form.file_name, bytes(form.file)), book)
    mapped, left = fitting(follow(from_json(form.map), names), book, form.kind)
    form.ended_at = timezone.now()
    form.save(update_fields=["ended_at"])
    kept = mapped.to_json() if mapped != Map() else {}
    made = _create(form.partnership, form.kind, form.title, name, content, kept, by)
    return Replaced(made, left, names)


@verb
def end(*, pcc_form: PccForm, by: User) -> PccForm:
    """Stop using a form. It is kept."""
    form = _held(pcc_form, by)
    form.ended_at = timezone.now()
    form.save(update_fields=["ended_at"])
    return form


def _held(form: PccForm, by: User) -> PccForm:
    """The form as it stands now, held until the transaction ends. Raises ``Refused`` where it ended."""
    require(by, Permission.SEND_SUBMISSION, form.partnership)
    held = PccForm.objects.select_for_update().get(pk=form.pk)
    held.partnership = form.partnership
    if held.ended_at:
        raise Refused(
            _("“%(form)s” is not used any more. Open the list of forms for the newest one.")
            % {"form": held.title}
        )
    return held


def _create(
    partnership: Partnership,
    kind: str,
    title: str,
    name: str,
    content: bytes,
    kept: dict[str, object],
    by: User,
) -> PccForm:
    try:
        with transaction.atomic():
            return PccForm.objects.create(
                partnership=partnership,
                kind=kind,
                title=title,
                file_name=plain(name)[-200:] or _UNNAMED,
                file=content,
                checksum=hashlib.sha256(content).hexdigest(),
                map=kept,
                by=by,
            )
    except IntegrityError:
        raise Refused(
            _("There is a form called “%(title)s” already. Give this one another title.")
            % {"title": title}
        ) from None
