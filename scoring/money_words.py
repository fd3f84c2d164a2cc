"""What is wrong in an allotment, and what part-funding did, in sentences."""

from django.utils.translation import gettext as _

from scoring.allotments import Allotment, Contender, PartFunding, Why, Wrong
from scoring.money import RouteMoney
from ui.money import format_pence


def said(wrong: Wrong, money: RouteMoney, allotment: Allotment) -> str:
    """What is wrong, and what to do about it."""
    if wrong.why is Why.OVER_THE_POT:
        return over(sum(allotment.values()), money.available_pence)
    if wrong.why is Why.NOT_OPEN:
        return _("%(bid)s does not await a decision any more.") % {"bid": wrong.reference}
    bid = next(one for one in money.contenders if one.reference == wrong.reference)
    return f"{bid.reference}: {beside(wrong.why, bid)}"


def over(given_pence: int, available_pence: int) -> str:
    """That more is given than the pot has, and by how much."""
    if available_pence <= 0:
        return _("The pot has nothing left to give. Untick every bid.")
    return _("This gives %(given)s, and the pot has %(has)s: take off %(over)s.") % {
        "given": format_pence(given_pence),
        "has": format_pence(available_pence),
        "over": format_pence(given_pence - available_pence),
    }


def beside(why: Why, bid: Contender) -> str:
    """What is wrong with a bid's amount, for beside its box."""
    if why is Why.MORE_THAN_REQUESTED:
        return _("Enter %(requested)s or less: that is what was requested") % {
            "requested": format_pence(bid.requested_pence)
        }
    if why is Why.LESS_THAN_WORKABLE:
        words = _("Enter %(least)s or more, the least workable amount, or untick the bid")
        if bid.least_pence is None:
            words = _(
                "Enter %(least)s, all of it, or untick the bid: it stated no least workable amount"
            )
        return words % {"least": format_pence(bid.needs_pence)}
    return _("Enter an amount in pounds, like 1200 or 1200.50")


def part_funded(done: PartFunding) -> str:
    """What part-funding the next bid did; or why it did nothing, and which bid could be next."""
    turn = done.turn
    if turn is None:
        return _(
            "Every bid at or over the threshold gets money already: there is none to part-fund."
        )
    amounts = {
        "bid": turn.reference,
        "amount": format_pence(done.pence),
        "requested": format_pence(turn.requested_pence),
        "left": format_pence(max(0, done.left_pence)),
        "needs": format_pence(turn.needs_pence),
    }
    if done.pence == turn.requested_pence:
        return _("%(bid)s gets all of the %(requested)s that it requested.") % amounts
    if done.pence:
        return _("%(bid)s gets the %(amount)s that was left, of %(requested)s requested.") % amounts
    words = [_why_not(turn, done.left_pence) % amounts]
    if able := done.next_able:
        words.append(
            _("The next that could work with that is %(bid)s: tick it to fund it.")
            % {"bid": able.reference}
        )
    elif done.left_pence > 0:
        words.append(_("No other bid could work with that either."))
    return " ".join(words)


def _why_not(turn: Contender, left_pence: int) -> str:
    if left_pence <= 0:
        return _("Nothing is left of the pot, so %(bid)s, which is next, cannot be part-funded.")
    if turn.least_pence is None:
        return _(
            "%(bid)s is next, but %(left)s is left and it stated no least workable amount: it would "
            "need all of the %(needs)s that it requested."
        )
    return _("%(bid)s is next, but it needs at least %(needs)s and %(left)s is left.")
