"""What may be done with a bid now, for whoever looks at it: the panel of links on its page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.actions import offer_ends
from awards.evidence import missing_evidence
from bids.actions import deadline
from bids.announcements import is_kept_back
from bids.attachments import AWARDED
from bids.history import find_arrow
from bids.models import Bid
from bids.states import Arrow, State
from monitoring.deeds.every import DEEDS
from monitoring.navigation import Part
from people.permissions import Permission
from scoring.feedback import JUDGED
from ui.dates import in_london
from ui.parts import Link


@dataclass(frozen=True)
class Step:
    """Something that may be done now; ``first`` is what the bid waits for."""

    text: str | Promise
    href: str
    first: bool = False


def steps(bid: Bid, part: Part) -> list[Step]:
    """The steps of the officers of a bid's partnership, in the order in which they are likely."""
    if not part.may(Permission.CHECK_BIDS, bid.round.partnership_id):
        return []
    return [*_of_state(bid), *_feedback(bid), _deed(bid, "write")]


def _feedback(bid: Bid) -> list[Step]:
    if bid.state not in JUDGED:
        return []
    words = _("Change the feedback") if hasattr(bid, "feedback") else _("Write the feedback")
    return [_page(bid, "bid-feedback", words)]


def _of_state(bid: Bid) -> Iterator[Step]:
    if bid.state == State.DRAFT:
        late = timezone.now() >= deadline(bid)
        if late:
            yield _deed(bid, "accept-late")
        yield _page(bid, "bid-tasks", _("Write the bid for the applicant"), first=not late)
    if bid.state == State.SUBMITTED:
        checks = list(bid.gate_checks.all())
        unchecked = len(checks) < bid.round.gates.count()
        failed = any(not check.passed for check in checks)
        words = _("Check the gates") if unchecked else _("Change the checks of the gates")
        yield Step(words, reverse("bid-gates", args=[bid.reference]), unchecked)
        if failed:
            yield _deed(bid, "reject", first=True)
        yield _deed(bid, "ask")
        yield _deed(bid, "send-back")
    if bid.state == State.APPROVED:
        yield from _of_offer(bid)
    yield from _evidence(bid)
    if find_arrow(Arrow.WITHDRAW, bid.state):
        yield _page(bid, "bid-withdraw", _("Withdraw the bid for the applicant"))


def _of_offer(bid: Bid) -> Iterator[Step]:
    agreed = hasattr(bid.award, "agreement")
    yield _deed(bid, "start-monitoring", first=agreed)
    over = timezone.now() >= offer_ends(bid.award)
    if not agreed:
        yield _page(bid, "award-terms", _("Set the terms of the award"))
        if over:
            yield _deed(bid, "lapse")
    if not is_kept_back(bid):
        if not agreed and not over:
            yield _page(bid, "agreement", _("Accept the agreement for the organisation"))
        yield _page(bid, "bid-turn-down", _("Turn the offer down for the organisation"))


def _evidence(bid: Bid) -> Iterator[Step]:
    """Look at the evidence, while something of it is missing."""
    if bid.state not in AWARDED:
        return
    today = in_london(timezone.now()).date()
    if count := len(missing_evidence(bid.award, today)):
        words = _("Look at the evidence before payment (%(count)s missing)") % {"count": count}
        yield _page(bid, "bid-evidence", words)


def see_also(bid: Bid, part: Part) -> list[Link]:
    """Where more of the bid stands, for those who read the papers."""
    found = [Link(str(bid.organisation), reverse("organisation", args=[bid.organisation_id]))]
    if bid.state != State.DRAFT:
        words = _("Subsidy control")
        found.append(Link(str(words), reverse("bid-subsidy", args=[bid.reference])))
    if hasattr(bid, "award"):
        words = _("Claims and payments")
        found.append(Link(str(words), reverse("claims", args=[bid.reference])))
    if hasattr(bid, "award") and hasattr(bid.award, "agreement"):
        words = _("Variations")
        found.append(Link(str(words), reverse("variations", args=[bid.reference])))
    if bid.state in (State.MONITORED, State.CLOSED, State.TERMINATED):
        found.append(
            Link(str(_("Returns of the project")), reverse("returns", args=[bid.reference]))
        )
    if part.may(Permission.MANAGE_ORGANISATIONS, bid.round.partnership_id):
        words = _("Who sees and writes this bid")
        found.append(Link(str(words), reverse("bid-people", args=[bid.reference])))
    return [*found, *_of_award(bid, part)]


def _of_award(bid: Bid, part: Part) -> Iterator[Link]:
    """The papers of an award, and who is paid."""
    if not hasattr(bid, "award"):
        return
    agreement = _("Grant memo") if bid.award.internal else _("Grant agreement")
    yield Link(str(_("Award letter")), reverse("award-letter", args=[bid.reference]))
    yield Link(str(agreement), reverse("agreement", args=[bid.reference]))
    yield Link(str(_("Evidence before payment")), reverse("bid-evidence", args=[bid.reference]))
    partnership = bid.round.partnership_id
    sets = part.may(Permission.CHECK_BIDS, partnership) or part.may(Permission.PAY, partnership)
    if sets and bid.state in (State.APPROVED, State.MONITORED):
        yield Link(str(_("Who is paid")), reverse("award-payee", args=[bid.reference]))


def _page(bid: Bid, name: str, words: Promise | str, *, first: bool = False) -> Step:
    return Step(words, reverse(name, args=[bid.reference]), first)


def _deed(bid: Bid, code: str, *, first: bool = False) -> Step:
    return Step(DEEDS[code].title, reverse(f"bid-{code}", args=[bid.reference]), first)
