"""A round that is in use: what its file may still change, and what it may not."""

import pytest

from base.errors import Refused
from rounds.models import Priority
from tests.cast import Cast, cast_of
from tests.dump import dump
from tests.round_files import round_text


def refuse(text: str, words: str) -> None:
    """Opening the round from the text is refused, and nothing changes."""
    before = dump()
    with pytest.raises(Refused, match=words):
        cast_of(text)
    assert dump() == before


def test_pots_change_only_by_virement(cast: Cast) -> None:
    text = round_text(main="15000.00", tactical="15000.00")
    refuse(text, "pots of an open round change only by virement")


def test_the_allocation_does_not_change(cast: Cast) -> None:
    refuse(
        round_text(main="20001.00", allocation="30001.00"), "allocation of an open round does not"
    )


def test_the_year_and_the_partnership_do_not_change(cast: Cast) -> None:
    text = round_text().replace('financial_year = "2019-20"', 'financial_year = "2020-21"')
    refuse(text, "financial year of an open round does not change")
    refuse(round_text(partnership="another"), "partnership of an open round does not change")


def test_dates_settings_and_titles_may_still_change(cast: Cast) -> None:
    cast.sifted()
    text = round_text(settings="quorum = 2\nacceptance_days = 14")
    text = text.replace("closes = 2019-03-08T12:00:00", "closes = 2019-03-09T12:00:00")
    cast_of(text.replace("score_threshold = 55", "score_threshold = 60.5"))
    cast.round.refresh_from_db()
    assert (cast.round.quorum, cast.round.acceptance_days) == (2, 14)
    assert str(cast.round.score_threshold) == "60.50"
    assert cast.round.closes.day == 9


def test_criteria_change_until_a_score_is_given(cast: Cast) -> None:
    text = round_text().replace("weight = 50", "weight = 60")
    cast_of(text)
    assert cast.round.criteria.get(code="pcc-fit").weight == 60
    cast.scored()
    refuse(round_text(), "Scores have been given, so the criteria of this round no longer change")
    cast_of(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight = 20", "weight = 21"),
        ('kind = "general"', 'kind = "pcc"'),
        ('title = "Evidence of need"', 'title = "Need"'),
        ('code = "need"', 'code = "need"\nfloor = 1'),
        ('code = "need"', 'code = "needs"'),
    ],
)
def test_nothing_of_a_criterion_changes_once_it_is_scored(cast: Cast, old: str, new: str) -> None:
    cast.scored()
    refuse(round_text().replace(old, new), "criteria of this round no longer change")


def test_a_priority_that_a_bid_serves_stays(cast: Cast) -> None:
    cast.draft()
    text = round_text().replace('code = "PCC1"', 'code = "PCC2"')
    refuse(text, "PCC1 is used by a bid and stays in the round")


def test_an_adopted_priority_that_a_bid_serves_keeps_its_title(cast: Cast) -> None:
    cast.draft()
    text = round_text().replace("Put victims first", "Put victims second")
    refuse(text, "PCC1 is adopted and used by a bid: its title does not change")


def test_an_adopted_priority_that_a_bid_serves_is_no_draft_again(cast: Cast) -> None:
    cast.draft()
    text = round_text().replace('"Put victims first"', '"Put victims first"\nstatus = "draft"')
    refuse(text, "it is not a draft again")


def test_a_drafts_title_is_amended_and_the_old_wording_kept(db: None) -> None:
    draft = round_text().replace('"Put victims first"', '"Put victims first"\nstatus = "draft"')
    cast = cast_of(draft)
    cast.draft()
    cast_of(
        draft.replace("Put victims first", "Victims come first").replace('"draft"', '"adopted"')
    )
    priority = Priority.objects.get(code="PCC1")
    assert (priority.title, priority.status) == ("Victims come first", "adopted")
    assert [old.title for old in priority.old_wordings.all()] == ["Put victims first"]


def test_a_priority_that_nobody_serves_may_go(cast: Cast) -> None:
    cast_of(round_text().replace('code = "PCC1"', 'code = "PCC2"'))
    assert list(cast.round.priorities.values_list("code", flat=True)) == ["PCC2", "CSP1"]


def test_a_gate_that_bids_were_checked_against_stays_as_it_is(cast: Cast) -> None:
    cast.scored()
    refuse(round_text().replace('code = "revenue"', 'code = "income"'), "gate revenue: it stays")
    text = round_text().replace("Pays for activity, not for capital", "Pays for anything")
    refuse(text, "gate revenue: its title stays")


def test_a_period_that_has_returns_stays(cast: Cast) -> None:
    cast.ready_to_close()
    text = round_text().replace('name = "Final"', 'name = "The end"')
    refuse(text, "Returns were sent for the period Final: it stays in the round")
