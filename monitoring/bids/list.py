"""The bids of a round as a list: filtered, sorted and paged by key, at the same cost on every page."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from django.db.models import BigIntegerField, Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bids.models import Bid, HistoryRow, Serves
from bids.querysets import LONG_TEXTS, BidQuerySet
from bids.states import Arrow, State
from monitoring.desk.needs import NEEDS, waiting_for, with_needs
from rounds.models import Round
from rounds.presenters import ROUTES
from scoring.viewers import Viewer
from ui.fields import ChoiceField, TextField
from ui.forms import Form

if TYPE_CHECKING:
    from monitoring.desk.needs import WaitingBid

SIZE = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Where a bid that was never submitted stands among those that were."""
SORTS: dict[str, str | Promise] = {
    "reference": _("Reference"),
    "organisation": _("Organisation"),
    "amount": _("Amount requested"),
    "submitted": _("When it was submitted"),
    "score": _("Score"),
}


def submitted_at() -> Coalesce:
    """When a bid was submitted last."""
    rows = HistoryRow.objects.filter(bid=OuterRef("pk"), transition=Arrow.SUBMIT).order_by("-pk")
    return Coalesce(Subquery(rows.values("at")[:1]), NEVER)


def _key(sort: str) -> Combinable:
    keys: dict[str, Combinable] = {
        "reference": F("reference"),
        "organisation": F("organisation__name_key"),
        "organisation seen": Case(
            When(recommendation__isnull=False, then=F("organisation__name_key")), default=Value("")
        ),
        "amount": Coalesce("requested_pence", 0),
        "submitted": submitted_at(),
        "score": Case(
            When(recommendation__stands=True, then=F("recommendation__score_millionths")),
            default=-1,
            output_field=BigIntegerField(),
        ),
    }
    return keys[sort]


class Filter(Form):
    """What the list is narrowed to and how it is sorted. Whatever is left empty narrows nothing."""

    marks_optional = False

    words = TextField(label=_("Search"), required=False, most=100)
    organisation = TextField(label=_("Organisation"), required=False, most=100)
    area = TextField(label=_("Area"), required=False, most=100)
    state = ChoiceField(label=_("State"), required=False, select=True)
    needs = ChoiceField(label=_("What it waits for"), required=False, select=True)
    route = ChoiceField(label=_("Route"), required=False, select=True)
    priority = ChoiceField(label=_("Priority"), required=False, select=True)
    sort = ChoiceField(label=_("Sort by"), required=False, select=True)
    order = ChoiceField(label=_("Order"), required=False, select=True)

    def __init__(self, data: Any, *, round: Round, viewer: Viewer) -> None:
        super().__init__(data)
        self.round, self.viewer = round, viewer
        priorities = [(str(p.pk), f"{p.code} {p.title}") for p in round.priorities.all()]
        self._choose("state", State.choices)
        self._choose("needs", [(need.code, need.label) for need in NEEDS.values()])
        self._choose("route", ROUTES.items())
        self._choose("priority", priorities)
        sorts = {k: v for k, v in SORTS.items() if k != "score" or shows_scores(viewer)}
        self.fields["sort"].choices = sorts.items()  # type: ignore[attr-defined]  # a choice field
        self.fields["order"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _("Lowest or earliest first")),
            ("down", _("Highest or latest first")),
        ]
        if not viewer.reads:
            del self.fields["needs"]
        self.is_valid()

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]  # a choice field

    def get(self, name: str) -> str:
        """What was asked; an empty text where nothing was, or what was asked makes no sense."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def kept(self) -> dict[str, str]:
        """What was asked and makes sense, for links."""
        return {name: self.get(name) for name in self.fields if self.get(name)}

    @property
    def is_narrowed(self) -> bool:
        """Whether some bids are left out."""
        return bool(self.kept.keys() - {"sort", "order"})

    def bids(self) -> BidQuerySet:
        """The bids that the person may see and asked for, in no order."""
        found = visible(self.round, self.viewer)
        for name in ("state", "route"):
            if self.get(name):
                found = found.filter(**{name: self.get(name)})
        if self.get("priority"):
            served = Serves.objects.filter(priority=int(self.get("priority")))
            found = found.filter(pk__in=served.values("bid"))
        if self.get("organisation"):
            found = found.filter(self._named(self.get("organisation").strip()))
        if self.get("area"):
            found = found.filter(area__icontains=self.get("area").strip())
        for word in self.get("words").split():
            found = found.filter(_says(word) | self._named(word))
        if self.get("needs"):
            found = waiting_for(found, self.round, self.get("needs"))
        return found

    def _named(self, words: str) -> Q:
        """Bids of the organisations whose name holds some words, of those that the person may know."""
        named = Q(organisation__name__icontains=words)
        return named & Q(recommendation__isnull=False) if self.viewer.judges_blind else named

    @property
    def key(self) -> Combinable:
        """By what the list is sorted."""
        sort = self.get("sort") or "reference"
        if sort == "organisation" and self.viewer.judges_blind:
            sort = "organisation seen"
        return _key(sort)

    def ordered(self, *, back: bool = False) -> BidQuerySet:
        """The same in their order; ``back`` turns it round."""
        sign = "-" if (self.get("order") == "down") != back else ""
        bids = self.bids().annotate(key=self.key)
        return bids.order_by(f"{sign}key", f"{sign}pk")


def _says(word: str) -> Q:
    return Q(reference__icontains=word) | Q(project__icontains=word) | Q(summary__icontains=word)


def visible(round: Round, viewer: Viewer) -> BidQuerySet:
    """The bids of a round that a person may look through. Who reads its papers sees them all.

    A panel member's own are not among them: this list knows what a publicity hold keeps from applicants.
    """
    bids = round.bids.all()
    if viewer.reads:
        return bids
    return bids.visible_to(viewer.user).exclude(pk__in=list(viewer.stakes))


def shows_scores(viewer: Viewer) -> bool:
    """Whether the list has scores: never for the panel, nor for who has a stake in a bid, to whom the
    gaps and the order would tell.
    """
    return viewer.reads and not viewer.on_panel and not viewer.stakes


@dataclass(frozen=True)
class Page:
    """A page of the list: its bids, how many there are in all, and where the next ones are."""

    bids: list["WaitingBid"]
    total: int
    before: str = ""
    """Go back from this reference; nothing at the beginning."""
    after: str = ""


def page(asked: Filter, *, after: str = "", before: str = "") -> Page:
    """The bids after (or before) one, by its place in the order and not by counting (three queries).

    A reference that is not in the list is passed over: the list begins at its beginning.
    """
    back = bool(before) and not after
    cursor = before if back else after
    cursor = cursor if cursor.isprintable() else ""
    keys = _keys(asked, cursor, back=back) if cursor else _keys(asked, "")
    if cursor and not keys:
        back, cursor, keys = False, "", _keys(asked, "")
    more, keys = len(keys) > SIZE, keys[:SIZE]
    if back:
        keys.reverse()
    rows = {bid.pk: bid for bid in detailed(asked, keys)}
    bids = [rows[pk] for pk in keys if pk in rows]
    first, last = (bids[0].reference, bids[-1].reference) if bids else ("", "")
    return Page(
        bids=bids,
        total=asked.bids().count(),
        before=first if (more if back else cursor) else "",
        after=last if (back or more) else "",
    )


def _keys(asked: Filter, cursor: str, *, back: bool = False) -> list[int]:
    bids = asked.ordered(back=back)
    if cursor:
        here = visible(asked.round, asked.viewer).filter(reference=cursor).annotate(key=asked.key)
        key, pk = Subquery(here.values("key")[:1]), Subquery(here.values("pk")[:1])
        way = "lt" if (asked.get("order") == "down") != back else "gt"
        tied = Q(("key", key)) & Q((f"pk__{way}", pk))
        bids = bids.filter(Q((f"key__{way}", key)) | tied)
    return list(bids.values_list("pk", flat=True)[: SIZE + 1])


def detailed(asked: Filter, keys: list[int]) -> list["WaitingBid"]:
    """The bids of some keys with all that the list shows."""
    bids = (
        with_needs(Bid.objects.filter(pk__in=keys), [asked.round])
        .annotate(submitted_at=submitted_at())
        .select_related("organisation", "recommendation", "award")
        .defer(*LONG_TEXTS)
    )
    return cast("list[WaitingBid]", list(bids))
