"""The terms of a grant agreement in plain words."""

from django.utils.translation import gettext as _

from awards.models import Award
from ui.dates import format_date
from ui.money import format_pence
from ui.parts import Fact, Lines


def terms(award: Award) -> list[Fact]:
    """Who gives how much to whom, for what, and from when until when."""
    bid = award.bid
    facts = [
        Fact(_("Grant"), format_pence(award.amount_pence)),
        Fact(_("From"), Lines([bid.round.partnership.name], bid.round.partnership.authority)),
        Fact(_("To"), bid.organisation.name),
        Fact(_("For"), Lines([bid.project], bid.summary)),
        Fact(_("What must come of it"), bid.outcomes),
    ]
    if bid.starts_on and bid.ends_on:
        days = {"starts": format_date(bid.starts_on), "ends": format_date(bid.ends_on)}
        facts.append(Fact(_("Dates"), _("%(starts)s to %(ends)s") % days))
    return facts


def conditions(award: Award) -> list[str]:
    """What the organisation undertakes."""
    bid = award.bid
    names = {"funder": bid.round.funder.name, "partnership": bid.round.partnership.name}
    lines = [
        _("The grant is spent only on the project above, between its dates. It pays for activity."),
        _("Money spent before the agreement is accepted is not paid."),
        _("Grant that is not spent on the project by its end is paid back to %(partnership)s."),
        _("The project keeps receipts, and shows them when it is asked."),
        _(
            "Any change to the amount, dates, budget or outcomes is agreed with %(partnership)s first."
        ),
        _("People are kept safe: safeguarding policies and checks are in place and followed."),
        _("What is said about the project in public names %(funder)s as its funder."),
        _(
            "If the project stops, or the grant is spent on something else, %(partnership)s may end the "
            "agreement and ask for the money back."
        ),
    ]
    found = [line % names for line in lines]
    due = [
        _("“%(name)s” by %(due)s") % {"name": period.name, "due": format_date(period.due)}
        for period in bid.round.periods.all()
    ]
    if due:
        words = _("The project sends a return for each period: %(returns)s.")
        found.insert(3, words % {"returns": _(", ").join(due)})
    return found
