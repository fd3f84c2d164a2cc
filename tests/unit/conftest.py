"""What the unit tests share."""

import pytest

from tests.cast import Cast, cast_of


@pytest.fixture
def cast(db: None) -> Cast:
    """A small round that is open, and the people around it."""
    return cast_of()
