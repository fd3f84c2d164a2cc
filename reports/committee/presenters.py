"""The report's parts on pages: which an officer wrote, and where the figures moved since."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.committee.content import Report
from reports.committee.parts import APPENDIX, FRONT, IMPLICATION, OPENING, SECTION, STORIES, Part
from rounds.models import Round
from ui.dates import format_moment
from ui.parts import Badge, Column, Lines, Link, Table

MOST_SHOWN = 160
"""Letters of a part that the list shows."""


def parts_tables(round: Round, said: Mapping[str, Part]) -> list[Table]:
    """The parts by where they stand in the report."""
    captions = {
        FRONT: _("Front page"),
        OPENING: _("Summary and recommendations"),
        SECTION: _("Sections"),
        IMPLICATION: _("Implications"),
        APPENDIX: _("Appendix"),
        STORIES: _("Projects in the appendix"),
    }
    groups = {
        words: [part for part in said.values() if part.group == group]
        for group, words in captions.items()
    }
    return [_table(round, words, rows) for words, rows in groups.items() if rows]


def _table(round: Round, caption: str, rows: Iterable[Part]) -> Table:
    return Table(
        caption=caption,
        columns=[Column(_("Part")), Column(_("Words")), Column(_("Whose"))],
        rows=[
            [
                Link(part.title, reverse("committee-part", args=[round.code, part.code])),
                _shown(part),
                state_of(part),
            ]
            for part in rows
        ],
    )


def _shown(part: Part) -> str:
    words = " ".join(part.text.split())
    return f"{words[:MOST_SHOWN].rstrip()}…" if len(words) > MOST_SHOWN else words or "–"


def state_of(part: Part) -> Lines:
    """Whose the words are."""
    own = part.own
    if own is None:
        if not part.drafted:
            empty = part.group == APPENDIX
            return Lines([_("None") if empty else Badge(_("To be entered"), "yellow")])
        return Lines([_("Drafted from the figures")])
    badge = Badge(_("Figures moved"), "orange") if part.has_moved else Badge(_("Written"))
    said = _("%(who)s, %(when)s") % {"who": own.by, "when": format_moment(own.at)}
    return Lines([badge], said)


def left_to_do(report: Report, said: Mapping[str, Part]) -> list[str]:
    """What an officer has to look at before the report goes out."""
    found = []
    if report.missing:
        found.append(_("Still to be entered: %(what)s.") % {"what": ", ".join(report.missing)})
    unsigned = sum(not row.signed for row in report.implications)
    if unsigned:
        found.append(
            _("%(count)s of the %(all)s implications are not signed.")
            % {"count": unsigned, "all": len(report.implications)}
        )
    moved = [part.title for part in said.values() if part.has_moved]
    if moved:
        found.append(
            _("The figures moved since somebody wrote: %(what)s.") % {"what": ", ".join(moved)}
        )
    return found
