"""What an applicant and an officer do with a bid before the sift."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from base.errors import NotAllowed, Refused
from base.verbs import happened, verb
from bids.attachments import missing_documents
from bids.history import begin, locked, take
from bids.mail import tell_about, tell_officers
from bids.models import Bid, BudgetLine, Measure
from bids.receipts import send_receipt
from bids.rules import allows
from bids.standing import unfinished
from bids.states import Arrow, State
from bids.versions import Declaration, freeze, keep_what_was_sent
from people.models import Organisation, User
from rounds.models import Pot, Priority, Round
from rounds.models import locked as hold
from ui.dates import financial_year_end, format_date, format_moment, in_london, midnight


@dataclass(frozen=True)
class Answers:
    """What a bid says: the fields of ``Bid`` by name, and what hangs on it."""

    fields: dict[str, object]
    priorities: list[Priority] = field(default_factory=list)
    budget: list[tuple[str, str, int]] = field(default_factory=list)
    """Category, description, pence."""
    measures: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Measure, baseline, target, evidence."""


@verb
def start(
    *,
    round: Round,
    route: Pot,
    organisation: Organisation,
    by: User,
    at: datetime | None = None,
    reference: str = "",
    answers: Answers | None = None,
    imported: str = "",
) -> Bid:
    """Start a bid as a draft.

    Main bids start while the round is open; tactical ones from its opening to 31 March of its year.
    ``imported`` says where a bid that was made elsewhere came from: then the calendar does not refuse it.
    """
    if not imported:
        _refuse_unless_open(round, route, happened(at))
    if answers:
        _refuse_other_rounds(round, answers.priorities)
    reference = reference or next_reference(round, route)
    if Bid.objects.filter(reference=reference).exists():
        raise Refused(_("There is already a bid %(reference)s.") % {"reference": reference})
    bid = Bid(round=round, route=route, organisation=organisation, reference=reference)
    if not allows("bids.edit", by, bid):
        raise NotAllowed(
            _("%(email)s may not bid for %(organisation)s: they do not belong to it.")
            % {"email": by.email, "organisation": organisation}
        )
    bid.save()
    begin(bid=bid, by=by, at=at, reason=imported)
    return _write(bid, answers) if answers else bid


@verb
def answer(*, bid: Bid, answers: Answers, by: User) -> Bid:
    """Write a draft's answers. What was there before is replaced."""
    bid = locked(bid)
    if bid.state != "draft":
        raise Refused(
            _("%(reference)s is %(state)s: only a draft's answers change.")
            % {"reference": bid.reference, "state": bid.state}
        )
    if not allows("bids.edit", by, bid):
        raise NotAllowed(
            _("%(email)s may not change %(reference)s.")
            % {"email": by.email, "reference": bid.reference}
        )
    _refuse_other_rounds(bid.round, answers.priorities)
    return _write(bid, answers)


def _write(bid: Bid, answers: Answers) -> Bid:
    for name, value in answers.fields.items():
        setattr(bid, name, value)
    bid.save(update_fields=list(answers.fields))
    bid.priorities.set(answers.priorities)
    bid.budget_lines.all().delete()
    bid.measures.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(bid=bid, category=category, description=description, amount_pence=pence)
        for category, description, pence in answers.budget
    )
    Measure.objects.bulk_create(
        Measure(bid=bid, name=name, baseline=baseline, target=target, evidence=evidence)
        for name, baseline, target, evidence in answers.measures
    )
    return bid


def _refuse_other_rounds(round: Round, priorities: list[Priority]) -> None:
    for priority in priorities:
        if priority.round_id != round.pk:
            raise Refused(
                _("%(priority)s is a priority of another round.") % {"priority": priority.code}
            )


def _refuse_unless_open(round: Round, route: Pot, at: datetime) -> None:
    if not round.published:
        raise Refused(_("%(round)s is not published yet.") % {"round": round})
    if at < round.opens:
        raise Refused(
            _("%(round)s opens at %(opens)s.")
            % {"round": round, "opens": format_moment(round.opens)}
        )
    if route == Pot.MAIN and at >= round.closes:
        raise Refused(
            _("%(round)s closed at %(closes)s.")
            % {"round": round, "closes": format_moment(round.closes)}
        )
    last = financial_year_end(round.financial_year)
    if in_london(at).date() > last:
        raise Refused(
            _("Tactical bids for %(round)s ended on %(last)s.")
            % {"round": round, "last": format_date(last)}
        )


class Late(Refused):
    """The deadline has passed."""


@verb
def submit(
    *,
    bid: Bid,
    by: User,
    at: datetime | None = None,
    reason: str = "",
    imported: str = "",
    declaration: Declaration | None = None,
) -> Bid:
    """Send a complete draft to the officers, before the deadline or the later date it was given.

    What it says is frozen as a version, with what was declared. An officer may accept a late bid with
    a reason; an import records a bid that came another way. Raises ``Late`` after the deadline.
    """
    bid = locked(bid)
    due = deadline(bid)
    if happened(at) >= due and not imported:
        words = f"{bid.reference} is late: it was due before {format_moment(due)}."
        if not allows("bids.accept_late", by, bid):
            raise Late(f"{words} Ask an officer of {bid.round.partnership}.")
        if not reason.strip():
            raise Late(f"{words} To accept it late, give a reason.")
    if not imported and (lacking := missing_documents(bid)):
        names = ", ".join(f"“{document}”" for document in lacking)
        raise Refused(_("Add the files that are asked for: %(names)s.") % {"names": names})
    bid = take(bid=bid, arrow=Arrow.SUBMIT, by=by, at=at, reason=imported or reason)
    if not imported:
        _refuse_unfinished(bid)
    version = freeze(bid=bid, declaration=declaration)
    if not imported:
        send_receipt(bid, version)
    return bid


def _refuse_unfinished(bid: Bid) -> None:
    """What the arrow's own guards do not know: the round's own questions, its limits, rough answers."""
    left = [f"{section.title}: {words}" for section, words in unfinished(bid)]
    if left:
        raise Refused(
            _("%(bid)s is not finished. %(left)s") % {"bid": bid.reference, "left": " ".join(left)}
        )


def deadline(bid: Bid) -> datetime:
    """The moment before which a bid must be submitted: the route's, or the later one it was given."""
    closes = bid.round.closes
    if bid.route == Pot.TACTICAL:
        closes = midnight(financial_year_end(bid.round.financial_year) + timedelta(days=1))
    return max(closes, bid.change_by or closes)


@verb
def send_back(
    *, bid: Bid, by: User, reason: str, change_by: datetime, at: datetime | None = None
) -> Bid:
    """Ask the applicant to change something by a date; the bid is a draft again until then."""
    if change_by <= happened(at):
        raise Refused(_("Give the applicant a date that is still to come."))
    if bid.state == State.SUBMITTED:
        keep_what_was_sent(bid)
    bid = take(bid=bid, arrow=Arrow.SEND_BACK, by=by, at=at, reason=reason)
    bid.change_by = change_by
    bid.save(update_fields=["change_by"])
    tell_about(bid, "bid-sent-back", {"reason": reason, "change by": format_moment(change_by)})
    return bid


@verb
def withdraw(*, bid: Bid, by: User, reason: str, at: datetime | None = None) -> Bid:
    """Take a bid back before it is decided. Officers are told of one that they had."""
    was_theirs = locked(bid).state != State.DRAFT
    bid = take(bid=bid, arrow=Arrow.WITHDRAW, by=by, at=at, reason=reason)
    if was_theirs:
        fields = {"reason": reason}
        if bid.contact_email:
            tell_about(bid, "bid-withdrawn", fields)
        tell_officers(bid, "bid-withdrawn", fields)
    return bid


def next_reference(round: Round, route: Pot) -> str:
    """The next free reference of a round: ``SMP19-015``, or ``SMP19-T03`` on the tactical route.

    The round is locked, so that two bids at once get two references.
    """
    hold(round)
    prefix = f"{round.partnership.code.upper()}{round.financial_year[2:4]}-"
    letter, width = ("T", 2) if route == Pot.TACTICAL else ("", 3)
    taken = Bid.objects.filter(reference__startswith=f"{prefix}{letter}")
    tails = taken.values_list("reference", flat=True)
    numbers = [int(t[len(prefix + letter) :]) for t in tails if t[len(prefix + letter) :].isdigit()]
    return f"{prefix}{letter}{max(numbers, default=0) + 1:0{width}d}"
