"""Who may do what with a bid: one rule for each thing that can be done.

Code asks ``allows("bids.edit", user, bid)``, or ``demand`` where it goes on only when the rule allows;
a template asks ``{% load bid_rules %}{% may "bids.edit" bid as may_edit %}``. A rule says who; whether
the bid's state lets it happen is for its arrow (``bids.states``) and the verb.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import rules
from django.utils.translation import gettext as _
from rules import Predicate

from base.errors import NotAllowed
from people.models import User
from people.permissions import Permission, may
from rounds.models import Pot

if TYPE_CHECKING:
    from bids.models import Bid


def _belongs(user: User, bid: "Bid") -> bool:
    return bid.organisation.members.filter(pk=user.pk).exists()


def _is_let_in(user: User, bid: "Bid") -> bool:
    return bid.pk is not None and bid.people.filter(pk=user.pk).exists()


def holds(permission: Permission) -> Predicate:
    """Whoever holds the permission in the bid's partnership."""

    def held(user: User, bid: "Bid") -> bool:
        return may(user, permission, bid.round.partnership)

    return Predicate(held, permission.name.lower())


def _is_delegate(user: User, bid: "Bid") -> bool:
    round = bid.round
    named = user.is_active and round.delegate_id == user.pk and round.delegated_limit_pence > 0
    return named and bid.route == Pot.TACTICAL


is_active = Predicate(lambda user, bid: user.is_active, "is_active")
belongs = Predicate(_belongs, "belongs")
is_let_in = Predicate(_is_let_in, "is_let_in")

applicant = is_active & (belongs | is_let_in)
"""A member of the organisation that bids, or somebody let in to this bid alone."""
enters = holds(Permission.ENTER_BIDS)
checks = holds(Permission.CHECK_BIDS)
decides = holds(Permission.DECIDE)
delegate = Predicate(_is_delegate, "delegate")
"""The officer whom the round names for tactical bids under the limit that the PCC delegated."""
reads = holds(Permission.READ)
pays = holds(Permission.PAY)

RULES: dict[str, Predicate] = {
    "bids.edit": applicant | enters,
    "bids.attach": applicant | enters,
    "bids.submit": applicant | enters,
    "bids.withdraw": applicant | enters,
    "bids.turn_down": applicant | enters,
    "bids.accept_agreement": applicant | enters,
    "bids.answer_query": applicant | enters,
    "bids.claim": applicant | enters,
    "bids.send_return": applicant | enters,
    "bids.vary": applicant | enters,
    "bids.accept_late": enters,
    "bids.read_agreement": applicant | reads,
    "bids.set_terms": checks,
    "bids.set_payee": checks | pays,
    "bids.query": checks,
    "bids.send_back": checks,
    "bids.reject": checks,
    "bids.sift": checks,
    "bids.reopen": checks,
    "bids.start_monitoring": checks,
    "bids.close": checks,
    "bids.approve": decides | delegate,
    "bids.decline": decides | delegate,
    "bids.reinstate": decides,
    "bids.terminate": decides,
    "bids.let_in": holds(Permission.MANAGE_ORGANISATIONS),
}

for _name, _rule in RULES.items():
    rules.set_perm(_name, _rule)


def allows(name: str, user: Any, bid: "Bid") -> bool:
    """Whether a rule lets somebody do what it is about."""
    return bool(rules.has_perm(name, user, bid))


def demand(name: str, user: User, bid: "Bid") -> None:
    """Raise ``NotAllowed`` unless the rule lets them."""
    if not allows(name, user, bid):
        words = {"email": user.email, "bid": bid.reference}
        raise NotAllowed(_("%(email)s may not do this with %(bid)s.") % words)


def rule(name: str) -> Callable[[Any, Any], bool]:
    """A rule as an arrow asks it."""
    return lambda bid, user: allows(name, user, bid)
