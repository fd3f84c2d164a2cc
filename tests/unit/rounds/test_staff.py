"""Who gives and takes roles, and what nobody may do to themselves."""

import pytest
from django.db import IntegrityError, transaction

from base.errors import NotAllowed, Refused
from notices.models import Message
from people.models import AuditRow, Membership, User
from people.roles import ROLES
from people.staff import managed_roles
from rounds import staff
from rounds.actions import save_round
from rounds.models import Person
from tests.cast import Cast
from tests.round_files import round_file, round_text


def role_of(user: User) -> Membership:
    return user.memberships.get()


def second_administrator(cast: Cast) -> User:
    user = User.objects.create_user("admin2@csp.example", name="Abel")
    cast.round.partnership.memberships.create(user=user, role="administrator")
    return user


def test_who_manages_which_roles(cast: Cast) -> None:
    here = cast.round.partnership
    managed = {who: managed_roles(user, here) for who, user in cast.everybody().items()}
    assert managed.pop("administrator") == list(ROLES.values())
    assert managed.pop("officer") == [ROLES["panel"]]
    assert not any(managed.values())


@pytest.mark.parametrize("role", [role for role in ROLES if role != "panel"])
def test_an_officer_brings_in_nobody_but_the_panel(cast: Cast, role: str) -> None:
    here, by = cast.round.partnership, cast.officer
    with pytest.raises(NotAllowed, match=r"officer@csp\.example may not invite"):
        staff.invite(partnership=here, email="new@csp.example", role=role, by=by)
    with pytest.raises(NotAllowed, match="may not give or take the role"):
        staff.change_role(membership=role_of(cast.panel_member), role=role, by=by)
    other = cast.round.partnership.memberships.exclude(role__in=("panel", "officer")).first()
    assert other is not None
    with pytest.raises(NotAllowed, match="may not give or take the role"):
        staff.remove(membership=other, by=by)
    staff.invite(partnership=here, email="new@csp.example", role="panel", by=by)
    staff.remove(membership=role_of(cast.panel_member), by=by)


def test_an_administrator_changes_a_role_and_the_person_is_told(cast: Cast) -> None:
    staff.change_role(membership=role_of(cast.finance), role="auditor", by=cast.administrator)
    assert role_of(cast.finance).role == "auditor"
    message = Message.objects.get(to=cast.finance.email)
    assert "You were finance of the Partnership of csp. You are now an auditor." in message.body
    rows = AuditRow.objects.values_list("what", "by__name", "about__name", "note__text")
    assert list(rows) == [
        ("role-taken", "Adele", "Frank", "finance"),
        ("role-given", "Adele", "Frank", "an auditor"),
    ]


def test_a_role_that_ends_takes_the_person_off_the_rounds(cast: Cast) -> None:
    staff.remove(membership=role_of(cast.panel_member), by=cast.administrator)
    assert not cast.panel_member.memberships.exists()
    assert not Person.objects.filter(user=cast.panel_member).exists()
    assert Person.objects.filter(user=cast.second_panel_member).exists()
    assert "no longer a panel member" in Message.objects.get(to=cast.panel_member.email).body
    with pytest.raises(Refused, match="has ended already"):
        staff.remove(
            membership=Membership(pk=0, partnership=cast.round.partnership), by=cast.officer
        )


def test_a_role_that_is_held_already_is_not_given_twice(cast: Cast) -> None:
    cast.round.partnership.memberships.create(user=cast.auditor, role="panel")
    membership = cast.auditor.memberships.get(role="auditor")
    with pytest.raises(Refused, match="Ada is a panel member already"):
        staff.change_role(membership=membership, role="panel", by=cast.administrator)


def test_nobody_touches_their_own_roles(cast: Cast) -> None:
    second_administrator(cast)
    mine = role_of(cast.administrator)
    with pytest.raises(NotAllowed, match="Nobody changes their own roles"):
        staff.remove(membership=mine, by=cast.administrator)
    with pytest.raises(NotAllowed, match="Nobody changes their own roles"):
        staff.change_role(membership=mine, role="officer", by=cast.administrator)
    assert role_of(cast.administrator).role == "administrator"


def test_whoever_lost_the_role_touches_nothing(cast: Cast) -> None:
    other = second_administrator(cast)
    staff.remove(membership=role_of(other), by=cast.administrator)
    with pytest.raises(NotAllowed, match="may not give or take"):
        staff.remove(membership=role_of(cast.administrator), by=other)


def test_somebody_of_another_partnership_touches_nothing(cast: Cast) -> None:
    elsewhere = role_of(cast.stranger).partnership
    user = User.objects.create_user("admin@elsewhere.example")
    elsewhere.memberships.create(user=user, role="administrator")
    with pytest.raises(NotAllowed):
        staff.remove(membership=role_of(cast.finance), by=user)
    with pytest.raises(NotAllowed):
        staff.invite(partnership=cast.round.partnership, email="a@b.example", role="panel", by=user)


# The last administrator


def test_the_database_keeps_the_last_administrator(cast: Cast) -> None:
    membership = role_of(cast.administrator)
    for write in (
        lambda: Membership.objects.filter(pk=membership.pk).delete(),
        lambda: Membership.objects.filter(pk=membership.pk).update(role="officer"),
    ):
        with (
            pytest.raises(IntegrityError, match="a partnership keeps an administrator"),
            transaction.atomic(),
        ):
            write()
    other = second_administrator(cast)
    User.objects.filter(pk=other.pk).update(is_active=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        membership.delete()
    User.objects.filter(pk=other.pk).update(is_active=True)
    membership.delete()
    assert [m.user for m in Membership.objects.filter(role="administrator")] == [other]


def test_a_rounds_file_does_not_remove_the_last_administrator(db: None) -> None:
    person = '\n[[people]]\nemail = "admin@csp.example"\nname = "Adele"\nrole = "administrator"\n'
    save_round(file=round_file(round_text() + person))
    with pytest.raises(Refused, match=r"admin@csp\.example is the last administrator"):
        save_round(file=round_file(round_text()))
    assert Membership.objects.filter(role="administrator").exists()
