"""Joining and leaving an organisation."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from awards.actions import decline
from awards.hold import end_hold, set_hold
from base.errors import NotAllowed, Refused
from bids import joining
from bids.models import Bid
from notices.models import Message
from people.models import AuditRow, JoinRequest, Organisation, User
from tests.cast import Cast


def asked(cast: Cast) -> JoinRequest:
    """Oscar asks to join Youth Works."""
    request = joining.ask_to_join(organisation=cast.organisation, by=cast.outsider)
    assert request is not None
    return request


def colleague(cast: Cast) -> User:
    user = User.objects.create_user("colleague@youth.example", name="Carl")
    cast.organisation.members.add(user)
    return user


def told() -> list[str]:
    """Who was told of anything but their bids."""
    said = Message.objects.exclude(kind__startswith="bid-")
    return sorted(said.values_list("to", flat=True))


def test_its_people_and_the_officers_it_bid_to_are_asked(cast: Cast) -> None:
    cast.submitted()
    assert cast.rival
    assert cast.stranger
    asked(cast)
    assert told() == ["applicant@youth.example", "officer@csp.example"]
    assert (
        "Oscar (outsider@example.org) asks to join"
        in Message.objects.filter(kind="asked-to-join")[0].body
    )


def test_an_officer_it_did_not_bid_to_is_not_asked(cast: Cast) -> None:
    assert cast.applicant
    asked(cast)
    assert told() == ["applicant@youth.example"]


def test_it_is_asked_once(cast: Cast) -> None:
    assert cast.applicant
    asked(cast)
    with pytest.raises(Refused, match="asked to join Youth Works already"):
        asked(cast)
    with pytest.raises(Refused, match="You belong to Youth Works already"):
        joining.ask_to_join(organisation=cast.organisation, by=cast.applicant)


def test_nobody_asks_everywhere(cast: Cast) -> None:
    for number in range(joining.MOST_ASKED):
        organisation = Organisation.objects.create(name=f"Club {number}", kind="charity")
        organisation.members.add(cast.rival)
        joining.ask_to_join(organisation=organisation, by=cast.outsider)
    assert cast.applicant
    with pytest.raises(Refused, match="asked to join 5 organisations since yesterday"):
        asked(cast)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert asked(cast)


def test_where_there_is_nobody_and_nothing_to_guard_one_is_in_at_once(cast: Cast) -> None:
    assert joining.ask_to_join(organisation=cast.organisation, by=cast.outsider) is None
    assert cast.outsider in cast.organisation.members.all()
    assert told() == []


def test_where_a_bid_is_to_be_guarded_an_officer_is_asked(cast: Cast) -> None:
    cast.submitted()
    cast.organisation.members.clear()
    request = asked(cast)
    assert told() == ["officer@csp.example"]
    joining.answer(request=request, let_in=True, by=cast.officer)
    assert cast.outsider in cast.organisation.members.all()


def test_a_member_lets_in_or_refuses_and_the_person_is_told(cast: Cast) -> None:
    assert cast.applicant
    joining.answer(request=asked(cast), let_in=False, by=cast.applicant)
    assert cast.outsider not in cast.organisation.members.all()
    request = asked(cast)
    joining.answer(request=request, let_in=True, by=cast.applicant)
    assert cast.outsider in cast.organisation.members.all()
    said = Message.objects.filter(to="outsider@example.org").values_list("kind", flat=True)
    assert list(said) == ["not-let-in", "let-in-to-organisation"]
    with pytest.raises(Refused, match="answered already"):
        joining.answer(request=request, let_in=False, by=cast.applicant)


def test_nobody_else_lets_in(cast: Cast) -> None:
    cast.submitted()
    request = asked(cast)
    for person in (cast.outsider, cast.rival, cast.stranger, cast.finance, cast.panel_member):
        with pytest.raises(NotAllowed, match="may not let people in"):
            joining.answer(request=request, let_in=True, by=person)
    assert cast.outsider not in cast.organisation.members.all()


def test_the_last_one_stays_while_a_bid_is_open(cast: Cast) -> None:
    cast.submitted()
    with pytest.raises(Refused, match="You are the last person of Youth Works"):
        joining.leave(organisation=cast.organisation, by=cast.applicant)
    gone = colleague(cast)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(Refused):
        joining.leave(organisation=cast.organisation, by=cast.applicant)
    User.objects.filter(pk=gone.pk).update(is_active=True)
    joining.leave(organisation=cast.organisation, by=cast.applicant)
    assert list(cast.organisation.members.all()) == [gone]
    row = AuditRow.objects.get()
    assert (row.what, row.about, row.by) == ("left", cast.applicant, cast.applicant)


def test_the_last_one_leaves_when_every_bid_is_over(cast: Cast) -> None:
    cast.withdrawn()
    joining.leave(organisation=cast.organisation, by=cast.applicant)
    assert not cast.organisation.members.exists()


def test_who_is_removed_sees_no_bid_of_it_any_more_and_is_told(cast: Cast) -> None:
    bid, gone = cast.submitted(), colleague(cast)
    bid.people.add(gone)
    joining.remove(organisation=cast.organisation, user=gone, by=cast.applicant)
    assert not Bid.objects.visible_to(gone).exists()
    assert told() == ["colleague@youth.example"]
    with pytest.raises(Refused, match="does not belong to it any more"):
        joining.remove(organisation=cast.organisation, user=gone, by=cast.applicant)


def test_nobody_else_removes_and_nobody_removes_themselves(cast: Cast) -> None:
    cast.submitted()
    gone = colleague(cast)
    for person in (cast.rival, cast.officer):
        with pytest.raises(NotAllowed):
            joining.remove(organisation=cast.organisation, user=gone, by=person)
    with pytest.raises(Refused, match="Leave this organisation"):
        joining.remove(organisation=cast.organisation, user=cast.applicant, by=cast.applicant)
    with pytest.raises(NotAllowed):
        joining.leave(organisation=cast.organisation, by=cast.rival)


def test_leaving_does_not_tell_what_a_hold_keeps_back(cast: Cast) -> None:
    set_hold(
        partnership=cast.round.partnership,
        until=(timezone.now() + timedelta(days=9)).date(),
        reason="Election",
        by=cast.officer,
    )
    bid = cast.sifted()
    decline(bid=bid, by=cast.decision_maker, reason="Not this year.")
    with pytest.raises(Refused, match="a bid of it is still open"):
        joining.leave(organisation=cast.organisation, by=cast.applicant)
    end_hold(partnership=cast.round.partnership, by=cast.officer)
    joining.leave(organisation=cast.organisation, by=cast.applicant)
