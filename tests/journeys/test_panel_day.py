"""The meeting on a screen: the running order, the reveal, what is agreed, and the next bid."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from base.stale import digest
from bids.actions import send_back, submit, withdraw
from bids.merging import merge
from bids.models import Bid
from people.models import User
from rounds.models import Criterion, Pot, Round
from scoring.discussion import agree, finish, reveal, sign_of, write_minutes
from scoring.gates import Result, check_gates
from scoring.models import AgreedScore, Discussion, EarlierAgreedScore, Interest, Score
from tests.cast import CRITERIA, SUBMITTED, Cast, again
from tests.dump import Dump, dump
from tests.journeys.conftest import Look, Read, words_of
from tests.journeys.page_forms import Page

ORDER = "/rounds/grant-2019-20/panel-day/main"
SO = "So it is."


def give(bid: Bid, member: User, *points: int, comment: str = "") -> None:
    """Scores as the member sends them: one number for each criterion, or one for all."""
    criteria = list(bid.round.criteria.all())
    for place, criterion in enumerate(criteria):
        Score.objects.create(
            bid=bid,
            member=member,
            criterion=criterion,
            points=points[place] if len(points) > 1 else points[0],
            comment=comment,
        )


def address(bid: Bid) -> str:
    return f"/bids/{bid.reference}/panel-day"


def post(user: User, bid: Bid, do: str = "save", **typed: Any) -> Any:
    """What the page's form sends, with what was typed; ``need_points`` is for the criterion ``need``."""
    client = Client()
    client.force_login(user)
    page = Page(address(bid), client.get(address(bid)).content.decode())
    shown: dict[str, Any] = {}
    for form in page.forms:
        if form.address == address(bid):
            shown |= {name: box.value for name, box in form.boxes.items() if not box.options}
    for criterion in bid.round.criteria.all():
        for name in ("points", "reason", "back", "seen"):
            if f"{criterion.code}_{name}" in typed:
                shown[f"{name}{criterion.pk}"] = typed.pop(f"{criterion.code}_{name}")
    return client.post(address(bid), {**shown, **typed, "do": do})


def kept() -> Dump:
    """All that the database holds, but for who signed in."""
    apart = ("django_session", "people_user")
    return {name: rows for name, rows in dump().items() if name not in apart}


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """A submitted bid that both panel members scored, and differ about."""
    bid = cast.submitted()
    give(bid, cast.panel_member, 5, 3, 3, comment="Well\nargued.")
    give(bid, cast.second_panel_member, 2, 4, 3)
    cast.declare(cast.panel_member)
    cast.declare(cast.second_panel_member)
    return again(bid)


@pytest.fixture
def revealed(cast: Cast, bid: Bid) -> Bid:
    reveal(bid=bid, by=cast.officer)
    return again(bid)


# The running order


def test_the_order_says_where_each_bid_stands(cast: Cast, bid: Bid, read: Read) -> None:
    waiting, failed, withdrawn = cast.submitted(), cast.submitted(), cast.submitted()
    give(waiting, cast.panel_member, 3)
    cast.failed_gate(failed)
    withdraw(bid=withdrawn, by=cast.applicant, reason="No staff.")
    cast.draft()
    words = read(cast.officer, ORDER)
    assert "0 of 2" in words
    assert f"Begin: {bid.reference}" in words
    said = words.partition("The running order")[2]
    assert "Ready to reveal" in said.partition(waiting.reference)[0]
    assert "Awaiting scores\nPetra" in said.partition(waiting.reference)[2].split("CSP19")[0]
    assert "Failed a gate\nPays for activity" in said
    assert re.search(r"Withdrawn\n\d.*: No staff\.", said)
    assert said.count("CSP19-") == 4
    reveal(bid=bid, by=cast.officer)
    assert "Revealed" in read(cast.officer, ORDER)
    need = cast.round.criteria.get(code="need")
    agree(bid=bid, criterion=need, points=3, reason=SO, by=cast.officer)
    assert "Scores agreed" in read(cast.officer, ORDER)
    finish(bid=bid, minutes="", by=cast.officer)
    words = read(cast.officer, ORDER)
    assert "1 of 2" in words
    assert "Discussed\n" in words
    assert "under a minute" in words
    assert f"Next bid: {waiting.reference}" in words


def test_how_long_a_bid_took_and_each_so_far(cast: Cast, bid: Bid, read: Read) -> None:
    now = timezone.now()
    reveal(bid=bid, by=cast.officer)
    finish(bid=bid, minutes="", by=cast.officer)
    Discussion.objects.update(revealed_at=now - timedelta(minutes=72), done_at=now)
    words = read(cast.officer, ORDER)
    assert "1 h 12 min" in words
    assert "Minutes a bid, so far\n72" in words


def test_without_a_bid_there_is_nothing_to_discuss(cast: Cast, read: Read, look: Look) -> None:
    assert "No bid has been submitted on this route" in read(cast.officer, ORDER)
    assert look(cast.officer, ORDER.replace("main", "other")).status_code == 404


def test_one_bid_is_the_whole_meeting(cast: Cast, revealed: Bid, read: Read) -> None:
    assert "There is no other bid left to discuss" in read(cast.officer, address(revealed))
    response = post(cast.officer, revealed, "finish")
    assert response.headers["Location"] == address(revealed)
    assert "No bid is left to discuss" in read(cast.officer, ORDER)
    words = read(cast.officer, address(revealed))
    assert f"{revealed.reference}\n: gate revenue" in words
    assert "Sift the bids" in words


def test_the_tactical_route_has_its_own_meeting(cast: Cast, bid: Bid, read: Read) -> None:
    tactical = cast.submitted(route=Pot.TACTICAL)
    words = read(cast.officer, "/rounds/grant-2019-20/panel-day/tactical")
    assert tactical.reference in words
    assert bid.reference not in words
    assert tactical.reference not in read(cast.officer, ORDER)


def test_a_panel_member_sees_the_order_without_who_is_awaited(
    cast: Cast, bid: Bid, read: Read
) -> None:
    apart, waiting = cast.submitted(), cast.submitted()
    give(waiting, cast.panel_member, 3)
    Interest.objects.create(bid=apart, member=cast.panel_member, words="Trustee")
    words = read(cast.panel_member, ORDER)
    assert "Petra" not in words
    assert "Not revealed yet" in words
    assert apart.reference not in words
    assert "1 bid is not shown to you" in words


def test_a_long_order_goes_on_on_another_page(
    cast: Cast, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.panel_day_views.SIZE", 2)
    bids = [cast.submitted() for _ in range(3)]
    words = read(cast.officer, ORDER)
    assert "More bids" in words
    assert bids[2].reference not in words
    rest = read(cast.officer, f"{ORDER}?after={bids[1].reference}")
    assert bids[2].reference in rest
    assert "More bids" not in rest


# Revealing


def test_before_the_reveal_the_office_sees_who_has_sent_and_no_points(
    cast: Cast, bid: Bid, read: Read
) -> None:
    words = read(cast.officer, address(bid))
    assert "Sent\nPiers, Petra" in words
    assert "Reveal the scores" in words
    assert "argued" not in words
    assert "Mean" not in words
    panel = read(cast.panel_member, address(bid))
    assert "have not been revealed yet" in panel
    assert "Petra" not in panel


def test_pressing_the_button_reveals_all_at_once(cast: Cast, bid: Bid, read: Read) -> None:
    assert post(cast.officer, bid, "reveal").status_code == 302
    words = read(cast.officer, address(bid))
    assert re.search(
        r"Fit with the PCC's priorities\nweight 50\n2\n5\n3.50\n2–5\nDiffer by 3", words
    )
    assert "weight 30\n4\n3\n3.50\n3–4\nrange 1" in words
    assert "all 3" in words
    assert "Piers (5):\nWell\nargued." in words
    assert "Score out of 100\n68.00" in words
    assert "Before moderation" not in words
    assert post(cast.officer, bid, "reveal").status_code == 302
    assert Discussion.objects.count() == 1


def test_who_has_not_sent_is_named_before_they_are_left_out(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    give(bid, cast.panel_member, 3)
    words = read(cast.officer, address(bid))
    assert "Awaited\nPetra" in words
    response = post(cast.officer, bid, "reveal", reason="")
    assert response.status_code == 422
    assert "revealed without those of Petra" in words_of(response)
    assert post(cast.officer, bid, "reveal", reason="She is ill.").status_code == 302
    assert "Revealed before everybody had sent: She is ill." in read(cast.officer, address(bid))


def test_nothing_is_revealed_where_nobody_sent(cast: Cast) -> None:
    bid = cast.submitted()
    response = post(cast.officer, bid, "reveal", reason="Why not.")
    assert response.status_code == 422
    assert "Nobody has sent scores" in words_of(response)


def test_all_scored_equal_is_said(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    for member in (cast.panel_member, cast.second_panel_member):
        give(bid, member, 4)
    reveal(bid=bid, by=cast.officer)
    words = read(cast.officer, address(bid))
    assert "all 4\nrange 0" in words
    assert "Differ" not in words
    assert "80.00" in words


# Agreeing


def test_what_was_agreed_counts_and_is_minuted(cast: Cast, revealed: Bid, read: Read) -> None:
    typed = {"pcc-fit_points": "5", "pcc-fit_reason": SO, "minutes": "A good bid."}
    assert post(cast.officer, revealed, **typed).status_code == 302
    words = read(cast.officer, address(revealed))
    assert "Score out of 100\n83.00\nBefore moderation\n68.00" in words
    assert re.search(r"Agreed: 5 \(.*, taken down by Olive\)\. So it is\.", words)
    assert "A good bid." in words
    typed = {"pcc-fit_points": "4", "pcc-fit_reason": "No, so.", "need_reason": ""}
    assert post(cast.officer, revealed, **typed).status_code == 302
    words = read(cast.officer, address(revealed))
    assert "Agreed: 4" in words
    assert re.search(r"5 until .*, changed by Olive: So it is\.", words)


def test_boxes_left_empty_change_nothing(cast: Cast, revealed: Bid) -> None:
    before = kept()
    assert post(cast.officer, revealed).status_code == 302
    assert kept() == before


def test_an_agreed_score_is_taken_back_by_a_tick(cast: Cast, revealed: Bid, read: Read) -> None:
    need = cast.round.criteria.get(code="need")
    agree(bid=revealed, criterion=need, points=5, reason=SO, by=cast.officer)
    both = {"need_back": "on", "need_points": "4", "need_reason": SO}
    response = post(cast.officer, revealed, **both)
    assert response.status_code == 422
    assert "take the score back or enter another, not both" in words_of(response)
    assert post(cast.officer, revealed, need_back="on").status_code == 302
    assert not AgreedScore.objects.exists()
    assert EarlierAgreedScore.objects.get().points == 5
    assert "Score out of 100\n68.00" in read(cast.officer, address(revealed))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"need_points": "6", "need_reason": SO}, "Enter a whole number from 0 to 5"),
        ({"need_points": "2.5", "need_reason": SO}, "Enter a whole number from 0 to 5"),
        ({"need_points": "3"}, "Write why the panel agreed on the score for “Evidence of need”"),
        (
            {"need_reason": SO},
            "Enter the points from 0 to 5 that were agreed for “Evidence of need”",
        ),
        ({"need_points": "3", "need_reason": "\u202eabc"}, "hidden marks"),
        ({"need_points": ["3", "4"], "need_reason": SO}, "sent more than once"),
        ({"minutes": "a\x00b"}, "control characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    cast: Cast, revealed: Bid, typed: dict[str, Any], told: str
) -> None:
    kept = {"pcc-fit_points": "5", "pcc-fit_reason": "A reason that is kept"}
    response = post(cast.officer, revealed, **kept, **typed)
    assert response.status_code == 422
    assert told in words_of(response)
    assert "A reason that is kept" in words_of(response)
    assert not AgreedScore.objects.exists()


def test_finishing_goes_on_to_the_next_bid_and_comes_back_to_those_passed_over(
    cast: Cast, bid: Bid
) -> None:
    second, third, fourth = cast.submitted(), cast.submitted(), cast.submitted()
    for other in (second, third, fourth):
        give(other, cast.panel_member, 3)
    cast.failed_gate(third)
    reveal(bid=second, by=cast.officer, reason=SO)
    assert post(cast.officer, second, "finish").headers["Location"] == address(fourth)
    reveal(bid=fourth, by=cast.officer, reason=SO)
    assert post(cast.officer, fourth, "finish").headers["Location"] == address(bid)
    assert post(cast.officer, fourth, "open-again").status_code == 302
    assert Discussion.objects.get(bid=fourth).done_at is None


# Two officers


def test_the_second_officer_is_shown_both_texts_and_may_write_over(
    cast: Cast, revealed: Bid
) -> None:
    need, fit = (cast.round.criteria.get(code=code) for code in ("need", "pcc-fit"))
    agree(bid=revealed, criterion=need, points=1, reason="The first says.", by=cast.officer)
    write_minutes(bid=revealed, minutes="Minutes of the first.", by=cast.officer)
    typed = {"need_points": "2", "need_reason": "The second says."}
    stale = {"need_seen": sign_of(None), "seen": digest(""), "minutes": ""}
    response = post(
        cast.officer,
        revealed,
        **typed,
        **stale,
        **{"pcc-fit_points": "4"},
        **{"pcc-fit_reason": "Of another."},
    )
    assert response.status_code == 409
    words = words_of(response)
    assert "Another officer changed this meanwhile" in words
    assert "The first says." in words
    assert "2. The second says." in words
    assert not AgreedScore.objects.filter(criterion=fit).exists()
    forms = Page(address(revealed), response.content.decode()).forms
    form = next(form for form in forms if form.address == address(revealed))
    values = form.careful()
    assert values[f"reason{fit.pk}"] == ["Of another."]
    assert values["minutes"] == ["Minutes of the first."]
    client = Client()
    client.force_login(cast.officer)
    sent = {name: box.value for name, box in form.boxes.items() if not box.options}
    assert client.post(address(revealed), {**sent, "do": "save"}).status_code == 302
    assert AgreedScore.objects.get(criterion=need).points == 2
    assert EarlierAgreedScore.objects.get().points == 1
    assert Discussion.objects.get().minutes == "Minutes of the first."


def test_minutes_of_two_officers_stand_side_by_side(cast: Cast, revealed: Bid) -> None:
    write_minutes(bid=revealed, minutes="Of the first.", by=cast.officer)
    response = post(cast.officer, revealed, seen=digest(""), minutes="Of the second.")
    assert response.status_code == 409
    assert "Minutes\nOf the first.\nOf the second." in words_of(response)
    assert Discussion.objects.get().minutes == "Of the first."


def test_a_form_without_its_sign_writes_over_nothing(cast: Cast, revealed: Bid) -> None:
    typed = {"need_points": "2", "need_reason": SO, "need_seen": ""}
    assert post(cast.officer, revealed, **typed).status_code == 409
    assert not AgreedScore.objects.exists()


# What happens in the middle of the meeting


def test_a_bid_withdrawn_meanwhile_says_so_and_what_was_typed_is_there_to_copy(
    cast: Cast, revealed: Bid, read: Read
) -> None:
    other = cast.submitted()
    withdraw(bid=revealed, by=cast.applicant, reason="Our worker left.")
    words = read(cast.officer, address(revealed))
    assert re.search(r"was withdrawn\. .*: Our worker left\.", words)
    assert "Save" not in words
    assert f"Next bid: {other.reference}" in words
    before = kept()
    for do in ("save", "finish", "open-again", "reveal"):
        typed = {"need_points": "2", "need_reason": "Copy me.", "minutes": "And <me>."}
        response = post(cast.officer, revealed, do, **typed)
        assert response.status_code == 409
        words = words_of(response)
        assert "What you typed was not saved" in words
        assert "Copy me." in words
        assert "And <me>." in words
    assert kept() == before


def test_a_bid_sent_back_meanwhile_is_not_revealed(cast: Cast, bid: Bid, read: Read) -> None:
    give_by = timezone.now() + timedelta(days=7)
    send_back(bid=bid, by=cast.officer, reason="Say how many.", change_by=give_by)
    words = read(cast.officer, address(bid))
    assert re.search(r"was sent back to be changed\. .*: Say how many\.", words)
    response = post(cast.officer, bid, "reveal", reason="We go on.")
    assert response.status_code == 409
    assert "We go on." in words_of(response)
    assert not Discussion.objects.exists()
    assert "Sent back" in read(cast.officer, ORDER)


def test_a_bid_that_failed_a_gate_or_is_sifted_is_only_shown(
    cast: Cast, revealed: Bid, read: Read
) -> None:
    sifted = cast.sifted()
    cast.failed_gate(revealed)
    assert "failed the gate" in read(cast.officer, address(revealed))
    assert "was sifted" in read(cast.officer, address(sifted))
    for bid in (revealed, sifted):
        assert post(cast.officer, bid, minutes="More.").status_code == 409


def test_a_member_conflicted_after_the_reveal_is_not_counted_at_once(
    cast: Cast, revealed: Bid, read: Read, look: Look
) -> None:
    assert look(cast.second_panel_member, address(revealed)).status_code == 200
    Interest.objects.create(bid=revealed, member=cast.second_panel_member, words="Trustee")
    words = read(cast.officer, address(revealed))
    assert "Petra has an interest in this bid and leaves the room." in words
    assert "2\nnot counted\n5\n5.00" in words
    assert "Differ" not in words
    assert "Score out of 100\n80.00" in words
    assert look(cast.second_panel_member, address(revealed)).status_code == 404
    Interest.objects.create(bid=revealed, member=cast.panel_member, words="Trustee")
    words = read(cast.officer, address(revealed))
    assert "No total: nobody's points count for Fit with the PCC's priorities" in words
    assert "Petra have an interest in this bid and leave the room." in words


def test_a_member_who_was_removed_is_marked_and_still_counts(
    cast: Cast, revealed: Bid, read: Read
) -> None:
    cast.round.people.filter(user=cast.second_panel_member).delete()
    words = read(cast.officer, address(revealed))
    assert "Petra (left the panel)" in words
    assert "Score out of 100\n68.00" in words


def test_criteria_without_weight_have_no_total(cast: Cast, revealed: Bid, read: Read) -> None:
    Criterion.objects.update(weight=0)
    words = read(cast.officer, address(revealed))
    assert "No total: the criteria's weights add up to nothing." in words
    assert "Score out of 100" not in words


def test_in_a_blind_sift_the_room_does_not_see_who_bids(cast: Cast, read: Read) -> None:
    Round.objects.update(blind=True)
    bid = cast.submitted()
    give(bid, cast.panel_member, 3)
    cast.declare(cast.panel_member)
    for page in (ORDER, address(bid)):
        for who in (cast.officer, cast.panel_member, cast.auditor):
            assert "Youth Works" not in read(who, page)
    withdraw(bid=bid, by=cast.applicant, reason="Youth Works has no staff.")
    for page in (ORDER, address(bid)):
        words = read(cast.officer, page)
        assert "ithdrawn" in words
        assert "Youth Works" not in words


def test_after_the_last_bid_one_that_failed_a_gate_lacks_nothing(
    cast: Cast, revealed: Bid, read: Read
) -> None:
    check_gates(bid=revealed, results={cast.gate: Result(passed=True)}, by=cast.officer)
    failed = cast.submitted()
    van = Result(passed=False, note="A van")
    check_gates(bid=failed, results={cast.gate: van}, by=cast.officer)
    finish(bid=revealed, minutes="", by=cast.officer)
    page = read(cast.officer, address(revealed))
    assert "Every bid of the route is ready to be sifted." in page


# Who may look


def test_only_who_may_sift_is_led_there(cast: Cast, revealed: Bid, read: Read) -> None:
    finish(bid=revealed, minutes="", by=cast.officer)
    for page in (address(revealed), ORDER):
        assert "Sift the bids" in read(cast.officer, page)
        assert "Sift the bids" not in read(cast.auditor, page)


def test_auditors_and_decision_makers_read_and_write_nothing(
    cast: Cast, revealed: Bid, read: Read
) -> None:
    write_minutes(bid=revealed, minutes="A good bid.", by=cast.officer)
    for who in (cast.auditor, cast.decision_maker, cast.finance):
        words = read(who, address(revealed))
        assert "3.50" in words
        assert "A good bid." in words
        assert "Save" not in words
        assert post(who, revealed, minutes="Mine.").status_code == 403
    assert Discussion.objects.get().minutes == "A good bid."


def test_a_panel_member_reads_no_more_than_they_may(cast: Cast, bid: Bid, read: Read) -> None:
    words = read(cast.panel_member, address(bid))
    assert "Reveal" not in words
    assert post(cast.panel_member, bid, "reveal").status_code == 403
    assert not Discussion.objects.exists()


def test_an_officer_with_an_interest_does_not_chair(cast: Cast, revealed: Bid, read: Read) -> None:
    cast.round.partnership.memberships.create(user=cast.officer, role="panel")
    Interest.objects.create(bid=revealed, member=cast.officer, words="Trustee")
    words = read(cast.officer, address(revealed))
    assert "You do not see them" in words
    assert "3.50" not in words
    assert post(cast.officer, revealed, minutes="Mine.").status_code == 403


def test_it_is_nothing_for_applicants(cast: Cast, revealed: Bid, look: Look) -> None:
    assert look(cast.applicant, address(revealed)).status_code == 403
    assert look(cast.rival, address(revealed)).status_code == 404
    assert look(cast.applicant, ORDER).status_code == 403
    assert look(cast.stranger, ORDER).status_code == 404


def test_typed_markup_stays_text(cast: Cast, revealed: Bid, look: Look) -> None:
    Score.objects.filter(comment="Well\nargued.").update(comment="<script>alert(1)</script>")
    page = unescape(look(cast.officer, address(revealed)).content.decode().replace("&lt;", "‹"))
    assert "<script>alert" not in page
    assert len(CRITERIA) == page.count("‹script>alert")


def test_an_interest_that_came_by_a_merge_is_left_out_of_the_sums(
    cast: Cast, revealed: Bid, read: Read
) -> None:
    other = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    submit(bid=other, by=cast.rival, at=SUBMITTED)
    cast.declare(cast.second_panel_member, cast.rival_organisation, interest="A trustee")
    merge(kept=cast.organisation, other=cast.rival_organisation, by=cast.officer)
    read(cast.officer, address(revealed))
    assert revealed.interests.get().member == cast.second_panel_member
