"""Open data in words, for the officer who answers for it."""

from collections.abc import Collection, Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.models import Bid
from people.identifiers import registered_id, registered_prefix
from reports.open_data.grants import Grant
from reports.open_data.outcomes import Area, Funded, in_all
from reports.open_data.recipients import is_person
from reports.open_data.specified import own_conditions, reasons
from reports.open_data.threesixty import funder_id, prefix
from rounds.models import Round
from ui.dates import format_date
from ui.money import format_pence
from ui.parts import Column, Content, Fact, Lines, Link, Table


def published_table(grants: Iterable[Grant]) -> Table:
    """What is published, with the recipient's kind of number."""
    rows: list[list[Content]] = [
        [
            Lines([Link(grant.reference, reverse("bid", args=[grant.reference]))], grant.title),
            Lines([grant.recipient.name], _number(grant)),
            format_date(grant.awarded_on),
            format_pence(grant.awarded_pence),
        ]
        for grant in grants
    ]
    return Table(
        caption=_("Published"),
        columns=[
            Column(_("Grant")),
            Column(_("Recipient")),
            Column(_("Awarded")),
            Column(_("Amount"), numeric=True),
        ],
        rows=rows,
    )


def _number(grant: Grant) -> str:
    recipient = grant.recipient
    if recipient.charity_number:
        return _("Charity %(number)s") % {"number": recipient.charity_number}
    if recipient.company_number:
        return _("Company %(number)s") % {"number": recipient.company_number}
    return _("No charity or company number: an identifier of our own is given")


def left_out_table(round: Round, references: Collection[str]) -> Table:
    """What is left out of 360Giving and the Transparency Code's table, and why (one query)."""
    bids = Bid.objects.filter(round=round, reference__in=references)
    rows: list[list[Content]] = [
        [
            Link(bid.reference, reverse("bid", args=[bid.reference])),
            bid.organisation.name,
            _why(bid),
        ]
        for bid in bids.select_related("organisation", "award").order_by("reference")
    ]
    columns = [_("Award"), _("Recipient"), _("Why")]
    return Table(caption=_("Left out"), columns=[Column(words) for words in columns], rows=rows)


def _why(bid: Bid) -> str:
    if bid.award.internal:
        return _("It is an award of the council to itself")
    if is_person(bid.organisation.kind):
        return _("It goes to a person, who is not named in open data")
    return _("It goes to a public body, so it is no grant to the voluntary sector")


def specified_table(grants: Iterable[Grant]) -> Table:
    """Every grant with its reasons, and the conditions that are its own."""
    rows: list[list[Content]] = [
        [
            Lines([grant.recipient.name], grant.reference),
            Lines([grant.title], grant.description),
            format_pence(grant.awarded_pence),
            reasons(grant),
            Lines([*own_conditions(grant), _("Those of every grant, below")]),
        ]
        for grant in grants
    ]
    columns = [
        Column(_("Recipient")),
        Column(_("Purpose")),
        Column(_("Amount"), numeric=True),
        Column(_("Reasons")),
        Column(_("Conditions")),
    ]
    return Table(caption=_("Grants"), columns=columns, rows=rows, wide=True)


def identifier_facts(round: Round) -> list[Fact]:
    """Under which identifiers the grants are published, and whether a register gave them."""
    ours = _("Made up by the service: an administrator enters the registered one")
    return [
        Fact(
            _("Publisher"),
            Lines([prefix(round)], "" if registered_prefix(round.partnership) else ours),
        ),
        Fact(_("Funder"), Lines([funder_id(round)], "" if registered_id(round.funder) else ours)),
    ]


def funded_sum(areas: Sequence[Area]) -> str:
    """How many projects were funded, and with how much, in one sentence."""
    projects = in_all(areas)
    words = ngettext(
        "%(count)s project was funded, with %(amount)s.",
        "%(count)s projects were funded, with %(amount)s in all.",
        len(projects),
    )
    amount = format_pence(sum(one.awarded_pence for one in projects))
    return words % {"count": len(projects), "amount": amount}


def taken_table(grants: Iterable[Grant], areas: Iterable[Area]) -> Table:
    """What was taken out of texts as personal, for the officer alone; each passage once."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for grant in grants:
        found[grant.title, grant.recipient.name] = grant.taken
    told: set[Funded] = {one for area in areas for one in area.projects}
    for one in told:
        key = one.title, one.organisation
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), *one.taken)))
    rows: list[list[Content]] = [
        [Lines([title], organisation), Lines(tuple(dict.fromkeys(taken)))]
        for (title, organisation), taken in sorted(found.items())
        if taken
    ]
    columns = [Column(_("Project")), Column(_("Taken out"))]
    return Table(caption=_("Taken out as personal"), columns=columns, rows=rows)
