"""A panel member's pages: what is asked of them, and a bid beside its score form."""

import pytest
from django.test import Client

from bids.models import Bid
from people.models import User
from rounds.models import Criterion, Person
from scoring.models import Assignment, Declaration, Discussion, Score, ScoreDraft
from scoring.sending import sign
from tests.cast import CRITERIA, Cast
from tests.journeys.conftest import Read, words_of

TYPED = {
    **{f"points-{code}": str(place + 2) for place, code in enumerate(CRITERIA)},
    **{f"comment-{code}": f"On {code}" for code in CRITERIA},
}
NOTHING = sign({})


def declare(cast: Cast, member: User, *, has_interest: bool = False) -> None:
    Declaration.objects.create(
        round=cast.round,
        member=member,
        organisation=cast.organisation,
        has_interest=has_interest,
        by=member,
    )


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """Submitted; the member declared that they have no interest in who bids."""
    found = cast.submitted()
    declare(cast, cast.panel_member)
    return found


@pytest.fixture
def member(cast: Cast) -> Client:
    """The panel member's browser."""
    client = Client()
    client.force_login(cast.panel_member)
    return client


def score(bid: Bid) -> str:
    return f"/bids/{bid.reference}/score"


def test_the_member_scores_a_bid_from_the_list_to_the_next(
    cast: Cast, bid: Bid, member: Client, read: Read
) -> None:
    other = cast.submitted()
    Criterion.objects.filter(code="need").update(
        guidance="Look for figures.", descriptors=["None"] + ["Some"] * 4 + ["Proven"]
    )
    listed = read(cast.panel_member, f"/rounds/{cast.round.code}/scoring")
    assert "2 bids wait for your scores." in listed
    assert "Not begun" in listed
    page = read(cast.panel_member, score(bid))
    for words in ("Nowhere to go.", "A worker", "Look for figures.", "Proven", "50% of the score."):
        assert words in page
    # They note one thing and come back later
    response = member.post(
        score(bid), {"points-need": "3", "seen": NOTHING, "then": "later"}, follow=True
    )
    assert "Draft" in words_of(response)  # type: ignore[arg-type]
    draft = ScoreDraft.objects.get()
    assert draft.answers == {"need": {"points": "3", "comment": ""}}
    # They finish it, look at it once more, and send it
    seen = sign_in_page(member, score(bid))
    response = member.post(score(bid), {**TYPED, "seen": seen, "then": "send"})
    assert response["Location"] == f"{score(bid)}/send"
    page = words_of(member.get(f"{score(bid)}/send"))  # type: ignore[arg-type]
    assert "You send them once." in page
    assert "On need" in page
    assert not Score.objects.exists()
    seen = sign_in_page(member, f"{score(bid)}/send")
    response = member.post(f"{score(bid)}/send", {"seen": seen}, follow=True)
    page = words_of(response)  # type: ignore[arg-type]
    assert f"Your scores for {bid.reference} are sent." in page
    assert f"Score the next bid, {other.reference}" in page
    assert Score.objects.count() == 3


def sign_in_page(client: Client, address: str) -> str:
    """The sign of the draft that a page carries."""
    body = client.get(address).content.decode()
    return body.partition('name="seen" value="')[2].partition('"')[0]


def test_what_is_missing_is_named_and_the_draft_kept(bid: Bid, member: Client) -> None:
    typed = {**TYPED, "points-need": "", "seen": NOTHING, "then": "send"}
    response = member.post(score(bid), typed)
    assert response.status_code == 422
    assert "Choose the points for “Evidence of need”" in response.content.decode()
    assert ScoreDraft.objects.get().answers["need"]["comment"] == "On need"
    page = words_of(member.get(f"{score(bid)}/send"))  # type: ignore[arg-type]
    assert "These are still without points:" not in page  # a comment stands there, and no points
    assert "No points" in page
    response = member.post(
        f"{score(bid)}/send", {"seen": sign_in_page(member, f"{score(bid)}/send")}
    )
    assert response.status_code == 409
    assert "Choose the points for “Evidence of need”" in response.content.decode()
    assert not Score.objects.exists()


@pytest.mark.parametrize("points", ["6", "-1", "2.5", "three"])
def test_points_off_the_scale_lose_nothing(bid: Bid, member: Client, points: str) -> None:
    typed = {**TYPED, "points-need": points, "seen": NOTHING, "then": "send"}
    response = member.post(score(bid), typed)
    assert response.status_code == 422
    body = response.content.decode()
    assert "choose a whole number from 0 to 5" in body
    assert "On pcc-fit" in body


def test_a_criterion_that_is_none_is_named_and_what_was_typed_is_shown(
    bid: Bid, member: Client
) -> None:
    typed = {**TYPED, "points-gone": "3", "comment-gone": "On what is gone", "seen": NOTHING}
    response = member.post(score(bid), typed)
    assert response.status_code == 422
    assert "gone is no criterion of this round now" in response.content.decode()
    assert "On need" in response.content.decode()


def test_two_pages_of_one_member_are_both_shown(bid: Bid, member: Client) -> None:
    member.post(score(bid), {"comment-need": "First", "seen": NOTHING})
    response = member.post(score(bid), {"comment-need": "Second", "seen": NOTHING, "then": "send"})
    assert response.status_code == 409
    page = words_of(response)  # type: ignore[arg-type]
    assert "You have this bid open on two pages" in page
    assert "First" in page
    assert "Second" in page
    seen = response.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    member.post(score(bid), {"comment-need": "Second", "seen": seen})
    assert ScoreDraft.objects.get().answers["need"]["comment"] == "Second"


def test_the_page_saves_itself_and_says_so(cast: Cast, bid: Bid, member: Client) -> None:
    json = {"Accept": "application/json"}
    typed = {"comment-need": "First", "seen": NOTHING, "writer": str(cast.panel_member.pk)}
    answer = member.post(score(bid), typed, headers=json)
    assert answer.status_code == 200
    assert answer.json()["said"].startswith("Saved at")
    again = {**typed, "comment-need": "Second", "seen": answer.json()["digest"]}
    assert member.post(score(bid), again, headers=json).status_code == 200
    answer = member.post(score(bid), {**typed, "comment-need": "Third"}, headers=json)
    assert answer.status_code == 409
    assert "press “Save and come back later” to see both" in answer.json()["said"]
    answer = member.post(score(bid), {**again, "writer": "0"}, headers=json)
    assert answer.status_code == 403
    assert ScoreDraft.objects.get().answers["need"]["comment"] == "Second"


def test_after_sending_a_second_page_is_shown_what_was_sent(bid: Bid, member: Client) -> None:
    member.post(score(bid), {**TYPED, "seen": NOTHING, "then": "send"})
    member.post(f"{score(bid)}/send", {"seen": sign_in_page(member, f"{score(bid)}/send")})
    response = member.post(
        score(bid), {**TYPED, "comment-need": "Later thought", "seen": NOTHING, "then": "send"}
    )
    assert response.status_code == 409
    page = words_of(response)  # type: ignore[arg-type]
    assert "A change is agreed by the panel" in page
    assert "On need" in page
    assert "Later thought" in page
    assert member.post(f"{score(bid)}/send", {"seen": "x"}).status_code == 302


def test_a_draft_that_changed_since_it_was_looked_at_is_not_sent(bid: Bid, member: Client) -> None:
    member.post(score(bid), {**TYPED, "seen": NOTHING, "then": "send"})
    seen = sign_in_page(member, f"{score(bid)}/send")
    member.post(score(bid), {**TYPED, "comment-need": "Other", "seen": seen})
    response = member.post(f"{score(bid)}/send", {"seen": seen})
    assert response.status_code == 409
    assert "has changed since you looked" in response.content.decode()
    assert not Score.objects.exists()


def test_after_the_reveal_what_was_typed_and_noted_is_shown(
    cast: Cast, bid: Bid, member: Client
) -> None:
    member.post(score(bid), {"comment-need": "First", "seen": NOTHING})
    Discussion.objects.create(bid=bid, revealed_by=cast.officer)
    response = member.post(score(bid), {"comment-need": "Second", "seen": NOTHING})
    assert response.status_code == 422
    page = words_of(response)  # type: ignore[arg-type]
    assert "have been revealed" in page
    assert "Second" in page
    page = words_of(member.get(score(bid)))  # type: ignore[arg-type]
    assert "What you noted and did not send" in page
    assert "First" in page
    listed = words_of(member.get(f"/rounds/{cast.round.code}/scoring"))  # type: ignore[arg-type]
    assert "Not sent in time" in listed
    assert "You have scored every bid" not in listed


def test_a_member_who_was_taken_off_keeps_their_own_words_and_sees_nothing_else(
    cast: Cast, bid: Bid, member: Client
) -> None:
    member.post(score(bid), {"comment-need": "First", "seen": NOTHING})
    Person.objects.filter(user=cast.panel_member).delete()
    cast.panel_member.memberships.all().delete()
    response = member.post(score(bid), {"comment-need": "Second", "seen": NOTHING})
    assert response.status_code == 403
    page = words_of(response)  # type: ignore[arg-type]
    assert "You are not on the panel of" in page
    assert "Second" in page
    assert "Nowhere to go." not in page
    assert "First" in words_of(member.get(score(bid)))  # type: ignore[arg-type]
    ScoreDraft.objects.all().delete()
    assert member.get(score(bid)).status_code == 404
    response = member.post(score(bid), {"comment-need": "Second"})
    assert response.status_code == 404
    assert "Second" in words_of(response)  # type: ignore[arg-type]
    unknown = member.post("/bids/NOWHERE-1/score", {"comment-need": "Second"})
    assert words_of(unknown).replace("NOWHERE-1", bid.reference) == words_of(response)  # type: ignore[arg-type]


def test_a_member_with_an_interest_and_one_who_is_not_asked_are_told(
    cast: Cast, bid: Bid, member: Client
) -> None:
    Assignment.objects.create(bid=bid, member=cast.second_panel_member, by=cast.officer)
    response = member.post(score(bid), {"comment-need": "Mine", "seen": NOTHING})
    assert response.status_code == 403
    page = words_of(response)  # type: ignore[arg-type]
    assert "is for other members of the panel" in page
    assert "Mine" in page
    declare(cast, cast.panel_member, has_interest=True)
    response = member.post(
        score(bid),
        {"comment-need": "Mine", "seen": NOTHING},
        headers={"Accept": "application/json"},
    )
    assert response.status_code in (403, 404)
    assert not Score.objects.exists()


def test_the_bid_s_page_leads_to_the_form_until_the_scores_are_sent(
    cast: Cast, bid: Bid, member: Client, read: Read
) -> None:
    page = f"/bids/{bid.reference}"
    assert "Score this bid" in read(cast.panel_member, page)
    assert "Score this bid" not in read(cast.officer, page)
    cast.score((bid, cast.panel_member, 3))
    assert "Score this bid" not in read(cast.panel_member, page)


def test_what_is_sent_is_shown_in_the_order_of_the_round(
    cast: Cast, bid: Bid, member: Client, read: Read
) -> None:
    for place, criterion in enumerate(reversed(cast.round.criteria.all())):
        Criterion.objects.filter(pk=criterion.pk).update(position=place)
    member.post(score(bid), {**TYPED, "seen": NOTHING})
    page = read(cast.panel_member, f"{score(bid)}/send")
    titles = list(cast.round.criteria.values_list("title", flat=True))
    assert sorted(titles, key=page.index) == titles


def test_two_pages_that_say_nothing_of_a_criterion_do_not_differ_there(
    bid: Bid, member: Client
) -> None:
    member.post(score(bid), {"comment-need": "First", "seen": NOTHING})
    typed = {**dict.fromkeys(TYPED, ""), "comment-need": "Second", "seen": NOTHING}
    page = words_of(member.post(score(bid), typed))  # type: ignore[arg-type]
    differs = page.partition("What differs")[2].partition("To keep what is on this page")[0]
    assert "Second" in differs
    assert "Nothing" not in differs


def test_the_list_of_bids_says_why_it_is_not_whole(cast: Cast, bid: Bid, read: Read) -> None:
    page = f"/rounds/{cast.round.code}/bids"
    assert "not in this list yet" not in read(cast.panel_member, page)
    assert "not in this list yet" in read(cast.second_panel_member, page)
    assert "not in this list yet" not in read(cast.officer, page)


def test_before_declaring_the_list_says_so(cast: Cast, read: Read) -> None:
    cast.submitted()
    page = read(cast.panel_member, f"/rounds/{cast.round.code}/scoring")
    assert "First: say whether you have an interest in 1 organisation that bids." in page
    assert "Night café" not in page


def test_who_bids_stays_hidden_in_a_blind_sift(cast: Cast, bid: Bid, read: Read) -> None:
    cast.round.blind = True
    cast.round.save()
    for address in (score(bid), f"/rounds/{cast.round.code}/scoring"):
        page = read(cast.panel_member, address)
        assert "Night café" in page
        assert "Youth Works" not in page


def test_a_session_that_ended_keeps_what_was_typed(cast: Cast, bid: Bid, member: Client) -> None:
    member.logout()
    typed = {"comment-need": "Late", "seen": NOTHING, "writer": str(cast.panel_member.pk)}
    assert member.post(score(bid), typed).status_code == 302
    member.force_login(cast.panel_member)
    page = member.get(score(bid)).content.decode()
    assert "Your session ended while you were writing." in page
    assert "Late" in page
