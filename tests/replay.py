"""Scenes that many tests begin with: made once in a process, and from then on written down again.

To make a bid that is paid asks the database hundreds of questions; what it writes is the same each time
that it begins from the same database. So the writes are kept with what came of them, and who asks for
the same scene from the same beginning has them done again, in their order, through every trigger and
constraint.

That the beginning is the same is known from SQLite's own count of changes and, where nothing was made
yet, from the next keys of its tables. Where anything else was written meanwhile, where time travels,
and on PostgreSQL, which does not give a key twice, the scene is made.
"""

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")
WRITES = ("INSERT", "UPDATE", "DELETE")
READS = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN")
Place = tuple[Any, int, int]
"""The connection, what it changed so far, and whether another one changed anything."""


@dataclass
class Scene:
    """What was written, and what came of it."""

    writes: list[tuple[str, Any, bool]] = field(default_factory=list)
    came: bytes = b""
    is_whole: bool = True

    def note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Keep a write. What was taken back, or is of another kind, cannot be done again."""
        params = list(params) if many else params
        verb = sql.split(None, 1)[0]
        if verb in WRITES:
            self.writes.append((sql, params, many))
        elif verb not in READS:
            self.is_whole = False
        return execute(sql, params, many, context)

    def write(self) -> None:
        """Do again what was written."""
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params, many in self.writes:
                (cursor.executemany if many else cursor.execute)(sql, params)


_scenes: dict[object, Scene] = {}
_known: list[Any] = [None, None]
"""Where the database was last known to be, and how it came to be there."""


def begin() -> None:
    """Know the database by the next keys of its tables: for where nothing was made yet."""
    if place := _place():
        keys = place[0].execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
        _known[:] = [place, tuple(keys)]


def replayed(make: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """A method that makes something in the database out of what its object has, by attribute."""

    @wraps(make)
    def scene(self: S, /, *args: P.args, **options: P.kwargs) -> T:
        place, way = _known
        asked = (*args, *options.items())
        if place is None or place != _place() or "<" in repr(asked):
            return make(self, *args, **options)
        have = vars(self)
        key = (way, make.__name__, repr(asked), tuple(map(_stands, sorted(have.items()))))
        if found := _scenes.get(key):
            found.write()
            came: T = _load(found.came, have)
        else:
            came = _record(key, have, lambda: make(self, *args, **options))
        _known[:] = [_place(), key]
        return came

    return scene


def _record(key: object, have: dict[str, Any], make: Callable[[], T]) -> T:
    scene, files = Scene(), _files()
    with connection.execute_wrapper(scene.note):
        came = make()
    if scene.is_whole and _files() == files:
        scene.came = _dump(came, have)
        _scenes[key] = scene
    return came


def _place() -> Place | None:
    if connection.vendor != "sqlite" or time_machine.escape_hatch.is_travelling():
        return None
    connection.ensure_connection()
    raw = connection.connection
    (others,) = raw.execute("PRAGMA data_version").fetchone()
    return raw, raw.total_changes, others


def _stands(item: tuple[str, Any]) -> tuple[str, str]:
    """A row as the object has it, whether or not it was saved so."""
    name, one = item
    fields = {key: value for key, value in vars(one).items() if not key.startswith("_")}
    return name, repr(fields)


def _files() -> int:
    return sum(1 for _file in Path(settings.MEDIA_ROOT).rglob("*"))


def _dump(came: object, have: dict[str, Any]) -> bytes:
    """What came, and the object's rows as they are now; what points at one of them goes on doing so."""
    names = {id(one): name for name, one in have.items() if isinstance(one, Model)}

    class Names(pickle.Pickler):
        def persistent_id(self, one: Any) -> str | None:
            return names.get(id(one))

    out = io.BytesIO()
    rows = {name: type(have[name]) for name in names.values()}
    pickle.dump(rows, out)
    Names(out).dump(({name: vars(have[name]) for name in rows}, came))
    return out.getvalue()


def _load(kept: bytes, have: dict[str, Any]) -> Any:
    """What came; the object's rows are brought to where they were then."""
    source = io.BytesIO(kept)
    for name, kind in pickle.load(source).items():  # written by this process
        have.setdefault(name, kind.__new__(kind))

    class Rows(pickle.Unpickler):
        def persistent_load(self, name: str) -> Any:
            return have[name]

    states, came = Rows(source).load()
    for name, state in states.items():
        state["_state"].fields_cache |= getattr(have[name], "_state", state["_state"]).fields_cache
        vars(have[name]).update(state)
    return came
