"""The verbs that write a round's parts: what bids rest on stays, and a published round stays whole."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from base.errors import NotAllowed, Refused
from base.stale import Stale, digest
from bids.actions import send_back
from bids.models import ExtraAnswer
from funds.publishing import publish, save_money, take_back
from rounds import parts
from rounds.beginning import begin_round, copy_round, later
from rounds.drafts import scoring_begun
from rounds.models import Round
from rounds.people import save_people
from rounds.reading import digest_of, read_rows
from rounds.settings import save_settings
from scoring.models import Declaration
from tests.cast import CLOSES, SIFTED, Cast, at

QUESTION = {"code": "who", "title": "Who?", "hint": "", "word_limit": 100, "required": True}
DOCUMENT = {"code": "accounts", "title": "Accounts", "hint": "", "required": False}
PERIOD = {"name": "End", "ends": date(2020, 3, 31), "due": date(2020, 4, 30), "final": True}


def refusal(verb: Callable[..., Round], cast: Cast, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        verb(round=cast.round, by=cast.officer, **given)
    return str(refused.value)


# Who


@pytest.mark.parametrize(
    "part",
    [
        "priorities",
        "criteria",
        "gates",
        "eligibility",
        "questions",
        "documents",
        "periods",
        "income",
    ],
)
def test_only_an_officer_writes_a_part(cast: Cast, part: str) -> None:
    verb = getattr(parts, f"save_{part}")
    for who in (cast.finance, cast.stranger, cast.applicant, cast.auditor):
        with pytest.raises(NotAllowed):
            verb(round=cast.round, rows=[], by=who)


def test_only_an_officer_writes_settings_and_people(cast: Cast) -> None:
    for who in (cast.finance, cast.stranger):
        with pytest.raises(NotAllowed):
            save_settings(round=cast.round, values={"title": "Mine"}, by=who)
        with pytest.raises(NotAllowed):
            save_people(round=cast.round, people=[], by=who)
        with pytest.raises(NotAllowed):
            save_money(round=cast.round, values={"acceptance_days": 1}, by=who)
        with pytest.raises(NotAllowed):
            publish(round=cast.round, by=who)
        with pytest.raises(NotAllowed):
            take_back(round=cast.round, by=who)


# Two at once


def test_a_part_that_changed_since_it_was_seen_is_not_written_over(cast: Cast) -> None:
    seen = digest_of(cast.round, "questions")
    parts.save_questions(round=cast.round, rows=[QUESTION], by=cast.officer, seen=seen)
    with pytest.raises(Stale):
        parts.save_questions(round=cast.round, rows=[], by=cast.officer, seen=seen)
    assert read_rows(cast.round, "questions") == [QUESTION]


def test_a_digest_differs_where_what_it_is_of_does() -> None:
    assert digest([1, 2]) != digest([2, 1])
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


# Questions and files


@pytest.mark.parametrize(
    ("verb", "row"), [(parts.save_questions, QUESTION), (parts.save_documents, DOCUMENT)]
)
def test_what_is_asked_changes_until_a_bid_is_submitted(
    cast: Cast, verb: Callable[..., Round], row: dict[str, Any]
) -> None:
    row = row | {"required": False}
    other = row | {"title": "Other"}
    verb(round=cast.round, rows=[row], by=cast.officer)
    cast.draft()
    verb(round=cast.round, rows=[other], by=cast.officer)
    bid = cast.submitted()
    send_back(bid=bid, by=cast.officer, reason="More.", change_by=CLOSES, at=SIFTED.replace(day=1))
    assert "only its hint changes" in refusal(verb, cast, rows=[row])
    assert "added or removed" in refusal(verb, cast, rows=[])
    assert "added or removed" in refusal(verb, cast, rows=[other, row | {"code": "more"}])
    verb(round=cast.round, rows=[other | {"hint": "Clearer."}], by=cast.officer)


def test_a_question_that_a_draft_answers_stays_in_its_words(cast: Cast) -> None:
    parts.save_questions(round=cast.round, rows=[QUESTION], by=cast.officer)
    ExtraAnswer.objects.create(bid=cast.draft(), question=cast.round.questions.get(), text="We.")
    assert "stays in the round" in refusal(parts.save_questions, cast, rows=[])
    words = refusal(parts.save_questions, cast, rows=[QUESTION | {"word_limit": 10}])
    assert "only its hint changes" in words


# Published and whole


def test_a_published_round_keeps_what_it_must_have(cast: Cast) -> None:
    pcc = [row for row in read_rows(cast.round, "priorities") if row["owner"] == "pcc"]
    assert "priority of the partnership" in refusal(parts.save_priorities, cast, rows=pcc)
    assert "weight above zero" in refusal(parts.save_criteria, cast, rows=[])
    assert "at least one officer" in refusal(save_people, cast, people=[])


def test_somebody_takes_part_only_in_a_role_that_they_hold(cast: Cast) -> None:
    people = [(cast.officer, "officer", ""), (cast.finance, "panel", "")]
    assert "is not a panel member" in refusal(save_people, cast, people=people)


def test_only_the_panel_scores_by_route(cast: Cast) -> None:
    people = [(cast.officer, "officer", "main")]
    assert "Only panel members" in refusal(save_people, cast, people=people)


def test_periods_are_in_order_and_one_is_final(cast: Cast) -> None:
    early = PERIOD | {"due": date(2020, 3, 1)}
    assert "before the period ends" in refusal(parts.save_periods, cast, rows=[early])
    two = [PERIOD, PERIOD | {"name": "More"}]
    assert "More than one" in refusal(parts.save_periods, cast, rows=two)
    assert "stands twice" in refusal(parts.save_periods, cast, rows=[PERIOD, PERIOD])


def test_every_point_is_described_or_none(cast: Cast) -> None:
    rows = read_rows(cast.round, "criteria")
    rows[0]["descriptors"] = ["Poor"]
    assert "on six lines" in refusal(parts.save_criteria, cast, rows=rows)


def test_criteria_that_weigh_nothing_are_refused_before_a_round_is_published_too(
    cast: Cast,
) -> None:
    take_back(round=cast.round, by=cast.officer)
    rows = [row | {"weight": 0} for row in read_rows(cast.round, "criteria")]
    assert "add up to nothing" in refusal(parts.save_criteria, cast, rows=rows)
    parts.save_criteria(round=cast.round, rows=[], by=cast.officer)


def test_a_draft_of_scores_outlives_a_change_of_the_criteria(cast: Cast) -> None:
    said = {"need": {"points": "4", "comment": "Plain."}}
    draft = cast.submitted().score_drafts.create(member=cast.panel_member, answers=said)
    assert scoring_begun(cast.round).startswith("1 draft of scores is begun")
    rows = [row | {"guidance": "Look at numbers."} for row in read_rows(cast.round, "criteria")]
    parts.save_criteria(round=cast.round, rows=rows, by=cast.officer)
    draft.refresh_from_db()
    assert draft.answers == said
    assert {row.guidance for row in cast.round.criteria.all()} == {"Look at numbers."}


# Blindness


def may_be_blind(cast: Cast, *, blind: bool = True) -> bool:
    save_settings(round=cast.round, values={"blind": blind}, by=cast.officer, part="scoring")
    cast.round.refresh_from_db()
    return cast.round.blind


def test_names_are_hidden_while_nobody_of_the_panel_may_have_seen_them(cast: Cast) -> None:
    bid = cast.submitted()
    Declaration.objects.create(
        round=cast.round,
        member=cast.panel_member,
        organisation=bid.organisation,
        has_interest=True,
        by=cast.panel_member,
    )
    assert may_be_blind(cast)


def test_names_are_not_hidden_from_somebody_who_declared_and_so_could_read(cast: Cast) -> None:
    bid = cast.submitted()
    Declaration.objects.create(
        round=cast.round,
        member=cast.panel_member,
        organisation=bid.organisation,
        has_interest=False,
        by=cast.panel_member,
    )
    words = refusal(save_settings, cast, values={"blind": True}, part="scoring")
    assert "may know who bids" in words


def test_names_are_not_hidden_once_there_are_scores_but_may_be_shown_at_any_time(
    cast: Cast,
) -> None:
    assert may_be_blind(cast)
    cast.scored()
    assert may_be_blind(cast)
    assert not may_be_blind(cast, blind=False)
    words = refusal(save_settings, cast, values={"blind": True}, part="scoring")
    assert "Names can be hidden only from the start" in words


# Dates


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"closes": at("2019-02-13 09:00")}, "must close after it opens"),
        ({"panel": date(2019, 3, 7)}, "the panel's day is before the day when bids close"),
        ({"submission_due": date(2019, 3, 13)}, "proposals are due is before the panel's day"),
        ({"committee": date(2019, 3, 1)}, "committee's day is before"),
    ],
)
def test_dates_follow_each_other(cast: Cast, values: dict[str, Any], said: str) -> None:
    assert said in refusal(save_settings, cast, values=values)


def test_a_round_opens_before_its_year_is_over(cast: Cast) -> None:
    made = begin_round(
        partnership=cast.round.partnership,
        title="Old",
        financial_year="2018-19",
        allocation_pence=100,
        by=cast.officer,
    )
    with pytest.raises(Refused, match="after its financial year has ended"):
        save_settings(round=made, values={"financial_year": "2016-17"}, by=cast.officer)


def test_without_bids_the_deadline_may_move_earlier(cast: Cast) -> None:
    save_settings(round=cast.round, values={"closes": at("2019-03-07 12:00")}, by=cast.officer)
    cast.draft()
    words = refusal(save_settings, cast, values={"closes": at("2019-03-06 12:00")})
    assert "but not earlier" in words


# Publishing


def test_pots_that_were_allocated_stay_though_the_round_was_taken_back(cast: Cast) -> None:
    take_back(round=cast.round, by=cast.officer)
    pots = {"main_pence": 1_000_000, "tactical_pence": 2_000_000}
    assert "they stay" in refusal(save_money, cast, values=pots)
    publish(round=cast.round, by=cast.officer)


def test_nobody_bids_in_a_round_that_is_not_published(cast: Cast) -> None:
    take_back(round=cast.round, by=cast.officer)
    cast.round.refresh_from_db()
    with pytest.raises(Refused, match="is not published yet"):
        cast.draft()


def test_published_pots_change_only_by_virement(cast: Cast) -> None:
    pots = {"main_pence": 1_000_000, "tactical_pence": 2_000_000}
    assert "only by virement" in refusal(save_money, cast, values=pots)


# Copies


def test_the_29th_of_february_is_the_28th_in_another_year() -> None:
    assert later(date(2020, 2, 29), 1) == date(2021, 2, 28)
    assert later(at("2019-07-01 12:00"), 1) == at("2020-07-01 12:00")


def test_a_copy_is_of_ones_own_partnership(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        copy_round(
            round=cast.round,
            title="T",
            financial_year="2020-21",
            allocation_pence=1,
            by=cast.stranger,
        )
