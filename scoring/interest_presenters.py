"""Interests and their register in words."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.writing import Value
from bids.history_presenters import Beside
from bids.models import Bid
from bids.states import State
from people.models import Organisation, User
from scoring.connections import Connection, Kind
from scoring.interest_asked import Asked
from scoring.interest_register import Line, Register
from scoring.models import Interest
from scoring.panel import declared
from ui.dates import format_date, format_moment, in_london
from ui.parts import Badge, Column, Content, Fact, Lines, Link, Part, Table

WHY = {
    Kind.BELONGS: gettext_lazy("Is a member of it in this service."),
    Kind.WRITES: gettext_lazy("Was let in to write its bid."),
    Kind.SAME_PERSON: gettext_lazy("One of its people has the same name or address."),
    Kind.DOMAIN: gettext_lazy("One of its people has an email address at %(what)s too."),
    Kind.NAME: gettext_lazy("Its name is much like %(what)s."),
    Kind.DOMAIN_AS_NAME: gettext_lazy("Its name is much like the email address at %(what)s."),
    Kind.NAMED: gettext_lazy("Its bid names %(what)s."),
    Kind.DOMAIN_NAMED: gettext_lazy("Its bid names %(what)s."),
}
VAGUE = (Kind.NAMED, Kind.DOMAIN_NAMED)
MOST_NAMES = 3


def why_asked(found: Connection, *, vague: bool) -> str:
    """Why somebody is asked to look, beside the row. ``vague`` does not say what a bid names."""
    if vague and found.kind in VAGUE:
        return _("Something that it sent may have to do with the member or a body of theirs.")
    return str(WHY[found.kind]) % {"what": found.what}


def people_table(register: Register, *, round_code: str, records: bool) -> Table:
    """Who is on the panel, and how far each has come; an officer is led on to record for them."""
    rows = []
    for person in register.people:
        asked = [one for one in register.organisations if register.asks(person, one)]
        lines = [line for one in asked if (line := register.stands.get((one.pk, person.user_id)))]
        who: list[Part] = [str(person.user)]
        if records:
            here = reverse("interests-record", args=[round_code, person.pk])
            who.append(Link(_("Record for %(member)s") % {"member": person.user}, here))
        row: list[Content] = [
            Lines(who),
            _("%(done)s of %(asked)s") % {"done": len(lines), "asked": len(asked)},
            str(sum(line.row.has_interest for line in lines)),
            _names(register.waiting[person.user_id]),
        ]
        rows.append(row)
    return Table(
        caption=_("Panel members"),
        columns=[
            Column(_("Panel member")),
            Column(_("Declared on"), numeric=True),
            Column(_("Interests"), numeric=True),
            Column(_("Still to declare on")),
        ],
        rows=rows,
    )


def _names(organisations: list[Organisation]) -> Content:
    """Some names, and how many more there are."""
    if not organisations:
        return Badge(_("None"), "green")
    names = ", ".join(one.name for one in organisations[:MOST_NAMES])
    more = len(organisations) - MOST_NAMES
    if more <= 0:
        return names
    said = {"names": names, "more": more}
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % said


def lines_table(lines: Iterable[Line], caption: str, *, lifts: bool = False) -> Table:
    """Declarations, each with what was said, when and by whom, and what bears on it."""
    found = list(lines)
    return Table(
        caption=caption,
        columns=[
            Column(_("Organisation")),
            Column(_("Panel member")),
            Column(_("What was said")),
            Column(_("When")),
            Column(_("Remarks")),
        ],
        rows=[
            [
                line.row.organisation.name,
                str(line.row.member),
                _said(line),
                Lines([format_date(in_london(line.row.at).date())], by_whom(line)),
                _remarks(line, lifts=lifts),
            ]
            for line in found
        ],
        wide=True,
    )


def _said(line: Line) -> Content:
    return line.row.note.text if line.row.note else _("No interest")


def by_whom(line: Line) -> str:
    """Who recorded it, where it was not the member."""
    if line.row.by_id == line.row.member_id:
        return ""
    return _("recorded by %(person)s") % {"person": line.row.by}


def _remarks(line: Line, *, lifts: bool) -> Lines:
    parts: list[Part] = []
    for badge, words in remarks(line):
        parts += [badge, words] if words else [badge]
    if lifts and line.row.has_interest and line.stands:
        where = reverse("interests-lift", args=[line.row.round.code, line.row.pk])
        parts.append(Link(_("Lift this interest"), where))
    return Lines(parts)


def remarks(line: Line) -> Iterator[tuple[Badge, str]]:
    """What an officer should know of a declaration: a tag, and a sentence."""
    if line.left_out:
        yield (
            Badge(_("After scores were sent"), "orange"),
            _("The scores for %(bids)s are not counted.") % {"bids": _references(line.left_out)},
        )
    if again := [bid for bid in line.counting if bid.state == State.SIFTED]:
        words = _("The scores for %(bids)s count until it is reopened and sifted again.")
        yield Badge(_("After the sift"), "red"), words % {"bids": _references(again)}
    if over := [bid for bid in line.counting if bid.state != State.SIFTED]:
        words = _("%(bids)s was decided with these scores.")
        yield Badge(_("After the decision"), "red"), words % {"bids": _references(over)}
    if line.is_lifted:
        yield Badge(_("Interest lifted"), "purple"), ""
    if line.is_doubted:
        yield Badge(_("No, although a connection was found"), "yellow"), ""


def _references(bids: Iterable[Bid]) -> str:
    return ", ".join(bid.reference for bid in bids)


def everything_table(register: Register) -> Table:
    """Each organisation, and what each member declared of it."""
    return Table(
        caption=_("What every member declared of every organisation"),
        columns=[
            Column(_("Organisation")),
            *(Column(str(person.user)) for person in register.people),
        ],
        rows=[
            [
                one.name,
                *(
                    _stands(register.stands.get((one.pk, person.user_id)))
                    if register.asks(person, one)
                    else _("Not asked")
                    for person in register.people
                ),
            ]
            for one in register.organisations
        ],
        wide=True,
    )


def _stands(line: Line | None) -> Content:
    if line is None:
        return Badge(_("Not yet"), "grey")
    day = format_date(in_london(line.row.at).date())
    if line.row.has_interest:
        return Lines([Badge(_("Interest"), "orange")], day)
    return Lines([_("None")], day)


def settled_table(asked: Iterable[Asked]) -> Table:
    """The interests of a member that stand."""
    return Table(
        caption=_("Interests that stand"),
        columns=[
            Column(_("Organisation")),
            Column(_("What the interest is")),
            Column(_("Declared")),
        ],
        rows=[
            [
                one.organisation.name,
                one.standing.note.text if one.standing.note else "",
                format_moment(one.standing.at),
            ]
            for one in asked
            if one.standing and one.standing.has_interest
        ],
    )


def interest_facts(bid: Bid, interests: Iterable[Interest], given: Collection[int]) -> list[Fact]:
    """Who declared an interest in a bid or in who makes it: what, when, and what became of their scores.

    ``given`` are the keys of those who scored it. One query.
    """
    there, found = set(), []
    for row in interests:
        there.add(row.member_id)
        hint = _("Declared at %(moment)s.")
        if row.member_id in given:
            hint = _("Declared at %(moment)s, after their scores were sent: these are not counted.")
        found.append(_fact(row.member, row.words, hint, row.at))
    for (organisation, member), standing in declared(bid.round).items():
        if organisation == bid.organisation_id and standing.has_interest and member not in there:
            hint = _("Declared at %(moment)s.")
            if member in given:
                hint = _(
                    "Declared at %(moment)s, after the sift: their scores count until the bid is "
                    "reopened."
                )
            words = standing.note.text if standing.note else ""
            found.append(_fact(standing.member, words, hint, standing.at))
    return found


def late_interests(interests: Iterable[Interest], given: Collection[int]) -> list[Beside]:
    """The interests of those who had scored the bid (``given``), for its history."""
    return [
        Beside(
            row.at,
            Lines([_("Interest declared")], _("their scores of this bid are not counted")),
            str(row.member),
            row.words,
        )
        for row in interests
        if row.member_id in given
    ]


def _fact(member: User, words: str, hint: str, moment: datetime) -> Fact:
    return Fact(str(member), Lines([words], hint % {"moment": format_moment(moment)}))


def register_header() -> list[Value]:
    """The columns of the register's file."""
    return [
        _("Organisation"),
        _("Panel member"),
        _("Email"),
        _("Interest"),
        _("What was said"),
        _("When"),
        _("Recorded by"),
        _("Stands"),
        _("Remarks"),
    ]


def register_rows(register: Register) -> Iterator[list[Value]]:
    """All that was declared, the latest first, and then what is still to be declared; times in London."""
    yes, no = _("yes"), _("no")
    for line in register.lines:
        row = line.row
        yield [
            row.organisation.name,
            str(row.member),
            row.member.email,
            yes if row.has_interest else no,
            row.note.text if row.note else "",
            in_london(row.at).replace(tzinfo=None),
            row.by.email,
            yes if line.stands else no,
            " ".join(f"{badge.text}. {words}".strip() for badge, words in remarks(line)),
        ]
    for person in register.people:
        for organisation in register.waiting[person.user_id]:
            email = person.user.email
            said = _("Still to declare")
            yield [organisation.name, str(person.user), email, "", "", None, "", "", said]
