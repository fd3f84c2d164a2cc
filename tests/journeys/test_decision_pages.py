"""The pages on which the PCC's decisions are taken down, confirmed, and made."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from awards.answered import foresee
from awards.models import Answer, AnsweredFile, PendingDecision
from awards.pending import TakenDown, take_down
from bids.models import Bid
from people.models import Membership, User
from reports.submission.sending import send
from rounds.models import Pot
from scoring.actions import sift
from tests.cast import SIFTED, Cast, again, at
from tests.files import docx, pdf, xlsx
from tests.journeys.conftest import Look, Read, words_of
from tests.journeys.test_round_page import queries
from tests.unit.awards.test_answers import answer, returned

ROUND = "/rounds/grant-2019-20"
DECISIONS, CONFIRM, DECIDE = f"{ROUND}/decisions", f"{ROUND}/decisions/confirm", f"{ROUND}/decide"
BRING_IN = f"{DECISIONS}/bring-in"
Post = Callable[..., tuple[int, str]]


@pytest.fixture
def bids(cast: Cast) -> dict[str, Bid]:
    """Two to fund, one on reserve and one below the threshold, sifted, and the submission sent."""
    made = {
        "first": cast.scored(1_200_000, points=5),
        "second": cast.scored(700_000),
        "reserve": cast.scored(300_000, points=3),
        "low": cast.scored(100_000, points=1),
    }
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=at("2019-03-28 12:00"))
    return {name: again(bid) for name, bid in made.items()}


@pytest.fixture
def post() -> Post:
    """Posts to an address as somebody; gives the last status and what the page says."""

    def send_as(person: User, address: str, data: dict[str, Any]) -> tuple[int, str]:
        client = Client()
        client.force_login(person)
        response = client.post(address, data, follow=True)
        return response.status_code, words_of(response)  # type: ignore[arg-type]

    return send_as


def given(*answers: tuple[Bid, str, str, str], **changes: Any) -> dict[str, Any]:
    """The form of the decisions page, filled in."""
    form: dict[str, Any] = {
        "decided_by": "Katy Hall",
        "decided_on_day": "12",
        "decided_on_month": "4",
        "decided_on_year": "2019",
    }
    for bid, decision, amount, comment in answers:
        form |= {
            f"bid{bid.pk}-decision": decision,
            f"bid{bid.pk}-amount_pence": amount,
            f"bid{bid.pk}-comment": comment,
        }
    return form | changes


def down(cast: Cast, *decisions: TakenDown) -> list[PendingDecision]:
    day = at("2019-04-12").date()
    return take_down(
        round=cast.round,
        decisions=list(decisions),
        decided_by="Katy Hall",
        decided_on=day,
        by=cast.officer,
    )


# Taking down


def test_several_bids_are_taken_down_with_one_letter(
    cast: Cast, bids: dict[str, Bid], post: Post, look: Look, read: Read
) -> None:
    letter = SimpleUploadedFile("../../the letter.pdf", pdf())
    first, second = (bids["first"], "approve", "", ""), (bids["second"], "decline", "", "No.")
    status, words = post(cast.officer, DECISIONS, given(first, second, letter=letter))
    assert status == 200
    assert "2 decisions are taken down." in words
    made = list(PendingDecision.objects.all())
    assert {one.letter_name for one in made} == {"the letter.pdf"}
    assert {bid.state for bid in map(again, bids.values())} == {"sifted"}
    file = look(cast.auditor, f"{DECISIONS}/{made[1].pk}/letter")
    assert (file.status_code, b"".join(file)) == (200, pdf())
    assert look(cast.panel_member, f"{DECISIONS}/{made[1].pk}/letter").status_code == 404
    bid_page = f"/bids/{made[1].bid.reference}"
    assert "12 April 2019\nthe letter.pdf" in read(cast.auditor, bid_page)
    assert "the letter.pdf" not in read(cast.panel_member, bid_page)
    assert "2 decisions wait to be confirmed" in read(cast.officer, ROUND)


@pytest.mark.parametrize(
    ("name", "entered", "said"),
    [
        ("reserve", ("approve", "", ""), "Nothing is recommended for"),
        ("first", ("approve", "12000.01", ""), "no more can be approved"),
        ("first", ("approve", "1.234", ""), "is not an amount"),
        ("first", ("approve", "-5", ""), "Enter £0.01 or more"),
        ("first", ("", "100", ""), "Choose the decision"),
        ("first", ("", "", "Good"), "Choose the decision"),
        ("first", ("decline", "100", ""), "without “Approve”"),
        ("first", ("query", "", " "), "Enter what is asked"),
        ("first", ("perhaps", "", ""), "Choose one of the answers"),
        ("first", ("decline", "", "a\x00b"), "control characters"),
        ("first", ("decline", "", "\u202egood"), "turn the direction"),
        ("first", ("decline", "", "x" * 2001), "Make it shorter"),
        ("first", ("", "", ""), "Choose a decision for at least one bid"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_taken_down(
    cast: Cast,
    bids: dict[str, Bid],
    post: Post,
    name: str,
    entered: tuple[str, str, str],
    said: str,
) -> None:
    right = (bids["second"], "approve", "", "") if any(entered) else (bids["low"], "", "", "")
    status, words = post(cast.officer, DECISIONS, given((bids[name], *entered), right))
    assert status == 422
    assert said in words
    assert not PendingDecision.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"decided_by": ""}, "Enter who decided"),
        ({"decided_on_year": "2190"}, "has not come yet"),
        ({"decided_on_day": "40"}, "must be a real date"),
        ({"decided_on_day": "1", "decided_on_month": "3"}, "cannot have happened"),
        ({"letter": SimpleUploadedFile("letter.pdf", b"MZ")}, "not a PDF, Word"),
        ({"letter": SimpleUploadedFile("letter.pdf", b"")}, "The file is empty"),
        ({"letter": SimpleUploadedFile("letter.pdf", pdf("secret"))}, "has a password"),
        ({"letter": SimpleUploadedFile("letter.pdf", xlsx())}, "Choose a PDF, Word"),
    ],
)
def test_who_when_and_the_letter_are_checked(
    cast: Cast, bids: dict[str, Bid], post: Post, changes: dict[str, Any], said: str
) -> None:
    form = given((bids["first"], "approve", "", "Kept"), **changes)
    status, words = post(cast.officer, DECISIONS, form)
    assert status == 422
    assert said in words
    assert "Kept" in words
    assert not PendingDecision.objects.exists()


def test_a_letter_that_the_browser_lets_go_is_asked_for_again(
    cast: Cast, bids: dict[str, Bid], post: Post
) -> None:
    letter = SimpleUploadedFile("letter.docx", docx())
    form = given((bids["reserve"], "approve", "", ""), letter=letter)
    assert "Choose the letter again" in post(cast.officer, DECISIONS, form)[1]


def test_a_bid_that_awaits_nothing_any_more_is_not_passed_over(
    cast: Cast, bids: dict[str, Bid], post: Post
) -> None:
    down(cast, TakenDown(bids["first"], "approve"))
    form = given((bids["first"], "decline", "", "No"), (bids["second"], "approve", "", ""))
    status, words = post(cast.officer, DECISIONS, form)
    assert status == 422
    assert "awaits no decision any more" in words
    assert PendingDecision.objects.count() == 1


def test_an_officer_takes_it_back(cast: Cast, bids: dict[str, Bid], post: Post) -> None:
    pending = down(cast, TakenDown(bids["first"], "approve"))[0]
    status, words = post(cast.officer, f"{DECISIONS}/{pending.pk}/take-back", {})
    assert status == 200
    assert "is taken back" in words
    assert "Taken back by Olive" in words
    assert post(cast.officer, f"{DECISIONS}/{pending.pk}/take-back", {})[0] == 409


def test_a_bid_never_sent_is_named(cast: Cast, bids: dict[str, Bid], read: Read) -> None:
    unsent = cast.sifted()
    words = read(cast.officer, DECISIONS).partition("Not sent yet")[2]
    assert unsent.reference in words


# Confirming


def test_all_are_confirmed_and_the_page_said_what_it_would_do(
    cast: Cast, bids: dict[str, Bid], post: Post, read: Read
) -> None:
    made = down(cast, TakenDown(bids["first"], "approve"), TakenDown(bids["low"], "decline"))
    words = read(cast.decision_maker, CONFIRM)
    assert "Together\n£12,000.00\n: then £12,000.00 is committed and\n£8,000.00\nis left." in words
    status, words = post(cast.decision_maker, CONFIRM, {"confirm": [one.pk for one in made]})
    assert status == 200
    assert "Approved: £12,000.00 is committed." in words
    assert "Declined. The applicant is told the reason." in words
    assert "No decision awaits confirmation." in words
    assert again(bids["first"]).state == "approved"
    assert Answer.objects.count() == 2


def test_what_the_pot_cannot_bear_is_named_and_the_rest_stands(
    cast: Cast, bids: dict[str, Bid], post: Post, read: Read
) -> None:
    made = down(
        cast,
        TakenDown(bids["first"], "approve"),
        TakenDown(bids["second"], "approve"),
        TakenDown(bids["reserve"], "approve", 300_000),
    )
    assert "more than the pot can bear" in read(cast.decision_maker, CONFIRM)
    status, words = post(cast.decision_maker, CONFIRM, {"confirm": [one.pk for one in made]})
    assert status == 409
    refused = words.partition("Not everything was done")[2].partition("Done")[0]
    assert bids["reserve"].reference in refused
    assert "the main pot has £1,000.00 left" in refused
    assert [again(bids[name]).state for name in ("first", "second", "reserve")] == [
        "approved",
        "approved",
        "sifted",
    ]


def test_a_second_press_says_that_it_was_done(cast: Cast, bids: dict[str, Bid], post: Post) -> None:
    pending = down(cast, TakenDown(bids["first"], "approve"))[0]
    post(cast.decision_maker, CONFIRM, {"confirm": pending.pk})
    status, words = post(cast.decision_maker, CONFIRM, {"confirm": pending.pk})
    assert status == 409
    assert "was confirmed already" in words


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "٣", "0"])
def test_nothing_chosen_is_nothing_done(
    cast: Cast, bids: dict[str, Bid], post: Post, key: str
) -> None:
    down(cast, TakenDown(bids["first"], "approve"))
    status, words = post(cast.decision_maker, CONFIRM, {"confirm": key})
    assert status == 409
    assert "Nothing was chosen" in words


def test_who_scored_is_told_why_not(cast: Cast, bids: dict[str, Bid], read: Read) -> None:
    Membership.objects.create(
        partnership=cast.round.partnership, user=cast.panel_member, role="decision-maker"
    )
    down(cast, TakenDown(bids["first"], "approve"))
    words = read(cast.panel_member, CONFIRM)
    assert f"You scored {bids['first'].reference}" in words
    assert f"Confirm {bids['first'].reference}" not in words


def test_it_is_sent_back_with_a_reason(
    cast: Cast, bids: dict[str, Bid], post: Post, read: Read
) -> None:
    pending = down(cast, TakenDown(bids["first"], "approve"))[0]
    address = f"{DECISIONS}/{pending.pk}/send-back"
    assert post(cast.decision_maker, address, {"reason": ""})[0] == 422
    status, words = post(cast.decision_maker, address, {"reason": "The letter says £5,000."})
    assert status == 200
    assert "went back to the officer" in words
    assert "The letter says £5,000." in read(cast.officer, DECISIONS)


# Deciding


def offered(cast: Cast, read: Callable[..., Any]) -> list[str]:
    """What the page would approve in one go."""
    client = Client()
    client.force_login(cast.decision_maker)
    return re.findall(r'name="approve" value="([^"]+)"', client.get(DECIDE).content.decode())


def test_everything_is_approved_with_one_press(
    cast: Cast, bids: dict[str, Bid], post: Post, read: Read
) -> None:
    words = read(cast.decision_maker, DECIDE)
    assert "Left now\n£20,000.00\nTo approve\n£19,000.00\nLeft then\n£1,000.00" in words
    line = words.index("The money runs out here: £1,000.00 is left")
    assert words.index(bids["second"].reference) < line < words.index(bids["reserve"].reference)
    assert "Approve these 2 bids: £19,000.00" in words
    status, words = post(cast.decision_maker, DECIDE, {"approve": offered(cast, read)})
    assert status == 200
    assert "Approved: £12,000.00 is committed." in words
    assert "Committed now\n£19,000.00\nLeft now\n£1,000.00" in words
    assert "There is nothing here that you may approve in one go." in words


def test_what_changed_since_the_page_was_shown_is_not_approved(
    cast: Cast, bids: dict[str, Bid], post: Post, read: Read
) -> None:
    seen = offered(cast, read)
    down(cast, TakenDown(bids["first"], "approve", 500_000))
    status, words = post(cast.decision_maker, DECIDE, {"approve": seen})
    assert status == 409
    assert "It changed since you looked" in words
    assert again(bids["first"]).state == "sifted"
    assert again(bids["second"]).state == "approved"


def test_a_second_press_says_who_is_approved_already(
    cast: Cast, bids: dict[str, Bid], post: Post, read: Read
) -> None:
    seen = offered(cast, read)
    post(cast.decision_maker, DECIDE, {"approve": seen})
    status, words = post(cast.decision_maker, DECIDE, {"approve": seen})
    assert status == 409
    assert "It was decided meanwhile and is approved now." in words


def test_approving_what_was_taken_down_confirms_it(
    cast: Cast, bids: dict[str, Bid], post: Post, read: Read
) -> None:
    pending = down(cast, TakenDown(bids["first"], "approve", 500_000, "Less."))[0]
    post(cast.decision_maker, DECIDE, {"approve": offered(cast, read)})
    pending.refresh_from_db()
    assert pending.confirmed
    assert again(bids["first"]).award.amount_pence == 500_000
    assert Answer.objects.get().comment == "Less."


@pytest.mark.parametrize("decision", ["decline", "query"])
def test_what_the_pcc_said_otherwise_is_not_offered(
    cast: Cast, bids: dict[str, Bid], read: Read, decision: str
) -> None:
    down(cast, TakenDown(bids["first"], decision, None, "Why?"))
    assert [key.partition(":")[0] for key in offered(cast, read)] == [str(bids["second"].pk)]
    assert "taken down, to be confirmed" in read(cast.decision_maker, DECIDE)


@pytest.mark.parametrize("key", ["", "x:1", "9" * 40 + ":1", ":", "1:999999999999"])
def test_a_made_up_key_does_nothing(cast: Cast, bids: dict[str, Bid], post: Post, key: str) -> None:
    status, _ = post(cast.decision_maker, DECIDE, {"approve": key})
    assert status == 409
    assert {again(bid).state for bid in bids.values()} == {"sifted"}


def test_one_bid_is_approved_after_seeing_what_it_does(
    cast: Cast, bids: dict[str, Bid], post: Post
) -> None:
    address = f"/bids/{bids['reserve'].reference}/decide"
    form = {"decision": "approve", "amount_pence": "2,500.50", "reason": ""}
    status, words = post(cast.decision_maker, address, form)
    assert status == 200
    assert "then £2,500.50 is committed and\n£17,499.50\nis left" in words
    assert again(bids["reserve"]).state == "sifted"
    post(cast.decision_maker, address, form | {"sure": "yes"})
    assert again(bids["reserve"]).award.amount_pence == 250_050


def test_one_bid_is_declined_with_a_reason(cast: Cast, bids: dict[str, Bid], post: Post) -> None:
    address = f"/bids/{bids['low'].reference}/decide"
    assert "Enter a reason" in post(cast.decision_maker, address, {"decision": "decline"})[1]
    form = {"decision": "decline", "reason": "Too little for too few."}
    assert "Too little for too few." in post(cast.decision_maker, address, form)[1]
    assert again(bids["low"]).state == "sifted"
    post(cast.decision_maker, address, form | {"sure": "yes"})
    assert again(bids["low"]).state == "declined"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Choose approve or decline"),
        ({"decision": "query"}, "Choose one of the answers"),
        ({"decision": "approve", "amount_pence": ""}, "Enter the amount to approve"),
        ({"decision": "approve", "amount_pence": "0"}, "Enter £0.01 or more"),
        ({"decision": "approve", "amount_pence": "12000.01", "sure": "1"}, "is more than the"),
        ({"decision": "approve", "amount_pence": "9" * 40}, "Make it shorter"),
    ],
)
def test_one_bid_what_is_wrong_is_said(
    cast: Cast, bids: dict[str, Bid], post: Post, form: dict[str, str], said: str
) -> None:
    status, words = post(cast.decision_maker, f"/bids/{bids['first'].reference}/decide", form)
    assert status == 422
    assert said in words
    assert again(bids["first"]).state == "sifted"


def test_a_decided_bid_is_not_decided_again(cast: Cast, read: Read, look: Look) -> None:
    bid = cast.approved()
    response = look(cast.decision_maker, f"/bids/{bid.reference}/decide")
    assert response.status_code == 409
    assert "is approved, so it awaits no decision" in response.content.decode()


# The file


def test_the_answered_file_is_brought_in(cast: Cast, bids: dict[str, Bid], post: Post) -> None:
    file = SimpleUploadedFile("answers.xlsx", returned(answer(bids["first"], "approve")))
    status, words = post(cast.decision_maker, BRING_IN, {"file": file})
    assert status == 200
    assert "Nothing of this has been done yet." in words
    assert again(bids["first"]).state == "sifted"
    shown = foresee(AnsweredFile.objects.get(), cast.decision_maker)
    page = f"{BRING_IN}/{AnsweredFile.objects.get().pk}"
    status, words = post(cast.decision_maker, page, {"seen": shown.seen})
    assert status == 200
    assert "Approved for £12,000.00" in words
    assert again(bids["first"]).state == "approved"
    assert again(bids["low"]).state == "declined"


def test_its_faults_stand_in_a_table(cast: Cast, bids: dict[str, Bid], post: Post) -> None:
    content = returned(answer(bids["reserve"], "approve"), answer(bids["first"], "perhaps"))
    file = SimpleUploadedFile("answers.xlsx", content)
    status, words = post(cast.decision_maker, BRING_IN, {"file": file})
    assert status == 422
    assert "Nothing was changed" in words
    assert "PCC decision" in words.partition("What is wrong in the file")[2]
    assert {again(bid).state for bid in bids.values()} == {"sifted"}


@pytest.mark.parametrize("content", [b"", b"MZ", pdf(), xlsx(), docx()])
def test_what_is_no_submission_is_refused(
    cast: Cast, bids: dict[str, Bid], post: Post, content: bytes
) -> None:
    file = SimpleUploadedFile("answers.xlsx", content)
    assert post(cast.decision_maker, BRING_IN, {"file": file})[0] == 422
    assert post(cast.decision_maker, BRING_IN, {})[0] == 422


# How many questions the pages ask of the database


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("officer", DECISIONS),
        ("auditor", DECISIONS),
        ("decision_maker", CONFIRM),
        ("decision_maker", DECIDE),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_bids(
    cast: Cast, bids: dict[str, Bid], who: str, address: str
) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    down(cast, TakenDown(bids["first"], "approve"))
    few = queries(lambda: client.get(address))
    for _ in range(3):
        cast.sifted(10_000)
    down(cast, TakenDown(bids["second"], "query", None, "Why?"), TakenDown(bids["low"], "decline"))
    assert queries(lambda: client.get(address)) == few <= 16
