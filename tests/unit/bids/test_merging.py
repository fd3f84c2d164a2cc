"""Two organisations that are one: everything moves, nothing is deleted, and only where it may."""

from datetime import date

import pytest

from base.errors import NotAllowed, Refused
from bids import joining
from bids.actions import submit
from bids.merging import merge
from bids.models import Bid
from notices.models import Message
from people.models import AuditRow, Organisation, Partnership
from tests.cast import SUBMITTED, Cast, cast_of
from tests.round_files import round_text
from tests.unit.bids.test_workbook import bring_in
from tests.workbooks import bid_row, bids_workbook


@pytest.fixture
def pair(cast: Cast) -> tuple[Organisation, Organisation]:
    """Two organisations that bid in the officer's partnership."""
    cast.submitted()
    theirs = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    submit(bid=theirs, by=cast.rival, at=SUBMITTED)
    return cast.organisation, cast.rival_organisation


Pair = tuple[Organisation, Organisation]


def numbered(one: Organisation, charity: str = "", company: str = "") -> None:
    one.charity_number, one.company_number = charity, company
    one.save()


def test_bids_people_numbers_and_policies_move(cast: Cast, pair: Pair) -> None:
    kept, gone = pair
    numbered(kept, charity="1999001")
    numbered(gone, company="09990002")
    kept.policies.create(kind="dbs", expires_on=date(2020, 1, 1))
    gone.policies.create(kind="dbs", expires_on=date(2021, 1, 1))
    gone.policies.create(kind="insurance")
    invitation = joining.invite(organisation=gone, email="new@other.example", by=cast.rival)

    merge(kept=kept, other=gone, by=cast.officer)

    kept.refresh_from_db()
    gone.refresh_from_db()
    invitation.refresh_from_db()
    assert gone.merged_into == kept
    assert kept.bids.count() == 2
    assert set(kept.members.all()) == {cast.applicant, cast.rival}
    assert (kept.charity_number, kept.company_number) == ("1999001", "09990002")
    assert list(kept.policies.values_list("kind", "expires_on")) == [
        ("dbs", date(2021, 1, 1)),
        ("insurance", None),
    ]
    assert invitation.organisation == kept
    assert list(Bid.objects.visible_to(cast.rival)) == list(kept.bids.all())


def test_its_people_are_told_and_the_trail_says_what_moved(cast: Cast, pair: Pair) -> None:
    merge(kept=pair[0], other=pair[1], by=cast.officer)
    said = Message.objects.filter(kind="organisations-merged").values_list("to", flat=True)
    assert sorted(said) == ["applicant@youth.example", "rival@other.example"]
    row = AuditRow.objects.get(what="merged")
    assert (row.by, row.organisation) == (cast.officer, pair[0])
    assert row.note is not None
    assert row.note.text == "Other Works merged into Youth Works, 1 bids moved, 1 people moved"


def test_two_numbers_are_two_organisations(cast: Cast, pair: Pair) -> None:
    numbered(pair[0], charity="1999001")
    numbered(pair[1], charity="1999002")
    with pytest.raises(Refused, match="charity number 1999001 and Other Works has 1999002"):
        merge(kept=pair[0], other=pair[1], by=cast.officer)
    assert not Organisation.objects.filter(merged_into__isnull=False).exists()


def test_a_later_import_by_the_old_name_finds_the_one_that_is_kept(cast: Cast, pair: Pair) -> None:
    merge(kept=pair[0], other=pair[1], by=cast.officer)
    row = bid_row(reference="CSP19-050", organisation="Other Works", charity_number=None)
    bring_in(cast, bids_workbook(row))
    assert Bid.objects.get(reference="CSP19-050").organisation == pair[0]


def test_who_asked_both_waits_once_and_who_is_in_waits_no_more(cast: Cast, pair: Pair) -> None:
    kept, gone = pair
    for organisation in pair:
        joining.ask_to_join(organisation=organisation, by=cast.outsider)
    joining.ask_to_join(organisation=kept, by=cast.rival)
    merge(kept=kept, other=gone, by=cast.officer)
    waiting = kept.join_requests.filter(ended_at=None)
    assert [request.user for request in waiting] == [cast.outsider]
    assert not gone.join_requests.filter(ended_at=None).exists()


def test_nobody_but_an_officer_of_the_partnership_merges(cast: Cast, pair: Pair) -> None:
    for name, person in cast.everybody().items():
        if name != "officer":
            with pytest.raises(NotAllowed, match="may not merge"):
                merge(kept=pair[0], other=pair[1], by=person)
    with pytest.raises(Refused, match="Choose two"):
        merge(kept=pair[0], other=pair[0], by=cast.officer)


def test_one_that_bid_elsewhere_too_is_not_merged(cast: Cast, pair: Pair) -> None:
    other = cast_of(round_text("other-2019-20", partnership="west"))
    other.organisation = pair[1]
    other.applicant = cast.rival
    other.draft()
    with pytest.raises(NotAllowed, match="may not merge Other Works"):
        merge(kept=pair[0], other=pair[1], by=cast.officer)
    west = Partnership.objects.get(code="west")
    west.memberships.create(user=cast.officer, role="officer")
    merge(kept=pair[0], other=pair[1], by=cast.officer)


def test_one_that_was_merged_or_never_bid_is_not_merged(cast: Cast, pair: Pair) -> None:
    new = Organisation.objects.create(name="New", kind="charity")
    with pytest.raises(NotAllowed, match="may not merge New"):
        merge(kept=pair[0], other=new, by=cast.officer)
    merge(kept=pair[0], other=pair[1], by=cast.officer)
    with pytest.raises(NotAllowed, match="may not merge Other Works"):
        merge(kept=pair[0], other=pair[1], by=cast.officer)
