"""Pages that say no look like the others, and say what to do."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error

from tests.cast import Cast
from tests.journeys.conftest import Look, words_of

ASKED = RequestFactory().get("/")


def test_a_page_that_is_not_there_and_one_that_is_not_theirs_answer_alike(
    cast: Cast, look: Look
) -> None:
    bid = cast.submitted()
    for address in (f"/bids/{bid.reference}", "/bids/CSP19-999", "/rounds/nothing", "/nothing"):
        response = look(cast.rival, address)
        assert response.status_code == 404
        assert "Page not found" in words_of(response)
        assert "Night café" not in response.content.decode()


@pytest.mark.parametrize(
    ("response", "status", "words"),
    [
        (lambda: bad_request(ASKED, ValueError()), 400, "This page could not be shown"),
        (lambda: permission_denied(ASKED, PermissionDenied()), 403, "You may not do this"),
        (lambda: server_error(ASKED), 500, "Sorry, something went wrong"),
    ],
)
def test_they_are_drawn_without_the_database(response, status: int, words: str) -> None:  # type: ignore[no-untyped-def]
    page = response()
    assert page.status_code == status
    assert words in words_of(page)
    assert "Skip to main content" in page.content.decode()


def test_a_form_that_was_open_too_long_asks_to_try_again(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in", {})
    assert response.status_code == 403
    assert "Please try again" in words_of(response)  # type: ignore[arg-type]
