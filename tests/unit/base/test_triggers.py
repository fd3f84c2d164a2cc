"""The triggers come back whatever a migration does, and the books miss the one that is gone."""

import pytest
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations import AddConstraint, AddField, Migration
from django.db.migrations.executor import MigrationExecutor

from awards.models import Submission
from base.triggers import expected, missing
from bids.models import Bid, HistoryRow
from funds.models import Movement
from tests.cast import Cast, cast_of

APPEND_ONLY = ["awards_answer", "awards_submission", "bids_historyrow", "funds_movement"]


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def drop(name: str, table: str) -> None:
    execute(
        {
            "sqlite": f"DROP TRIGGER {name}",
            "postgresql": f"DROP TRIGGER {name} ON {table}",
        }[connection.vendor]
    )


def test_every_append_only_table_has_its_triggers(db: None) -> None:
    events = {"update", "delete"} | ({"truncate"} if connection.vendor == "postgresql" else set())
    wanted = {f"{table}_no_{event}" for table in APPEND_ONLY for event in events}
    assert wanted <= {trigger.name for trigger in expected()}
    assert missing() == []


@pytest.mark.parametrize("trigger", ["funds_movement_no_delete", "bids_bid_state_follows_history"])
def test_a_trigger_that_is_gone_is_missed_and_migrate_puts_it_back(
    cast: Cast, trigger: str
) -> None:
    table = trigger.rpartition("_no_")[0] or "bids_bid"
    drop(trigger, table)
    assert [gone.name for gone in missing()] == [trigger]
    with pytest.raises(CommandError, match=f"lacks the trigger {trigger} on {table}"):
        call_command("check_books")

    call_command("migrate", verbosity=0)

    assert missing() == []
    call_command("check_books", verbosity=0)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite cannot switch one off")
def test_a_trigger_that_is_switched_off_is_missed(db: None) -> None:
    execute("ALTER TABLE funds_movement DISABLE TRIGGER funds_movement_no_update")
    assert [gone.name for gone in missing()] == ["funds_movement_no_update"]


@pytest.mark.parametrize("model", [Movement, HistoryRow, Submission, Bid])
def test_the_triggers_are_back_after_a_migration(
    committed_db: str, model: type[models.Model]
) -> None:
    """SQLite makes an altered table anew, without its triggers; migrate puts them back."""
    bid = cast_of().sifted()
    rows = model._base_manager.count()

    migrate(an_alteration_of(model))

    assert missing() == []
    assert model._base_manager.count() == rows
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
    assert "fresh" in {column.name for column in columns}
    with pytest.raises(DatabaseError, match="history records"), transaction.atomic():
        Bid.objects.filter(pk=bid.pk).update(state="closed")
    for table in APPEND_ONLY[2:]:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            execute(f"DELETE FROM {table}")


def an_alteration_of(model: type[models.Model]) -> Migration:
    """A migration of the kind that makes SQLite write a whole table anew."""
    name = model._meta.model_name or ""
    positive = models.CheckConstraint(condition=models.Q(pk__gt=0), name="altered_on_purpose")

    class Altered(Migration):
        operations = [
            AddField(name, "fresh", models.CharField(max_length=5, default="x")),
            AddConstraint(name, positive),
        ]

    return Altered("9999_altered", model._meta.app_label)


def migrate(migration: Migration) -> None:
    """What the command does with a migration that stands in no file."""
    executor = MigrationExecutor(connection)
    emit_pre_migrate_signal(0, interactive=False, db="default", plan=[(migration, False)])
    executor.apply_migration(executor.loader.project_state(), migration)
    call_command("migrate", verbosity=0)
