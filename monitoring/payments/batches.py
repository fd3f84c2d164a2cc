"""Batches: approved claims that go to the council's payment system in one file."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import happened, verb
from bids.models import Bid
from bids.states import State
from monitoring.models import Claim, PaymentBatch, PaymentLine
from monitoring.payments.batch_file import batch_file
from monitoring.payments.before import lacks
from monitoring.payments.ordered import too_much
from monitoring.payments.references import next_reference
from people.models import User
from people.permissions import Permission, require
from rounds.models import Round
from rounds.models import locked as hold
from ui.dates import in_london
from ui.money import format_pence

MOST = 500
"""The payments of one batch."""


@verb
def make_batch(
    *, round: Round, claims: Sequence[Claim], by: User, at: datetime | None = None
) -> PaymentBatch:
    """Send approved claims to the payment system together: all of them, or none.

    Each gets a reference of its own, and goes out once: of two people who press at once the second is
    told. The file is kept as it was made. Raises ``Refused`` naming every claim that cannot go.
    """
    require(by, Permission.PAY, round.partnership)
    round = hold(round)
    if not claims:
        raise Refused(_("Tick the claims to be paid."))
    if len(claims) > MOST:
        raise Refused(_("A batch takes %(most)s payments. Make two.") % {"most": MOST})
    held = _locked(round, claims)
    if len(held) < len({claim.pk for claim in claims}):
        raise Refused(_("One of the claims is of another round."))
    moment = happened(at)
    if why_not := [
        *(words for claim in held for words in _why_not(claim, moment)),
        *too_much(round, held),
    ]:
        raise Refused(" ".join([_("Nothing was sent."), *why_not]))
    lines: list[PaymentLine] = []
    for claim in held:
        lines.append(_line(claim, [line.reference for line in lines]))
    total = sum(line.amount_pence for line in lines)
    file = batch_file(lines, total)
    batch = PaymentBatch.objects.create(
        round=round,
        number=round.payment_batches.count() + 1,
        total_pence=total,
        file=file,
        checksum=checksum_of(file),
        made_by=by,
        made_at=moment,
    )
    for line in lines:
        line.batch = batch
        line.save()
    return batch


def checksum_of(file: str) -> str:
    """The SHA-256 of a batch's file, in UTF-8."""
    return hashlib.sha256(file.encode()).hexdigest()


def _locked(round: Round, claims: Sequence[Claim]) -> list[Claim]:
    """The claims as they stand now, in order; their bids are held, and with them all their claims."""
    keys = [claim.pk for claim in claims]
    bids = Bid.objects.filter(round=round, award__claims__in=keys).order_by("pk")
    list(Bid.objects.select_for_update(no_key=True).filter(pk__in=bids.values("pk")).order_by("pk"))
    related = ("award__bid__round", "award__bid__organisation")
    found = Claim.objects.filter(pk__in=keys, award__bid__round=round).order_by("pk")
    return list(found.select_related(*related))


def _why_not(claim: Claim, moment: datetime) -> list[str]:
    """What keeps one claim out of a batch, as sentences that name it."""
    award, bid = claim.award, claim.award.bid
    said = {"claim": f"{bid.reference}, {claim.number}", "amount": format_pence(claim.amount_pence)}
    line = claim.lines.filter(state=PaymentLine.State.ORDERED).select_related("batch").first()
    if line:
        said["batch"] = str(line.batch.number)
        return [_("%(claim)s is in batch %(batch)s already.") % said]
    if claim.state != Claim.State.APPROVED:
        return [_("%(claim)s is not approved.") % said]
    if bid.state != State.MONITORED:
        return [_("%(claim)s: the project is not running.") % said]
    payee = award.cost_centre and award.account_code if award.internal else award.supplier_number
    missing = [] if payee else [_("Nobody entered whom to pay.")]
    missing += lacks(award, in_london(moment).date())
    return [_("%(claim)s: %(missing)s") % {**said, "missing": " ".join(missing)}] if missing else []


def _line(claim: Claim, besides: Sequence[str]) -> PaymentLine:
    """The payment of a claim, under its own reference and as it is addressed now."""
    award = claim.award
    codes = f"{award.cost_centre} {award.account_code}" if award.internal else ""
    return PaymentLine(
        claim=claim,
        reference=next_reference(award, besides),
        supplier_number=codes or award.supplier_number,
        amount_pence=claim.amount_pence,
    )
