"""What a bid's own data and the calendar must be before it moves."""

from datetime import datetime, timedelta

import pytest

from base.errors import NotAllowed, Refused
from bids import actions as bidding
from bids.models import Bid
from notices.models import Message
from rounds.models import Owner, Pot
from tests.cast import CLOSES, OPENS, STARTED, SUBMITTED, Cast, again, at
from tests.dump import dump

MISSING = {
    "contact_name": ("", "the contact's name"),
    "contact_email": ("", "the contact's email"),
    "project": ("  ", "the project's name"),
    "summary": ("", "the summary"),
    "need": ("\n", "the need"),
    "activities": ("", "the activities"),
    "outcomes": ("", "the outcomes"),
    "starts_on": (None, "the start and end dates"),
    "ends_on": (None, "the start and end dates"),
    "requested_pence": (None, "the amount requested"),
    "safeguarding_policy": (None, "whether there is a safeguarding policy"),
}


def answered(cast: Cast, **changes: object) -> Bid:
    """A draft with its answers, but for some."""
    bid = cast.draft()
    return bidding.answer(bid=bid, answers=cast.answers(**changes), by=cast.applicant)  # type: ignore[arg-type]


def refuse_to_submit(cast: Cast, bid: Bid, words: str, when: datetime = SUBMITTED) -> None:
    before = dump()
    with pytest.raises(Refused) as refusal:
        bidding.submit(bid=bid, by=cast.applicant, at=when)
    assert words in str(refusal.value)
    assert dump() == before


@pytest.mark.parametrize("field", MISSING)
def test_a_bid_without_a_required_answer_is_not_submitted(cast: Cast, field: str) -> None:
    value, words = MISSING[field]
    bid = cast.draft()
    answers = cast.answers()
    answers.fields[field] = value
    bidding.answer(bid=bid, answers=answers, by=cast.applicant)
    refuse_to_submit(cast, bid, words)


def test_everything_that_is_missing_is_said_at_once(cast: Cast) -> None:
    bid = cast.round.bids.create(
        reference="CSP19-X", route=Pot.MAIN, organisation=cast.organisation
    )
    sentence = bid.missing_answers()
    for _, words in MISSING.values():
        assert words in sentence
    assert "a priority of the PCC" in sentence
    assert "a priority of the Partnership" in sentence


def test_an_email_that_cannot_be_written_to_is_not_an_answer(cast: Cast) -> None:
    bid = answered(cast, contact_email="ann at youth")
    refuse_to_submit(cast, bid, "a contact email that can be written to")


@pytest.mark.parametrize("owner", Owner)
def test_a_bid_serves_a_priority_of_each_owner(cast: Cast, owner: Owner) -> None:
    bid = cast.draft()
    bid.priorities.remove(*cast.round.priorities.filter(owner=owner))
    refuse_to_submit(cast, bid, f"a priority of the {owner.label}")


@pytest.mark.parametrize("pence", [499_999, 500_001])
def test_budget_lines_add_up_to_the_penny(cast: Cast, pence: int) -> None:
    bid = cast.draft(500_000)
    bid.budget_lines.update(amount_pence=pence)
    refuse_to_submit(cast, bid, "but £5,000.00 is requested")


def test_a_bid_without_budget_lines_has_nothing_to_add_up(cast: Cast) -> None:
    bid = cast.draft()
    bid.budget_lines.all().delete()
    assert bidding.submit(bid=bid, by=cast.applicant, at=SUBMITTED).state == "submitted"


# The deadline, on London's clock


def test_a_bid_in_the_last_second_is_in_time(cast: Cast) -> None:
    bid = bidding.submit(bid=cast.draft(), by=cast.applicant, at=CLOSES - timedelta(seconds=1))
    assert bid.state == "submitted"


def test_a_bid_at_the_very_second_of_the_deadline_is_late(cast: Cast) -> None:
    refuse_to_submit(cast, cast.draft(), "due before midday on Friday 8 March 2019", when=CLOSES)


def test_the_deadline_is_on_londons_clock_in_summer_too(cast: Cast) -> None:
    cast.round.closes = datetime.fromisoformat("2019-07-05T12:00:00+01:00")
    cast.round.save()
    bid = cast.draft()
    refuse_to_submit(cast, bid, "late", when=datetime.fromisoformat("2019-07-05T11:00:00+00:00"))
    moment = datetime.fromisoformat("2019-07-05T10:59:59+00:00")
    assert bidding.submit(bid=bid, by=cast.applicant, at=moment).state == "submitted"


def test_an_officer_accepts_a_late_bid_only_with_a_reason(cast: Cast) -> None:
    bid = cast.draft()
    with pytest.raises(Refused, match="give a reason"):
        bidding.submit(bid=bid, by=cast.officer, at=CLOSES)
    bid = bidding.submit(bid=bid, by=cast.officer, at=CLOSES, reason="Their server was down.")
    assert bid.history.latest("pk").reason == "Their server was down."


def test_an_applicants_reason_does_not_make_a_late_bid_early(cast: Cast) -> None:
    with pytest.raises(Refused, match="Ask an officer"):
        bidding.submit(bid=cast.draft(), by=cast.applicant, at=CLOSES, reason="Please.")


def test_a_bid_sent_back_has_until_the_later_date(cast: Cast) -> None:
    extended = at("2019-03-12 17:00")
    bid = cast.submitted()
    bidding.send_back(
        bid=bid, by=cast.officer, reason="Say where.", change_by=extended, at=at("2019-03-09")
    )
    refuse_to_submit(cast, bid, "5pm on Tuesday 12 March 2019", when=extended)
    moment = extended - timedelta(seconds=1)
    assert bidding.submit(bid=bid, by=cast.applicant, at=moment).state == "submitted"


def test_a_bid_sent_back_early_still_has_until_the_rounds_deadline(cast: Cast) -> None:
    bid = cast.submitted()
    bidding.send_back(
        bid=bid,
        by=cast.officer,
        reason="Say where.",
        change_by=at("2019-02-25"),
        at=at("2019-02-21"),
    )
    moment = CLOSES - timedelta(seconds=1)
    assert bidding.submit(bid=bid, by=cast.applicant, at=moment).state == "submitted"


def test_who_sends_a_bid_back_gives_a_date_that_is_still_to_come(cast: Cast) -> None:
    bid = cast.submitted()
    moment = at("2019-02-21 10:00")
    before = dump()
    with pytest.raises(Refused, match="still to come"):
        bidding.send_back(bid=bid, by=cast.officer, reason="x", change_by=moment, at=moment)
    assert dump() == before


def test_the_applicant_is_told_what_to_change_and_by_when(cast: Cast) -> None:
    bid = cast.submitted()
    bidding.send_back(
        bid=bid,
        by=cast.officer,
        reason="Say where the café is.",
        change_by=at("2019-03-12 17:00"),
        at=at("2019-03-09"),
    )
    message = Message.objects.get(to="applicant@youth.example", subject__contains="change")
    assert "Say where the café is." in message.body
    assert "5pm on Tuesday 12 March 2019" in message.body


# The window in which a bid starts


def started(cast: Cast, route: Pot, when: datetime) -> Bid:
    return bidding.start(
        round=cast.round,
        route=route,
        organisation=cast.organisation,
        by=cast.applicant,
        at=when,
        answers=cast.answers(),
    )


@pytest.mark.parametrize("route", Pot)
def test_no_bid_starts_before_the_round_opens(cast: Cast, route: Pot) -> None:
    before = dump()
    with pytest.raises(Refused, match="opens at 9am on Wednesday 13 February 2019"):
        started(cast, route, OPENS - timedelta(seconds=1))
    assert dump() == before | {
        table: rows for table, rows in dump().items() if table.startswith("people_")
    }
    assert started(cast, route, OPENS).state == "draft"


def test_a_main_bid_does_not_start_once_the_round_has_closed(cast: Cast) -> None:
    with pytest.raises(Refused, match="closed at midday on Friday 8 March 2019"):
        started(cast, Pot.MAIN, CLOSES)
    assert started(cast, Pot.MAIN, CLOSES - timedelta(seconds=1)).state == "draft"


def test_a_tactical_bid_starts_and_is_submitted_until_the_31st_of_march(cast: Cast) -> None:
    last_second = at("2020-03-31 23:59:59")
    bid = started(cast, Pot.TACTICAL, last_second)
    assert bidding.submit(bid=bid, by=cast.applicant, at=last_second).state == "submitted"


def test_a_tactical_bid_neither_starts_nor_is_submitted_on_the_1st_of_april(cast: Cast) -> None:
    first_of_april = at("2020-04-01 00:00")
    with pytest.raises(Refused, match="ended on 31 March 2020"):
        started(cast, Pot.TACTICAL, first_of_april)
    bid = started(cast, Pot.TACTICAL, STARTED)
    refuse_to_submit(cast, bid, "late", when=first_of_april)


def test_nobody_bids_for_an_organisation_they_do_not_belong_to(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="do not belong to it"):
        cast.draft(organisation=cast.rival_organisation)


def test_a_reference_is_used_once(cast: Cast) -> None:
    bid = cast.draft()
    with pytest.raises(Refused, match=f"already a bid {bid.reference}"):
        bidding.start(
            round=cast.round,
            route=Pot.MAIN,
            organisation=cast.organisation,
            by=cast.applicant,
            at=STARTED,
            reference=bid.reference,
        )


def test_references_count_up_on_each_route(cast: Cast) -> None:
    assert [cast.draft().reference for _ in range(2)] == ["CSP19-001", "CSP19-002"]
    tactical = [cast.draft(route=Pot.TACTICAL).reference for _ in range(2)]
    assert tactical == ["CSP19-T01", "CSP19-T02"]


# Answers


def test_only_a_drafts_answers_change(cast: Cast) -> None:
    bid = cast.submitted()
    before = dump()
    with pytest.raises(Refused, match="only a draft's answers change"):
        bidding.answer(bid=bid, answers=cast.answers(100), by=cast.applicant)
    assert dump() == before


def test_a_rival_does_not_change_a_bid(cast: Cast) -> None:
    bid = cast.draft()
    with pytest.raises(NotAllowed):
        bidding.answer(bid=bid, answers=cast.answers(100), by=cast.rival)
    assert again(bid).requested_pence == 500_000


# When it happened


def test_nothing_is_said_to_have_happened_in_the_future(cast: Cast) -> None:
    bid = cast.draft()
    before = dump()
    with pytest.raises(Refused, match="has not come yet"):
        bidding.withdraw(bid=bid, by=cast.applicant, reason="No staff.", at=at("2999-01-01"))
    assert dump() == before


def test_a_bids_history_does_not_run_backwards(cast: Cast) -> None:
    bid = cast.submitted()
    before = dump()
    with pytest.raises(Refused, match=r"was submitted \(10am on Wednesday 20 February 2019\)"):
        bidding.withdraw(
            bid=bid, by=cast.applicant, reason="x", at=SUBMITTED - timedelta(seconds=1)
        )
    assert dump() == before


def test_a_date_alone_is_the_first_moment_of_that_day_that_can_be(cast: Cast) -> None:
    bid = bidding.withdraw(bid=cast.submitted(), by=cast.applicant, reason="x", at=at("2019-02-20"))
    assert bid.history.latest("pk").at == SUBMITTED
