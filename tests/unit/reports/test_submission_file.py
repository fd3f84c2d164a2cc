"""The submission's file as a spreadsheet program meets it: its look, and that it survives other programs."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring

from awards.answering import Recorded
from awards.answers import NOT_PROPOSED, PCC_COLUMNS, PROPOSALS, SUMMARY, import_decisions
from awards.models import Submission
from base.writing import MOST_CHARACTERS, cell_text, guard_codes
from bids.models import Bid
from reports.submission.heading import Edition
from reports.submission.sending import send
from reports.submission.sheets import workbook
from rounds.models import Pot
from scoring.actions import sift
from tests import office
from tests.bench_submission import made, made_edition
from tests.cast import DECIDED, SIFTED, Cast, again, at

SENT = at("2019-03-28 12:00")
SHEETS = ["Summary", "Proposals", "Not proposed", "Priorities", "Tactical pot", "Notes"]
ALTERNATIVE = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}table"
AWKWARD = {
    "control characters": "One\x0btwo\x00three\x1f",
    "line ends of every kind": "One\r\ntwo\rthree\nfour",
    "emoji and Welsh": "Caffi nos yng Nghŵyl y Tŷ 🎉👩‍👩‍👧 — ŴŶŵŷ",
    "what XML forbids": "Never \ufffe\uffff",
    "markup": "<b>&amp; \"quotes\" ]]> 'x'",
    "like a formula": '=HYPERLINK("http://example.org")',
    "spaces at the ends": "  indented \n  more  ",
    "what Excel would read as a code": "_x0041_ is not A",
    "30,000 characters": "Thirty thousand. " * 1764 + "Twelve chars",
    "30,000 emoji": "🎉" * 30_000,
}


def opened(content: bytes, *, values: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def drawn(count: int, edition: Edition | None = None) -> bytes:
    """The file of a submission of so many bids."""
    return workbook(made(count), edition or made_edition())


@pytest.fixture
def three(cast: Cast) -> list[Bid]:
    """One bid to fund, one on reserve and one below the threshold, all sifted."""
    bids = [cast.scored(1_500_000, points=5), cast.scored(600_000), cast.scored(100_000, points=1)]
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    return [again(bid) for bid in bids]


def sent(cast: Cast) -> Submission:
    return send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=SENT)


# How it looks


def test_every_sheet_has_one_table_with_its_headings_and_words(
    cast: Cast, three: list[Bid]
) -> None:
    content = bytes(sent(cast).file)
    for sheet in opened(content):
        ((name, area),) = sheet.tables.items()
        assert name == "".join(word.capitalize() for word in sheet.title.split())
        head = [cell.value for cell in sheet[area][0]]
        assert sheet.tables[name].column_names == head
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        tables = [name for name in package.namelist() if name.startswith("xl/tables/")]
        told = [fromstring(package.read(name)).find(f".//{ALTERNATIVE}") for name in tables]
    assert len(told) == len(SHEETS)
    assert all(one is not None and len(one.get("altTextSummary", "")) > 20 for one in told)


def test_no_filter_of_a_sheet_lies_over_that_of_its_table(cast: Cast, three: list[Bid]) -> None:
    for sheet in opened(bytes(sent(cast).file)):
        (table,) = sheet.tables.values()
        assert sheet.auto_filter.ref is None
        filtered = None if sheet.title == "Summary" else table.ref
        assert (table.autoFilter and table.autoFilter.ref) == filtered


def test_every_sheet_is_printed_on_a4_landscape_with_its_header_on_each_page(
    cast: Cast, three: list[Bid]
) -> None:
    for sheet in opened(bytes(sent(cast).file)):
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth) == ("landscape", 9, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        first = "$4:$4" if sheet.title == "Summary" else "$1:$1"
        assert sheet.print_title_rows == first
        assert sheet.print_area == f"'{sheet.title}'!$A$1:{_last(sheet)}"
        assert sheet.freeze_panes in ("A2", "A5", "E2")
        assert "version 1" in sheet.oddHeader.center.text
        assert sheet.protection.sheet


def _last(sheet: Any) -> str:
    return f"${openpyxl.utils.get_column_letter(sheet.max_column)}${sheet.max_row}"


def test_it_says_what_it_is(cast: Cast, three: list[Bid]) -> None:
    about = opened(bytes(sent(cast).file)).properties
    assert about.title == f"{cast.round.title}: main proposals, version 1"
    assert about.creator == about.lastModifiedBy == cast.round.partnership.name
    assert cast.round.financial_year in about.subject
    assert about.language == "en-GB"
    assert about.created == about.modified == datetime(2019, 3, 28, 12)  # noqa: DTZ001


def test_pounds_dates_and_scores_look_like_it(cast: Cast, three: list[Bid]) -> None:
    sheet = opened(bytes(sent(cast).file))[PROPOSALS]
    formats = {
        str(head.value): cell.number_format for head, cell in zip(sheet[1], sheet[2], strict=True)
    }
    for column in ("Requested", "Recommended", "Running total", "PCC amount"):
        assert formats[column] == '"£"#,##0.00'
    assert (formats["Start date"], formats["Score"]) == ("dd/mm/yyyy", "0.00")
    assert sheet["M2"].alignment.wrap_text
    assert sheet["H4"].number_format == '"£"#,##0.00'


def test_the_totals_are_there_without_anybody_working_them_out(
    cast: Cast, three: list[Bid]
) -> None:
    book = opened(bytes(sent(cast).file), values=True)
    assert (book[PROPOSALS]["H4"].value, book[PROPOSALS]["I4"].value) == (21_000, 15_000)
    assert book[NOT_PROPOSED]["H3"].value == 1_000


def test_a_row_is_as_high_as_its_longest_text_and_no_higher_than_excel_allows(
    cast: Cast, three: list[Bid]
) -> None:
    Bid.objects.filter(pk=three[0].pk).update(outcomes="Line\n" * 9 + "Line")
    Bid.objects.filter(pk=three[1].pk).update(outcomes="x" * 30_000)
    sheet = opened(bytes(sent(cast).file))[PROPOSALS]
    assert [sheet.row_dimensions[number].height for number in (2, 3)] == [153, 409]


def test_the_title_does_not_stand_on_the_line_below(cast: Cast, three: list[Bid]) -> None:
    sheet = opened(bytes(sent(cast).file))[SUMMARY]
    assert sheet["A1"].font.size == 16
    assert sheet.row_dimensions[1].height > 20


# The same content, the same bytes


def test_the_same_content_gives_the_same_bytes() -> None:
    edition = made_edition()
    first, second = drawn(3, edition), drawn(3, edition)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("count", [0, 1, 500])
def test_any_number_of_bids_is_written(count: int) -> None:
    book = opened(drawn(count), values=True)
    sheet = book[PROPOSALS]
    found = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1]]
    assert len(found) == count
    (table,) = sheet.tables.values()
    assert table.ref == f"A1:P{max(count, 1) + 1}"
    total = sum(row["Requested"] for row in made(count)["proposals"]) / 100
    if count:
        assert sheet.cell(count + 2, 8).value == pytest.approx(total)
    else:
        assert sheet["D2"].value == "None"
        assert sheet["N2"].protection.locked


def test_a_very_long_title_fits_above_the_page() -> None:
    content = made(1) | {"title": "R&D " * 50}
    for sheet in opened(workbook(content, made_edition())):
        assert len(sheet.oddHeader.center.text) + len("&C") <= 255


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_any_text_can_be_written_read_and_answered(cast: Cast, three: list[Bid], text: str) -> None:
    Bid.objects.filter(pk=three[0].pk).update(outcomes=text, project=text[:200])
    content = bytes(sent(cast).file)
    cell = opened(content)[PROPOSALS]["M2"]
    assert (cell.value, cell.data_type) == (guard_codes(cell_text(text)), "s")
    assert len(str(cell.value).encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    done = bring_in(cast, answered(content))
    assert [award.bid.reference for award in done.approved] == [three[0].reference]


# Through other programs and back


def answered(content: bytes) -> bytes:
    """The file with its first bid approved, as openpyxl saves it."""
    book = opened(content)
    book[PROPOSALS]["N2"] = "approve"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring_in(cast: Cast, content: bytes) -> Recorded:
    return import_decisions(
        round=cast.round, name="back.xlsx", content=content, by=cast.decision_maker, at=DECIDED
    )


Through = Callable[[bytes, Path], bytes]


def by_libreoffice(content: bytes, folder: Path) -> bytes:
    """The same file as LibreOffice saves it."""
    path = folder / "submission.xlsx"
    path.write_bytes(content)
    return office.convert(path, "xlsx", folder / "saved").read_bytes()


@pytest.mark.office
def test_it_survives_a_save_by_libreoffice_before_and_after_the_answer(
    cast: Cast, three: list[Bid], tmp_path: Path
) -> None:
    texts = {name: text for name, text in AWKWARD.items() if not name.startswith("30,000")}
    Bid.objects.filter(pk=three[0].pk).update(
        outcomes="\n".join(texts.values()), project="Tŷ 🎉 & <co>"
    )
    Bid.objects.filter(pk=three[1].pk).update(outcomes=AWKWARD["30,000 characters"])
    saved = by_libreoffice(bytes(sent(cast).file), tmp_path)
    book = opened(saved)
    assert book.sheetnames == SHEETS
    assert book[PROPOSALS].protection.sheet
    assert not book[PROPOSALS]["N2"].protection.locked
    (rule,) = [
        rule for rule in book[PROPOSALS].data_validations.dataValidation if rule.type == "list"
    ]
    assert rule.formula1 == '"approve,decline,query"'
    twice = by_libreoffice(answered(saved), tmp_path)
    done = bring_in(cast, twice)
    assert [award.bid.reference for award in done.approved] == [three[0].reference]
    assert [bid.reference for bid in done.declined] == [three[2].reference]


@pytest.mark.parametrize("read", ["_x0041_ is not A", "_x005F_x0041_ is not A", "A is not A"])
def test_a_code_of_excels_is_no_alteration_however_it_was_read(
    cast: Cast, three: list[Bid], read: str
) -> None:
    Bid.objects.filter(pk=three[0].pk).update(outcomes="_x0041_ is not A")
    book = opened(answered(bytes(sent(cast).file)))
    assert book[PROPOSALS]["M2"].value == "_x005F_x0041_ is not A"  # which Excel shows without 005F
    book[PROPOSALS]["M2"] = read
    out = io.BytesIO()
    book.save(out)
    assert len(bring_in(cast, out.getvalue()).approved) == 1


@pytest.mark.office
def test_libreoffice_works_the_same_totals_out(tmp_path: Path) -> None:
    content = drawn(40)
    written = opened(content, values=True)[PROPOSALS]
    book = opened(content)  # openpyxl drops what a formula came to
    out = io.BytesIO()
    book.save(out)
    assert opened(out.getvalue(), values=True)[PROPOSALS]["H42"].value is None
    worked_out = opened(by_libreoffice(out.getvalue(), tmp_path), values=True)[PROPOSALS]
    for place in ("H42", "I42"):
        assert worked_out[place].value == pytest.approx(written[place].value)


def test_the_pccs_columns_are_the_only_empty_ones(cast: Cast, three: list[Bid]) -> None:
    sheet = opened(drawn(2, replace(made_edition(), version=3)))[PROPOSALS]
    heads = [str(cell.value) for cell in sheet[1]]
    empty = [head for head, cell in zip(heads, sheet[2], strict=True) if cell.value is None]
    assert tuple(empty) == PCC_COLUMNS
