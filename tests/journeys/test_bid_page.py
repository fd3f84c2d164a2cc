"""The bid's page: what each kind of person reads there."""

import re
from datetime import timedelta

import pytest

from awards.actions import reopen
from awards.models import Answer
from base.models import note
from bids.actions import send_back
from bids.models import Bid
from bids.states import State
from reports.submission.sending import send
from rounds.models import Pot
from scoring.models import AgreedScore, Interest
from tests.cast import SIFTED, Cast, again, at, later
from tests.journeys.conftest import Look, Read


def page_of(bid: Bid) -> str:
    return f"/bids/{bid.reference}"


def test_an_officer_reads_the_whole_story(cast: Cast, read: Read) -> None:
    bid = cast.paid(paid_pence=200_000)
    words = read(cast.officer, page_of(bid))
    for sentence in (
        "Night café",
        "Need\nNowhere to go.",
        "Priorities of the PCC\nPCC1: Put victims first",
        "Priorities of the partnership\nCSP1: Keep young people safe",
        "A worker\nstaffing\n£5,000.00",
        "Pays for activity, not for capital\nPassed\nOlive",
        "Score\n80.00 out of 100",
        "Rank\n1 of 1 on the main route",
        "Fit with the PCC's priorities\nweight 50\n4\n4.00",
        "Awarded\n£5,000.00",
        "Approved by\nDiana",
        "Agreement\nAccepted by Ann, 10am on Monday 8 April 2019",
        "Paid\n£2,000.00",
        "Committed and not yet paid\n£3,000.00",
        f"7 May 2019\nPaid\n£2,000.00\nBACS-{bid.reference}-1\nFrank",
        "Approved\nSifted → Approved\n10am on Friday 29 March 2019",
    ):
        assert sentence in words


def test_agreed_scores_comments_and_interests_are_shown(cast: Cast, read: Read) -> None:
    bid = cast.sifted()
    need = cast.round.criteria.get(code="need")
    AgreedScore.objects.create(bid=bid, criterion=need, points=5, reason="Seen with our own eyes.")
    bid.scores.filter(criterion=need).update(comment="Thin evidence.")
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="Trustee")
    words = read(cast.officer, page_of(bid))
    assert "Evidence of need\nweight 20\n4\n4.00\n5" in words
    assert "Piers: Thin evidence.\nAgreed score of 5: Seen with our own eyes." in words
    assert "Petra\nTrustee" in words
    assert "84.00 out of 100" in words


def test_scores_of_a_member_who_then_declared_an_interest_do_not_count(
    cast: Cast, read: Read
) -> None:
    bid = cast.submitted()
    cast.score((bid, cast.panel_member, 4), (bid, cast.second_panel_member, 1))
    declared = SIFTED + timedelta(hours=1)
    cast.declare(cast.second_panel_member, interest="Trustee", at=declared)
    words = read(cast.officer, page_of(bid))
    assert "weight 50\n1\nnot counted\n4\n4.00" in words
    assert "Petra\nTrustee\nDeclared at 11am on Thursday 14 March 2019, after their" in words
    history = words[words.index("\nHistory") :]
    assert "Interest declared\ntheir scores of this bid are not counted" in history
    assert "\nPetra\nTrustee" in history


def test_an_interest_after_the_sift_stands_on_the_page_with_what_it_takes(
    cast: Cast, read: Read
) -> None:
    bid = cast.submitted()
    cast.score((bid, cast.panel_member, 4), (bid, cast.second_panel_member, 1))
    bid = cast.sift(bid)
    cast.declare(cast.second_panel_member, interest="Trustee", at=later(bid))
    words = read(cast.officer, page_of(bid))
    assert "after the sift: their scores count until the bid is reopened" in words
    reopen(bid=bid, by=cast.officer, reason="An interest.", at=later(bid))
    assert "after their scores were sent: these are not counted" in read(cast.officer, page_of(bid))


def test_a_panel_member_sees_only_their_own_scores_until_the_sift(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    cast.score((bid, cast.panel_member, 2), (bid, cast.second_panel_member, 5))
    bid.scores.filter(member=cast.second_panel_member).update(comment="Splendid.")
    before = read(cast.panel_member, page_of(bid))
    assert "Your scores" in before
    assert "weight 50\n2" in before
    assert "Petra" not in before
    assert "Splendid." not in before
    cast.sift(bid)
    after = read(cast.panel_member, page_of(bid))
    assert "Petra: Splendid." in after
    assert "70.00 out of 100" in after


def test_a_reopened_bid_s_scores_are_hidden_again(cast: Cast, read: Read) -> None:
    bid = cast.sifted()
    cast.declare(cast.second_panel_member)
    reopen(bid=bid, by=cast.officer, reason="A score is missing.", at=later(bid))
    words = read(cast.second_panel_member, page_of(bid))
    assert "Piers" not in words
    assert "80.00" not in words
    assert "Your scores" in words
    assert "No bid has been sifted yet" in read(cast.officer, f"/rounds/{cast.round.code}")


def test_what_the_pcc_answered_is_for_those_who_read_the_papers(cast: Cast, read: Read) -> None:
    bid = cast.sifted()
    sent = send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    Answer.objects.create(
        submission=sent,
        bid=bid,
        decision=Answer.Decision.QUERY,
        note=note("How many nights?"),
        at=sent.at,
        by=cast.decision_maker,
    )
    assert "Version 1\nQuery\nHow many nights?" in read(cast.auditor, page_of(bid))
    for person in (cast.panel_member, cast.applicant):
        assert "How many nights?" not in read(person, page_of(bid))


def test_a_panel_member_sees_the_award_and_not_what_was_spent(cast: Cast, read: Read) -> None:
    bid = cast.ready_to_close()
    cast.declare(cast.second_panel_member)
    words = read(cast.second_panel_member, page_of(bid))
    assert "Awarded\n£5,000.00" in words
    for secret in ("BACS", "All done.", "applicant@youth.example"):
        assert secret not in words


def test_an_applicant_reads_their_bid_without_scores_or_names(cast: Cast, read: Read) -> None:
    bid = cast.ready_to_close()
    words = read(cast.applicant, page_of(bid))
    for sentence in (
        "Your project is running",
        "Need\nNowhere to go.",
        "Awarded\n£5,000.00",
        f"BACS-{bid.reference}-1",
        "Final\nGreen\n£5,000.00",
        "Sifted\nSubmitted → Sifted",
        "Partnership of csp",
    ):
        assert sentence in words
    for secret in ("Olive", "Piers", "Diana", "Frank", "80.00", "Rank", "Gates", "scores.xlsx"):
        assert secret not in words


@pytest.mark.parametrize(
    ("ending", "why"),
    [
        ("declined", "Not this year."),
        ("rejected", "It buys cameras."),
        ("withdrawn", "No staff."),
        ("terminated", "The café closed."),
    ],
)
def test_an_applicant_is_told_why_it_ended(cast: Cast, read: Read, ending: str, why: str) -> None:
    assert why in read(cast.applicant, page_of(getattr(cast, ending)()))


def test_a_bid_that_was_sent_back_says_until_when(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    send_back(
        bid=bid,
        by=cast.officer,
        reason="Say how many nights.",
        change_by=at("2019-03-11 12:00"),
        at=later(bid),
    )
    words = read(cast.applicant, page_of(bid))
    assert "The deadline was midday on Monday 11 March 2019." in words
    assert "Say how many nights." in words


def test_a_bare_draft_has_a_page(cast: Cast, read: Read) -> None:
    bid = cast.draft()
    Bid.objects.filter(pk=bid.pk).update(
        project="", need="", starts_on=None, ends_on=None, requested_pence=None
    )
    words = read(cast.applicant, page_of(again(bid)))
    assert "No name yet" in words
    assert "Need" not in words
    assert "No name yet" in read(cast.applicant, "/")


def test_markup_in_an_answer_is_only_words(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    Bid.objects.filter(pk=bid.pk).update(project="<script>alert(1)</script>")
    assert "<script>alert(1)</script>" in read(cast.officer, page_of(bid))


@pytest.mark.parametrize("state", State)
def test_an_officer_is_led_only_to_what_a_bid_s_state_allows(
    cast: Cast, look: Look, state: State
) -> None:
    bid = cast.bid_in(state)
    panel = (
        look(cast.officer, page_of(bid))
        .content.decode()
        .partition("app-side app-panel")[2]
        .partition("</div>")[0]
    )
    ways = re.findall(r'href="([^"]+)"', panel)
    assert f"/organisations/{bid.organisation_id}" in ways
    assert f"{page_of(bid)}/people" in ways
    for way in ways:
        assert look(cast.officer, way).status_code == 200, way
    named = {way.rpartition("/")[2] for way in ways}
    assert ("tasks" in named) == (state == State.DRAFT)
    assert ("withdraw" in named) == (state in (State.DRAFT, State.SUBMITTED, State.SIFTED))
    assert ("turn-down" in named) == (state == State.APPROVED)
