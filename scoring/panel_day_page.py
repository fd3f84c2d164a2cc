"""What the page of one bid in the meeting shows, to whoever looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext

from bids.models import Bid
from bids.presenters import title
from bids.states import State
from people.permissions import Permission
from scoring import panel_day_presenters as words
from scoring.actions import lacking
from scoring.models import Discussion
from scoring.panel import Panel
from scoring.panel_day import Turn, discussion_of, next_bid, turns
from scoring.panel_day_forms import DiscussionForm, RevealForm
from scoring.reveal import Sheet, open_sheet
from scoring.settling import settle
from scoring.sight import Scores
from scoring.viewers import Viewer

LOOK = "app-meeting"
"""The style of the meeting's pages: big, and as wide as the projector."""


@dataclass(frozen=True)
class Meeting:
    """A bid on panel day as it stands, for one person."""

    viewer: Viewer
    bid: Bid
    turn: Turn
    sheet: Sheet | None
    """The scores, once they were revealed, where the person sees them."""

    @property
    def panel(self) -> Panel:
        """The round's panel."""
        return self.viewer.panel

    @property
    def discussion(self) -> Discussion | None:
        """The discussion, once the scores were revealed."""
        return discussion_of(self.bid)

    @property
    def blind(self) -> bool:
        """Whether the room must not see who bids."""
        return self.bid.round.blind

    @property
    def closed(self) -> str:
        """Why the bid is not taken through the meeting now; nothing where it is."""
        return words.closed_words(self.turn, blind=self.blind)

    @property
    def chairs(self) -> bool:
        """Whether the person may reveal and write down what the panel agrees."""
        return Permission.SIFT in self.viewer.permissions and self.bid.pk not in self.viewer.stakes

    def form(self, data: Any = None) -> DiscussionForm | None:
        """What an officer may write, where they see the scores that it is about."""
        if self.sheet is None or self.discussion is None or not self.chairs:
            return None
        return DiscussionForm(data, rows=self.sheet.rows, discussion=self.discussion)


def read_meeting(bid: Bid, viewer: Viewer) -> Meeting:
    """A bid that the person may see, as it stands now."""
    turn = turns(Bid.objects.filter(pk=bid.pk), viewer.panel)[0]
    found = turn.bid
    found.round = bid.round
    _settle(found, viewer.panel)
    sees = discussion_of(found) is not None and viewer.sight_of(found).scores is Scores.ALL
    return Meeting(
        viewer=viewer,
        bid=found,
        turn=turn,
        sheet=open_sheet(found) if sees else None,
    )


def _settle(bid: Bid, panel: Panel) -> None:
    """Leave out who has an interest by now, before the sums are shown: two organisations may have been
    merged since.
    """
    if bid.state != State.SUBMITTED or discussion_of(bid) is None:
        return
    held = set(bid.interests.values_list("member", flat=True))
    if {member for pk, member in panel.conflicted if pk == bid.pk} - held:
        settle(round=bid.round)


def shown(
    meeting: Meeting,
    *,
    form: DiscussionForm | None = None,
    reveal_form: RevealForm | None = None,
) -> dict[str, Any]:
    """The page's context; ``form`` and ``reveal_form`` are those that were posted."""
    bid, open_now = meeting.bid, not meeting.closed
    if open_now and not meeting.discussion and meeting.chairs:
        reveal_form = reveal_form or RevealForm(None, waiting=meeting.turn.waiting)
    form = (form or meeting.form()) if open_now else None
    onward = next_bid(meeting.viewer.user, bid)
    return {
        "look": LOOK,
        "bid": bid,
        "title": title(bid),
        "name": words.shown_name(bid, blind=meeting.blind),
        "now": timezone.now(),
        "closed": meeting.closed,
        "discussion": meeting.discussion,
        "leaving": _leaving(meeting),
        "sent": _sent(meeting) if meeting.viewer.reads and not meeting.discussion else None,
        "reveal_form": reveal_form,
        "form": form,
        "viewer": meeting.viewer,
        "may_sift": Permission.SIFT in meeting.viewer.permissions,
        "onward": onward,
        **_scores(meeting, form),
        **({} if onward else _left(meeting)),
    }


def _scores(meeting: Meeting, form: DiscussionForm | None) -> dict[str, Any]:
    """The scores, once they are revealed, where the person sees them."""
    sheet, discussion = meeting.sheet, meeting.discussion
    if sheet is None or discussion is None:
        return {}
    return {
        "sheet": sheet,
        "points": words.points_table(sheet, (person.user for person in meeting.panel.people)),
        "totals": words.totals(sheet),
        "sections": words.sections(sheet, form),
        "took": words.took(discussion.revealed_at, discussion.done_at or timezone.now()),
    }


def _leaving(meeting: Meeting) -> str:
    """Who leaves the room, as a sentence."""
    names = [
        str(user)
        for user in meeting.panel.of_route(meeting.bid.route)
        if (meeting.bid.pk, user.pk) in meeting.panel.conflicted
    ]
    if not names:
        return ""
    return ngettext(
        "%(names)s has an interest in this bid and leaves the room.",
        "%(names)s have an interest in this bid and leave the room.",
        len(names),
    ) % {"names": ", ".join(names)}


def _sent(meeting: Meeting) -> Mapping[str, str]:
    """Who has sent scores, and who is awaited."""
    members = meeting.panel.expected(meeting.bid)
    sent = [member for member in members if meeting.panel.has_sent(meeting.bid, member)]
    return {"yes": ", ".join(map(str, sent)), "no": ", ".join(map(str, meeting.turn.waiting))}


def _left(meeting: Meeting) -> dict[str, Any]:
    """After the last bid: what the bids of the route still lack before they can be sifted."""
    if not meeting.viewer.reads:
        return {}
    round, route = meeting.bid.round, meeting.bid.route
    submitted = round.bids.filter(state=State.SUBMITTED, route=route)
    bids = list(submitted.exclude(gate_checks__passed=False).order_by("reference"))
    return {"lacking": list(lacking(round, bids).items()), "waits": bool(bids)}
