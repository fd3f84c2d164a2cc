"""Takes in and maps forms of the PCC, as an officer does on the pages."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from people.models import User
from reports.models import PccForm
from reports.pcc_forms.actions import upload
from tests.cast import Cast
from tests.unit.reports.pcc_forms.office_forms import quarterly

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
