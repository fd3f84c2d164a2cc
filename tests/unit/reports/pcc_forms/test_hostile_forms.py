"""Forms in which something is wrong, as no spreadsheet program writes them: filled, or refused in words."""

import io
import random
import re
import zipfile
from contextlib import suppress

import pytest

from base.errors import Refused
from reports.models import PccForm
from reports.pcc_forms.filling import fill
from reports.pcc_forms.mapping import Map
from reports.pcc_forms.reading import read
from reports.pcc_forms.sketch import sketch
from tests.unit.reports.pcc_forms.office_forms import parts, quarterly
from tests.unit.reports.pcc_forms.test_filling import MAP
from tests.unit.reports.pcc_forms.told import facts, project

ODD = ("", "x", "-1", "0", "99999999999", "A1", "A0:B", "ZZZZ9", "1e9", "\u202e", "true")
SPOILT = {
    "a value": r'(?<==")[^"]*(?=")',
    "an attribute": r' \w+="[^"]*"',
    "an element": r"<\w+[^>]*/>",
    "a text": r"(?<=>)[^<]+(?=<)",
}


def spoilt(content: bytes, what: str, seed: int) -> bytes:
    """A form with one thing of a kind taken out of one of its parts, or made an odd one."""
    choose = random.Random(seed)
    held = parts(content)
    name = choose.choice([name for name in held if name.endswith((".xml", ".rels"))])
    found = list(re.finditer(SPOILT[what], held[name].decode()))
    if found:
        match = choose.choice(found)
        other = choose.choice(ODD) if what in ("a value", "a text") else ""
        text = match.string[: match.start()] + other + match.string[match.end() :]
        held[name] = text.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part, data in held.items():
            package.writestr(part, data)
    return out.getvalue()


@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_form_is_filled_or_refused(what: str) -> None:
    whole, given, filled = quarterly(), facts(project(1)), 0
    for seed in range(40):
        form = spoilt(whole, what, seed)
        with suppress(Refused):
            sketch(read("form.xlsx", form), PccForm.Kind.QUARTERLY, Map())
            fill(name="x", content=form, mapped=MAP, kind=PccForm.Kind.QUARTERLY, facts=given)
            filled += 1
    assert filled > 0


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", "sheetData", "sheetDate"),
        ("xl/styles.xml", 'numFmtId="', 'numFmtId="x'),
        ("xl/worksheets/sheet1.xml", '<dimension ref="', '<dimension ref="?'),
    ],
)
def test_a_damaged_part_is_said_to_be_one(part: str, old: str, new: str) -> None:
    held = parts(quarterly())
    held[part] = held[part].replace(old.encode(), new.encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in held.items():
            package.writestr(name, data)
    with pytest.raises(Refused, match=r"form\.xlsx is damaged: a part of it cannot be read"):
        fill(
            name="form.xlsx",
            content=out.getvalue(),
            mapped=MAP,
            kind=PccForm.Kind.QUARTERLY,
            facts=facts(project(1)),
        )
