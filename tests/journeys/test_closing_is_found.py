"""The page that closes a round is linked from the money's pages, for the one who may close it."""

import pytest

from tests.cast import Cast
from tests.journeys.conftest import Read

WORDS = "Close the round"


@pytest.mark.parametrize("page", ["finance", "year-end"])
def test_a_decision_maker_finds_the_way_to_close_the_round(
    cast: Cast, read: Read, page: str
) -> None:
    address = f"/rounds/{cast.round.code}/{page}"
    assert WORDS in read(cast.decision_maker, address)
    assert WORDS not in read(cast.finance, address)
