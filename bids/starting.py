"""Which bids may be started in a round now, and what a new one says already."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from base.verbs import verb
from bids.actions import Answers, start
from bids.models import Bid
from people.models import Organisation, User
from people.permissions import Permission, may
from rounds.models import Pot, Round
from ui.dates import financial_year_end, format_date, format_moment, midnight

CARRIED_OVER = ("contact_name", "contact_email", "area", "safeguarding_policy")
"""What an organisation would only write again. Its policies stand with the organisation itself."""


def open_routes(round: Round, at: datetime | None = None) -> list[Pot]:
    """The routes on which a bid may be started: main while the round is open, tactical until the year ends."""
    now = at or timezone.now()
    ends = midnight(financial_year_end(round.financial_year) + timedelta(days=1))
    closes = {Pot.MAIN: round.closes, Pot.TACTICAL: ends}
    return [route for route, end in closes.items() if round.opens <= now < min(end, ends)]


def closed_words(round: Round) -> str:
    """Why no bid may be started."""
    if timezone.now() < round.opens:
        return _("You can apply from %(moment)s.") % {"moment": format_moment(round.opens)}
    last = financial_year_end(round.financial_year)
    return _("This round closed on %(day)s. You cannot apply any more.") % {
        "day": format_date(last)
    }


def organisations_for(user: User, round: Round) -> QuerySet[Organisation]:
    """Those that the person may bid for: their own, and for an officer all that bid to the partnership."""
    found = user.organisations.all()
    if may(user, Permission.ENTER_BIDS, round.partnership):
        bid_here = Organisation.objects.filter(bids__round__partnership=round.partnership)
        found = Organisation.objects.filter(pk__in=bid_here) | Organisation.objects.filter(
            pk__in=found
        )
    return found.filter(merged_into=None).order_by("name", "pk")


def carried_over(organisation: Organisation, by: User) -> dict[str, Any]:
    """What its last bid said that will still be so; for its first one, the person is the contact."""
    last = organisation.bids.order_by("pk").last()
    if last is not None:
        return {name: getattr(last, name) for name in CARRIED_OVER}
    if organisation.members.filter(pk=by.pk).exists():
        return {"contact_name": by.name, "contact_email": by.email}
    return {}


@verb
def apply_for(*, round: Round, route: Pot, organisation: Organisation, by: User) -> Bid:
    """Start a draft with the details of the organisation's last bid."""
    answers = Answers(carried_over(organisation, by))
    return start(round=round, route=route, organisation=organisation, by=by, answers=answers)
