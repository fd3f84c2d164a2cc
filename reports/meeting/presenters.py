"""The way to the meeting in words."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.meeting.rows import Signable
from reports.meeting.timetable import Timetable
from reports.models import MembersQuestion, SignOff
from rounds.models import Round
from ui.dates import format_date, in_london
from ui.parts import Badge, Column, Content, Fact, Lines, Link, Table

LONG_AGO = 60
"""Days after which nobody counts them any more."""


def timetable_table(found: Timetable, today: date) -> Table:
    """The days, and how far away each is."""
    rows: list[list[Content]] = [
        [what, format_date(day), _away(day, today)]
        for what, day in (
            (_("The draft goes to those who sign"), found.draft),
            (_("The last of them has signed"), found.sign_off),
            (_("The report is published, five clear days before the meeting"), found.publication),
            (_("The committee meets"), found.meeting),
        )
    ]
    columns = [_("What"), _("Day"), _("When")]
    return Table(caption=_("Timetable"), columns=[Column(one) for one in columns], rows=rows)


def _away(day: date, today: date) -> str:
    days = (day - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}
    if -days > LONG_AGO:
        return _("over")
    return ngettext("%(count)s day ago", "%(count)s days ago", -days) % {"count": -days}


def state_of(one: Signable, today: date) -> Badge:
    """How far the sign-off of a row is."""
    if one.asked is None:
        return Badge(_("Not asked"), "grey")
    if one.asked.answered_at is None:
        overdue = one.is_overdue(today)
        return Badge(_("Overdue"), "red") if overdue else Badge(_("Asked"), "yellow")
    if not one.asked.agreed:
        return Badge(_("Does not agree"), "red")
    return Badge(_("Words changed"), "orange") if one.has_changed else Badge(_("Signed"), "green")


def signables_table(rows: Iterable[Signable], round: Round, today: date) -> Table:
    """The ten rows and who signs each."""
    shown: list[list[Content]] = []
    for one in rows:
        link = Link(one.row.issue, reverse("sign-off-ask", args=[round.code, one.code]))
        asked = one.asked
        who = Lines([asked.name], asked.email) if asked else Lines([one.row.signs])
        shown.append([link, who, _day(asked) if asked else "–", state_of(one, today)])
    columns = [_("Issue"), _("Who signs"), _("Day"), _("State")]
    return Table(caption=_("Sign-offs"), columns=[Column(one) for one in columns], rows=shown)


def _day(asked: SignOff) -> str:
    if asked.answered_at:
        return _("answered on %(day)s") % {"day": format_date(in_london(asked.answered_at).date())}
    return _("due by %(day)s") % {"day": format_date(asked.due)}


def request_facts(asked: SignOff) -> list[Fact]:
    """A request, and its answer."""
    found = [
        Fact(_("Asked"), Lines([asked.name], asked.email)),
        Fact(
            _("Asked by"),
            Lines([str(asked.asked_by)], format_date(in_london(asked.asked_at).date())),
        ),
        Fact(_("Due"), format_date(asked.due)),
    ]
    if asked.withdrawn_at:
        found.append(Fact(_("Taken back"), format_date(in_london(asked.withdrawn_at).date())))
    if asked.answered_at:
        answer = _("Agrees") if asked.agreed else _("Does not agree")
        found += [
            Fact(_("Answer"), Lines([answer], asked.reply)),
            Fact(
                _("Signed by"),
                Lines([asked.signed_name], format_date(in_london(asked.answered_at).date())),
            ),
        ]
    return found


def questions_table(questions: Iterable[MembersQuestion], round: Round, today: date) -> Table:
    """Members' questions and how each stands."""
    rows: list[list[Content]] = []
    for one in questions:
        link = Link(one.question, reverse("members-question", args=[round.code, one.pk]))
        if one.answered_on:
            state = Badge(_("Answered"), "green")
        elif one.due < today:
            state = Badge(_("Overdue"), "red")
        else:
            state = Badge(_("Open"), "yellow")
        asked = Lines([one.asked_by], format_date(one.asked_on))
        rows.append([link, asked, Lines([one.owner], format_date(one.due)), state])
    columns = [_("Question"), _("Asked by"), _("To be answered by"), _("State")]
    return Table(caption=_("Questions"), columns=[Column(one) for one in columns], rows=rows)
