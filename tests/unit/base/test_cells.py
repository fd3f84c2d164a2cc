"""What a cell may hold: each reader, and the sentence it refuses with."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from base.cells import (
    Reader,
    codes,
    day,
    email,
    is_blank,
    money,
    one_of,
    pattern,
    plain,
    squeeze,
    text,
    whole,
    yes_no,
)
from base.sheets import Unreadable
from bids.workbook import BIDS
from ui.money import MOST_PENCE, format_pence, parse_pounds, pence_of_cell, to_pounds

PENCE = st.integers(0, MOST_PENCE)
READERS = {column.name: column.read for column in BIDS}


def refusal(read: Reader, value: Any) -> str:
    with pytest.raises(ValueError, match=r".") as refused:
        read(value)
    return str(refused.value)


# Money


@given(PENCE)
def test_every_amount_survives_being_written_and_read(pence: int) -> None:
    assert parse_pounds(format_pence(pence)) == pence
    assert parse_pounds(str(to_pounds(pence))) == pence


@given(PENCE)
@example(21_780_589_142)
@example(MOST_PENCE)
def test_every_amount_survives_a_spreadsheets_binary_fractions(pence: int) -> None:
    assert pence_of_cell(pence / 100) == pence
    assert pence_of_cell(-pence / 100) == -pence
    assert pence_of_cell(to_pounds(pence)) == pence


@given(PENCE, st.integers(1, 999_999), st.sampled_from([-1, 1]))
def test_what_is_not_a_penny_is_refused_whatever_its_size(
    pence: int, millionths: int, sign: int
) -> None:
    off = Decimal(pence) / 100 + sign * Decimal(millionths) / 10**8
    if millionths == 1 or millionths == 999_999:
        assert abs(Decimal(pence_of_cell(off)) - off * 100) <= Decimal("0.000001")
    else:
        assert "is finer than a penny" in refusal(pence_of_cell, off)


@pytest.mark.parametrize(
    ("value", "pence"),
    [
        (5000, 500_000),
        (0.01, 1),
        (Decimal("26666.67"), 2_666_667),
        (0.1 + 0.2, 30),
        (11999.999999999998, 1_200_000),
        (12.34 + 1e-9, 1234),
        (999_999_999.99, MOST_PENCE),
    ],
)
def test_an_amount_near_enough_a_penny_is_that_penny(value: Any, pence: int) -> None:
    assert money()(value) == pence


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (0, "0 is less than a penny"),
        (-0.01, "-0.01 is less than a penny"),
        ("5000", "“5000” is not a number"),
        ("£5,000", "“£5,000” is not a number"),
        ("#REF!", "“#REF!” is not a number"),
        (True, "“True” is not a number"),
        (Unreadable("NaN"), "“NaN” is not a number"),
        (datetime(2019, 4, 1), "“2019-04-01 00:00:00” is not a number"),  # noqa: DTZ001
        (float("nan"), "this is not a number"),
        (float("inf"), "this is not a number"),
        (float("-inf"), "this is not a number"),
        (Decimal("NaN"), "this is not a number"),
        (1e300, "this is more than £999,999,999.99"),
        (1_000_000_000, "this is more than £999,999,999.99"),
        (0.001, "0.001 is finer than a penny"),
        (12.345, "12.345 is finer than a penny"),
        (0.01 + 1e-7, "0.0100001 is finer than a penny"),
    ],
)
def test_what_is_no_amount(value: Any, wrong: str) -> None:
    assert refusal(money(), value) == wrong


def test_an_amount_that_may_be_nothing_is_still_not_below_it() -> None:
    assert money(0)(0) == 0
    assert refusal(money(0), -1) == "-1 is less than nothing"


@pytest.mark.parametrize(
    "words", ["", "-5", "5.001", "5,00", "1,2345", "5e3", "NaN", "£", "1 000", "٥", "5."]
)
def test_what_people_write_that_is_no_amount(words: str) -> None:
    assert "is not an amount of money. Write it like 1200.50." in refusal(parse_pounds, words)


def test_an_amount_written_out_that_is_too_large() -> None:
    assert "this is more than £999,999,999.99" in refusal(parse_pounds, "1000000000")


# Whole numbers


@pytest.mark.parametrize(("value", "found"), [(0, 0), (4.0, 4), (Decimal(5), 5)])
def test_a_whole_number(value: Any, found: int) -> None:
    assert whole(0, 5)(value) == found


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (6, "6 is not from 0 to 5"),
        (-1, "-1 is not from 0 to 5"),
        (3.5, "3.5 is not a whole number"),
        (float("nan"), "nan is not a whole number"),
        (float("inf"), "inf is not a whole number"),
        (1e300, "1e+300 is not from 0 to 5"),
        ("4", "“4” is not a number"),
        (True, "“True” is not a number"),
    ],
)
def test_what_is_no_whole_number_on_the_scale(value: Any, wrong: str) -> None:
    assert refusal(whole(0, 5), value) == wrong


# Texts


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("=1+1", "=1+1"),
        ("+44 1622", "+44 1622"),
        ("-5 degrees", "-5 degrees"),
        ("@cafe", "@cafe"),
        ("a\tb", "a\tb"),
        ("\tindented ", "indented"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
    ],
)
def test_a_text_is_kept_as_a_person_sees_it(value: Any, found: str) -> None:
    assert text()(value) == found


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x1b", "\x7f"])
def test_control_characters_are_refused(sign: str) -> None:
    assert refusal(plain, f"a{sign}b") == "there are control characters in this text"


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!"])
def test_the_error_of_a_formula_is_no_text(error: str) -> None:
    assert refusal(text(), error) == f"the formula in this cell gives {error}"


@pytest.mark.parametrize("value", [True, date(2019, 4, 1), time(9), Unreadable("7")])
def test_what_is_no_text(value: Any) -> None:
    assert refusal(text(), value) == f"“{value}” is not a text"


def test_a_text_that_is_too_long() -> None:
    assert text(3)("abc") == "abc"
    assert refusal(text(3), "abcd") == "this has 4 characters, and 3 fit"
    assert refusal(text(), "x" * 30_001) == "this has 30,001 characters, and 30,000 fit"


@pytest.mark.parametrize("value", [None, "", "  ", "\n\t"])
def test_what_nobody_would_see_is_blank(value: Any) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, False, "0", Unreadable("")])
def test_what_somebody_would_see_is_not_blank(value: Any) -> None:
    assert not is_blank(value)


# Forms of text


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("Charity number", 1999001, "1999001"),
        ("Charity number", "sc012345", "SC012345"),
        ("Charity number", "1999001-2", "1999001-2"),
        ("Company number", 9990002, "09990002"),
        ("Company number", 123.0, "00000123"),
        ("Company number", "ni012345", "NI012345"),
        ("Reference", " csp19-001 ", "CSP19-001"),
    ],
)
def test_a_number_gets_its_form_back(column: str, value: Any, found: str) -> None:
    assert READERS[column](value) == found


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Charity number", 12345),
        ("Charity number", "1999001.5"),
        ("Charity number", "١٩٩٩٠٠١"),
        ("Company number", 123456789),
        ("Company number", "none"),
        ("Reference", "CSP 19"),
        ("Reference", "=CSP"),
        ("Reference", "-1"),
        ("Reference", "A" * 41),
    ],
)
def test_a_number_of_another_form(column: str, value: Any) -> None:
    assert "does not have the right form" in refusal(READERS[column], value)


def test_a_form_is_held_to_its_end() -> None:
    assert refusal(pattern(r"\d"), "1\n2") == "“1\n2” does not have the right form"


@pytest.mark.parametrize(
    "value", ["ann", "ann@", "@youth.example", "ann@youth", "a b@youth.example", "a@b@c.example"]
)
def test_what_is_no_email(value: str) -> None:
    assert refusal(email, value) == f"“{value}” is not an email address"


def test_an_email_is_in_lower_case() -> None:
    assert email(" Ann@Youth.Example ") == "ann@youth.example"
    assert refusal(email, "a" * 250 + "@b.example") == "this has 260 characters, and 254 fit"


# Choices, codes and dates


@pytest.mark.parametrize("value", ["main", " Main", "M A I N"])
def test_one_of_a_few_words_in_any_capitals(value: str) -> None:
    assert one_of(["main", "tactical"])(value) == "main"


def test_none_of_the_few_words() -> None:
    assert refusal(one_of(["main"]), "side") == "“side” is not one of them"
    assert refusal(yes_no, True) == "“True” is not a text"
    assert refusal(yes_no, "maybe") == "“maybe” is not one of them"
    assert (yes_no("YES"), yes_no("no")) == (True, False)


def test_codes_stand_with_semicolons_between() -> None:
    assert codes(" PCC1;PCC2 ; ") == ["PCC1", "PCC2"]
    assert refusal(codes, "PCC1; PCC1") == "a code stands twice"
    assert refusal(codes, " ; ") == "there is no code between the ;"


def test_a_date_is_a_date_and_not_a_text() -> None:
    assert day(datetime(2019, 4, 1, 12)) == date(2019, 4, 1)  # noqa: DTZ001
    assert day(date(2019, 4, 1)) == date(2019, 4, 1)


@pytest.mark.parametrize("value", ["2019-04-01", "1 April 2019", 43556, time(9), True])
def test_what_is_no_date(value: Any) -> None:
    assert refusal(day, value) == f"“{value}” is not a date"


def test_names_are_compared_without_case_and_spacing() -> None:
    assert squeeze(" Youth  WORKS\n") == squeeze("youthworks")
