"""Returns: who owes which, what keeps one from being sent, and what an accepted one withstands."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from base.errors import NotAllowed, Refused
from bids.models import Bid
from monitoring import actions as monitoring
from monitoring.books import differences
from monitoring.models import Actual, Return, ReturnHeading
from monitoring.returns.checking import accept_sent, answer, ask, send_back
from monitoring.returns.figures import Given, Spent, Wrong, wrong_with
from monitoring.returns.schedule import is_behind, owes, schedule
from monitoring.returns.writing import (
    Changed,
    add_file,
    drop_file,
    save_draft,
    send_return,
    sign,
)
from people.models import User
from rounds.models import Period
from tests.cast import DECIDED, Cast, again, at
from tests.dump import dump
from tests.files import pdf
from tests.unit.monitoring.test_returns_workbook import bring_in, file, refusal, returned
from ui.dates import in_london


def given(spent: int = 150_000, forecast: int = 500_000, **changes: Any) -> Given:
    """Good answers."""
    said = {
        "progress": "Open every Friday.",
        "outcomes": "Calm.",
        "people_reached": 250,
        "headings": [Spent("staffing", spent, forecast)],
    }
    return Given(**{**said, **changes})


def send(cast: Cast, bid: Bid, period: Period | None = None, **changes: Any) -> Return:
    """The return of a period as the applicant sends it."""
    said: dict[str, Any] = {"given": given(), "declared_by": "Ann", "by": cast.applicant}
    return send_return(award=bid.award, period=period or cast.first_period, **{**said, **changes})


# Who owes which


def test_a_project_owes_what_ended_since_its_approval_and_the_final_return(cast: Cast) -> None:
    bid = cast.monitored()
    ends = cast.first_period.ends
    for approved, owed in ((0, True), (1, False)):
        bid.award.approved_at = at(f"{ends + timedelta(days=approved)} 23:30")
        bid.award.save()
        assert owes(bid.award, cast.first_period) == owed
        assert owes(bid.award, cast.final_period)
        behind = is_behind(cast.round.periods.all(), cast.first_period.due + timedelta(days=1))
        assert type(bid.award).objects.filter(behind).exists() == owed
    assert [slot.period for slot in schedule(again(bid).award)] == [cast.final_period]


def test_a_period_is_written_from_the_end_of_the_one_before(cast: Cast) -> None:
    first, final = schedule(cast.monitored().award)
    assert first.begins == DECIDED.date()
    assert final.begins == date(2019, 8, 1)


def test_a_project_that_ended_owes_no_more(cast: Cast) -> None:
    bid = cast.terminated()
    assert schedule(bid.award) == []


# No payment without it


@pytest.mark.parametrize(
    ("moment", "refused"),
    [("2019-08-16 23:59", False), ("2019-08-17 00:00", True), ("2019-08-17 00:30", True)],
)
def test_no_money_moves_from_the_day_after_it_is_due(
    cast: Cast, moment: str, refused: bool
) -> None:
    bid = cast.monitored()
    cast.receive(500_000)
    if not refused:
        assert pay(cast, bid, at(moment))
        return
    before = dump()
    with pytest.raises(Refused, match="return for “September report” was due by 16 August 2019"):
        pay(cast, bid, at(moment))
    assert dump() == before
    save_draft(
        award=bid.award,
        period=cast.first_period,
        typed={"a": "b"},
        seen=sign({}),
        by=cast.applicant,
    )
    with pytest.raises(Refused):
        pay(cast, bid, at(moment))
    sent = send(cast, bid)
    assert pay(cast, bid, at(moment))
    send_back(sent=sent, reason="Count.", by=cast.officer)
    with pytest.raises(Refused):
        pay(cast, bid, at(moment), "BACS-2")


def pay(cast: Cast, bid: Bid, moment: datetime, reference: str = "BACS-1") -> object:
    return monitoring.pay(
        award=bid.award, amount_pence=100, reference=reference, by=cast.finance, at=moment
    )


def test_a_return_that_is_not_owed_holds_no_payment(cast: Cast) -> None:
    bid = cast.monitored()
    cast.receive(500_000)
    type(bid.award).objects.update(approved_at=at("2019-08-01"))
    assert pay(cast, again(bid), at("2019-09-01"))


# What is sent


BUDGET: Any = [
    {"name": "staffing", "amount_pence": 400_000},
    {"name": "hall", "amount_pence": 100_000},
]


def boxes(staffing: Spent, hall: Spent, *, final: bool = False, **changes: Any) -> list[Wrong]:
    said = given(headings=[staffing, hall], **changes)
    return [Wrong(one.box, "", one.heading) for one in wrong_with(said, BUDGET, final=final)]


STAFF, HALL = Spent("staffing", 100_000, 400_000), Spent("hall", 0, 100_000)


def test_figures_as_planned_want_no_reason() -> None:
    assert boxes(STAFF, HALL) == []


def test_a_heading_over_its_budget_wants_a_reason() -> None:
    over = Spent("hall", 0, 100_001)
    assert boxes(STAFF, over) == [Wrong("reason", "", "hall")]
    assert boxes(STAFF, Spent("hall", 0, 100_001, "Rent rose.")) == []


def test_a_forecast_below_the_grant_wants_a_reason() -> None:
    under = Spent("hall", 0, 99_999)
    assert boxes(STAFF, under) == [Wrong("underspend_reason", "")]
    assert boxes(STAFF, under, underspend_reason="Cheaper.") == []


def test_a_forecast_is_no_less_than_what_is_spent() -> None:
    assert boxes(STAFF, Spent("hall", 100_000, 99_999, "x"), underspend_reason="x") == [
        Wrong("forecast", "", "hall")
    ]


def test_at_the_end_less_than_the_budget_wants_a_reason() -> None:
    staff, hall = Spent("staffing", 400_000, 400_000), Spent("hall", 99_999, 99_999)
    assert boxes(staff, hall, final=True) == [
        Wrong("reason", "", "hall"),
        Wrong("underspend_reason", ""),
    ]
    hall = Spent("hall", 99_999, 99_999, "Cheaper.")
    assert boxes(staff, hall, final=True) == []


def test_below_zero_and_other_headings_are_refused() -> None:
    assert boxes(STAFF, Spent("hall", -1, 100_000)) == [Wrong("spent", "", "hall")]
    assert boxes(STAFF, Spent("tea", 0, 100_000)) == [Wrong("", "")]


def test_what_does_not_fit_together_is_not_sent(cast: Cast) -> None:
    bid = cast.monitored()
    before = dump()
    for changes in (
        {"given": given(forecast=499_999)},
        {"given": given(headings=[])},
        {"declared_by": " "},
    ):
        with pytest.raises(Refused):
            send(cast, bid, **changes)
    assert dump() == before


@pytest.mark.parametrize("who", ["rival", "finance", "panel_member", "auditor", "stranger"])
def test_only_the_project_and_officers_write_it(cast: Cast, who: str) -> None:
    bid = cast.monitored()
    with pytest.raises(NotAllowed):
        send(cast, bid, by=getattr(cast, who))
    with pytest.raises(NotAllowed):
        save_draft(
            award=bid.award,
            period=cast.first_period,
            typed={"a": "b"},
            seen=sign({}),
            by=getattr(cast, who),
        )


def test_a_return_is_sent_of_a_running_project(cast: Cast) -> None:
    with pytest.raises(Refused, match="not a running project now"):
        send(cast, cast.approved())


def test_a_period_that_has_not_begun_is_not_written(cast: Cast) -> None:
    bid = cast.monitored()
    today = in_london(timezone.now()).date()
    for period, days in ((cast.final_period, 99), (cast.first_period, 0)):
        Period.objects.filter(pk=period.pk).update(ends=today + timedelta(days=days))
    with pytest.raises(Refused, match="cannot be written before"):
        send(cast, again(bid), cast.final_period)


def test_a_return_is_sent_once(cast: Cast) -> None:
    bid = cast.monitored()
    send(cast, bid)
    with pytest.raises(Refused, match="stands as sent"):
        send(cast, bid)
    with pytest.raises(Refused, match="stands as sent"):
        save_draft(
            award=bid.award, period=cast.first_period, typed={}, seen=sign({}), by=cast.applicant
        )


def test_a_draft_that_says_something_else_by_now_is_shown(cast: Cast) -> None:
    bid = cast.monitored()

    def save(text: str, seen: dict[str, str]) -> None:
        save_draft(
            award=bid.award,
            period=cast.first_period,
            typed={"progress": text},
            seen=sign(seen),
            by=cast.applicant,
        )

    save("One", {})
    save("One", {})  # a press that came twice
    with pytest.raises(Changed, match="Ann saved something else") as changed:
        save("Two", {})
    assert changed.value.theirs == {"progress": "One"}
    save("Two", {"progress": "One"})
    with pytest.raises(Refused, match="characters"):
        save("x" * 200_001, {"progress": "Two"})


# Checking


@pytest.mark.parametrize("who", ["applicant", "finance", "decision_maker", "stranger"])
def test_only_an_officer_judges_it(cast: Cast, who: str) -> None:
    sent = send(cast, cast.monitored())
    person: User = getattr(cast, who)
    with pytest.raises(NotAllowed):
        accept_sent(sent=sent, rag=Return.Rag.RED, by=person)
    with pytest.raises(NotAllowed):
        ask(sent=sent, question="Why?", by=person)
    with pytest.raises(NotAllowed):
        send_back(sent=sent, reason="No.", by=person)


def test_a_question_is_answered_once(cast: Cast) -> None:
    sent = send(cast, cast.monitored())
    with pytest.raises(Refused, match="no question"):
        answer(sent=sent, text="Well.", by=cast.applicant)
    ask(sent=sent, question="How?", by=cast.officer)
    with pytest.raises(NotAllowed):
        answer(sent=sent, text="Well.", by=cast.rival)
    answer(sent=sent, text="Well.", by=cast.applicant)
    with pytest.raises(Refused, match="no question"):
        answer(sent=sent, text="Well.", by=cast.applicant)


# Afterwards


@pytest.fixture
def accepted(cast: Cast) -> Return:
    bid = cast.monitored()
    measure = bid.measures.create(name="Guests", target="600")
    sent = send(cast, bid, given=given(actuals={measure.pk: "250"}))
    return accept_sent(sent=sent, rag=Return.Rag.RED, by=cast.officer)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Return.objects.update(spent_pence=1),
        lambda: Return.objects.update(spent_pence=None),
        lambda: Return.objects.update(forecast_pence=1),
        lambda: Return.objects.update(people_reached=1),
        lambda: Return.objects.update(rag="green"),
        lambda: Return.objects.update(state="back"),
        lambda: Return.objects.all()._raw_delete("default"),
        lambda: ReturnHeading.objects.update(spent_pence=1),
        lambda: ReturnHeading.objects.update(forecast_pence=1),
        lambda: ReturnHeading.objects.all().delete(),
        lambda: Actual.objects.update(value="1"),
        lambda: Actual.objects.all().delete(),
    ],
)
def test_the_database_holds_an_accepted_return(accepted: Return, change: Any) -> None:
    before = dump()
    with pytest.raises(IntegrityError, match="as it was accepted"), transaction.atomic():
        change()
    assert dump() == before


def test_the_words_of_an_accepted_return_can_be_erased(accepted: Return) -> None:
    assert Return.objects.update(case_study="") == 1


def test_the_books_miss_a_heading(cast: Cast, accepted: Return) -> None:
    assert list(differences(cast.round)) == []
    ReturnHeading.objects.create(sent=accepted, name="tea", spent_pence=1)
    assert "do not add up" in next(differences(cast.round))


# A workbook that brings the same in


def row(cast: Cast, bid: Bid, **changes: Any) -> bytes:
    values = {
        "rag": "amber",
        "progress": "Open every Friday.",
        "spent": 1500,
        "forecast": 5000,
        "reached": 250,
    }
    return file(returns=[returned(bid, **{**values, **changes})])


def test_an_import_that_says_the_same_accepts_what_was_sent(cast: Cast) -> None:
    bid = cast.monitored()
    sent = send(cast, bid)
    done = bring_in(cast, row(cast, bid))
    assert [one.pk for one in done.returns] == [sent.pk]
    sent.refresh_from_db()
    assert (sent.state, sent.rag, sent.accepted_by) == ("accepted", "amber", cast.officer)
    assert (sent.outcomes, sent.headings.count()) == ("Calm.", 1)
    assert bring_in(cast, row(cast, bid)).unchanged == 1


def test_an_import_that_says_something_else_than_was_sent_is_a_fault(cast: Cast) -> None:
    bid = cast.monitored()
    send(cast, bid)
    assert "says something else" in refusal(cast, row(cast, bid, spent=1501))


def test_an_import_takes_the_place_of_a_draft(cast: Cast) -> None:
    bid = cast.monitored()
    save_draft(
        award=bid.award,
        period=cast.first_period,
        typed={"progress": "So far"},
        seen=sign({}),
        by=cast.applicant,
    )
    bring_in(cast, row(cast, bid))
    found = Return.objects.get()
    assert (found.state, found.progress, found.typed) == ("accepted", "Open every Friday.", {})


def test_an_import_takes_the_place_of_what_was_sent_back(cast: Cast) -> None:
    bid = cast.monitored()
    send_back(sent=send(cast, bid), reason="Count.", by=cast.officer)
    bring_in(cast, row(cast, bid, spent=2000))
    found = Return.objects.get()
    assert (found.state, found.spent_pence, found.headings.count()) == ("accepted", 200_000, 0)


def test_reports_read_only_what_was_accepted(cast: Cast) -> None:
    sent = send(cast, cast.monitored())
    assert not Return.objects.accepted().exists()
    accept_sent(sent=sent, rag=Return.Rag.RED, by=cast.officer)
    assert Return.objects.accepted().get() == sent


def test_another_colour_than_the_figures_speak_for_wants_a_reason(cast: Cast) -> None:
    sent = send(cast, cast.monitored())
    with pytest.raises(Refused, match="Say why you set another RAG"):
        accept_sent(sent=sent, rag=Return.Rag.GREEN, by=cast.officer, reason=" ")
    assert accept_sent(sent=sent, rag=Return.Rag.GREEN, by=cast.officer, reason="Late mail.")


def test_a_file_that_was_sent_stays_when_the_return_comes_back(cast: Cast) -> None:
    bid = cast.monitored()
    where: dict[str, Any] = {
        "award": bid.award,
        "period": cast.first_period,
        "by": cast.applicant,
    }
    first = add_file(**where, name="figures.pdf", content=pdf())
    send_back(sent=send(cast, bid), reason="Count.", by=cast.officer)
    with pytest.raises(Refused, match="was sent, and stays"):
        drop_file(**where, attachment=first.pk)
    assert drop_file(**where, attachment=0) is None


def test_an_officer_says_what_they_want(cast: Cast) -> None:
    sent = send(cast, cast.monitored())
    before = dump()
    with pytest.raises(Refused, match="Enter the question"):
        ask(sent=sent, question=" ", by=cast.officer)
    with pytest.raises(Refused, match="Say what has to be changed"):
        send_back(sent=sent, reason=" ", by=cast.officer)
    assert dump() == before
    ask(sent=sent, question="How many?", by=cast.officer)
    with pytest.raises(Refused, match="Enter your answer"):
        answer(sent=sent, text=" ", by=cast.applicant)


def test_what_was_accepted_is_not_judged_again(accepted: Return, cast: Cast) -> None:
    before = dump()
    for verb in (
        lambda: accept_sent(sent=accepted, rag=Return.Rag.GREEN, by=cast.officer, reason="Well."),
        lambda: ask(sent=accepted, question="How many?", by=cast.officer),
        lambda: send_back(sent=accepted, reason="Count again.", by=cast.officer),
    ):
        with pytest.raises(Refused, match="does not wait to be read now"):
            verb()
    assert dump() == before


def test_an_officer_with_a_stake_judges_no_return(cast: Cast) -> None:
    bid = cast.monitored()
    sent = send(cast, bid)
    bid.organisation.members.add(cast.officer)
    with pytest.raises(NotAllowed, match="another officer reads its returns"):
        ask(sent=sent, question="How many?", by=cast.officer)


def test_a_period_that_is_not_owed_is_not_written(cast: Cast) -> None:
    bid = cast.monitored()
    bid.award.approved_at = at(f"{cast.first_period.ends + timedelta(days=1)} 10:00")
    bid.award.save()
    with pytest.raises(Refused, match="sends no return for"):
        send(cast, bid)
