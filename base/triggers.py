"""The promises that only triggers can keep, on SQLite and on PostgreSQL.

They are put in place after every ``migrate``, because SQLite drops a table's triggers silently when
the table is altered; and taken away before it, because SQLite alters no table that another table's
trigger names. ``missing()`` tells ``check_books`` which are not there.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import import_module

from django.apps import AppConfig, apps
from django.db import connection
from django.utils.module_loading import module_has_submodule

from base.models import AppendOnly


@dataclass(frozen=True)
class Trigger:
    """A refusal: before ``event`` on ``table``, where ``when`` holds, stop with ``message``.

    ``when`` is SQL that both databases understand, over ``OLD`` and ``NEW``; empty means always.
    """

    table: str
    name: str
    event: str
    message: str
    when: str = ""

    def sqlite(self) -> list[str]:
        when = f"WHEN {self.when}" if self.when else ""
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW {when} "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
        ]

    def postgresql(self) -> list[str]:
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        check = f"IF {self.when} THEN {self._raise} END IF;" if self.when else self._raise
        leave = "RETURN OLD;" if self.event == "DELETE" else "RETURN NEW;"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ "
            f"BEGIN {check} {leave} END $$ LANGUAGE plpgsql",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]

    @property
    def _raise(self) -> str:
        return f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation';"


def append_only(table: str) -> Iterator[Trigger]:
    """The triggers that let rows into a table and never let them change or go."""
    for event in ("UPDATE", "DELETE", "TRUNCATE"):
        yield Trigger(table, f"{table}_no_{event.lower()}", event, f"{table} is append-only")


def expected(app: AppConfig | None = None) -> list[Trigger]:
    """Every trigger that this database should have: of one app, or of all.

    An app's own are the list ``TRIGGERS`` in its ``triggers.py``.
    """
    found: list[Trigger] = []
    for config in [app] if app else list(apps.get_app_configs()):
        if config.module is None:
            continue
        for model in config.get_models():
            if issubclass(model, AppendOnly):
                found += append_only(model._meta.db_table)
        if module_has_submodule(config.module, "triggers"):
            found += getattr(import_module(f"{config.name}.triggers"), "TRIGGERS", [])
    on_sqlite = connection.vendor == "sqlite"
    return [trigger for trigger in found if not (on_sqlite and trigger.event == "TRUNCATE")]


def remove(sender: AppConfig, plan: Collection[object] = (), **kwargs: object) -> None:
    """Take an app's triggers away while SQLite alters tables. Called before ``migrate`` for each app."""
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        for trigger in expected(sender):
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")


def install(sender: AppConfig, **kwargs: object) -> None:
    """Put an app's triggers in place. Called after ``migrate`` for each app."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for trigger in expected(sender):
            if trigger.table not in tables:
                continue
            for sql in trigger.sqlite() if connection.vendor == "sqlite" else trigger.postgresql():
                cursor.execute(sql)


def missing() -> list[Trigger]:
    """The triggers that should be in the database and are not, or are switched off."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return [trigger for trigger in expected() if trigger.name not in present]
