"""The blind sift: who judges a bid of a blind round does not see whose it is until it is sifted.

Hidden are the organisation with its type and numbers, the contact, the people who did things, the names
of files, and what officers noted in the history and at the gates. Everything that shows a bid to the
panel asks here (or ``scoring.viewers.Viewer.is_blind``, which is the same rule without a question to the
database). What an applicant wrote in an answer or in a file is shown as it is; both are told so.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.models import Attachment, Bid
from bids.rules import allows
from people.models import User
from people.permissions import Permission, may

HIDDEN = gettext_lazy("Applicant hidden until the sift")
"""What stands for the organisation."""


def was_sifted(bid: Bid) -> bool:
    """Whether a bid was ever sifted: then the panel knows whose it is."""
    return hasattr(bid, "recommendation")


def is_blind(user: User, bid: Bid) -> bool:
    """Whether somebody who sees a bid does not see whose it is.

    Who reads the partnership's papers or belongs to the organisation that bids is never blind.
    """
    if not bid.round.blind or was_sifted(bid):
        return False
    reads = may(user, Permission.READ, bid.round.partnership)
    return not reads and not allows("bids.edit", user, bid)


def tells_who_bids(reference: str, organisation: str) -> bool:
    """Whether a reference holds a longer word of the organisation's name."""
    words = re.findall(r"[A-Z]{5,}", organisation.upper())
    return any(word in reference.upper() for word in words)


def shown_organisation(bid: Bid, *, blind: bool) -> str:
    """The name of the organisation that bids, or what stands for it."""
    return str(HIDDEN) if blind else bid.organisation.name


def file_names(bid: Bid, *, blind: bool) -> dict[int, str]:
    """The names of an applicant's files by key: those they gave, or “File 1.pdf” and so on.

    The number is the file's place among all that the bid ever had, so it is the same on every page and
    in every version (one query).
    """
    if blind:
        return hidden_file_names([bid.pk])[bid.pk]
    return dict(bid.attachments.filter(for_officers=False).values_list("pk", "name"))


def hidden_file_names(bids: Collection[int]) -> dict[int, dict[int, str]]:
    """What stands for the names of the files of several bids, by the bids' keys (one query)."""
    rows = Attachment.objects.filter(bid__in=bids, for_officers=False).order_by("pk")
    found: dict[int, dict[int, str]] = {pk: {} for pk in bids}
    for bid, pk, kind in rows.values_list("bid", "pk", "kind"):
        place = len(found[bid]) + 1
        found[bid][pk] = f"{_('File %(number)s') % {'number': place}}.{kind}"
    return found


def without_names(said: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """What a version says (``bids.versions``), without who sent it. ``names`` are those of its files."""
    hidden = {"name": str(HIDDEN), "kind": "", "charity_number": "", "company_number": ""}
    answers = [answer for answer in said["answers"] if answer["code"] != "contact"]
    files = [file | {"name": names.get(file["pk"], "")} for file in said["files"]]
    shown = {**said, "answers": answers, "files": files}
    return shown | ({"organisation": hidden} if said.get("organisation") else {})
