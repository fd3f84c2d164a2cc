"""The publicity hold as the decision knows it: is it on, until when; who sets, moves and ends it."""

from people.hold import hold_ends, is_held

__all__ = ["hold_ends", "is_held"]
