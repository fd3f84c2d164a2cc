"""Words that reports share."""

import pytest

from reports.wording import (
    clean,
    count,
    listing,
    none_or,
    one_line,
    percent,
    pounds,
    sentence,
    the,
    verb,
)


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 projects"), (1, "1 project"), (1200, "1,200 projects")]
)
def test_numbers_agree_with_their_nouns(number: int, expected: str) -> None:
    assert count(number, "project") == expected


def test_an_irregular_noun_has_its_own_plural() -> None:
    assert (count(1, "person", "people"), count(2, "person", "people")) == ("1 person", "2 people")
    assert none_or(0, "bid") == "No bid"


def test_verbs_agree_with_their_numbers() -> None:
    assert [verb(n, "is", "are") for n in (0, 1, 2)] == ["is", "is", "are"]


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists(items: list[str], expected: str) -> None:
    assert listing(items) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 3, "0%"), (1, 3, "33%"), (1, 200, "1%"), (2, 3, "67%"), (3, 3, "100%"), (5, 1, "500%")],
)
def test_percentages_are_rounded_half_up(part: int, whole: int, expected: str) -> None:
    assert percent(part, whole) == expected


def test_pounds_without_pence_are_short() -> None:
    assert [pounds(p) for p in (500_000, 136_667, 0, 10)] == ["£5,000", "£1,366.67", "£0", "£0.10"]


def test_texts_are_cleaned() -> None:
    assert clean(" a\x00b\r\nc\td\x7f\ufffe\ud800 ") == "ab\nc\td"
    assert one_line("a\n\n b\tc") == "a b c"
    assert [sentence(t) for t in ("Yes", "Yes.", "Yes?", "")] == ["Yes.", "Yes.", "Yes?", ""]


def test_a_body_in_a_sentence_has_one_article() -> None:
    assert [the(n) for n in ("Safer Partnership", "The Council", "the Office")] == [
        "the Safer Partnership",
        "the Council",
        "the Office",
    ]
