"""Beginning a round that is not published: empty, or as a copy of an earlier one."""

from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from people.models import Funder, Membership, Partnership, User
from people.permissions import Permission, require
from people.roles import OFFICER
from rounds.models import Round
from rounds.reading import ROWS
from ui.dates import LONDON

COPIED = (
    "purpose",
    "score_threshold",
    "quorum",
    "tactical_quorum",
    "blind",
    "over_allocation_percent",
    "pay_ahead",
    "acceptance_days",
    "conditions",
    "repayment_terms",
    "heading_tolerance_percent",
    "delegated_limit_pence",
    "response_days",
    "carry_forward",
)
USUAL_THRESHOLD = 50


@verb
def begin_round(
    *,
    partnership: Partnership,
    title: str,
    financial_year: str,
    allocation_pence: int,
    by: User,
) -> Round:
    """Begin an empty round, on dates that are usual for its year and are there to be changed."""
    require(by, Permission.OPEN_ROUND, partnership)
    round = Round.objects.create(
        partnership=partnership,
        funder=_funder(partnership),
        code=_free_code(partnership, financial_year),
        title=title,
        financial_year=financial_year,
        allocation_pence=allocation_pence,
        score_threshold=USUAL_THRESHOLD,
        published=False,
        **_usual_dates(int(financial_year[:4])),
    )
    round.people.create(user=by, role=OFFICER.name, position=0)
    return round


@verb
def copy_round(
    *, round: Round, title: str, financial_year: str, allocation_pence: int, by: User
) -> Round:
    """Begin a round as a copy: all but the equality screening, its dates moved to the new year.

    People are carried over who still hold their role. The pots are, where the allocation is the same.
    """
    require(by, Permission.OPEN_ROUND, round.partnership)
    years = int(financial_year[:4]) - int(round.financial_year[:4])
    same = allocation_pence == round.allocation_pence
    made = Round.objects.create(
        partnership=round.partnership,
        funder=round.funder,
        code=_free_code(round.partnership, financial_year),
        title=title,
        financial_year=financial_year,
        allocation_pence=allocation_pence,
        main_pence=round.main_pence if same else 0,
        tactical_pence=round.tactical_pence if same else 0,
        published=False,
        **{name: getattr(round, name) for name in COPIED},
        **{
            name: later(getattr(round, name), years)
            for name in (
                "opens",
                "closes",
                "panel",
                "submission_due",
                "committee",
                "decision_expected",
            )
        },
    )
    for part, (related, fields) in ROWS.items():
        if part != "people":
            _copy_rows(round, made, related, fields, years)
    _copy_people(round, made, by)
    if made.people.filter(user=round.delegate_id, role=OFFICER.name).exists():
        made.delegate_id = round.delegate_id
        made.save(update_fields=["delegate"])
    return made


def _copy_rows(
    source: Round, target: Round, related: str, fields: tuple[str, ...], years: int
) -> None:
    for position, row in enumerate(getattr(source, related).all()):
        values: dict[str, Any] = {name: later(getattr(row, name), years) for name in fields}
        if hasattr(row, "position"):
            values["position"] = position
        getattr(target, related).create(**values)


def _copy_people(source: Round, target: Round, by: User) -> None:
    held = set(
        Membership.objects.filter(partnership=source.partnership).values_list("user_id", "role")
    )
    people = [((row.user_id, row.role), row.route) for row in source.people.all()]
    mine = (by.pk, OFFICER.name)
    if mine not in (part for part, _route in people):
        people.append((mine, ""))
    still = [(user, role, route) for (user, role), route in people if (user, role) in held]
    for position, (user, role, route) in enumerate(still):
        target.people.create(user_id=user, role=role, route=route, position=position)


def later(value: Any, years: int) -> Any:
    """A date or moment in another year, on the same day and clock; anything else as it is."""
    if isinstance(value, datetime):
        local = value.astimezone(LONDON)
        return datetime.combine(later(local.date(), years), local.time(), tzinfo=LONDON)
    if isinstance(value, date):
        try:
            return value.replace(year=value.year + years)
        except ValueError:
            return value.replace(year=value.year + years, day=28)  # 29 February
    return value


def _usual_dates(year: int) -> dict[str, date | datetime]:
    return {
        "opens": datetime.combine(date(year, 2, 1), time(9), tzinfo=LONDON),
        "closes": datetime.combine(date(year, 3, 8), time(12), tzinfo=LONDON),
        "panel": date(year, 3, 15),
        "submission_due": date(year, 3, 31),
        "committee": date(year, 9, 30),
    }


def _funder(partnership: Partnership) -> Funder:
    """Whose grant it is: as in the partnership's last round, else the only funder there is."""
    last = partnership.rounds.select_related("funder").order_by("-financial_year", "-pk").first()
    if last:
        return last.funder
    funders = list(Funder.objects.all()[:2])
    if len(funders) != 1:
        raise Refused(
            _("Open the partnership's first round from its file, which names the funder.")
        )
    return funders[0]


def _free_code(partnership: Partnership, financial_year: str) -> str:
    """``smp-2019-20``, or with a number after it where that is taken."""
    usual = f"{partnership.code[:38]}-{financial_year}"
    taken = set(Round.objects.filter(code__startswith=usual).values_list("code", flat=True))
    tries = (usual, *(f"{usual}-{number}" for number in range(2, len(taken) + 3)))
    return next(code for code in tries if code not in taken)
