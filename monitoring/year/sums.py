"""The year's statement of grant at 31 March, project by project, with accruals and prepayments. Pence."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from awards.models import Award
from funds.models import Kind, Movement
from funds.statement import Statement, statement
from monitoring.models import Return
from rounds.models import Pot, Round
from ui.dates import financial_year_end, midnight


@dataclass(frozen=True)
class ProjectYear:
    """One award's year: what was promised, paid and spent by 31 March."""

    reference: str
    organisation: str
    project: str
    pot: Pot
    committed: int
    paid_out: int
    recovered: int
    spent: int | None
    """What the latest accepted return says was spent; nothing where none was accepted."""

    @property
    def paid(self) -> int:
        """Paid, net of recoveries."""
        return self.paid_out - self.recovered

    @property
    def accrual(self) -> int:
        """Spent by the project and not yet paid to it, up to what is committed: owed at the year's end."""
        return max(0, min(self.spent or 0, self.committed) - self.paid)

    @property
    def prepayment(self) -> int:
        """Paid to the project and not yet spent by it; nothing is known without a return."""
        return max(0, self.paid - self.spent) if self.spent is not None else 0


@dataclass(frozen=True)
class YearStatement:
    """A round's statement of grant at its year's end."""

    ends: date
    grant: Statement
    projects: list[ProjectYear]
    carried_since: int = 0
    """What was carried into a later round after the year's end, and so does not go back."""

    @property
    def accruals(self) -> int:
        """All that is owed to projects."""
        return sum(project.accrual for project in self.projects)

    @property
    def prepayments(self) -> int:
        """All that projects hold and have not spent."""
        return sum(project.prepayment for project in self.projects)

    @property
    def to_return(self) -> int:
        """What is to go back to the funder: cash in hand, less what is owed, more what comes back, less
        what was carried forward since.

        Below zero where the funder still owes for what was spent.
        """
        return self.grant.cash - self.accruals + self.prepayments - self.carried_since


def year_statement(round: Round) -> YearStatement:
    """The statement as at 31 March of the round's year (four queries)."""
    ends = financial_year_end(round.financial_year)
    grant = statement(round, ends)
    spent = _spent(round)
    awards = Award.objects.filter(bid__round=round).select_related("bid__organisation")
    return YearStatement(ends, grant, list(_projects(grant, awards, spent)), _since(round, ends))


def _since(round: Round, ends: date) -> int:
    """What left the round's pots for a later round after a day, in pence."""
    out = round.movements.filter(
        kind=Movement.Kind.CARRY, source__kind=Kind.POT, at__gte=midnight(ends + timedelta(days=1))
    )
    return int(out.aggregate(total=Sum("amount_pence"))["total"] or 0)


def _projects(
    grant: Statement, awards: QuerySet[Award], spent: dict[int, int]
) -> Iterable[ProjectYear]:
    for award in awards.order_by("bid__reference"):
        bid, line = award.bid, grant.awards.get(award.bid.reference)
        if line is None:
            continue  # it was approved after the year's end
        yield ProjectYear(
            reference=bid.reference,
            organisation=bid.organisation.name,
            project=bid.project,
            pot=Pot(bid.route),
            committed=line.committed,
            paid_out=line.paid_out,
            recovered=line.recovered,
            spent=spent.get(award.pk),
        )


def _spent(round: Round) -> dict[int, int]:
    """What each award's latest accepted return says was spent, in pence."""
    rows = Return.objects.accepted().filter(award__bid__round=round).order_by("period__ends", "pk")
    return {key: pence or 0 for key, pence in rows.values_list("award_id", "spent_pence")}


def document(found: YearStatement) -> dict[str, Any]:
    """The statement as it is frozen when it is signed off: plain values, in pence."""
    grant = found.grant
    return {
        "ends": found.ends.isoformat(),
        "received": grant.received,
        "cash": grant.cash,
        "total": asdict(grant.total),
        "pots": {pot.value: asdict(line) for pot, line in grant.pots.items()},
        "projects": [
            {**asdict(one), "accrual": one.accrual, "prepayment": one.prepayment}
            for one in found.projects
        ],
        "accruals": found.accruals,
        "prepayments": found.prepayments,
        **({"carried_since": found.carried_since} if found.carried_since else {}),
        "to_return": found.to_return,
    }
