"""What looks like somebody's personal data, and what only resembles it."""

import time

import pytest

from monitoring.returns.personal_details import What, is_nhs_number, passages

YEAR = 2019

NAMED = {
    "Jane Smith, 12/03/2008, came.": (What.BIRTH, "Jane Smith, 12/03/2008"),
    "Jane Smith 12/03/2008": (What.BIRTH, "Jane Smith 12/03/2008"),
    "Jane Smith (12 March 2008)": (What.BIRTH, "Jane Smith (12 March 2008"),
    "JANE SMITH - 12.3.08": (What.BIRTH, "JANE SMITH - 12.3.08"),
    "Anne-Marie O’Neill, 3rd of May 1999": (What.BIRTH, "Anne-Marie O’Neill, 3rd of May 1999"),
    "12/03/2008: Jane Smith": (What.BIRTH, "12/03/2008: Jane Smith"),
    "Jane (born 12 March 2008)": (What.BIRTH, "born 12 March 2008"),
    "J, DOB 12/3/08, was helped": (What.BIRTH, "DOB 12/3/08"),
    "d.o.b.: 2008-03-12": (What.BIRTH, "d.o.b.: 2008-03-12"),
    "Her date of birth is 12 Mar 2019": (What.BIRTH, "date of birth is 12 Mar 2019"),
    "NHS no 943 476 5919": (What.NHS, "943 476 5919"),
    "9434765919 was referred": (What.NHS, "9434765919"),
    "943-476-5919": (What.NHS, "943-476-5919"),
    "Ring 07700 900123 for more": (What.PHONE, "07700 900123"),
    "01622 602000": (What.PHONE, "01622 602000"),
    "(01622) 602000": (What.PHONE, "(01622) 602000"),
    "020 7946 0018": (What.PHONE, "020 7946 0018"),
    "+44 7700 900123": (What.PHONE, "+44 7700 900123"),
    "+44 (0)1622 602000": (What.PHONE, "+44 (0)1622 602000"),
    "0044 1622 602000": (What.PHONE, "0044 1622 602000"),
    "07700-900-123": (What.PHONE, "07700-900-123"),
    "write to jo.b+x@hall.example.org.": (What.EMAIL, "jo.b+x@hall.example.org"),
    "QQ 12 34 56 C": (What.INSURANCE, "QQ 12 34 56 C"),
    "AB123456D": (What.INSURANCE, "AB123456D"),
    "her number is ab123456d": (What.INSURANCE, "ab123456d"),
}

HARMLESS = (
    "We spent £9,434,765,919 and £9434765919, then 1,234,567.89 pounds.",
    "Between 12 March 2008 and 1 April 2009 nothing happened.",
    "On 12/03/2008, 09-12-2019 10-00 and 2019-03-12 we met.",
    "At 10.30 and 14:00, from 18:00 to 22:00, on 01/02/2019.",
    "The hall is at 12 High Street, Maidstone ME15 6JQ.",
    "Spring Festival 12 March 2008, Bower Street (3 May 2004).",
    "Maidstone Borough Council, 4 June 2001.",
    "Jane Smith, 12 March 2019: she opened the café.",
    "Charity 1089457, company 01234567, case 46/123456/19.",
    "943 476 5918 is no NHS number; 1234567890 neither.",
    "0000000000 and 1111111111 are no numbers of anybody.",
    "In 10 20 30 a day, AB 12 of them.",
    "250 guests, 1200 meals, 98.5% happy, 2,000,000 steps.",
    "@home, a@b, name at example dot org, #07700",
    "From 1 to 12, then 07 2019, and 0800.",
    "Alex was helped, and Sam Jones too.",
    "",
)


@pytest.mark.parametrize(("text", "found"), NAMED.items(), ids=list(NAMED))
def test_it_is_found(text: str, found: tuple[What, str]) -> None:
    assert [(one.what, one.text) for one in passages(text, YEAR)] == [found]


@pytest.mark.parametrize("text", HARMLESS)
def test_it_is_not_asked_about(text: str) -> None:
    assert passages(text, YEAR) == []


def test_several_are_found_in_their_order_with_what_stands_around_them() -> None:
    text = "x" * 60 + " a@b.example then 01622 602000 " + "y" * 60
    first, second = passages(text, YEAR)
    assert (first.what, second.what) == (What.EMAIL, What.PHONE)
    assert first.before == "…" + "x" * 39 + " "
    assert second.after == " " + "y" * 39 + "…"
    assert second.before.endswith("a@b.example then ")


def test_a_passage_is_known_again_by_its_text_alone() -> None:
    one, other = (passages(text, YEAR)[0] for text in ("a@b.example", "Now a@b.example!"))
    assert one.sign == other.sign
    assert one.sign != passages("a@c.example", YEAR)[0].sign


@pytest.mark.parametrize(
    ("year", "is_birth"), [(2016, False), (2017, False), (2018, True), (2030, True)]
)
def test_a_name_with_a_recent_date_says_when_something_happened(year: int, is_birth: bool) -> None:
    assert bool(passages("Jane Smith, 12 March 2015", year)) == is_birth


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("9434765919", True),
        ("4505577104", True),
        ("9434765918", False),
        ("943476591", False),
        ("94347659190", False),
        ("0000000000", False),
        ("٩٤٣٤٧٦٥٩١٩", False),
        ("1000000010", False),  # its check digit would be 10
    ],
)
def test_the_check_digit_of_an_nhs_number(digits: str, valid: bool) -> None:
    assert is_nhs_number(digits) == valid


@pytest.mark.parametrize(
    "part", ["Aa ", "A-", "x", "0", "0 1 ", "a.b.", "1/1/11 ", "\n", "(0", "born ", "dob    ", "@"]
)
def test_a_long_text_takes_no_time(part: str) -> None:
    text = (part * 30_000)[:30_000]
    before = time.process_time()
    passages(text, YEAR)
    assert time.process_time() - before < 1
