"""A project that would start before its bid can be decided: a warning, never a refusal."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from bids.models import Bid
from bids.states import Arrow, State
from rounds.models import Pot
from ui.dates import format_date, in_london

UNDECIDED = (State.DRAFT, State.SUBMITTED, State.SIFTED)


def decision_expected(bid: Bid) -> date:
    """By when a bid's decision is expected (one query, and only for a tactical bid that was sent)."""
    if bid.route == Pot.MAIN:
        return bid.round.decision_expected or bid.round.submission_due
    sent = None
    if bid.state != State.DRAFT:
        sent = bid.history.filter(transition=Arrow.SUBMIT).last()
    begins = in_london(sent.at if sent else timezone.now()).date()
    return begins + timedelta(days=bid.round.response_days)


def early_words(bid: Bid) -> str:
    """That an undecided bid's project starts too early; nothing where it does not."""
    if bid.state not in UNDECIDED or bid.starts_on is None:
        return ""
    expected = decision_expected(bid)
    if bid.starts_on >= expected:
        return ""
    return _(
        "The project starts on %(starts)s, and the decision is expected by %(expected)s. Money that is "
        "spent before the grant agreement is accepted is not paid."
    ) % {"starts": format_date(bid.starts_on), "expected": format_date(expected)}


def expected_words(bid: Bid) -> str:
    """By when the decision is expected, beside the boxes for the project's dates."""
    return _(
        "The decision is expected by %(expected)s. Money that is spent before the grant agreement is "
        "accepted is not paid."
    ) % {"expected": format_date(decision_expected(bid))}
