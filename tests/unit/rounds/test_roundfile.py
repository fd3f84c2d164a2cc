"""A round's file: what it is refused for, every fault in one pass."""

import re
from datetime import UTC, date
from decimal import Decimal

import pytest

from base.errors import Faulty
from config.environment import ROOT
from rounds.models import Pot
from rounds.roundfile import RoundFile, read_round_file
from tests.cast import cast_of
from tests.round_files import round_file, round_text

GOOD = round_text()


def faults(text: str) -> list[str]:
    with pytest.raises(Faulty) as faulty:
        round_file(text)
    assert str(faulty.value).startswith("round.toml was not read: ")
    return [str(fault) for fault in faulty.value.faults]


def changed(old: str, new: str) -> str:
    """The good file with one text replaced."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def without(key: str) -> str:
    """The good file without the first line of a key."""
    return re.sub(rf"^{key} = .*\n", "", GOOD, count=1, flags=re.MULTILINE)


# What it says


def test_the_example_round() -> None:
    name = "round-smp-2019-20.toml"
    file = read_round_file((ROOT / "data" / name).read_bytes(), name)
    assert file.round["allocation"] == 4_000_000
    assert file.pots == {Pot.MAIN: 2_666_667, Pot.TACTICAL: 1_333_333}
    assert file.round["closes"].astimezone(UTC).isoformat() == "2019-03-08T12:00:00+00:00"
    assert (file.round["quorum"], file.round["over_allocation_percent"]) == (2, 0)


def test_settings_that_are_left_out_have_their_defaults() -> None:
    file = round_file(GOOD)
    settings = ("quorum", "over_allocation_percent", "pay_ahead", "acceptance_days")
    assert [file.round[name] for name in settings] == [1, 0, False, 21]
    assert file.funder["short_name"] == "PCC"
    assert (file.round["tactical_quorum"], file.round["blind"]) == (None, False)
    assert {row["status"] for row in file.priorities} == {"adopted"}
    assert (
        {row["guidance"] for row in file.criteria} == {row["route"] for row in file.people} == {""}
    )
    assert [row["final"] for row in file.periods] == [False, True]


@pytest.mark.parametrize(
    ("written", "pence"),
    [
        ('"30000.00"', 3_000_000),
        ('"£30,000"', 3_000_000),
        ('"30000"', 3_000_000),
        ("30000", 3_000_000),
    ],
)
def test_money_as_people_write_it(written: str, pence: int) -> None:
    assert round_file(changed('"30000.00"', written)).round["allocation"] == pence


def test_times_are_londons_in_summer_too() -> None:
    file = round_file(changed("opens = 2019-02-13T09:00:00", "opens = 2018-07-01T09:00:00"))
    assert file.round["opens"].astimezone(UTC).hour == 8


def test_a_mark_at_the_beginning_of_the_file_is_nothing() -> None:
    assert isinstance(read_round_file(b"\xef\xbb\xbf" + GOOD.encode(), "round.toml"), RoundFile)


# What is no round's file


@pytest.mark.parametrize(
    "content",
    [
        b"[round",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b"a = 1\na = 2",
        b"a = " + b"9" * 5000,
        b"a = " + b"[" * 5000,
    ],
)
def test_what_is_no_toml(content: bytes) -> None:
    with pytest.raises(Faulty, match="The file: it is not TOML"):
        read_round_file(content, "round.toml")


def test_an_empty_file_lacks_every_table() -> None:
    assert faults("") == [
        f"[{table}]: this table is missing." for table in ("funder", "partnership", "pots", "round")
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "[pots]",
            "[sponsors]\n[pots]",
            "[sponsors]: there is no such table. Expected: partnership, funder, round, pots, "
            "income, periods, gates, priorities, criteria, questions, eligibility, documents, people.",
        ),
        (
            "[pots]",
            '[pots]\nspare = "1.00"',
            "[pots], spare: there is no such key. Expected: main, tactical.",
        ),
        (
            'code = "revenue"',
            'code = "revenue"\ncolour = "red"',
            "[[gates]], row 1, colour: there is no such key. Expected: code, title.",
        ),
        (
            "[[gates]]",
            "[gates]",
            "[[gates]]: this is not a list of tables. Expected: [[gates]] before each.",
        ),
    ],
)
def test_a_table_or_key_that_nobody_knows(old: str, new: str, fault: str) -> None:
    assert faults(changed(old, new)) == [fault]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("authority", "a text of at most 200 characters"),
        ("financial_year", "two years that follow, such as 2019-20"),
        ("allocation", 'an amount in quotes, such as "26666.67"'),
        ("score_threshold", "a number from 0 to 100"),
        ("opens", "a date and time such as 2019-03-08T12:00:00"),
        ("panel", "a date such as 2019-03-14"),
    ],
)
def test_a_key_that_is_missing(key: str, expected: str) -> None:
    (fault,) = faults(without(key))
    assert fault.endswith(f", {key}: this is missing. Expected: {expected}.")


# Values of the wrong kind


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"30000.00"', "30000.00", "[round], allocation: “30000.0”"),
        ('"30000.00"', "true", "[round], allocation: “True”"),
        ('"30000.00"', '"-1"', "[round], allocation: “-1”"),
        ('"30000.00"', '"30000.001"', "[round], allocation: “30000.001”"),
        ('"30000.00"', '"1000000000"', "[round], allocation: “1000000000”"),
        ('main = "20000.00"', "main = 20000.0", "[pots], main: “20000.0”"),
        ("score_threshold = 55", "score_threshold = 100.5", "[round], score_threshold: “100.5”"),
        ("score_threshold = 55", "score_threshold = 55.555", "[round], score_threshold: “55.555”"),
        ("score_threshold = 55", "score_threshold = nan", "[round], score_threshold: “nan”"),
        ("score_threshold = 55", "score_threshold = -inf", "[round], score_threshold: “-inf”"),
        ("score_threshold = 55", "score_threshold = true", "[round], score_threshold: “True”"),
        ("panel = 2019-03-14", "panel = 2019-03-14T10:00:00", "[round], panel: “2019-03-14 10"),
        ("panel = 2019-03-14", 'panel = "14 March"', "[round], panel: “14 March”"),
        ("opens = 2019-02-13T09:00:00", "opens = 09:00:00", "[round], opens: “09:00:00”"),
        ('"2019-20"', '"2019-21"', "[round], financial_year: “2019-21”"),
        ('"2019-20"', '"2019/20"', "[round], financial_year: “2019/20”"),
        ('code = "grant-2019-20"', 'code = "a b"', "[round], code: “a b”"),
        ('"Grant of grant-2019-20"', '" "', "[round], title: “ ”"),
        ('"Grant of grant-2019-20"', '"a\\u0000b"', "[round], title: “a\x00b”"),
        ('"The Committee"', f'"{"x" * 201}"', f"[partnership], committee: “{'x' * 80}”"),
        ('owner = "pcc"', 'owner = "council"', "[[priorities]], row 1, owner: “council”"),
        ('"PCC1"', f'"{"P" * 21}"', f"[[priorities]], row 1, code: “{'P' * 21}”"),
        ('kind = "pcc"', 'kind = "other"', "[[criteria]], row 1, kind: “other”"),
        ("weight = 50", "weight = 50.0", "[[criteria]], row 1, weight: “50.0”"),
        ("weight = 50", "weight = -1", "[[criteria]], row 1, weight: “-1”"),
        ("weight = 50", "floor = 5.5\nweight = 50", "[[criteria]], row 1, floor: “5.5”"),
        ("final = true", 'final = "yes"', "[[periods]], row 2, final: “yes”"),
        ('"officer@csp.example"', '"officer"', "[[people]], row 1, email: “officer”"),
        ("weight = 50", "guidance = 1\nweight = 50", "[[criteria]], row 1, guidance: “1”"),
        ('role = "panel"', 'role = "judge"', "[[people]], row 2, role: “judge”"),
        ('role = "panel"', 'role = "panel"\nroute = "both"', "[[people]], row 2, route: “both”"),
    ],
)
def test_a_value_that_cannot_be_used(old: str, new: str, place: str) -> None:
    (fault,) = faults(changed(old, new))
    assert fault.startswith(place)
    assert " cannot be used. Expected: " in fault


@pytest.mark.parametrize(
    "setting",
    [
        "quorum = 0",
        "quorum = 1.0",
        "over_allocation_percent = 101",
        "tactical_quorum = 0",
        "blind = 1",
        "pay_ahead = 1",
        "acceptance_days = 0",
        "delegated_limit = 0.5",
        "response_days = 0",
        "carry_forward = 1",
        'delegate = "olive"',
    ],
)
def test_a_setting_out_of_bounds(setting: str) -> None:
    (fault,) = faults(round_text(settings=setting))
    assert fault.startswith(f"[round], {setting.split(' ', maxsplit=1)[0]}: ")


# Values that contradict each other


def test_pots_that_are_a_pound_short_of_the_allocation() -> None:
    text = round_text(allocation="39661.00", main="26440.00", tactical="13220.00")
    assert faults(text) == [
        "[pots]: the pots add up to £39,660.00, £1.00 short of the allocation of £39,661.00. "
        "Expected: pots that add up to it to the penny."
    ]


def test_pots_that_are_a_penny_over_the_allocation() -> None:
    assert "£30,000.01, £0.01 over the allocation" in faults(round_text(main="20000.01"))[0]


def test_an_allocation_of_nothing() -> None:
    text = round_text(allocation="0", main="0", tactical="0")
    assert faults(text) == ["[round], allocation: the allocation is nothing. Expected: an amount."]


def test_weights_that_add_up_to_nothing() -> None:
    text = re.sub(r"weight = \d+", "weight = 0", GOOD)
    assert faults(text) == [
        "[[criteria]], weight: the weights add up to nothing, so no bid could be scored. "
        "Expected: at least one weight above zero."
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "opens = 2019-02-13T09:00:00",
            "opens = 2019-03-08T12:00:00",
            "[round], closes: it is not after opens",
        ),
        ("panel = 2019-03-14", "panel = 2019-03-07", "[round], panel: it is before closes"),
        (
            "submission_due = 2019-03-29",
            "submission_due = 2019-03-13",
            "[round], submission_due: it is before panel",
        ),
        (
            "committee = 2019-09-24",
            "committee = 2019-03-28",
            "[round], committee: it is before submission_due",
        ),
        (
            "due = 2019-08-16",
            "due = 2019-07-30",
            "[[periods]], row 1, due: it is before the period",
        ),
        (
            "due = 2019-08-16",
            "due = 2019-08-16\nfinal = true",
            "[[periods]], final: more than one period is the final one",
        ),
        (
            '"2019-20"',
            '"2017-18"',
            "[round], opens: the round opens after its financial year has ended",
        ),
    ],
)
def test_dates_in_the_wrong_order(old: str, new: str, fault: str) -> None:
    (found,) = faults(changed(old, new))
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('role = "officer"', 'role = "panel"', "[[people]], role: nobody is an officer"),
        (
            'owner = "pcc"',
            'owner = "partnership"',
            "[[priorities]], owner: no priority is owned by pcc",
        ),
        (
            'owner = "partnership"',
            'owner = "pcc"',
            "[[priorities]], owner: no priority is owned by partnership",
        ),
        (
            "weight = 50",
            'descriptors = ["none", "some"]\nweight = 50',
            "[[criteria]], row 1, descriptors: there are 2 descriptors",
        ),
        (
            'role = "finance"',
            'role = "finance"\nroute = "main"',
            "[[people]], row 5, route: finance scores nothing, so has no route",
        ),
    ],
)
def test_what_every_round_needs(old: str, new: str, fault: str) -> None:
    (found,) = faults(changed(old, new))
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('[[periods]]\nname = "Final"\nends = 2020-03-31\ndue = 2020-04-30', "name: Final stands"),
        ('[[gates]]\ncode = "revenue"\ntitle = "Again"', "code: revenue stands"),
        ('[[priorities]]\nowner = "pcc"\ncode = "PCC1"\ntitle = "Again"', "code: PCC1 stands"),
        ('[[criteria]]\ncode = "need"\nkind = "pcc"\nweight = 1\ntitle = "x"', "code: need stands"),
        (
            '[[people]]\nemail = "OFFICER@csp.example"\nname = "O"\nrole = "officer"',
            "role: officer stands",
        ),
    ],
)
def test_what_stands_twice(more: str, fault: str) -> None:
    (found,) = faults(f"{GOOD}\n{more}\n")
    assert f"{fault} twice" in found


def test_one_code_for_each_owner_and_two_roles_of_a_person_are_fine() -> None:
    more = """
[[priorities]]
owner = "partnership"
code = "PCC1"
title = "Of the same code"
[[people]]
email = "officer@csp.example"
name = "Olive"
role = "finance"
"""
    assert len(round_file(GOOD + more).priorities) == 3


def test_every_fault_in_one_pass() -> None:
    text = without("authority").replace("weight = 50", 'weight = "half"').replace("[pots]", "[pot]")
    assert [fault.split(":")[0] for fault in faults(text)] == [
        "[[criteria]], row 1, weight",
        "[partnership], authority",
        "[pot]",
        "[pots]",
    ]


def test_every_contradiction_in_one_pass() -> None:
    text = round_text(main="1").replace("panel = 2019-03-14", "panel = 2019-01-01")
    found = faults(re.sub(r"weight = \d+", "weight = 0", text))
    assert [fault.split(":")[0] for fault in found] == [
        "[[criteria]], weight",
        "[pots]",
        "[round], panel",
    ]


def test_numbers_and_dates_are_read_exactly() -> None:
    file = round_file(changed("score_threshold = 55", "score_threshold = 55.1"))
    assert file.round["score_threshold"] == Decimal("55.1")
    assert file.round["panel"] == date(2019, 3, 14)


def test_two_rows_that_lack_their_code_are_not_called_repeated() -> None:
    text = GOOD.replace('code = "csp-fit"\n', "").replace('code = "need"\n', "")
    found = faults(text)
    assert [fault.partition(".")[0] for fault in found] == [
        "[[criteria]], row 2, code: this is missing",
        "[[criteria]], row 3, code: this is missing",
    ]


MORE = """
[[questions]]
code = "need"
word_limit = 250
[[questions]]
code = "who-helps"
title = "Who helps you?"
required = false
[[eligibility]]
title = "Have you had our money before?"
good_answer = false
why_not = "Wait a year."
[[documents]]
code = "accounts"
title = "Your last accounts"
"""
SETTINGS = '''purpose = """
For safer nights.

And days."""
equality_outcome = "No effect."
equality_on = 2019-01-15
equality_link = "https://council.example/eqia"
decision_expected = 2019-04-12
conditions = "Only in term time."
repayment_terms = "Within a week."
heading_tolerance_percent = 10'''


def test_what_is_asked_of_applicants_may_stand_in_the_file(db: None) -> None:
    round = cast_of(round_text(settings=SETTINGS) + MORE).round
    assert round.purpose == "For safer nights.\n\nAnd days."
    assert str(round.equality_on) == "2019-01-15"
    assert (round.conditions, round.repayment_terms) == ("Only in term time.", "Within a week.")
    assert (round.heading_tolerance_percent, str(round.decision_expected)) == (10, "2019-04-12")
    assert [(row.code, row.word_limit, row.required) for row in round.questions.all()] == [
        ("need", 250, True),
        ("who-helps", None, False),
    ]
    assert round.eligibility_questions.get().why_not == "Wait a year."
    assert round.documents_asked.get().required


def test_how_the_panel_scores_may_stand_in_the_file(db: None) -> None:
    text = round_text(settings="quorum = 2\ntactical_quorum = 1\nblind = true")
    text = text.replace("weight = 50", 'guidance = "One.\\n\\nTwo."\nweight = 50')
    text = text.replace('role = "panel"', 'role = "panel"\nroute = "tactical"', 1)
    round = cast_of(text).round
    assert (round.quorum_of(Pot.MAIN), round.quorum_of(Pot.TACTICAL), round.blind) == (2, 1, True)
    assert round.criteria.get(code="pcc-fit").guidance == "One.\n\nTwo."
    assert [p.route for p in round.people.filter(role="panel")] == ["tactical", ""]
    cast_of(text.replace('route = "tactical"\n', ""))
    assert {p.route for p in round.people.filter(role="panel")} == {""}


DELEGATED = 'delegated_limit = "500"\ndelegate = "Officer@csp.example"'


def test_who_decides_by_delegation_and_who_is_told_may_stand_in_the_file(db: None) -> None:
    text = round_text(settings=f"{DELEGATED}\nresponse_days = 5\ncarry_forward = true")
    text = text.replace('short_name = "PCC"', 'short_name = "PCC"\nemail = "Grants@pcc.example"')
    round = cast_of(text).round
    assert str(round.delegate and round.delegate.email) == "officer@csp.example"
    assert (round.response_days, round.carry_forward) == (5, True)
    assert cast_of(round_text()).round.delegate is None
    assert (
        cast_of(round_text()).round.response_days,
        cast_of(round_text()).round.carry_forward,
    ) == (
        10,
        False,
    )


def test_a_delegate_is_an_officer_with_something_to_decide() -> None:
    (fault,) = faults(round_text(settings=DELEGATED.replace("Officer@", "panel@")))
    assert fault.startswith("[round], delegate: panel@csp.example is not an officer in this file")
    (fault,) = faults(round_text(settings='delegate = "officer@csp.example"'))
    assert "the delegated limit is nothing" in fault


def test_evidence_that_is_asked_before_money_moves_may_stand_in_the_file(db: None) -> None:
    asked = '[[documents]]\ncode = "dbs"\ntitle = "DBS statement"\nbefore_payment = true\n'
    round = cast_of(round_text() + asked).round
    assert [row.code for row in round.documents_asked.before_payment()] == ["dbs"]
    assert not round.documents_asked.of_bids().exists()


def test_an_extra_question_needs_words() -> None:
    text = round_text() + '[[questions]]\ncode = "who"\n'
    assert faults(text)[0].startswith("[[questions]], row 1, title: an extra question needs words")


def test_a_link_to_the_screening_is_one_on_the_web() -> None:
    text = round_text(settings='equality_link = "javascript:alert(1)"')
    assert "equality_link" in faults(text)[0]
