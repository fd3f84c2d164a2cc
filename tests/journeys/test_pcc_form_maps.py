"""What goes where in a form of the PCC, said on its page."""

import pytest
from django.urls import reverse

from reports.models import PccForm
from reports.pcc_forms.mapping import Cell, Map
from reports.pcc_forms.places import spot
from tests.cast import Cast
from tests.journeys.conftest import words_of
from tests.journeys.pcc_forms import boxes, client, made, mapped
from tests.unit.reports.pcc_forms.office_forms import quarterly, stories
from tests.workbooks import workbook


def test_other_cells_columns_and_tables_are_added(cast: Cast) -> None:
    pcc_form = mapped(cast, made(cast))
    address, officer = reverse("pcc-form", args=["csp", pcc_form.pk]), client(cast.officer)
    sent = boxes(officer.get(address))
    sent |= {"more-0-where": "summary!$D$9", "more-0-field": "round-projects"}
    sent |= {"more-1-where": "Projects, J7", "more-1-field": "project-reached"}
    sent |= {"table-sheet": "Summary", "table-header": "20"}
    page = officer.post(address, sent, follow=True)
    assert "14 cells and columns are filled" in words_of(page)
    now = boxes(page)
    assert now["cell-0-D9"] == "round-projects"
    assert now["table-1-7-J"] == "project-reached"
    assert now["table-0-20-first"] == "21"
    gone = {**now, "cell-0-D9": "", "table-1-7-J": ""}
    page = officer.post(address, gone, follow=True)
    assert "12 cells and columns are filled" in words_of(page)
    assert not {"cell-0-D9", "table-1-7-J", "table-0-20-first"} & set(boxes(page))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"more-0-where": "Sumary!C4", "more-0-field": "round-year"}, "There is no sheet “Sumary”"),
        ({"more-0-where": "Summary!4C", "more-0-field": "round-year"}, "“4C” is not a cell"),
        ({"more-0-where": "C4", "more-0-field": "round-year"}, "Say on which sheet"),
        ({"more-0-where": "Summary!C4"}, "Give both the cell and what goes into it"),
        ({"more-0-field": "round-year"}, "Give both the cell and what goes into it"),
        ({"more-0-where": "Summary!B9", "more-0-field": "round-year"}, "holds a formula"),
        ({"more-0-where": "Summary!B4", "more-0-field": "round-year"}, "is given two fields"),
        ({"more-0-where": "Summary!J7", "more-0-field": "project-rag"}, "fills a column"),
        ({"more-0-where": "Projects!E7", "more-0-field": "project-rag"}, "is given two fields"),
        ({"more-0-where": "Projects!G7", "more-0-field": "project-rag"}, "holds formulas"),
        ({"table-sheet": "Summary"}, "Give both the sheet and the row"),
        ({"table-header": "20"}, "Give both the sheet and the row"),
        ({"table-sheet": "Projects", "table-header": "7"}, "on the page already"),
        ({"table-1-7-first": ""}, "Enter the first row to fill"),
        ({"table-1-7-first": "7"}, "must come after the row of headings"),
        ({"table-1-7-last": "3"}, "must not come before the first"),
        ({"table-1-7-last": "13"}, "holds formulas"),
        ({"cell-0-B4": "project-rag"}, "Choose one of the answers"),
        ({"cell-0-ZZ1": "round-nothing"}, "Choose one of the answers"),
        ({"version": "x"}, "Enter a whole number"),
    ],
)
def test_a_map_that_does_not_fit_is_said_at_its_box(
    cast: Cast, changes: dict[str, str], words: str
) -> None:
    pcc_form = mapped(cast, made(cast))
    address, officer = reverse("pcc-form", args=["csp", pcc_form.pk]), client(cast.officer)
    answer = officer.post(address, boxes(officer.get(address)) | changes)
    assert answer.status_code == 422
    assert words in words_of(answer)
    kept = pcc_form.map
    pcc_form.refresh_from_db()
    assert pcc_form.map == kept


def test_a_cell_within_a_merged_one_is_said_to_be_elsewhere(cast: Cast) -> None:
    pcc_form = made(cast)
    address, officer = reverse("pcc-form", args=["csp", pcc_form.pk]), client(cast.officer)
    sent = boxes(officer.get(address)) | {"cell-0-B3": ""}
    sent |= {"more-0-where": "Summary!D3", "more-0-field": "round-title"}
    page = officer.post(address, sent, follow=True)
    assert "cell D3 is part of the merged cell B3:D3, so B3 is filled" in words_of(page)
    assert boxes(page)["cell-0-B3"] == "round-title"


def test_the_row_under_each_project_is_mapped_too(cast: Cast) -> None:
    pcc_form = made(cast, stories())
    address, officer = reverse("pcc-form", args=["csp", pcc_form.pk]), client(cast.officer)
    page = officer.get(address)
    assert "Column A, in the row under each project" in words_of(page)
    sent = boxes(page)
    assert sent["table-0-1-A-under"] == "project-progress"
    wrong = sent | {"table-0-1-first": "3"}
    assert "part of a merged cell in row 3" in words_of(officer.post(address, wrong))
    done = officer.post(address, sent | {"table-0-1-A-under": "project-case-study"}, follow=True)
    assert "The map is saved: 4 cells and columns are filled." in words_of(done)
    assert boxes(done)["table-0-1-A-under"] == "project-case-study"
    shown = words_of(client(cast.auditor).get(address))
    assert "column A, in the row under each\nCase study" in shown


def test_the_second_of_two_who_map_is_told_and_loses_nothing(cast: Cast) -> None:
    pcc_form = mapped(cast, made(cast))
    address, officer = reverse("pcc-form", args=["csp", pcc_form.pk]), client(cast.officer)
    sent = boxes(officer.get(address))
    mine = sent | {"cell-0-B4": "round-main", "cell-0-C9": "round-year"}
    officer.post(address, sent | {"cell-0-B4": "round-tactical"})
    answer = officer.post(address, mine)
    assert answer.status_code == 409
    words = words_of(answer)
    assert "Somebody else changed this map since you opened the page" in words
    assert "What is saved now" in words
    shown = boxes(answer)
    assert (shown["cell-0-B4"], shown["cell-0-C9"]) == ("round-main", "round-year")
    page = officer.post(address, shown, follow=True)
    assert boxes(page)["cell-0-B4"] == "round-main"


def test_a_map_with_a_field_that_is_gone_is_said_and_not_lost(cast: Cast) -> None:
    pcc_form = made(cast)
    gone = Map((Cell("Summary", spot("B4"), "round-gone"),))
    PccForm.objects.update(map=gone.to_json())
    officer = client(cast.officer)
    asked = {"show": "1", "route": "both", "period": str(cast.first_period.pk)}
    fill = officer.get(reverse("pcc-form-fill", args=[cast.round.code, pcc_form.pk]), asked)
    assert "“round-gone”, which this kind of form does not have" in words_of(fill)
    page = officer.get(reverse("pcc-form", args=["csp", pcc_form.pk]))
    assert page.status_code == 200
    assert "round-gone" in words_of(
        client(cast.auditor).get(reverse("pcc-form", args=["csp", pcc_form.pk]))
    )


def test_of_a_form_without_words_the_page_says_that_nothing_was_found(cast: Cast) -> None:
    officer = client(cast.officer)
    for content, bare in ((workbook({"S": ([], [])}), True), (quarterly(), False)):
        PccForm.objects.all().delete()
        page = officer.get(reverse("pcc-form", args=["csp", made(cast, content).pk]))
        assert ("looks as if it asked to be filled" in words_of(page)) is bare
        assert ('<details class="govuk-details" open>' in page.content.decode()) is bare


def test_a_map_that_cannot_be_read_is_made_anew(cast: Cast) -> None:
    pcc_form = made(cast)
    PccForm.objects.update(map=["nonsense"])
    officer = client(cast.officer)
    assert "Nothing yet: map it first" in words_of(officer.get(reverse("pcc-forms", args=["csp"])))
    assert mapped(cast, pcc_form).map["cells"]
