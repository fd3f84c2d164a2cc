"""What belongs to somebody else, asked for under an address of one's own or sent in a form."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from bids.models import Bid
from people.models import Invitation, JoinRequest, Membership, Organisation, User
from reports.submission.sending import send
from rounds.models import Pot, Round
from tests.cast import STARTED, SUBMITTED, Cast, cast_of
from tests.dump import Dump, dump
from tests.journeys.addresses import places
from tests.journeys.scene import Scene
from tests.round_files import round_text

SIGNING_IN = ("django_session", "people_user", "people_auditrow", "base_note", "usersessions_")
"""The tables that change when somebody signs in."""


@pytest.fixture
def here(cast: Cast) -> Scene:
    """A partnership, its people and its bids."""
    return Scene(cast)


@pytest.fixture
def there(here: Scene) -> Scene:
    """The same in another partnership, with other people and other organisations."""
    other = cast_of(round_text("grant-elsewhere", partnership="elsewhere-csp"))
    other.organisation, other.rival_organisation = (
        Organisation.objects.create(name=name, kind="charity") for name in ("Far", "Farther")
    )
    other.applicant, other.rival = (
        User.objects.create_user(f"{name}@far.example") for name in ("applicant", "rival")
    )
    other.organisation.members.add(other.applicant)
    other.rival_organisation.members.add(other.rival)
    scene = Scene(other)
    asks, colleague = (User.objects.create_user(f"{name}@far.example") for name in ("asks", "col"))
    scene.request = JoinRequest.objects.create(organisation=other.organisation, user=asks)
    scene.colleague = colleague
    scene.invitation = Invitation.objects.create(
        email="new@far.example",
        partnership=other.round.partnership,
        role="panel",
        digest="1" * 64,
        by=other.officer,
        expires_at=here.invitation.expires_at,
    )
    other.organisation.members.add(colleague)
    scene.bid.people.add(colleague)
    return scene


def kept() -> Dump:
    return {table: rows for table, rows in dump().items() if not table.startswith(SIGNING_IN)}


def post(user: User, address: str, given: dict[str, Any]) -> int:
    client = Client()
    client.force_login(user)
    return client.post(address, given).status_code


def mixed(here: Scene, there: Scene) -> Iterator[str]:
    """The addresses that name two things, with the first one's own and the last somebody else's."""
    for place in places():
        own, other = place.address(here).split("/"), place.address(there).split("/")
        named = [at for at, pair in enumerate(zip(own, other, strict=True)) if len(set(pair)) > 1]
        if len(named) > 1:
            yield "/".join([*own[: named[-1]], other[named[-1]], *own[named[-1] + 1 :]])


def test_nothing_of_somebody_else_is_found_under_ones_own(here: Scene, there: Scene) -> None:
    people, asked = here.people, list(mixed(here, there))
    assert len(asked) > 12
    before, wrong = kept(), []
    for who in ("officer", "decision-maker", "administrator", "applicant", "auditor"):
        client = Client()
        client.force_login(people[who] or here.cast.officer)
        for address in asked:
            answers = client.get(address).status_code, client.post(address).status_code
            if not set(answers) <= {403, 404, 405} or answers == (405, 405):
                wrong.append(f"{who} {address} {answers}")
    assert wrong == []
    assert kept() == before


def test_another_organisation_does_not_bid(here: Scene, there: Scene) -> None:
    cast = here.cast
    with time_machine.travel(SUBMITTED):
        for pk in (cast.rival_organisation.pk, there.cast.organisation.pk, 10**30, "x", -1):
            given = {"organisation": pk, "route": "main"}
            assert post(cast.applicant, f"/rounds/{cast.round.code}/apply", given) == 422
        given = {"organisation": cast.organisation.pk, "route": "main"}
        assert post(cast.applicant, f"/rounds/{cast.round.code}/apply", given) == 302
    assert Bid.objects.latest("pk").organisation == cast.organisation


def test_nothing_is_done_with_the_bids_of_another_round(here: Scene, there: Scene) -> None:
    address = f"/rounds/{here.cast.round.code}/bids/write"
    given = {"subject": "Hello", "body": "Hello", "go": "yes"}
    before = kept()
    assert post(here.cast.officer, address, {**given, "bid": there.bid.reference}) == 302
    assert kept() == before
    both = {**given, "bid": [here.bid.reference, there.bid.reference]}
    assert post(here.cast.officer, address, both) == 200
    new = kept()["notices_message"][len(before["notices_message"]) :]
    assert len(new) == 1


def test_no_decision_is_taken_down_confirmed_or_made_elsewhere(here: Scene, there: Scene) -> None:
    cast, place = here.cast, f"/rounds/{here.cast.round.code}"
    for scene in (here, there):
        send(round=scene.cast.round, route=Pot.MAIN, by=scene.cast.officer)
    pending, bid = there.pending, there.bid
    before = kept()
    letter = {
        "decided_by": "Katy",
        "decided_on_day": "1",
        "decided_on_month": "4",
        "decided_on_year": "2019",
    }
    down = {**letter, f"bid{bid.pk}-decision": "approve", f"bid{bid.pk}-amount_pence": "1"}
    assert post(cast.officer, f"{place}/decisions", down) == 422
    assert post(cast.decision_maker, f"{place}/decisions/confirm", {"confirm": pending.pk}) == 409
    for key in (f"{bid.pk}", f"{bid.pk}:{bid.requested_pence}", f"{bid.pk}::", f"{pending.pk}"):
        assert post(cast.decision_maker, f"{place}/decide", {"approve": key}) == 409
    assert kept() == before


def test_nobody_of_another_partnership_takes_part_in_a_round(here: Scene, there: Scene) -> None:
    officer, place = here.cast.officer, f"/rounds/{here.cast.round.code}/edit/people"
    before = kept()
    assert post(officer, place, {"officer": there.cast.officer.pk}) == 422
    assert kept() == before


def test_no_round_of_another_partnership_is_copied(here: Scene, there: Scene) -> None:
    given = {"title": "Mine", "financial_year": "2020-21", "allocation_pence": "1"}
    for start in (
        f"copy:{there.cast.round.code}",
        f"empty:{there.cast.round.partnership.code}",
        "copy:",
        "x:y",
    ):
        assert post(here.cast.officer, "/rounds/new", {**given, "start": start}) == 422
    assert Round.objects.count() == 2


def test_a_request_to_join_is_ones_own(here: Scene, there: Scene) -> None:
    """The token names the organisation and whom it was given to."""
    outsider, rival = here.cast.outsider, here.cast.rival
    client = Client()
    client.force_login(outsider)
    page = client.post("/organisations/new", {"name": "Far", "kind": "other", "address": "A"})
    token = page.context["alike"][0].token
    assert post(rival, "/organisations/join", {"organisation": token}) == 404
    for wrong in (there.cast.organisation.pk, token[:-1], "", "a\x00b"):
        assert post(outsider, "/organisations/join", {"organisation": wrong}) == 404
    assert post(outsider, "/organisations/join", {"organisation": token}) == 302


def test_a_role_of_another_partnership_gives_nothing_here(here: Scene, there: Scene) -> None:
    stranger = there.cast.officer
    assert Membership.objects.filter(user=stranger).count() == 1
    assert not Bid.objects.visible_to(stranger).filter(round=here.cast.round).exists()
    with time_machine.travel(STARTED):
        given = {"organisation": here.cast.organisation.pk, "route": "main"}
        assert post(stranger, f"/rounds/{here.cast.round.code}/apply", given) in {200, 422}
    assert not Bid.objects.filter(history__by=stranger, round=here.cast.round).exists()
