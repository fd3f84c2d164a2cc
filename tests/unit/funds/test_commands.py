"""The commands that say what stands, move money between pots, and send it back."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bids.models import Bid
from funds.models import Movement
from rounds.models import Pot
from tests.cast import Cast
from tests.dump import dump

Said = Callable[..., str]
FINANCE, SECOND = "finance@csp.example", "decisions@csp.example"
LINE = ["received", "committed", "paid", "recovered", "released", "returned", "available"]


@pytest.fixture
def say(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs a command about the round and gives what it says."""

    def run(name: str, *words: str) -> str:
        call_command(name, *words)
        return capsys.readouterr().out.strip()

    return run


def code(cast: Cast) -> str:
    return cast.round.code


@pytest.fixture
def paid(cast: Cast) -> Bid:
    """£5,000 awarded, £2,000 received and paid on 7 May 2019."""
    return cast.paid(500_000, paid_pence=200_000)


# The statement


def told(say: Said, cast: Cast, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(say("statement", code(cast), *words, "--json"))
    return found


def test_the_statement_in_pence_in_all_by_pot_and_by_award(
    cast: Cast, paid: Bid, say: Said
) -> None:
    found = told(say, cast)
    assert list(found) == ["round", "as_at", *LINE, "cash", "pots", "awards"]
    assert (found["round"], found["as_at"]) == (code(cast), None)
    assert [found[name] for name in LINE] == [200_000, 500_000, 200_000, 0, 0, 0, 2_500_000]
    assert list(found["pots"]) == ["main", "tactical"]
    assert list(found["awards"]) == [paid.reference]
    for one in (*found["pots"].values(), *found["awards"].values()):
        assert list(one) == LINE
        assert all(type(pence) is int for pence in one.values())
        assert one["received"] == 0  # an instalment is for the whole round
    assert found["awards"][paid.reference]["available"] == 300_000
    assert found["pots"]["main"]["available"] == 1_500_000


@pytest.mark.parametrize(
    ("day", "paid_pence"),
    [("2019-05-06", 0), ("2019-05-07", 200_000), ("2019-05-07T00:00", 200_000)],
)
def test_the_statement_as_at_a_day(
    cast: Cast, paid: Bid, say: Said, day: str, paid_pence: int
) -> None:
    found = told(say, cast, "--as-at", day)
    assert found["paid"] == paid_pence
    assert found["as_at"] == day[:10]
    assert "as at " in say("statement", code(cast), "--as-at", day)


@pytest.mark.parametrize(
    ("on", "day", "counts"),
    [
        ("2019-03-30T23:59", "2019-03-30", True),
        ("2019-03-31T00:59", "2019-03-30", False),
        ("2019-03-31T02:30", "2019-03-31", True),
        ("2019-07-01T00:30", "2019-06-30", False),
        ("2019-10-26T23:59", "2019-10-26", True),
        ("2019-10-27T01:30", "2019-10-27", True),
        ("2019-10-27T23:59", "2019-10-27", True),
        ("2019-10-28", "2019-10-27", False),
    ],
)
def test_a_day_is_londons_when_summer_time_begins_and_ends(
    cast: Cast, say: Said, on: str, day: str, counts: bool
) -> None:
    say("receive", code(cast), "12.34", "--reference", "R", "--on", on)
    assert told(say, cast, "--as-at", day)["received"] == (1_234 if counts else 0)


# Between pots


def virement(say: Said, cast: Cast, **changes: str) -> str:
    words = {
        "from": "tactical",
        "to": "main",
        "amount": "500.00",
        "reason": "Needed there",
        "second": SECOND,
        **changes,
    }
    return say("virement", code(cast), *(f"--{name}={word}" for name, word in words.items()))


def test_a_virement_says_what_is_available(cast: Cast, say: Said) -> None:
    said = virement(say, cast, by=FINANCE, on="2019-06-01")
    assert said == (
        "£500.00 moved from tactical to main on 1 June 2019. "
        "Available: main £20,500.00, tactical £9,500.00."
    )
    moved = Movement.objects.latest("pk")
    assert (moved.by, moved.seconded_by) == (cast.finance, cast.decision_maker)


def test_a_virement_is_by_the_first_finance_person_unless_it_is_said(cast: Cast, say: Said) -> None:
    virement(say, cast)
    assert Movement.objects.latest("pk").by == cast.finance


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": "0"}, "The amount must be more than zero"),
        ({"amount": "-1"}, "is not an amount of money"),
        ({"amount": "0.001"}, "is not an amount of money"),
        ({"amount": "1e3"}, "is not an amount of money"),
        ({"amount": "10000.01"}, r"the tactical pot has £10,000\.00 left"),
        ({"to": "tactical"}, "Choose two different pots"),
        ({"to": "reserve"}, "invalid choice"),
        ({"reason": " "}, "Give the reason"),
        ({"second": FINANCE}, "Somebody else must agree"),
        ({"second": "officer@csp.example"}, "may not move money between pots"),
        ({"by": "officer@csp.example"}, "may not move money between pots"),
        ({"second": "nobody@csp.example"}, "Nobody here has the email nobody@csp.example"),
        ({"by": "nobody@csp.example"}, "nobody@csp.example"),
        ({"on": "2190-01-01"}, "has not come yet"),
        ({"on": "1066-10-14"}, "too long ago"),
        ({"on": "yesterday"}, "is not a date"),
    ],
)
def test_what_a_virement_refuses(
    cast: Cast, say: Said, changes: dict[str, str], words: str
) -> None:
    before = dump()
    with pytest.raises(CommandError, match=words):
        virement(say, cast, **changes)
    assert dump() == before


# Going back to the PCC


def test_money_goes_back_from_a_pot_and_the_cash(cast: Cast, say: Said) -> None:
    cast.receive(1_000_000)
    said = say("return_to_pcc", code(cast), "156.00", "--pot", "tactical", "--reason", "Unspent")
    assert said == (
        "£156.00 returned to the PCC. Tactical pot: £9,844.00 available. Cash in hand: £9,844.00."
    )
    found = told(say, cast)
    assert (found["returned"], found["pots"]["tactical"]["returned"]) == (15_600, 15_600)
    moved = Movement.objects.filter(source__pot=Pot.TACTICAL).latest("pk")
    assert str(moved.note) == "Unspent"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("0", "--pot", "main"), "more than zero"),
        (("-5", "--pot", "main"), "AMOUNT|not an amount"),
        (("0.005", "--pot", "main"), "is not an amount of money"),
        (("100.01", "--pot", "main"), r"only £100\.00 of the grant has been received"),
        (("1", "--pot", "reserve"), "invalid choice"),
        (("1", "--pot", "main", "--by", "officer@csp.example"), "may not pay or recover money"),
        (("1", "--pot", "main", "--by", "nobody@x.example"), "nobody@x.example"),
        (("1",), "--pot"),
    ],
)
def test_what_going_back_refuses(cast: Cast, say: Said, words: tuple[str, ...], said: str) -> None:
    cast.receive(10_000)
    before = dump()
    with pytest.raises(CommandError, match=said):
        say("return_to_pcc", code(cast), *words)
    assert dump() == before


def test_no_round_no_money(cast: Cast, say: Said) -> None:
    for words in (
        ("statement", "nowhere"),
        ("return_to_pcc", "nowhere", "1", "--pot", "main"),
    ):
        with pytest.raises(CommandError, match="There is no round nowhere"):
            say(*words)
