"""Interests: what panel members declare of the organisations that bid, and what follows from it.

An interest takes the bids of an organisation out of the member's sight, and their scores out of the
sums of what is submitted. A bid that was sifted keeps its sums until it is reopened.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from base.errors import NotAllowed, Refused
from base.models import note
from base.verbs import happened, verb
from bids.mail import tell_officers
from bids.states import State
from notices.links import link
from people.audit import record
from people.models import AuditRow, Organisation, User
from people.permissions import Permission, require
from rounds.models import Round
from rounds.models import locked as hold
from scoring.connections import Connection, connections
from scoring.models import Declaration, Interest, Score
from scoring.panel import declarations, declared, panel_people
from scoring.settling import settle

MOST = 300
"""Characters of what somebody says of an interest."""


@dataclass(frozen=True)
class Answer:
    """What a member says of one organisation: of an interest what it is, of none perhaps why not."""

    has_interest: bool
    words: str = ""


@verb
def declare(
    *,
    round: Round,
    member: User,
    answers: Mapping[Organisation, Answer],
    by: User,
    at: datetime | None = None,
) -> list[Declaration]:
    """Record what a panel member declares of some organisations, and give what was new.

    The member says it, or an officer for them. An answer that stands already is left as it is. Raises
    ``Refused`` for an interest without words, for none where the service found a connection and nobody
    says why, where somebody belongs to who bids, and where an interest stands: that is lifted (``lift``).
    """
    round = hold(round)
    _refuse_unless_may(round, member, by)
    when, stands = happened(at), declared(round)
    bidding = set(round.bids.exclude(state=State.DRAFT).values_list("organisation", flat=True))
    found = connections(round, member)
    fresh = []
    for given, said in answers.items():
        organisation = given.merged_into or given
        answer = Answer(said.has_interest, said.words.strip())
        standing = stands.get((organisation.pk, member.pk))
        if standing and says_the_same(standing, answer):
            continue
        if organisation.pk not in bidding:
            raise Refused(_("%(organisation)s does not bid.") % {"organisation": organisation})
        if why_not := problem(organisation, answer, standing, found.get(organisation.pk, ())):
            raise Refused(why_not)
        fresh.append(write(round, member, organisation, answer, by=by, at=when))
    _follow(round, member, fresh)
    return fresh


def says_the_same(standing: Declaration, answer: Answer) -> bool:
    """Whether an answer is the one that stands."""
    words = standing.note.text if standing.note else ""
    return (standing.has_interest, words) == (answer.has_interest, answer.words)


def problem(
    organisation: Organisation,
    answer: Answer,
    standing: Declaration | None,
    found: Collection[Connection],
) -> str:
    """What is wrong with an answer, as a sentence that says what to do; nothing where all is well."""
    said = {"organisation": organisation, "most": MOST}
    if len(answer.words) > MOST:
        return _("Say it of %(organisation)s in %(most)s characters or fewer.") % said
    if answer.has_interest:
        return "" if answer.words else _("Say what the interest in %(organisation)s is.") % said
    if standing and standing.has_interest:
        return (
            _(
                "An interest in %(organisation)s was declared. It stands until an officer lifts it, "
                "with a reason."
            )
            % said
        )
    if any(one.kind.is_own for one in found):
        return (
            _(
                "Who belongs to %(organisation)s, or writes its bid, has an interest in it: answer yes. "
                "If it is wrong that they belong to it, an officer puts it right first."
            )
            % said
        )
    if found and not answer.words:
        return _("Say why there is no interest in %(organisation)s after all.") % said
    return ""


def _refuse_unless_may(round: Round, member: User, by: User) -> None:
    """The member themselves, or an officer for them; and a member of this round's panel."""
    if by != member:
        require(by, Permission.RECORD_SCORES, round.partnership)
    if member not in [person.user for person in panel_people(round)]:
        words = _("%(member)s is not on the panel of %(round)s.")
        raise NotAllowed(words % {"member": member, "round": round})


def write(
    round: Round,
    member: User,
    organisation: Organisation,
    answer: Answer,
    *,
    by: User,
    at: datetime,
) -> Declaration:
    """Write a declaration, whatever follows from it. For verbs of this app."""
    return Declaration.objects.create(
        round=round,
        member=member,
        organisation=organisation,
        has_interest=answer.has_interest,
        note=note(answer.words),
        by=by,
        at=at,
    )


def _follow(round: Round, member: User, fresh: Iterable[Declaration]) -> None:
    """What an interest changes: the sums of submitted bids, the trail, what officers are told."""
    for row in fresh:
        bids = round.bids.filter(organisation=row.organisation_id).select_related(
            "organisation", "round__partnership"
        )
        scored = set(
            Score.objects.filter(bid__in=bids, member=member).values_list("bid", flat=True)
        )
        if row.by != member or (row.has_interest and scored):
            _keep_trail(row, after_scoring=bool(scored))
        if not row.has_interest:
            continue
        words = row.note.text if row.note else ""
        Interest.objects.filter(bid__in=bids.filter(state=State.SUBMITTED), member=member).update(
            words=words
        )
        counted = bids.filter(pk__in=scored, state=State.SIFTED)
        for bid in counted.exclude(interests__member=member):
            fields = {"person": str(member), "interest": words}
            tell_officers(
                bid,
                "interest-after-sift",
                {**fields, "register": link("interests-register", round.code)},
            )
    settle(round=round)


def _keep_trail(row: Declaration, *, after_scoring: bool) -> None:
    if not row.has_interest:
        said = _("No interest, recorded by an officer")
    elif after_scoring:
        said = _("An interest, declared after scores were sent")
    else:
        said = _("An interest, recorded by an officer")
    record(
        AuditRow.What.INTEREST,
        by=row.by,
        about=row.member,
        partnership=row.round.partnership,
        organisation=row.organisation,
        text=said,
    )


@verb
def lift(
    *,
    round: Round,
    member: User,
    organisation: Organisation,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> list[Declaration]:
    """Lift an interest that a panel member declared, with a reason. An officer does, never the member.

    Of an organisation with which another was merged, the interest in either is lifted.
    """
    round = hold(round)
    require(by, Permission.RECORD_SCORES, round.partnership)
    if by == member:
        raise NotAllowed(_("Nobody lifts their own interest. Ask another officer."))
    if not reason.strip():
        raise Refused(_("Say why the interest is lifted."))
    latest = {row.organisation_id: row for row in declarations(round).filter(member=member)}
    kept = organisation.merged_into_id or organisation.pk
    standing = [
        row
        for row in latest.values()
        if row.has_interest and (row.organisation.merged_into_id or row.organisation_id) == kept
    ]
    if not standing:
        said = {"member": member, "organisation": organisation}
        raise Refused(_("%(member)s has no interest declared in %(organisation)s.") % said)
    answer, when = Answer(has_interest=False, words=reason.strip()), happened(at)
    done = [write(round, member, row.organisation, answer, by=by, at=when) for row in standing]
    record(
        AuditRow.What.INTEREST,
        by=by,
        about=member,
        partnership=round.partnership,
        organisation=organisation,
        text=_("Interest lifted: %(reason)s") % {"reason": reason.strip()},
    )
    settle(round=round)
    return done
