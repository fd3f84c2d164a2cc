"""Which sheet of another version of a form is which."""

from typing import Any

from reports.pcc_forms.mapping import Cell, Map, Rows
from reports.pcc_forms.places import spot
from reports.pcc_forms.reading import Book, read
from reports.pcc_forms.renaming import follow, renamed
from tests.workbooks import workbook

WORDS = ["Reference", "Project title", "RAG", "Spend"]


def book(**sheets: list[Any]) -> Book:
    content = workbook({title: (words, []) for title, words in sheets.items()})
    return read("form.xlsx", content)


def test_a_sheet_with_half_of_the_words_where_they_were_is_the_same() -> None:
    old = book(P2019=WORDS, Lists=["Red"])
    assert renamed(old, book(P2020=WORDS, Lists=["Red"])) == {"P2019": "P2020"}
    half = ["Reference", "Project title", "Colour", "Cost"]
    assert renamed(old, book(P2020=half, Lists=["Red"])) == {"P2019": "P2020"}
    less = ["Reference", "Scheme", "Colour", "Cost"]
    assert renamed(old, book(P2020=less, Lists=["Red"])) == {}


def test_the_likest_is_taken_once_and_a_sheet_that_is_there_still_is_itself() -> None:
    old = book(One=WORDS, Two=["Name", "Date"], Kept=WORDS)
    new = book(Kept=["Something else"], Zwei=["Name", "Date"], Eins=WORDS)
    assert renamed(old, new) == {"One": "Eins", "Two": "Zwei"}
    assert renamed(book(One=WORDS, Two=WORDS), book(Eins=WORDS)) == {"One": "Eins"}


def test_a_sheet_without_words_is_like_none() -> None:
    assert renamed(book(Empty=[]), book(Leer=[])) == {}


def test_the_map_goes_with_the_sheet_whatever_its_capitals() -> None:
    mapped = Map((Cell("one", spot("A1"), "round-year"),), (Rows("Two", 1, 2),))
    now = follow(mapped, {"One": "Eins"})
    assert (now.cells[0].sheet, now.tables[0].sheet) == ("Eins", "Two")
