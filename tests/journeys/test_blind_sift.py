"""The blind sift: a panel member of a blind round does not see whose a bid is until it is sifted."""

import pytest

from bids.actions import submit
from bids.attachments import attach
from bids.models import Attachment, Bid
from rounds.models import Round
from tests.cast import SUBMITTED, Cast, again
from tests.files import pdf
from tests.journeys.conftest import Look, Read


@pytest.fixture
def file(cast: Cast) -> Attachment:
    """The second file of a bid that was sent in a blind round."""
    Round.objects.update(blind=True)
    cast.round.blind = True
    cast.organisation.charity_number = "1999001"
    cast.organisation.save()
    bid = cast.draft()
    for name, content in (("plan.pdf", pdf()), ("youth-works-accounts.pdf", pdf(words="Accounts"))):
        attach(bid=bid, name=name, content=content, by=cast.applicant)
    submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    return bid.attachments.latest("pk")


@pytest.fixture
def bid(cast: Cast, file: Attachment) -> Bid:
    """Its bid, of which two panel members declared that they have no interest."""
    cast.declare(cast.panel_member)
    cast.declare(cast.second_panel_member)
    return again(file.bid)


PAGES = ("", "/copy", "/changes", "/files")
SECRETS = ("Youth Works", "youth-works", "1999001", "charity", "applicant@youth.example")


@pytest.mark.parametrize("page", PAGES)
def test_the_panel_does_not_see_whose_a_bid_is(cast: Cast, bid: Bid, look: Look, page: str) -> None:
    body = look(cast.panel_member, f"/bids/{bid.reference}{page}").content.decode()
    assert [secret for secret in SECRETS if secret in body] == []
    if page != "/copy":
        assert "Applicant hidden until the sift" in body


def test_who_reads_the_papers_or_belongs_is_not_blind(cast: Cast, bid: Bid, read: Read) -> None:
    for person in (cast.officer, cast.auditor, cast.decision_maker, cast.applicant):
        assert "Youth Works" in read(person, f"/bids/{bid.reference}")
    bid.organisation.members.add(cast.panel_member)
    assert "Youth Works" in read(cast.panel_member, f"/bids/{bid.reference}")


def test_the_sift_shows_whose_they_are(cast: Cast, bid: Bid, read: Read, look: Look) -> None:
    cast.score((bid, cast.panel_member, 4))
    cast.sift(bid)
    words = read(cast.second_panel_member, f"/bids/{bid.reference}")
    assert "Youth Works" in words
    assert "youth-works-accounts.pdf" in words
    list_of = f"/rounds/{cast.round.code}/bids"
    assert "Youth Works" in read(cast.panel_member, list_of)
    assert bid.reference in read(cast.panel_member, f"{list_of}?words=youth")
    assert bid.reference in read(cast.panel_member, f"{list_of}?organisation=youth")


def test_a_file_has_a_number_for_a_name(cast: Cast, bid: Bid, file: Attachment, look: Look) -> None:
    address = f"/bids/{bid.reference}/files/{file.pk}"
    blind, open_ = look(cast.panel_member, address), look(cast.officer, address)
    assert blind["Content-Disposition"] == 'attachment; filename="File 2.pdf"'
    assert open_["Content-Disposition"] == 'attachment; filename="youth-works-accounts.pdf"'
    for answer in (blind, open_):
        answer.getvalue()
    for page in ("", "/copy", "/files"):
        body = look(cast.panel_member, f"/bids/{bid.reference}{page}").content.decode()
        assert "File 2.pdf" in body


def test_the_list_does_not_find_by_what_it_hides(cast: Cast, bid: Bid, read: Read) -> None:
    address = f"/rounds/{cast.round.code}/bids"
    for query in ("words=youth", "organisation=youth"):
        assert "0 bids are as you asked." in read(cast.panel_member, f"{address}?{query}")
        assert "1 bids are as you asked." in read(cast.officer, f"{address}?{query}")
    assert bid.reference in read(cast.panel_member, f"{address}?words=night")
