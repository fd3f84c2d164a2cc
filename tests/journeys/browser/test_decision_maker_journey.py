"""The decision maker reads what the panel recommends, and where the money runs out."""

from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive


@EVERY_WAY
def test_a_decision_maker_reads_the_recommendations(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given three bids of which the pot bears two
    bids = [cast.sifted(900_000) for _ in range(3)]
    # When the decision maker opens the round from the home page
    page = person(cast.decision_maker, width=width, javascript=javascript)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name=cast.round.title).first.click()
    # Then each bid stands there with what the panel recommends, in the order of the ranking
    main = page.get_by_role("main")
    for bid in bids:
        expect(main.get_by_role("link", name=bid.reference, exact=True)).to_be_visible()
    expect(main).to_contain_text("Fund")
    expect(main).to_contain_text("Reserve")
    # And a bid opens with all that was said in it
    main.get_by_role("link", name=bids[0].reference, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(bids[0].project)
