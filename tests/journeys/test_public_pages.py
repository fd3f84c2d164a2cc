"""What anybody reads about a round before signing in, and what they do not find."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rounds.models import Round
from tests.cast import Cast
from tests.journeys.conftest import Look, Read, words_of

PAGES = ("about", "questions", "eligibility")
GOOD = {
    "group": "yes",
    "bank": "yes",
    "area": "yes",
    "individual": "no",
    "safeguarding": "yes",
    "gate-revenue": "yes",
}
"""The gate of the small round asks about capital, so that the usual question on it is not asked too."""


def address(cast: Cast, page: str) -> str:
    return f"/rounds/{cast.round.code}/{page}"


def move(round: Round, *, opens: int, closes: int) -> None:
    """Let a round open and close so many days from now."""
    now = timezone.now()
    round.opens, round.closes = now + timedelta(days=opens), now + timedelta(days=closes)
    round.financial_year = f"{now.year}-{(now.year + 1) % 100:02d}"
    round.save()


# The first page


@pytest.mark.parametrize(
    ("opens", "closes", "title", "said"),
    [
        (1, 20, "Opening soon", "Opens at"),
        (-1, 20, "Open now", "Send your bid before"),
        (-30, -1, "Open for tactical bids during the year", "Tactical bids"),
    ],
)
def test_the_grants_are_listed_with_their_dates(
    cast: Cast, read: Read, opens: int, closes: int, title: str, said: str
) -> None:
    move(cast.round, opens=opens, closes=closes)
    words = read(None, "/")
    assert f"{title}\nGrant of grant-2019-20\nPartnership of csp. £30,000.00 in all." in words
    assert said in words


def test_a_round_of_long_ago_is_closed(cast: Cast, read: Read) -> None:
    assert "Closed\nGrant of grant-2019-20" in read(None, "/")


def test_without_any_grant_the_first_page_says_so(db: None, read: Read) -> None:
    assert "No grant is open or about to open now." in read(None, "/")


# About


def test_anybody_reads_what_the_grant_is_for(cast: Cast, read: Read) -> None:
    cast.round.purpose = "For safer nights.\n\nAnd safer days."
    cast.round.save()
    words = read(None, address(cast, "about"))
    assert "For safer nights.\nAnd safer days." in words
    assert "Bids must be in before\nmidday on Friday 8 March 2019" in words
    assert "In all\n£30,000.00" in words
    assert "PCC1\nPut victims first" in words
    assert "CSP1\nKeep young people safe" in words
    assert "Fit with the PCC's priorities\n50%" in words
    assert "Pays for activity, not for capital" in words
    assert "you have 21 days to accept" in words
    assert "Start your bid" not in words


def test_a_bid_is_started_from_the_page_while_the_round_is_open(cast: Cast, read: Read) -> None:
    move(cast.round, opens=-1, closes=5)
    assert "Start your bid" in read(None, address(cast, "about"))
    assert "Start your bid" not in read(None, address(cast, "eligibility"))
    page = Client().get(address(cast, "about")).content.decode()
    assert f'href="/rounds/{cast.round.code}/apply"' in page


def test_a_page_takes_a_constant_number_of_queries(cast: Cast, look: Look) -> None:
    for page in PAGES:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            look(None, address(cast, page))
        assert len(queries) <= 10


# Questions


def test_all_questions_stand_on_one_page_with_hints_and_limits(cast: Cast, read: Read) -> None:
    cast.round.questions.create(code="need", title="Why here?", position=0, word_limit=250)
    cast.round.questions.create(code="who", title="Who helps?", position=1, required=False)
    cast.round.documents_asked.create(code="accounts", title="Last accounts", position=0)
    cast.round.documents_asked.create(code="b", title="DBS", position=1, before_payment=True)
    words = read(None, address(cast, "questions"))
    later = words.index("if you are awarded a grant, before any money is paid")
    assert words.index("Last accounts") < later < words.index("DBS")
    assert "if you are awarded a grant" in read(None, address(cast, "about"))
    assert "7. Why here?" in words
    assert "At most 250 words." in words
    assert "17. Who helps?\nAt most 300 words. You may leave this out." in words
    assert "Put victims first" in words
    assert "Last accounts" in words


# Eligibility


def ask(cast: Cast, **answers: str) -> str:
    response = Client().get(address(cast, "eligibility"), GOOD | answers)
    assert response.status_code == 200
    return words_of(response)  # type: ignore[arg-type]


def test_good_answers_lead_on(cast: Cast) -> None:
    assert "You can apply" in ask(cast)


def test_who_presses_the_button_without_an_answer_is_told_to_choose(cast: Cast) -> None:
    page = Client().get(address(cast, "eligibility")).content.decode()
    assert '<input type="hidden" name="checked" value="yes">' in page
    response = Client().get(address(cast, "eligibility"), {"checked": "yes"})
    words = words_of(response)  # type: ignore[arg-type]
    assert "Choose yes or no: Does it have a bank account in its own name?" in words


@pytest.mark.parametrize("name", GOOD)
def test_each_other_answer_says_why_not(cast: Cast, name: str) -> None:
    words = ask(cast, **{name: "no" if GOOD[name] == "yes" else "yes"})
    assert "It looks as if you cannot apply yet" in words
    assert "You can apply" not in words


def test_what_to_do_is_said_for_every_answer_that_fails(cast: Cast) -> None:
    words = ask(cast, bank="no", **{"gate-revenue": "no"})
    assert "Open one that two people sign for" in words
    assert "Change your plan so that it does" in words
    assert "Adopt a constitution first" not in words


def test_a_rounds_own_questions_stand_in_place_of_the_usual_ones(cast: Cast) -> None:
    cast.round.eligibility_questions.create(
        title="Have you had our money before?", good_answer=False, why_not="Wait.", position=0
    )
    answers = {"own-0": "yes", "gate-revenue": "yes"}
    words = words_of(Client().get(address(cast, "eligibility"), answers))  # type: ignore[arg-type]
    assert "Have you had our money before?\nWait." in words
    assert "bank account" not in words


def test_it_may_be_posted_too_and_without_a_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(address(cast, "eligibility"), GOOD)
    assert "You can apply" in response.content.decode()
    assert not client.cookies


@pytest.mark.parametrize("given", [{"bank": ""}, {"bank": "perhaps"}, {"bank": "\x00"}])
def test_what_is_not_answered_is_asked_for(cast: Cast, given: dict[str, str]) -> None:
    for response in (
        Client().get(address(cast, "eligibility"), GOOD | given),
        Client().post(address(cast, "eligibility"), GOOD | given),
    ):
        assert response.status_code == 422
        assert "There is a problem" in response.content.decode()


def test_nothing_is_asked_for_before_the_first_answer(cast: Cast, read: Read) -> None:
    assert "There is a problem" not in read(None, address(cast, "eligibility"))


# Not published


def test_a_round_that_is_not_published_is_there_for_its_partnership_alone(
    cast: Cast, look: Look
) -> None:
    Round.objects.update(published=False)
    people = {"nobody": None} | cast.everybody()
    for page in PAGES:
        found = {
            name
            for name, who in people.items()
            if look(who, address(cast, page)).status_code == 200
        }
        assert found == {"officer", "panel", "decision maker", "finance", "auditor"}
        missing = {
            look(who, address(cast, page)).status_code
            for name, who in people.items()
            if name not in found
        }
        assert missing == {404}


def test_its_officer_sees_that_it_is_not_published(cast: Cast, read: Read) -> None:
    Round.objects.update(published=False)
    for page in PAGES:
        assert "This round is not published." in read(cast.officer, address(cast, page))
    assert "Grant of" not in read(None, "/")
