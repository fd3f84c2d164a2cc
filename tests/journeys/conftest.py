"""What the journeys share: a round with bids on their way, and ways to look at a page."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from people.models import User
from tests.cast import Cast, cast_of

Look = Callable[[User | None, str], HttpResponse]
Read = Callable[[User | None, str], str]


@pytest.fixture
def cast(db: None) -> Cast:
    """A small round that is open, and the people around it."""
    return cast_of()


@pytest.fixture
def look() -> Look:
    """Opens an address as somebody: ``look(officer, "/")``; as nobody with ``None``."""

    def open_as(person: User | None, address: str) -> HttpResponse:
        client = Client()
        if person:
            client.force_login(person)
        return client.get(address)  # type: ignore[return-value]  # the test client's own kind

    return open_as


@pytest.fixture
def read(look: Look) -> Read:
    """The words of a page as somebody sees them, each piece of text on a line of its own."""

    def words(person: User | None, address: str) -> str:
        response = look(person, address)
        assert response.status_code == 200, f"{address} answers {response.status_code}"
        return words_of(response)

    return words


def words_of(response: HttpResponse) -> str:
    """What a page says, without its markup."""
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    texts = re.split(r"<[^>]*>", body.partition(">")[2])
    return "\n".join(" ".join(unescape(text).split()) for text in texts if text.strip())
