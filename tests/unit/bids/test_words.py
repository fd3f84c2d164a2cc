"""Every state and arrow has words and a colour for pages."""

from bids.history_presenters import WHAT
from bids.presenters import COLOURS, MEANINGS
from bids.states import Arrow, State


def test_every_state_has_a_colour_and_a_sentence() -> None:
    assert set(COLOURS) == set(MEANINGS) == set(State)


def test_every_arrow_has_words() -> None:
    assert set(WHAT) == set(Arrow)
