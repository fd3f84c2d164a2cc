"""What the pictures show beside the demo: this year's round, which is open, and its panel at work."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from awards.actions import approve
from bids.actions import Answers, start, submit
from bids.models import Bid
from bids.versions import Declaration
from funds.publishing import publish
from funds.virements import ask
from monitoring.claims.decisions import check_claim
from monitoring.claims.sending import send_claim
from monitoring.variations.varying import ask_variation
from people.models import User
from rounds.actions import first_person
from rounds.beginning import copy_round
from rounds.models import Pot, Round
from rounds.settings import save_settings
from scoring.actions import sift
from scoring.connections import connections
from scoring.discussion import reveal
from scoring.gates import Result, check_gates
from scoring.interests import Answer, declare
from scoring.panel import panel_people
from scoring.sending import Given, send_scores
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
OTHERS = "We share a mail server, no more."
ON_PAPER = ("SMP19-003", "SMP19-006", "SMP19-004", "SMP19-005", "SMP19-008", "SMP19-013")
SAYS = ("Good figures for the town centre.", "", "Who carries on after March?")
UNFINISHED: dict[str, Any] = {"outcomes": "", "least_pence": None}


def set_up() -> dict[str, str]:
    """Make it all by the verbs; give the codes and references, by what they are."""
    earlier = Round.objects.get()
    round = publish(round=_begin(earlier, 0), by=first_person(earlier, "officer"))
    sent = _bid(round, _bid_of("nightsupport@example.org"))
    submit(bid=sent, by=_applicant(sent), declaration=Declaration(True, True, True))
    draft = _bid(round, _bid_of("harbour@example.org"), **UNFINISHED)
    revealed, to_score, *sifted = (_sent_on_paper(round, reference) for reference in ON_PAPER)
    _score(round, [sent, revealed, *sifted, to_score])
    reveal(bid=revealed, by=first_person(round, "officer"))
    only = [bid.reference for bid in sifted]
    sift(round=round, only=only, by=first_person(round, "officer"))
    _money(earlier)
    offered = sifted[0]
    approve(
        bid=offered,
        amount_pence=offered.requested_pence or 0,
        by=first_person(round, "decision-maker"),
    )
    return {
        "offered": offered.reference,
        "final": str(earlier.periods.get(final=True).pk),
        "revealed": revealed.reference,
        "to_score": to_score.reference,
        "open": round.code,
        "planned": _begin(earlier, 1).code,
        "sent": sent.reference,
        "draft": draft.reference,
        "organisation": str(sent.organisation_id),
    }


def _money(round: Round) -> None:
    """In the demo's round: a claim that waits for finance, a change that is asked for, a virement."""
    officer, finance = (first_person(round, role) for role in ("officer", "finance"))
    harbour, bus = (Bid.objects.get(reference=one) for one in ("SMP19-003", "SMP19-001"))
    claim = send_claim(award=harbour.award, amount_pence=125_000, by=_applicant(harbour))
    check_claim(claim=claim, by=officer)
    ask_variation(
        award=bus.award,
        amount_pence=450_000,
        reason="A local garage lends us the second vehicle, so we need less for hire.",
        by=_applicant(bus),
    )
    ask(
        round=round,
        source=Pot.MAIN,
        target=Pot.TACTICAL,
        amount_pence=50_000,
        reason="Two more initiatives for the autumn are being written.",
        authority="Partnership minute 31",
        by=finance,
    )


def _sent_on_paper(round: Round, like: str) -> Bid:
    """A bid that the officer entered and sent for an organisation."""
    officer = first_person(round, "officer")
    bid = _bid(round, Bid.objects.get(reference=like), by=officer)
    return submit(bid=bid, by=officer)


def _score(round: Round, bids: list[Bid]) -> None:
    """The gates are passed; the panel declares and scores. The first has not come to the last bid yet."""
    officer = first_person(round, "officer")
    gates = {gate: Result(passed=True, note="Seen") for gate in round.gates.all()}
    for bid in bids:
        check_gates(bid=bid, results=gates, by=officer)
    *members, last = (person.user for person in panel_people(round))
    for member in members:
        found = connections(round, member)
        words = {bid.organisation: OTHERS * (bid.organisation_id in found) for bid in bids}
        answers = {one: Answer(has_interest=False, words=said) for one, said in words.items()}
        declare(round=round, member=member, answers=answers, by=member)
    board = {bids[1].organisation: Answer(has_interest=True, words="I sit on its board.")}
    declare(round=round, member=last, answers=board, by=last)
    for place, member in enumerate(members):
        for bid in bids if place else bids[:-1]:
            given = {
                criterion.code: Given(str((place * 2 + step + bid.pk) % 4 + 2), SAYS[step % 3])
                for step, criterion in enumerate(round.criteria.all())
            }
            send_scores(bid=bid, by=member, answers=given)


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


def _bid(round: Round, like: Bid, by: User | None = None, **changes: object) -> Bid:
    """A draft that says what an earlier bid said."""
    start_on = round.committee - timedelta(days=60)
    fields: dict[str, object] = {name: getattr(like, name) for name in SAID}
    fields |= {"starts_on": start_on, "ends_on": start_on + timedelta(days=250), **changes}
    codes = like.priorities.values_list("code", flat=True)
    return start(
        round=round,
        route=Pot.MAIN,
        organisation=like.organisation,
        by=by or _applicant(like),
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
