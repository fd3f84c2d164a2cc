"""Two people of finance press at the very same moment, or a process dies in the middle: each payment once."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from funds.balances import balances
from funds.models import Movement
from monitoring.claims.decisions import approve_claim, refuse_claim
from monitoring.models import Claim, Payment, PaymentBatch, PaymentLine
from monitoring.payments.batches import make_batch
from monitoring.payments.confirmation_file import bring_in
from rounds.models import Pot
from tests.cast import Cast, cast_of
from tests.claims import CLAIMED, SENT_OUT, approved, batch, checked, running
from tests.integration.commands import run, started
from tests.integration.test_kill import kill_midway, settled
from tests.integration.threads import Outcome, at_once

LINES = 60
BRING_IN = """
from pathlib import Path
from monitoring.payments.confirmation_file import bring_in
from monitoring.models import PaymentBatch
batch = PaymentBatch.objects.get()
content = Path({path!r}).read_bytes()
print(bring_in(batch=batch, name="c.csv", content=content, by=batch.made_by), "answered")
"""


def one_wins(outcome: Outcome, words: str) -> None:
    assert not outcome.broken
    assert (len(outcome.done), len(outcome.refused)) == (1, 1)
    assert words in outcome.refused[0]
    call_command("check_books")


def both(cast: Cast, act: Callable[..., object]) -> Outcome:
    """Both people of finance do the same."""
    return at_once([partial(act, by=by) for by in (cast.finance, cast.second_finance)])


def paid(made: PaymentBatch) -> bytes:
    """What the payment system says when all went well."""
    rows = [
        f"{line.reference},12/06/2019,{line.amount_pence / 100:.2f},paid"
        for line in made.lines.all()
    ]
    return "\n".join(["Payment reference,Date,Amount,Status", *rows]).encode()


def test_a_claim_that_both_put_into_a_batch_goes_out_once(committed_db: str) -> None:
    cast = cast_of()
    bid = running(cast)
    claims = [approved(cast, bid, 100), approved(cast, bid, 200)]
    act = partial(make_batch, round=cast.round, claims=claims, at=SENT_OUT)
    one_wins(both(cast, act), "is in batch 1 already")
    assert PaymentBatch.objects.get().total_pence == 300
    assert PaymentLine.objects.count() == 2


def test_batches_of_different_claims_at_once_get_numbers_of_their_own(committed_db: str) -> None:
    cast = cast_of()
    bid = running(cast)
    claims = [approved(cast, bid, pence) for pence in (100, 200, 300, 400)]
    outcome = at_once(
        [
            partial(make_batch, round=cast.round, claims=[one], by=cast.finance, at=SENT_OUT)
            for one in claims
        ]
    )
    assert (outcome.broken, outcome.refused) == ([], [])
    assert sorted(PaymentBatch.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert PaymentLine.objects.values("reference").distinct().count() == 4
    call_command("check_books")


def test_a_claim_that_both_approve_is_approved_once(committed_db: str) -> None:
    cast = cast_of()
    claim = checked(cast, running(cast), 100)
    one_wins(both(cast, partial(approve_claim, claim=claim, at=CLAIMED)), "Claim 1 is approved")


def test_two_claims_that_the_cash_cannot_bear_both(committed_db: str) -> None:
    cast = cast_of()
    first, second = (
        checked(cast, running(cast, 300_000, cash_pence=cash), 300_000) for cash in (400_000, 0)
    )
    outcome = at_once(
        [
            partial(approve_claim, claim=first, by=cast.finance, at=CLAIMED),
            partial(approve_claim, claim=second, by=cast.second_finance, at=CLAIMED),
        ]
    )
    one_wins(outcome, "Only £1,000.00 of the grant has been received")
    assert Claim.objects.filter(state="approved").count() == 1


def test_one_refuses_what_the_other_sends_out(committed_db: str) -> None:
    cast = cast_of()
    claim = approved(cast, running(cast), 100)
    outcome = at_once(
        [
            partial(make_batch, round=cast.round, claims=[claim], by=cast.finance, at=SENT_OUT),
            partial(refuse_claim, claim=claim, by=cast.second_finance, reason="No."),
        ]
    )
    one_wins(outcome, "")
    assert PaymentLine.objects.exists() is (Claim.objects.get().state == "approved")


def test_a_confirmation_that_both_bring_in_pays_once(committed_db: str) -> None:
    cast = cast_of()
    bid = running(cast)
    made = batch(cast, approved(cast, bid, 100), approved(cast, bid, 200))
    outcome = both(cast, partial(bring_in, batch=made, name="c.csv", content=paid(made)))
    assert (outcome.broken, outcome.refused) == ([], [])
    assert sorted(outcome.done) == [0, 2]  # type: ignore[type-var]  # how many each changed
    assert Payment.objects.count() == 2
    assert balances(cast.round).pots[Pot.MAIN]["paid_pence"] == 300
    call_command("check_books")


@pytest.fixture
def sent_out(committed_db: str) -> str:
    """A batch that waits for its confirmation; nothing of it is held by this process."""
    cast = cast_of()
    bid = running(cast)
    batch(cast, *(approved(cast, bid, 100) for _number in range(LINES)))
    return committed_db


def test_a_process_killed_in_the_middle_of_a_confirmation_pays_nothing_and_then_each_once(
    sent_out: str, tmp_path: Path
) -> None:
    file = tmp_path / "confirmed.csv"
    file.write_bytes(paid(PaymentBatch.objects.get()))
    words = ("shell", "--no-imports", "-c", BRING_IN.format(path=str(file)))
    connection.close()
    before = settled(sent_out)
    for seconds in (0.0, 0.1, 0.3):
        kill_midway(started(sent_out, *words), sent_out, seconds)
        assert settled(sent_out) == before
        call_command("check_books")
    for answered in (LINES, 0):
        status, said, complained = run(sent_out, *words)
        assert (status, said.strip()) == (0, f"{answered} answered"), complained
        assert Payment.objects.count() == LINES
        assert Movement.objects.filter(kind="pay").count() == 2 * LINES
    assert Claim.objects.filter(state="paid").count() == LINES
    call_command("check_books")
