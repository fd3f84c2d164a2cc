"""Invitations: one secret, one person, one use, and never for oneself."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from base.errors import NotAllowed, Refused
from notices.models import Message
from people.invitations import LASTS, MOST_A_DAY, accept, digest, find, invite, take_back
from people.models import AuditRow, Invitation, Organisation, User
from rounds import staff
from tests.cast import Cast


@pytest.fixture
def invited(cast: Cast) -> Invitation:
    """Oscar, invited by the administrator to the panel."""
    partnership, by = cast.round.partnership, cast.administrator
    return staff.invite(partnership=partnership, email=cast.outsider.email, role="panel", by=by)


def trail() -> list[tuple[str, str | None, str | None]]:
    """What the audit trail says, by whom and about whom."""
    return list(AuditRow.objects.values_list("what", "by__name", "about__name"))


def test_only_the_email_knows_the_secret(cast: Cast, invited: Invitation) -> None:
    message = Message.objects.get(to=cast.outsider.email)
    found = re.search(r"/invitations/(\S+)", message.body)
    assert found is not None
    assert invited.digest == digest(found[1])
    assert find(found[1]) == invited
    assert find("something else") is None
    assert found[1] not in str(Invitation.objects.values())


def test_the_service_is_not_for_writing_to_strangers(cast: Cast) -> None:
    def invited_to_works(number: int) -> None:
        invite(email=f"n{number}@x.example", by=cast.applicant, organisation=cast.organisation)

    for number in range(MOST_A_DAY):
        invited_to_works(number)
    with pytest.raises(Refused, match="You have invited 30 people since yesterday"):
        invited_to_works(99)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        invited_to_works(99)


def test_who_takes_it_up_has_the_role(cast: Cast, invited: Invitation) -> None:
    accept(invitation=invited, by=cast.outsider)
    assert cast.outsider.memberships.get().role == "panel"
    assert trail() == [("invited", "Adele", None), ("role-given", "Adele", "Oscar")]


def test_it_works_once(cast: Cast, invited: Invitation) -> None:
    accept(invitation=invited, by=cast.outsider)
    cast.outsider.memberships.all().delete()
    with pytest.raises(Refused, match="has been used"):
        accept(invitation=invited, by=cast.outsider)
    assert not cast.outsider.memberships.exists()


def test_it_works_for_fourteen_days(cast: Cast, invited: Invitation) -> None:
    with (
        time_machine.travel(timezone.now() + LASTS + timedelta(seconds=1)),
        pytest.raises(Refused, match="too old"),
    ):
        accept(invitation=invited, by=cast.outsider)
    with time_machine.travel(timezone.now() + LASTS - timedelta(minutes=1)):
        accept(invitation=invited, by=cast.outsider)


def test_it_is_for_the_address_it_was_sent_to(cast: Cast, invited: Invitation) -> None:
    with pytest.raises(NotAllowed, match="another address"):
        accept(invitation=invited, by=cast.rival)
    assert not cast.rival.memberships.exists()


def test_taken_back_it_no_longer_works(cast: Cast, invited: Invitation) -> None:
    take_back(invitation=invited, by=cast.officer)
    with pytest.raises(Refused, match="taken back"):
        accept(invitation=invited, by=cast.outsider)
    with pytest.raises(Refused):
        take_back(invitation=invited, by=cast.officer)


def test_sent_again_the_first_link_ends(cast: Cast, invited: Invitation) -> None:
    partnership, by = cast.round.partnership, cast.administrator
    again = staff.invite(partnership=partnership, email=cast.outsider.email, role="panel", by=by)
    with pytest.raises(Refused):
        accept(invitation=invited, by=cast.outsider)
    accept(invitation=again, by=cast.outsider)


def test_it_ends_with_the_right_of_who_invited(cast: Cast, invited: Invitation) -> None:
    other = User.objects.create_user("other-admin@csp.example")
    cast.round.partnership.memberships.create(user=other, role="administrator")
    staff.remove(membership=cast.administrator.memberships.get(), by=other)
    with pytest.raises(NotAllowed, match="may not invite a panel member"):
        accept(invitation=invited, by=cast.outsider)
    assert not cast.outsider.memberships.exists()


def test_nobody_invites_themselves(cast: Cast) -> None:
    for email in ("admin@csp.example", "ADMIN@csp.example"):
        with pytest.raises(Refused, match="your own address"):
            invite(
                email=email, by=cast.administrator, partnership=cast.round.partnership, role="panel"
            )
    assert not Invitation.objects.exists()


def test_nobody_takes_up_what_they_sent_themselves(cast: Cast, invited: Invitation) -> None:
    cast.administrator.email = invited.email
    with pytest.raises(NotAllowed, match="You sent this invitation yourself"):
        accept(invitation=invited, by=cast.administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(accepted_by=invited.by)


def test_somebody_who_is_in_already_is_not_invited(cast: Cast) -> None:
    partnership, by = cast.round.partnership, cast.administrator
    with pytest.raises(Refused, match=r"panel@csp\.example is in already"):
        staff.invite(partnership=partnership, email="panel@csp.example", role="panel", by=by)
    staff.invite(partnership=partnership, email="panel@csp.example", role="auditor", by=by)


def test_an_invitation_is_to_a_role_or_to_an_organisation(cast: Cast) -> None:
    organisation, partnership = cast.organisation, cast.round.partnership
    for wrong in (
        {"role": "panel"},
        {"partnership": partnership, "role": "king"},
        {"partnership": partnership, "role": "panel", "organisation": organisation},
        {"organisation": organisation, "role": "panel"},
    ):
        with (
            pytest.raises(IntegrityError, match="people_invitation_to_one_thing"),
            transaction.atomic(),
        ):
            Invitation.objects.create(
                email="a@b.example",
                digest="0",
                by=cast.officer,
                expires_at=timezone.now(),
                **wrong,
            )


# To an organisation


def to_organisation(cast: Cast, email: str = "outsider@example.org") -> Invitation:
    invitation, _secret = invite(email=email, by=cast.applicant, organisation=cast.organisation)
    return invitation


def test_a_member_invites_and_the_invited_belongs(cast: Cast) -> None:
    accept(invitation=to_organisation(cast, "Outsider@Example.org"), by=cast.outsider)
    assert cast.outsider in cast.organisation.members.all()
    assert trail() == [("invited", "Ann", None), ("joined", "Ann", "Oscar")]


def test_a_stranger_does_not_invite_to_an_organisation(cast: Cast) -> None:
    for person in (cast.rival, cast.officer, cast.stranger):
        with pytest.raises(NotAllowed, match="may not invite people to Youth Works"):
            invite(email="a@b.example", by=person, organisation=cast.organisation)


def test_an_officer_invites_to_an_organisation_that_bid_to_them(cast: Cast) -> None:
    cast.submitted()
    invite(email="a@b.example", by=cast.officer, organisation=cast.organisation)
    with pytest.raises(NotAllowed):
        invite(email="a@b.example", by=cast.stranger, organisation=cast.organisation)


def test_the_invitation_of_somebody_who_left_does_not_work(cast: Cast) -> None:
    invitation = to_organisation(cast)
    cast.organisation.members.remove(cast.applicant)
    with pytest.raises(NotAllowed):
        accept(invitation=invitation, by=cast.outsider)
    assert Organisation.objects.get().members.count() == 0
