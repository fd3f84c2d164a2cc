"""The panel member reads the bids, and none that they have an interest in."""

from playwright.sync_api import expect

from scoring.models import Interest
from tests.cast import Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import follow


@EVERY_WAY
def test_a_panel_member_reads_the_bids_without_an_interest(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given two bids, and an interest of the panel member in one of them
    bid, other = cast.submitted(), cast.submitted()
    cast.declare(cast.panel_member)
    Interest.objects.create(bid=other, member=cast.panel_member, words="Trustee")
    # When they look through the round's bids
    page = person(cast.panel_member, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}/bids")
    # Then they find and read the one, and the other is not there for them
    expect(page.get_by_role("link", name=other.reference)).to_have_count(0)
    follow(page, bid.reference)
    expect(page.get_by_role("heading", level=1)).to_contain_text(bid.project)
    answer = page.goto(f"/bids/{other.reference}")
    assert answer
    assert answer.status == 404
