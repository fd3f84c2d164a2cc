"""A member's draft and their sent scores: what is kept, what is refused, and why."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from base.errors import NotAllowed, Refused
from bids.actions import send_back, submit, withdraw
from bids.models import Bid
from people.models import User
from rounds.models import Criterion, Person, Pot
from scoring.duties import awaited_from, expected_of, has_declared, open_to
from scoring.models import Assignment, Declaration, Discussion, Interest, Score, ScoreDraft
from scoring.panel import read_panel
from scoring.sending import Changed, Given, Sent, read_draft, save_draft, send_scores, sign
from tests.cast import CRITERIA, Cast, again
from tests.workbooks import scores_workbook

NOTHING = sign({})
FULL = {code: Given(str(place + 2), f"On {code}") for place, code in enumerate(CRITERIA)}


def declare(
    cast: Cast, member: User, *, has_interest: bool = False, bid: Bid | None = None
) -> None:
    Declaration.objects.create(
        round=cast.round,
        member=member,
        organisation=bid.organisation if bid else cast.organisation,
        has_interest=has_interest,
        by=member,
    )


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """Submitted; both members declared that they have no interest in who bids."""
    found = cast.submitted()
    declare(cast, cast.panel_member)
    declare(cast, cast.second_panel_member)
    return found


def test_a_draft_is_kept_as_it_was_typed_and_seen_by_its_writer_alone(cast: Cast, bid: Bid) -> None:
    typed = {"need": Given("3", "Two\r\nlines"), "pcc-fit": Given("", "")}
    saved = save_draft(bid=bid, by=cast.panel_member, answers=typed, seen=NOTHING)
    found = read_draft(bid, cast.panel_member)
    assert found
    assert found.answers == {"need": Given("3", "Two\nlines")}
    assert found.digest == saved.digest
    assert read_draft(bid, cast.second_panel_member) is None
    assert not Score.objects.exists()


def test_a_second_page_of_one_member_is_told_and_loses_nothing(cast: Cast, bid: Bid) -> None:
    first, second = {"need": Given("3", "First")}, {"need": Given("4", "Second")}
    save_draft(bid=bid, by=cast.panel_member, answers=first, seen=NOTHING)
    with pytest.raises(Changed, match="on another page") as caught:
        save_draft(bid=bid, by=cast.panel_member, answers=second, seen=NOTHING)
    assert caught.value.theirs == first
    # The same again is no conflict, and having seen the other they may save over it.
    save_draft(bid=bid, by=cast.panel_member, answers=first, seen=NOTHING)
    save_draft(bid=bid, by=cast.panel_member, answers=second, seen=sign(first))
    assert ScoreDraft.objects.get().answers["need"]["comment"] == "Second"


def test_scores_are_sent_for_every_criterion_at_once(cast: Cast, bid: Bid) -> None:
    save_draft(bid=bid, by=cast.panel_member, answers=FULL, seen=NOTHING)
    send_scores(bid=bid, by=cast.panel_member, answers=FULL)
    rows = Score.objects.values_list("criterion__code", "points", "comment", "from_workbook")
    assert sorted(rows) == [
        ("csp-fit", 3, "On csp-fit", False),
        ("need", 4, "On need", False),
        ("pcc-fit", 2, "On pcc-fit", False),
    ]
    assert not ScoreDraft.objects.exists()


@pytest.mark.parametrize("points", ["6", "-1", "2.5", "three", "1e0", "٣", "+1", " 3", "9" * 400])
def test_points_off_the_scale_are_refused_and_nothing_is_sent(
    cast: Cast, bid: Bid, points: str
) -> None:
    answers = {**FULL, "need": Given(points)}
    with pytest.raises(Refused, match="choose a whole number from 0 to 5"):
        send_scores(bid=bid, by=cast.panel_member, answers=answers)
    with pytest.raises(Refused, match="choose a whole number from 0 to 5"):
        save_draft(bid=bid, by=cast.panel_member, answers=answers, seen=NOTHING)
    assert not Score.objects.exists()


def test_every_missing_criterion_is_named(cast: Cast, bid: Bid) -> None:
    with pytest.raises(Refused) as caught:
        send_scores(bid=bid, by=cast.panel_member, answers={"need": Given("3"), "csp-fit": Given()})
    assert str(caught.value).splitlines() == [
        "Choose the points for “Fit with the PCC's priorities”.",
        "Choose the points for “Fit with the partnership's priorities”.",
    ]


@pytest.mark.parametrize("comment", ["a\x1b[31mb", "a\x00b", "\u202eabc", "x" * 30_001])
def test_a_comment_that_cannot_be_sent_is_kept_in_the_draft(
    cast: Cast, bid: Bid, comment: str
) -> None:
    answers = {**FULL, "need": Given("3", comment)}
    save_draft(bid=bid, by=cast.panel_member, answers=answers, seen=NOTHING)
    with pytest.raises(Refused, match="Evidence of need"):
        send_scores(bid=bid, by=cast.panel_member, answers=answers)
    assert not Score.objects.exists()
    draft = read_draft(bid, cast.panel_member)
    assert draft
    assert draft.answers["need"].comment == comment.replace("\x00", "")


def test_a_draft_has_an_end(cast: Cast, bid: Bid) -> None:
    answers = {"need": Given("3", "x" * 200_001)}
    with pytest.raises(Refused, match="Make them shorter"):
        save_draft(bid=bid, by=cast.panel_member, answers=answers, seen=NOTHING)


def test_a_criterion_of_another_round_is_refused_by_name(cast: Cast, bid: Bid) -> None:
    answers = {**FULL, "elsewhere": Given("3")}
    with pytest.raises(Refused, match="elsewhere is no criterion of this round"):
        send_scores(bid=bid, by=cast.panel_member, answers=answers)
    with pytest.raises(Refused, match="elsewhere is no criterion of this round"):
        save_draft(bid=bid, by=cast.panel_member, answers=answers, seen=NOTHING)


def test_what_was_sent_stands(cast: Cast, bid: Bid) -> None:
    send_scores(bid=bid, by=cast.panel_member, answers=FULL)
    changed = {code: Given("0") for code in CRITERIA}
    with pytest.raises(Sent, match=r"You sent your scores at .* agreed by the panel"):
        send_scores(bid=bid, by=cast.panel_member, answers=changed)
    with pytest.raises(Sent):
        save_draft(bid=bid, by=cast.panel_member, answers=changed, seen=NOTHING)
    assert sorted(Score.objects.values_list("points", flat=True)) == [2, 3, 4]
    with pytest.raises(DatabaseError), transaction.atomic():
        Score.objects.update(points=0)


def test_a_criterion_without_weight_is_scored_as_the_others(cast: Cast, bid: Bid) -> None:
    Criterion.objects.filter(code="need").update(weight=0)
    with pytest.raises(Refused, match="Evidence of need"):
        send_scores(bid=bid, by=cast.panel_member, answers={**FULL, "need": Given()})
    assert len(send_scores(bid=bid, by=cast.panel_member, answers=FULL)) == 3


def test_after_a_workbook_brought_some_in_the_member_sends_the_others(cast: Cast, bid: Bid) -> None:
    from scoring.workbook import import_scores

    rows = [(bid.reference, cast.panel_member.email, "need", 1)]
    import_scores(round=cast.round, name="s.xlsx", content=scores_workbook(rows), by=cast.officer)
    sent = send_scores(bid=bid, by=cast.panel_member, answers=FULL)
    assert {score.criterion.code for score in sent} == {"pcc-fit", "csp-fit"}
    assert Score.objects.get(criterion__code="need").points == 1
    with pytest.raises(Sent):
        send_scores(bid=bid, by=cast.panel_member, answers=FULL)


# Who may not, and when not


def remove_from_panel(cast: Cast, bid: Bid) -> None:
    Person.objects.filter(user=cast.panel_member).delete()


def end_role(cast: Cast, bid: Bid) -> None:
    cast.panel_member.memberships.all().delete()


def close_account(cast: Cast, bid: Bid) -> None:
    User.objects.filter(pk=cast.panel_member.pk).update(is_active=False)


def other_route(cast: Cast, bid: Bid) -> None:
    Person.objects.filter(user=cast.panel_member).update(route=Pot.TACTICAL)


def interest(cast: Cast, bid: Bid) -> None:
    Interest.objects.create(bid=bid, member=cast.panel_member, words="Trustee")


def declared_interest(cast: Cast, bid: Bid) -> None:
    declare(cast, cast.panel_member, has_interest=True)


def nothing_declared(cast: Cast, bid: Bid) -> None:
    Bid.objects.filter(pk=bid.pk).update(organisation=cast.rival_organisation)


def for_another(cast: Cast, bid: Bid) -> None:
    Assignment.objects.create(bid=bid, member=cast.second_panel_member, by=cast.officer)


NOT_THEIRS = {
    remove_from_panel: "You are not on the panel",
    end_role: "You are not on the panel",
    close_account: "You are not on the panel",
    other_route: "is on the other route",
    interest: "You declared an interest",
    declared_interest: "You declared an interest",
    nothing_declared: "Say first whether you have an interest",
    for_another: "is for other members of the panel",
}


def sent_back(cast: Cast, bid: Bid) -> None:
    send_back(
        bid=bid, by=cast.officer, reason="Say more.", change_by=timezone.now().replace(year=2099)
    )


def withdrawn(cast: Cast, bid: Bid) -> None:
    withdraw(bid=bid, by=cast.officer, reason="No staff.")


def sifted(cast: Cast, bid: Bid) -> None:
    cast.score((bid, cast.second_panel_member, 3))
    cast.sift(bid)


def failed_gate(cast: Cast, bid: Bid) -> None:
    cast.failed_gate(bid)


def revealed(cast: Cast, bid: Bid) -> None:
    Discussion.objects.create(bid=bid, revealed_by=cast.officer)


NOT_NOW = {
    sent_back: "went back to its applicant",
    withdrawn: "was withdrawn",
    sifted: "has been sifted",
    failed_gate: "failed a gate",
    revealed: "have been revealed",
}
Change = Callable[[Cast, Bid], None]


@pytest.mark.parametrize(
    ("change", "words", "kind"),
    [
        *((change, words, NotAllowed) for change, words in NOT_THEIRS.items()),
        *((change, words, Refused) for change, words in NOT_NOW.items()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_member_who_may_not_is_told_why_and_keeps_the_draft(
    cast: Cast, bid: Bid, change: Change, words: str, kind: type[Refused]
) -> None:
    save_draft(bid=bid, by=cast.panel_member, answers=FULL, seen=NOTHING)
    change(cast, bid)
    bid = again(bid)
    with pytest.raises(kind, match=words):
        send_scores(bid=bid, by=cast.panel_member, answers=FULL)
    with pytest.raises(kind, match=words):
        save_draft(bid=bid, by=cast.panel_member, answers={}, seen=sign(FULL))
    assert read_draft(bid, cast.panel_member)
    assert not Score.objects.filter(member=cast.panel_member).exists()
    waiting = awaited_from(cast.panel_member).filter(has_declared(cast.panel_member))
    assert not waiting.exists()
    if kind is NotAllowed and change is not nothing_declared:
        assert cast.panel_member not in read_panel(cast.round).expected(bid)
        assert not expected_of(cast.panel_member).exists()


def test_a_member_who_may_is_found_by_the_same_rule(cast: Cast, bid: Bid) -> None:
    Assignment.objects.create(bid=bid, member=cast.panel_member, by=cast.officer)
    assert list(awaited_from(cast.panel_member)) == [bid]
    assert read_panel(cast.round).expected(bid) == [cast.panel_member]
    send_scores(bid=bid, by=cast.panel_member, answers=FULL)
    assert not awaited_from(cast.panel_member).exists()
    assert list(open_to(cast.panel_member)) == [bid]


def test_somebody_asked_late_sends_after_the_reveal(cast: Cast, bid: Bid) -> None:
    revealed(cast, bid)
    Assignment.objects.create(
        bid=bid, member=cast.panel_member, by=cast.officer, late=True, reason="Too few"
    )
    assert list(awaited_from(cast.panel_member)) == [bid]
    assert len(send_scores(bid=again(bid), by=cast.panel_member, answers=FULL)) == 3
    with pytest.raises(Refused, match="have been revealed"):
        send_scores(bid=again(bid), by=cast.second_panel_member, answers=FULL)


def test_what_was_declared_of_an_organisation_holds_for_what_it_was_merged_into(
    cast: Cast, bid: Bid
) -> None:
    Bid.objects.filter(pk=bid.pk).update(organisation=cast.rival_organisation)
    cast.organisation.merged_into = cast.rival_organisation
    cast.organisation.save()
    assert list(awaited_from(cast.panel_member)) == [bid]
    assert len(send_scores(bid=again(bid), by=cast.panel_member, answers=FULL)) == 3
    declare(cast, cast.second_panel_member, has_interest=True)
    with pytest.raises(NotAllowed, match="You declared an interest"):
        send_scores(bid=again(bid), by=cast.second_panel_member, answers=FULL)


def test_a_later_declaration_stands(cast: Cast, bid: Bid) -> None:
    declare(cast, cast.panel_member, has_interest=True)
    declare(cast, cast.panel_member, has_interest=False)
    assert list(awaited_from(cast.panel_member)) == [bid]
    assert len(send_scores(bid=bid, by=cast.panel_member, answers=FULL)) == 3


def test_a_bid_that_comes_back_changed_finds_the_draft_and_what_was_sent(
    cast: Cast, bid: Bid
) -> None:
    save_draft(bid=bid, by=cast.panel_member, answers=FULL, seen=NOTHING)
    send_scores(bid=bid, by=cast.second_panel_member, answers=FULL)
    sent_back(cast, bid)
    submit(bid=again(bid), by=cast.officer)
    assert read_draft(again(bid), cast.panel_member)
    assert len(send_scores(bid=again(bid), by=cast.panel_member, answers=FULL)) == 3
    assert Score.objects.count() == 6


@pytest.mark.parametrize("way", ["member", "let in"])
def test_who_joined_the_applicant_after_declaring_none_does_not_score(
    cast: Cast, bid: Bid, way: str
) -> None:
    (bid.organisation.members if way == "member" else bid.people).add(cast.panel_member)
    with pytest.raises(NotAllowed, match="You belong to who bids"):
        save_draft(bid=bid, by=cast.panel_member, answers=FULL, seen=NOTHING)
    with pytest.raises(NotAllowed, match="You belong to who bids"):
        send_scores(bid=bid, by=cast.panel_member, answers=FULL)
    assert not Score.objects.exists()
