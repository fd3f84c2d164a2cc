"""Each arrow is taken by one verb, and no other path moves a bid: the database refuses it."""

import ast
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from bids.history import arrows
from bids.models import Bid, HistoryRow
from bids.states import VERBS, Arrow, State
from rounds.models import Pot
from tests.cast import Cast, again
from tests.dump import dump

ROOT = Path(__file__).parents[3]
PACKAGES = sorted({config.name for config in apps.get_app_configs() if "." not in config.name})


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product, parsed."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name, ast.parse(path.read_text())


def named(call: ast.Call) -> str:
    """The last name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_each_arrow_is_taken_in_its_one_module() -> None:
    taken: dict[str, set[str]] = {}
    for module, tree in modules():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and named(call) == "take":
                arrow = next(word.value for word in call.keywords if word.arg == "arrow")
                assert isinstance(arrow, ast.Attribute), f"{module} takes an arrow it does not name"
                taken.setdefault(Arrow[arrow.attr], set()).add(module)
            if isinstance(call, ast.Call) and named(call) == "begin":
                taken.setdefault(Arrow.START, set()).add(module)
    assert taken == {arrow: {verb.rpartition(".")[0]} for arrow, verb in VERBS.items()}


def test_the_verb_of_each_arrow_is_there() -> None:
    assert set(VERBS) == set(Arrow)
    for path in VERBS.values():
        module, _, name = path.rpartition(".")
        assert callable(getattr(import_module(module), name))


def test_the_arrows_are_those_of_the_table() -> None:
    from tests.unit.bids.test_arrows import TABLE

    as_its_round_closes = {(State.SUBMITTED, Arrow.DECLINE): State.DECLINED}
    found = {(a.source, Arrow(a.name)): a.target for a in arrows()}
    assert found == TABLE | as_its_round_closes


def test_nothing_else_writes_history() -> None:
    for module, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                words = ast.unparse(node.func)
                if words.startswith("HistoryRow.objects.") and "create" in words:
                    assert module == "bids.history"


# The paths that are not verbs


def assign(bid: Bid) -> None:
    bid.state = "approved"


def slip_past_the_field(bid: Bid) -> None:
    bid.__dict__["state"] = "approved"
    bid.save()


def call_the_arrow_alone(bid: Bid) -> None:
    bid.submit()
    bid.save()


def update(bid: Bid) -> None:
    Bid.objects.filter(pk=bid.pk).update(state="approved")


def bulk_update(bid: Bid) -> None:
    bid.__dict__["state"] = "approved"
    Bid.objects.bulk_update([bid], ["state"])


def bulk_create(bid: Bid) -> None:
    Bid.objects.bulk_create([stranger_to_history(bid)])


def save_in_a_state(bid: Bid) -> None:
    stranger_to_history(bid).save()


def stranger_to_history(bid: Bid) -> Bid:
    """A bid that was approved without anybody having done anything."""
    return Bid(
        reference="FORGED-1",
        round=bid.round,
        route=Pot.MAIN,
        organisation=bid.organisation,
        state="approved",
    )


def upsert_by_the_orm(bid: Bid) -> None:
    bid.__dict__["state"] = "approved"
    Bid.objects.bulk_create(
        [bid], update_conflicts=True, update_fields=["state"], unique_fields=["id"]
    )


def raw_update(bid: Bid) -> None:
    execute("UPDATE bids_bid SET state = 'approved' WHERE id = %s", bid.pk)


def raw_upsert(bid: Bid) -> None:
    columns, values = copied(bid, "approved")
    execute(
        f"INSERT INTO bids_bid ({columns}) SELECT {values} FROM bids_bid WHERE id = %s "
        "ON CONFLICT (id) DO UPDATE SET state = 'approved'",
        bid.pk,
    )


def copied(bid: Bid, state: str) -> tuple[str, str]:
    """The columns of a bid, and what to select to copy it into another state."""
    columns = [field.column for field in Bid._meta.concrete_fields]
    return ", ".join(columns), ", ".join(f"'{state}'" if c == "state" else c for c in columns)


def execute(sql: str, *values: str | int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


PATHS: list[Callable[[Bid], None]] = [
    assign,
    slip_past_the_field,
    call_the_arrow_alone,
    update,
    bulk_update,
    bulk_create,
    save_in_a_state,
    upsert_by_the_orm,
    raw_update,
    raw_upsert,
]


@pytest.mark.parametrize("path", PATHS)
def test_no_other_path_moves_a_bid(cast: Cast, path: Callable[[Bid], None]) -> None:
    bid = cast.draft()
    before = dump()
    with pytest.raises((DatabaseError, AttributeError)), transaction.atomic():
        path(bid)
    assert dump() == before


@pytest.mark.parametrize("state", ["draft", "approved"])
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's own")
def test_a_bid_is_not_replaced(cast: Cast, state: str) -> None:
    bid = cast.submitted()
    columns, values = copied(bid, state)
    before = dump()
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(
            f"INSERT OR REPLACE INTO bids_bid ({columns}) SELECT {values} FROM bids_bid "
            "WHERE id = %s",
            bid.pk,
        )
    assert dump() == before


def test_an_unknown_state_is_refused_even_with_a_history(cast: Cast) -> None:
    bid = cast.draft()
    with pytest.raises(DatabaseError), transaction.atomic():
        HistoryRow.objects.create(
            bid=bid,
            transition="submit",
            from_state="draft",
            to_state="paradise",
            at=bid.history.get().at,
            by=cast.officer,
        )
        update_to(bid, "paradise")
    assert again(bid).state == "draft"


def update_to(bid: Bid, state: str) -> None:
    Bid.objects.filter(pk=bid.pk).update(state=state)


@pytest.mark.parametrize(
    ("came_from", "went_to", "transition"),
    [
        ("draft", "approved", "approve"),
        ("draft", "approved", "submit"),
        ("draft", "submitted", "sift"),
        ("draft", "draft", "submit"),
        (None, "draft", "start"),
        ("submitted", "sifted", "sift"),
    ],
)
def test_a_history_row_for_a_move_that_is_not_is_refused(
    cast: Cast, came_from: str | None, went_to: str, transition: str
) -> None:
    bid = cast.draft()
    before = dump()
    with pytest.raises(DatabaseError), transaction.atomic():
        HistoryRow.objects.create(
            bid=bid,
            transition=transition,
            from_state=came_from,
            to_state=went_to,
            at=bid.history.get().at,
            by=cast.officer,
        )
    assert dump() == before


# History stays as it was written


def forget(bid: Bid) -> None:
    bid.history.all().delete()


def forget_raw(bid: Bid) -> None:
    execute("DELETE FROM bids_historyrow WHERE bid_id = %s", bid.pk)


def rewrite(bid: Bid) -> None:
    bid.history.update(to_state="approved")


def rewrite_who(bid: Bid) -> None:
    bid.history.update(by=bid.round.people.last().user)  # type: ignore[union-attr]


def move_to_another_bid(bid: Bid) -> None:
    execute("UPDATE bids_historyrow SET id = id + 1000 WHERE bid_id = %s", bid.pk)


def delete_the_bid(bid: Bid) -> None:
    execute("DELETE FROM bids_bid WHERE id = %s", bid.pk)


def delete_by_the_orm(bid: Bid) -> None:
    bid.delete()


@pytest.mark.parametrize(
    "path",
    [
        forget,
        forget_raw,
        rewrite,
        rewrite_who,
        move_to_another_bid,
        delete_the_bid,
        delete_by_the_orm,
    ],
)
def test_history_is_neither_changed_nor_deleted(cast: Cast, path: Callable[[Bid], None]) -> None:
    bid = cast.submitted()
    before = dump()
    with pytest.raises(DatabaseError), transaction.atomic():
        path(bid)
    assert dump() == before


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's own")
def test_a_history_row_is_not_replaced(cast: Cast) -> None:
    cast.submitted()
    before = dump()
    with pytest.raises(DatabaseError), transaction.atomic():
        execute("INSERT OR REPLACE INTO bids_historyrow SELECT * FROM bids_historyrow")
    assert dump() == before


@pytest.mark.parametrize("table", ["bids_historyrow", "bids_bid", "rounds_round"])
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_no_history_is_truncated(cast: Cast, table: str) -> None:
    cast.submitted()
    before = dump()
    connection.check_constraints()  # nothing is truncated while a check is still to come
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(f"TRUNCATE {table} CASCADE")
    assert dump() == before


def test_every_state_is_explained(cast: Cast) -> None:
    for state in State:
        bid = cast.bid_in(state)
        assert bid.history.latest("pk").to_state == bid.state == state
