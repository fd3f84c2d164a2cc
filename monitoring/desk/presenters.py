"""The desk in words."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from funds.balances import free_now
from monitoring.desk.lines import Task
from monitoring.navigation import Part
from people.roles import Permission
from rounds.models import Pot, Round
from ui.dates import format_moment
from ui.money import format_pence
from ui.parts import Badge, Column, Lines, Link, Table
from ui.parts import Part as Shown

MORE = {"panel-day": (Pot.MAIN,)}
"""What more an address names than the round."""


def tasks_table(tasks: Sequence[Task]) -> Table:
    """What waits, each with why and since or until when; and where, if it is in several rounds."""
    several = len({task.where for task in tasks if task.where}) > 1
    return Table(
        caption=_("What waits for you"),
        columns=[Column(_("What")), Column(_("Why")), Column(_("When"))],
        rows=[
            [
                Lines([Link(task.what, task.href)], task.where if several else ""),
                Lines([task.why, *([Badge(_("Urgent"), "red")] if task.urgent else [])]),
                task.since,
            ]
            for task in tasks
        ],
    )


def desk_rounds_table(rounds: Iterable[Round], part: Part) -> Table:
    """The person's rounds, each with what its pots have and what is done there most (two queries)."""
    some = list(rounds)
    reads = [round for round in some if part.may(Permission.READ, round.partnership_id)]
    free = free_now(reads) if reads else {}
    return Table(
        caption=_("Rounds"),
        columns=[
            Column(_("Round")),
            Column(_("Bids close")),
            *([Column(_("Available now"))] if reads else []),
            Column(_("Go to")),
        ],
        rows=[
            [
                Lines(
                    [Link(round.title, reverse("round", args=[round.code]))], round.partnership.name
                ),
                format_moment(round.closes),
                *([_free(free.get(round.pk, {}))] if reads else []),
                Lines(_links(round, part)),
            ]
            for round in some
        ],
    )


def _free(held: Mapping[str, int]) -> Lines:
    """What the pots have available, and the cash."""
    if not held:
        return Lines([""])
    words = [
        _("Main pot: %(pence)s") % {"pence": format_pence(held.get(Pot.MAIN, 0))},
        _("Tactical pot: %(pence)s") % {"pence": format_pence(held.get(Pot.TACTICAL, 0))},
    ]
    return Lines(words, _("Cash: %(pence)s") % {"pence": format_pence(held.get("", 0))})


def _links(round: Round, part: Part) -> list[Shown]:
    if not round.published:
        return _links_to_edit(round, part)
    wanted = [
        (_("Bids"), "bids", None),
        (_("Enter a bid that came on paper"), "apply", Permission.ENTER_BIDS),
        (_("Bring in a workbook"), "bring-in", Permission.ENTER_BIDS),
        (_("Your scores"), "scoring", Permission.SCORE),
        (_("Panel"), "panel", Permission.SIFT),
        (_("Panel day"), "panel-day", Permission.SIFT),
        (_("Sift"), "sift", Permission.SIFT),
        (_("Decide the bids"), "decide", Permission.DECIDE),
        (_("Record money received"), "round-receive", Permission.RECORD_INCOME),
        (_("Claims and payments"), "payments", Permission.PAY),
        (_("Finance"), "finance", Permission.READ),
        (_("Underspend"), "underspend", Permission.READ),
    ]
    links: list[Shown] = [
        Link(words, reverse(name, args=[round.code, *MORE.get(name, ())]))
        for words, name, needs in wanted
        if needs is None or part.may(needs, round.partnership_id)
    ]
    if part.may(Permission.READ, round.partnership_id):
        links.append(Link(_("This week"), reverse("monday", args=[round.partnership.code])))
    if part.may(Permission.SIFT, round.partnership_id):
        links.append(Link(_("Ranking and money"), reverse("money", args=[round.code, Pot.MAIN])))
    return links


def _links_to_edit(round: Round, part: Part) -> list[Shown]:
    """Nobody bids in a round that is not published."""
    if not part.may(Permission.OPEN_ROUND, round.partnership_id):
        return []
    return [Link(_("Edit and publish the round"), reverse("round-edit", args=[round.code]))]
