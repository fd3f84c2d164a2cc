"""The returns of a round: every project and period, with what is overdue or waits to be read."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from awards.models import Award
from base.paging import key, one_page
from bids.states import State
from monitoring.models import Return
from monitoring.returns.presenters import badges, rag_badge
from monitoring.returns.schedule import Slot, is_behind, slots
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.viewers import find_papers
from ui.dates import format_date, in_london
from ui.fields import ChoiceField
from ui.forms import Form, page
from ui.parts import Column, Content, Lines, Link, Table

OVERDUE, SENT = "overdue", "sent"
PROJECTS = (State.MONITORED, State.CLOSED, State.TERMINATED)


class ShowForm(Form):
    """Which returns are shown."""

    marks_optional = False

    show = ChoiceField(
        label=gettext_lazy("Show"),
        choices=[
            ("", gettext_lazy("All returns")),
            (OVERDUE, gettext_lazy("Overdue")),
            (SENT, gettext_lazy("Sent: to be read")),
            (Return.Rag.RED.value, gettext_lazy("Accepted as red")),
            (Return.Rag.AMBER.value, gettext_lazy("Accepted as amber")),
        ],
        required=False,
        select=True,
    )


@require_safe
@login_required
def returns_list(request: SignedInRequest, code: str) -> HttpResponse:
    """The projects of a round with their returns, a page at a time by key."""
    round = find_papers(request.user, code)
    form = ShowForm(request.GET)
    show = form.cleaned_data.get("show", "") if form.is_valid() else ""
    today = in_london(timezone.now()).date()
    awards, last = one_page(_after(_awards(round, show, today), request.GET.get("after", "")))
    address = reverse("returns-list", args=[code])
    context = {
        "round": round,
        "form": form,
        "show": show,
        "table": returns_list_table(_slots(round, awards, show, today), today),
        "after": f"{address}?show={show}&after={last}" if last else "",
    }
    return page(request, "monitoring/returns_list.html", context)


def _awards(round: Round, show: str, today: date) -> QuerySet[Award]:
    """The awards of a round that have a return of the kind that is asked for."""
    found = Award.objects.filter(bid__round=round, bid__state__in=PROJECTS)
    theirs = Return.objects.filter(award=OuterRef("pk"))
    if show == OVERDUE:
        return found.filter(is_behind(round.periods.all(), today), bid__state=State.MONITORED)
    if show == SENT:
        return found.filter(Exists(theirs.filter(state=Return.State.SENT)))
    if show:
        return found.filter(Exists(theirs.accepted().filter(rag=show)))
    return found


def _after(found: QuerySet[Award], cursor: str) -> QuerySet[Award]:
    """Those after a key, in the order of their keys."""
    found, last = found.select_related("bid__organisation").order_by("pk"), key(cursor)
    return found if last is None else found.filter(pk__gt=last)


def _slots(round: Round, awards: list[Award], show: str, today: date) -> list[Slot]:
    """The returns of some awards that are of the kind that is asked for (two queries)."""
    periods = list(round.periods.all())
    returns: dict[int, list[Return]] = defaultdict(list)
    for sent in Return.objects.filter(award__in=awards).defer("typed"):
        returns[sent.award_id].append(sent)
    found = [slot for award in awards for slot in slots(award, periods, returns[award.pk])]
    return [slot for slot in found if _is_shown(slot, show, today)]


def _is_shown(slot: Slot, show: str, today: date) -> bool:
    if show == OVERDUE:
        return slot.is_overdue(today)
    if show == SENT:
        return slot.sent is not None and slot.sent.state == Return.State.SENT
    if show:
        sent = slot.sent
        return sent is not None and (sent.state, sent.rag) == (Return.State.ACCEPTED, show)
    return True


def returns_list_table(found: list[Slot], today: date) -> Table:
    """Each project's returns."""
    return Table(
        caption=_("Returns"),
        columns=[
            Column(_("Project")),
            Column(_("Period")),
            Column(_("Due by")),
            Column(_("State")),
            Column(_("RAG")),
        ],
        rows=[_row(slot, today) for slot in found],
    )


def _row(slot: Slot, today: date) -> list[Content]:
    bid: Any = slot.award.bid
    return [
        Lines(
            [Link(bid.reference, reverse("returns", args=[bid.reference]))],
            f"{bid.organisation}: {bid.project}",
        ),
        Link(slot.period.name, reverse("return", args=[bid.reference, slot.period.pk])),
        format_date(slot.period.due),
        Lines(badges(slot, today)),
        rag_badge(slot.sent),
    ]
