"""The gates of one bid: recording whether it passed, and keeping what was recorded before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.models import note
from base.verbs import verb
from bids.history import locked
from bids.models import Bid
from bids.states import State
from people.models import User
from people.permissions import Permission, require
from rounds.models import Gate
from scoring.models import EarlierCheck, GateCheck


@dataclass(frozen=True)
class Result:
    """Whether a bid passed a gate, with the evidence; a bid that did not has a reason there."""

    passed: bool
    note: str = ""


@verb
def check_gates(*, bid: Bid, results: Mapping[Gate, Result], by: User) -> list[GateCheck]:
    """Record what an officer found at some gates of a submitted bid, and give what was new.

    A check that says the same again is left as it is; what a changed one said before is kept. Raises
    ``Refused`` for a fail without a reason, and for a bid that is not submitted.
    """
    bid = locked(bid)
    require(by, Permission.CHECK_BIDS, bid.round.partnership)
    if bid.state != State.SUBMITTED:
        raise Refused(
            _("%(bid)s is %(state)s: gates are checked while a bid is submitted.")
            % {"bid": bid.reference, "state": State(bid.state).label.lower()}
        )
    there = {check.gate_id: check for check in bid.gate_checks.all()}
    done = []
    for gate, result in results.items():
        if gate.round_id != bid.round_id:
            raise Refused(_("“%(gate)s” is a gate of another round.") % {"gate": gate.title})
        if not result.passed and not result.note.strip():
            raise Refused(_("Say why “%(gate)s” was not passed.") % {"gate": gate.title})
        held = there.get(gate.pk)
        if held and not held.assumed_from and Result(held.passed, held.note) == result:
            continue
        done.append(record(bid=bid, gate=gate, result=result, by=by))
    return done


@verb
def record(
    *, bid: Bid, gate: Gate, result: Result, by: User, at: datetime | None = None
) -> GateCheck:
    """Write a check in the place of the one that is there, which is kept. For verbs of this app."""
    held = GateCheck.objects.filter(bid=bid, gate=gate).first()
    if held:
        EarlierCheck.objects.create(
            bid=bid,
            gate=gate,
            passed=held.passed,
            note=note(held.note or held.assumed_from),
            checked_by=held.checked_by,
            checked_at=held.checked_at,
        )
    check = held or GateCheck(bid=bid, gate=gate)
    check.passed, check.note = result.passed, result.note
    check.checked_by, check.checked_at, check.assumed_from = by, at or timezone.now(), ""
    check.save()
    return check
