"""What an officer does with the panel: gives bids out, asks somebody late, reminds; and how far it is."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.errors import NotAllowed, Refused
from bids.models import Bid
from notices.models import Message
from people.models import User
from rounds.models import Person, Pot, Round
from scoring.assigning import ask_late, assign_to_everybody, lacks_scores, spread_evenly
from scoring.models import Assignment, Declaration, Discussion, Interest
from scoring.panel import conflicts, read_panel
from scoring.progress import OfBid, OfMember, progress
from scoring.reminding import rehearse, remind, remind_by_the_clock, unfinished
from scoring.sending import Given, save_draft, send_scores, sign
from scoring.tasks import remind_panels
from tests.cast import CRITERIA, Cast, again, at

FULL = {code: Given("3") for code in CRITERIA}


@pytest.fixture
def third(cast: Cast) -> User:
    """A third member, of the main route alone."""
    return member(cast, "Priya", route=Pot.MAIN)


def member(cast: Cast, name: str, *, route: str = "") -> User:
    user = User.objects.create_user(f"{name.lower()}@csp.example", name=name)
    cast.round.partnership.memberships.create(user=user, role="panel")
    Person.objects.create(round=cast.round, user=user, role="panel", route=route, position=90)
    return user


def declare(cast: Cast, *members: User, has_interest: bool = False) -> None:
    for one in members:
        Declaration.objects.create(
            round=cast.round,
            member=one,
            organisation=cast.organisation,
            has_interest=has_interest,
            by=one,
        )


def send(cast: Cast, bid: Bid, *members: User) -> None:
    declare(cast, *members)
    for one in members:
        send_scores(bid=bid, by=one, answers=FULL)


def quorum(cast: Cast, number: int, tactical: int | None = None) -> None:
    Round.objects.filter(pk=cast.round.pk).update(quorum=number, tactical_quorum=tactical)
    cast.round.refresh_from_db()


def of_bid(cast: Cast, bid: Bid) -> OfBid:
    return next(one for route in progress(cast.round) for one in route.bids if one.bid == bid)


def of_member(cast: Cast, user: User) -> OfMember:
    return next(
        one for route in progress(cast.round) for one in route.members if one.member == user
    )


# How far it is


def test_progress_names_who_has_sent_and_who_is_awaited(cast: Cast, third: User) -> None:
    bid = cast.submitted()
    Interest.objects.create(bid=bid, member=third, words="Trustee")
    send(cast, bid, cast.panel_member)
    declare(cast, cast.second_panel_member)
    save_draft(
        bid=bid, by=cast.second_panel_member, answers={"need": Given("1", "Weak")}, seen=sign({})
    )
    found = of_bid(cast, bid)
    assert (found.sent, found.waiting, found.apart) == (
        [cast.panel_member],
        [cast.second_panel_member],
        [third],
    )
    second = of_member(cast, cast.second_panel_member)
    assert (second.declared, second.begun, second.sent, second.bids) == (1, 1, 0, 1)
    assert of_member(cast, third).bids == 0


def test_each_route_has_its_quorum_and_says_when_it_cannot_be_met(cast: Cast) -> None:
    main, tactical = cast.submitted(), cast.submitted(route=Pot.TACTICAL)
    quorum(cast, 2, tactical=1)
    Interest.objects.create(bid=main, member=cast.panel_member, words="Trustee")
    assert of_bid(cast, main).cannot_be
    assert not of_bid(cast, tactical).cannot_be
    send(cast, tactical, cast.panel_member)
    assert of_bid(cast, tactical).is_enough
    assert not of_bid(cast, main).is_enough


def test_what_a_removed_member_sent_counts_and_a_conflicted_ones_does_not(cast: Cast) -> None:
    bid = cast.submitted()
    quorum(cast, 2)
    send(cast, bid, cast.panel_member, cast.second_panel_member)
    assert of_bid(cast, bid).is_enough
    Person.objects.filter(user=cast.panel_member).delete()
    found = of_bid(cast, bid)
    assert (found.gone, found.is_enough) == (1, True)
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="Trustee")
    assert of_bid(cast, bid).cannot_be


def test_after_the_reveal_nobody_is_awaited_but_who_is_asked_late(cast: Cast) -> None:
    bid = cast.submitted()
    quorum(cast, 2)
    send(cast, bid, cast.panel_member)
    Discussion.objects.create(bid=bid, revealed_by=cast.officer)
    assert of_bid(cast, bid).cannot_be
    ask_late(bid=bid, member=cast.second_panel_member, reason="Too few.", by=cast.officer)
    found = of_bid(cast, bid)
    assert (found.waiting, found.cannot_be) == ([cast.second_panel_member], False)


def test_the_panel_is_read_as_often_for_many_as_for_few(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            progress(cast.round)
        return len(queries)

    cast.submitted()
    few = asked()
    for number in range(6):
        send(cast, cast.submitted(), member(cast, f"Member {number}"))
    assert asked() == few == 3


def test_conflicts_are_those_that_the_panel_reads(cast: Cast) -> None:
    bid = cast.submitted()
    Interest.objects.create(bid=bid, member=cast.panel_member, words="Trustee")
    declare(cast, cast.second_panel_member, has_interest=True)
    both = {(bid.pk, cast.panel_member.pk), (bid.pk, cast.second_panel_member.pk)}
    assert conflicts(cast.round) == both == read_panel(cast.round).conflicted


# Giving bids out


def test_bids_are_spread_and_given_back_to_everybody(cast: Cast, third: User) -> None:
    bids = [cast.submitted() for _ in range(3)]
    other = cast.submitted(route=Pot.TACTICAL)
    given = spread_evenly(round=cast.round, route=Pot.MAIN, each=2, by=cast.officer)
    assert {len(members) for members in given.values()} == {2}
    panel = read_panel(cast.round)
    assert [len(panel.expected(bid)) for bid in bids] == [2, 2, 2]
    assert len(panel.expected(other)) == 2
    assign_to_everybody(round=cast.round, route=Pot.MAIN, by=cast.officer)
    assert len(read_panel(cast.round).expected(bids[0])) == 3
    assert not Assignment.objects.exists()


def test_who_has_begun_or_sent_keeps_the_bid_and_who_has_an_interest_gets_none(
    cast: Cast, third: User
) -> None:
    bids = [cast.submitted() for _ in range(4)]
    send(cast, bids[0], cast.panel_member)
    save_draft(bid=bids[1], by=cast.panel_member, answers={"need": Given("1")}, seen=sign({}))
    Interest.objects.create(bid=bids[2], member=third, words="Trustee")
    spread_evenly(round=cast.round, route=Pot.MAIN, each=1, by=cast.officer)
    spread_evenly(round=cast.round, route=Pot.MAIN, each=1, by=cast.officer)
    panel = read_panel(cast.round)
    assert panel.expected(bids[0]) == panel.expected(bids[1]) == [cast.panel_member]
    assert panel.expected(bids[2]) == [cast.second_panel_member]
    assert panel.expected(bids[3]) == [third]


def test_a_spread_below_the_quorum_or_of_nothing_is_refused(cast: Cast) -> None:
    quorum(cast, 2)
    with pytest.raises(Refused, match="No bid on this route waits"):
        spread_evenly(round=cast.round, route=Pot.MAIN, each=2, by=cast.officer)
    cast.submitted()
    with pytest.raises(Refused, match="needs the scores of 2 members"):
        spread_evenly(round=cast.round, route=Pot.MAIN, each=1, by=cast.officer)
    Person.objects.filter(role="panel").delete()
    with pytest.raises(Refused, match="Nobody is on the panel"):
        spread_evenly(round=cast.round, route=Pot.MAIN, each=2, by=cast.officer)


def test_a_revealed_bid_stays_with_those_who_had_it(cast: Cast) -> None:
    bid, other = cast.submitted(), cast.submitted()
    Assignment.objects.create(bid=bid, member=cast.panel_member, by=cast.officer)
    Discussion.objects.create(bid=bid, revealed_by=cast.officer)
    spread_evenly(round=cast.round, route=Pot.MAIN, each=1, by=cast.officer)
    assign_to_everybody(round=cast.round, route=Pot.MAIN, by=cast.officer)
    assert read_panel(cast.round).expected(bid) == [cast.panel_member]
    assert len(read_panel(cast.round).expected(other)) == 2


# Asking late


def test_a_member_is_asked_late_only_where_too_few_scores_count(cast: Cast, third: User) -> None:
    bid = cast.submitted()
    quorum(cast, 2)
    send(cast, bid, cast.panel_member, cast.second_panel_member)
    with pytest.raises(Refused, match="not between the reveal"):
        ask_late(bid=bid, member=third, reason="Too few.", by=cast.officer)
    Discussion.objects.create(bid=bid, revealed_by=cast.officer)
    with pytest.raises(Refused, match="has scores to the quorum"):
        ask_late(bid=bid, member=third, reason="Too few.", by=cast.officer)
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="Trustee")
    assert lacks_scores(again(bid))
    with pytest.raises(Refused, match="Write why"):
        ask_late(bid=bid, member=third, reason=" ", by=cast.officer)
    with pytest.raises(Refused, match="cannot be asked"):
        ask_late(bid=bid, member=cast.second_panel_member, reason="Too few.", by=cast.officer)
    with pytest.raises(Refused, match="cannot be asked"):
        ask_late(bid=bid, member=cast.panel_member, reason="Too few.", by=cast.officer)
    ask_late(bid=bid, member=third, reason="Too few.", by=cast.officer)
    message = Message.objects.get(to=third.email)
    assert "Too few." in message.body
    assert f"/bids/{bid.reference}/score" in message.body
    assert [one.member for one in unfinished(cast.round)] == [third]
    declare(cast, third)
    assert len(send_scores(bid=bid, by=third, answers=FULL)) == 3
    assert not lacks_scores(again(bid))


@pytest.mark.parametrize("who", ["panel_member", "decision_maker", "auditor", "stranger"])
def test_the_panel_is_the_officers(cast: Cast, who: str) -> None:
    bid, by = cast.submitted(), getattr(cast, who)
    with pytest.raises(NotAllowed):
        spread_evenly(round=cast.round, route=Pot.MAIN, each=1, by=by)
    with pytest.raises(NotAllowed):
        assign_to_everybody(round=cast.round, route=Pot.MAIN, by=by)
    with pytest.raises(NotAllowed):
        remind(round=cast.round, by=by)
    with pytest.raises(NotAllowed):
        ask_late(bid=bid, member=cast.panel_member, reason="Too few.", by=by)


# Reminding


def test_who_has_not_finished_is_asked_first_and_reminded_later_once_a_day(cast: Cast) -> None:
    bid, _other = cast.submitted(), cast.submitted()
    send(cast, bid, cast.panel_member)
    with time_machine.travel(at("2019-03-09 10:00"), tick=False):
        shown = rehearse(round=cast.round, by=cast.officer).emails
        assert not Message.objects.filter(kind="asked-to-score").exists()
        sent = remind(round=cast.round, by=cast.officer).emails
        assert [(one.to, one.subject, one.body) for one in shown] == [
            (one.to, one.subject, one.body) for one in sent
        ]
        bodies = {one.to: one.body for one in sent}
        assert "1 bid." in bodies[cast.panel_member.email]
        assert "2 bids." in bodies[cast.second_panel_member.email]
        assert "before the panel meets on 14 March 2019" in sent[0].body
        again = remind(round=cast.round, by=cast.officer)
        assert not again.emails
        assert again.told_today == [cast.panel_member, cast.second_panel_member]
    with time_machine.travel(at("2019-03-10 00:01"), tick=False):
        later = remind(round=cast.round, by=cast.officer, only=[cast.panel_member.pk]).emails
    assert [one.kind for one in later] == ["score-reminder"]
    with time_machine.travel(at("2019-03-15 10:00"), tick=False):
        late = remind(round=cast.round, by=cast.officer).emails
    assert "as soon as you can" in late[0].body


def test_who_has_finished_is_not_written_to(cast: Cast) -> None:
    bid = cast.submitted()
    send(cast, bid, cast.panel_member)
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="Trustee")
    assert not unfinished(cast.round)
    assert not remind(round=cast.round, by=cast.officer).emails


@pytest.mark.parametrize(
    ("day", "emails"),
    [("2019-03-10", 0), ("2019-03-11", 2), ("2019-03-12", 0), ("2019-03-13", 2), ("2019-03-14", 0)],
)
def test_the_clock_reminds_three_days_and_one_day_before(cast: Cast, day: str, emails: int) -> None:
    cast.submitted()
    with time_machine.travel(at(f"{day} 07:59"), tick=False):
        assert remind_panels() == 0
    with time_machine.travel(at(f"{day} 08:00"), tick=False):
        assert remind_panels() == emails
        assert remind_panels() == 0
    with time_machine.travel(at(f"{day} 22:00"), tick=False):
        assert remind_panels() == 0
        assert not remind_by_the_clock(round=cast.round).emails


def test_the_clock_asks_again_on_the_second_day(cast: Cast) -> None:
    cast.submitted()
    days = [cast.round.panel - timedelta(days=count) for count in (3, 1)]
    for day in days:
        with time_machine.travel(at(f"{day} 09:00"), tick=False):
            remind_panels()
    kinds = Message.objects.filter(to=cast.panel_member.email).values_list("kind", flat=True)
    assert list(kinds.order_by("pk")) == ["asked-to-score", "score-reminder"]
