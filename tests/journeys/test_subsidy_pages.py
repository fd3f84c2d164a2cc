"""Subsidy control on pages: declared by the organisation, noticed by officers, seen before deciding."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.models import Assistance, Award, SubsidyNotice
from awards.pending import TakenDown, take_down
from awards.subsidy import LIMIT_PENCE, year_of
from bids.models import Bid
from people.models import User
from reports.submission.sending import send
from rounds.models import Pot
from tests.cast import Cast
from tests.journeys.conftest import Read, words_of
from ui.dates import in_london


def post(person: User, address: str, **values: object) -> HttpResponse:
    client = Client()
    client.force_login(person)
    return client.post(address, values, follow=True)  # type: ignore[return-value]  # the test client's own kind


def today() -> date:
    return in_london(timezone.now()).date()


def parts(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def declared(cast: Cast, amount_pence: int) -> Assistance:
    return Assistance.objects.create(
        organisation=cast.organisation,
        giver="The county",
        amount_pence=amount_pence,
        given_on=today(),
        declared_by=cast.applicant,
    )


@pytest.fixture
def above(cast: Cast) -> Bid:
    """A sifted bid that would bring its organisation a pound above the limit."""
    declared(cast, LIMIT_PENCE - 99_900)
    return cast.sifted(100_000)


def own(cast: Cast) -> str:
    return f"/organisations/{cast.organisation.pk}/assistance"


def test_an_organisation_declares_what_it_has_from_elsewhere_and_removes_it(
    cast: Cast, read: Read
) -> None:
    assert "Assistance from elsewhere" in read(
        cast.applicant, f"/organisations/{cast.organisation.pk}"
    )
    assert "Nothing is declared." in read(cast.applicant, own(cast))
    given = {"giver": "The county", "amount_pence": "1,000", **parts("given_on", today())}
    words = words_of(post(cast.applicant, own(cast), **given))
    assert "What The county gave is added." in words
    assert "The county\n: £1,000.00" in words
    row = Assistance.objects.get()
    words = words_of(post(cast.applicant, f"{own(cast)}/{row.pk}/remove"))
    assert "What The county gave is removed." in words
    assert "Nothing is declared." in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"giver": ""}, "Enter who gave it"),
        ({"giver": "x" * 201}, "Make it shorter"),
        ({"amount_pence": "much"}, "is not an amount"),
        ({"given_on_year": "2090"}, "has not come yet"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    cast: Cast, changes: dict[str, str], said: str
) -> None:
    given = {"giver": "The county", "amount_pence": "1,000", **parts("given_on", today())}
    answer = post(cast.applicant, own(cast), **given | changes)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert not Assistance.objects.exists()


def test_anothers_declaration_is_not_removed(cast: Cast) -> None:
    row = declared(cast, 100)
    theirs = f"/organisations/{cast.rival_organisation.pk}/assistance/{row.pk}/remove"
    assert post(cast.rival, theirs).status_code == 404
    assert Assistance.objects.get().removed_at is None


def test_an_officer_sees_the_sums_and_records_notice_and_confirmation(
    cast: Cast, above: Bid, read: Read
) -> None:
    address = f"/bids/{above.reference}/subsidy"
    assert "Subsidy control" in read(cast.officer, f"/bids/{above.reference}")
    words = read(cast.officer, address)
    assert "Youth Works would have had £315,001.00 over three years" in words
    assert "The county" in words
    given = {"amount_pence": "1000", **parts("notice_on", today())}
    words = words_of(post(cast.officer, address, **given))
    assert "Total in the notice\n£315,001.00" in words
    assert "Confirmed\nNot yet" in words
    assert "nothing is approved until" in words
    given |= {"confirmed_by": "Rosa", **parts("confirmed_on", today())}
    words = words_of(post(cast.officer, address, **given))
    assert ", by Rosa" in words
    assert "above £315,000.00, and its notice and confirmation are recorded." in words
    assert "nothing is approved until" not in words
    assert SubsidyNotice.objects.get().total_pence == LIMIT_PENCE + 100


def test_who_reads_the_papers_sees_it_and_does_not_record(
    cast: Cast, above: Bid, read: Read
) -> None:
    words = read(cast.auditor, f"/bids/{above.reference}/subsidy")
    assert "£315,001.00" in words
    assert "Record it" not in words


def test_the_decision_maker_is_warned_before_anybody_presses(
    cast: Cast, above: Bid, read: Read
) -> None:
    code = cast.round.code
    words = read(cast.decision_maker, f"/rounds/{code}/decide")
    assert "Above the limit of subsidy control" in words
    assert "There is nothing here that you may approve in one go." in words
    one = f"/bids/{above.reference}/decide"
    assert "which is above £315,000.00" in read(cast.decision_maker, one)
    step = words_of(
        post(cast.decision_maker, one, decision="approve", amount_pence="1000", reason="Good.")
    )
    assert "which is above £315,000.00" in step
    assert f"Approve {above.reference}" not in step
    forced = post(
        cast.decision_maker,
        one,
        decision="approve",
        amount_pence="1000",
        reason="Good.",
        sure="yes",
    )
    assert forced.status_code == 422
    assert "£315,001.00" in words_of(forced)
    assert not Award.objects.exists()
    less = post(cast.decision_maker, one, decision="approve", amount_pence="999", reason="Good.")
    assert f"Approve {above.reference}" in words_of(less)


def test_a_decision_that_was_taken_down_is_not_confirmed_above_the_limit(
    cast: Cast, above: Bid, read: Read
) -> None:
    send(round=cast.round, route=Pot(above.route), by=cast.officer)
    take_down(
        round=cast.round,
        decisions=[TakenDown(above, "approve")],
        decided_by="Katy",
        decided_on=today(),
        by=cast.officer,
    )
    words = read(cast.decision_maker, f"/rounds/{cast.round.code}/decisions/confirm")
    assert "which is above £315,000.00" in words
    assert f"Confirm {above.reference}" not in words
    assert f"Send {above.reference} back" in words


def test_the_councils_own_bid_needs_nothing(cast: Cast, above: Bid, read: Read) -> None:
    cast.organisation.name = cast.round.partnership.authority
    cast.organisation.save()
    words = read(cast.officer, f"/bids/{above.reference}/subsidy")
    assert "what it gives itself is no subsidy" in words
    assert "Record it" not in words


def test_an_award_counts_in_the_year_of_its_approval(cast: Cast, read: Read) -> None:
    bid = cast.approved(100_000)
    words = read(cast.officer, reverse("bid-subsidy", args=[bid.reference]))
    approved, now = year_of(in_london(bid.award.approved_at).date()), year_of(today())
    assert f"{approved}-{(approved + 1) % 100}" in words
    assert f"{now}-{(now + 1) % 100}" not in words
