"""The files of a bid: added, removed, scanned, handed out.

What is stored has a random name under ``MEDIA_ROOT``; the name that a person gave it is only shown.
A row is never deleted, because a version that was sent names it.
"""

import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base import scanner
from base.errors import Refused
from base.relations import is_used
from base.verbs import verb
from bids.file_checks import Checked, examine
from bids.history import locked
from bids.mail import tell_about, tell_officers
from bids.models import Attachment, Bid
from bids.rules import allows, demand
from bids.states import State
from people.models import User
from people.permissions import Permission, may, require
from rounds.models import DocumentAsked

MOST_FILES = 10
MOST_EVIDENCE = 50
MOST_OF_A_PROJECT = 200
"""Of evidence, of receipts, or with returns: a project runs for a year."""
Scan = Attachment.Scan
Purpose = Attachment.Purpose
RULES = {
    Purpose.BID: "bids.attach",
    Purpose.EVIDENCE: "bids.attach",
    Purpose.CLAIM: "bids.claim",
    Purpose.RETURN: "bids.send_return",
}
"""Who may add a file, by what it is for."""
AWARDED = (State.APPROVED, State.MONITORED)
"""When files are added that are not the bid's own."""

logger = logging.getLogger(__name__)


def attach(
    *,
    bid: Bid,
    name: str,
    content: bytes,
    by: User,
    asked: DocumentAsked | None = None,
    for_officers: bool = False,
    purpose: Purpose = Purpose.BID,
) -> Attachment:
    """Add a file: to a draft, to an awarded bid for another ``purpose``, or (``for_officers``) to any.

    Raises ``Refused`` for a file that is not safe, one too many, or one that is there already.
    """
    checked = examine(name, content)
    with on_disk([checked]) as (stored,):
        return keep(
            bid=bid,
            checked=checked,
            stored=stored,
            by=by,
            asked=asked,
            for_officers=for_officers,
            purpose=purpose,
        )


@contextmanager
def on_disk(files: Sequence[Checked]) -> Iterator[list[str]]:
    """Write files before the transaction that keeps them, which must not wait for a disk.

    Gives where each is stored; they are removed again where the transaction fails.
    """
    stored: list[str] = []
    try:
        for file in files:
            content = ContentFile(file.content)
            stored.append(default_storage.save(f"bids/{secrets.token_hex(16)}", content))
        yield stored
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise


@verb
def keep(
    *,
    bid: Bid,
    checked: Checked,
    stored: str,
    by: User,
    asked: DocumentAsked | None = None,
    for_officers: bool = False,
    purpose: Purpose = Purpose.BID,
) -> Attachment:
    """Write the row of a file that is on the disk; raises ``Refused`` as ``attach`` does.

    A receipt may come again with the claim after a refused one: claims look at theirs themselves. One
    file may be the evidence for several things.
    """
    bid = locked(bid)
    _refuse_unless_theirs(bid, by, for_officers=for_officers, purpose=purpose)
    if asked and asked.round_id != bid.round_id:
        raise Refused(_("“%(document)s” is asked for in another round.") % {"document": asked})
    if asked and asked.before_payment != (purpose == Purpose.EVIDENCE):
        raise Refused(_("“%(document)s” is not asked for here.") % {"document": asked})
    kept = files_of(bid, for_officers=for_officers, purpose=purpose)
    same = kept.filter(asked=asked) if purpose == Purpose.EVIDENCE else kept
    twin = same.filter(checksum=checked.checksum).first()
    if twin and purpose != Purpose.CLAIM:
        raise Refused(_("You have added this file already, as “%(name)s”.") % {"name": twin.name})
    most = _most(for_officers=for_officers, purpose=purpose)
    if kept.count() >= most:
        raise Refused(
            ngettext(
                "There is %(most)s file already, and no more fit. Remove it first.",
                "There are %(most)s files already, and no more fit. Remove one first.",
                most,
            )
            % {"most": most}
        )
    waits = scanner.is_set()
    attachment = Attachment.objects.create(
        bid=bid,
        asked=asked,
        purpose=purpose,
        for_officers=for_officers,
        name=checked.name,
        kind=checked.kind,
        size=len(checked.content),
        checksum=checked.checksum,
        file=stored,
        scan=Scan.WAITING if waits else Scan.NONE,
        by=by,
    )
    if waits:
        transaction.on_commit(_nudge)
    return attachment


def _most(*, for_officers: bool, purpose: Purpose) -> int:
    if for_officers:
        return MOST_EVIDENCE
    return MOST_FILES if purpose == Purpose.BID else MOST_OF_A_PROJECT


@verb
def remove(*, attachment: Attachment, by: User) -> Attachment:
    """Take a file off a draft, or evidence off any bid. The row stays, and the file with it."""
    bid = locked(attachment.bid)
    purpose = Purpose(attachment.purpose)
    _refuse_unless_theirs(bid, by, for_officers=attachment.for_officers, purpose=purpose)
    if purpose in (Purpose.CLAIM, Purpose.RETURN):
        raise Refused(_("“%(name)s” was sent, and stays.") % {"name": attachment.name})
    now = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if purpose == Purpose.EVIDENCE and is_used(now):
        raise Refused(_("“%(name)s” was looked at, and stays.") % {"name": now.name})
    if now.removed_at is None:
        now.removed_at = timezone.now()
        now.save(update_fields=["removed_at"])
    return now


def _refuse_unless_theirs(bid: Bid, by: User, *, for_officers: bool, purpose: Purpose) -> None:
    if for_officers:
        require(by, Permission.CHECK_BIDS, bid.round.partnership)
        return
    demand(RULES[purpose], by, bid)
    if purpose == Purpose.BID and bid.state != State.DRAFT:
        raise Refused(
            _("%(bid)s was sent, so its files stay as they are.") % {"bid": bid.reference}
        )
    if purpose != Purpose.BID and bid.state not in AWARDED:
        raise Refused(_("There is no project of %(bid)s now.") % {"bid": bid.reference})


def files_of(
    bid: Bid, *, for_officers: bool = False, purpose: Purpose = Purpose.BID
) -> QuerySet[Attachment]:
    """The files of a bid that were not removed: the applicant's own, for a purpose, or the officers'."""
    return bid.attachments.filter(for_officers=for_officers, purpose=purpose, removed_at=None)


def missing_documents(bid: Bid) -> list[DocumentAsked]:
    """What the round asks every bid for and this one has not got; an infected file is no answer."""
    given = files_of(bid).exclude(scan=Scan.INFECTED).exclude(asked=None)
    wanted = bid.round.documents_asked.of_bids().filter(required=True)
    return list(wanted.exclude(pk__in=given.values("asked")))


def may_read(attachment: Attachment, user: User) -> bool:
    """Whether somebody who sees the bid may have the file.

    Officers' evidence is for those who read the papers; what came after the award for the applicant
    too, and not for the panel. A file that was removed is there only as part of a version that was sent.
    """
    bid = attachment.bid
    reads = may(user, Permission.READ, bid.round.partnership)
    if attachment.for_officers and not reads:
        return False
    if attachment.purpose != Purpose.BID and not reads and not allows("bids.attach", user, bid):
        return False
    return attachment.removed_at is None or is_in_a_version(attachment)


def is_in_a_version(attachment: Attachment) -> bool:
    """Whether a version that was sent names the file."""
    sent = attachment.bid.versions.filter(note__text__contains=attachment.checksum)
    return not attachment.for_officers and sent.exists()


def is_held_back(attachment: Attachment) -> bool:
    """Whether nobody may open the file: a virus was found, or the scanner has not seen it yet."""
    if attachment.scan == Scan.INFECTED:
        return True
    return scanner.is_set() and attachment.scan != Scan.CLEAN


def scan_waiting() -> int:
    """Have every file scanned that was not yet; give how many verdicts there were.

    The scanner is asked outside any transaction: it may take its time. Safe to run side by side.
    """
    if not settings.CLAMAV_URL:
        return 0
    done = 0
    for attachment in Attachment.objects.filter(scan__in=(Scan.WAITING, Scan.NONE)):
        try:
            with attachment.file.open("rb") as content:
                verdict = scanner.scan(content)
        except FileNotFoundError:
            logger.error(_("The file of attachment %s is gone"), attachment.pk)
            continue
        except scanner.Unreachable as error:
            logger.warning(_("The virus scanner gave no verdict; files wait: %s"), error)
            break
        done += _mark(attachment=attachment, verdict=verdict)
    return done


@verb
def _mark(*, attachment: Attachment, verdict: scanner.Verdict) -> int:
    unseen = Attachment.objects.filter(pk=attachment.pk, scan__in=(Scan.WAITING, Scan.NONE))
    marked = unseen.update(scan=Scan.CLEAN if verdict.clean else Scan.INFECTED)
    if marked and not verdict.clean:
        logger.warning(_("A virus was found in attachment %s: %s"), attachment.pk, verdict.virus)
        _tell_of_virus(attachment, verdict.virus)
    return marked


def _tell_of_virus(attachment: Attachment, virus: str) -> None:
    bid = attachment.bid
    fields = {"file": attachment.name, "virus": virus or _("not named")}
    tell_officers(bid, "file-infected-officers", fields)
    if not attachment.for_officers:
        for email in sorted({attachment.by.email, bid.contact_email} - {""}):
            tell_about(bid, "file-infected", fields, to=email)


def _nudge() -> None:
    """Ask the queue to scan; where it cannot be reached the clock does."""
    from bids.tasks import scan_files

    try:
        scan_files.apply_async(retry=False)
    except Exception as error:  # whatever the broker's client says: the file waits
        logger.warning(_("The queue could not be reached; files wait to be scanned: %s"), error)
