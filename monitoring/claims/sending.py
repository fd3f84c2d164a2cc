"""A project asks for money under its award, or takes back that it asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from awards.models import Award, Plan, Terms
from awards.terms import current
from base.errors import Refused
from base.verbs import happened, verb
from bids.attachments import Purpose, keep, on_disk
from bids.file_checks import Checked
from bids.history import in_order, locked
from bids.models import Bid
from bids.rules import demand
from bids.states import State
from monitoring.claims.claimable import OPEN, claimable
from monitoring.models import Claim, ClaimFile
from people.models import User
from rounds.models import Round
from ui.dates import financial_year_end, format_date, in_london
from ui.money import format_pence

ENDED = (Claim.State.REFUSED, Claim.State.WITHDRAWN)


@dataclass(frozen=True)
class Spent:
    """The days between which money that is claimed in arrears was spent."""

    first: date
    last: date


def send_claim(
    *,
    award: Award,
    amount_pence: int,
    by: User,
    spent: Spent | None = None,
    words: str = "",
    files: Sequence[Checked] = (),
    at: datetime | None = None,
) -> Claim:
    """Ask for an amount under an award, with receipts where it is paid in arrears.

    Never more than is committed and neither claimed nor paid, nor more than the plan lets fall due.
    Raises ``Refused`` for money spent in another year, or outside the award's dates.
    """
    with on_disk(files) as stored:
        return _send(
            award=award,
            amount_pence=amount_pence,
            by=by,
            spent=spent,
            words=words,
            files=list(zip(files, stored, strict=True)),
            at=at,
        )


@verb
def _send(
    *,
    award: Award,
    amount_pence: int,
    by: User,
    spent: Spent | None,
    words: str,
    files: list[tuple[Checked, str]],
    at: datetime | None,
) -> Claim:
    bid = locked(award.bid)
    demand("bids.claim", by, bid)
    refuse_unless_running(bid)
    award = Award.objects.select_related("agreement").get(pk=award.pk)
    award.bid = bid
    moment = in_order(bid, at)
    terms, today = current(award), in_london(moment).date()
    _refuse_too_much(award, amount_pence, today)
    if terms.plan == Plan.ARREARS:
        _refuse_bad_days(bid.round, terms, spent, today)
        if not files and bid.organisation.members.filter(pk=by.pk).exists():
            raise Refused(_("Add the receipts for what was spent."))
    else:
        spent = None
    _refuse_receipts_again(award, files)
    claim = Claim.objects.create(
        award=award,
        number=award.claims.count() + 1,
        amount_pence=amount_pence,
        spent_from=spent.first if spent else None,
        spent_to=spent.last if spent else None,
        words=words.strip(),
        claimed_by=by,
        claimed_at=moment,
    )
    for checked, stored in files:
        kept = keep(bid=bid, checked=checked, stored=stored, by=by, purpose=Purpose.CLAIM)
        ClaimFile.objects.create(claim=claim, attachment=kept)
    return claim


def refuse_unless_running(bid: Bid) -> None:
    """Raise ``Refused``, saying what comes first, where a project is not being monitored."""
    said = {"reference": bid.reference, "partnership": bid.round.partnership}
    if bid.round.closed_at:
        raise Refused(_("The year of %(reference)s is closed: nothing more is claimed.") % said)
    if bid.state == State.APPROVED and not hasattr(bid.award, "agreement"):
        raise Refused(_("Accept the grant agreement of %(reference)s first, then claim.") % said)
    if bid.state == State.APPROVED:
        raise Refused(
            _("%(partnership)s sets the project of %(reference)s up first, then you can claim.")
            % said
        )
    if bid.state != State.MONITORED:
        raise Refused(_("The project of %(reference)s is not running.") % said)


def _refuse_too_much(award: Award, amount_pence: int, today: date) -> None:
    if amount_pence <= 0:
        raise Refused(_("The amount must be more than zero."))
    standing = claimable(award, today)
    said = {
        "amount": format_pence(amount_pence),
        "left": format_pence(standing.left_pence),
        "due": format_pence(standing.due_pence),
    }
    if amount_pence > standing.left_pence:
        raise Refused(
            _("%(amount)s is too much: %(left)s of the grant is neither claimed nor paid.") % said
        )
    if amount_pence > standing.due_pence and standing.next_due:
        said |= {
            "next": format_pence(standing.next_due.amount_pence),
            "day": format_date(standing.next_due.due),
        }
        raise Refused(
            _(
                "%(amount)s is too much for now: %(due)s may be claimed today. The next instalment, "
                "%(next)s, may be claimed from %(day)s."
            )
            % said
        )


def _refuse_bad_days(round: Round, terms: Terms, spent: Spent | None, today: date) -> None:
    """Raise ``Refused`` where money was spent in another year, outside the award, or is not spent yet."""
    if spent is None:
        raise Refused(_("Enter between which days the money was spent."))
    if spent.last < spent.first:
        raise Refused(_("The last day on which money was spent is before the first."))
    if spent.last > today:
        raise Refused(_("%(day)s has not come yet.") % {"day": format_date(spent.last)})
    begins, ends = year_of(round)
    if spent.first < begins or spent.last > ends:
        raise Refused(
            _(
                "This is a claim for another year: the grant is for what is spent from %(begins)s to "
                "%(ends)s."
            )
            % {"begins": format_date(begins), "ends": format_date(ends)}
        )
    starts, stops = terms.starts_on or begins, terms.ends_on or ends
    if spent.first < starts or spent.last > stops:
        raise Refused(
            _("The award is for what is spent from %(starts)s to %(stops)s.")
            % {"starts": format_date(starts), "stops": format_date(stops)}
        )


def year_of(round: Round) -> tuple[date, date]:
    """The first and the last day of a round's financial year."""
    ends = financial_year_end(round.financial_year)
    return date(ends.year - 1, 4, 1), ends


def _refuse_receipts_again(award: Award, files: list[tuple[Checked, str]]) -> None:
    """One receipt is claimed once, unless the claim that it came with has ended."""
    checksums = {checked.checksum: checked.name for checked, _stored in files}
    if len(checksums) < len(files):
        raise Refused(_("One of the receipts is there twice. Choose each file once."))
    live = ClaimFile.objects.filter(claim__award=award).exclude(claim__state__in=ENDED)
    again = live.filter(attachment__checksum__in=list(checksums)).first()
    if again:
        raise Refused(
            _("“%(name)s” came with claim %(number)s already.")
            % {
                "name": checksums[again.attachment.checksum],
                "number": again.claim.number,
            }
        )


@verb
def withdraw_claim(*, claim: Claim, by: User, why: str = "", at: datetime | None = None) -> Claim:
    """Take a claim back that finance has not approved."""
    claim = locked_claim(claim)
    demand("bids.claim", by, claim.award.bid)
    if claim.state not in (Claim.State.SENT, Claim.State.CHECKED):
        raise Refused(_("Claim %(number)s is %(state)s, so it cannot be withdrawn.") % named(claim))
    return end(claim, Claim.State.WITHDRAWN, by, why, at)


def end(claim: Claim, state: Claim.State, by: User, why: str, at: datetime | None = None) -> Claim:
    """Refuse or withdraw a claim that its caller holds."""
    claim.state, claim.ended_by, claim.ended_at = state, by, happened(at)
    claim.ended_why = why.strip()
    claim.save(update_fields=["state", "ended_by", "ended_at", "ended_why"])
    return claim


def locked_claim(claim: Claim) -> Claim:
    """A claim as it stands now. Its bid is held until the transaction ends, and so are its claims."""
    bid = locked(Bid.objects.get(award__claims=claim))
    related = ("award", "claimed_by", "checked_by", "approved_by")
    now = Claim.objects.select_related(*related).get(pk=claim.pk)
    now.award.bid = bid
    return now


def named(claim: Claim) -> dict[str, object]:
    """What sentences about a claim name."""
    return {
        "number": claim.number,
        "reference": claim.award.bid.reference,
        "state": str(Claim.State(claim.state).label).lower(),
        "amount": format_pence(claim.amount_pence),
    }


def open_claims(award: Award) -> list[Claim]:
    """The claims that were not paid, refused or withdrawn."""
    return list(award.claims.filter(state__in=OPEN))
