"""Opening a round from its file, and bringing one up to its file."""

from datetime import datetime

from django.utils.translation import gettext

from base.errors import NotAllowed, Refused
from base.verbs import verb
from people.models import Funder, Membership, Partnership, User
from people.roles import OFFICER
from people.staff import is_last_administrator
from rounds import parts
from rounds.models import Person, Pot, Round
from rounds.people import save_people
from rounds.roundfile import RoundFile, Table
from rounds.settings import save_settings

NAMES_IN_FILE = {
    "allocation_pence": "allocation",
    "delegated_limit_pence": "delegated_limit",
}
"""Settings that the file calls by a shorter name."""
SETTINGS = (
    "title",
    "purpose",
    "financial_year",
    "allocation_pence",
    "score_threshold",
    "opens",
    "closes",
    "panel",
    "submission_due",
    "committee",
    "quorum",
    "tactical_quorum",
    "blind",
    "over_allocation_percent",
    "pay_ahead",
    "acceptance_days",
    "delegated_limit_pence",
    "response_days",
    "decision_expected",
    "conditions",
    "repayment_terms",
    "heading_tolerance_percent",
    "carry_forward",
    "equality_outcome",
    "equality_on",
    "equality_link",
)


@verb
def save_round(*, file: RoundFile, by: str | None = None, at: datetime | None = None) -> Round:
    """Make a round as its file says, or bring one up to its file. Either way it is published.

    ``by`` is the email of an officer named in the file; left out, the first one. Raises ``Refused``
    where the file would change what bids or scores already rest on.
    """
    officers = [row["email"] for row in file.people if row["role"] == OFFICER.name]
    if by is not None and by.lower() not in officers:
        raise NotAllowed(
            gettext("%(by)s is not an officer in this file, so may not open the round.")
            % {"by": by}
        )
    partnership, _ = Partnership.objects.update_or_create(
        code=file.partnership["code"], defaults=file.partnership
    )
    funder, _ = Funder.objects.update_or_create(code=file.funder["code"], defaults=file.funder)
    values = {name: file.round[NAMES_IN_FILE.get(name, name)] for name in SETTINGS}
    round = _round(file, partnership, funder, values)
    users = _members(partnership, file.people)
    by_email = {user.email: user for user in users}
    officer = by_email[(by or officers[0]).lower()]
    values["delegate"] = by_email.get(file.round["delegate"])
    before = list(round.people.select_related("user"))
    people = [
        (user, row["role"], row["route"]) for user, row in zip(users, file.people, strict=True)
    ]
    save_people(round=round, people=people, by=officer)
    save_settings(round=round, values=values, by=officer)
    _end_roles(partnership, before)
    parts.save_priorities(round=round, rows=file.priorities, by=officer, at=at)
    parts.save_criteria(round=round, rows=file.criteria, by=officer)
    parts.save_gates(round=round, rows=file.gates, by=officer)
    parts.save_questions(round=round, rows=file.questions, by=officer)
    parts.save_eligibility(round=round, rows=file.eligibility, by=officer)
    parts.save_documents(round=round, rows=file.documents, by=officer)
    parts.save_periods(round=round, rows=file.periods, by=officer)
    parts.save_income(round=round, rows=file.income, by=officer)
    round.refresh_from_db()
    return round


def _round(file: RoundFile, partnership: Partnership, funder: Funder, values: Table) -> Round:
    """The round of the file, held; made where there is none. What never changes is as it was."""
    code = file.round["code"]
    pots = {"main_pence": file.pots[Pot.MAIN], "tactical_pence": file.pots[Pot.TACTICAL]}
    round = Round.objects.select_for_update().filter(code=code).first()
    if round is None:
        return Round.objects.create(
            code=code, partnership=partnership, funder=funder, **values, **pots
        )
    for name, value in {"partnership": partnership, "funder": funder}.items():
        if getattr(round, name) != value:
            raise Refused(
                gettext("The %(name)s of an open round does not change (%(code)s).")
                % {"name": name, "code": code}
            )
    if not round.published:
        Round.objects.filter(pk=round.pk).update(
            published=True,
            allocation_pence=values["allocation_pence"],
            financial_year=values["financial_year"],
            **pots,
        )
        round.refresh_from_db()
    return round


def _members(partnership: Partnership, rows: list[Table]) -> list[User]:
    """The people of the file, each with their role in the partnership."""
    users = []
    for row in rows:
        user, made = User.objects.get_or_create(email=row["email"], defaults={"name": row["name"]})
        if made:
            user.set_unusable_password()
        user.name = row["name"]
        user.save()
        Membership.objects.get_or_create(partnership=partnership, user=user, role=row["role"])
        users.append(user)
    return users


def _end_roles(partnership: Partnership, before: list[Person]) -> None:
    """End the roles of people whom the file named before and that no round names any more."""
    for person in before:
        named = Person.objects.filter(
            user=person.user, role=person.role, round__partnership=partnership
        )
        held = partnership.memberships.filter(user=person.user, role=person.role)
        for ended in () if named.exists() else held:
            if is_last_administrator(ended):
                raise Refused(
                    gettext("%(email)s is the last administrator: name another first.")
                    % {"email": person.user.email}
                )
            ended.delete()


def first_person(round: Round, role: str) -> User:
    """The first person of a role in the round's file. Raises ``Refused`` where there is none."""
    person = round.people.filter(role=role).select_related("user").first()
    if person is None:
        raise Refused(
            gettext("%(round)s has nobody as %(role)s: add them to the round's file.")
            % {"round": round.code, "role": role}
        )
    return person.user
