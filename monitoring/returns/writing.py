"""A project's return: kept as a draft while it is written, with its files, and sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Award
from awards.terms import current
from base.errors import Refused
from base.stale import Stale, digest
from base.verbs import verb
from bids import attachments
from bids.file_checks import Checked, examine
from bids.history import locked
from bids.mail import tell_officers
from bids.models import Attachment
from bids.rules import demand
from bids.states import State
from monitoring.models import Actual, Return, ReturnFile, ReturnHeading
from monitoring.returns.figures import Given, wrong_with
from monitoring.returns.mail import return_fields
from monitoring.returns.schedule import schedule
from people.models import User
from rounds.models import Period
from ui.dates import format_date, format_moment, in_london

MOST_TYPED = 200_000
"""How many characters a draft keeps."""
OPEN = (Return.State.DRAFT, Return.State.BACK)
Typed = Mapping[str, str]
"""What was typed, box by box."""


class Changed(Stale):
    """The draft says something else by now than it did when the page was opened."""

    def __init__(self, theirs: Typed, who: str, at: datetime) -> None:
        super().__init__(
            _("%(who)s saved something else in this return, at %(moment)s.")
            % {"who": who, "moment": format_moment(at)}
        )
        self.theirs = theirs


@dataclass(frozen=True)
class Saved:
    """A draft's sign, and when it was saved."""

    sent: Return
    digest: str
    at: datetime


def sign(typed: Typed) -> str:
    """A short sign of what was typed."""
    return digest(dict(typed))


@verb
def save_draft(*, award: Award, period: Period, typed: Typed, seen: str, by: User) -> Saved:
    """Keep what was typed, finished or not.

    ``seen`` is the sign of the draft as it was shown. Raises ``Changed`` where it says something else
    by now, and ``Refused`` where the return is not there to be written.
    """
    now = _to_write(award, period, by)
    if sum(map(len, typed.values())) > MOST_TYPED:
        raise Refused(
            _("This return has more than %(most)s characters. Make it shorter.")
            % {"most": f"{MOST_TYPED:,}"}
        )
    before = now.typed if now else {}
    if now and now.saved_at and sign(before) == sign(typed):
        return Saved(now, sign(typed), now.saved_at)
    if seen != sign(before):
        who = str(now.written_by) if now and now.written_by else _("Somebody")
        raise Changed(before, who, (now and now.saved_at) or timezone.now())
    at = timezone.now()
    kept, _made = Return.objects.update_or_create(
        award=award,
        period=period,
        defaults={"typed": dict(typed), "written_by": by, "saved_at": at},
        create_defaults={
            "state": Return.State.DRAFT,
            "typed": dict(typed),
            "written_by": by,
            "saved_at": at,
        },
    )
    return Saved(kept, sign(typed), at)


@verb
def send_return(
    *,
    award: Award,
    period: Period,
    given: Given,
    declared_by: str,
    by: User,
    confirmed: Sequence[Mapping[str, Any]] = (),
) -> Return:
    """Send a return for a period, declared to be true. Officers are told; then it stands as sent.

    ``confirmed`` are the passages of which the person said that they name nobody helped. Raises
    ``Refused`` for figures that do not fit together or want a reason.
    """
    sent = _to_write(award, period, by)
    if not declared_by.strip():
        raise Refused(_("Enter the full name of the person who declares that this is true."))
    if wrong := list(wrong_with(given, current(award).headings, final=period.final)):
        raise Refused("\n".join(f"{one.words}." for one in wrong))
    sent = sent or Return(award=award, period=period, written_by=by)
    for name in ("progress", "outcomes", "issues", "case_study", "underspend_reason"):
        setattr(sent, name, getattr(given, name))
    sent.spent_pence, sent.forecast_pence = given.spent_pence, given.forecast_pence
    sent.people_reached = given.people_reached
    sent.declared_by, sent.confirmed = declared_by.strip(), list(confirmed)
    sent.state, sent.sent_by, sent.sent_at = Return.State.SENT, by, timezone.now()
    sent.save()
    _write_rows(sent, given)
    tell_officers(award.bid, "return-sent", return_fields(sent))
    return sent


def _write_rows(sent: Return, given: Given) -> None:
    """Put these measures and headings in place of those before."""
    sent.actuals.all().delete()
    sent.headings.all().delete()
    known = set(sent.award.bid.measures.values_list("pk", flat=True))
    Actual.objects.bulk_create(
        Actual(sent=sent, measure_id=pk, value=value)
        for pk, value in given.actuals.items()
        if pk in known
    )
    ReturnHeading.objects.bulk_create(
        ReturnHeading(
            sent=sent,
            name=one.name,
            spent_pence=one.spent_pence,
            forecast_pence=one.forecast_pence,
            reason=one.reason,
        )
        for one in given.headings
    )


def add_file(*, award: Award, period: Period, name: str, content: bytes, by: User) -> Attachment:
    """Add a file to a return that is being written. Raises ``Refused`` for one that is not safe."""
    checked = examine(name, content)
    with attachments.on_disk([checked]) as (stored,):
        return _keep_file(award=award, period=period, checked=checked, stored=stored, by=by)


@verb
def _keep_file(
    *, award: Award, period: Period, checked: Checked, stored: str, by: User
) -> Attachment:
    sent = _to_write(award, period, by)
    if sent is None:
        sent = Return.objects.create(
            award=award,
            period=period,
            state=Return.State.DRAFT,
            written_by=by,
            saved_at=timezone.now(),
        )
    attachment = attachments.keep(
        bid=award.bid,
        checked=checked,
        stored=stored,
        by=by,
        purpose=Attachment.Purpose.RETURN,
    )
    ReturnFile.objects.create(sent=sent, attachment=attachment)
    return attachment


@verb
def drop_file(*, award: Award, period: Period, attachment: int, by: User) -> Attachment | None:
    """Take a file off a return that is being written, by its key. One that was sent before stays."""
    sent = _to_write(award, period, by)
    row = sent and sent.files.select_related("attachment").filter(attachment=attachment).first()
    if not sent or not row:
        return None
    file: Attachment = row.attachment
    if sent.sent_at and file.at <= sent.sent_at:
        raise Refused(_("“%(name)s” was sent, and stays.") % {"name": file.name})
    row.delete()
    file.removed_at = timezone.now()
    file.save(update_fields=["removed_at"])
    return file


def _to_write(award: Award, period: Period, by: User) -> Return | None:
    """The return as it stands, held, which may be written now. Raises ``Refused`` with the reason."""
    bid = locked(award.bid)
    demand("bids.send_return", by, bid)
    if bid.state != State.MONITORED:
        raise Refused(
            _("%(bid)s is not a running project now, so it sends no returns.")
            % {"bid": bid.reference}
        )
    slot = next((one for one in schedule(award) if one.period.pk == period.pk), None)
    if slot is None:
        raise Refused(
            _("%(bid)s sends no return for “%(period)s”.")
            % {"bid": bid.reference, "period": period.name}
        )
    if slot.begins > in_london(timezone.now()).date():
        raise Refused(
            _("“%(period)s” begins on %(day)s: its return cannot be written before.")
            % {"period": period.name, "day": format_date(slot.begins)}
        )
    if slot.sent and slot.sent.state not in OPEN:
        raise Refused(
            _("The return for “%(period)s” was sent already, and stands as sent.")
            % {"period": period.name}
        )
    return slot.sent
