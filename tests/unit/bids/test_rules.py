"""Who may do what with a bid."""

import pytest

from base.errors import NotAllowed
from bids.actions import answer, submit
from bids.rules import RULES, allows, demand
from bids.states import Arrow
from tests.cast import SUBMITTED, Cast, again

APPLICANT = {"applicant", "let in", "officer"}
OFFICER = {"officer"}
DECISION_MAKER = {"decision maker"}
READERS = {"officer", "decision maker", "finance", "auditor"}
WHO = {
    "bids.edit": APPLICANT,
    "bids.attach": APPLICANT,
    "bids.submit": APPLICANT,
    "bids.withdraw": APPLICANT,
    "bids.turn_down": APPLICANT,
    "bids.accept_agreement": APPLICANT,
    "bids.answer_query": APPLICANT,
    "bids.claim": APPLICANT,
    "bids.send_return": APPLICANT,
    "bids.vary": APPLICANT,
    "bids.accept_late": OFFICER,
    "bids.read_agreement": APPLICANT | READERS,
    "bids.set_terms": OFFICER,
    "bids.set_payee": OFFICER | {"finance"},
    "bids.query": OFFICER,
    "bids.send_back": OFFICER,
    "bids.reject": OFFICER,
    "bids.sift": OFFICER,
    "bids.reopen": OFFICER,
    "bids.start_monitoring": OFFICER,
    "bids.close": OFFICER,
    "bids.approve": DECISION_MAKER,
    "bids.decline": DECISION_MAKER,
    "bids.reinstate": DECISION_MAKER,
    "bids.terminate": DECISION_MAKER,
    "bids.let_in": OFFICER,
}


def test_each_rule_lets_those_of_the_table_and_nobody_else(cast: Cast) -> None:
    bid = cast.draft()
    people = cast.everybody()
    people["let in"] = people.pop("outsider")
    bid.people.add(people["let in"])
    found = {name: {who for who, user in people.items() if allows(name, user, bid)} for name in WHO}
    assert found == WHO
    assert set(RULES) == set(WHO)


def test_every_arrow_has_a_rule() -> None:
    arrows = {arrow.value for arrow in Arrow} - {Arrow.START.value}
    assert {f"bids.{arrow}" for arrow in arrows} <= set(RULES)


def test_a_rule_that_is_demanded_refuses_the_others(cast: Cast) -> None:
    bid = cast.draft()
    demand("bids.edit", cast.applicant, bid)
    with pytest.raises(NotAllowed, match=r"rival@other.example may not"):
        demand("bids.edit", cast.rival, bid)


def test_somebody_let_in_writes_and_submits_the_bid(cast: Cast) -> None:
    bid = cast.draft()
    bid.people.add(cast.outsider)
    answer(bid=bid, answers=cast.answers(400_000), by=cast.outsider)
    submit(bid=bid, by=cast.outsider, at=SUBMITTED)
    assert again(bid).state == "submitted"


@pytest.mark.parametrize("who", ["applicant", "outsider"])
def test_somebody_who_left_may_nothing(cast: Cast, who: str) -> None:
    bid = cast.draft()
    user = getattr(cast, who)
    bid.people.add(user)
    user.is_active = False
    user.save()
    assert not any(allows(name, user, bid) for name in RULES)
