"""A sift from the first declaration to the recommendation, by four panel members and an officer."""

from playwright.sync_api import Page, expect

from bids.actions import submit
from bids.models import Bid
from people.models import Organisation, User
from scoring.gates import Result, check_gates
from scoring.models import AgreedScore, Interest, Recommendation, Score
from tests.cast import SUBMITTED, Cast
from tests.journeys.browser.conftest import Arrive
from tests.journeys.browser.hands import at_page, fill, follow, go, press, says

CRITERIA = (
    "Fit with the PCC's priorities",
    "Fit with the partnership's priorities",
    "Evidence of need",
)
POINTS = {"Youth Works": "5", "Other Works": "4", "Quiet Works": "3"}
"""What everybody gives for every criterion; the third member is more severe with one of them."""


def test_four_members_and_an_officer_sift(cast: Cast, person: Arrive) -> None:
    members = the_panel_of_four(cast)
    bids = three_bids(cast)
    # Two score on a phone without JavaScript, two at a desk
    pages = {
        member: person(member, width=320 if place < 2 else 1280, javascript=place >= 2)
        for place, member in enumerate(members)
    }
    officer = person(cast.officer)
    members_declare(cast, pages)
    for member, page in pages.items():
        the_member_scores_what_is_theirs(cast, member, page)
    the_panel_meets(cast, officer, pages, bids)
    the_officer_sifts_and_chooses_within_the_money(cast, officer, bids)


def the_panel_of_four(cast: Cast) -> list[User]:
    """The panel of the cast, and two more."""
    more = [User.objects.create_user(f"panel{n}@csp.example", name=f"P{n}") for n in (3, 4)]
    for place, user in enumerate(more, 90):
        cast.round.partnership.memberships.create(user=user, role="panel")
        cast.round.people.create(user=user, role="panel", position=place)
    return [cast.panel_member, cast.second_panel_member, *more]


def three_bids(cast: Cast) -> list[Bid]:
    """Of three organisations, through the gate: together they ask for more than the pot holds."""
    quiet = Organisation.objects.create(name="Quiet Works", kind="charity")
    found = []
    for organisation, asked in (
        (cast.organisation, 800_000),
        (cast.rival_organisation, 900_000),
        (quiet, 700_000),
    ):
        organisation.members.add(cast.applicant)
        draft = cast.draft(asked, organisation=organisation)
        bid = submit(bid=draft, by=cast.applicant, at=SUBMITTED)
        check_gates(bid=bid, results={cast.gate: Result(passed=True)}, by=cast.officer)
        found.append(bid)
    Bid.objects.filter(pk=found[2].pk).update(least_pence=250_000)
    return found


def members_declare(cast: Cast, pages: dict[User, Page]) -> None:
    """The first is a trustee of one organisation; the others have no interest in any."""
    for place, page in enumerate(pages.values()):
        page.goto("/desk")
        page.goto(f"/rounds/{cast.round.code}/interests")
        if place == 0:
            group = page.get_by_role("group", name="Other Works").first
            group.get_by_label("Yes").check()
            fill(page, **{f"words{cast.rival_organisation.pk}": "I am a trustee."})
        press(page, "No interest in any of these")
    assert Interest.objects.get().member == cast.panel_member


def the_member_scores_what_is_theirs(cast: Cast, member: User, page: Page) -> None:
    """Bid after bid, each sent once."""
    page.goto(f"/rounds/{cast.round.code}/scoring")
    expected = 2 if member == cast.panel_member else 3
    says(page, f"{expected} bids wait for your scores.")
    go(page.get_by_role("main").get_by_role("link", name="CSP").first)
    for left in reversed(range(expected)):
        name = (page.locator(".govuk-caption-l").inner_text()).partition(" · ")[2]
        severe = member.name == "P3" and name == "Other Works"
        for criterion in CRITERIA:
            points = "1" if severe and criterion == CRITERIA[2] else POINTS[name]
            page.get_by_role("group", name=criterion).get_by_label(points, exact=True).check()
        page.get_by_label("Your comment").first.fill(f"{member.name} thinks so.")
        press(page, "Send my scores")
        at_page(page, "Send your scores")
        press(page, "Send my scores")
        if left:
            go(page.get_by_role("button", name="Score the next bid"))
    says(page, "No other bid waits for your scores.")
    assert Score.objects.filter(member=member).count() == 3 * expected


def the_panel_meets(cast: Cast, officer: Page, pages: dict[User, Page], bids: list[Bid]) -> None:
    """The scores are revealed together, bid by bid; where the panel differs it agrees on a score."""
    # Before the reveal the officer sees who has sent, and nothing of what
    officer.goto(f"/bids/{bids[1].reference}")
    expect(officer.get_by_role("main")).not_to_contain_text("thinks so.")
    officer.goto(f"/rounds/{cast.round.code}/panel-day/main")
    follow(officer, f"Begin: {bids[0].reference}")
    for place, bid in enumerate(bids):
        at_page(officer, bid.project)
        press(officer, "Reveal the scores")
        says(officer, "P4 thinks so.")
        if place == 1:
            says(officer, "Piers")
            need = cast.round.criteria.get(code="need")
            fill(
                officer,
                **{f"points{need.pk}": "4", f"reason{need.pk}": "The figures are in the annex."},
            )
        fill(officer, minutes=f"Talked about {bid.reference}.")
        press(officer, "Save, and next bid" if place < 2 else "Save, and finish")
    assert AgreedScore.objects.get().points == 4
    # The member with an interest sees neither the bid nor its scores; another sees all of it
    first, other = pages[cast.panel_member], pages[cast.second_panel_member]
    answer = first.goto(f"/bids/{bids[1].reference}/panel-day")
    assert answer is not None
    assert answer.status == 404
    other.goto(f"/bids/{bids[1].reference}/panel-day")
    says(other, "The figures are in the annex.")


def the_officer_sifts_and_chooses_within_the_money(
    cast: Cast, officer: Page, bids: list[Bid]
) -> None:
    """The ranking funds two; the third is part-funded by one press, saved, compared and chosen."""
    officer.goto(f"/rounds/{cast.round.code}/sift")
    press(officer, "Sift the bids that are ready")
    assert [proposed(bid) for bid in bids] == [("fund", 800_000), ("fund", 900_000), ("reserve", 0)]
    officer.goto(f"/rounds/{cast.round.code}/money/main")
    says(officer, "£3,000.00")
    press(officer, "Part-fund the next bid")
    expect(officer.locator(f"#row-{bids[2].pk} [data-amount]")).to_have_value("3,000.00")
    fill(officer, name="With the third in part")
    press(officer, "Save the scenario")
    assert proposed(bids[2]) == ("reserve", 0)
    follow(officer, "Compare with the recommendation")
    says(officer, "With the third in part")
    officer.go_back()
    follow(officer, "Make it the recommendation")
    fill(officer, reason="Three thousand carries their first half year.")
    press(officer, "Make it the recommendation")
    assert [proposed(bid) for bid in bids] == [
        ("fund", 800_000),
        ("fund", 900_000),
        ("fund", 300_000),
    ]
    # And afterwards anybody who asks is shown why
    officer.goto(f"/bids/{bids[1].reference}/why")
    says(officer, "The figures are in the annex.")
    says(officer, "I am a trustee.")


def proposed(bid: Bid) -> tuple[str, int]:
    """What is recommended for a bid."""
    found = Recommendation.objects.get(bid=bid)
    return found.choice, found.amount_pence
