"""What an officer does with one bid or with several at once: shown first, then done once.

Showing is doing: the verb runs, its emails are noted, and the transaction is rolled back. So what is
shown is what will be done, to the letter, and a refusal is the verb's own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from base.errors import Refused
from base.verbs import verb
from bids.history import locked
from bids.models import Bid
from notices.models import Message
from notices.rehearsal import messages_written
from people.models import User
from ui.forms import Form

Said = Mapping[str, Any]
"""What the officer wrote in the deed's form."""


@dataclass(frozen=True)
class Deed:
    """Something that is done with a bid, with the words of its pages."""

    code: str
    rule: str
    """Who may (``bids.rules``)."""
    title: str | Promise
    """``Send the bid back``."""
    many: str | Promise
    """``Send bids back``."""
    done: str | Promise
    """``%(bid)s was sent back.``"""
    form: type[Form]
    act: Callable[[Bid, Said, User], object]
    was_done: Callable[[Bid, Said, User], bool] = lambda bid, said, by: False
    """Whether this very thing was done already, so that a second press does nothing."""
    emails: bool = True
    """Whether the applicant is told, so that the email is shown first."""
    hint: str | Promise = ""
    says_enough: Callable[[Bid], bool] = lambda bid: False
    """Whether the bid knows already what the form would ask."""

    def form_for(self, bid: Bid) -> type[Form]:
        """The form for one bid."""
        return Form if self.says_enough(bid) else self.form


@dataclass(frozen=True)
class Outcome:
    """What was done with a bid, or would be."""

    bid: Bid
    why_not: str = ""
    again: bool = False
    """Whether it had been done before, so that nothing was done now."""
    emails: list[Message] = field(default_factory=list)


class _Undone(Exception):
    """Takes what was found out of a transaction that is rolled back."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def carry_out(*, deed: Deed, bid: Bid, said: Said, by: User) -> Outcome:
    """Do it, in a transaction of its own; a refusal is an outcome too."""
    try:
        return _do(deed=deed, bid=bid, said=said, by=by)
    except Refused as refused:
        return Outcome(bid, why_not=str(refused))


def rehearse(*, deed: Deed, bid: Bid, said: Said, by: User) -> Outcome:
    """What would be done, with the very emails that would go. Nothing is changed."""
    try:
        _do_and_undo(deed=deed, bid=bid, said=said, by=by)
    except _Undone as undone:
        return undone.outcome
    except Refused as refused:
        return Outcome(bid, why_not=str(refused))
    raise AssertionError("a rehearsal ends in one of the two")


@verb
def _do(*, deed: Deed, bid: Bid, said: Said, by: User) -> Outcome:
    held = locked(bid)
    if deed.was_done(held, said, by):
        return Outcome(bid, again=True)
    with messages_written() as emails:
        deed.act(held, said, by)
    return Outcome(bid, emails=emails)


@verb
def _do_and_undo(*, deed: Deed, bid: Bid, said: Said, by: User) -> None:
    raise _Undone(_do(deed=deed, bid=bid, said=said, by=by))
