"""Scenes that are written down again: the same as made, and only from the same beginning."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.forms import model_to_dict
from django.test.utils import CaptureQueriesContext

from people.models import Organisation
from tests import replay
from tests.cast import cast_of
from tests.dump import dump

pytestmark = pytest.mark.django_db

REPLAYS = connection.vendor == "sqlite"


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[object, Any]:
    """Nothing is kept yet."""
    scenes: dict[object, Any] = {}
    monkeypatch.setattr(replay, "_scenes", scenes)
    return scenes


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is undone at its end, as a test's is."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asks(make: Callable[[], object]) -> bool:
    """Whether something reads the database, as what is made does."""
    with CaptureQueriesContext(connection) as asked:
        make()
    return any(one["sql"].startswith("SELECT") for one in asked)


def test_what_is_written_down_again_is_what_was_made(kept: dict[object, Any]) -> None:
    with taken_back():
        cast = cast_of()
        bid, made, round = cast.paid(), dump(), model_to_dict(cast.round)
    assert bool(kept) is REPLAYS
    with taken_back():
        cast = cast_of()
        assert asks(cast.paid) is not REPLAYS
        if REPLAYS:
            assert dump() == made
            again = cast.round.bids.get()
            assert (again, again.state, again.award.amount_pence) == (bid, "monitored", 500_000)
            assert model_to_dict(cast.round) == round


def test_what_comes_holds_the_rows_of_its_cast() -> None:
    for _again in range(2):
        with taken_back():
            cast = cast_of()
            bid = cast.draft()
            assert bid.round is cast.round
            assert cast.applicant in cast.organisation.members.all()


def test_after_anything_else_was_written_it_is_made() -> None:
    with taken_back():
        cast_of().submitted()
    with taken_back():
        cast = cast_of()
        Organisation.objects.create(name="Another")
        assert asks(cast.submitted)
        assert cast.round.bids.count() == 1


def test_what_somebody_set_and_did_not_save_is_another_beginning() -> None:
    with taken_back():
        cast_of().scored()
    with taken_back():
        cast = cast_of()
        cast.round.quorum = 7
        cast.scored()
        assert cast.round.quorum == 7


def test_other_words_are_another_scene() -> None:
    for requested in (500_000, 400_000, 500_000):
        with taken_back():
            assert cast_of().submitted(requested).requested_pence == requested


def test_while_time_travels_it_is_made(kept: dict[object, Any]) -> None:
    with time_machine.travel("2019-02-20 10:00+00:00", tick=False), taken_back():
        cast_of().submitted()
    assert not kept


def test_what_keeps_a_file_or_was_partly_undone_is_made_each_time() -> None:
    class Desk:
        times = 0

        @replay.replayed
        def files(self) -> None:
            Desk.times += 1
            folder = Path(settings.MEDIA_ROOT)
            folder.mkdir(exist_ok=True)
            (folder / f"{Desk.times}.txt").write_text("x")

        @replay.replayed
        def undoes(self) -> None:
            Desk.times += 1
            with taken_back():
                Organisation.objects.create(name="Undone")

    for number in (1, 2):
        replay.begin()
        Desk().files()
        replay.begin()
        Desk().undoes()
        assert Desk.times == 2 * number
