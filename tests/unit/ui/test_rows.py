"""Rows keep what was typed, whatever the page says that their number is."""

import pytest
from django.http import QueryDict

from ui.fields import TextField
from ui.forms import Form
from ui.rows import Rows


class PartForm(Form):
    name = TextField(label="Name")


@pytest.mark.parametrize("total", ["0", "1", "", "x", "-1"])
def test_a_row_that_came_is_there_however_many_were_said(total: str) -> None:
    data = QueryDict(mutable=True)
    data.update({"rows-TOTAL_FORMS": total, "rows-INITIAL_FORMS": "0"})
    data.update({"rows-0-name": "staffing", "rows-1-name": "travel"})
    rows = Rows(PartForm, title="Part %(number)s", data=data)
    assert rows.is_valid()
    assert [row["name"] for row in rows.filled()] == ["staffing", "travel"]
