"""While a publicity hold is on, decisions are made, and nobody outside learns of them."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from awards.actions import reinstate
from awards.hold import end_hold, set_hold
from base.errors import NotAllowed, Refused
from bids.announcements import announced, is_kept_back
from notices.models import Message
from people.models import AuditRow
from tests.cast import Cast, again
from ui.dates import in_london, midnight

TODAY = in_london(timezone.now()).date()
SOON, LATER = TODAY + timedelta(days=20), TODAY + timedelta(days=30)


def hold(cast: Cast, until: date = SOON) -> None:
    set_hold(partnership=cast.round.partnership, until=until, reason="Election", by=cast.officer)
    cast.round.partnership.refresh_from_db()


def decided(cast: Cast) -> Message:
    """The email of a bid that is approved now."""
    cast.approved()
    return Message.objects.get(kind="bid-approved")


def test_emails_of_decisions_wait_until_the_hold_ends(cast: Cast) -> None:
    hold(cast)
    message = decided(cast)
    assert (message.held, message.next_try_at) == (True, midnight(SOON))


def test_moving_the_hold_moves_what_waits_and_ending_it_lets_it_go(cast: Cast) -> None:
    hold(cast)
    message = decided(cast)
    hold(cast, LATER)
    message.refresh_from_db()
    assert (message.held, message.next_try_at) == (True, midnight(LATER))
    end_hold(partnership=cast.round.partnership, by=cast.officer)
    message.refresh_from_db()
    assert not message.held
    assert message.next_try_at <= timezone.now()


def test_every_change_is_in_the_audit_trail(cast: Cast) -> None:
    hold(cast)
    end_hold(partnership=cast.round.partnership, by=cast.officer)
    rows = AuditRow.objects.filter(what=AuditRow.What.HOLD)
    assert [row.by for row in rows] == [cast.officer, cast.officer]
    assert "Election" in str(rows[0].note)


@pytest.mark.parametrize(
    ("until", "reason", "why"),
    [(TODAY, "Election", "still to come"), (SOON, "  ", "Enter the reason")],
)
def test_a_hold_has_a_day_to_come_and_a_reason(
    cast: Cast, until: date, reason: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        set_hold(partnership=cast.round.partnership, until=until, reason=reason, by=cast.officer)


def test_only_an_officer_holds(cast: Cast) -> None:
    for person in (cast.decision_maker, cast.auditor, cast.applicant, cast.stranger):
        with pytest.raises(NotAllowed):
            set_hold(partnership=cast.round.partnership, until=SOON, reason="Election", by=person)
        with pytest.raises(NotAllowed):
            end_hold(partnership=cast.round.partnership, by=person)


def test_where_none_is_on_there_is_none_to_end(cast: Cast) -> None:
    with pytest.raises(Refused, match="no publicity hold"):
        end_hold(partnership=cast.round.partnership, by=cast.officer)


def test_what_was_decided_before_the_hold_is_known_already(cast: Cast) -> None:
    before = cast.approved()
    hold(cast)
    after, no, rejected = cast.approved(), cast.declined(), cast.rejected()
    kept = [is_kept_back(again(bid)) for bid in (before, after, no, rejected)]
    assert kept == [False, True, True, False]


def test_moving_the_hold_tells_nothing(cast: Cast) -> None:
    hold(cast)
    bid = cast.approved()
    hold(cast, LATER)
    assert is_kept_back(again(bid))


def test_the_history_that_an_applicant_reads_leaves_out_what_is_kept_back(cast: Cast) -> None:
    hold(cast)
    bid = cast.declined()
    reinstate(bid=bid, by=cast.decision_maker, reason="A slip.")
    steps = [row.transition for row in announced(again(bid))]
    assert steps == ["start", "submit", "sift"]
    end_hold(partnership=cast.round.partnership, by=cast.officer)
    steps = [row.transition for row in announced(again(bid))]
    assert steps == ["start", "submit", "sift", "decline", "reinstate"]


def test_open_data_says_to_wait(
    cast: Cast, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    hold(cast)
    cast.approved()
    call_command("open_data", cast.round.code, "-o", str(tmp_path))
    assert "A publicity hold is on: keep these files to yourself" in capsys.readouterr().err
