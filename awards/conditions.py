"""The conditions of a grant and the terms of repayment: the round's own, else the service's."""

from django.utils.translation import gettext as _

from awards.written import named, within
from rounds.models import Round


def conditions(round: Round) -> list[str]:
    """What whoever takes the grant undertakes, a sentence or two each."""
    if own := _lines(round.conditions):
        return own
    names = {"funder": within(round.funder.name), "partnership": within(round.partnership.name)}
    lines = [
        _("The grant is spent only on the project above, between its dates. It pays for activity."),
        _("Money spent before this is accepted is not paid."),
        _("The project keeps receipts, and shows them when it is asked."),
        _(
            "Any change to the amount, dates, budget or outcomes is agreed with %(partnership)s first."
        ),
        _("People are kept safe: safeguarding policies and checks are in place and followed."),
        _("Returns and stories say nothing by which a person who was helped can be known."),
        _("What is said about the project in public names %(funder)s as its funder."),
        _("The grant is for this project and this time: no further grant is promised."),
    ]
    return [line % names for line in lines]


def repayment_terms(round: Round) -> list[str]:
    """When grant is paid back."""
    if own := _lines(round.repayment_terms):
        return own
    names = {"partnership": within(round.partnership.name)}
    lines = [
        _("Grant that is not spent on the project by its end is paid back to %(partnership)s."),
        _("So is grant that was spent on something else, or that cannot be shown to be spent."),
        _(
            "If the project stops, or these terms are broken, %(partnership)s may end the grant and ask "
            "for what was paid and not spent."
        ),
        _("Money is paid back within 30 days of being asked for."),
    ]
    return [line % names for line in lines]


def _lines(text: str) -> list[str]:
    return [words for line in text.splitlines() if (words := named(line))]
