"""The year's end: the statement at 31 March, its sign-off, closing the round."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from awards import actions as awards
from base.errors import NotAllowed, Refused
from bids import actions as bidding
from bids.models import Bid
from bids.states import State
from funds import actions as ledger
from funds.balances import balances
from funds.models import Kind
from monitoring import actions as monitoring
from monitoring.bids.steps import decision_steps
from monitoring.models import YearEnd
from monitoring.year.ending import close_round, sign_off, stands_in_the_way
from monitoring.year.sums import year_statement
from notices.models import Message
from people.permissions import Permission
from reports.books import differences
from rounds.models import Pot, Round
from tests.cast import ENDED, PAID, Cast, again, at
from tests.dump import dump

SIGNED = date(2020, 5, 12)
AFTER = at("2020-06-01 10:00")


def spent(cast: Cast, bid: Bid, pence: int) -> None:
    cast.final_return(bid, pence)


def sign(cast: Cast) -> YearEnd:
    return sign_off(round=cast.round, signed_by="Sam Treasurer", signed_on=SIGNED, by=cast.finance)


def squared(cast: Cast) -> Bid:
    """A project that is paid in full, has spent all of it, and is closed."""
    bid = cast.ready_to_close(500_000)
    monitoring.close(bid=bid, by=cast.officer, at=ENDED)
    return bid


# The statement


def test_the_statement_says_what_came_where_it_went_and_what_goes_back(cast: Cast) -> None:
    bid = cast.paid(500_000)
    cast.receive(100_000)
    spent(cast, bid, 484_400)
    found = year_statement(cast.round)
    (project,) = found.projects
    assert (found.grant.received, found.grant.cash) == (600_000, 100_000)
    assert (project.committed, project.paid, project.spent) == (500_000, 500_000, 484_400)
    assert (project.accrual, project.prepayment) == (0, 15_600)
    assert found.to_return == 115_600


def test_what_a_project_spent_and_was_not_paid_is_an_accrual_up_to_its_award(cast: Cast) -> None:
    bid = cast.paid(500_000, paid_pence=200_000)
    spent(cast, bid, 650_000)
    found = year_statement(cast.round)
    assert (found.accruals, found.prepayments) == (300_000, 0)
    assert found.to_return == -300_000  # the cash that came is spent, and 3,000 are owed


def test_without_a_return_nothing_is_known_of_what_was_spent(cast: Cast) -> None:
    cast.paid(500_000)
    (project,) = year_statement(cast.round).projects
    assert project.spent is None
    assert (project.accrual, project.prepayment) == (0, 0)


def test_the_statement_ends_with_31_march_in_london(cast: Cast) -> None:
    bid = cast.monitored(500_000)
    cast.receive(500_000)
    last, first = at("2020-03-31 23:59"), at("2020-04-01 00:00")
    for moment, pence, reference in ((last, 1, "a"), (first, 2, "b")):
        monitoring.pay(
            award=bid.award,
            amount_pence=pence,
            reference=reference,
            by=cast.finance,
            at=moment,
            happened_outside=True,
        )
    assert year_statement(cast.round).grant.total.paid == 1


# The sign-off


def test_a_signed_statement_is_frozen_with_its_checksum(cast: Cast) -> None:
    squared(cast)
    signed = sign(cast)
    assert signed.statement["to_return"] == 0
    assert len(signed.checksum) == 64
    with pytest.raises(IntegrityError), transaction.atomic():
        YearEnd.objects.filter(pk=signed.pk).update(signed_by="Somebody else")


@pytest.mark.parametrize("day", [date(2020, 3, 31), date(2999, 1, 1)])
def test_it_is_signed_after_the_year_and_not_in_the_future(cast: Cast, day: date) -> None:
    with pytest.raises(Refused, match="Enter the day when it was signed"):
        sign_off(round=cast.round, signed_by="Sam", signed_on=day, by=cast.finance)


def test_a_year_that_has_not_ended_is_not_signed_off(cast: Cast) -> None:
    Round.objects.filter(pk=cast.round.pk).update(financial_year="2998-99")
    with pytest.raises(Refused, match="The year ends on 31 March 2999"):
        sign_off(round=cast.round, signed_by="Sam", signed_on=SIGNED, by=cast.finance)


def test_it_needs_a_name_and_finance(cast: Cast) -> None:
    with pytest.raises(Refused, match="section 151 officer"):
        sign_off(round=cast.round, signed_by=" ", signed_on=SIGNED, by=cast.finance)
    with pytest.raises(NotAllowed):
        sign_off(round=cast.round, signed_by="Sam", signed_on=SIGNED, by=cast.officer)


# Closing


def test_closing_asks_for_the_sign_off_and_for_settled_money(cast: Cast) -> None:
    cast.monitored(500_000)
    assert [way.text for way in stands_in_the_way(cast.round)] == [
        "The section 151 officer has not signed off the year's statement.",
        "£5,000.00 is committed to CSP19-001 and not paid: pay or release it.",
    ]
    before = dump()
    with pytest.raises(Refused, match="cannot be closed yet"):
        close_round(round=cast.round, by=cast.decision_maker)
    assert dump() == before


def test_books_that_changed_since_are_signed_off_again(cast: Cast) -> None:
    bid = cast.paid(500_000)
    sign(cast)
    spent(cast, bid, 400_000)
    assert "The books changed since" in stands_in_the_way(cast.round)[0].text
    sign(cast)
    assert stands_in_the_way(cast.round) == []
    assert cast.round.year_ends.count() == 2


def test_each_leads_to_where_it_is_done(cast: Cast, client: Client) -> None:
    cast.monitored(500_000)
    cast.approved()
    client.force_login(cast.decision_maker)
    page = client.get(f"/rounds/{cast.round.code}/close").content.decode()
    for way in stands_in_the_way(cast.round):
        assert f'<li><a class="govuk-link" href="{way.href}">' in page
        assert client.get(way.href).status_code == 200


def test_an_open_offer_stands_in_the_way(cast: Cast) -> None:
    cast.approved()
    assert [way.text for way in stands_in_the_way(cast.round)][-1] == "Offers not yet accepted: 1."


def test_closing_declines_what_was_never_decided_in_one_action(cast: Cast) -> None:
    waits, sifted = cast.submitted(), cast.sifted()
    sign(cast)
    declined = close_round(round=cast.round, by=cast.decision_maker, at=AFTER)
    assert [bid.reference for bid in declined] == [waits.reference, sifted.reference]
    for bid in (waits, sifted):
        row = again(bid).history.latest("pk")
        assert (row.to_state, row.by) == (State.DECLINED, cast.decision_maker)
        assert row.reason == "The round was closed before a decision was made"
    assert Message.objects.filter(kind="bid-declined").count() == 2
    assert list(differences([cast.round])) == []


def test_a_submitted_bid_is_declined_at_no_other_time(cast: Cast) -> None:
    bid = cast.submitted()
    with pytest.raises(Refused, match="it must be sifted"):
        awards.decline(bid=bid, by=cast.decision_maker, reason="No.")


def test_nor_does_the_database_let_it(cast: Cast) -> None:
    bid = cast.submitted()
    with pytest.raises(IntegrityError, match="only as its round closes"), transaction.atomic():
        bid.history.create(
            transition="decline",
            from_state=State.SUBMITTED,
            to_state=State.DECLINED,
            at=AFTER,
            by=cast.decision_maker,
        )


def test_a_bid_declined_by_closing_is_not_reinstated(cast: Cast) -> None:
    bid = cast.submitted()
    sign(cast)
    close_round(round=cast.round, by=cast.decision_maker, at=AFTER)
    with pytest.raises(Refused, match="is closed, so nothing more is done"):
        awards.reinstate(bid=bid, by=cast.decision_maker, reason="Sorry.")


def test_only_a_decision_maker_closes_and_only_once(cast: Cast) -> None:
    sign(cast)
    for person in (cast.officer, cast.finance, cast.auditor):
        with pytest.raises(NotAllowed):
            close_round(round=cast.round, by=person)
    close_round(round=cast.round, by=cast.decision_maker, at=AFTER)
    with pytest.raises(Refused, match="is closed already"):
        close_round(round=cast.round, by=cast.decision_maker)


@pytest.fixture
def closed(cast: Cast) -> Cast:
    """A closed round with a paid project and £1 over in each of the pot and the cash."""
    bid = cast.ready_to_close(500_000)
    cast.receive(100)
    monitoring.close(bid=bid, by=cast.officer, at=ENDED)
    sign(cast)
    close_round(round=cast.round, by=cast.decision_maker, at=AFTER)
    return Cast(Round.objects.get(pk=cast.round.pk))


def test_after_closing_nothing_is_offered_but_what_still_moves(cast: Cast) -> None:
    bid = cast.paid(500_000)

    def offered() -> list[str]:
        return [step.text for step in decision_steps(frozenset({Permission.PAY}), again(bid))]

    back = "Record money that came back"
    assert offered() == ["Record a payment", "Release what will not be claimed", back]
    sign(cast)
    close_round(round=cast.round, by=cast.decision_maker, at=AFTER)
    assert offered() == [back]


def test_after_closing_money_comes_back_and_goes_back(closed: Cast) -> None:
    award = Bid.objects.get(state=State.CLOSED).award
    monitoring.recover(award=award, amount_pence=200, by=closed.finance, reason="Unspent", at=AFTER)
    ledger.return_to_funder(
        round=closed.round, pot=Pot.MAIN, amount_pence=300, by=closed.finance, at=AFTER
    )
    assert balances(closed.round).cash_pence == 0
    assert list(differences([closed.round])) == []


def test_after_closing_the_statement_that_was_signed_stands(closed: Cast) -> None:
    with pytest.raises(Refused, match="is closed: its statement stands"):
        sign(closed)


def test_after_closing_no_other_money_moves(closed: Cast) -> None:
    before = dump()
    with pytest.raises(Refused, match="is closed: money only comes back"):
        closed.receive(1)
    with pytest.raises(Refused, match="is closed: money only comes back"):
        ledger.virement(
            round=closed.round,
            source=Pot.MAIN,
            target=Pot.TACTICAL,
            amount_pence=1,
            by=closed.finance,
            second=closed.decision_maker,
            reason="x",
        )
    assert dump() == before


def test_after_closing_the_database_itself_takes_no_other_movement(closed: Cast) -> None:
    accounts = (ledger.account(closed.round, kind).pk for kind in (Kind.FUNDER, Kind.CASH))
    with (
        pytest.raises(IntegrityError, match="a closed round only recovers"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO funds_movement (round_id, kind, source_id, target_id, amount_pence, at, "
            "recorded_at, by_id) VALUES (%s, 'receive', %s, %s, 1, %s, %s, %s)",
            [closed.round.pk, *accounts, PAID, PAID, closed.finance.pk],
        )


def test_after_closing_no_bid_moves_on(closed: Cast) -> None:
    with pytest.raises(Refused, match="is closed, so nothing more is done"):
        bidding.start(
            round=closed.round,
            route=Pot.TACTICAL,
            organisation=closed.organisation,
            by=closed.officer,
            at=PAID,  # a day on which the round was open
        )
