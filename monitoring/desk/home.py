"""What somebody's own bids need from them now."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions import offer_ends
from bids.actions import deadline
from bids.announcements import kept_back, shown_state
from bids.models import Bid, Query
from bids.presenters import bid_link, state_badge, title
from bids.querysets import BidQuerySet
from bids.states import State
from monitoring.models import Return, Variation
from people.models import User
from rounds.models import Period
from ui.dates import format_date, format_moment, in_london
from ui.parts import Column, Content, Lines, Link, Table

SOON = timedelta(days=30)
"""From how long before its day a return is something that a project needs to do."""


def own_bids(user: User) -> BidQuerySet:
    """The bids of the person's organisations, and those that they were let in to."""
    mine = Q(organisation__in=user.organisations.all()) | Q(pk__in=user.bids_let_in_to.values("pk"))
    related = ("organisation", "round__partnership", "award__agreement")
    owed = _owed_return(in_london(timezone.now()).date())
    return (
        Bid.objects.visible_to(user)
        .filter(mine)
        .select_related(*related)
        .annotate(to_accept=Subquery(_change_to_accept().values("number")[:1]))
        .annotate(owed=Subquery(owed.values("pk")[:1]), owed_due=Subquery(owed.values("due")[:1]))
    )


def _owed_return(today: date) -> QuerySet[Period]:
    """The first return that is due soon or overdue and not given; inside a query of bids."""
    given = Return.objects.given().filter(
        period=OuterRef("pk"), award__bid=OuterRef(OuterRef("pk"))
    )
    owes = Q(final=True) | Q(round__bids__award__approved_at__date__lte=F("ends"))
    return Period.objects.filter(
        owes, ~Exists(given), round__bids=OuterRef("pk"), due__lte=today + SOON
    ).order_by("ends", "pk")


def _change_to_accept() -> QuerySet[Variation]:
    """The change to its agreement that a project has to accept; inside a query of bids."""
    return Variation.objects.filter(award__bid=OuterRef("pk"), state=Variation.State.DECIDED)


def home_table(bids: Iterable[Bid]) -> Table:
    """Each bid with what it needs now, those that need something first (two queries)."""
    found = list(bids)
    kept = kept_back(found)
    asked = dict(
        Query.objects.filter(bid__in=found, answered_at=None)
        .order_by("-due")
        .values_list("bid", "due")
    )
    rows: list[tuple[bool, list[Content]]] = []
    for bid in found:
        state = shown_state(bid, kept)
        step = next_step(bid, state, asked.get(bid.pk)) or _accept(bid) or _return_to_send(bid)
        row: list[Content] = [
            Lines([bid_link(bid)], title(bid)),
            Lines([bid.organisation.name], bid.round.title),
            state_badge(state),
            step or _("Nothing from you now"),
        ]
        rows.append((step is None, row))
    return Table(
        caption=_("Your bids"),
        columns=[
            Column(_("Bid")),
            Column(_("Organisation")),
            Column(_("State")),
            Column(_("What it needs from you")),
        ],
        rows=[row for _idle, row in sorted(rows, key=lambda pair: pair[0])],
    )


def next_step(bid: Bid, state: str, asked: datetime | None) -> Content | None:
    """What the applicant has to do now; nothing where others have. ``asked`` is an answer's due time."""
    page, now = reverse("bid", args=[bid.reference]), timezone.now()
    if state == State.DRAFT:
        due = deadline(bid)
        if now >= due:
            return _("It was not sent in time. Ask an officer of the partnership.")
        words = _("Change it and send it again") if bid.change_by else _("Finish it and send it")
        asked_for = bid.change_by if bid.change_by and bid.change_by > now else due
        before = _("before %(due)s") % {"due": format_moment(min(due, asked_for))}
        return Lines([Link(words, reverse("bid-tasks", args=[bid.reference]))], before)
    if state == State.SUBMITTED and asked:
        before = _("before %(due)s") % {"due": format_moment(asked)}
        return Lines([Link(_("Answer the question"), page)], before)
    if state == State.APPROVED and not hasattr(bid.award, "agreement"):
        ends = offer_ends(bid.award)
        said = {"ends": format_moment(ends)}
        if now >= ends:
            return _("The offer stood until %(ends)s. Ask an officer of the partnership.") % said
        before = _("The offer stands until %(ends)s") % said
        return Lines([Link(_("Read the agreement and accept it"), page)], before)
    return None


def _accept(bid: Any) -> Content | None:
    """The change to its agreement that waits for the organisation."""
    if bid.to_accept is None or bid.state not in (State.APPROVED, State.MONITORED):
        return None
    href = reverse("variation", args=[bid.reference, bid.to_accept])
    return Link(_("Read a change to your grant, and accept it"), href)


def _return_to_send(bid: Any) -> Content | None:
    """The return of a running project that is due soon, or overdue."""
    if bid.state != State.MONITORED or bid.owed is None:
        return None
    late = bid.owed_due < in_london(timezone.now()).date()
    words = _("Send the return that is overdue") if late else _("Write the return and send it")
    by = _("It was due by %(due)s") if late else _("by %(due)s")
    href = reverse("return", args=[bid.reference, bid.owed])
    return Lines([Link(words, href)], by % {"due": format_date(bid.owed_due)})
