"""The PCC's own forms on their pages: uploaded, replaced, ended; and who may."""

from typing import Any

import pytest
from django.urls import reverse

from base.errors import Refused
from reports.models import PccForm
from reports.pcc_forms.actions import replace_file, save_map
from reports.pcc_forms.mapping import Cell, Map
from reports.pcc_forms.places import Spot
from tests.cast import Cast
from tests.journeys.conftest import words_of
from tests.journeys.pcc_forms import Kind, boxes, client, file, made, mapped
from tests.unit.reports.pcc_forms.office_forms import opened, quarterly, saved
from tests.workbooks import workbook


def test_an_officer_uploads_a_form_and_finds_it_mapped_by_its_words(cast: Cast) -> None:
    officer, address = client(cast.officer), reverse("pcc-forms", args=["csp"])
    given = {"title": "Quarterly return", "kind": "quarterly", "file": file(quarterly())}
    page = officer.post(address, given, follow=True)
    words = words_of(page)
    assert "“Quarterly return” is here. Say now what goes where." in words
    assert "Name of CSP:" in words
    assert "The table of “Projects” under row 7" in words
    chosen = boxes(page)
    assert chosen["cell-0-B4"] == "round-allocation"
    assert chosen["table-1-7-E"] == "project-awarded"
    assert chosen["table-1-7-first"] == "8"
    done = officer.post(page.request["PATH_INFO"], chosen, follow=True)
    assert "The map is saved: 12 cells and columns are filled." in words_of(done)
    assert "12 cells and columns" in words_of(officer.get(address))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": " "}, "Enter what you call the form"),
        ({"title": "x" * 201}, "200 fit"),
        ({"title": "a\x0bb"}, "control characters"),
        ({"kind": "yearly"}, "Choose one of the answers"),
        ({"file": file(b"%PDF-1.4")}, "is not an Excel workbook"),
        ({"file": file(b"")}, "The file is empty"),
        ({"file": file(bytes(10 * 1024 * 1024 + 1))}, "larger than 10 MB"),
        ({"file": file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "return.xls")}, "of the old kind"),
    ],
)
def test_what_cannot_be_taken_in_is_said(cast: Cast, given: dict[str, Any], words: str) -> None:
    whole = {"title": "Quarterly return", "kind": "quarterly", "file": file(quarterly()), **given}
    answer = client(cast.officer).post(reverse("pcc-forms", args=["csp"]), whole)
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert not PccForm.objects.exists()


def test_two_forms_do_not_have_one_title(cast: Cast) -> None:
    made(cast)
    whole = {"title": "Quarterly return", "kind": "quarterly", "file": file(quarterly())}
    answer = client(cast.officer).post(reverse("pcc-forms", args=["csp"]), whole)
    assert answer.status_code == 422
    assert "There is a form called “Quarterly return” already" in words_of(answer)


def test_a_new_version_keeps_what_still_fits_and_says_what_does_not(cast: Cast) -> None:
    pcc_form = mapped(cast, made(cast))
    newer = opened(quarterly())
    newer["Summary"]["B4"] = "=40000"
    officer = client(cast.officer)
    address = reverse("pcc-form-replace", args=["csp", pcc_form.pk])
    assert officer.post(address, {"file": file(b"x")}).status_code == 422
    page = officer.post(address, {"file": file(saved(newer), "new.xlsx")}, follow=True)
    words = words_of(page)
    assert "The new version is used from now on." in words
    assert "Not filled any more: Summary, cell B4 holds a formula" in words
    assert "11 cells and columns" in words
    old, new = PccForm.objects.order_by("pk")
    assert (old.ended_at is None, new.ended_at) == (False, None)
    assert (new.title, new.file_name) == ("Quarterly return", "new.xlsx")
    assert officer.post(address, {"file": file(saved(opened(quarterly())))}).status_code == 422
    assert "Not used since" in words_of(officer.get(reverse("pcc-form", args=["csp", old.pk])))


def test_a_sheet_that_is_called_otherwise_is_known_by_its_words(cast: Cast) -> None:
    pcc_form = mapped(cast, made(cast))
    newer = opened(quarterly())
    newer["Summary"].title, newer["Projects"].title = "Summary 2020-21", "Projects 2020-21"
    newer["Summary 2020-21"]["B9"] = "='Projects 2020-21'!E13"
    newer.create_sheet("Guidance", 0)
    address = reverse("pcc-form-replace", args=["csp", pcc_form.pk])
    page = client(cast.officer).post(address, {"file": file(saved(newer))}, follow=True)
    words = words_of(page)
    assert "“Projects” is taken to be called “Projects 2020-21” now." in words
    assert "Not filled any more" not in words
    assert "12 cells and columns" in words
    assert PccForm.objects.get(ended_at=None).map["tables"][0]["sheet"] == "Projects 2020-21"


def test_of_very_many_places_that_do_not_fit_some_are_named(cast: Cast) -> None:
    pcc_form = made(cast)
    many = tuple(Cell("Summary", Spot(row, 30), "round-year") for row in range(1, 30))
    save_map(pcc_form=pcc_form, mapped=Map(many), seen=1, by=cast.officer)
    address = reverse("pcc-form-replace", args=["csp", pcc_form.pk])
    newer = file(workbook({"Other": ([], [])}))
    words = words_of(client(cast.officer).post(address, {"file": newer}, follow=True))
    assert words.count("Not filled any more") == 20
    assert "And 9 more places." in words


def test_a_form_that_ended_is_kept_and_filled_no_more(cast: Cast) -> None:
    pcc_form = mapped(cast, made(cast))
    officer = client(cast.officer)
    address = reverse("pcc-form-end", args=["csp", pcc_form.pk])
    assert "Stop using this form?" in words_of(officer.get(address))
    page = officer.post(address, follow=True)
    assert "“Quarterly return” is not used any more." in words_of(page)
    assert "No form is here yet." in words_of(page)
    assert officer.post(address).status_code == 409
    fill = reverse("pcc-form-fill", args=[cast.round.code, pcc_form.pk])
    assert officer.get(fill).status_code == 404
    again = made(cast)
    assert again.title == pcc_form.title


def test_the_spreadsheet_is_had_again_as_it_came(cast: Cast) -> None:
    pcc_form = made(cast)
    address = reverse("pcc-form-blank", args=["csp", pcc_form.pk])
    answer = client(cast.auditor).get(address)
    assert bytes(answer.content) == bytes(PccForm.objects.get().file)


def test_those_who_read_the_papers_look_and_do_not_change(cast: Cast) -> None:
    pcc_form = mapped(cast, made(cast))
    for person in (cast.auditor, cast.finance, cast.decision_maker):
        page = words_of(client(person).get(reverse("pcc-form", args=["csp", pcc_form.pk])))
        assert "Summary, cell B4" in page
        assert "Save" not in page
        assert "Add a form" not in words_of(client(person).get(reverse("pcc-forms", args=["csp"])))
    with pytest.raises(Refused, match="may not send the submission"):
        save_map(pcc_form=pcc_form, mapped=Map(), seen=pcc_form.version, by=cast.auditor)
    with pytest.raises(Refused, match="may not send the submission"):
        replace_file(pcc_form=pcc_form, name="a", content=quarterly(), by=cast.finance)


def test_a_form_of_another_partnership_is_not_there(cast: Cast) -> None:
    pcc_form = mapped(cast, made(cast))
    partnership = cast.stranger.memberships.get().partnership
    stranger = client(cast.stranger)
    for code in ("csp", partnership.code):
        address = reverse("pcc-form", args=[code, pcc_form.pk])
        assert stranger.get(address).status_code == 404
    other = PccForm.objects.create(
        partnership=partnership, title="x", file=b"", by=cast.stranger, kind=Kind.QUARTERLY
    )
    address = reverse("pcc-form-fill", args=[cast.round.code, other.pk])
    assert client(cast.officer).get(address).status_code == 404
