"""The lists that leave as workbooks, opened and saved again by LibreOffice."""

from pathlib import Path

import pytest

from bids.models import Bid
from reports.foi.sheets import workbook
from reports.overview.bids import overview
from reports.overview.forms import OverviewForm
from reports.overview.presenters import overview_book
from reports.panel.register_views import workbook as register
from tests import office
from tests.cast import Cast
from tests.unit.reports.test_foi import read

pytestmark = pytest.mark.office


def test_they_hold_the_same_after_libreoffice_saved_them(cast: Cast, tmp_path: Path) -> None:
    bid = cast.declined()
    cast.approved(123_456)
    cast.draft()
    Bid.objects.filter(pk=bid.pk).update(need="=1+1 Tŷ 🎉\n" + "words " * 1_500, area="A; B")
    asked = OverviewForm({}, round=cast.round)
    found = overview([cast.round], asked.bids([cast.round]), "area")
    for name, content in (
        ("foi", workbook(cast.round)),
        ("register", register(cast.round)),
        ("awards", overview_book(asked, found, "area")),
    ):
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(content)
        saved = office.convert(file, "xlsx", tmp_path / name)
        assert read(saved.read_bytes()) == read(content)
