"""The front of the finance desk: a round's money in words, and what may be done with it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.balances import Balances
from funds.models import Account, Kind
from people.roles import Permission
from rounds.models import Pot, Round
from rounds.presenters import POTS
from ui.money import format_pence
from ui.parts import Fact, Link

DO: tuple[tuple[str | Promise, str, Permission], ...] = (
    (gettext_lazy("Record money received"), "round-receive", Permission.RECORD_INCOME),
    (gettext_lazy("Claims and payments"), "payments", Permission.READ),
    (gettext_lazy("Move money between pots"), "virements", Permission.READ),
    (gettext_lazy("Return money to the PCC"), "return-to-pcc", Permission.PAY),
    (gettext_lazy("Close the round"), "round-close", Permission.DECIDE),
)
"""What may be done with the money: the words, the page, and who may open it."""
OVER = ("round-receive", "virements", "round-close")
"""What is over once the round is closed."""
LOOK: tuple[tuple[str | Promise, str, Permission], ...] = (
    (gettext_lazy("Ledger"), "ledger", Permission.READ),
    (gettext_lazy("Statement of grant"), "statement", Permission.READ),
    (gettext_lazy("Awards"), "awards-list", Permission.READ),
    (gettext_lazy("Underspend"), "underspend", Permission.READ),
    (gettext_lazy("Spend"), "spend", Permission.READ),
    (gettext_lazy("Reconciliation"), "reconcile", Permission.READ),
    (gettext_lazy("Progress by priority"), "priorities", Permission.READ),
    (gettext_lazy("Year end"), "year-end", Permission.READ),
)
"""What may be looked at."""


def ways(
    pages: tuple[tuple[str | Promise, str, Permission], ...],
    round: Round,
    held: frozenset[Permission],
) -> list[Link]:
    """The pages of a round that somebody with these permissions may open, and that still do something."""
    over = OVER if round.closed_at else ()
    return [
        Link(str(words), reverse(name, args=[round.code]))
        for words, name, needs in pages
        if needs in held and name not in over
    ]


def limits(round: Round, now: Balances) -> list[Fact]:
    """How far commitments may run over the pots, and payments ahead of the cash (one query)."""
    kinds = (Kind.POT, Kind.CASH)
    rows = Account.objects.filter(round=round, kind__in=kinds, overdraft_pence__gt=0)
    return list(_limits(round, {row.pot: row for row in rows}))


def _limits(round: Round, rows: dict[str, Account]) -> Iterator[Fact]:
    for pot in Pot:
        if pot in rows:
            words = _("%(percent)s per cent, %(limit)s: %(left)s may still be committed") % {
                "percent": round.over_allocation_percent,
                "limit": format_pence(rows[pot].overdraft_pence),
                "left": format_pence(rows[pot].free_pence),
            }
            yield Fact(_("%(pot)s may run over by") % {"pot": POTS[pot]}, words)
    if "" in rows:
        yield Fact(
            _("The council pays ahead"),
            _("%(left)s may still be paid out before more comes")
            % {"left": format_pence(rows[""].free_pence)},
        )


def due(round: Round, received_pence: int) -> list[Fact]:
    """What has come of the grant, what is expected to, and what that leaves of the allocation (one query)."""
    expected = sum(round.expected_income.values_list("amount_pence", flat=True))
    facts = [Fact(_("Received"), format_pence(received_pence))]
    if expected:
        facts.append(Fact(_("Expected in all"), format_pence(expected)))
    still = max(round.allocation_pence - received_pence, 0)
    facts.append(Fact(_("Of the grant still to come"), format_pence(still)))
    return facts
