"""Who may do what: the table of roles, and the refusal that says whose job it is."""

import pytest
from django.db import IntegrityError, transaction

from base.errors import NotAllowed
from people.models import Membership, Organisation, User
from people.permissions import Permission, may, require, roles_of
from people.roles import ROLES
from tests.cast import Cast

TABLE: dict[Permission, set[str]] = {
    Permission.OPEN_ROUND: {"officer"},
    Permission.RECORD_INCOME: {"officer", "finance"},
    Permission.ENTER_BIDS: {"officer"},
    Permission.CHECK_BIDS: {"officer"},
    Permission.SCORE: {"panel"},
    Permission.RECORD_SCORES: {"officer"},
    Permission.SIFT: {"officer"},
    Permission.SEND_SUBMISSION: {"officer"},
    Permission.DECIDE: {"decision-maker"},
    Permission.RECORD_RETURNS: {"officer"},
    Permission.PAY: {"finance"},
    Permission.AGREE_VIREMENT: {"finance", "decision-maker"},
    Permission.READ: {"officer", "decision-maker", "finance", "auditor"},
    Permission.RECORD_DECISIONS: {"officer"},
    Permission.MANAGE_ORGANISATIONS: {"officer"},
    Permission.EDIT_WORDING: {"officer"},
    Permission.HOLD: {"officer"},
    Permission.INVITE_PANEL: {"officer", "administrator"},
    Permission.MANAGE_STAFF: {"administrator"},
    Permission.SET_IDENTIFIERS: {"administrator"},
    Permission.READ_AUDIT: {"auditor", "administrator"},
}
"""The design's users, and what they must never be able to do."""


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_for_the_roles_of_the_table(permission: Permission) -> None:
    held = {name for name, role in ROLES.items() if permission in role.permissions}
    assert held == TABLE[permission]


def test_an_auditor_reads_and_does_nothing_else() -> None:
    assert ROLES["auditor"].permissions == {Permission.READ, Permission.READ_AUDIT}


def test_nobody_both_decides_and_pays_or_sifts() -> None:
    for role in ROLES.values():
        assert not {Permission.DECIDE, Permission.PAY} <= role.permissions
        assert not {Permission.DECIDE, Permission.SIFT} <= role.permissions
        assert not {Permission.DECIDE, Permission.SCORE} <= role.permissions


def test_every_role_says_what_it_is_for() -> None:
    for role in ROLES.values():
        assert role.purpose.endswith(".")


def test_a_role_holds_in_its_own_partnership_alone(cast: Cast) -> None:
    here = cast.round.partnership
    assert may(cast.officer, Permission.SIFT, here)
    assert not may(cast.stranger, Permission.SIFT, here)
    elsewhere = cast.stranger.memberships.get().partnership
    assert may(cast.stranger, Permission.SIFT, elsewhere)
    assert not may(cast.officer, Permission.SIFT, elsewhere)


def test_somebody_with_two_roles_may_do_what_either_may(cast: Cast) -> None:
    here = cast.round.partnership
    Membership.objects.create(partnership=here, user=cast.auditor, role="panel")
    assert roles_of(cast.auditor, here) == {"auditor", "panel"}
    assert may(cast.auditor, Permission.SCORE, here)


def test_somebody_who_left_may_do_nothing(cast: Cast) -> None:
    cast.officer.is_active = False
    cast.officer.save()
    here = cast.round.partnership
    assert not any(may(cast.officer, permission, here) for permission in Permission)


def test_a_refusal_says_who_what_where_and_whose_job_it_is(cast: Cast) -> None:
    with pytest.raises(NotAllowed) as refusal:
        require(cast.finance, Permission.DECIDE, cast.round.partnership)
    assert str(refusal.value) == (
        "finance@csp.example may not decide bids for Partnership of csp: it is for a decision maker."
    )


# What the database holds of people


def test_an_email_is_one_person_whatever_its_capitals(db: None) -> None:
    ann = User.objects.create_user("Ann@Youth.example")
    assert ann.email == "ann@youth.example"
    assert User.objects.get_by_natural_key("ANN@youth.EXAMPLE") == ann
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANN@youth.example")
    with pytest.raises(IntegrityError, match="people_user_email_lower_case"), transaction.atomic():
        User.objects.bulk_create([User(email="Bob@youth.example")])


def test_without_a_password_nobody_signs_in(db: None) -> None:
    assert not User.objects.create_user("ann@youth.example").has_usable_password()


@pytest.mark.parametrize("role", ["king", "Officer", ""])
def test_a_role_that_nobody_knows_is_refused(cast: Cast, role: str) -> None:
    with pytest.raises(IntegrityError, match="people_membership_role_known"), transaction.atomic():
        Membership.objects.create(partnership=cast.round.partnership, user=cast.officer, role=role)


def test_a_role_is_held_once(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            partnership=cast.round.partnership, user=cast.officer, role="officer"
        )


@pytest.mark.parametrize("number", ["charity_number", "company_number"])
def test_a_number_is_one_organisations(db: None, number: str) -> None:
    Organisation.objects.create(name="One", kind="charity", **{number: "1999001"})
    Organisation.objects.create(name="Two", kind="charity")
    Organisation.objects.create(name="Three", kind="charity")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="Four", kind="charity", **{number: "1999001"})
