"""The decision maker reads what the panel recommends, where the money runs out, and decides."""

from playwright.sync_api import expect

from tests.cast import Cast, again
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import fill, follow, go, press, says


@EVERY_WAY
def test_a_decision_maker_reads_the_recommendations_and_decides(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given three bids of which the pot bears two
    bids = [cast.sifted(900_000) for _ in range(3)]
    # When the decision maker opens the round from the home page
    page = person(cast.decision_maker, width=width, javascript=javascript)
    page.goto("/")
    follow(page.get_by_role("main"), cast.round.title)
    # Then each bid stands there with what the panel recommends, in the order of the ranking
    main = page.get_by_role("main")
    for bid in bids:
        expect(main.get_by_role("link", name=bid.reference, exact=True)).to_be_visible()
    expect(main).to_contain_text("Fund")
    expect(main).to_contain_text("Reserve")
    # And a bid opens with all that was said in it
    go(main.get_by_role("link", name=bids[0].reference, exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text(bids[0].project)
    # When they approve what is recommended in one go, and decline the bid that is left
    page.goto(f"/rounds/{cast.round.code}")
    follow(page, "Decide the bids")
    says(page, "£2,000.00")
    press(page, "Approve these 2 bids: £18,000.00")
    says(page, "Approved: £9,000.00 is committed.")
    page.goto(f"/bids/{bids[2].reference}")
    follow(page, "Decide this bid")
    page.get_by_label("Decline").check()
    press(page, "Go on")
    expect(page.get_by_role("alert")).to_contain_text("a reason that the applicant can read")
    fill(page, reason="There is too little money.")
    press(page, "Go on")
    press(page, f"Decline {bids[2].reference}")
    # Then nothing waits any more
    says(page, "No bid awaits a decision.")
    assert [again(bid).state for bid in bids] == ["approved", "approved", "declined"]
