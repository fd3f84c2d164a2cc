"""What the service knows that may connect a panel member with an organisation that bids.

It only proposes: the member answers. They are asked to look where they belong to the organisation,
where an address of theirs has its domain, where names are alike, and where a bid names a body of theirs.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Exists, OuterRef, QuerySet

from bids.models import Bid
from bids.states import State
from people.mail_domains import domain_of, is_same
from people.models import Organisation, User
from rounds.models import Round

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

TEXTS = ("project", "summary", "need", "activities", "outcomes")
FORMS = frozenset({"ltd", "limited", "cic", "cio", "plc", "llp", "uk", "the"})
"""Words that a name may have at its ends and is known without."""
COMMON = frozenset(
    {
        "and",
        "association",
        "borough",
        "centre",
        "charity",
        "club",
        "community",
        "council",
        "county",
        "district",
        "for",
        "foundation",
        "group",
        "of",
        "parish",
        "partnership",
        "people",
        "police",
        "project",
        "service",
        "services",
        "society",
        "support",
        "team",
        "town",
        "trust",
        "youth",
    }
)
"""A name of such words alone says nothing about whose it is."""


class Kind(Enum):
    """Why somebody may have an interest. The first two are no guess: who bids is their own."""

    BELONGS = "belongs"
    WRITES = "writes"
    SAME_PERSON = "same person"
    DOMAIN = "domain"
    NAME = "name"
    DOMAIN_AS_NAME = "domain as name"
    NAMED = "named"
    DOMAIN_NAMED = "domain named"

    @property
    def is_own(self) -> bool:
        """Whether they belong to the organisation, or were let in to its bid."""
        return self in (Kind.BELONGS, Kind.WRITES)


@dataclass(frozen=True)
class Connection:
    """Something that may connect a member with who bids; ``what`` is the domain or the name."""

    kind: Kind
    what: str = ""


@dataclass(frozen=True)
class Known:
    """What the service knows of a panel member."""

    name: str
    email: str
    organisations: dict[int, str]
    """The names of those that they belong to, by key."""

    @property
    def domain(self) -> str:
        """Of their address, where it is not a public one."""
        return domain_of(self.email)


class _LetIn(TypedDict):
    let_in: bool


def connections(round: Round, member: User) -> dict[int, list[Connection]]:
    """What may connect a member with each organisation that bids, by its key.

    At most four queries, whatever the number of bids.
    """
    known = Known(
        name=member.name.strip(),
        email=member.email,
        organisations=dict(member.organisations.values_list("pk", "name")),
    )
    found: dict[int, dict[Connection, None]] = defaultdict(dict)
    people = _people(round)
    for bid in _bids(round, member):
        for connection in _of_bid(known, bid, people[bid.organisation_id]):
            found[bid.organisation_id][connection] = None
    return {organisation: list(ones) for organisation, ones in found.items()}


def _bids(round: Round, member: User) -> "Iterable[WithAnnotations[Bid, _LetIn]]":
    """The bids, each with whether the member was let in to it."""
    let_in = Exists(member.bids_let_in_to.filter(pk=OuterRef("pk")))
    bids = round.bids.exclude(state=State.DRAFT).select_related("organisation")
    rows = cast("QuerySet[WithAnnotations[Bid, _LetIn]]", bids.annotate(let_in=let_in))
    fields = (*TEXTS, "round", "organisation", "contact_name", "contact_email")
    return rows.only(*fields, "organisation__name").prefetch_related("extra_answers")


def _people(round: Round) -> dict[int, list[tuple[str, str]]]:
    """Name and address of the members of each organisation that bids."""
    organisations = Organisation.objects.filter(bids__round=round, members__isnull=False)
    rows = organisations.values_list("pk", "members__name", "members__email").distinct()
    people: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, name, email in rows:
        people[pk].append((name, email))
    return people


def _of_bid(
    known: Known, bid: "WithAnnotations[Bid, _LetIn]", people: list[tuple[str, str]]
) -> Iterator[Connection]:
    """What connects a member with who makes one bid."""
    if bid.organisation_id in known.organisations:
        yield Connection(Kind.BELONGS)
        return
    if bid.let_in:
        yield Connection(Kind.WRITES)
        return
    people = [(bid.contact_name, bid.contact_email), *people]
    names = {name.strip().casefold() for name, _email in people}
    if known.email in {email.casefold() for _name, email in people} or (
        " " in known.name and known.name.casefold() in names
    ):
        yield Connection(Kind.SAME_PERSON)
    if any(is_same(known.domain, domain_of(email)) for _name, email in people):
        yield Connection(Kind.DOMAIN, known.domain)
    yield from _of_names(known, bid)


def _of_names(known: Known, bid: Bid) -> Iterator[Connection]:
    theirs = key(bid.organisation.name)
    texts = [getattr(bid, name) for name in TEXTS]
    text = " ".join([*texts, *(answer.text for answer in bid.extra_answers.all())]).casefold()
    said = f" {' '.join(words(text))} "
    for name in known.organisations.values():
        phrase = key(name)
        if not phrase:
            continue
        if phrase == theirs:
            yield Connection(Kind.NAME, name)
        elif f" {phrase} " in said:
            yield Connection(Kind.NAMED, name)
    if known.domain:
        if theirs and known.domain.partition(".")[0] == theirs.replace(" ", ""):
            yield Connection(Kind.DOMAIN_AS_NAME, known.domain)
        if re.search(rf"(?<![\w-]){re.escape(known.domain)}(?![\w-])", text):
            yield Connection(Kind.DOMAIN_NAMED, known.domain)


def words(text: str) -> list[str]:
    """The words of a text, in lower case and without their marks: ``it's`` is ``its``."""
    return re.findall(r"\w+", re.sub(r"['’]", "", text.casefold()).replace("&", " and "))


def key(name: str) -> str:
    """A name as it is looked for: its words without its legal form; nothing where it says too little."""
    found = words(name)
    while found and found[0] in FORMS:
        found.pop(0)
    while found and found[-1] in FORMS:
        found.pop()
    return "" if set(found) <= COMMON else " ".join(found)
