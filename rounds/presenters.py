"""A round in words."""

from django.utils.translation import gettext as _

from rounds.models import Pot, Round
from ui.dates import format_date, format_moment
from ui.parts import Fact

ROUTES: dict[str, str] = {Pot.MAIN: "Main route", Pot.TACTICAL: "Tactical route"}
POTS: dict[str, str] = {Pot.MAIN: "Main pot", Pot.TACTICAL: "Tactical pot"}


def dates_for_applicants(round: Round) -> list[Fact]:
    """When bids may be sent."""
    return [
        Fact(_("Opens"), format_moment(round.opens)),
        Fact(_("Closes"), format_moment(round.closes)),
        Fact(
            _("Offers stand for"),
            _("%(acceptance_days)s days") % {"acceptance_days": round.acceptance_days},
        ),
    ]


def dates(round: Round) -> list[Fact]:
    """The round's calendar."""
    return [
        Fact(_("Opens"), format_moment(round.opens)),
        Fact(_("Closes"), format_moment(round.closes)),
        Fact(_("Panel meets"), format_date(round.panel)),
        Fact(
            _("Proposals go to the %(short_name)s") % {"short_name": round.funder.short_name},
            format_date(round.submission_due),
        ),
        Fact(_("Report to the committee"), format_date(round.committee)),
    ]
