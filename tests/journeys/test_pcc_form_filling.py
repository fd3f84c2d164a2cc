"""A form of the PCC filled on its page: shown first, then downloaded."""

import re

from django.urls import reverse

from bids.models import Bid
from monitoring.actions import accept_return
from monitoring.models import Return
from rounds.models import Pot
from tests.cast import PAID, Cast
from tests.journeys.conftest import words_of
from tests.journeys.pcc_forms import Kind, client, made, mapped
from tests.unit.reports.pcc_forms.office_forms import business_case, opened
from tests.workbooks import workbook


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
    assert "Caffi’r Tŵr is open 🎉" in words
    assert "Night café\nYouth Works\n29 April 2019\n£1,000.00\n–\n–\n–" in words
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
