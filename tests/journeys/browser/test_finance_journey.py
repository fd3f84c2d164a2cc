"""Finance follows the money: what was received, promised and paid, to the bid that got it."""

from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import fill, fill_date, follow, press, says, today


@EVERY_WAY
def test_finance_reads_the_pots_and_a_payment(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a bid of £5,000, of which £2,000 is paid out of £2,000 received
    bid = cast.paid(paid_pence=200_000)
    # When finance opens the round and its bid
    page = person(cast.finance, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}")
    main = page.get_by_role("main")
    # Then the pots say what is committed, paid and left
    expect(main).to_contain_text("£5,000.00")
    expect(main).to_contain_text("£2,000.00")
    expect(main).to_contain_text("£15,000.00")
    # And the bid says when it was paid
    follow(main, bid.reference)
    expect(page.get_by_role("main")).to_contain_text("BACS-")
    # When an instalment comes, finance records it, and not twice
    page.goto(f"/rounds/{cast.round.code}")
    follow(page, "Record money received")
    for _time in range(2):
        fill(page, amount_pence="7,500", reference="REM-7")
        fill_date(page, "on", today())
        press(page, "Record it")
    says(page, "£7,500.00")
    expect(page.get_by_role("row", name="REM-7")).to_have_count(1)
