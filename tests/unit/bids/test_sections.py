"""The sections of a bid: what is stored, what is kept as it was typed, and how far each is."""

import pytest
from django.http import QueryDict

from base.errors import NotAllowed, Refused
from bids.actions import start, submit, withdraw
from bids.models import Bid
from bids.saving import Changed, Saved, save_section
from bids.sections import SECTIONS, Paper
from bids.standing import Standing, standing, unfinished
from people.models import User
from rounds.models import Pot
from rounds.questions import STANDARD
from tests.cast import STARTED, SUBMITTED, Cast, again


def empty(cast: Cast) -> Bid:
    """A draft that says nothing."""
    return start(
        round=cast.round,
        route=Pot.MAIN,
        organisation=cast.organisation,
        by=cast.applicant,
        at=STARTED,
    )


def sign(bid: Bid, code: str) -> str:
    """What somebody carries who looks at the section now."""
    paper = Paper(again(bid))
    return paper.form(paper.find(code)).digest()


def save(bid: Bid, code: str, by: User, seen: str | None = None, **boxes: object) -> Saved:
    data = QueryDict(mutable=True)
    for name, value in boxes.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    signed = sign(bid, code) if seen is None else seen
    return save_section(bid=bid, code=code, data=data, seen=signed, by=by)


def how(bid: Bid, code: str) -> Standing:
    paper = Paper(again(bid))
    return standing(paper, paper.find(code))


def boxes(bid: Bid, code: str) -> dict[str, list[str]]:
    """What the section's page shows."""
    paper = Paper(again(bid))
    return paper.form(paper.find(code)).typed()


def test_every_standard_question_is_asked_once() -> None:
    assert sorted(code for section in SECTIONS for code in section.asks) == sorted(STANDARD)


def test_a_full_bid_is_completed_and_an_empty_one_not_started(cast: Cast) -> None:
    full, bare = cast.draft(), empty(cast)
    for section in SECTIONS:
        expected = Standing.NOT_STARTED if section.code == "measures" else Standing.COMPLETED
        assert how(full, section.code) is expected, section.code
        assert how(bare, section.code) is Standing.NOT_STARTED, section.code
    assert list(unfinished(full)) == []
    assert {section.code for section, _what in unfinished(bare)} == {
        "contact",
        "project",
        "dates",
        "priorities",
        "need",
        "activities",
        "outcomes",
        "money",
        "safeguarding",
    }


def test_what_the_form_shows_is_what_the_bid_says(cast: Cast) -> None:
    bid = cast.draft()
    for section in SECTIONS:
        before = boxes(bid, section.code)
        data = QueryDict(mutable=True)
        for box, texts in before.items():
            data.setlist(box, texts)
        saved = save_section(
            bid=bid, code=section.code, data=data, seen="whatever", by=cast.applicant
        )
        assert boxes(bid, section.code) == before
        assert saved.digest == sign(bid, section.code)
    assert again(bid).requested_pence == 500_000
    assert again(bid).priorities.count() == 2


def test_a_section_is_saved_half_finished(cast: Cast) -> None:
    bid = empty(cast)
    save(bid, "project", cast.applicant, project="Night café", summary="")
    assert again(bid).project == "Night café"
    assert how(bid, "project") is Standing.IN_PROGRESS
    assert bid.saves.get(section="project").by == cast.applicant


def test_a_text_over_its_limit_is_kept_and_is_a_problem(cast: Cast) -> None:
    bid = cast.draft()
    cast.round.questions.create(code="need", title="", word_limit=5, position=1)
    save(bid, "need", cast.applicant, need="one two three four five six seven")
    assert again(bid).need == "one two three four five six seven"
    assert how(bid, "need") is Standing.PROBLEM
    assert [str(what) for _section, what in unfinished(again(bid))] == [
        "This is 2 words too long: 5 fit. Make it shorter."
    ]


@pytest.mark.parametrize(
    ("code", "sent"),
    [
        ("dates", {"starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2019"}),
        ("money", {"requested_pence": "lots", "least_pence": "12"}),
        ("contact", {"contact_name": "Ann", "contact_email": "not an email"}),
        ("project", {"project": "x" * 201, "summary": "Short."}),
        ("need", {"need": "a \u202e mark"}),
        ("budget", {"description_0": "Tea", "category_0": "Food", "amount_0": ""}),
        ("measures", {"name_0": "", "target_0": "Half"}),
        ("measures", {"name_0": "Calls", "target_0": "1", "name_1": "calls ", "target_1": "2"}),
    ],
)
def test_what_no_column_can_hold_is_kept_as_it_was_typed(
    cast: Cast, code: str, sent: dict[str, str]
) -> None:
    bid = empty(cast)
    saved = save(bid, code, cast.applicant, **sent)
    shown = {box: texts[0] for box, texts in boxes(bid, code).items()}
    assert shown.items() >= {box: text for box, text in sent.items() if text}.items()
    assert how(bid, code) in {Standing.PROBLEM, Standing.IN_PROGRESS}
    assert saved.digest == sign(bid, code)
    assert any(section.code == code for section, _what in unfinished(again(bid)))


def test_what_can_be_stored_of_a_section_is_stored(cast: Cast) -> None:
    bid = cast.draft()
    save(bid, "money", cast.applicant, requested_pence="lots", least_pence="12.50")
    assert (again(bid).requested_pence, again(bid).least_pence) == (500_000, 1250)
    save(
        bid,
        "budget",
        cast.applicant,
        description_0="Tea",
        category_0="Food",
        amount_0="10",
        description_1="Cake",
        amount_1="cheap",
    )
    assert list(bid.budget_lines.values_list("description", "amount_pence")) == [("Tea", 1000)]
    assert boxes(bid, "budget")["amount_1"] == ["cheap"]


def test_dates_out_of_order_change_nothing_stored(cast: Cast) -> None:
    bid = cast.draft()
    parts = ("day", "month", "year")
    sent = {f"starts_on_{part}": text for part, text in zip(parts, ["1", "5", "2020"], strict=True)}
    sent |= {f"ends_on_{part}": text for part, text in zip(parts, ["1", "4", "2020"], strict=True)}
    save(bid, "dates", cast.applicant, **sent)
    assert again(bid).starts_on == bid.starts_on
    assert boxes(bid, "dates") == {box: [text] for box, text in sent.items()}
    assert how(bid, "dates") is Standing.PROBLEM


def test_what_was_kept_gives_way_when_it_is_mended_or_the_bid_changes_otherwise(
    cast: Cast,
) -> None:
    bid = cast.draft()
    save(bid, "money", cast.applicant, requested_pence="lots")
    save(bid, "money", cast.applicant, requested_pence="5000", match_funding_pence="0")
    assert bid.saves.get().rough == {}
    save(bid, "money", cast.applicant, requested_pence="lots")
    Bid.objects.filter(pk=bid.pk).update(requested_pence=70_000)
    assert boxes(bid, "money")["requested_pence"] == ["700.00"]


def test_no_nul_reaches_the_database(cast: Cast) -> None:
    bid = cast.draft()
    save(bid, "need", cast.applicant, need="a\x00b")
    assert boxes(bid, "need") == {"need": ["ab"]}


def test_a_budget_that_does_not_add_up_is_kept_and_is_a_problem(cast: Cast) -> None:
    bid = cast.draft()
    row = {"description_0": "Tea", "category_0": "Food", "amount_0": "10"}
    save(bid, "budget", cast.applicant, **row)
    assert bid.budget_lines.get().amount_pence == 1000
    assert how(bid, "budget") is Standing.PROBLEM


def test_an_extra_question_has_a_page_and_must_be_answered(cast: Cast) -> None:
    bid = cast.draft()
    question = cast.round.questions.create(code="money", title="Who with?", position=1)
    code = f"extra-{question.pk}"
    assert how(bid, code) is Standing.NOT_STARTED
    assert [section.code for section, _what in unfinished(again(bid))] == [code]
    save(bid, code, cast.applicant, text="The school.")
    assert bid.extra_answers.get().text == "The school."
    assert how(bid, code) is Standing.COMPLETED


def test_priorities_of_one_owner_leave_the_others_alone(cast: Cast) -> None:
    bid = cast.draft()
    save(bid, "priorities", cast.applicant, pcc=["PCC1"], partnership=["of another round"])
    assert [p.code for p in bid.priorities.all()] == ["PCC1", "CSP1"]
    save(bid, "priorities", cast.applicant, pcc=["PCC1"])
    assert [p.code for p in bid.priorities.all()] == ["PCC1"]


def test_an_optional_section_that_was_looked_at_is_completed(cast: Cast) -> None:
    bid = cast.draft()
    save(bid, "measures", cast.applicant)
    assert how(bid, "measures") is Standing.COMPLETED


def test_the_second_to_save_is_told_and_changes_nothing(cast: Cast) -> None:
    bid = cast.draft()
    for code, mine, theirs in (
        ("need", {"need": "Mine."}, {"need": "Theirs."}),
        ("measures", {"name_0": "A", "target_0": "1"}, {"name_0": "B", "target_0": "2"}),
    ):
        seen = sign(bid, code)
        save(bid, code, cast.officer, seen, **theirs)
        before = boxes(bid, code)
        with pytest.raises(Changed) as changed:
            save(bid, code, cast.applicant, seen, **mine)
        assert changed.value.save is not None
        assert changed.value.save.by == cast.officer
        assert boxes(bid, code) == before == changed.value.theirs.typed()


def test_two_who_write_the_same_are_not_in_each_others_way(cast: Cast) -> None:
    bid = cast.draft()
    seen = sign(bid, "need")
    save(bid, "need", cast.officer, seen, need="The same\r\nwords.")
    save(bid, "need", cast.applicant, seen, need="The same\nwords.")
    assert bid.saves.get().by == cast.officer


def test_only_a_draft_is_written_and_only_by_those_who_may(cast: Cast) -> None:
    bid = cast.draft()
    with pytest.raises(NotAllowed):
        save(bid, "need", cast.rival, need="Mine now.")
    submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    with pytest.raises(Refused, match="is not a draft any more"):
        save(bid, "need", cast.applicant, need="Too late.")
    withdraw(bid=bid, by=cast.applicant, reason="No.", at=SUBMITTED)
    assert again(bid).need == "Nowhere to go."


@pytest.mark.parametrize(
    ("code", "sent", "why"),
    [
        ("need", {"need": "word " * 501}, "1 words too long"),
        ("money", {"requested_pence": "5000", "least_pence": "lots"}, "“lots” is not an amount"),
    ],
)
def test_a_bid_that_is_not_finished_is_not_submitted(
    cast: Cast, code: str, sent: dict[str, str], why: str
) -> None:
    bid = cast.draft()
    save(bid, code, cast.applicant, **sent)
    with pytest.raises(Refused, match=why):
        submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    assert again(bid).state == "draft"


def test_a_question_of_the_rounds_own_must_be_answered_before_submitting(cast: Cast) -> None:
    bid = cast.draft()
    question = cast.round.questions.create(code="partners", title="Who with?", position=1)
    with pytest.raises(Refused, match=r"Who with\?: Answer this question"):
        submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    save(bid, f"extra-{question.pk}", cast.applicant, text="The school.")
    submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    assert again(bid).state == "submitted"
