"""A subgroup that leads a priority reads how its projects go: who may, and what they see."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from awards.models import Terms
from base.errors import Refused
from base.verbs import verb
from bids.announcements import kept_back
from bids.models import Bid
from bids.states import State
from funds.statement import Line, statement
from monitoring.models import Return
from notices.actions import tell
from notices.links import link
from people.emails import person_with
from people.models import User
from people.permissions import Permission, may, require
from rounds.models import Priority, PriorityReader

SHOWN = (State.APPROVED, State.MONITORED, State.CLOSED, State.TERMINATED)


@dataclass(frozen=True)
class Project:
    """What a subgroup reads of a project that serves its priority."""

    bid: Bid
    terms: Terms
    line: Line
    latest: Return | None
    """The latest return that an officer accepted."""


@verb
def let_read(*, priority: Priority, email: str, by: User) -> PriorityReader:
    """Let somebody read how a priority's projects go; they are told, and sign in with a code."""
    require(by, Permission.OPEN_ROUND, priority.round.partnership)
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("Enter an email address, such as name@example.org.")) from None
    reader, made = PriorityReader.objects.get_or_create(priority=priority, user=person_with(email))
    if not made:
        raise Refused(_("%(email)s may read it already.") % {"email": email})
    fields = {
        "priority": str(priority),
        "round": priority.round.title,
        "partnership": priority.round.partnership.name,
        "link": link("priority-progress", priority.round.code, priority.pk),
    }
    tell(to=email, kind="priority-reader", fields=fields, partnership=priority.round.partnership)
    return reader


@verb
def stop_reading(*, reader: PriorityReader, by: User) -> None:
    """Let somebody read it no more."""
    require(by, Permission.OPEN_ROUND, reader.priority.round.partnership)
    PriorityReader.objects.filter(pk=reader.pk).delete()


def find_priority(user: User, code: str, pk: int) -> tuple[Priority, bool]:
    """A priority whose progress the person may read, and whether they read all of the papers."""
    related = ("round__partnership", "round__funder")
    priority = Priority.objects.select_related(*related).filter(pk=pk, round__code=code).first()
    if priority is None:
        raise Http404
    reads = may(user, Permission.READ, priority.round.partnership)
    if not reads and not (user.is_active and priority.readers.filter(user=user).exists()):
        raise Http404
    return priority, reads


def read_by(user: User) -> QuerySet[Priority]:
    """The priorities whose progress somebody was let in to (one query)."""
    found = Priority.objects.filter(readers__user=user).select_related("round")
    return found.order_by("-round__opens", "position")


def projects_of(priority: Priority, *, reads: bool) -> list[Project]:
    """The awarded projects that serve a priority (six queries, whatever their number).

    What a publicity hold keeps back is there for those alone who read the papers.
    """
    bids = list(
        priority.bids.filter(state__in=SHOWN)
        .select_related("organisation", "award", "round__partnership")
        .order_by("reference")
    )
    hidden = set() if reads else kept_back(bids)
    terms = {one.award_id: one for one in _terms(bids)}
    returns = defaultdict(list)
    rows = Return.objects.accepted().filter(award__bid__in=bids).select_related("period")
    for sent in rows.prefetch_related("actuals__measure").order_by("period__ends", "pk"):
        returns[sent.award_id].append(sent)
    lines = statement(priority.round).awards
    return [
        Project(
            bid,
            terms[bid.award.pk],
            lines.get(bid.reference, Line()),
            returns[bid.award.pk][-1] if returns[bid.award.pk] else None,
        )
        for bid in bids
        if bid.pk not in hidden
    ]


def _terms(bids: list[Bid]) -> QuerySet[Terms]:
    """The terms of some bids' awards, so that the latest of each comes last."""
    return Terms.objects.filter(award__bid__in=bids).order_by("version")
