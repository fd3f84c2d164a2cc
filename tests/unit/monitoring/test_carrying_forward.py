"""Unspent grant that is carried into the next round: asked by one person, agreed by another."""

from datetime import date
from functools import partial

import pytest
from django.test import Client

from awards import statement_presenters
from base.errors import NotAllowed, Refused
from funds import actions as ledger
from funds.balances import balances
from funds.statement import statement
from funds.virements import agree, ask_to_carry, say_no
from monitoring.year.ending import sign_off, stands_in_the_way
from monitoring.year.presenters import summary
from monitoring.year.sums import year_statement
from notices.models import Message
from reports.books import differences
from rounds.models import Pot, Round
from tests.cast import ENDED, Cast, cast_of
from tests.round_files import round_text

SIGNED = date(2020, 5, 12)


@pytest.fixture
def two_years(cast: Cast) -> tuple[Cast, Round]:
    """A round with cash that may be carried forward, and the next year's."""
    Round.objects.filter(pk=cast.round.pk).update(carry_forward=True)
    cast.receive(900_000)
    text = round_text("grant-2020-21").replace('"2019-20"', '"2020-21"')
    return Cast(Round.objects.get(pk=cast.round.pk)), cast_of(text).round


def carry(cast: Cast, into: Round, pence: int) -> None:
    ledger.carry_forward(
        round=cast.round,
        into=into,
        pot=Pot.TACTICAL,
        amount_pence=pence,
        by=cast.finance,
        second=cast.decision_maker,
        reason="The PCC's letter of 1 April",
        at=ENDED,
    )


def test_grant_is_carried_with_its_cash(two_years: tuple[Cast, Round]) -> None:
    cast, into = two_years
    carry(cast, into, 300_000)
    before, after = balances(cast.round), balances(into)
    assert before.pots[Pot.TACTICAL]["allocation_pence"] == 700_000
    assert after.pots[Pot.TACTICAL]["allocation_pence"] == 1_300_000
    assert (before.cash_pence, after.cash_pence) == (600_000, 300_000)
    assert statement(cast.round).total.carried == -300_000
    assert statement(into).total.carried == 300_000
    assert list(differences([cast.round, into])) == []


def test_grant_leaves_its_year_only_by_two_people(two_years: tuple[Cast, Round]) -> None:
    cast, into = two_years
    asked = ask_to_carry(
        round=cast.round,
        into=into,
        pot=Pot.TACTICAL,
        amount_pence=300_000,
        authority="The PCC's letter of 1 April",
        by=cast.finance,
    )
    assert statement(cast.round).total.carried == 0
    told = Message.objects.filter(kind="carry-asked").values_list("to", flat=True)
    assert cast.decision_maker.email in told
    assert cast.finance.email not in told
    with pytest.raises(NotAllowed, match="Somebody else must agree"):
        agree(asked=asked, by=cast.finance)
    with pytest.raises(NotAllowed):
        agree(asked=asked, by=cast.officer)
    moved = agree(asked=asked, by=cast.decision_maker).movement
    assert moved is not None
    assert (moved.by, moved.seconded_by) == (cast.finance, cast.decision_maker)
    assert statement(into).total.carried == 300_000
    assert Message.objects.get(kind="carry-agreed").to == cast.finance.email
    assert list(differences([cast.round, into])) == []


def test_a_refused_request_carries_nothing(two_years: tuple[Cast, Round]) -> None:
    cast, into = two_years
    ask = partial(
        ask_to_carry,
        round=cast.round,
        into=into,
        pot=Pot.MAIN,
        amount_pence=100,
        authority="A letter",
    )
    asked = ask(by=cast.finance)
    with pytest.raises(Refused, match="asked for already"):
        ask(by=cast.finance)
    say_no(asked=asked, by=cast.decision_maker, reason="It goes back.")
    assert statement(into).total.carried == 0
    assert Message.objects.get(kind="carry-refused").to == cast.finance.email
    with pytest.raises(NotAllowed):
        ask(by=cast.decision_maker)


def test_the_pages_ask_and_answer(two_years: tuple[Cast, Round]) -> None:
    cast, into = two_years
    client = Client()
    client.force_login(cast.finance)
    data = {"carry": "1", "into": into.pk, "pot": "main", "amount_pence": "100", "reason": "Letter"}
    answer = client.post(f"/rounds/{cast.round.code}/year-end", data)
    asked = cast.round.virement_requests.get()
    page = f"/rounds/{cast.round.code}/virements/{asked.pk}"
    assert answer.headers["Location"] == page
    client.force_login(cast.decision_maker)
    words = client.get(page).content.decode()
    assert "Carry £100.00 forward" in words
    assert f"Main pot, {into.title}" in words
    client.post(page, {"answer": "yes"})
    assert statement(into).total.carried == 10_000


def test_what_is_carried_after_the_years_end_does_not_go_back(
    two_years: tuple[Cast, Round],
) -> None:
    cast, into = two_years
    sign_off(round=cast.round, signed_by="Sam Treasurer", signed_on=SIGNED, by=cast.finance)
    assert year_statement(cast.round).to_return == 900_000
    carry(cast, into, 300_000)
    found = year_statement(cast.round)
    assert (found.grant.cash, found.carried_since, found.to_return) == (900_000, 300_000, 600_000)
    assert any("changed since" in way.text for way in stands_in_the_way(cast.round))
    words = [row for row in summary(found, "PCC").rows if isinstance(row, list | tuple)]
    assert ("Carried forward after the year’s end", "£3,000.00") in words
    assert year_statement(into).carried_since == 0


def test_the_statement_of_a_day_says_what_was_carried(two_years: tuple[Cast, Round]) -> None:
    cast, into = two_years

    def told(round: Round) -> dict[str, object]:
        facts = statement_presenters.summary(statement(round), "PCC")
        return {fact.key: fact.content for fact in facts}

    for round in (cast.round, into):
        assert not {"Carried forward", "Brought forward"} & set(told(round))
    carry(cast, into, 300_000)
    assert told(cast.round)["Carried forward"] == "£3,000.00"
    assert told(into)["Brought forward"] == "£3,000.00"


def test_no_more_is_carried_than_the_pot_or_the_cash_has(two_years: tuple[Cast, Round]) -> None:
    cast, into = two_years
    for pence in (1_000_001, 900_001):
        with pytest.raises(Refused, match="is too much"):
            carry(cast, into, pence)


def test_nothing_is_carried_where_the_funder_does_not_allow_it(
    two_years: tuple[Cast, Round],
) -> None:
    cast, into = two_years
    cast.round.carry_forward = False
    with pytest.raises(Refused, match="does not let"):
        carry(cast, into, 1)


def test_nothing_is_carried_back_or_elsewhere(two_years: tuple[Cast, Round]) -> None:
    cast, into = two_years
    into.carry_forward = True
    with pytest.raises(Refused, match="a later round of the same partnership"):
        carry(Cast(into), cast.round, 1)
    elsewhere = cast_of(
        round_text("other-2020-21", partnership="other").replace('"2019-20"', '"2020-21"')
    ).round
    with pytest.raises(Refused, match="a later round of the same partnership"):
        carry(cast, elsewhere, 1)
