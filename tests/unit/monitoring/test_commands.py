"""The commands by which one award's money moves: pay, recover, release."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bids.models import Bid
from funds.models import Movement
from rounds.models import DocumentAsked
from tests.cast import Cast, at
from tests.dump import dump

Said = Callable[..., str]
NAMES = ("pay", "recover", "release")


@pytest.fixture
def say(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs a command and gives what it says."""

    def run(name: str, *words: str) -> str:
        call_command(name, *words)
        return capsys.readouterr().out.strip()

    return run


@pytest.fixture
def paid(cast: Cast) -> Bid:
    """£5,000 awarded, £4,000 received and £2,000 of it paid on 7 May 2019."""
    bid = cast.monitored(500_000)
    cast.receive(400_000)
    cast.pay(bid, 200_000)
    return bid


def line(say: Said, bid: Bid) -> dict[str, Any]:
    found = json.loads(say("statement", bid.round.code, "--json"))
    award: dict[str, Any] = found["awards"][bid.reference]
    return award


def test_a_payment_has_the_next_reference_unless_one_is_given(
    cast: Cast, paid: Bid, say: Said
) -> None:
    said = say("pay", paid.reference, "100", "--on", "2019-06-01")
    assert said == (
        f"£100.00 paid to {paid.reference} under {paid.reference}-P2 on 1 June 2019. "
        "Paid, net: £2,100.00. Committed and not paid: £2,900.00."
    )
    say(
        "pay",
        paid.reference,
        "100",
        "--reference",
        "BACS 9",
        "--by",
        "finance2@csp.example",
        "--on",
        "2019-06-01",
    )
    latest = paid.award.payments.latest("pk")
    assert (latest.reference, latest.movement.by) == ("BACS 9", cast.second_finance)
    with pytest.raises(CommandError, match="BACS 9 was already paid"):
        say("pay", paid.reference, "100", "--reference", "BACS 9")


def test_what_comes_back_is_told_apart_from_what_is_released(
    cast: Cast, paid: Bid, say: Said
) -> None:
    said = say("recover", paid.reference, "50.00", "--reason", "Unspent")
    assert said == (
        f"£50.00 recovered from {paid.reference}. Paid, net: £1,950.00. "
        "Committed and not paid: £3,000.00."
    )
    assert str(Movement.objects.latest("pk").note) == "Unspent"
    said = say("release", paid.reference, "1000", "--reason", "Less was needed")
    assert "£1,000.00 released" in said
    assert line(say, paid) == {
        "received": 0,
        "committed": 395_000,
        "paid": 195_000,
        "recovered": 5_000,
        "released": 100_000,
        "returned": 0,
        "available": 200_000,
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("0",), "more than zero"),
        (("0.00",), "more than zero"),
        (("-1",), "AMOUNT|not an amount"),
        (("0.001",), "is not an amount of money"),
        (("1,00",), "is not an amount of money"),
        (("9999999999",), "this is more than"),
        (("3000.01", "--on", "2019-06-01"), r"£3,000\.01 is too much"),
        (("1", "--by", "officer@csp.example"), "may not pay or recover money"),
        (("1", "--by", "decisions@csp.example"), "may not pay or recover money"),
        (("1", "--by", "nobody@csp.example"), "nobody@csp.example"),
        (("1", "--on", "2190-01-01"), "has not come yet"),
        (("1", "--on", "2019-03-01"), "cannot have happened|for that time"),
        (("1", "--on", "soon"), "is not a date"),
    ],
)
def test_what_is_refused_changes_nothing(
    cast: Cast, paid: Bid, say: Said, name: str, words: tuple[str, ...], said: str
) -> None:
    before = dump()
    with pytest.raises(CommandError, match=said):
        say(name, paid.reference, *words)
    assert dump() == before


@pytest.mark.parametrize("name", NAMES)
def test_no_award_no_money(cast: Cast, paid: Bid, say: Said, name: str) -> None:
    for reference in ("SMP19-999", cast.sifted().reference):
        with pytest.raises(CommandError, match=f"no award with the reference {reference}"):
            say(name, reference, "1")


def test_a_payment_waits_for_evidence_and_for_a_return(cast: Cast, paid: Bid, say: Said) -> None:
    DocumentAsked.objects.create(
        round=cast.round, code="dbs", title="DBS statement", before_payment=True, position=1
    )
    with pytest.raises(CommandError, match="“DBS statement” is asked for before money moves"):
        say("pay", paid.reference, "1", "--on", "2019-06-01")
    DocumentAsked.objects.all().delete()
    with pytest.raises(CommandError, match="The return for “September report” was due by 16 Aug"):
        say("pay", paid.reference, "1", "--on", "2019-08-17")
    say("pay", paid.reference, "1", "--on", "2019-08-16")


def test_money_that_comes_back_does_not_come_before_it_was_paid(
    cast: Cast, paid: Bid, say: Said
) -> None:
    with pytest.raises(CommandError, match=r"then, only £0\.00 was paid"):
        say("recover", paid.reference, "1", "--on", "2019-05-06")
    with pytest.raises(CommandError, match=r"then, only £0\.00 was paid"):
        say("recover", paid.reference, "1", "--on", "2019-05-07T09:59")
    say("recover", paid.reference, "1", "--on", "2019-05-07")
    with pytest.raises(CommandError, match=r"then, only £0\.00 is committed"):
        say("release", paid.reference, "1", "--on", "2019-03-28")


def test_a_closed_round_takes_money_back_and_pays_none(cast: Cast, paid: Bid, say: Said) -> None:
    cast.round.closed_at = at("2019-06-01")
    cast.round.save()
    say("recover", paid.reference, "1")
    for name in ("pay", "release"):
        with pytest.raises(CommandError, match="is closed: money only comes back"):
            say(name, paid.reference, "1", "--on", "2019-06-01")


def test_who_has_a_stake_leaves_it_to_a_colleague(cast: Cast, paid: Bid, say: Said) -> None:
    paid.organisation.members.add(cast.finance)
    for name in NAMES:
        with pytest.raises(CommandError, match="has an interest"):
            say(name, paid.reference, "1", "--on", "2019-06-01")
        say(name, paid.reference, "1", "--on", "2019-06-01", "--by", "finance2@csp.example")
