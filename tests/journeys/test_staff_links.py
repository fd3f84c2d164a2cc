"""The list of people leads nobody to a page that is not theirs."""

import re

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.mark.parametrize("who", ["officer", "administrator", "auditor", "finance"])
def test_each_link_of_the_list_opens(cast: Cast, who: str) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    text = client.get(f"/partnerships/{cast.round.partnership.code}/people").content.decode()
    found = re.findall(r'href="(/partnerships/[^"]*/people/[^"]+)"', text)
    assert bool(found) == (who in ("officer", "administrator"))
    for address in found:
        assert client.get(address).status_code == 200, address
