"""The meeting in words and colours."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bids.blind import shown_organisation, was_sifted
from bids.models import Bid
from bids.presenters import state_badge, title
from people.models import User
from scoring.models import AgreedScore
from scoring.panel_day import Stage, Turn, minutes_between
from scoring.panel_day_forms import DiscussionForm
from scoring.ranking import show
from scoring.reveal import Opened, Sheet
from ui.dates import format_moment, format_time, in_london
from ui.parts import Badge, Column, Content, Lines, Link, Table

STAGES = {
    Stage.WAITING: Badge(gettext_lazy("Awaiting scores"), "yellow"),
    Stage.READY: Badge(gettext_lazy("Ready to reveal")),
    Stage.REVEALED: Badge(gettext_lazy("Revealed"), "purple"),
    Stage.AGREED: Badge(gettext_lazy("Scores agreed"), "teal"),
    Stage.DISCUSSED: Badge(gettext_lazy("Discussed"), "green"),
    Stage.FAILED: Badge(gettext_lazy("Failed a gate"), "red"),
    Stage.WITHDRAWN: Badge(gettext_lazy("Withdrawn"), "orange"),
    Stage.SENT_BACK: Badge(gettext_lazy("Sent back"), "grey"),
}
UNREVEALED = Badge(gettext_lazy("Not revealed yet"), "yellow")


def moment(at: datetime) -> str:
    """A time of today alone, another with its day."""
    local, today = in_london(at), in_london(timezone.now())
    return format_time(local) if local.date() == today.date() else format_moment(at)


def took(start: datetime, end: datetime) -> str:
    """How long something took."""
    minutes = minutes_between(start, end)
    if not minutes:
        return _("under a minute")
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}


def order_table(turns: Iterable[Turn], *, reads: bool, blind: bool) -> Table:
    """The bids in the meeting's order; who is awaited only for those who read the papers."""
    return Table(
        caption=_("The running order"),
        columns=[
            Column(_("Bid")),
            Column(_("Where it stands")),
            Column(_("Discussed")),
            Column(_("Took"), numeric=True),
        ],
        rows=[
            [
                Lines([_link(one.bid), title(one.bid)], shown_name(one.bid, blind=blind)),
                _stands(one, reads=reads, blind=blind),
                *_times(one),
            ]
            for one in turns
        ],
    )


def _link(bid: Bid) -> Link:
    return Link(bid.reference, reverse("bid-panel-day", args=[bid.reference]))


def shown_name(bid: Bid, *, blind: bool) -> str:
    """Who bids. In a blind sift nobody is shown it before the sift, for the room sees the screen."""
    return shown_organisation(bid, blind=blind and not was_sifted(bid))


def _stands(turn: Turn, *, reads: bool, blind: bool) -> Content:
    if turn.stage is Stage.OVER:
        return state_badge(turn.bid.state)
    if turn.stage in (Stage.WAITING, Stage.READY) and not reads:
        return UNREVEALED
    return Lines([STAGES[turn.stage]], _more(turn, blind=blind))


def _more(turn: Turn, *, blind: bool) -> str:
    """What more is to say of where a bid stands."""
    if turn.stage is Stage.WAITING:
        return ", ".join(map(str, turn.waiting)) or _("Nobody has scored it")
    if turn.stage is Stage.FAILED and turn.failed:
        return turn.failed.gate.title
    if turn.stage in (Stage.WITHDRAWN, Stage.SENT_BACK):
        return why_left(turn, blind=blind)
    return ""


def _times(turn: Turn) -> list[Content]:
    found = turn.discussion
    if found is None or not found.done_at:
        return ["", ""]
    return [moment(found.done_at), took(found.revealed_at, found.done_at)]


def why_left(turn: Turn, *, blind: bool) -> str:
    """When a bid dropped out, and why; the reason may name who bids, so a blind sift leaves it out."""
    if turn.left is None:
        return ""
    when = moment(turn.left.at)
    return when if blind or not turn.left.reason else f"{when}: {turn.left.reason}"


def closed_words(turn: Turn, *, blind: bool) -> str:
    """Why a bid is not taken through the meeting now; nothing where it is."""
    words = {"bid": turn.bid.reference, "when": why_left(turn, blind=blind)}
    if turn.stage is Stage.WITHDRAWN:
        return _("%(bid)s was withdrawn. %(when)s") % words
    if turn.stage is Stage.SENT_BACK:
        return _("%(bid)s was sent back to be changed. %(when)s") % words
    if turn.stage is Stage.FAILED and turn.failed:
        failed = {**words, "gate": turn.failed.gate.title}
        return _("%(bid)s failed the gate “%(gate)s”, so it is not discussed.") % failed
    if turn.stage is Stage.OVER:
        return _("%(bid)s was sifted: what the panel agreed no longer changes.") % words
    return ""


def progress(turns: Iterable[Turn]) -> dict[str, Any]:
    """How far the meeting is: how many of the bids are discussed, and how long each took."""
    turns = list(turns)
    done = [one for one in turns if one.stage is Stage.DISCUSSED]
    spans = [
        minutes_between(found.revealed_at, found.done_at)
        for one in done
        if (found := one.discussion) and found.done_at
    ]
    return {
        "done": len(done),
        "all": len(done) + sum(one.stage.is_to_do for one in turns),
        "each": round(sum(spans) / len(spans)) if spans else None,
        "next": next((one.bid for one in turns if one.stage.is_to_do), None),
    }


def points_table(sheet: Sheet, panel: Iterable[User]) -> Table:
    """Criterion by member, with the mean and how far apart they are, in words."""
    here = {member.pk for member in panel}
    agreed = any(row.agreed for row in sheet.rows)
    columns = [
        Column(_("Criterion")),
        *(Column(_named(member, here), numeric=True) for member in sheet.members),
        Column(_("Mean"), numeric=True),
        Column(_("Spread")),
        *([Column(_("Agreed"), numeric=True)] if agreed else []),
    ]
    return Table(
        caption=_("Points by criterion and panel member"),
        columns=columns,
        rows=[
            [
                Lines(
                    [row.criterion.title], _("weight %(weight)s") % {"weight": row.criterion.weight}
                ),
                *(_points(row, member, sheet) for member in sheet.members),
                mean_text(row),
                _spread(row),
                *([str(row.agreed.points) if row.agreed else ""] if agreed else []),
            ]
            for row in sheet.rows
        ],
        wide=True,
    )


def _named(member: User, here: set[int]) -> str:
    if member.pk in here:
        return str(member)
    return _("%(member)s (left the panel)") % {"member": member}


def _points(row: Opened, member: User, sheet: Sheet) -> Content:
    found = row.scores.get(member.pk)
    if found is None:
        return "–"
    return Lines([str(found.points)], _("not counted") if member.pk in sheet.apart else "")


def mean_text(row: Opened) -> str:
    """The panel's mean of a criterion, at two places."""
    return "–" if row.points.mean is None else show(row.points.mean)


def spread_text(row: Opened) -> str:
    """The lowest and the highest points that count."""
    if not row.counted:
        return "–"
    lowest, highest = row.counted[0], row.counted[-1]
    if lowest == highest:
        return _("all %(points)s") % {"points": lowest} if len(row.counted) > 1 else str(lowest)
    return f"{lowest}–{highest}"


def differ_badge(row: Opened) -> Badge | None:
    """The mark of a criterion where members differ by two or more."""
    return (
        Badge(_("Differ by %(range)s") % {"range": row.range}, "red") if row.is_far_apart else None
    )


def _spread(row: Opened) -> Content:
    mark = differ_badge(row)
    if mark:
        return Lines([spread_text(row), mark])
    hint = _("range %(range)s") % {"range": row.range} if row.counted else ""
    return Lines([spread_text(row)], hint)


def totals(sheet: Sheet) -> dict[str, str]:
    """The score out of 100, now and by the means alone; or why there is none."""
    if not sheet.weight:
        return {"none": _("No total: the criteria's weights add up to nothing.")}
    if sheet.now is None or sheet.before is None:
        short = [row.criterion.title for row in sheet.rows if row.points.mean is None]
        return {
            "none": _("No total: nobody's points count for %(criteria)s.")
            % {"criteria": ", ".join(short)}
        }
    moved = sheet.now != sheet.before
    return {"now": show(sheet.now), "before": show(sheet.before) if moved else ""}


def sections(sheet: Sheet, form: DiscussionForm | None) -> list[dict[str, Any]]:
    """Each criterion with what was said of it, what is agreed, and its boxes."""
    return [
        {
            "title": row.criterion.title,
            "mean": mean_text(row),
            "spread": spread_text(row),
            "mark": differ_badge(row),
            "comments": _comments(row, sheet),
            "agreed": _agreed(row.agreed) if row.agreed else "",
            "earlier": [
                _("%(points)s until %(when)s, changed by %(who)s: %(reason)s")
                % {
                    "points": one.points,
                    "when": moment(one.changed_at),
                    "who": one.changed_by,
                    "reason": one.note.text if one.note else "–",
                }
                for one in row.earlier
            ],
            "scale": list(enumerate(row.criterion.descriptors)),
            "boxes": [
                form[f"{name}{row.criterion.pk}"]
                for name in ("points", "reason", "back", "seen")
                if f"{name}{row.criterion.pk}" in form.fields
            ]
            if form
            else [],
        }
        for row in sheet.rows
    ]


def _comments(row: Opened, sheet: Sheet) -> list[dict[str, Any]]:
    return [
        {"who": member, "text": found.comment, "points": found.points}
        for member in sheet.members
        if (found := row.scores.get(member.pk)) and found.comment and member.pk not in sheet.apart
    ]


def _agreed(held: AgreedScore) -> str:
    said = {"points": held.points, "when": moment(held.agreed_at), "reason": held.reason}
    if held.agreed_by is None:
        return _("Agreed: %(points)s (%(when)s). %(reason)s") % said
    return _("Agreed: %(points)s (%(when)s, taken down by %(who)s). %(reason)s") % {
        **said,
        "who": held.agreed_by,
    }


def clashes_table(form: DiscussionForm) -> Table:
    """What another officer wrote meanwhile, beside what this one typed."""
    said = {one.criterion.pk: one for one in form.agreed()}
    rows: list[Sequence[Content]] = [
        [
            row.criterion.title,
            _agreed(row.agreed) if row.agreed else _("Nothing is agreed"),
            _yours(said[row.criterion.pk].points, said[row.criterion.pk].reason),
        ]
        for row in form.clashes()
    ]
    if form.minutes_clash():
        rows.append([_("Minutes"), form.discussion.minutes, form.cleaned_data["minutes"]])
    return Table(
        caption=_("What was changed meanwhile"),
        columns=[Column(_("What")), Column(_("Stands now")), Column(_("Yours, not saved yet"))],
        rows=rows,
    )


def _yours(points: int | None, reason: str) -> str:
    return _("Take it back") if points is None else f"{points}. {reason}"


def typed_lines(form: DiscussionForm) -> list[tuple[str, str]]:
    """What was typed and could not be saved, to be copied."""
    found = []
    for row in form.rows:
        said = [form[f"{name}{row.criterion.pk}"].value() for name in ("points", "reason")]
        if any(said):
            found.append((row.criterion.title, "\n".join(str(text) for text in said if text)))
    minutes = form["minutes"].value()
    if minutes and minutes != form.discussion.minutes:
        found.append((_("Minutes"), str(minutes)))
    return found
