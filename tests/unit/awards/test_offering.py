"""An officer sets what is offered, until it is accepted; what was offered before is kept."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from awards.actions import accept_agreement, turn_down
from awards.models import Plan, Terms
from awards.offering import Offer, offer_of, set_terms, sign_of
from awards.terms import current
from base.errors import NotAllowed, Refused
from base.stale import Stale
from bids.models import Bid
from notices.models import Message
from tests.cast import AGREED, Cast, again

STAFF = [{"name": "Staffing", "amount_pence": 300_000}, {"name": "Hall", "amount_pence": 200_000}]
TWO = [
    {"due": "2019-05-07", "amount_pence": 250_000},
    {"due": "2019-10-07", "amount_pence": 250_000},
]


@pytest.fixture
def bid(cast: Cast) -> Bid:
    return cast.approved()


def offer(bid: Bid, **changes: Any) -> Offer:
    award = again(bid).award
    return replace(offer_of(award, current(award)), **changes)


def change(cast: Cast, bid: Bid, **changes: Any) -> Terms:
    return set_terms(bid=bid, offer=offer(bid, **changes), by=cast.officer)


def test_the_next_terms_are_written_and_those_before_are_kept(cast: Cast, bid: Bid) -> None:
    terms = change(
        cast,
        bid,
        starts_on=date(2019, 5, 1),
        headings=STAFF,
        plan=Plan.INSTALMENTS,
        instalments=TWO,
        special_conditions="No capital.",
        signatory="Rosa Finch",
    )
    assert (terms.version, terms.by, terms.amount_pence) == (2, cast.officer, 500_000)
    assert (terms.headings, terms.instalments) == (STAFF, TWO)
    before = bid.award.terms.get(version=1)
    assert (before.starts_on, before.plan, before.special_conditions) == (
        date(2019, 4, 29),
        "up-front",
        "",
    )
    assert again(bid).award.signatory == "Rosa Finch"


def test_the_contact_is_told_to_read_it_again_once(cast: Cast, bid: Bid) -> None:
    assert change(cast, bid, outcomes="More.") == change(cast, bid)  # the second changes nothing
    message = Message.objects.get(kind="offer-changed")
    assert message.to == "applicant@youth.example"
    assert f"/bids/{bid.reference}/agreement" in message.body


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"headings": STAFF[:1]}, "add up to £3,000.00. They must add up to the grant, £5,000.00"),
        ({"headings": []}, "The parts of the budget add up to £0.00"),
        ({"headings": [STAFF[0], {**STAFF[1], "name": "staff ing"}]}, "a name of its own"),
        ({"headings": [{"name": " ", "amount_pence": 500_000}]}, "a name of its own"),
        (
            {
                "headings": [
                    {"name": "A", "amount_pence": 600_000},
                    {"name": "B", "amount_pence": -100_000},
                ]
            },
            "The parts of the budget",
        ),
        ({"plan": Plan.INSTALMENTS}, "The instalments add up to £0.00"),
        ({"plan": Plan.INSTALMENTS, "instalments": TWO[:1]}, "The instalments add up to £2,500.00"),
        ({"plan": Plan.ARREARS, "instalments": TWO}, "take the instalments out"),
        (
            {"plan": Plan.INSTALMENTS, "instalments": [TWO[0], TWO[0]]},
            "one for each date",
        ),
        ({"plan": Plan.INSTALMENTS, "instalments": TWO[::-1]}, "in the order of their dates"),
        ({"ends_on": date(2019, 4, 1)}, "on or after the day when it starts"),
        ({"ends_on": None}, "Enter both"),
    ],
)
def test_what_does_not_add_up_is_refused(
    cast: Cast, bid: Bid, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        change(cast, bid, **changes)
    assert bid.award.terms.count() == 1


def test_two_officers_do_not_write_over_each_other(cast: Cast, bid: Bid) -> None:
    seen = sign_of(bid.award, current(bid.award))
    mine = offer(bid, special_conditions="Mine.")
    change(cast, bid, special_conditions="Theirs.")
    with pytest.raises(Stale):
        set_terms(bid=bid, offer=mine, by=cast.officer, seen=seen)
    award = again(bid).award
    now = sign_of(award, current(award))
    assert set_terms(bid=bid, offer=mine, by=cast.officer, seen=now).special_conditions == "Mine."


def test_so_is_a_changed_signatory_noticed(cast: Cast, bid: Bid) -> None:
    seen = sign_of(bid.award, current(bid.award))
    change(cast, bid, signatory="Rosa Finch")
    with pytest.raises(Stale):
        set_terms(bid=bid, offer=offer(bid), by=cast.officer, seen=seen)


def test_accepted_terms_are_changed_by_a_variation(cast: Cast, bid: Bid) -> None:
    accept_agreement(bid=bid, signatory="Rosa", by=cast.applicant, at=AGREED)
    with pytest.raises(Refused, match=r"Rosa accepted the agreement .* by a variation"):
        change(cast, bid, outcomes="More.")


def test_without_an_offer_there_are_no_terms_to_change(cast: Cast, bid: Bid) -> None:
    mine = offer(bid)
    turn_down(bid=bid, by=cast.applicant, at=AGREED)
    with pytest.raises(Refused, match="no offer"):
        set_terms(bid=bid, offer=mine, by=cast.officer)


@pytest.mark.parametrize("who", ["applicant", "finance", "decision_maker", "auditor", "stranger"])
def test_nobody_but_an_officer_sets_them(cast: Cast, bid: Bid, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_terms(bid=bid, offer=offer(bid), by=getattr(cast, who))


def test_an_officer_of_the_organisation_does_not(cast: Cast, bid: Bid) -> None:
    cast.organisation.members.add(cast.officer)
    with pytest.raises(NotAllowed, match="has an interest"):
        change(cast, bid, outcomes="More.")
