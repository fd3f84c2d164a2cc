"""How far the panel is, in words and colours."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bids.presenters import bid_link, title
from people.models import User
from rounds.presenters import ROUTES
from scoring.panel_forms import AssignForm
from scoring.progress import OfBid, OfMember, OfRoute
from ui.parts import Badge, Column, Content, Lines, Link, Table

ENOUGH = Badge(gettext_lazy("Enough"), "green")
CANNOT = Badge(gettext_lazy("Cannot be met"), "red")
FINISHED = Badge(gettext_lazy("Finished"), "green")


@dataclass(frozen=True)
class RouteShown:
    """A route of the panel's page."""

    code: str
    title: str
    needs: str
    who: str
    members: Table
    bids: Table
    form: AssignForm
    cannot: int
    """How many bids cannot have enough scores any more."""
    waits: int


def route_shown(found: OfRoute, code: str, form: AssignForm, *, may: bool) -> RouteShown:
    """A route of a round (its code) with its members and bids; ``may`` whether to act on it."""
    return RouteShown(
        code=found.pot,
        title=str(ROUTES[found.pot]),
        needs=ngettext(
            "A bid needs the scores of %(count)s member without an interest.",
            "A bid needs the scores of %(count)s members without an interest.",
            found.quorum,
        )
        % {"count": found.quorum},
        who=_who(found),
        members=members_table(found.members, code if may else ""),
        bids=bids_table(found.bids, may=may),
        form=form,
        cannot=sum(one.cannot_be for one in found.bids),
        waits=found.waits,
    )


def _who(found: OfRoute) -> str:
    if not found.spread:
        return _("Everybody on this panel scores every bid.")
    if found.spread == len(found.bids):
        return _("Each bid is scored by some members.")
    return _("%(spread)s of %(all)s bids are scored by some members, the others by everybody.") % {
        "spread": found.spread,
        "all": len(found.bids),
    }


def members_table(members: Iterable[OfMember], code: str) -> Table:
    """The members of a route's panel, each with how far they are; with the code of the round also
    the papers for those who score away from the service.
    """
    return Table(
        caption=_("Members"),
        columns=[
            Column(_("Member")),
            Column(_("Interests declared"), numeric=True),
            Column(_("Begun"), numeric=True),
            Column(_("Sent"), numeric=True),
            Column(_("Still to score")),
            *([Column(_("On paper"))] if code else []),
        ],
        rows=[
            [
                Lines(
                    [str(one.member)],
                    one.member.email if str(one.member) != one.member.email else "",
                ),
                _of(one.declared, one.of_route),
                str(one.begun),
                _of(one.sent, one.bids),
                _waits(one),
                *([_papers(one, code)] if code else []),
            ]
            for one in members
        ],
    )


def _papers(one: OfMember, code: str) -> Content:
    if not one.waits:
        return ""
    if not one.declared:
        return _("Once they have declared")
    args = [code, one.member.pk]
    return Lines(
        [
            Link(_("Pack of bids"), reverse("panel-pack", args=args)),
            Link(_("Scoring workbook"), reverse("scoring-workbook", args=args)),
        ]
    )


def _of(some: int, all_of_them: int) -> str:
    return _("%(some)s of %(all)s") % {"some": some, "all": all_of_them}


def _waits(one: OfMember) -> Content:
    if not one.bids:
        return _("Nothing to score")
    if not one.waits:
        return FINISHED
    return ngettext("%(count)s bid", "%(count)s bids", one.waits) % {"count": one.waits}


def bids_table(bids: Iterable[OfBid], *, may: bool) -> Table:
    """The bids of a route, each with who has sent and who is awaited; never with points."""
    return Table(
        caption=_("Bids"),
        columns=[
            Column(_("Bid")),
            Column(_("Sent")),
            Column(_("Awaited")),
            Column(_("Interest")),
            Column(_("Enough scores?")),
        ],
        rows=[
            [
                Lines([bid_link(one.bid)], f"{title(one.bid)} ({one.bid.organisation})"),
                Lines([_names(one.sent) or _("Nobody yet")], _gone(one)),
                _names(one.waiting),
                _names(one.apart),
                _quorum(one, may=may),
            ]
            for one in bids
        ],
        wide=True,
    )


def _names(members: Iterable[User]) -> str:
    return ", ".join(str(member) for member in members)


def _gone(one: OfBid) -> str:
    if not one.gone:
        return ""
    words = ngettext(
        "and %(count)s who is no longer on the panel, and counts",
        "and %(count)s who are no longer on the panel, and count",
        one.gone,
    )
    return words % {"count": one.gone}


def _quorum(one: OfBid, *, may: bool) -> Content:
    words = {"count": one.counted, "needs": one.needs}
    parts: list[Badge | Link | str] = []
    hint = ""
    if one.is_enough:
        parts.append(ENOUGH)
    elif one.cannot_be:
        parts.append(CANNOT)
        hint = (
            _("The scores were revealed, and %(count)s of %(needs)s count.")
            if one.bid.revealed
            else _(
                "%(count)s of %(needs)s have sent and too few are left: add a member to the panel, "
                "or give the bid to more members."
            )
        ) % words
        if one.bid.revealed and may:
            address = reverse("bid-ask-late", args=[one.bid.reference])
            parts.append(Link(_("Ask a member late"), address))
    else:
        parts.append(_("%(count)s of %(needs)s") % words)
    if one.bid.changed_since:
        hint = (
            f"{hint} {_('Changed after it was scored: look at the scores again at the meeting.')}"
        )
    return Lines(parts, hint.strip())
