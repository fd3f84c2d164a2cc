"""The way to the meeting: its day, who signs which row of the implications, and members' questions."""

from datetime import date, datetime

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from notices.actions import tell
from notices.links import link
from notices.once import first
from people.models import User
from people.permissions import Permission, require
from reports.gathering import gather
from reports.meeting.rows import signables
from reports.models import MembersQuestion, SignOff
from rounds.models import Round
from rounds.models import locked as hold
from ui.dates import format_date, in_london

SALT = "reports.sign-off"
RELATED = ("round__partnership", "round__funder", "asked_by")


@verb
def set_meeting(*, round: Round, day: date, by: User) -> Round:
    """Set the day of the committee's meeting. Raises ``Refused`` for one before the round opened."""
    require(by, Permission.SEND_SUBMISSION, round.partnership)
    round = hold(round)
    if day < in_london(round.opens).date():
        raise Refused(_("The meeting comes after the round opened. Check the year."))
    round.committee = day
    round.save(update_fields=["committee"])
    return round


@verb
def ask_to_sign(*, round: Round, issue: str, name: str, email: str, due: date, by: User) -> SignOff:
    """Ask an officer by email to sign a row, by a link that needs no account.

    An earlier request for the row that was not answered is withdrawn: its link says so. Raises
    ``Refused`` for a row that there is not, a day that has gone, and a row that is signed already.
    """
    require(by, Permission.SEND_SUBMISSION, round.partnership)
    round = hold(round)
    found = next((one for one in signables(gather(round)) if one.code == issue), None)
    if found is None:
        raise Refused(_("There is no such row."))
    if found.is_signed:
        raise Refused(_("This row is signed already, and its words have not changed."))
    if due < in_london(timezone.now()).date():
        raise Refused(_("The day has gone. Give today or a day to come."))
    if found.asked and found.asked.answered_at is None:
        _withdraw(found.asked)
    asked = SignOff.objects.create(
        round=round,
        issue=issue,
        text=found.row.words,
        name=name,
        email=email,
        due=due,
        asked_by=by,
    )
    _tell(asked, "sign-off-asked")
    return asked


@verb
def withdraw_request(*, asked: SignOff, by: User) -> SignOff:
    """Take a request back. Raises ``Refused`` where it was answered."""
    require(by, Permission.SEND_SUBMISSION, asked.round.partnership)
    asked = _locked(asked)
    if asked.answered_at is not None:
        raise Refused(_("It was answered already: %(name)s.") % {"name": asked.signed_name})
    return _withdraw(asked)


@verb
def answer_request(
    *, asked: SignOff, agreed: bool, name: str, reply: str = "", at: datetime | None = None
) -> SignOff:
    """The officer's answer, under their name. Raises ``Refused`` where it was answered or withdrawn,
    and for a no without a word why.
    """
    asked = _locked(asked)
    if asked.withdrawn_at is not None:
        raise Refused(_("This request was taken back. Another one may have been sent to you."))
    if asked.answered_at is not None:
        raise Refused(
            _("This was answered already, by %(name)s on %(day)s.")
            % {
                "name": asked.signed_name,
                "day": format_date(in_london(asked.answered_at).date()),
            }
        )
    if not agreed and not reply:
        raise Refused(_("Say what should change."))
    asked.agreed, asked.reply, asked.signed_name = agreed, reply, name
    asked.answered_at = at or timezone.now()
    asked.save()
    _tell(asked, "sign-off-answered", to=asked.asked_by.email)
    return asked


@verb
def remind_to_sign(*, asked: SignOff) -> SignOff:
    """Remind an officer whose day has gone."""
    _tell(asked, "sign-off-overdue")
    return asked


@verb
def remind_now(*, asked: SignOff, by: User) -> SignOff:
    """Remind an officer when somebody asks for it. Raises ``Refused`` where that was done today already."""
    require(by, Permission.SEND_SUBMISSION, asked.round.partnership)
    if not first(f"sign-off-now:{asked.pk}:{in_london(timezone.now()).date()}"):
        raise Refused(
            _("%(name)s was reminded today already. Wait until tomorrow, or ring them.")
            % {"name": asked.name}
        )
    return remind_to_sign(asked=asked)


def token_of(asked: SignOff) -> str:
    """What the link holds: the request's key, signed so that nobody can make one up."""
    return signing.Signer(salt=SALT).sign(str(asked.pk))


def find_by_token(token: str) -> SignOff | None:
    """The request of a link; nothing where the link is not ours or not whole."""
    try:
        key = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return SignOff.objects.select_related(*RELATED).filter(pk=key).first()


def _locked(asked: SignOff) -> SignOff:
    return (
        SignOff.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round__partnership", "asked_by")
        .get(pk=asked.pk)
    )


def _withdraw(asked: SignOff) -> SignOff:
    asked.withdrawn_at = timezone.now()
    asked.save(update_fields=["withdrawn_at"])
    return asked


def _tell(asked: SignOff, kind: str, *, to: str = "") -> None:
    """Email about a request: to who signs, or to somebody else with the answer."""
    round = asked.round
    answered = asked.answered_at is not None
    fields = {
        "person": asked.name,
        "issue": asked.row_name,
        "round": round.title,
        "partnership": round.partnership.name,
        "committee": round.partnership.committee,
        "meeting": format_date(round.committee),
        "due": format_date(asked.due),
        "asker": str(asked.asked_by),
        "link": link("sign-offs", round.code) if answered else link("sign-off", token_of(asked)),
    }
    if answered:
        fields["other"] = asked.signed_name
        fields["answer"] = _("agrees.") if asked.agreed else _("does not agree.")
        fields["reply"] = asked.reply
    tell(to=to or asked.email, kind=kind, fields=fields, partnership=round.partnership)


@verb
def record_question(
    *,
    round: Round,
    asked_by: str,
    asked_on: date,
    question: str,
    owner: str,
    due: date,
    by: User,
) -> MembersQuestion:
    """Record what a member asked about a round, who is to answer it and by when.

    Raises ``Refused`` where it was asked in the future, or is due before it was asked.
    """
    require(by, Permission.SEND_SUBMISSION, round.partnership)
    if asked_on > in_london(timezone.now()).date():
        raise Refused(_("The day on which it was asked has not come yet."))
    if due < asked_on:
        raise Refused(_("The answer cannot be due before the question was asked."))
    return MembersQuestion.objects.create(
        round=round,
        asked_by=asked_by,
        asked_on=asked_on,
        question=question,
        owner=owner,
        due=due,
        recorded_by=by,
    )


@verb
def answer_question(
    *, question: MembersQuestion, answer: str, answered_on: date, by: User
) -> MembersQuestion:
    """Keep the answer to a question; it may be bettered until the report that carries it is published.

    Raises ``Refused`` where it was answered in the future, or before it was asked.
    """
    require(by, Permission.SEND_SUBMISSION, question.round.partnership)
    question = MembersQuestion.objects.select_for_update().get(pk=question.pk)
    if answered_on > in_london(timezone.now()).date():
        raise Refused(_("The day of the answer has not come yet."))
    if answered_on < question.asked_on:
        raise Refused(_("The answer cannot be older than the question."))
    question.answer, question.answered_on = answer, answered_on
    question.save(update_fields=["answer", "answered_on"])
    return question
