"""Where a bid is, for the applicant: the stage, what happens next and when, and what they can do now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.actions import offer_ends
from awards.evidence import missing_evidence
from bids.announcements import announced
from bids.attachments import AWARDED
from bids.history_presenters import reason_for_applicants
from bids.models import Bid
from bids.queries import open_queries
from bids.receipts import after_submission
from bids.states import Arrow, State
from bids.task_presenters import due_words, is_late, late_words, what_to_change
from monitoring.models import Variation
from monitoring.returns.schedule import schedule
from people.hold import is_held
from rounds.models import Period, Pot, Round
from rounds.people import officer_emails
from ui.dates import format_date, format_moment, in_london
from ui.money import format_pence
from ui.parts import Link

Words = str | Promise

STAGES: tuple[Words, ...] = (
    gettext_lazy("You write it"),
    gettext_lazy("It is checked and scored"),
    gettext_lazy("It is decided"),
    gettext_lazy("You accept the agreement"),
    gettext_lazy("The project runs"),
    gettext_lazy("Finished"),
)
STAGE = {
    State.DRAFT: 0,
    State.SUBMITTED: 1,
    State.SIFTED: 2,
    State.APPROVED: 3,
    State.MONITORED: 4,
    State.CLOSED: 5,
}
"""Which stage a state is; one that ended before its time is at none."""


@dataclass(frozen=True)
class Step:
    """A stage, and whether the bid is past it, in it, or not there yet."""

    title: Words
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Where:
    """What the applicant is told."""

    headline: str
    next: list[str]
    """What happens next and when, a paragraph each."""
    reason: str = ""
    """Why, in the partnership's words."""
    steps: list[Step] = field(default_factory=list)
    actions: list[Link] = field(default_factory=list)
    """What they can do now; the first is the button."""
    queries: list[Link] = field(default_factory=list)
    """Questions that wait for their answer."""
    officers: list[str] = field(default_factory=list)
    """The addresses of those to write to, where the words say to ask one."""


def where(bid: Bid, state: str) -> Where:
    """Where a bid is; ``state`` as its applicant is shown it (``bids.announcements``)."""
    headline, following, reason = _TELL[State(state)](bid)
    lacking = _lacking(bid) if state in AWARDED else []
    return Where(
        headline=headline,
        next=[*following, *_ask_for(lacking)],
        reason=reason,
        steps=_steps(State(state)),
        actions=[*_actions(bid, State(state)), *_give(bid, state)],
        queries=[_query_link(bid, pk, due) for pk, due in _waiting(bid)],
        officers=officer_emails(bid.round) if _has_to_ask(bid, State(state)) else [],
    )


def _lacking(bid: Bid) -> list[str]:
    """What is asked for before payment and is not in."""
    return [asked.title for asked in missing_evidence(bid.award, _today())]


def _ask_for(lacking: list[str]) -> list[str]:
    if not lacking:
        return []
    words = _("Before any money is paid we need from you: %(titles)s.")
    return [words % {"titles": ", ".join(lacking)}]


def _give(bid: Bid, state: str) -> list[Link]:
    """The way to the evidence, where any is asked for."""
    if state not in AWARDED or not bid.round.documents_asked.before_payment().exists():
        return []
    return [Link(_("Evidence before payment"), reverse("bid-evidence", args=[bid.reference]))]


def _has_to_ask(bid: Bid, state: State) -> bool:
    if state == State.APPROVED:
        return not hasattr(bid.award, "agreement") and timezone.now() >= offer_ends(bid.award)
    late = state == State.DRAFT and is_late(bid)
    return late or state in (State.DECLINED, State.TERMINATED)


def _steps(state: State) -> list[Step]:
    if state not in STAGE:
        return []
    here = STAGE[state]
    last = len(STAGES) - 1
    return [
        Step(title, is_done=place < here or here == last, is_current=place == here < last)
        for place, title in enumerate(STAGES)
    ]


def _waiting(bid: Bid) -> list[tuple[int, str]]:
    return [(one.pk, format_moment(one.due)) for one in open_queries(bid)]


def _query_link(bid: Bid, pk: int, due: str) -> Link:
    words = _("Answer a question by %(due)s") % {"due": due}
    return Link(words, reverse("query-answer", args=[bid.reference, pk]))


Told = tuple[str, list[str], str]
"""A headline, what follows, and a reason."""


def _draft(bid: Bid) -> Told:
    words = late_words(bid) or due_words(bid)
    reason = what_to_change(bid)
    if not reason:
        return _("You have not sent this bid yet"), [words], ""
    return _("Please change your bid and send it again"), [words], reason


def _submitted(bid: Bid) -> Told:
    return _("We have your bid"), [after_submission(bid)], ""


def _sifted(bid: Bid) -> Told:
    round = bid.round
    names = {
        "funder": round.funder.short_name,
        "partnership": round.partnership.name,
        "day": format_date(round.submission_due),
    }
    if bid.route == Pot.TACTICAL:
        words = _("%(partnership)s proposes it to the %(funder)s, which decides.") % names
    else:
        sends = (
            _("%(partnership)s sends its proposals to the %(funder)s by %(day)s.")
            if _today() <= round.submission_due
            else _("The proposals were due at the %(funder)s by %(day)s.")
        )
        words = f"{sends % names} {_decision_words(round)}"
    told = [words, _("We email %(email)s as soon as it is known.") % {"email": bid.contact_email}]
    if is_held(round.partnership) and round.partnership.hold_until:
        hold = _("Nothing is announced before %(day)s: %(reason)s.") % {
            "day": format_date(round.partnership.hold_until),
            "reason": round.partnership.hold_reason.rstrip("."),
        }
        told.append(hold)
    return _("The panel has scored your bid, and the decision is being prepared"), told, ""


def _decision_words(round: Round) -> str:
    """When the decision on the main route is expected."""
    if round.decision_expected is None:
        return _("The decision is expected in the weeks after that.")
    words = (
        _("The decision is expected by %(day)s.")
        if _today() <= round.decision_expected
        else _("The decision was expected by %(day)s, and has not come yet.")
    )
    return words % {"day": format_date(round.decision_expected)}


def _approved(bid: Bid) -> Told:
    amount = {"amount": format_pence(bid.award.amount_pence)}
    headline = _("Your bid was approved: you are offered %(amount)s") % amount
    if hasattr(bid.award, "agreement"):
        agreed = {
            "who": bid.award.agreement.accepted_by,
            "when": format_moment(bid.award.agreement.accepted_at),
            "partnership": bid.round.partnership,
        }
        words = (
            _(
                "%(who)s accepted the grant agreement at %(when)s. %(partnership)s now sets the project "
                "up, and tells you when you can claim."
            )
            % agreed
        )
        return _("You have accepted the grant of %(amount)s") % amount, [words], ""
    ends = offer_ends(bid.award)
    said = {"when": format_moment(ends), "partnership": bid.round.partnership}
    if timezone.now() >= ends:
        words = _("The offer stood until %(when)s. Ask an officer of %(partnership)s at once.")
        return headline, [words % said], ""
    words = _(
        "The offer stands until %(when)s. Read the grant agreement and accept it before then. "
        "Please do not spend against the grant before you have accepted it."
    )
    told = [words % said]
    asked = bid.requested_pence
    if asked and asked != bid.award.amount_pence:
        told.insert(0, _("You asked for %(asked)s.") % {"asked": format_pence(asked)})
    return headline, told, ""


def _monitored(bid: Bid) -> Told:
    period = _next_period(bid)
    if period is None:
        words = _("All your returns are in. %(partnership)s checks the last figures and closes it.")
        return _("Your project is running"), [words % {"partnership": bid.round.partnership}], ""
    late = period.due < in_london(timezone.now()).date()
    words = (
        _(
            "The return “%(name)s”, up to %(ends)s, was due by %(due)s. Please send it: nothing is "
            "paid until it is in."
        )
        if late
        else _("Next: the return “%(name)s”, up to %(ends)s. It is due by %(due)s.")
    ) % {
        "name": period.name,
        "ends": format_date(period.ends),
        "due": format_date(period.due),
    }
    return _("Your project is running"), [words], ""


def _next_period(bid: Bid) -> Period | None:
    return next((slot.period for slot in schedule(bid.award) if not slot.is_given), None)


def _closed(bid: Bid) -> Told:
    words = _(
        "The final return was accepted and the money is squared. There is nothing left to do."
    )
    return _("Your project is finished. Thank you."), [words], ""


def _declined(bid: Bid) -> Told:
    words = _(
        "If you think that this is a mistake, or would like to hear more, write to an officer of "
        "%(partnership)s. You can bid again in a later round."
    )
    told = [words % {"partnership": bid.round.partnership}]
    return _("Your bid was not approved"), told, _last_reason(bid)


def _withdrawn(bid: Bid) -> Told:
    last = announced(bid).select_related("note").last()
    if last and last.transition == Arrow.TURN_DOWN:
        words = _("The money goes back to the pot. There is nothing left to do.")
        return _("The offer was turned down or has lapsed"), [words], last.reason
    words = _("It is not considered any further. There is nothing left to do.")
    return _("Your bid was withdrawn"), [words], last.reason if last else ""


def _terminated(bid: Bid) -> Told:
    words = _("What was paid and not spent is to be paid back: %(partnership)s tells you how.")
    told = [words % {"partnership": bid.round.partnership}]
    return _("The project was ended early"), told, _last_reason(bid)


def _last_reason(bid: Bid) -> str:
    last = announced(bid).select_related("note").last()
    return reason_for_applicants(last) if last else ""


_TELL: dict[State, Callable[[Bid], Told]] = {
    State.DRAFT: _draft,
    State.SUBMITTED: _submitted,
    State.SIFTED: _sifted,
    State.APPROVED: _approved,
    State.MONITORED: _monitored,
    State.CLOSED: _closed,
    State.DECLINED: _declined,
    State.WITHDRAWN: _withdrawn,
    State.TERMINATED: _terminated,
}


def _actions(bid: Bid, state: State) -> list[Link]:
    def link(words: str, name: str) -> Link:
        return Link(words, reverse(name, args=[bid.reference]))

    copy = link(_("Read or print what you sent"), "bid-copy")
    withdraw = link(_("Withdraw the bid"), "bid-withdraw")
    agreement = link(_("Read the grant agreement"), "agreement")
    letter = link(_("Read the award letter"), "award-letter")
    if state == State.DRAFT:
        again = [link(_("See what you sent before"), "bid-copy")] if _was_sent(bid) else []
        write = link(_("Go on with the bid"), "bid-tasks")
        return [write, link(_("Check your answers and send it"), "bid-check"), *again, withdraw]
    if state == State.APPROVED:
        if hasattr(bid.award, "agreement"):
            return [agreement, letter, copy]
        over = timezone.now() >= offer_ends(bid.award)
        read = link(_("Read and accept the grant agreement"), "agreement")
        return [
            agreement if over else read,
            letter,
            link(_("Turn the offer down"), "bid-turn-down"),
            copy,
        ]
    if state == State.SUBMITTED or (state == State.SIFTED and not is_held(bid.round.partnership)):
        return [copy, withdraw]
    claims = link(_("Claims and payments"), "claims")
    if state == State.MONITORED:
        write = link(_("Write and send returns"), "returns")
        changes = link(_("Changes to what was agreed"), "variations")
        return [*_to_accept(bid), write, claims, changes, copy, agreement, letter]
    if state in (State.CLOSED, State.TERMINATED):
        return [claims, link(_("Read the returns"), "returns"), copy, agreement, letter]
    return [copy] if _was_sent(bid) else []


def _to_accept(bid: Bid) -> list[Link]:
    """The change to the agreement that waits for the organisation."""
    found = bid.award.variations.filter(state=Variation.State.DECIDED).first()
    if found is None:
        return []
    href = reverse("variation", args=[bid.reference, found.number])
    return [Link(_("Read a change to your grant, and accept it"), href)]


def _was_sent(bid: Bid) -> bool:
    return bid.history.filter(transition=Arrow.SUBMIT).exists()


def _today() -> date:
    return in_london(timezone.now()).date()
