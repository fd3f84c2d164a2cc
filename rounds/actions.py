"""Opening a round and changing what may still change."""

from datetime import datetime

from base.errors import NotAllowed, Refused
from base.relations import is_used
from base.verbs import happened, verb
from people.models import Funder, Membership, Partnership, User
from people.roles import OFFICER
from people.staff import is_last_administrator
from rounds.models import Criterion, Gate, Person, Priority, Round
from rounds.roundfile import RoundFile, Table

FREE_TO_CHANGE = (
    "title",
    "score_threshold",
    "opens",
    "closes",
    "panel",
    "submission_due",
    "committee",
    "quorum",
    "over_allocation_percent",
    "pay_ahead",
    "acceptance_days",
)


@verb
def save_round(*, file: RoundFile, by: str | None = None, at: datetime | None = None) -> Round:
    """Make a round as its file says, or bring one up to its file.

    ``by`` is the email of an officer named in the file; left out, the first one. Raises ``Refused``
    where the file would change what bids or scores already rest on.
    """
    officers = [row["email"] for row in file.people if row["role"] == OFFICER.name]
    if by is not None and by.lower() not in officers:
        raise NotAllowed(f"{by} is not an officer in this file, so may not open the round.")
    partnership, _ = Partnership.objects.update_or_create(
        code=file.partnership["code"], defaults=file.partnership
    )
    funder, _ = Funder.objects.update_or_create(code=file.funder["code"], defaults=file.funder)
    round = _save_settings(file, partnership, funder)
    _save_people(round, file.people)
    _save_priorities(round, file.priorities, happened(at))
    _save_criteria(round, file.criteria)
    _save_gates(round, file.gates)
    _save_periods(round, file.periods)
    round.expected_income.all().delete()
    for row in file.income:
        round.expected_income.create(due=row["due"], amount_pence=row["amount"])
    return round


def _save_settings(file: RoundFile, partnership: Partnership, funder: Funder) -> Round:
    settings = {name: file.round[name] for name in FREE_TO_CHANGE}
    settings["delegated_limit_pence"] = file.round["delegated_limit"]
    fixed = {
        "partnership": partnership,
        "funder": funder,
        "financial_year": file.round["financial_year"],
        "allocation_pence": file.round["allocation"],
    }
    round = Round.objects.select_for_update().filter(code=file.round["code"]).first()
    if round is None:
        return Round.objects.create(code=file.round["code"], **fixed, **settings)
    for name, value in fixed.items():
        if getattr(round, name) != value:
            words = name.removesuffix("_pence").replace("_", " ")
            raise Refused(f"The {words} of an open round does not change ({round.code}).")
    for name, value in settings.items():
        setattr(round, name, value)
    round.save()
    return round


def _save_people(round: Round, rows: list[Table]) -> None:
    """Take people and roles from the file; a role that no round names any more ends."""
    named = set()
    for position, row in enumerate(rows):
        user, made = User.objects.get_or_create(email=row["email"], defaults={"name": row["name"]})
        if made:
            user.set_unusable_password()
        user.name = row["name"]
        user.save()
        Membership.objects.get_or_create(partnership=round.partnership, user=user, role=row["role"])
        person, _ = Person.objects.update_or_create(
            round=round, user=user, role=row["role"], defaults={"position": position}
        )
        named.add(person.pk)
    for gone in round.people.exclude(pk__in=named):
        gone.delete()
        partnership = round.partnership
        kept = Person.objects.filter(
            user=gone.user, role=gone.role, round__partnership=partnership
        ).exists()
        for ended in () if kept else partnership.memberships.filter(user=gone.user, role=gone.role):
            if is_last_administrator(ended):
                raise Refused(f"{gone.user.email} is the last administrator: name another first.")
            ended.delete()


def _save_priorities(round: Round, rows: list[Table], at: datetime) -> None:
    named = {(row["owner"], row["code"]) for row in rows}
    for priority in round.priorities.all():
        if (priority.owner, priority.code) not in named:
            if is_used(priority, apart_from=("old_wordings",)):
                raise Refused(f"{priority.code} is used by a bid and stays in the round.")
            priority.delete()
    for position, row in enumerate(rows):
        known = round.priorities.filter(owner=row["owner"], code=row["code"]).first()
        if known is None:
            round.priorities.create(position=position, **row)
        else:
            _save_priority(known, row, position, at)


def _save_priority(priority: Priority, row: Table, position: int, at: datetime) -> None:
    used = is_used(priority, apart_from=("old_wordings",))
    if priority.title != row["title"]:
        if used and priority.status == Priority.Status.ADOPTED:
            raise Refused(
                f"{priority.code} is adopted and used by a bid: its title does not change."
            )
        priority.old_wordings.create(title=priority.title, replaced_at=at)
    if used and priority.status == Priority.Status.ADOPTED and row["status"] != priority.status:
        raise Refused(f"{priority.code} is adopted and used by a bid: it is not a draft again.")
    for name in ("title", "lead", "status"):
        setattr(priority, name, row[name])
    priority.position = position
    priority.save()


def _save_criteria(round: Round, rows: list[Table]) -> None:
    fields = ("code", "kind", "weight", "title", "floor", "descriptors")
    wanted = [{**row, "descriptors": list(row["descriptors"])} for row in rows]
    now = [{name: getattr(row, name) for name in fields} for row in round.criteria.all()]
    if now == wanted:
        return
    if any(is_used(criterion) for criterion in round.criteria.all()):
        raise Refused("Scores have been given, so the criteria of this round no longer change.")
    round.criteria.all().delete()
    for position, row in enumerate(wanted):
        Criterion.objects.create(round=round, position=position, **row)


def _save_gates(round: Round, rows: list[Table]) -> None:
    for gate in round.gates.exclude(code__in=[row["code"] for row in rows]):
        if is_used(gate):
            raise Refused(f"Bids were checked against the gate {gate.code}: it stays in the round.")
        gate.delete()
    for position, row in enumerate(rows):
        gate, _ = Gate.objects.get_or_create(
            round=round, code=row["code"], defaults={"title": row["title"], "position": position}
        )
        if gate.title != row["title"] and is_used(gate):
            raise Refused(f"Bids were checked against the gate {gate.code}: its title stays.")
        gate.title, gate.position = row["title"], position
        gate.save()


def _save_periods(round: Round, rows: list[Table]) -> None:
    for period in round.periods.exclude(name__in=[row["name"] for row in rows]):
        if is_used(period):
            raise Refused(f"Returns were sent for the period {period.name}: it stays in the round.")
        period.delete()
    for row in rows:
        round.periods.update_or_create(name=row["name"], defaults=row)


def first_person(round: Round, role: str) -> User:
    """The first person of a role in the round's file. Raises ``Refused`` where there is none."""
    person = round.people.filter(role=role).select_related("user").first()
    if person is None:
        raise Refused(f"{round.code} has nobody as {role}: add them to the round's file.")
    return person.user
