"""A score that was sent stands: the database itself refuses to change it or to let it go."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from scoring.models import Score
from tests.cast import Cast
from tests.dump import dump


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


WAYS: dict[str, Callable[[Cast], object]] = {
    "other points": lambda cast: Score.objects.update(points=1),
    "another member": lambda cast: Score.objects.update(member=cast.second_panel_member),
    "another criterion": lambda cast: Score.objects.filter(criterion__code="need").update(
        criterion=cast.round.criteria.create(
            code="x", kind="general", weight=1, title="X", position=9
        )
    ),
    "another bid": lambda cast: Score.objects.update(bid=cast.submitted()),
    "raw": lambda cast: execute("UPDATE scoring_score SET points = 0"),
    "deleted": lambda cast: Score.objects.all().delete(),
    "deleted raw": lambda cast: execute("DELETE FROM scoring_score"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_sent_score_is_neither_changed_nor_deleted(
    cast: Cast, way: Callable[[Cast], object]
) -> None:
    cast.scored()
    before = dump()
    with pytest.raises(DatabaseError, match="a score"), transaction.atomic():
        way(cast)
    assert dump() == before


@pytest.mark.django_db
def test_a_comment_may_be_erased_for_privacy(cast: Cast) -> None:
    cast.scored()
    assert Score.objects.update(comment="") == 3
