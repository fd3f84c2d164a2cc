"""The round's file: the example opens a round, and what is wrong with a file is said in one pass."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from base.errors import Faulty
from funds.balances import balances
from funds.models import Movement
from rounds.models import Criterion, Owner, Pot, Round
from rounds.roundfile import read_round_file
from tests.cast import OPENS, cast_of, round_text
from tests.dump import dump

EXAMPLE = Path(__file__).parents[3] / "data" / "round-smp-2019-20.toml"


def faults(text: str | bytes) -> list[str]:
    """What is said of a file, a line for each fault."""
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(Faulty) as refusal:
        read_round_file(content, "round.toml")
    assert "round.toml was not read: " in str(refusal.value)
    assert "Nothing was changed." in str(refusal.value)
    return [str(fault) for fault in refusal.value.faults]


def changed(old: str, new: str) -> str:
    """The small round's file with one thing changed."""
    text = round_text()
    assert old in text
    return text.replace(old, new, 1)


# The example


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


# What is wrong with a value


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('allocation = "30000.00"', 'allocation = "-1"', "[round], allocation: “-1” cannot be used"),
        ('allocation = "30000.00"', 'allocation = "1.001"', "[round], allocation: “1.001” cannot"),
        ('allocation = "30000.00"', "allocation = 30000.0", "[round], allocation: “30000.0” cannot"),
        ('allocation = "30000.00"', 'allocation = "lots"', 'Expected: an amount in quotes, such as "'),
        ('allocation = "30000.00"', "allocation = true", "[round], allocation: “True” cannot be used"),
        ('allocation = "30000.00"', 'allocation = "nan"', "[round], allocation: “nan” cannot be used"),
        ('allocation = "30000.00"', 'allocation = "9999999999"', "[round], allocation: “9999999999”"),
        ('main = "20000.00"', "main = []", "[pots], main: “[]” cannot be used"),
        ("score_threshold = 55", "score_threshold = 101", "Expected: a number from 0 to 100"),
        ("score_threshold = 55", "score_threshold = -1", "[round], score_threshold: “-1” cannot"),
        ("score_threshold = 55", "score_threshold = nan", "[round], score_threshold: “nan” cannot"),
        ("score_threshold = 55", "score_threshold = inf", "[round], score_threshold: “inf” cannot"),
        ("score_threshold = 55", 'score_threshold = "55"', "[round], score_threshold: “55” cannot"),
        ("score_threshold = 55", "score_threshold = 55.555", "score_threshold: “55.555” cannot"),
        ('financial_year = "2019-20"', 'financial_year = "2019-21"', "two years that follow"),
        ('financial_year = "2019-20"', "financial_year = 2019", "[round], financial_year: “2019”"),
        ("closes = 2019-03-08T12:00:00", 'closes = "soon"', "[round], closes: “soon” cannot be used"),
        ("panel = 2019-03-14", "panel = 2019-03-14T09:00:00", "[round], panel: "),
        ("panel = 2019-03-14", 'panel = "2019-03-14"', "Expected: a date such as 2019-03-14"),
        ('code = "grant-2019-20"', 'code = "a round"', "[round], code: “a round” cannot be used"),
        ('code = "grant-2019-20"', f'code = "{"x" * 51}"', "[round], code: "),
        ('title = "Grant of grant-2019-20"', 'title = "  "', "[round], title: “  ” cannot be used"),
        ('title = "Grant of grant-2019-20"', f'title = "{"x" * 201}"', "[round], title: "),
        ('title = "Grant of grant-2019-20"', 'title = "a\\u0000b"', "[round], title: "),
        ('owner = "pcc"', 'owner = "police"', "[[priorities]], row 1, owner: “police” cannot be used"),
        ('code = "PCC1"', f'code = "{"x" * 21}"', "[[priorities]], row 1, code: "),
        ('title = "Put victims first"', 'title = "x"\nstatus = "maybe"', "Expected: draft or adopted"),
        ('kind = "pcc"', 'kind = "police"', "[[criteria]], row 1, kind: “police” cannot be used"),
        ("weight = 50", "weight = -50", "[[criteria]], row 1, weight: “-50” cannot be used"),
        ("weight = 50", "weight = 2.5", "[[criteria]], row 1, weight: “2.5” cannot be used"),
        ("weight = 50", "weight = 50\nfloor = 6", "[[criteria]], row 1, floor: “6” cannot be used"),
        ("weight = 50", "weight = 50\nfloor = nan", "[[criteria]], row 1, floor: “nan” cannot"),
        ("weight = 50", 'weight = 50\ndescriptors = ["0", "1"]', "there are 2 descriptors"),
        ("weight = 50", "weight = 50\ndescriptors = [1, 2]", "[[criteria]], row 1, descriptors: "),
        ('role = "auditor"', 'role = "king"', "[[people]], row 7, role: “king” cannot be used"),
        ('email = "audit@csp.example"', 'email = "audit"', "[[people]], row 7, email: “audit” cannot"),
        ("final = true", 'final = "yes"', "[[periods]], row 2, final: “yes” cannot be used"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_named(old: str, new: str, words: str) -> None:
    [fault] = faults(changed(old, new))
    assert words in fault


@pytest.mark.parametrize(
    ("setting", "key"),
    [
        ("quorum = 0", "quorum"),
        ("quorum = 1.5", "quorum"),
        ("over_allocation_percent = -1", "over_allocation_percent"),
        ("over_allocation_percent = 101", "over_allocation_percent"),
        ("pay_ahead = 1", "pay_ahead"),
        ("acceptance_days = 0", "acceptance_days"),
        ('delegated_limit = "-1"', "delegated_limit"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(setting: str, key: str) -> None:
    [fault] = faults(round_text(settings=setting))
    assert fault.startswith(f"[round], {key}: ")


# What is wrong with the whole


def test_pots_that_are_a_pound_short_of_the_allocation(db: None) -> None:
    """£26,440 and £13,220 of £39,661: the sum that a partnership once published."""
    text = round_text(main="26440.00", tactical="13220.00", allocation="39661.00")
    assert faults(text) == [
        "[pots]: the pots add up to £39,660.00, £1.00 short of the allocation of £39,661.00. "
        "Expected: pots that add up to it to the penny."
    ]


def test_pots_that_are_a_penny_over(db: None) -> None:
    [fault] = faults(round_text(main="20000.01"))
    assert "add up to £30,000.01, £0.01 over the allocation" in fault


def test_an_allocation_of_nothing() -> None:
    [fault] = faults(round_text(main="0", tactical="0", allocation="0"))
    assert fault == "[round], allocation: the allocation is nothing. Expected: an amount."


def test_weights_that_are_all_zero() -> None:
    text = round_text()
    for weight in (50, 30, 20):
        text = text.replace(f"weight = {weight}", "weight = 0")
    assert faults(text) == [
        "[[criteria]], weight: the weights add up to nothing, so no bid could be scored. "
        "Expected: at least one weight above zero."
    ]


def test_a_round_without_criteria() -> None:
    text = round_text()
    start, end = text.index("[[criteria]]"), text.index("[[people]]")
    [fault] = faults(text[:start] + text[end:])
    assert "the weights add up to nothing" in fault


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "opens = 2019-02-13T09:00:00",
            "opens = 2019-03-08T12:00:00",
            "closes: it is not after opens",
        ),
        ("panel = 2019-03-14", "panel = 2019-03-07", "panel: it is before closes"),
        ("submission_due = 2019-03-29", "submission_due = 2019-03-13", "it is before panel"),
        ("committee = 2019-09-24", "committee = 2019-03-28", "it is before submission_due"),
        (
            "due = 2019-08-16",
            "due = 2019-07-30",
            "[[periods]], row 1, due: it is before the period",
        ),
    ],
)
def test_dates_in_the_wrong_order_are_named(old: str, new: str, words: str) -> None:
    [fault] = faults(changed(old, new))
    assert words in fault


def test_a_round_that_opens_when_its_year_is_over() -> None:
    text = round_text()
    for old, new in (
        ("2019-02-13", "2020-04-02"),
        ("2019-03-08", "2020-04-03"),
        ("panel = 2019-03-14", "panel = 2020-04-04"),
        ("submission_due = 2019-03-29", "submission_due = 2020-04-05"),
        ("committee = 2019-09-24", "committee = 2020-04-06"),
    ):
        text = text.replace(old, new)
    [fault] = faults(text)
    assert "the round opens after its financial year has ended" in fault


def test_two_final_periods() -> None:
    [fault] = faults(changed("due = 2019-08-16", "due = 2019-08-16\nfinal = true"))
    assert "more than one period is the final one" in fault


@pytest.mark.parametrize("owner", Owner.values)
def test_a_round_without_a_priority_of_each_owner(owner: str) -> None:
    other = {"pcc": "partnership", "partnership": "pcc"}[owner]
    [fault] = faults(changed(f'owner = "{owner}"', f'owner = "{other}"'))
    assert f"no priority is owned by {owner}, and every bid must serve one" in fault


def test_a_round_without_an_officer() -> None:
    [fault] = faults(changed('role = "officer"', 'role = "auditor"'))
    assert fault == "[[people]], role: nobody is an officer. Expected: at least one officer."


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('code = "csp-fit"', 'code = "need"', "[[criteria]], row 3, code: need stands twice"),
        (
            'owner = "partnership"\ncode = "CSP1"',
            'owner = "pcc"\ncode = "PCC1"',
            "[[priorities]], row 2, code: PCC1 stands twice",
        ),
        (
            'name = "Final"',
            'name = "September report"',
            "[[periods]], row 2, name: September report",
        ),
        (
            'email = "panel2@csp.example"',
            'email = "PANEL@csp.example"',
            "[[people]], row 3, role: panel stands twice",
        ),
    ],
)
def test_what_stands_twice_is_named(old: str, new: str, words: str) -> None:
    assert any(words in fault for fault in faults(changed(old, new)))


def test_two_rows_that_lack_their_code_are_not_called_repeated() -> None:
    text = round_text().replace('code = "csp-fit"\n', "").replace('code = "need"\n', "")
    found = faults(text)
    assert [fault.partition(".")[0] for fault in found] == [
        "[[criteria]], row 2, code: this is missing",
        "[[criteria]], row 3, code: this is missing",
    ]


def test_unknown_tables_and_keys_and_missing_ones_are_named_in_one_pass() -> None:
    text = round_text(settings="colour = 1").replace("[funder]", "[founder]")
    text = text.replace("score_threshold = 55\n", "")
    found = faults(text)
    assert [fault.split(".")[0] for fault in found] == [
        "[founder]: there is no such table",
        "[funder]: this table is missing",
        "[round], colour: there is no such key",
        "[round], score_threshold: this is missing",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "[round]: this table is missing"),
        (b"round = 1", "[round]: this table is missing"),
        (b"[[round]]", "[round]: this table is missing"),
        (b"people = 7", "[[people]]: this is not a list of tables"),
        (b"[people]\nx = 1", "[[people]]: this is not a list of tables"),
        (b"people = [1, 2]", "[[people]], row 1: this table is missing"),
        (b"this is no TOML", "The file: it is not TOML: "),
        (b"\xff\xfe\x00", "The file: it is not TOML: "),
        (b"x = 1\nx = 2", "The file: it is not TOML: "),
        (b"x = " + b"9" * 5000, "The file: it is not TOML: "),
        (b"x = " + b"[" * 5000, "The file: it is not TOML: "),
        (b"PK\x03\x04", "The file: it is not TOML: "),
    ],
)
def test_a_file_that_is_no_rounds_file(content: bytes, words: str) -> None:
    assert any(words in fault for fault in faults(content))


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    file = read_round_file(b"\xef\xbb\xbf" + round_text().encode(), "round.toml")
    assert file.round["code"] == "grant-2019-20"


def test_times_are_londons(db: None) -> None:
    text = changed("closes = 2019-03-08T12:00:00", "closes = 2019-07-01T12:00:00")
    for old in ("2019-03-14", "2019-03-29", "2019-09-24"):
        text = text.replace(f"= {old}", "= 2019-09-24")
    assert read_round_file(text.encode(), "x").round["closes"].isoformat().endswith("+01:00")


# Through the command


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


def test_kinds_of_criteria_are_the_designs() -> None:
    assert set(Criterion.Kind.values) == {"pcc", "partnership", "general"}


def test_an_open_round_takes_its_people_from_its_file(db: None) -> None:
    cast = cast_of()
    text = round_text().replace("panel2@csp.example", "panel3@csp.example")
    cast_of(text)
    emails = list(cast.round.people.filter(role="panel").values_list("user__email", flat=True))
    assert emails == ["panel@csp.example", "panel3@csp.example"]
    held = cast.round.partnership.memberships.filter(role="panel")
    assert set(held.values_list("user__email", flat=True)) == set(emails)
