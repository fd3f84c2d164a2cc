"""The PCC's own forms in the browser's eyes: uploaded, mapped, filled, replaced, ended."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from base.errors import Refused
from bids.models import Bid
from monitoring.actions import accept_return
from monitoring.models import Return
from people.models import User
from reports.models import PccForm
from reports.pcc_forms.actions import replace_file, save_map, upload
from reports.pcc_forms.mapping import Cell, Map
from reports.pcc_forms.places import Spot, spot
from rounds.models import Pot
from tests.cast import PAID, Cast
from tests.journeys.conftest import words_of
from tests.unit.reports.pcc_forms.office_forms import business_case, opened, quarterly, saved
from tests.workbooks import workbook

Kind = PccForm.Kind


def client(person: User) -> Any:
    """A browser, whose answers have the test client's own kind."""
    found = Client()
    found.force_login(person)
    return found


def file(content: bytes, name: str = "return.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def made(cast: Cast, content: bytes | None = None, kind: str = Kind.QUARTERLY) -> PccForm:
    """A form as it was uploaded, with nothing mapped."""
    return upload(
        partnership=cast.round.partnership,
        kind=kind,
        title="Quarterly return",
        name="return.xlsx",
        content=quarterly() if content is None else content,
        by=cast.officer,
    )


def boxes(page: HttpResponse) -> dict[str, str]:
    """What a page's form would send as it stands."""
    html = page.content.decode()
    found = {}
    for name, rest in re.findall(r'<select[^>]* name="([^"]*)"(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', rest)
        found[name] = chosen[1] if chosen else ""
    for tag in re.findall(r"<input[^>]*>", html):
        pairs = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if pairs.get("type") in ("text", "hidden") and "csrf" not in pairs["name"]:
            found[pairs["name"]] = pairs.get("value", "")
    return found


def mapped(cast: Cast, pcc_form: PccForm) -> PccForm:
    """The form with what is suggested saved."""
    address = reverse("pcc-form", args=["csp", pcc_form.pk])
    officer = client(cast.officer)
    answer = officer.post(address, boxes(officer.get(address)))
    assert answer.status_code == 302
    pcc_form.refresh_from_db()
    return pcc_form


def reported(cast: Cast, bid: Bid) -> Return:
    return accept_return(
        award=bid.award,
        period=cast.first_period,
        rag=Return.Rag.AMBER,
        progress="Caffi’r Tŵr is open 🎉",
        spent_pence=123_456,
        forecast_pence=400_000,
        people_reached=30,
        by=cast.officer,
        at=PAID,
    )


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


def test_a_filled_form_is_shown_and_then_downloaded(cast: Cast) -> None:
    bid = cast.monitored(500_000)
    reported(cast, bid)
    silent = cast.monitored(100_000)
    pcc_form = mapped(cast, made(cast))
    address = reverse("pcc-form-fill", args=[cast.round.code, pcc_form.pk])
    officer = client(cast.officer)
    first = officer.get(address)
    assert "Date to put on the form" in words_of(first)
    asked = {"show": "1", "route": "both", "period": str(cast.first_period.pk)}
    asked |= {"on_day": "16", "on_month": "8", "on_year": "2019"}
    page = officer.get(address, asked)
    words = words_of(page)
    assert "2 rows are filled." in words
    assert "1 project has no accepted return for “September report”" in words
    assert silent.reference in words
    assert "Partnership of csp" in words
    assert "£30,000.00" in words
    assert "16 August 2019" in words
    link = re.search(r'href="([^"]*filled.xlsx[^"]*)"', page.content.decode())
    assert link
    answer = officer.get(link[1].replace("&amp;", "&"))
    assert answer["Content-Disposition"] == (
        'attachment; filename="quarterly-return-grant-2019-20-september-report.xlsx"'
    )
    sheet = opened(answer.content)["Projects"]
    assert [cell.value for cell in sheet[8]][1:9] == [
        "Night café",
        "Youth Works",
        sheet["D8"].value,
        5000,
        1234.56,
        "=E8-F8",
        "Amber",
        "Caffi’r Tŵr is open 🎉",
    ]
    assert sheet["F9"].value is None
    assert opened(answer.content)["Summary"]["B5"].value == "September report"


def test_where_it_cannot_be_filled_the_page_says_why(cast: Cast) -> None:
    for _number in range(6):
        cast.monitored(1_000)
    pcc_form = mapped(cast, made(cast))
    asked = {"show": "1", "route": "both", "period": str(cast.first_period.pk)}
    for name in ("pcc-form-fill", "pcc-form-filled"):
        answer = client(cast.auditor).get(reverse(name, args=[cast.round.code, pcc_form.pk]), asked)
        assert answer.status_code == 422
        assert "has 5 rows to fill, and 6 are wanted" in words_of(answer)
        assert "download" not in answer.content.decode().lower()
    asked = {"show": "1", "route": "both", "period": "99999"}
    answer = client(cast.auditor).get(
        reverse("pcc-form-filled", args=[cast.round.code, pcc_form.pk]), asked
    )
    assert answer.status_code == 422
    assert "Choose one of the answers" in words_of(answer)


def test_a_form_that_nobody_mapped_leads_to_its_map(cast: Cast) -> None:
    pcc_form = made(cast)
    address = reverse("pcc-form-fill", args=[cast.round.code, pcc_form.pk])
    assert "Map it first" in words_of(client(cast.officer).get(address))
    asked = {"show": "1", "route": "both", "period": str(cast.first_period.pk)}
    answer = client(cast.officer).get(address, asked)
    assert answer.status_code == 422
    assert "Nothing of this form is mapped yet" in words_of(answer)


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


def test_proposals_are_those_of_a_route_by_rank(cast: Cast) -> None:
    first = cast.sifted(200_000, points=5)
    second = cast.sifted(100_000, points=4)
    cast.sifted(50_000, points=1)
    form = workbook({"Bids": (["Rank", "Ref", "Project", "Amount recommended"], [])})
    pcc_form = mapped(cast, made(cast, form, Kind.PROPOSALS))
    address = reverse("pcc-form-filled", args=[cast.round.code, pcc_form.pk])
    answer = client(cast.officer).get(address, {"show": "1", "route": "main"})
    sheet = opened(answer.content)["Bids"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [1, first.reference, "Night café", 2000],
        [2, second.reference, "Night café", 1000],
    ]
    none = client(cast.officer).get(address, {"show": "1"})
    assert none.status_code == 422
    assert "Choose the route" in words_of(none)


def test_who_has_a_stake_in_a_route_does_not_have_its_proposals(cast: Cast) -> None:
    cast.sifted(200_000)
    form = workbook({"Bids": (["Rank", "Ref", "Project", "Amount recommended"], [])})
    pcc_form = mapped(cast, made(cast, form, Kind.PROPOSALS))
    cast.organisation.members.add(cast.officer)
    address = reverse("pcc-form-filled", args=[cast.round.code, pcc_form.pk])
    assert client(cast.officer).get(address, {"show": "1", "route": "main"}).status_code == 422
    assert client(cast.officer).get(address, {"show": "1", "route": "tactical"}).status_code == 200
    cast.sifted(10_000, route=Pot.TACTICAL)
    assert client(cast.officer).get(address, {"show": "1", "route": "tactical"}).status_code == 403


def test_a_business_case_is_filled_for_one_project_with_its_contact(cast: Cast) -> None:
    bid = cast.sifted(200_000)
    pcc_form = mapped(cast, made(cast, business_case(), Kind.BUSINESS_CASE))
    address = reverse("pcc-form-filled", args=[cast.round.code, pcc_form.pk])
    answer = client(cast.officer).get(address, {"show": "1", "project": bid.reference})
    sheet = opened(answer.content)["Business case"]
    held = [sheet[at].value for at in ("B3", "B5", "B6", "B7", "A17", "B17", "C17")]
    assert held == [
        *("Night café", "Ann", "applicant@youth.example", 2000),
        *("staffing", "A worker", 2000),
    ]
    assert bid.reference.lower() in answer["Content-Disposition"]
    page = client(cast.officer).get(reverse("pcc-form-fill", args=[cast.round.code, pcc_form.pk]))
    assert "Every project at once" in words_of(page)
    sent = {"kind": "business-cases", "form": str(pcc_form.pk)}
    asked = client(cast.officer).post(reverse("jobs", args=[cast.round.code]), sent)
    assert asked.status_code == 302
    assert cast.round.jobs.get().parameters == {"form": str(pcc_form.pk)}
    cast.organisation.members.add(cast.officer)
    theirs = client(cast.officer).get(address, {"show": "1", "project": bid.reference})
    assert theirs.status_code == 422
    assert bid.reference not in words_of(theirs)
    assert "Every project at once" not in words_of(theirs)


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


def test_a_map_that_cannot_be_read_is_made_anew(cast: Cast) -> None:
    pcc_form = made(cast)
    PccForm.objects.update(map=["nonsense"])
    officer = client(cast.officer)
    assert "Nothing yet: map it first" in words_of(officer.get(reverse("pcc-forms", args=["csp"])))
    assert mapped(cast, pcc_form).map["cells"]
