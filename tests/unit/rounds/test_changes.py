"""A round's file that is run again: what changes, who comes and goes, and what open books keep."""

import re
from typing import Any

import pytest

from base.errors import NotAllowed, Refused
from funds import actions as ledger
from funds.balances import balances
from funds.management.commands.open_round import open_round
from people.permissions import roles_of
from rounds.models import Pot, Round
from tests.cast import PAID, SIFTED, Cast, again, cast_of
from tests.dump import dump
from tests.round_files import round_file, round_text

GOOD = round_text()
MORE_PRIORITIES = """
[[priorities]]
owner = "pcc"
code = "PCC2"
title = "Something else"
"""
DRAFT = GOOD.replace('code = "PCC1"', 'code = "PCC1"\nstatus = "draft"')
FINAL = """[[periods]]
name = "Final"
ends = 2020-03-31
due = 2020-04-30
final = true
"""


def run(text: str, **changes: Any) -> Round:
    return open_round(file=round_file(text), at=SIFTED, **changes)


def refusal(text: str, **changes: Any) -> str:
    """What the file is refused with; and nothing is changed."""
    before = dump()
    with pytest.raises(Refused) as refused:
        run(text, **changes)
    assert dump() == before
    return str(refused.value)


def changed(old: str, new: str, text: str = GOOD) -> str:
    assert old in text
    return text.replace(old, new, 1)


def without_person(name: str) -> str:
    """The file without the tables of a person."""
    return re.sub(rf'\[\[people\]\]\nemail = "{name}@[^\[]*', "", GOOD)


# What may change


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    cast.paid()
    before = dump()
    run(GOOD)
    assert dump() == before


@pytest.mark.parametrize(
    ("old", "new", "name", "value"),
    [
        ('"Grant of grant-2019-20"', '"Safer"', "title", "Safer"),
        ("score_threshold = 55", "score_threshold = 60.5", "score_threshold", 60.5),
        ("[pots]", "quorum = 2\n[pots]", "quorum", 2),
        ("[pots]", "acceptance_days = 30\n[pots]", "acceptance_days", 30),
        ("[pots]", 'delegated_limit = "500"\n[pots]', "delegated_limit_pence", 50_000),
        ("[pots]", "pay_ahead = true\n[pots]", "pay_ahead", True),
        ("[pots]", "response_days = 5\n[pots]", "response_days", 5),
        ("[pots]", "carry_forward = true\n[pots]", "carry_forward", True),
    ],
)
def test_a_setting_changes_though_bids_are_scored(
    cast: Cast, old: str, new: str, name: str, value: object
) -> None:
    cast.scored()
    run(changed(old, new))
    assert getattr(Round.objects.get(), name) == value


def test_what_nobody_uses_yet_comes_and_goes(cast: Cast) -> None:
    run(GOOD + MORE_PRIORITIES + '[[gates]]\ncode = "new"\ntitle = "New"\n')
    assert set(cast.round.priorities.values_list("code", flat=True)) == {"PCC1", "PCC2", "CSP1"}
    assert set(cast.round.gates.values_list("code", flat=True)) == {"revenue", "new"}
    run(changed("weight = 50", "weight = 45", changed(FINAL, "")))
    assert set(cast.round.priorities.values_list("code", flat=True)) == {"PCC1", "CSP1"}
    assert [gate.code for gate in cast.round.gates.all()] == ["revenue"]
    assert [period.name for period in cast.round.periods.all()] == ["September report"]
    assert [criterion.weight for criterion in cast.round.criteria.all()] == [45, 30, 20]


def test_expected_income_is_what_the_file_says_last(cast: Cast) -> None:
    for amount in ("20000.00", "10000.00"):
        run(f'{GOOD}\n[[income]]\ndue = 2019-04-30\namount = "{amount}"\n')
    assert [income.amount_pence for income in cast.round.expected_income.all()] == [1_000_000]


# People


def test_somebody_who_is_added_has_the_role(cast: Cast) -> None:
    run(GOOD + '[[people]]\nemail = "New@csp.example"\nname = "Nia"\nrole = "panel"\n')
    person = cast.round.people.latest("position").user
    assert (person.email, person.has_usable_password()) == ("new@csp.example", False)
    assert roles_of(person, cast.round.partnership) == {"panel"}


def test_somebody_who_is_dropped_loses_the_role(cast: Cast) -> None:
    assert roles_of(cast.auditor, cast.round.partnership) == {"auditor"}
    run(without_person("audit"))
    assert roles_of(cast.auditor, cast.round.partnership) == set()
    assert not cast.round.people.filter(user=cast.auditor).exists()


def test_somebody_whom_another_round_names_keeps_the_role(cast: Cast) -> None:
    cast_of(round_text("next-2019-20"))
    run(without_person("audit"))
    assert roles_of(cast.auditor, cast.round.partnership) == {"auditor"}


def test_a_panel_member_who_is_dropped_leaves_the_scores(cast: Cast) -> None:
    bid = cast.scored()
    run(without_person("panel"))
    assert again(bid).scores.count() == 3


def test_only_an_officer_of_the_file_runs_it(cast: Cast) -> None:
    before = dump()
    for email in ("finance@csp.example", "nobody@csp.example"):
        with pytest.raises(NotAllowed, match=f"{email} is not an officer in this file"):
            run(GOOD, by=email)
    assert dump() == before
    assert run(GOOD, by="OFFICER@csp.example") == cast.round


# What an open round keeps


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            round_text(main="20000.01", tactical="9999.99"),
            "The pots of an open round change only by virement, not by its file.",
        ),
        (
            round_text(allocation="30000.01", main="20000.01"),
            "The allocation of an open round does not change (grant-2019-20).",
        ),
        (
            changed('"2019-20"', '"2018-19"'),
            "The financial year of an open round does not change (grant-2019-20).",
        ),
        (
            round_text(partnership="other"),
            "The partnership of an open round does not change (grant-2019-20).",
        ),
        (
            changed('code = "the-pcc"', 'code = "another-pcc"'),
            "The funder of an open round does not change (grant-2019-20).",
        ),
    ],
)
def test_what_never_changes(cast: Cast, text: str, words: str) -> None:
    assert refusal(text) == words


def test_the_file_does_not_undo_a_virement(cast: Cast) -> None:
    ledger.virement(
        round=cast.round,
        source=Pot.TACTICAL,
        target=Pot.MAIN,
        amount_pence=100_000,
        by=cast.finance,
        second=cast.decision_maker,
        reason="More young people",
        at=PAID,
    )
    run(GOOD)
    assert balances(cast.round).pots[Pot.MAIN]["allocation_pence"] == 2_100_000
    assert "only by virement" in refusal(round_text(main="21000.00", tactical="9000.00"))


# What bids and scores rest on


def test_a_draft_priority_is_amended_and_the_old_wording_kept(db: None) -> None:
    cast = cast_of(DRAFT)
    bid = cast.draft()
    run(changed("Put victims first", "Victims first", DRAFT))
    run(changed("Put victims first", "Victims come first"))
    priority = bid.priorities.get(code="PCC1")
    assert (priority.title, priority.status) == ("Victims come first", "adopted")
    old = priority.old_wordings.order_by("pk")
    assert [(wording.title, wording.replaced_at) for wording in old] == [
        ("Put victims first", SIFTED),
        ("Victims first", SIFTED),
    ]
    assert "its title does not change" in refusal(changed("Put victims first", "Another"))


def test_a_draft_priority_that_a_bid_serves_still_stays(db: None) -> None:
    cast = cast_of(DRAFT)
    cast.draft()
    assert "stays in the round" in refusal(changed('code = "PCC1"', 'code = "PCC9"', DRAFT))


def test_the_lead_of_a_priority_changes_though_it_is_used(cast: Cast) -> None:
    bid = cast.draft()
    run(changed('code = "PCC1"', 'code = "PCC1"\nlead = "A subgroup"'))
    assert bid.priorities.get(code="PCC1").lead == "A subgroup"


# Over-allocation


def test_over_allocation_is_lowered_to_what_is_used_and_no_further(db: None) -> None:
    cast = cast_of(round_text(settings="over_allocation_percent = 10"))
    cast.approved(2_000_000)
    cast.approved(100_000)
    assert balances(cast.round).pots[Pot.MAIN]["available_pence"] == -100_000
    run(round_text(settings="over_allocation_percent = 5"))
    words = refusal(round_text(settings="over_allocation_percent = 4"))
    assert "already £1,000.00 below zero: its limit cannot be lowered past that." in words


def test_pay_ahead_is_not_taken_back_while_the_council_carries_a_payment(db: None) -> None:
    cast = cast_of(round_text(settings="pay_ahead = true"))
    cast.pay(cast.monitored(), 500_000)
    assert "already £5,000.00 below zero" in refusal(GOOD)
