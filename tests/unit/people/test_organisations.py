"""Organisations: nobody makes a second copy unseen, and nobody takes another's number."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from base.errors import NotAllowed, Refused
from people.models import AuditRow, JoinRequest, Organisation, Policy
from people.organisations import Details, change_details, current, likenesses, register, set_policy
from tests.cast import Cast


def details(name: str = "Youth Works", charity: str = "", company: str = "") -> Details:
    return Details(name, "charity", charity, company, "1 High Street")


def here(name: str = "Youth Works", charity: str = "", company: str = "") -> Organisation:
    return Organisation.objects.create(
        name=name, kind="charity", charity_number=charity, company_number=company
    )


def test_who_registers_an_organisation_is_its_first(cast: Cast) -> None:
    made = register(details=details(charity="1999001"), by=cast.outsider)
    assert list(made.members.all()) == [cast.outsider]
    row = AuditRow.objects.get()
    assert (row.what, row.about, row.organisation) == ("joined", cast.outsider, made)


@pytest.mark.parametrize(
    "given",
    [
        details("Other name", charity="1999001"),
        details("Other name", company="09990002"),
        details(" youth WORKS "),
        details("Youth Works", charity="1999001"),
        details("Youth Works", company="09990002"),
        details("Other name", charity="1999001", company="00000001"),
    ],
)
@pytest.mark.parametrize("another", [False, True])
def test_what_is_here_already_is_not_registered_again(
    cast: Cast, given: Details, another: bool
) -> None:
    here(charity="1999001", company="09990002")
    with pytest.raises(Refused, match="Youth Works is here already"):
        register(details=given, by=cast.outsider, another=another)
    assert Organisation.objects.count() == 1


def test_another_of_the_same_name_is_registered_once_it_is_confirmed(cast: Cast) -> None:
    here(charity="1999001")
    given = details(charity="1999002")
    with pytest.raises(Refused):
        register(details=given, by=cast.outsider)
    register(details=given, by=cast.outsider, another=True)
    assert Organisation.objects.count() == 2


def test_a_merged_one_stands_for_the_one_it_went_to(db: None) -> None:
    kept, middle, gone = here("Youth Works"), here("Youth Club"), here("The Club")
    middle.merged_into, gone.merged_into = kept, middle
    middle.save()
    gone.save()
    assert current(gone) == kept
    assert [like.organisation for like in likenesses("the club", "", "")] == [kept]


def test_details_change_but_never_to_anothers(cast: Cast) -> None:
    here("Other Works", charity="1999001")
    mine, by = cast.organisation, cast.applicant
    with pytest.raises(Refused, match="Other Works is here already"):
        change_details(organisation=mine, details=details(charity="1999001"), by=by)
    with pytest.raises(Refused, match="Other Works is here already"):
        change_details(organisation=mine, details=details("other works"), by=by)
    change_details(organisation=mine, details=details("Youth Works CIC", "1999002"), by=by)
    mine.refresh_from_db()
    assert (mine.name, mine.name_key, mine.charity_number) == (
        "Youth Works CIC",
        "youthworkscic",
        "1999002",
    )


def test_an_address_changes_beside_another_of_the_same_name(cast: Cast) -> None:
    here(charity="1999001")
    mine = register(details=details(charity="1999002"), by=cast.outsider, another=True)
    change_details(organisation=mine, details=details(charity="1999002"), by=cast.outsider)


def test_only_its_own_people_change_it(cast: Cast) -> None:
    cast.submitted()
    for person in (cast.rival, cast.officer, cast.stranger):
        with pytest.raises(NotAllowed, match="does not belong to Youth Works"):
            change_details(organisation=cast.organisation, details=details(), by=person)
        with pytest.raises(NotAllowed):
            set_policy(
                organisation=cast.organisation,
                kind=Policy.Kind.DBS,
                has=True,
                expires_on=None,
                by=person,
            )


def test_a_policy_is_said_changed_and_taken_away(cast: Cast) -> None:
    def say(has: bool, day: date | None) -> list[tuple[str, date | None]]:
        set_policy(
            organisation=cast.organisation,
            kind=Policy.Kind.DBS,
            has=has,
            expires_on=day,
            by=cast.applicant,
        )
        return list(cast.organisation.policies.values_list("kind", "expires_on"))

    assert say(True, None) == [("dbs", None)]
    assert say(True, date(2027, 3, 31)) == [("dbs", date(2027, 3, 31))]
    assert say(False, None) == []


def test_what_the_database_promises(cast: Cast) -> None:
    works, user = cast.organisation, cast.outsider
    Policy.objects.create(organisation=works, kind="dbs")
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.create(organisation=works, kind="dbs")
    JoinRequest.objects.create(organisation=works, user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinRequest.objects.create(organisation=works, user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinRequest.objects.update(answered_by=user)
