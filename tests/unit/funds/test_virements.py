"""Asking for a virement, and answering: two people, once, and the books follow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from base.errors import NotAllowed, Refused
from funds.balances import balances
from funds.books import differences
from funds.models import Movement, VirementRequest
from funds.virements import able, agree, ask, say_no, take_back
from notices.models import Message
from people.models import Membership, User
from rounds.models import Pot
from tests.cast import Cast
from tests.dump import dump


def request(cast: Cast, by: User | None = None, **changes: object) -> VirementRequest:
    words: dict[str, object] = {
        "round": cast.round,
        "source": Pot.TACTICAL,
        "target": Pot.MAIN,
        "amount_pence": 50_000,
        "reason": "The main round is strong.",
        "authority": "Minute 7",
        "by": by or cast.finance,
    }
    return ask(**(words | changes))  # type: ignore[arg-type]


def allocation(cast: Cast) -> tuple[int, int]:
    pots = balances(cast.round).pots
    return pots[Pot.MAIN]["allocation_pence"], pots[Pot.TACTICAL]["allocation_pence"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"target": Pot.TACTICAL}, "Choose two different pots"),
        ({"amount_pence": 0}, "more than zero"),
        ({"amount_pence": -1}, "more than zero"),
        ({"amount_pence": 1_000_001}, "the tactical pot has £10,000.00 left"),
        ({"reason": " "}, "Give the reason"),
        ({"authority": " "}, "on whose authority"),
    ],
)
def test_what_is_not_asked_rightly_is_refused(
    cast: Cast, changes: dict[str, Any], words: str
) -> None:
    before = dump()
    with pytest.raises(Refused, match=words):
        request(cast, **changes)
    assert dump() == before


def test_the_same_is_asked_once_until_it_is_answered(cast: Cast) -> None:
    first = request(cast)
    with pytest.raises(Refused, match="asked for already"):
        request(cast, cast.decision_maker)
    request(cast, amount_pence=50_001)
    say_no(asked=first, by=cast.second_finance, reason="Not yet.")
    request(cast, cast.decision_maker)


def test_those_who_may_agree_are_told_and_never_who_asked(cast: Cast) -> None:
    User.objects.filter(pk=cast.second_finance.pk).update(is_active=False)
    both = Membership.objects.create(
        partnership=cast.round.partnership, user=cast.decision_maker, role="finance"
    )
    assert both.user == cast.decision_maker
    request(cast)
    told = Message.objects.filter(kind="virement-asked").values_list("to", flat=True)
    assert list(told) == [cast.decision_maker.email]
    assert list(able(cast.round, apart_from=cast.decision_maker)) == [cast.finance]


def test_those_who_may_ask_and_agree_are_finance_and_decision_makers(
    cast: Cast, subtests: pytest.Subtests
) -> None:
    asked = request(cast, cast.second_finance)
    for name, person in cast.everybody().items():
        if name in ("finance", "decision maker"):
            continue
        deeds: list[Callable[[User], object]] = [
            lambda by: request(cast, by, amount_pence=1),
            lambda by: agree(asked=asked, by=by),
            lambda by: say_no(asked=asked, by=by, reason="No."),
            lambda by: take_back(asked=asked, by=by),
        ]
        for number, deed in enumerate(deeds):
            with subtests.test(who=name, deed=number), pytest.raises(NotAllowed):
                deed(person)
    asked.refresh_from_db()
    assert asked.ended_at is None


def test_who_asked_does_not_answer_and_another_does_not_take_back(cast: Cast) -> None:
    asked = request(cast)
    with pytest.raises(NotAllowed, match="Somebody else must agree"):
        agree(asked=asked, by=cast.finance)
    with pytest.raises(NotAllowed, match="Somebody else must agree"):
        say_no(asked=asked, by=cast.finance, reason="No.")
    with pytest.raises(NotAllowed, match="Only the person who asked"):
        take_back(asked=asked, by=cast.second_finance)
    assert allocation(cast) == (2_000_000, 1_000_000)


def test_it_is_answered_once(cast: Cast) -> None:
    asked = request(cast)
    agree(asked=asked, by=cast.decision_maker)
    assert allocation(cast) == (2_050_000, 950_000)
    before = dump()
    again: list[Callable[[], object]] = [
        lambda: agree(asked=asked, by=cast.second_finance),
        lambda: agree(asked=asked, by=cast.decision_maker),
        lambda: say_no(asked=asked, by=cast.second_finance, reason="No."),
        lambda: take_back(asked=asked, by=cast.finance),
    ]
    for deed in again:
        with pytest.raises(Refused, match=r"Diana agreed at .*, and the money has moved"):
            deed()
    assert dump() == before
    assert list(differences(cast.round)) == []


def test_a_no_needs_its_reason(cast: Cast) -> None:
    asked = request(cast)
    with pytest.raises(Refused, match="Give the reason why the money should stay"):
        say_no(asked=asked, by=cast.decision_maker, reason=" ")


def test_what_the_pot_cannot_bear_any_more_leaves_the_request_as_it_is(cast: Cast) -> None:
    asked = request(cast, amount_pence=900_000)
    cast.approved(500_000, route=Pot.TACTICAL)
    before = dump()
    with pytest.raises(
        Refused, match=r"£9,000.00 is too much: the tactical pot has £5,000.00 left"
    ):
        agree(asked=asked, by=cast.decision_maker)
    assert dump() == before


def test_a_request_of_somebody_who_left_is_not_agreed(cast: Cast) -> None:
    asked = request(cast)
    cast.finance.memberships.all().delete()
    with pytest.raises(Refused, match="Frank, who asked, may not move money any more"):
        agree(asked=asked, by=cast.decision_maker)
    assert say_no(asked=asked, by=cast.decision_maker, reason="They left.").ended_at


def test_two_people_are_enough_and_one_is_not(cast: Cast) -> None:
    User.objects.filter(pk=cast.second_finance.pk).update(is_active=False)
    agree(asked=request(cast), by=cast.decision_maker)
    User.objects.filter(pk=cast.decision_maker.pk).update(is_active=False)
    with pytest.raises(Refused, match="Nobody else of the Partnership of csp could agree"):
        request(cast)


def test_a_closed_round_is_neither_asked_nor_agreed(cast: Cast) -> None:
    asked = request(cast)
    cast.round.closed_at = cast.round.closes
    cast.round.save()
    with pytest.raises(Refused, match="The round is closed"):
        request(cast, amount_pence=1)
    with pytest.raises(Refused, match="is closed: money only comes back"):
        agree(asked=asked, by=cast.decision_maker)


def test_the_limit_of_over_allocation_follows_what_was_agreed(cast: Cast) -> None:
    cast.round.over_allocation_percent = 10
    cast.round.save()
    agree(asked=request(cast, amount_pence=100_000), by=cast.decision_maker)
    limits = {
        account.pot: account.overdraft_pence for account in cast.round.accounts.filter(kind="pot")
    }
    assert limits == {Pot.MAIN: 210_000, Pot.TACTICAL: 90_000}


# What the database itself keeps


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"amount_pence": 1}, "stays as it was asked"),
        ({"source": Pot.MAIN, "target": Pot.TACTICAL}, "stays as it was asked"),
        ({"ended_by": None, "ended_at": None, "movement": None}, "answered once"),
        ({"movement": None}, "answered once"),
    ],
)
def test_nobody_writes_over_what_was_asked_and_agreed(
    cast: Cast, values: dict[str, object], words: str
) -> None:
    agree(asked=request(cast), by=cast.decision_maker)
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        VirementRequest.objects.update(**values)
    with pytest.raises(DatabaseError, match="is kept"), transaction.atomic():
        VirementRequest.objects.all().delete()


def test_its_words_can_be_erased_for_privacy(cast: Cast) -> None:
    agree(asked=request(cast), by=cast.decision_maker)
    assert VirementRequest.objects.update(reason="", ended_why="") == 1


def test_the_database_refuses_a_movement_of_a_closed_round(cast: Cast) -> None:
    """Whoever writes it, past every verb; what comes back or goes back passes."""
    bid = cast.paid(10_000)
    cast.round.closed_at = cast.round.closes
    cast.round.save()
    for kind in Movement.Kind:
        row = Movement.objects.filter(round=cast.round, source__key=bid.reference).latest("pk")
        row.pk, row.kind = None, kind
        if kind in (Movement.Kind.RECOVER, Movement.Kind.RETURN):
            row.save(force_insert=True)
            continue
        with pytest.raises(DatabaseError, match="a closed round only"), transaction.atomic():
            row.save(force_insert=True)
