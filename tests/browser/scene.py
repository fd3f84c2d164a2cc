"""What the pictures show beside the demo: this year's round, which is open, with two bids in it."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from bids.actions import Answers, start, submit
from bids.models import Bid
from bids.versions import Declaration
from funds.publishing import publish
from people.models import User
from rounds.actions import first_person
from rounds.beginning import copy_round
from rounds.models import Pot, Round
from rounds.settings import save_settings
from ui.dates import LONDON, in_london

SAID = (
    "contact_name",
    "contact_email",
    "project",
    "summary",
    "need",
    "activities",
    "outcomes",
    "area",
    "requested_pence",
    "least_pence",
    "match_funding_pence",
    "people_to_reach",
    "safeguarding_policy",
)
UNFINISHED = {"outcomes": "", "least_pence": None}


def set_up() -> dict[str, str]:
    """Make it all by the verbs; give the codes and references, by what they are."""
    earlier = Round.objects.get()
    round = publish(round=_begin(earlier, 0), by=first_person(earlier, "officer"))
    sent = _bid(round, _bid_of("nightsupport@example.org"))
    submit(bid=sent, by=_applicant(sent), declaration=Declaration(True, True, True))
    draft = _bid(round, _bid_of("harbour@example.org"), **UNFINISHED)
    return {
        "open": round.code,
        "planned": _begin(earlier, 1).code,
        "sent": sent.reference,
        "draft": draft.reference,
        "organisation": str(sent.organisation_id),
    }


def _begin(earlier: Round, years: int) -> Round:
    """A copy of the round, open now or some years from now."""
    officer, today = first_person(earlier, "officer"), in_london(timezone.now()).date()
    day = today + timedelta(days=120 + 365 * years)
    first = day.year if day.month > 3 else day.year - 1
    round = copy_round(
        round=earlier,
        title=f"Community safety grant {first}-{(first + 1) % 100:02d}",
        financial_year=f"{first}-{(first + 1) % 100:02d}",
        allocation_pence=earlier.allocation_pence,
        by=officer,
    )
    if years:
        return round
    values = {
        "opens": datetime.combine(today - timedelta(days=9), time(9), LONDON),
        "closes": datetime.combine(today + timedelta(days=20), time(12), LONDON),
        "panel": today + timedelta(days=30),
        "submission_due": today + timedelta(days=40),
        "committee": today + timedelta(days=200),
    }
    return save_settings(round=round, values=values, by=officer, part="dates")


def _bid(round: Round, like: Bid, **changes: object) -> Bid:
    """A draft that says what an earlier bid said."""
    start_on = round.committee - timedelta(days=60)
    fields: dict[str, object] = {name: getattr(like, name) for name in SAID}
    fields |= {"starts_on": start_on, "ends_on": start_on + timedelta(days=250), **changes}
    codes = like.priorities.values_list("code", flat=True)
    return start(
        round=round,
        route=Pot.MAIN,
        organisation=like.organisation,
        by=_applicant(like),
        answers=Answers(
            fields,
            list(round.priorities.filter(code__in=codes)),
            [("Staff", "A worker and her travel", like.requested_pence or 0)],
            [(m.name, m.baseline, m.target, m.evidence) for m in like.measures.all()]
            or [("People helped", "None", "Half as many again", "Our own count")],
        ),
    )


def _bid_of(email: str) -> Bid:
    """What the demo's applicant asked for in the demo's round."""
    return Bid.objects.filter(organisation__members__email=email).earliest("pk")


def _applicant(bid: Bid) -> User:
    user = bid.organisation.members.first()
    assert user
    return user
