"""Every deed that the desk has a page for."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from awards.actions import lapse, start_monitoring
from base.errors import Refused
from bids.actions import send_back, submit
from bids.history import last_transition
from bids.mail import fields_of
from bids.models import Bid
from bids.queries import ask
from bids.states import Arrow
from monitoring.deeds.doing import Deed, Said
from monitoring.deeds.forms import (
    AcceptLateForm,
    AskForm,
    SendBackForm,
    StartMonitoringForm,
    WriteForm,
)
from notices.actions import write
from notices.models import Message
from notices.wording import KINDS, check, fill
from people.models import User
from scoring.actions import reject
from ui.dates import midnight
from ui.forms import Form

PRESSED_TWICE = timedelta(hours=1)
"""The same email to the same person about the same bid within this time is a second press."""


def _send_back(bid: Bid, said: Said, by: User) -> None:
    send_back(bid=bid, by=by, reason=said["reason"], change_by=said["change_by"])


def _was_sent_back(bid: Bid, said: Said, by: User) -> bool:
    row = bid.history.select_related("note").last()
    same = row and (row.transition, row.by_id, row.reason) == (
        Arrow.SEND_BACK,
        by.pk,
        said["reason"].strip(),
    )
    return bool(same) and bid.change_by == said["change_by"]


def _reject(bid: Bid, said: Said, by: User) -> None:
    failed = bid.gate_checks.filter(passed=False).select_related("gate").first()
    if failed is None:
        raise Refused(
            _gettext("%(bid)s did not fail a gate: check its gates first.") % {"bid": bid.reference}
        )
    reject(bid=bid, check=failed, by=by)


def _accept_late(bid: Bid, said: Said, by: User) -> None:
    submit(bid=bid, by=by, reason=said["reason"])


def _ask(bid: Bid, said: Said, by: User) -> None:
    ask(bid=bid, question=said["question"], due=said["due"], by=by)


def _was_asked(bid: Bid, said: Said, by: User) -> bool:
    open_ones = bid.queries.filter(answered_at=None, due=said["due"], asked_by=by)
    return open_ones.filter(question=said["question"].strip()).exists()


def _start_monitoring(bid: Bid, said: Said, by: User) -> None:
    """With the agreement that the organisation accepted here, or one that came on paper."""
    if not said:
        start_monitoring(bid=bid, by=by)
        return
    at = midnight(said["accepted_on"])
    start_monitoring(bid=bid, accepted_by=said["accepted_by"], by=by, at=at)


def _is_agreed(bid: Bid) -> bool:
    return hasattr(bid, "award") and hasattr(bid.award, "agreement")


def _lapse(bid: Bid, said: Said, by: User) -> None:
    lapse(bid=bid, by=by)


def _write(bid: Bid, said: Said, by: User) -> None:
    subject, body = _filled(bid, said)
    if not bid.contact_email:
        raise Refused(_gettext("%(bid)s has no contact to write to.") % {"bid": bid.reference})
    write(to=bid.contact_email, subject=subject, body=body, partnership=bid.round.partnership)


def _was_written(bid: Bid, said: Said, by: User) -> bool:
    subject, body = _filled(bid, said)
    since = timezone.now() - PRESSED_TWICE
    same = Message.objects.filter(
        to=bid.contact_email,
        subject=" ".join(subject.split())[:200],
        partnership=bid.round.partnership,
        made_at__gte=since,
    )
    return any(message.body == body for message in same)


def _filled(bid: Bid, said: Said) -> tuple[str, str]:
    """The subject and body for one bid. Raises ``Refused`` for a field that is not there."""
    check(KINDS["bid-rejected"], said["subject"], said["body"])
    fields = fields_of(bid)
    return fill(said["subject"], fields), fill(said["body"], fields)


DEEDS = {
    deed.code: deed
    for deed in (
        Deed(
            code="send-back",
            rule="bids.send_back",
            title=_("Send the bid back"),
            many=_("Send bids back"),
            done=_("%(bid)s was sent back."),
            form=SendBackForm,
            act=_send_back,
            was_done=_was_sent_back,
            hint=_("It becomes a draft again, which the applicant changes and submits once more."),
        ),
        Deed(
            code="reject",
            rule="bids.reject",
            title=_("Reject the bid"),
            many=_("Reject bids that failed a gate"),
            done=_("%(bid)s was rejected."),
            form=Form,
            act=_reject,
            was_done=lambda bid, said, by: last_transition(bid) == Arrow.REJECT,
            hint=_("It is declined because it failed a gate, and is not scored."),
        ),
        Deed(
            code="ask",
            rule="bids.query",
            title=_("Ask the applicant"),
            many=_("Ask applicants something"),
            done=_("The question about %(bid)s goes out."),
            form=AskForm,
            act=_ask,
            was_done=_was_asked,
            hint=_("The bid stays with you; the answer stands on its page."),
        ),
        Deed(
            code="accept-late",
            rule="bids.accept_late",
            title=_("Accept the bid late"),
            many=_("Accept bids late"),
            done=_("%(bid)s was accepted."),
            form=AcceptLateForm,
            act=_accept_late,
            emails=False,
            hint=_("It is submitted as it stands now, after the deadline."),
        ),
        Deed(
            code="write",
            rule="bids.query",
            title=_("Write to the applicant"),
            many=_("Write to applicants"),
            done=_("The email about %(bid)s goes out."),
            form=WriteForm,
            act=_write,
            was_done=_was_written,
        ),
        Deed(
            code="start-monitoring",
            rule="bids.start_monitoring",
            title=_("Start monitoring"),
            many=_("Start monitoring"),
            done=_("%(bid)s is monitored now."),
            form=StartMonitoringForm,
            act=_start_monitoring,
            was_done=lambda bid, said, by: last_transition(bid) == Arrow.START_MONITORING,
            emails=False,
            says_enough=_is_agreed,
            hint=_("Record that the agreement was accepted. Money can move from then on."),
        ),
        Deed(
            code="lapse",
            rule="bids.start_monitoring",
            title=_("End the offer"),
            many=_("End offers"),
            done=_("The offer to %(bid)s has ended."),
            form=Form,
            act=_lapse,
            emails=False,
            was_done=lambda bid, said, by: last_transition(bid) == Arrow.TURN_DOWN,
            hint=_("The offer was not accepted in time. Its money goes back to the pot."),
        ),
    )
}
BULK = ("send-back", "reject", "ask", "write")
"""What can be done with several bids at once."""
