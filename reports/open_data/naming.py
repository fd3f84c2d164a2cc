"""Whose names may stand in a round's texts, and the round's own texts without them."""

import copy
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from bids.models import Bid
from bids.querysets import BidQuerySet
from people.models import Funder, Organisation, Partnership, User
from reports.open_data.personal_data import Cleaner, Names
from reports.open_data.recipients import is_person, numbers_of
from rounds.models import Round

A_PERSON = "A private individual"
RELATED = ("organisation", "round__partnership", "round__funder")
OWN = (
    "contact_name",
    "organisation__members__name",
    "people__name",
    "award__signatory",
    "award__agreement__accepted_by",
    "award__returns__declared_by",
)
"""Where a bid names its contact, its people, and who signed for it."""


def people_of(rounds: Sequence[Round]) -> Names:
    """Everybody who has a part in some rounds or their partnerships, and the contacts of what was funded
    in them; of these no single word, which may be any (one query). An account that bears a body's own name
    is nobody.
    """
    partnerships = Partnership.objects.filter(rounds__in=rounds)
    funders = Funder.objects.filter(rounds__in=rounds)
    found = (
        User.objects.filter(
            Q(rounds__round__in=rounds) | Q(memberships__partnership__in=partnerships)
        )
        .exclude(name__in=partnerships.values("name"))
        .exclude(name__in=partnerships.values("authority"))
        .exclude(name__in=funders.values("name"))
    )
    funded = Bid.objects.filter(round__in=rounds, award__isnull=False).order_by()
    contacts = funded.filter(contact_name__contains=" ").values_list("contact_name")
    return Names(name for (name,) in found.values_list("name").union(contacts))


def cleaners_of(bids: BidQuerySet, people: Names) -> dict[int, Cleaner]:
    """What takes the names out of the texts of each of some bids, by its key: the names of its own people and
    those of the round (one query).
    """
    own: dict[tuple[int, str], list[str]] = defaultdict(list)
    plain = bids.order_by()
    first, *others = (plain.values_list("pk", "round__financial_year", name) for name in OWN)
    for pk, year, name in first.union(*others):
        own[pk, year].append(name or "")
    return {
        pk: Cleaner([Names(names), people], int(year[:4]) + 1) for (pk, year), names in own.items()
    }


def reference_of(bid: Bid, cleaner: Cleaner) -> str:
    """The bid's reference; a number of ours where an imported one says more than it should."""
    same = Cleaner(cleaner.names).line(bid.reference) == bid.reference
    return bid.reference if same else f"bid-{bid.pk}"


def organisation_name(organisation: Organisation, cleaner: Cleaner) -> str:
    """An organisation's name. That of one on a public register is known there, whoever it is called after;
    a person is not named.
    """
    if is_person(organisation.kind):
        return A_PERSON
    if any(numbers_of(organisation)):
        return Cleaner(taken=cleaner.taken).line(organisation.name)
    return cleaner.line(organisation.name)


def cleaned_rounds(rounds: Iterable[Round], people: Names) -> dict[int, Round]:
    """Copies of rounds, by key, that name nobody in any text that is published. They are not for saving."""
    return {round.pk: _cleaned(round, people) for round in rounds}


def _cleaned(round: Round, people: Names) -> Round:
    found, cleaner = copy.copy(round), Cleaner([people], int(round.financial_year[:4]) + 1)
    found.title = cleaner.line(round.title)
    found.conditions = cleaner.text(round.conditions)
    found.repayment_terms = cleaner.text(round.repayment_terms)
    found.partnership, found.funder = copy.copy(round.partnership), copy.copy(round.funder)
    for body, names in (
        (found.partnership, ("name", "authority")),
        (found.funder, ("name", "short_name")),
    ):
        for name in names:
            setattr(body, name, cleaner.line(getattr(body, name)))
    return found
