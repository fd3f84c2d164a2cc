"""The business cases of every project, in one zip."""

import io
import zipfile

import pytest

from base.errors import NotAllowed
from reports.jobs.actions import ask
from reports.jobs.running import run
from reports.models import Job, PccForm
from reports.pcc_forms.actions import save_map, upload
from reports.pcc_forms.cases import NOTES
from reports.pcc_forms.mapping import Cell, Column, Map, Rows
from reports.pcc_forms.places import spot
from rounds.models import Pot
from tests.cast import Cast, cast_of
from tests.unit.reports.pcc_forms import office_forms
from tests.unit.reports.pcc_forms.office_forms import opened

SHEET = "Business case"
MAP = Map(
    (Cell(SHEET, spot("B3"), "project-name"), Cell(SHEET, spot("A11"), "project-summary")),
    (Rows(SHEET, 16, 17, None, (Column(1, "cost-category"), Column(3, "cost-amount"))),),
)


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of()


def business_case(cast: Cast, title: str = "Business case") -> PccForm:
    """A business case of the PCC's that is mapped."""
    found = upload(
        partnership=cast.round.partnership,
        kind=PccForm.Kind.BUSINESS_CASE,
        title=title,
        name="case.xlsx",
        content=office_forms.business_case(),
        by=cast.officer,
    )
    return save_map(pcc_form=found, mapped=MAP, seen=1, by=cast.officer).form


def made(cast: Cast, **parameters: str) -> Job:
    asked = ask(round=cast.round, kind="business-cases", parameters=parameters, by=cast.officer)
    run(asked.pk)
    return Job.objects.get(pk=asked.pk)


def files(job: Job) -> dict[str, bytes]:
    assert (job.state, job.error) == ("done", "")
    with zipfile.ZipFile(io.BytesIO(bytes(job.file or b""))) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_each_project_that_was_sifted_has_its_file(cast: Cast) -> None:
    business_case(cast)
    main, tactical = cast.sifted(200_000), cast.approved(100_000, route=Pot.TACTICAL)
    cast.submitted()
    cast.declined()
    found = files(made(cast))
    assert list(found) == [
        f"{main.reference}-night-cafe.xlsx",
        f"{tactical.reference}-night-cafe.xlsx",
    ]
    sheet = opened(found[f"{main.reference}-night-cafe.xlsx"])[SHEET]
    assert [sheet[at].value for at in ("B3", "A11", "A17", "C17", "A18")] == [
        *("Night café", "A café that is open at night.", "staffing", 2000, None),
    ]


def test_several_forms_have_a_folder_each_and_one_can_be_asked_for(cast: Cast) -> None:
    business_case(cast, "Case")
    other = business_case(cast, "Longer case")
    cast.sifted(200_000)
    assert {name.partition("/")[0] for name in files(made(cast))} == {"case", "longer-case"}
    assert "/" not in next(iter(files(made(cast, form=str(other.pk)))))


def test_what_was_cut_is_noted(cast: Cast) -> None:
    business_case(cast)
    bid = cast.sifted(200_000)
    type(bid).objects.update(summary="x" * 40_000)
    assert f"{bid.reference}: “Summary”" in files(made(cast))[NOTES].decode()


def test_a_project_that_does_not_fit_fails_it_all_and_is_named(cast: Cast) -> None:
    business_case(cast)
    bid = cast.sifted(200_000)
    for number in range(6):
        bid.budget_lines.create(category="x", description=str(number), amount_pence=1)
    job = made(cast)
    assert job.state == "failed"
    assert f"Business case, {bid.reference}: " in job.error
    assert "has 5 rows to fill, and 7 are wanted" in job.error


def test_without_a_form_nothing_is_made(cast: Cast) -> None:
    job = made(cast)
    assert job.state == "failed"
    assert "No business case of the PCC’s is in use" in job.error


def test_who_has_a_stake_in_a_bid_does_not_have_them(cast: Cast) -> None:
    business_case(cast)
    cast.sifted(200_000)
    cast.organisation.members.add(cast.officer)
    with pytest.raises(NotAllowed, match="You have an interest in a bid of this round"):
        made(cast)
