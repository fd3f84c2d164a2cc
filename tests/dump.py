"""Everything that is in the database, so that a test can say that nothing changed."""

from typing import Any

from django.apps import apps
from django.db import connection

Dump = dict[str, list[tuple[Any, ...]]]


def dump() -> Dump:
    """Every row of every table of the product, in the order of the keys."""
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    found: Dump = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = cursor.fetchall()
    return found


def changes(before: Dump, after: Dump) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that are new or different, by table."""
    found = {}
    for table, rows in after.items():
        earlier = {repr(row) for row in before[table]}
        if fresh := [row for row in rows if repr(row) not in earlier]:
            found[table] = fresh
    return found
