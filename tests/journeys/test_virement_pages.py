"""Money is asked to move between pots by one person, and another agrees by the emailed link."""

from urllib.parse import urlparse

import pytest
from django.core.management import call_command
from django.test import Client

from funds.balances import balances
from funds.models import VirementRequest
from funds.virements import agree, ask
from notices.models import Message
from people.models import User
from rounds.models import Pot
from tests.cast import Cast
from tests.journeys.conftest import Look, Read, words_of

GOOD = {
    "way": "tactical-main",
    "amount_pence": "£500",
    "reason": "The main round is strong.",
    "authority": "Minute 7",
}


def send(person: User, address: str, data: dict[str, str]) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    response = client.post(address, data, follow=True)
    return response.status_code, words_of(response)  # type: ignore[arg-type]


def asked(cast: Cast, amount_pence: int = 50_000) -> VirementRequest:
    return ask(
        round=cast.round,
        source=Pot.TACTICAL,
        target=Pot.MAIN,
        amount_pence=amount_pence,
        reason="The main round is strong.",
        authority="Minute 7",
        by=cast.finance,
    )


def place(cast: Cast, one: VirementRequest | None = None) -> str:
    return f"/rounds/{cast.round.code}/virements" + (f"/{one.pk}" if one else "")


def allocated(cast: Cast) -> tuple[int, int]:
    pots = balances(cast.round).pots
    return pots[Pot.MAIN]["allocation_pence"], pots[Pot.TACTICAL]["allocation_pence"]


def test_one_asks_and_another_agrees_by_the_link(cast: Cast) -> None:
    status, words = send(cast.finance, place(cast), GOOD)
    assert status == 200
    assert "You asked to move £500.00." in words
    assert allocated(cast) == (2_000_000, 1_000_000)

    told = Message.objects.filter(kind="virement-asked")
    others = {cast.second_finance.email, cast.decision_maker.email}
    assert {message.to for message in told} == others
    body = told.get(to=cast.decision_maker.email).body
    address = urlparse(body.split()[-1]).path

    nobody = Client().get(address)
    assert nobody.status_code == 302
    assert nobody["Location"].endswith(f"?next={address}")

    status, words = send(cast.decision_maker, address, {"answer": "yes"})
    assert status == 200
    assert "£500.00 has moved." in words
    assert allocated(cast) == (2_050_000, 950_000)
    moved = VirementRequest.objects.get().movement
    assert moved
    assert (moved.by, moved.seconded_by) == (cast.finance, cast.decision_maker)
    assert moved.note
    assert moved.note.text == "The main round is strong. (authority: Minute 7)"
    assert Message.objects.get(kind="virement-agreed").to == cast.finance.email
    call_command("check_books", verbosity=0)


def test_the_second_person_sees_what_it_does_to_both_pots(cast: Cast, read: Read) -> None:
    words = read(cast.decision_maker, place(cast, asked(cast)))
    assert "Tactical pot\n£10,000.00\n£9,500.00\n£10,000.00\n£9,500.00" in words
    assert "Main pot\n£20,000.00\n£20,500.00\n£20,000.00\n£20,500.00" in words


def test_a_request_stands_on_the_desks_of_those_who_may_agree(cast: Cast, read: Read) -> None:
    asked(cast)
    words = "1 request\nMoney is asked to move between pots: agree, or say no"
    for person in (cast.decision_maker, cast.second_finance):
        assert words in read(person, "/desk")
    for person in (cast.finance, cast.officer, cast.auditor):
        assert "Money is asked to move" not in read(person, "/desk")


def test_a_no_has_its_reason_and_moves_nothing(cast: Cast) -> None:
    one = asked(cast)
    status, words = send(cast.decision_maker, place(cast, one), {"answer": "no", "reason": " "})
    assert status == 422
    assert "Enter the reason why the money should stay" in words

    given = {"answer": "no", "reason": "The summer needs it."}
    status, words = send(cast.decision_maker, place(cast, one), given)
    assert status == 200
    assert "The summer needs it." in words
    assert allocated(cast) == (2_000_000, 1_000_000)
    message = Message.objects.get(kind="virement-refused")
    assert message.to == cast.finance.email
    assert "The summer needs it." in message.body


def test_who_asked_takes_it_back_and_cannot_agree(cast: Cast) -> None:
    one = asked(cast)
    status, words = send(cast.finance, place(cast, one), {"answer": "yes"})
    assert status == 200
    assert "took the request back" in words
    assert allocated(cast) == (2_000_000, 1_000_000)


def test_the_first_to_answer_wins_and_the_other_is_told(cast: Cast) -> None:
    one = asked(cast)
    agree(asked=one, by=cast.second_finance)
    status, words = send(cast.decision_maker, place(cast, one), {"answer": "no", "reason": "Late."})
    assert status == 422
    assert "Fay agreed at" in words
    assert "the money has moved" in words
    assert allocated(cast) == (2_050_000, 950_000)


def test_what_the_pot_cannot_bear_any_more_is_refused_and_the_request_stays(cast: Cast) -> None:
    one = asked(cast, 900_000)
    cast.approved(500_000, route=Pot.TACTICAL)
    status, words = send(cast.decision_maker, place(cast, one), {"answer": "yes"})
    assert status == 422
    assert "£9,000.00 is too much: the tactical pot has £5,000.00 left." in words
    assert "this cannot be agreed" in words
    one.refresh_from_db()
    assert one.ended_at is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"way": ""}, "Choose from which pot to which"),
        ({"way": "main-main"}, "Choose one of the answers"),
        ({"amount_pence": "0"}, "Enter £0.01 or more"),
        ({"amount_pence": "-5"}, "Enter £0.01 or more"),
        ({"amount_pence": "1.005"}, "is not an amount"),
        ({"amount_pence": "10000.01"}, "£10,000.01 is too much"),
        ({"reason": ""}, "Enter the reason why the money moves"),
        ({"authority": ""}, "Enter on whose authority the money moves"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_asked(
    cast: Cast, changes: dict[str, str], said: str
) -> None:
    status, words = send(cast.finance, place(cast), GOOD | changes)
    assert status == 422
    assert said in words
    assert not VirementRequest.objects.exists()


def test_where_there_is_no_second_person_the_page_says_so(cast: Cast, read: Read) -> None:
    User.objects.filter(pk__in=[cast.second_finance.pk, cast.decision_maker.pk]).update(
        is_active=False
    )
    assert "Nobody else of the Partnership of csp could agree" in read(cast.finance, place(cast))
    status, words = send(cast.finance, place(cast), GOOD)
    assert status == 422
    assert "invites a second finance person or decision maker" in words


def test_a_closed_round_is_not_asked(cast: Cast, look: Look) -> None:
    cast.round.closed_at = cast.round.closes
    cast.round.save()
    assert b"Ask to move money" not in look(cast.finance, place(cast)).content
    status, words = send(cast.finance, place(cast), GOOD)
    assert status == 422
    assert "The round is closed" in words
