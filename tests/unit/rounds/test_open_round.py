"""Opening a round from its file: the example, the same file again, and what the command refuses."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from funds.balances import balances
from funds.models import Movement
from rounds.models import Owner, Pot, Round
from tests.cast import OPENS, cast_of
from tests.dump import dump
from tests.round_files import round_text

EXAMPLE = Path(__file__).parents[3] / "data" / "round-smp-2019-20.toml"


def test_the_example_opens_the_round_of_2019(db: None) -> None:
    call_command("open_round", str(EXAMPLE), "--on", "2019-02-13T09:00")
    round = Round.objects.get()
    assert (round.code, round.allocation_pence, round.quorum) == ("smp-2019-20", 4_000_000, 2)
    now = balances(round)
    assert now.pots[Pot.MAIN]["available_pence"] == 2_666_667
    assert now.pots[Pot.TACTICAL]["available_pence"] == 1_333_333
    assert round.priorities.filter(owner=Owner.PCC).count() == 6
    assert round.priorities.filter(owner=Owner.PARTNERSHIP).count() == 5
    assert sum(round.criteria.values_list("weight", flat=True)) == 100
    assert [str(person) for person in round.people.all()][:2] == [
        "Olive Turner: officer",
        "Ola Benson: officer",
    ]
    assert round.closes.isoformat() == "2019-03-08T12:00:00+00:00"
    assert list(round.expected_income.values_list("amount_pence", flat=True)) == [2_000_000] * 2
    assert [movement.at for movement in Movement.objects.all()] == [OPENS, OPENS]


def test_the_same_file_again_changes_nothing(db: None) -> None:
    call_command("open_round", str(EXAMPLE))
    before = dump()
    call_command("open_round", str(EXAMPLE))
    after = dump()
    changed_tables = {table for table, rows in after.items() if rows != before[table]}
    assert changed_tables <= {"rounds_income"}  # written anew, with the same content
    assert len(after["rounds_income"]) == 2


def test_the_command_refuses_a_faulty_file_and_changes_nothing(db: None, tmp_path: Path) -> None:
    file = tmp_path / "round.toml"
    file.write_text(round_text(main="1.00"))
    before = dump()
    with pytest.raises(CommandError, match=r"the pots add up to £10,001\.00"):
        call_command("open_round", str(file))
    with pytest.raises(CommandError, match=r"nobody@csp\.example is not an officer in this file"):
        file.write_text(round_text())
        call_command("open_round", str(file), by="nobody@csp.example")
    with pytest.raises(CommandError, match="has not come yet"):
        call_command("open_round", str(file), "--on", "2999-01-01")
    with pytest.raises(CommandError, match=r"round-x\.toml cannot be read"):
        call_command("open_round", "round-x.toml")
    assert dump() == before


def test_an_open_round_takes_its_people_from_its_file(db: None) -> None:
    cast = cast_of()
    text = round_text().replace("panel2@csp.example", "panel3@csp.example")
    cast_of(text)
    emails = list(cast.round.people.filter(role="panel").values_list("user__email", flat=True))
    assert emails == ["panel@csp.example", "panel3@csp.example"]
    held = cast.round.partnership.memberships.filter(role="panel")
    assert set(held.values_list("user__email", flat=True)) == set(emails)
