"""An administrator enters the identifiers for open data."""

from django.urls import reverse

from people.models import Funder, Partnership
from tests.cast import Cast
from tests.journeys.conftest import Read, words_of
from tests.journeys.pcc_forms import client

ADDRESS = reverse("identifiers", args=["csp"])


def sent(cast: Cast, prefix: str, org_id: str) -> dict[str, str]:
    return {"publisher_prefix": prefix, f"funder-{cast.round.funder.pk}": org_id}


def test_an_administrator_is_led_there_and_enters_them(cast: Cast) -> None:
    administrator = client(cast.administrator)
    people = administrator.get(reverse("partnership-people", args=["csp"]))
    assert f'href="{ADDRESS}"' in people.content.decode()
    assert f"Identifier of {cast.round.funder}" in words_of(administrator.get(ADDRESS))
    page = administrator.post(ADDRESS, sent(cast, " 360G-example ", "GB-LAE-KEN"), follow=True)
    assert "The identifiers are saved." in words_of(page)
    assert Partnership.objects.get(code="csp").publisher_prefix == "360G-example"
    shown = administrator.get(ADDRESS).content.decode()
    assert 'value="360G-example"' in shown
    assert 'value="GB-LAE-KEN"' in shown


def test_what_is_none_is_said_at_its_box_and_kept_as_typed(cast: Cast) -> None:
    answer = client(cast.administrator).post(ADDRESS, sent(cast, "360G example", "Kent/1"))
    words = words_of(answer)
    assert answer.status_code == 422
    assert "such as 360G-example" in words
    assert "such as GB-LAE-MAI" in words
    assert 'value="360G example"' in answer.content.decode()
    assert 'value="Kent/1"' in answer.content.decode()
    assert not Funder.objects.exclude(org_id="").exists()
    for wrong in ("x" * 61, "360G-a\u202eb", "360G-a\x00b"):
        page = client(cast.administrator).post(ADDRESS, sent(cast, wrong, ""))
        assert page.status_code == 422, wrong


def test_nobody_else_is_led_there(cast: Cast) -> None:
    people = client(cast.officer).get(reverse("partnership-people", args=["csp"]))
    assert ADDRESS not in people.content.decode()
    assert client(cast.officer).get(ADDRESS).status_code == 403
    assert client(cast.officer).post(ADDRESS, sent(cast, "360G-a", "")).status_code == 403


def test_the_officer_reads_under_which_identifiers_it_is_published(cast: Cast, read: Read) -> None:
    cast.approved()
    address = f"/rounds/{cast.round.code}/open-data"
    made_up = "Made up by the service: an administrator enters the registered one"
    words = read(cast.officer, address)
    assert f"Publisher\n360G-csp\n{made_up}" in words
    assert f"Funder\n360G-csp-the-pcc\n{made_up}" in words
    Partnership.objects.update(publisher_prefix="360G-example")
    Funder.objects.update(org_id="GB-LAE-KEN")
    words = read(cast.officer, address)
    assert "Publisher\n360G-example\nFunder\nGB-LAE-KEN" in words
    assert made_up not in words
