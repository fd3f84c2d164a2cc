"""The radar, and what it leads to: asked, agreed, and sent on to the tactical pot, once."""

from typing import Any

import pytest

from base.errors import NotAllowed, Refused
from bids.models import Bid
from funds import virements
from funds.balances import available_pence
from funds.models import VirementRequest
from monitoring.models import Claim, Variation
from monitoring.underspend.radar import Radar, radar
from monitoring.underspend.releasing import release_to_tactical
from monitoring.variations.varying import accept_variation, ask_release, ask_variation
from notices.models import Message
from rounds.models import Pot
from tests.cast import Cast
from tests.dump import dump


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """£5,000 committed, £2,000 of it paid."""
    return cast.paid(500_000, paid_pence=200_000)


def look(cast: Cast) -> Radar:
    return radar(cast.round, cast.officer)


def asked(cast: Cast, bid: Bid, pence: int = 100_000) -> Variation:
    return ask_release(award=bid.award, amount_pence=pence, by=cast.officer, reason="Quieter.")


def agreed(cast: Cast, bid: Bid, pence: int = 100_000) -> Variation:
    return accept_variation(variation=asked(cast, bid, pence), signatory="Ann", by=cast.applicant)


def forecast(cast: Cast, bid: Bid, pence: int, **more: Any) -> None:
    values = {"period": cast.first_period, "state": "accepted", **more}
    bid.award.returns.create(
        rag="green",
        spent_pence=100_000,
        forecast_pence=pence,
        accepted_by=cast.officer,
        accepted_at=bid.award.approved_at,
        **values,
    )


# The radar


def test_the_latest_accepted_return_is_what_counts(cast: Cast, bid: Bid) -> None:
    forecast(cast, bid, 300_000)
    sent = {"sent_by": cast.applicant, "sent_at": bid.award.approved_at}
    forecast(cast, bid, 450_000, period=cast.final_period, state="sent", **sent)
    (project,) = look(cast).projects
    where = project.position
    assert (where.committed, where.paid, where.forecast) == (500_000, 200_000, 300_000)
    assert (where.underspend, where.releasable) == (200_000, 200_000)
    bid.award.returns.update(state="accepted")
    assert look(cast).projects[0].position.releasable == 50_000


@pytest.mark.parametrize(
    ("state", "left"), [("sent", 160_000), ("refused", 200_000), ("withdrawn", 200_000)]
)
def test_claims_under_way_are_kept_back(cast: Cast, bid: Bid, state: str, left: int) -> None:
    forecast(cast, bid, 300_000)
    Claim.objects.create(
        award=bid.award, number=1, amount_pence=40_000, claimed_by=cast.applicant, state=state
    )
    assert look(cast).projects[0].position.releasable == left


def test_what_the_tactical_pot_would_have_at_every_step(cast: Cast, bid: Bid) -> None:
    before = look(cast)
    tactical = before.pots[Pot.TACTICAL].available
    assert before.tactical_after == tactical == 1_000_000
    forecast(cast, bid, 300_000)
    assert look(cast).tactical_after == tactical + 200_000
    variation = asked(cast, bid, 150_000)
    now = look(cast)
    assert (now.projects[0].asked_pence, now.tactical_after) == (150_000, tactical + 150_000)
    assert [one.pk for one in now.changes] == [variation.pk]
    accept_variation(variation=variation, signatory="Ann", by=cast.applicant)
    now = look(cast)
    assert ([one.freed_pence for one in now.freed], now.changes) == ([150_000], [])
    assert now.tactical_after == tactical + 150_000 + 50_000
    request = release_to_tactical(variation=variation, by=cast.finance)
    now = look(cast)
    assert (now.freed, now.moving_pence) == ([], 150_000)
    assert now.tactical_after == tactical + 150_000 + 50_000
    virements.agree(asked=request, by=cast.second_finance)
    now = look(cast)
    assert (now.moving_pence, now.pots[Pot.TACTICAL].available) == (0, tactical + 150_000)
    assert now.tactical_after == tactical + 150_000 + 50_000


def test_a_rise_that_is_asked_for_is_no_release(cast: Cast, bid: Bid) -> None:
    ask_variation(award=bid.award, by=cast.applicant, reason="More.", amount_pence=600_000)
    (project,) = look(cast).projects
    assert project.open
    assert project.asked_pence is None
    assert not project.may_be_asked


def test_only_a_running_project_with_something_to_give_is_asked(cast: Cast, bid: Bid) -> None:
    assert not look(cast).projects[0].may_be_asked
    forecast(cast, bid, 300_000)
    assert look(cast).projects[0].may_be_asked
    asked(cast, bid)
    assert not look(cast).projects[0].may_be_asked


# On to the tactical pot


def test_a_second_person_agrees_before_it_moves(cast: Cast, bid: Bid) -> None:
    variation = agreed(cast, bid)
    before = available_pence(cast.round, Pot.TACTICAL)
    request = release_to_tactical(variation=variation, by=cast.finance)
    assert (request.source, request.target, request.amount_pence) == ("main", "tactical", 100_000)
    assert "Quieter." in request.reason
    assert f"Variation 1 of {bid.reference}" in request.authority
    assert available_pence(cast.round, Pot.TACTICAL) == before
    told = Message.objects.filter(kind="virement-asked").values_list("to", flat=True)
    assert set(told) == {"finance2@csp.example", "decisions@csp.example"}
    virements.agree(asked=request, by=cast.decision_maker)
    assert available_pence(cast.round, Pot.TACTICAL) == before + 100_000


def test_it_is_sent_on_once(cast: Cast, bid: Bid) -> None:
    variation = agreed(cast, bid)
    request = release_to_tactical(variation=variation, by=cast.finance)
    virements.agree(asked=request, by=cast.second_finance)
    before = dump()
    with pytest.raises(Refused, match="before"):
        release_to_tactical(variation=variation, by=cast.second_finance)
    assert dump() == before


@pytest.mark.parametrize("answer", ["no", "back"])
def test_where_it_stays_after_all_it_may_be_asked_again(cast: Cast, bid: Bid, answer: str) -> None:
    variation = agreed(cast, bid)
    request = release_to_tactical(variation=variation, by=cast.finance)
    if answer == "no":
        virements.say_no(asked=request, by=cast.second_finance, reason="Not yet.")
    else:
        virements.take_back(asked=request, by=cast.finance)
    assert [one.pk for one in look(cast).freed] == [variation.pk]
    again = release_to_tactical(variation=variation, by=cast.finance)
    assert look(cast).freed == []
    virements.agree(asked=again, by=cast.second_finance)
    assert look(cast).freed == []


def test_a_request_for_all_of_the_grant_or_more_says_what_there_is(cast: Cast, bid: Bid) -> None:
    with pytest.raises(Refused, match=r"The grant is £5,000\.00: ask for less"):
        asked(cast, bid, 500_000)


@pytest.mark.parametrize("pence", [0, -100])
def test_nothing_and_less_than_nothing_is_not_asked_for(cast: Cast, bid: Bid, pence: int) -> None:
    with pytest.raises(Refused, match="more than zero"):
        asked(cast, bid, pence)


def test_not_before_the_organisation_agreed(cast: Cast, bid: Bid) -> None:
    variation = asked(cast, bid)
    with pytest.raises(Refused, match="in force"):
        release_to_tactical(variation=variation, by=cast.finance)
    assert not VirementRequest.objects.exists()


def test_only_what_is_meant_for_the_tactical_pot(cast: Cast, bid: Bid) -> None:
    variation = agreed(cast, bid)
    Variation.objects.update(to_tactical=False)
    with pytest.raises(Refused, match="in force"):
        release_to_tactical(variation=variation, by=cast.finance)


@pytest.mark.parametrize("who", ["officer", "decision_maker", "auditor", "applicant", "stranger"])
def test_only_finance_sends_it_on(cast: Cast, bid: Bid, who: str) -> None:
    variation = agreed(cast, bid)
    with pytest.raises(NotAllowed):
        release_to_tactical(variation=variation, by=getattr(cast, who))


def test_not_somebody_with_a_stake(cast: Cast, bid: Bid) -> None:
    variation = agreed(cast, bid)
    cast.organisation.members.add(cast.finance)
    with pytest.raises(NotAllowed, match="interest"):
        release_to_tactical(variation=variation, by=cast.finance)


def test_where_nobody_could_agree_it_stays_to_be_sent(cast: Cast, bid: Bid) -> None:
    variation = agreed(cast, bid)
    cast.round.partnership.memberships.exclude(user=cast.finance).filter(
        role__in=("finance", "decision-maker")
    ).delete()
    with pytest.raises(Refused, match="Nobody else"):
        release_to_tactical(variation=variation, by=cast.finance)
    assert Variation.objects.get().released_at is None
