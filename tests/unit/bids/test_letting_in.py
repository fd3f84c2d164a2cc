"""Letting people in to one bid, and claiming a bid that names one's address."""

import pytest

from base.errors import NotAllowed, Refused
from bids import joining
from bids.letting_in import claim, claimable, let_in, take_out
from bids.models import Bid
from notices.models import Message
from people.models import AuditRow, User
from tests.cast import Cast, cast_of
from tests.round_files import round_text
from tests.unit.bids.test_workbook import bring_in
from tests.workbooks import bid_row, bids_workbook


def imported(cast: Cast, email: str = "outsider@example.org") -> Bid:
    """A bid that came by email, with somebody's address as its contact."""
    bring_in(cast, bids_workbook(bid_row(contact_email=email)))
    return Bid.objects.get(reference="CSP19-001")


def trail() -> list[tuple[str, str | None]]:
    return list(AuditRow.objects.values_list("what", "about__name"))


def test_an_officer_lets_somebody_in_and_they_are_told(cast: Cast) -> None:
    bid = cast.submitted()
    user = let_in(bid=bid, email="Outsider@example.org", by=cast.officer)
    assert User.objects.filter(email="outsider@example.org").get() == user
    assert list(Bid.objects.visible_to(user)) == [bid]
    assert Message.objects.filter(to=user.email, kind="let-in-to-bid").exists()
    with pytest.raises(Refused, match="can see this bid already"):
        let_in(bid=bid, email="outsider@example.org", by=cast.officer)
    take_out(bid=bid, user=user, by=cast.officer)
    assert not Bid.objects.visible_to(user).exists()
    assert [what for what, _ in trail()] == ["let-in", "left"]
    with pytest.raises(Refused, match="is not let in to this bid"):
        take_out(bid=bid, user=user, by=cast.officer)


def test_a_member_is_in_already(cast: Cast) -> None:
    with pytest.raises(Refused, match="can see this bid already"):
        let_in(bid=cast.submitted(), email=cast.applicant.email, by=cast.officer)


def test_nobody_but_an_officer_lets_in_and_never_themselves(cast: Cast) -> None:
    bid = cast.submitted()
    bid.people.add(cast.outsider)
    for name, person in cast.everybody().items():
        if name != "officer":
            with pytest.raises(NotAllowed):
                let_in(bid=bid, email="new@example.org", by=person)
            with pytest.raises(NotAllowed):
                take_out(bid=bid, user=cast.outsider, by=person)
    with pytest.raises(Refused, match="your own address"):
        let_in(bid=bid, email="OFFICER@csp.example", by=cast.officer)


def test_an_imported_bid_is_claimed_by_its_contact(cast: Cast) -> None:
    bid = imported(cast)
    assert list(claimable(cast.outsider)) == [bid]
    claim(bid=bid, by=cast.outsider)
    assert list(Bid.objects.visible_to(cast.outsider)) == [bid]
    assert list(bid.organisation.members.all()) == [cast.outsider]
    assert trail() == [("let-in", "Oscar"), ("joined", "Oscar")]
    assert not claimable(cast.outsider).exists()


def test_one_is_not_let_in_to_an_organisation_that_has_people(cast: Cast) -> None:
    bid = imported(cast)
    bid.organisation.members.add(cast.rival)
    claim(bid=bid, by=cast.outsider)
    assert list(bid.people.all()) == [cast.outsider]
    assert list(bid.organisation.members.all()) == [cast.rival]
    assert trail() == [("let-in", "Oscar")]


def test_who_claims_a_bid_learns_nothing_of_another_partnership(cast: Cast) -> None:
    bid = imported(cast)
    elsewhere = cast_of(round_text("grant-elsewhere", partnership="elsewhere"))
    other = elsewhere.draft(organisation=bid.organisation, by=elsewhere.officer)
    assert other.reference
    claim(bid=bid, by=cast.outsider)
    assert list(Bid.objects.visible_to(cast.outsider)) == [bid]
    assert not cast.outsider.organisations.exists()


def test_nobody_else_claims_it(cast: Cast) -> None:
    bid = imported(cast)
    for person in (cast.rival, cast.stranger, cast.officer):
        assert not claimable(person).exists()
        with pytest.raises(NotAllowed, match="does not name an address of yours"):
            claim(bid=bid, by=person)


def test_somebody_who_can_no_longer_sign_in_claims_nothing(cast: Cast) -> None:
    bid = imported(cast)
    cast.outsider.is_active = False
    with pytest.raises(NotAllowed):
        claim(bid=bid, by=cast.outsider)


def test_a_draft_that_was_never_sent_is_not_claimed(cast: Cast) -> None:
    bid = cast.draft()
    Bid.objects.filter(pk=bid.pk).update(contact_email="outsider@example.org")
    assert not claimable(cast.outsider).exists()


def test_who_was_taken_out_of_the_organisation_does_not_come_back_by_an_old_address(
    cast: Cast,
) -> None:
    bid = imported(cast)
    claim(bid=bid, by=cast.outsider)
    bid.organisation.members.add(cast.rival)
    joining.remove(organisation=bid.organisation, user=cast.outsider, by=cast.rival)
    assert not claimable(cast.outsider).exists()
