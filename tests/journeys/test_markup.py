"""What every page has: a language, a title, one first heading, headings in order, no inline style."""

import re
from itertools import pairwise

import pytest

from tests.cast import Cast
from tests.journeys.conftest import Look


@pytest.mark.parametrize("who", ["officer", "second_panel_member", "applicant", "nobody"])
def test_every_page_is_well_made(cast: Cast, look: Look, who: str) -> None:
    bid = cast.ready_to_close()
    cast.rejected()
    cast.declare(cast.second_panel_member)
    person = None if who == "nobody" else getattr(cast, who)
    signed_out = ["/sign-in", "/health", "/nothing"]
    begins = "/" if who == "applicant" else "/desk"
    signed_in = [
        begins,
        "/health",
        "/nothing",
        f"/rounds/{cast.round.code}",
        f"/bids/{bid.reference}",
    ]
    for address in signed_in if person else signed_out:
        page = look(person, address).content.decode()
        assert '<html lang="en-gb"' in page
        assert re.search(r"<title>[^<]+ – Safer grants</title>", page)
        assert 'href="#main-content" class="govuk-skip-link"' in page
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels
        assert not re.search(r"\sstyle=|\son\w+=|<style", page)
        assert not re.search(r"<script(?![^>]*\ssrc=)", page)
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
