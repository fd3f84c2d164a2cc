"""A table that leaves as a workbook can be printed as it is."""

import openpyxl

from base.export import table_stream


def test_it_prints_as_wide_as_the_page_with_its_header_on_every_one() -> None:
    with table_stream("Spend", ["Project", "Paid"], [["Bus", 12.5]], formats={1: "0.00"}) as file:
        page = openpyxl.load_workbook(file).active
    assert page is not None
    assert page.page_setup.orientation == "landscape"
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    fits = page.sheet_properties.pageSetUpPr
    assert fits is not None
    assert fits.fitToPage
    assert page.print_title_rows == "$1:$1"


def test_the_header_of_numbers_stands_above_them() -> None:
    with table_stream("Spend", ["Project", "Paid"], [["Bus", 12.5]], formats={1: "0.00"}) as file:
        page = openpyxl.load_workbook(file).active
    assert page is not None
    assert [cell.alignment.horizontal for cell in page[1]] == [None, "right"]
    assert [cell.value for cell in page[2]] == ["Bus", 12.5]
