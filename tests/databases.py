"""Throwaway copies of the migrated test database, on SQLite and on PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
from django.db import connection, connections
from psycopg import sql


@contextmanager
def throwaway_copy(at: Path | None = None) -> Iterator[str]:
    """Point the default database at a copy of itself, in every thread; give the copy's address.

    With ``at`` an SQLite one is copied over that file, which stays: who reads it sees the new copy.
    """
    if connection.in_atomic_block:
        raise RuntimeError("Ask for committed_db or for db, not for both.")
    connection.close()
    database = connections.settings["default"]  # every thread's connection is made from this
    original = database["NAME"]
    sqlite = connection.vendor == "sqlite"
    with _sqlite(original, at) if sqlite else _postgresql(database) as copy:
        database["NAME"] = copy
        try:
            yield address(database)
        finally:
            connection.close()
            database["NAME"] = original


def address(database: dict[str, Any]) -> str:
    """The ``DATABASE_URL`` of a database."""
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    user, password = quote(database["USER"], ""), quote(database["PASSWORD"], "")
    return (
        f"postgresql://{user}:{password}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )


@contextmanager
def _sqlite(original: str, at: Path | None) -> Iterator[str]:
    with TemporaryDirectory(prefix="safer-grants-") as folder:
        copy = str(at or Path(folder) / "copy.sqlite3")
        with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        yield copy


@contextmanager
def _postgresql(database: dict[str, Any]) -> Iterator[str]:
    copy = f"{database['NAME']}_{uuid4().hex[:8]}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
    maintenance = address({**database, "NAME": "postgres"})
    with psycopg.connect(maintenance, autocommit=True) as server:
        server.execute(create.format(sql.Identifier(copy), sql.Identifier(database["NAME"])))
        try:
            yield copy
        finally:
            server.execute(drop.format(sql.Identifier(copy)))
