"""Claims in any state, each made by the real verbs."""

from collections.abc import Sequence
from datetime import date, datetime

from awards.models import Plan
from awards.payees import Payee, set_payee
from awards.terms import next_terms
from bids.file_checks import Checked, examine
from bids.models import Bid
from monitoring.claims.decisions import approve_claim, check_claim
from monitoring.claims.sending import Spent, send_claim
from monitoring.models import Claim, PaymentBatch
from monitoring.payments.batches import make_batch
from people.models import User
from tests.cast import DECIDED, Cast, at
from tests.files import pdf

CLAIMED = at("2019-06-03 10:00")
SPENT = Spent(date(2019, 5, 1), date(2019, 5, 31))
SENT_OUT = at("2019-06-10 10:00")


def running(cast: Cast, pence: int = 500_000, *, cash_pence: int | None = None) -> Bid:
    """A project paid up front, whose payee is known, with cash there."""
    bid = cast.monitored(pence)
    cash = pence if cash_pence is None else cash_pence
    if cash:
        cast.receive(cash)
    set_payee(bid=bid, payee=Payee(supplier_number="400123"), by=cast.finance)
    bid.award.refresh_from_db()
    return bid


def plan(bid: Bid, cast: Cast, kind: Plan, parts: Sequence[tuple[str, int]] = ()) -> None:
    """Pay an award otherwise than up front."""
    instalments = [{"due": due, "amount_pence": pence} for due, pence in parts]
    next_terms(bid.award, cast.officer, DECIDED, plan=kind, instalments=instalments)


def in_arrears(cast: Cast, pence: int = 500_000) -> Bid:
    bid = running(cast, pence)
    plan(bid, cast, Plan.ARREARS)
    return bid


def receipt(words: str = "receipt") -> Checked:
    return examine(f"{words}.pdf", pdf(words=words))


def claim(
    cast: Cast,
    bid: Bid,
    pence: int,
    *,
    by: User | None = None,
    when: datetime = CLAIMED,
    **more: object,
) -> Claim:
    given: dict[str, object] = {"by": by or cast.applicant, "at": when, **more}
    return send_claim(award=bid.award, amount_pence=pence, **given)  # type: ignore[arg-type]


def checked(cast: Cast, bid: Bid, pence: int) -> Claim:
    return check_claim(claim=claim(cast, bid, pence), by=cast.officer, at=CLAIMED)


def approved(cast: Cast, bid: Bid, pence: int) -> Claim:
    return approve_claim(claim=checked(cast, bid, pence), by=cast.finance, at=CLAIMED)


def batch(cast: Cast, *claims: Claim) -> PaymentBatch:
    return make_batch(round=cast.round, claims=claims, by=cast.finance, at=SENT_OUT)
