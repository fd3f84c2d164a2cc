"""Who sees what of a bid: the rule as a table, and the database's reading of it."""

from itertools import product

import pytest

from bids.models import Bid
from people.models import Membership, User
from scoring.models import Declaration, Interest
from scoring.sight import Scores, Seal, Sight, sight
from scoring.viewers import find_bid
from tests.cast import Cast

NOTHING = Sight()
STAFF = Sight(bid=True, scores=Scores.ALL, names=True, spending=True)
STAFF_BEFORE = Sight(bid=True, scores=Scores.SENT, names=True, spending=True)
STAFF_ON_PANEL = Sight(bid=True, scores=Scores.OWN, names=True, spending=True)
STAFF_WITH_A_STAKE = Sight(bid=True, scores=Scores.NONE, names=True, spending=True)
PANEL_BEFORE = Sight(bid=True, scores=Scores.OWN, names=True)
PANEL_AFTER = Sight(bid=True, scores=Scores.ALL, names=True)
APPLICANT = Sight(bid=True, spending=True)

TABLE = [
    ("", "draft", NOTHING),
    ("", "sealed", NOTHING),
    ("", "sifted", NOTHING),
    ("reads", "draft", STAFF),
    ("reads", "sealed draft", STAFF_BEFORE),
    ("reads", "office", STAFF),
    ("reads", "sealed", STAFF_BEFORE),
    ("reads", "revealed", STAFF),
    ("reads", "sifted", STAFF),
    ("belongs", "draft", APPLICANT),
    ("belongs", "sealed", APPLICANT),
    ("belongs", "sifted", APPLICANT),
    ("panel", "draft", NOTHING),
    ("panel", "office", PANEL_BEFORE),
    ("panel", "sealed", PANEL_BEFORE),
    ("panel", "revealed", PANEL_AFTER),
    ("panel", "sifted", PANEL_AFTER),
    ("panel owes", "sealed", PANEL_BEFORE),
    ("panel owes", "revealed", PANEL_BEFORE),
    ("panel owes", "sifted", PANEL_AFTER),
    ("panel interest", "draft", NOTHING),
    ("panel interest", "sealed", NOTHING),
    ("panel interest", "revealed", NOTHING),
    ("panel interest", "sifted", NOTHING),
    # The narrower line holds for those who are two things at once.
    ("panel belongs", "sealed", APPLICANT),
    ("panel belongs", "sifted", APPLICANT),
    ("panel belongs interest", "sifted", APPLICANT),
    ("reads belongs", "sealed", STAFF_WITH_A_STAKE),
    ("reads belongs", "revealed", STAFF_WITH_A_STAKE),
    ("reads belongs", "sifted", STAFF_WITH_A_STAKE),
    ("reads interest", "sifted", STAFF_WITH_A_STAKE),
    ("reads panel", "office", STAFF_ON_PANEL),
    ("reads panel", "sealed", STAFF_ON_PANEL),
    ("reads panel", "revealed", STAFF),
    ("reads panel owes", "revealed", STAFF_ON_PANEL),
    ("reads panel", "sifted", STAFF),
    ("reads panel interest", "sealed", STAFF_WITH_A_STAKE),
    ("reads panel interest", "sifted", STAFF_WITH_A_STAKE),
    ("reads panel belongs", "sifted", STAFF_WITH_A_STAKE),
]
"""What somebody is, where the bid is, and what they see."""

WHAT_THEY_ARE = ("reads", "panel", "interest", "belongs")
SEALS = {
    "sealed": Seal.SEALED,
    "office": Seal.OFFICE,
    "revealed": Seal.REVEALED,
    "sifted": Seal.SIFTED,
}
STATES = ("draft", "sealed draft", *SEALS)


def seen(what: str, state: str) -> Sight:
    """What somebody sees, from the table's words."""
    words = what.split()
    return sight(
        reads="reads" in words,
        on_panel="panel" in words,
        interest="interest" in words,
        belongs="belongs" in words,
        draft="draft" in state,
        seal=SEALS.get(state.split()[0], Seal.OFFICE),
        owes="owes" in words,
    )


@pytest.mark.parametrize(("what", "state", "expected"), TABLE)
def test_each_sees_what_the_table_says(what: str, state: str, expected: Sight) -> None:
    assert seen(what, state) == expected


def test_nobody_with_a_stake_ever_sees_a_score() -> None:
    for chosen in product([False, True], repeat=4):
        words = [word for word, on in zip(WHAT_THEY_ARE, chosen, strict=True) if on]
        if {"interest", "belongs"} & set(words):
            for state in STATES:
                assert seen(" ".join(words), state).scores is Scores.NONE, words


@pytest.mark.parametrize("state", ["draft", "submitted", "sifted"])
@pytest.mark.parametrize("way", ["member", "let in"])
def test_the_database_shows_the_same_bids(cast: Cast, state: str, way: str) -> None:
    bid = {"draft": cast.draft, "submitted": cast.submitted, "sifted": cast.sifted}[state]()
    for chosen in product([False, True], repeat=4):
        words = [word for word, on in zip(WHAT_THEY_ARE, chosen, strict=True) if on]
        user = somebody(cast, bid, words, way)
        visible = Bid.objects.visible_to(user).filter(pk=bid.pk).exists()
        where = "office" if state == "submitted" else state
        assert visible == seen(" ".join(words), where).bid, words


@pytest.mark.parametrize("way", ["member", "let in"])
def test_a_panel_member_whose_own_bid_it_is_has_a_stake(cast: Cast, way: str) -> None:
    bid = cast.sifted()
    user = somebody(cast, bid, ["panel", "belongs"], way)
    found, viewer = find_bid(user, bid.reference)
    assert viewer.has_stake_in_route(found.route)
    assert viewer.sight_of(found) == APPLICANT


def somebody(cast: Cast, bid: Bid, words: list[str], way: str) -> User:
    """A new person who is all that the words say; they belong as a member, or were let in."""
    user = User.objects.create_user(f"{'.'.join(words) or 'nobody'}@who.example")
    roles = {"reads": "auditor", "panel": "panel"}
    for word in set(words) & set(roles):
        Membership.objects.create(partnership=cast.round.partnership, user=user, role=roles[word])
    if "panel" in words:
        cast.round.people.create(user=user, role="panel", position=9)
        Declaration.objects.create(
            round=cast.round,
            member=user,
            organisation=bid.organisation,
            has_interest=False,
            by=user,
        )
    if "interest" in words:
        Interest.objects.create(bid=bid, member=user, words="Trustee")
    if "belongs" in words:
        own = bid.organisation.members if way == "member" else bid.people
        own.add(user)
    return user


def test_nobody_but_the_panel_sees_a_point_of_a_sealed_bid() -> None:
    for chosen in product([False, True], repeat=5):
        words = [word for word, on in zip((*WHAT_THEY_ARE, "owes"), chosen, strict=True) if on]
        for state in ("sealed", "sealed draft"):
            assert seen(" ".join(words), state).scores is not Scores.ALL, words
