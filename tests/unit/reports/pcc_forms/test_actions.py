"""What an officer does with the PCC's forms, without the pages before it."""

import pytest

from base.errors import Refused
from base.stale import Stale
from reports.models import PccForm
from reports.pcc_forms import actions
from reports.pcc_forms.actions import end, replace_file, save_map, upload
from reports.pcc_forms.mapping import Cell, Map
from reports.pcc_forms.places import Spot, spot
from tests.cast import Cast, cast_of
from tests.unit.reports.pcc_forms.office_forms import quarterly

YEAR = Map((Cell("Summary", spot("B5"), "round-year"),))


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_of()


def made(cast: Cast, title: str = "Quarterly return", kind: str = "quarterly") -> PccForm:
    return upload(
        partnership=cast.round.partnership,
        kind=kind,
        title=title,
        name=f"{'x' * 300}.xlsx",
        content=quarterly(),
        by=cast.officer,
    )


def test_a_form_is_kept_as_it_came_with_its_checksum(cast: Cast) -> None:
    found = made(cast)
    assert len(found.checksum) == 64
    assert found.file_name.endswith("x.xlsx")
    assert len(found.file_name) == 200


def test_a_file_name_is_shown_as_it_reads(cast: Cast) -> None:
    done = replace_file(
        pcc_form=made(cast), name="a\u202e\x0bxslx.xlsx", content=quarterly(), by=cast.officer
    )
    assert done.form.file_name == "axslx.xlsx"
    done = replace_file(pcc_form=done.form, name="\x0b", content=quarterly(), by=cast.officer)
    assert done.form.file_name == "form.xlsx"


def test_a_kind_that_there_is_not_and_one_form_too_many_are_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="Choose which kind of form"):
        made(cast, kind="yearly")
    monkeypatch.setattr(actions, "MOST_FORMS", 1)
    end(pcc_form=made(cast), by=cast.officer)
    made(cast)
    with pytest.raises(Refused, match="very many forms already"):
        made(cast, "Another")


def test_a_map_is_saved_over_the_version_that_was_seen(cast: Cast) -> None:
    found = made(cast)
    saved = save_map(pcc_form=found, mapped=YEAR, seen=1, by=cast.officer).form
    assert (saved.version, saved.map) == (2, YEAR.to_json())
    with pytest.raises(Stale, match="Nothing of yours is lost"):
        save_map(pcc_form=found, mapped=Map(), seen=1, by=cast.officer)
    assert PccForm.objects.get().map == YEAR.to_json()


def test_a_map_that_does_not_fit_is_not_saved(cast: Cast) -> None:
    found = made(cast)
    formula = Map((Cell("Summary", spot("B9"), "round-year"),))
    with pytest.raises(Refused, match="holds a formula"):
        save_map(pcc_form=found, mapped=formula, seen=1, by=cast.officer)
    many = Map(tuple(Cell("Summary", Spot(row, 30), "round-year") for row in range(1, 1_002)))
    with pytest.raises(Refused, match="far more than a form holds"):
        save_map(pcc_form=found, mapped=many, seen=1, by=cast.officer)
    assert PccForm.objects.get().map == {}


def test_a_replaced_form_goes_on_under_its_title(cast: Cast) -> None:
    found = save_map(pcc_form=made(cast), mapped=YEAR, seen=1, by=cast.officer).form
    with pytest.raises(Refused, match="is not an Excel workbook"):
        replace_file(pcc_form=found, name="new.xlsx", content=b"x", by=cast.officer)
    done = replace_file(pcc_form=found, name="new.xlsx", content=quarterly(), by=cast.officer)
    assert (done.form.title, done.form.map, done.left) == (found.title, YEAR.to_json(), [])
    assert PccForm.objects.filter(ended_at=None).get() == done.form
    with pytest.raises(Refused, match="is not used any more"):
        save_map(pcc_form=found, mapped=YEAR, seen=2, by=cast.officer)


def test_only_officers_change_forms(cast: Cast) -> None:
    found = made(cast)
    with pytest.raises(Refused, match="may not send the submission"):
        end(pcc_form=found, by=cast.decision_maker)
    with pytest.raises(Refused, match="may not send the submission"):
        upload(
            partnership=cast.round.partnership,
            kind="quarterly",
            title="x",
            name="x",
            content=quarterly(),
            by=cast.stranger,
        )
