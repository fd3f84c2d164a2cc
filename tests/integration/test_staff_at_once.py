"""Staff and organisations changed by several people at once, on real connections."""

from collections.abc import Callable

from people.invitations import accept
from people.models import Organisation, User
from people.organisations import Details, register
from people.roles import ADMINISTRATOR
from rounds import staff
from tests.cast import cast_of
from tests.integration.threads import at_once


def test_of_two_administrators_who_remove_each_other_one_stays(crowd: str) -> None:
    cast = cast_of()
    here = cast.round.partnership
    one, two = (
        here.memberships.create(user=User.objects.create_user(email), role=ADMINISTRATOR.name)
        for email in ("one@csp.example", "two@csp.example")
    )
    outcome = at_once(
        [
            lambda: staff.remove(membership=one, by=two.user),
            lambda: staff.remove(membership=two, by=one.user),
        ]
        * 4
    )
    assert outcome.broken == []
    assert len(outcome.done) == 1
    assert here.memberships.filter(role=ADMINISTRATOR.name).count() == 1


def test_an_invitation_is_taken_up_once_however_often_it_is_pressed(crowd: str) -> None:
    cast = cast_of()
    here, user = cast.round.partnership, cast.outsider
    invitation = staff.invite(
        partnership=here, email=user.email, role="panel", by=cast.administrator
    )
    outcome = at_once([lambda: accept(invitation=invitation, by=user)] * 6)
    assert outcome.broken == []
    assert len(outcome.done) == 1
    assert here.memberships.filter(user=user).count() == 1


def test_one_number_is_registered_once(crowd: str) -> None:
    people = [User.objects.create_user(f"{n}@youth.example") for n in range(6)]
    details = Details(name="Youth Works", kind="charity", charity_number="1999001")

    def registering(by: User) -> Callable[[], object]:
        return lambda: register(details=details, by=by)

    outcome = at_once([registering(by) for by in people])
    assert outcome.broken == []
    assert len(outcome.done) == 1
    assert Organisation.objects.get().members.count() == 1
