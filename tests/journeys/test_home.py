"""Where people begin."""

from people.models import User
from tests.cast import Cast
from tests.journeys.conftest import Read


def test_staff_find_the_rounds_of_their_partnership(cast: Cast, read: Read) -> None:
    cast.submitted()
    words = read(cast.finance, "/")
    assert (
        "Grant of grant-2019-20\nPartnership of csp\n2019-20\nmidday on Friday 8 March 2019"
        in words
    )
    assert "Your bids" not in words


def test_an_applicant_finds_their_bids_and_the_rounds_of_them(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    words = read(cast.applicant, "/")
    assert f"Your bids\nBid\nProject\nRound\nRequested\nState\n{bid.reference}\nNight café" in words
    assert "Rounds\nRound" in words
    assert bid.reference not in read(cast.rival, "/")


def test_somebody_new_is_told_what_to_do(cast: Cast, read: Read) -> None:
    words = read(User.objects.create_user("new@example.org"), "/")
    assert "There is nothing here for you yet. Ask an officer" in words
