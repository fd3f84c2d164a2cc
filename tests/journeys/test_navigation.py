"""The links above every page: what a person may open, and nothing that is not there."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from tests.cast import Cast
from tests.journeys.conftest import Look


def links_of(look: Look, person: User | None, address: str) -> dict[str, str]:
    """The words and addresses of the navigation on a page."""
    page = look(person, address).content.decode()
    section = page.partition('class="govuk-service-navigation"')[2].partition("</section>")[0]
    found = re.findall(
        r'<a class="govuk-service-navigation__link" href="([^"]+)"[^>]*>(.*?)</a>',
        section,
        re.DOTALL,
    )
    return {re.sub(r"<[^>]*>", "", words).strip(): href for href, words in found}


def test_an_officer_is_led_to_their_round(cast: Cast, look: Look) -> None:
    assert links_of(look, cast.officer, "/desk")["Round"] == f"/rounds/{cast.round.code}"


def test_every_link_leads_to_a_page(cast: Cast, look: Look) -> None:
    for person in (
        cast.officer,
        cast.decision_maker,
        cast.finance,
        cast.auditor,
        cast.panel_member,
    ):
        for address in links_of(look, person, f"/rounds/{cast.round.code}").values():
            assert look(person, address).status_code in (200, 302), (person, address)


def test_an_administrator_is_not_led_to_bids(cast: Cast, look: Look) -> None:
    assert not {"Bids", "Round", "Decisions"} & set(links_of(look, cast.administrator, "/desk"))


def test_an_applicant_is_led_to_their_own_and_somebody_signed_out_nowhere(
    cast: Cast, look: Look
) -> None:
    found = links_of(look, cast.applicant, "/")
    assert found == {"Your bids": "/", "Your organisations": "/organisations"}
    assert links_of(look, None, "/sign-in") == {}


def test_it_takes_one_query_and_the_health_page_none(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer)
    for address, most in (("/nothing", 1), ("/health", 0)):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        asked = [query for query in captured if "people_membership" in query["sql"]]
        assert len(asked) == most
