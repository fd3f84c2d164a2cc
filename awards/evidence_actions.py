"""Evidence comes in and is looked at: a file is given, accepted or not, or a paper is seen."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from awards.models import Award, EvidenceCheck
from awards.offering import refuse_if_staked
from base.errors import Refused
from base.models import Note
from base.stale import Stale
from base.verbs import happened, verb
from bids.announcements import is_kept_back
from bids.attachments import AWARDED, Purpose, attach, files_of, is_held_back
from bids.history import locked
from bids.mail import link_to, tell_about
from bids.models import Attachment, Bid
from people.models import User
from people.permissions import Permission, require
from rounds.models import DocumentAsked
from ui.dates import format_date, in_london


def give_evidence(
    *, award: Award, asked: DocumentAsked, name: str, content: bytes, by: User
) -> Attachment:
    """Add a file for something that is asked for before money moves; the latest one is looked at.

    Raises ``Refused`` where there is no offer yet to be known of, or the file is not safe.
    """
    if is_kept_back(award.bid):
        raise Refused(_("There is no offer for %(bid)s now.") % {"bid": award.bid.reference})
    return attach(
        bid=award.bid, name=name, content=content, by=by, asked=asked, purpose=Purpose.EVIDENCE
    )


@verb
def check_evidence(
    *,
    award: Award,
    asked: DocumentAsked,
    accepted: bool,
    by: User,
    file: Attachment | None = None,
    expires_on: date | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> EvidenceCheck:
    """An officer accepts a piece of evidence, or says what is wrong with it; the latest word stands.

    ``file`` is what was looked at; without one a paper was. Raises ``Refused`` for a file that is held
    back, for what has run out, and where nothing says what is wrong; ``Stale`` where a newer file came.
    """
    bid = locked(award.bid)
    require(by, Permission.CHECK_BIDS, bid.round.partnership)
    refuse_if_staked(bid, by)
    if bid.state not in AWARDED:
        raise Refused(_("There is no project of %(bid)s now.") % {"bid": bid.reference})
    if asked.round_id != bid.round_id or not asked.before_payment:
        raise Refused(_("“%(title)s” is not asked for before payment here.") % {"title": asked})
    moment = happened(at)
    if file:
        _refuse_another(bid, asked, file)
    if accepted:
        _refuse_unfit(file, expires_on, in_london(moment).date())
    elif not reason.strip():
        raise Refused(_("Enter what is wrong, for the applicant to read."))
    check = EvidenceCheck.objects.create(
        award=award,
        asked=asked,
        attachment=file,
        accepted=accepted,
        expires_on=expires_on if accepted else None,
        note=None if accepted else Note.objects.create(text=reason.strip()),
        at=moment,
        by=by,
    )
    if not accepted:
        fields = {"document": asked.title, "reason": reason.strip()}
        fields["evidence link"] = link_to(bid, "bid-evidence")
        tell_about(bid, "evidence-wrong", fields, hold=True)
    return check


def _refuse_another(bid: Bid, asked: DocumentAsked, file: Attachment) -> None:
    """Raise where the file is not the latest that was given for this."""
    latest = files_of(bid, purpose=Purpose.EVIDENCE).filter(asked=asked).last()
    if latest is None or file.pk != latest.pk:
        raise Stale(_("A newer file came while you had this page open. Look at that one."))


def _refuse_unfit(file: Attachment | None, expires_on: date | None, today: date) -> None:
    if file and is_held_back(file):
        raise Refused(_("“%(name)s” is held back, so it cannot be accepted.") % {"name": file.name})
    if expires_on and expires_on < today:
        raise Refused(
            _("It ran out on %(day)s. Say what is wrong instead.")
            % {"day": format_date(expires_on)}
        )
