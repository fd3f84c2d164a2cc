"""Every address, by GET and by POST, and what each kind of person is answered there.

The answers stand in ``permissions.txt``. A POST is sent empty: who may act is told what is missing
(422) or led on (302), who may not is refused (403, or 404 where they may not even see it), and 405
is an address that takes no POST.
"""

import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from people.models import User
from tests.cast import Cast
from tests.journeys.addresses import places
from tests.journeys.scene import Scene

TABLE = Path(__file__).with_name("permissions.txt")
METHODS = ("GET", "POST")
Row = tuple[str, ...]


def table() -> tuple[Row, dict[str, Row]]:
    """The kinds of people, and the answers by method and name of the address."""
    head, *lines = [line for line in TABLE.read_text().splitlines() if line[:1] not in ("", "#")]
    rows = [line.split() for line in lines]
    names = [f"{method} {name}" for method, name, *_ in rows]
    assert len(set(names)) == len(names), "an address has two rows"
    return tuple(head.split()), {f"{row[0]} {row[1]}": tuple(row[2:]) for row in rows}


def asked() -> dict[str, str]:
    """What the table must answer, by method and name, with the name alone."""
    return {f"{method} {place.name}": place.name for place in places() for method in METHODS}


def test_every_address_has_its_rows_and_every_row_its_address() -> None:
    _, rows = table()
    assert sorted(asked()) == sorted(rows)


def test_nobody_is_answered_a_fault_and_every_row_is_whole() -> None:
    people, rows = table()
    assert {name for name, row in rows.items() if len(row) != len(people)} == set()
    assert {answer for row in rows.values() for answer in row if answer >= "500"} == set()


class Visitor:
    """Somebody who asks again and again, as if each time were the first."""

    def __init__(self, user: User | None) -> None:
        client = Client()
        if user:
            client.force_login(user)
        self._cookies = client.cookies.output(header="", sep=";")

    def ask(self, method: str, address: str) -> str:
        """The status of the answer; whatever it changed is undone."""
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(self._cookies)
        cache.clear()
        before = transaction.savepoint()
        try:
            response = client.generic(method, address)
            response.getvalue()  # a file is read to its end, and so closed
            return str(response.status_code)
        finally:
            transaction.savepoint_rollback(before)


@pytest.fixture
def quiet() -> Iterator[None]:
    """Refusals are what this test is about: they need not stand in its log."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("quiet")
def test_each_is_answered_as_the_table_says(cast: Cast) -> None:
    people, rows = table()
    scene = Scene(cast)
    assert set(scene.people) == set(people)
    visitors = [Visitor(scene.people[who]) for who in people]
    wrong = []
    for place in places():
        address = place.address(scene)
        for method in METHODS:
            name = f"{method} {place.name}"
            found = tuple(visitor.ask(method, address) for visitor in visitors)
            if found != rows.get(name):
                wrong += [written(name, found), f"     {told(found, rows.get(name))}"]
    assert not wrong, "\n".join(["Answered otherwise than in permissions.txt:", *wrong])


def told(found: Row, row: Row | None) -> str:
    """What differs from the row."""
    if row is None:
        return "(has no row yet: is this answer right?)"
    pairs = zip(table()[0], found, row, strict=True)
    return "; ".join(f"{who} gets {f}, not {r}" for who, f, r in pairs if f != r)


def written(name: str, answers: Row) -> str:
    """A row as it stands in the table."""
    method, _, place = name.partition(" ")
    widths = [max(len(person), 3) for person in table()[0]]
    cells = "  ".join(f"{answer:<{width}}" for answer, width in zip(answers, widths, strict=True))
    return f"{method:<4} {place:<28}{cells}".rstrip()
