"""``check_books`` finds what does not hold, even where the triggers were taken out of the way."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from awards.actions import accept_agreement
from awards.models import Agreement, Award
from base.triggers import expected, missing
from bids.models import Bid, HistoryRow
from funds import actions as ledger
from funds.models import Account, Kind, Movement
from monitoring.models import AgreementChange, Payment, PaymentBatch, Return, Variation
from monitoring.variations.varying import accept_variation, ask_variation, decide_variation
from rounds.models import Pot
from tests.cast import AGREED, Cast, at
from tests.claims import approved, batch, running

LATE = at("2019-09-02 10:00")


def without_triggers() -> None:
    """Take every trigger away, as a careless administrator could."""
    with connection.cursor() as cursor:
        for trigger in expected():
            on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger.name}{on}")


def put_back() -> None:
    """Put the triggers in place again, so that only the damage is found."""
    with connection.cursor() as cursor:
        for trigger in expected():
            for sql in trigger.sqlite() if connection.vendor == "sqlite" else trigger.postgresql():
                cursor.execute(sql)


def state_without_history(cast: Cast) -> None:
    Bid.objects.filter(pk=cast.draft().pk).update(state="approved")


def history_gone(cast: Cast) -> None:
    cast.draft().history.all().delete()


def history_out_of_order(cast: Cast) -> None:
    bid = cast.submitted()
    HistoryRow.objects.filter(bid=bid, transition="submit").update(at="2019-01-01T00:00Z")


def arrow_that_does_not_exist(cast: Cast) -> None:
    bid = cast.submitted()
    HistoryRow.objects.filter(bid=bid, transition="submit").update(transition="approve")


def balance_changed(cast: Cast) -> None:
    Account.objects.filter(kind=Kind.POT, pot="main").update(balance_pence=1)


def movement_changed(cast: Cast) -> None:
    cast.approved()
    Movement.objects.filter(kind="commit").update(amount_pence=1)


def half_a_payment(cast: Cast) -> None:
    cast.paid()
    moved = Movement.objects.get(kind="pay", source__kind=Kind.CASH)
    for account, change in ((moved.source, 1), (moved.target, -1)):
        Account.objects.filter(pk=account.pk).update(
            balance_pence=account.balance_pence + change * moved.amount_pence
        )
    moved.delete()


def award_without_commitment(cast: Cast) -> None:
    Award.objects.filter(bid=cast.approved()).update(amount_pence=1, approved_pence=1)


def award_beside_its_terms(cast: Cast) -> None:
    Award.objects.filter(bid=cast.approved()).update(amount_pence=1)


def award_gone(cast: Cast) -> None:
    award = cast.approved().award
    award.terms.all().delete()
    award.delete()


def payment_record_gone(cast: Cast) -> None:
    cast.paid()
    Payment.objects.all().delete()


def agreement_altered(cast: Cast) -> None:
    accept(cast)
    Agreement.objects.update(text="The grant is £9,000.00.")


def agreement_over_other_terms(cast: Cast) -> None:
    accept(cast)
    other = cast.approved()
    Agreement.objects.update(terms=other.award.terms.get())


def accept(cast: Cast) -> None:
    accept_agreement(bid=cast.approved(), signatory="Ann", by=cast.applicant, at=AGREED)


def terms_altered(cast: Cast) -> None:
    cast.approved().award.terms.update(headings=[{"name": "Staff", "amount_pence": 1}])


def instalments_altered(cast: Cast) -> None:
    cast.approved().award.terms.update(instalments=[{"due": "2019-05-07", "amount_pence": 1}])


def varied(cast: Cast) -> Variation:
    """An award that the organisation agreed to lower to £4,000."""
    award = cast.paid(500_000, paid_pence=200_000).award
    variation = ask_variation(
        award=award, by=cast.applicant, reason="It costs less.", amount_pence=400_000, at=LATE
    )
    decide_variation(variation=variation, by=cast.officer, agree=True, at=LATE)
    return accept_variation(variation=variation, signatory="Ann", by=cast.applicant, at=LATE)


def change_altered(cast: Cast) -> None:
    varied(cast)
    AgreementChange.objects.update(text="The grant is £9,000.00.")


def change_gone(cast: Cast) -> None:
    varied(cast)
    AgreementChange.objects.all().delete()


def variation_of_another_amount(cast: Cast) -> None:
    varied(cast)
    Variation.objects.update(amount_pence=1)


def variation_with_other_terms(cast: Cast) -> None:
    varied(cast)
    Variation.objects.update(terms=cast.approved(400_000).award.terms.get())


def line_beside_its_claim(cast: Cast) -> None:
    made = batch(cast, approved(cast, running(cast), 200_000))
    made.lines.update(amount_pence=100)
    PaymentBatch.objects.update(total_pence=100)


def batch_altered(cast: Cast) -> None:
    batch(cast, approved(cast, running(cast), 200_000))
    PaymentBatch.objects.update(file="SMP19-001-P1,999999")


def ordered_and_not_committed(cast: Cast) -> None:
    bid = running(cast)
    batch(cast, approved(cast, bid, 200_000))
    ledger.release(
        round=cast.round, pot=Pot.MAIN, key=bid.reference, amount_pence=400_000, by=cast.finance
    )


def return_altered(cast: Cast) -> None:
    cast.closed()
    sent = Return.objects.accepted().get()
    sent.headings.create(name="Staff", spent_pence=1, forecast_pence=0)


DAMAGE: list[tuple[Callable[[Cast], None], str]] = [
    (state_without_history, "it is approved, but its history ends at draft"),
    (history_gone, "it is draft, but has no history"),
    (history_out_of_order, "submit is dated before start"),
    (arrow_that_does_not_exist, "no arrow approve leads from draft to submitted"),
    (balance_changed, "account pot:main carries £0.01, but its movements add up to £20,000.00"),
    (movement_changed, "but its movements add up to"),
    (half_a_payment, "the two halves of the “Paid” movements differ"),
    (award_without_commitment, "the award is £0.01, but £5,000.00 was committed"),
    (award_beside_its_terms, "its terms do not say £0.01"),
    (award_gone, "£5,000.00 is committed, but there is no award"),
    (agreement_altered, "the text of its agreement is not what its checksum says"),
    (agreement_over_other_terms, "its agreement is over the terms of another award"),
    (terms_altered, "terms 1: the parts of the budget add up to £0.01 instead of £5,000.00"),
    (instalments_altered, "terms 1: the instalments add up to £0.01 instead of £5,000.00"),
    (change_altered, "variation 1: the text accepted is not what its checksum says"),
    (change_gone, "it is in force, and the organisation never accepted it"),
    (variation_of_another_amount, "variation 1: its terms do not say £0.01"),
    (variation_with_other_terms, "variation 1: its terms are another award's"),
    (line_beside_its_claim, "and its claim differ"),
    (batch_altered, "its file is not the one that was handed out"),
    (ordered_and_not_committed, "is with the payment system, but only £1,000.00 is committed"),
    (return_altered, "the headings do not add up to what was spent and is forecast"),
    (payment_record_gone, "1 payments in the ledger have no payment record"),
]


@pytest.mark.parametrize(
    ("damage", "words"), DAMAGE, ids=lambda value: getattr(value, "__name__", "")
)
def test_damage_is_found_and_named(cast: Cast, damage: Callable[[Cast], None], words: str) -> None:
    without_triggers()
    damage(cast)
    put_back()
    with pytest.raises(CommandError) as stopped:
        call_command("check_books")
    assert "The books do not hold. First difference: " in str(stopped.value)
    assert words in str(stopped.value)


def test_a_trigger_that_is_gone_is_named(cast: Cast) -> None:
    without_triggers()
    assert missing() == expected()
    with pytest.raises(CommandError, match="the database lacks the trigger"):
        call_command("check_books")


def test_sound_books_are_said_to_hold(cast: Cast) -> None:
    cast.closed()
    out = StringIO()
    call_command("check_books", cast.round.code, stdout=out)
    assert out.getvalue().startswith("The books hold: 1 round, 1 bids")
