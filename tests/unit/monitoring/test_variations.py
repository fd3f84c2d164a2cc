"""Variations: asked for, decided, agreed by the organisation; the old terms hold until then."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from awards.models import Award
from awards.terms import current, next_terms
from base.errors import NotAllowed, Refused
from base.stale import Stale
from bids.models import Bid
from funds.statement import statement
from monitoring import actions as monitoring
from monitoring.models import AgreementChange, PaymentLine, Variation
from monitoring.payments.confirmations import Confirmation, confirm_lines
from monitoring.returns.headings import over_budget
from monitoring.variations.changes import needs_agreement, new_agreement, replanned
from monitoring.variations.varying import (
    accept_variation,
    ask_release,
    ask_variation,
    decide_variation,
    withdraw_variation,
)
from monitoring.year.ending import stands_in_the_way
from notices.models import Message
from people.models import User
from reports.books import differences
from tests.cast import AGREED, Cast, again, at
from tests.claims import approved, batch, running
from tests.dump import dump

ASKED, DECIDED, ACCEPTED = at("2019-09-02 10:00"), at("2019-09-03 10:00"), at("2019-09-04 10:00")
State = Variation.State


@pytest.fixture
def award(cast: Cast) -> Award:
    """£5,000, agreed by Ann, of which £2,000 are paid."""
    return cast.paid(500_000, paid_pence=200_000).award


def ask(cast: Cast, award: Award, **changes: object) -> Variation:
    return ask_variation(
        award=award,
        by=cast.applicant,
        reason="It costs less.",
        at=ASKED,
        **changes,  # type: ignore[arg-type]  # as the tests name them
    )


def agree(variation: Variation, by: User) -> Variation:
    return decide_variation(variation=variation, by=by, agree=True, at=DECIDED)


def accept(variation: Variation, by: User, signatory: str = "Ann") -> Variation:
    return accept_variation(variation=variation, signatory=signatory, by=by, at=ACCEPTED)


def held(award: Award) -> tuple[int, int]:
    """What is committed (paid included) to an award, and free in its pot."""
    now = statement(award.bid.round)
    pot = now.pots[now.pot_of[award.bid.reference]]
    return now.awards[award.bid.reference].committed, pot.available


def fresh(award: Award) -> Award:
    return Award.objects.get(pk=award.pk)


# Down


def test_the_old_terms_hold_until_the_organisation_agrees(cast: Cast, award: Award) -> None:
    before = held(award)
    variation = agree(ask(cast, award, amount_pence=400_000), cast.officer)
    assert (held(award), fresh(award).amount_pence) == (before, 500_000)
    accept(variation, cast.applicant)
    assert held(award) == (400_000, before[1] + 100_000)
    award = fresh(award)
    assert (award.amount_pence, award.approved_pence) == (400_000, 500_000)
    terms = current(award)
    assert (terms.version, terms.amount_pence, terms.at) == (2, 400_000, ACCEPTED)
    assert sum(one["amount_pence"] for one in terms.headings) == 400_000
    assert list(differences([cast.round])) == []


def test_what_was_accepted_is_kept_word_for_word(cast: Cast, award: Award) -> None:
    variation = agree(ask(cast, award, amount_pence=400_000), cast.officer)
    written = new_agreement(variation)
    accept(variation, cast.applicant)
    kept = Variation.objects.get(pk=variation.pk).agreement
    assert (kept.text, kept.checksum, kept.accepted_by) == (written.text, written.checksum, "Ann")
    assert "£4,000.00" in kept.text


def test_never_less_than_is_paid_and_claimed(cast: Cast, award: Award) -> None:
    before = dump()
    with pytest.raises(Refused, match=r"£2,000.00 of the grant is paid or claimed"):
        ask(cast, award, amount_pence=199_999)
    assert dump() == before


def test_what_is_paid_meanwhile_is_looked_at_again(cast: Cast, award: Award) -> None:
    variation = agree(ask(cast, award, amount_pence=250_000), cast.officer)
    cast.receive(100_000)
    monitoring.pay(
        award=award,
        amount_pence=100_000,
        reference="late",
        by=cast.finance,
        at=DECIDED,
        happened_outside=True,
    )
    before = dump()
    with pytest.raises(Refused, match=r"£3,000.00 of the grant is paid"):
        accept(variation, cast.applicant)
    assert dump() == before


def test_what_was_released_already_is_not_released_twice(cast: Cast, award: Award) -> None:
    monitoring.release(
        award=award, amount_pence=100_000, by=cast.finance, reason="Underspent", at=AGREED
    )
    accept(agree(ask(cast, award, amount_pence=400_000), cast.officer), cast.applicant)
    assert held(award)[0] == 400_000


# Up


def test_more_is_for_a_decision_maker_and_comes_from_the_pot(cast: Cast, award: Award) -> None:
    free = held(award)[1]
    variation = ask(cast, award, amount_pence=600_000)
    with pytest.raises(NotAllowed):
        agree(variation, cast.officer)
    accept(agree(variation, cast.decision_maker), cast.applicant)
    assert held(award) == (600_000, free - 100_000)
    award = fresh(award)
    assert (award.amount_pence, award.increased_pence) == (600_000, 100_000)
    assert list(differences([cast.round])) == []


def test_no_more_than_the_pot_has(cast: Cast, award: Award) -> None:
    variation = ask(cast, award, amount_pence=2_000_001)
    before = dump()
    with pytest.raises(Refused, match=r"£15,000.01 more is too much: the main pot has £15,000.00"):
        agree(variation, cast.decision_maker)
    assert dump() == before
    decide_variation(
        variation=variation, by=cast.decision_maker, agree=False, why="No money", at=DECIDED
    )
    agree(ask(cast, award, amount_pence=2_000_000), cast.decision_maker)


def test_the_pot_may_be_spent_before_more_is_accepted(cast: Cast, award: Award) -> None:
    variation = agree(ask(cast, award, amount_pence=2_000_000), cast.decision_maker)
    cast.approved(1)
    before = dump()
    with pytest.raises(Refused, match="is too much"):
        accept(variation, cast.applicant)
    assert dump() == before


def test_less_is_not_for_a_decision_maker_nor_for_finance(cast: Cast, award: Award) -> None:
    variation = ask(cast, award, amount_pence=400_000)
    for person in (cast.decision_maker, cast.finance, cast.applicant):
        with pytest.raises(NotAllowed):
            agree(variation, person)


def test_nobody_with_a_stake_decides(cast: Cast, award: Award) -> None:
    variation = ask(cast, award, amount_pence=400_000)
    cast.organisation.members.add(cast.officer)
    with pytest.raises(NotAllowed, match="has an interest"):
        agree(variation, cast.officer)


# What else changes


def test_a_budget_alone_is_in_force_with_the_decision(cast: Cast, award: Award) -> None:
    budget = [
        {"name": "staffing", "amount_pence": 450_000},
        {"name": "Travel", "amount_pence": 50_000},
    ]
    variation = ask(cast, award, headings=budget)
    assert not needs_agreement(variation)
    assert agree(variation, cast.officer).state == State.IN_FORCE
    assert current(award).headings == budget


@pytest.mark.parametrize(
    ("budget", "why"),
    [
        ([{"name": "A", "amount_pence": 499_999}], "add up to £4,999.99"),
        ([{"name": "A", "amount_pence": 500_001}, {"name": "B", "amount_pence": -1}], "add up"),
        (
            [{"name": "A", "amount_pence": 1}, {"name": " a ", "amount_pence": 499_999}],
            "a name of its own",
        ),
    ],
)
def test_a_budget_adds_up(cast: Cast, award: Award, budget: object, why: str) -> None:
    with pytest.raises(Refused, match=why):
        ask(cast, award, headings=budget)


def test_dates_outcomes_and_signatory_wait_for_the_organisation(cast: Cast, award: Award) -> None:
    variation = ask(
        cast,
        award,
        ends_on=date(2020, 2, 29),
        outcomes="Fewer calls still.",
        signatory="Bea Young",
    )
    assert agree(variation, cast.officer).state == State.DECIDED
    with pytest.raises(Refused, match="Bea Young is to accept it"):
        accept(variation, cast.applicant)
    accept(variation, cast.applicant, "bea  young")
    terms = current(award)
    assert (terms.ends_on, terms.outcomes) == (date(2020, 2, 29), "Fewer calls still.")
    assert fresh(award).signatory == "Bea Young"
    assert held(award)[0] == 500_000


def test_it_ends_after_it_starts(cast: Cast, award: Award) -> None:
    with pytest.raises(Refused, match="on or after the day when it starts"):
        ask(cast, award, ends_on=date(2019, 4, 28))


@pytest.mark.parametrize("changes", [{}, {"amount_pence": 500_000}, {"outcomes": " "}])
def test_something_must_change(cast: Cast, award: Award, changes: dict[str, object]) -> None:
    with pytest.raises(Refused, match="Nothing would change"):
        ask(cast, award, **changes)


@pytest.mark.parametrize("pence", [0, -1])
def test_an_amount_is_more_than_nothing(cast: Cast, award: Award, pence: int) -> None:
    with pytest.raises(Refused, match="more than zero"):
        ask(cast, award, amount_pence=pence)


# One at a time, settled once


def test_one_is_open_at_a_time(cast: Cast, award: Award) -> None:
    first = ask(cast, award, amount_pence=400_000)
    with pytest.raises(Refused, match="is open already"):
        ask(cast, award, amount_pence=450_000)
    withdraw_variation(variation=first, by=cast.applicant, at=DECIDED)
    assert ask(cast, award, amount_pence=450_000).number == 2


def test_a_refusal_needs_a_reason_and_changes_nothing(cast: Cast, award: Award) -> None:
    variation = ask(cast, award, amount_pence=400_000)
    with pytest.raises(Refused, match="Give the reason"):
        decide_variation(variation=variation, by=cast.officer, agree=False, at=DECIDED)
    refused = decide_variation(
        variation=variation, by=cast.officer, agree=False, why="Too early.", at=DECIDED
    )
    assert (refused.state, fresh(award).amount_pence) == (State.REFUSED, 500_000)
    assert "Too early." in Message.objects.get(kind="variation-refused").body


def test_nothing_is_accepted_twice_or_before_it_is_decided(cast: Cast, award: Award) -> None:
    variation = ask(cast, award, amount_pence=400_000)
    with pytest.raises(Refused, match="is asked for now"):
        accept(variation, cast.applicant)
    accept(agree(variation, cast.officer), cast.applicant)
    with pytest.raises(Refused, match="is in force now"):
        accept(variation, cast.applicant)
    with pytest.raises(Refused, match="is in force now"):
        agree(variation, cast.officer)


def test_a_text_that_changed_is_read_again(cast: Cast, award: Award) -> None:
    variation = agree(ask(cast, award, amount_pence=400_000), cast.officer)
    seen = new_agreement(variation).checksum
    next_terms(award, cast.officer, DECIDED, special_conditions="Open on Sundays.")
    with pytest.raises(Stale):
        accept_variation(
            variation=variation, signatory="Ann", by=cast.applicant, seen=seen, at=ACCEPTED
        )


def test_somebody_elses_award_is_not_varied(cast: Cast, award: Award) -> None:
    for person in (cast.rival, cast.finance, cast.panel_member):
        with pytest.raises(NotAllowed):
            ask_variation(award=award, by=person, reason="x", amount_pence=400_000, at=ASKED)


def test_terms_are_not_varied_before_the_agreement_nor_after_the_end(cast: Cast) -> None:
    for bid in (cast.approved(), cast.terminated(), cast.closed()):
        with pytest.raises(Refused, match="not now"):
            ask(cast, bid.award, amount_pence=100_000)


# Giving an underspend back


def test_what_an_officer_asks_for_waits_for_the_organisation_alone(
    cast: Cast, award: Award
) -> None:
    variation = ask_release(
        award=award, amount_pence=50_000, by=cast.officer, reason="Underspent", at=ASKED
    )
    assert (variation.state, variation.to_tactical) == (State.DECIDED, True)
    assert Message.objects.filter(kind="variation-agree", to="applicant@youth.example").exists()
    accept(variation, cast.applicant)
    assert held(award)[0] == 450_000


def test_only_an_officer_without_a_stake_asks_for_it(cast: Cast, award: Award) -> None:
    with pytest.raises(NotAllowed):
        ask_release(award=award, amount_pence=1, by=cast.finance, reason="x", at=ASKED)
    cast.organisation.members.add(cast.officer)
    with pytest.raises(NotAllowed):
        ask_release(award=award, amount_pence=1, by=cast.officer, reason="x", at=ASKED)


def test_no_more_can_be_asked_for_than_is_neither_paid_nor_claimed(
    cast: Cast, award: Award
) -> None:
    with pytest.raises(Refused, match="is paid or claimed"):
        ask_release(award=award, amount_pence=300_001, by=cast.officer, reason="x", at=ASKED)


# Sums


def test_a_plan_is_shortened_or_lengthened_at_its_end() -> None:
    plan = [{"due": "2019-05-01", "amount_pence": 60}, {"due": "2019-09-01", "amount_pence": 40}]
    assert [one["amount_pence"] for one in replanned(plan, 70)] == [60, 10]  # type: ignore[arg-type]
    assert [one["amount_pence"] for one in replanned(plan, 50)] == [50]  # type: ignore[arg-type]
    assert [one["amount_pence"] for one in replanned(plan, 130)] == [60, 70]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spent", "tolerance", "over"),
    [(100, 0, False), (101, 0, True), (110, 10, False), (111, 10, True)],
)
def test_a_heading_is_over_beyond_its_tolerance(spent: int, tolerance: int, over: bool) -> None:
    budget = [{"name": "Staff", "amount_pence": 100}]
    found = over_budget(budget, {"staff": spent}, tolerance)  # type: ignore[arg-type]
    assert bool(found) == over


def test_what_is_not_in_the_budget_is_over_with_its_first_penny() -> None:
    (found,) = over_budget([], {"Cake": 1}, 50)
    assert (found.name, found.budget_pence) == ("Cake", 0)


def test_a_bid_stays_where_it_is(cast: Cast, award: Award) -> None:
    rows = Bid.objects.get(pk=award.bid_id).history.count()
    accept(agree(ask(cast, award, amount_pence=400_000), cast.officer), cast.applicant)
    assert again(award.bid).history.count() == rows


def test_what_is_open_when_the_project_ends_is_still_settled(cast: Cast, award: Award) -> None:
    variation = ask(cast, award, amount_pence=400_000)
    monitoring.terminate(bid=award.bid, by=cast.decision_maker, reason="Stopped.", at=DECIDED)
    words = "Variations not settled: 1."
    assert words in [way.text for way in stands_in_the_way(cast.round)]
    with pytest.raises(Refused, match="has ended"):
        agree(variation, cast.officer)
    withdraw_variation(variation=variation, by=cast.officer, why="It ended.")
    assert words not in [way.text for way in stands_in_the_way(cast.round)]


def test_nothing_is_accepted_once_the_project_ended(cast: Cast, award: Award) -> None:
    variation = agree(ask(cast, award, amount_pence=400_000), cast.officer)
    monitoring.terminate(bid=award.bid, by=cast.decision_maker, reason="Stopped.", at=ACCEPTED)
    before = dump()
    with pytest.raises(Refused, match="has ended"):
        accept(variation, cast.applicant)
    assert dump() == before


def test_the_database_keeps_the_text_that_was_accepted(cast: Cast, award: Award) -> None:
    accept(agree(ask(cast, award, amount_pence=400_000), cast.officer), cast.applicant)
    for change in ({"text": "x"}, {"checksum": "x"}):
        with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
            AgreementChange.objects.update(**change)
    with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
        AgreementChange.objects.all().delete()


def test_terms_are_not_lowered_below_what_is_with_the_payment_system(cast: Cast) -> None:
    bid = running(cast)
    variation = agree(ask(cast, bid.award, amount_pence=100_000), cast.officer)
    made = batch(cast, approved(cast, bid, 200_000))
    before = dump()
    with pytest.raises(Refused, match=r"£2,000\.00 of the grant is paid or claimed"):
        accept(variation, cast.applicant)
    assert dump() == before
    line = made.lines.get()
    came_back = Confirmation(PaymentLine.State.RETURNED, date(2019, 6, 12), "Closed account")
    confirm_lines(batch=made, said=[(line, came_back)], by=cast.finance)
    with pytest.raises(Refused, match=r"£2,000\.00 of the grant is paid or claimed"):
        accept(variation, cast.applicant)
