"""Subsidy control: what counts over three years, and that nothing goes above the limit without notice."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from awards.actions import approve, turn_down
from awards.assistance import declare_assistance, record_notice, remove_assistance
from awards.models import Assistance, Award
from awards.subsidy import LIMIT_PENCE, Given, given_to, total_pence, year_of, years_to
from awards.subsidy_limit import stops, total_with
from base.errors import NotAllowed, Refused
from bids.merging import merge
from bids.models import Bid
from monitoring.actions import terminate
from monitoring.variations.varying import accept_variation, ask_variation, decide_variation
from people.models import Organisation
from tests.cast import DECIDED, Cast, again, at, cast_of
from tests.round_files import round_text

DAY = DECIDED.date()
TODAY = date(2019, 6, 12)


@pytest.fixture(autouse=True)
def _on_a_day_in_june() -> Iterator[None]:
    with time_machine.travel(at("2019-06-12 15:00"), tick=True):
        yield


def declared(cast: Cast, amount_pence: int, on: date = DAY) -> Assistance:
    """Assistance from elsewhere that the applicant's organisation has declared."""
    return declare_assistance(
        organisation=cast.organisation,
        giver="The county",
        amount_pence=amount_pence,
        given_on=on,
        by=cast.applicant,
    )


def total(cast: Cast, on: date = DAY) -> int:
    return total_pence(given_to([cast.organisation])[cast.organisation.pk], on)


# What counts


@pytest.mark.parametrize(
    ("day", "year"), [("2019-03-31", 2018), ("2019-04-01", 2019), ("2019-12-31", 2019)]
)
def test_a_financial_year_begins_on_1_april(day: str, year: int) -> None:
    assert year_of(date.fromisoformat(day)) == year


def test_this_and_the_two_earlier_years_count() -> None:
    days = ["2017-03-31", "2017-04-01", "2019-04-01", "2020-03-31", "2020-04-01"]
    given = [Given(date.fromisoformat(day), 10**place, "G") for place, day in enumerate(days)]
    assert years_to(date(2019, 4, 12)) == [2017, 2018, 2019]
    assert total_pence(given, date(2019, 4, 12)) == 10 + 100 + 1_000


def test_awards_count_as_they_stand_now_on_the_day_of_their_approval(cast: Cast) -> None:
    bid = cast.approved(300_000)
    assert total(cast) == 300_000
    Award.objects.filter(bid=bid).update(amount_pence=200_000)
    assert total(cast) == 200_000
    assert total(cast, date(2022, 4, 1)) == 0
    assert total_with(again(bid), 250_000, DAY) == 250_000


def test_awards_of_every_partnership_count(cast: Cast) -> None:
    cast.approved(300_000)
    elsewhere = cast_of(round_text("other-2019-20", partnership="other"))
    elsewhere.organisation = cast.organisation
    elsewhere.applicant = cast.applicant
    elsewhere.approved(200_000)
    assert total(cast) == 500_000


def test_what_was_turned_down_or_ended_unpaid_does_not_count(cast: Cast) -> None:
    turn_down(bid=cast.approved(100_000), by=cast.applicant, reason="No.")
    cast.terminated()
    assert total(cast) == 0


def test_of_an_award_that_was_ended_early_what_was_paid_counts(cast: Cast) -> None:
    bid = cast.paid(100_000, paid_pence=30_000)
    terminate(bid=bid, by=cast.decision_maker, reason="It stopped.")
    assert total(cast) == 30_000


def test_an_internal_award_is_no_subsidy(cast: Cast) -> None:
    cast.approved(100_000)
    Award.objects.update(internal=True)
    assert total(cast) == 0


def test_what_is_declared_counts_until_it_is_removed(cast: Cast) -> None:
    row = declared(cast, 5_000)
    assert total(cast) == 5_000
    remove_assistance(assistance=row, by=cast.applicant)
    assert total(cast) == 0
    assert Assistance.objects.count() == 1


def test_organisations_that_were_merged_count_together(cast: Cast) -> None:
    cast.approved(100_000)
    other = Organisation.objects.create(name="Youth Works Ltd", kind="charity")
    other.members.add(cast.applicant)
    cast.draft(100, organisation=other)
    declare_assistance(
        organisation=other, giver="G", amount_pence=7_000, given_on=DAY, by=cast.applicant
    )
    assert total(cast) == 100_000
    merge(kept=cast.organisation, other=other, by=cast.officer)
    assert total(cast) == 107_000


# The limit


def at_the_limit(cast: Cast, award_pence: int, over_pence: int = 0) -> Bid:
    """A sifted bid, and so much declared that an award brings its organisation to the limit."""
    declared(cast, LIMIT_PENCE - award_pence + over_pence)
    return cast.sifted(award_pence)


def test_exactly_the_limit_passes(cast: Cast) -> None:
    bid = at_the_limit(cast, 100_000)
    assert stops([(bid, 100_000)], DAY) == {}
    assert cast.approve(bid)


def test_a_penny_above_it_is_refused_with_the_total_and_commits_nothing(cast: Cast) -> None:
    bid = at_the_limit(cast, 100_000, over_pence=1)
    with pytest.raises(Refused, match=r"would have had £315,000\.01 .* above £315,000\.00") as why:
        cast.approve(bid)
    assert "An officer first records the notice" in str(why.value)
    assert again(bid).state == "sifted"
    assert not Award.objects.exists()
    assert approve(bid=bid, amount_pence=99_999, by=cast.decision_maker, at=DECIDED)


def test_it_passes_once_the_notice_is_given_and_confirmed(cast: Cast) -> None:
    bid = at_the_limit(cast, 100_000, over_pence=1)
    given = {"bid": bid, "amount_pence": 100_000, "notice_on": DAY, "by": cast.officer}
    notice = record_notice(**given)  # type: ignore[arg-type]  # of several kinds
    assert notice.total_pence == LIMIT_PENCE + 1
    assert "has not confirmed" in stops([(bid, 100_000)], TODAY)[bid.pk]
    record_notice(**given, confirmed_on=DAY, confirmed_by="Rosa")  # type: ignore[arg-type]  # the same
    assert stops([(bid, 100_000)], TODAY) == {}
    assert cast.approve(bid)


def test_a_notice_of_less_is_not_enough(cast: Cast) -> None:
    bid = at_the_limit(cast, 100_000, over_pence=1)
    record_notice(
        bid=bid,
        amount_pence=50_000,
        notice_on=DAY,
        confirmed_on=DAY,
        confirmed_by="Rosa",
        by=cast.officer,
    )
    assert "a new one is needed" in stops([(bid, 100_000)], TODAY)[bid.pk]


def test_two_bids_of_one_organisation_count_one_after_the_other(cast: Cast) -> None:
    declared(cast, LIMIT_PENCE - 150_000)
    one, two = cast.sifted(100_000), cast.sifted(90_000)
    assert set(stops([(one, 100_000), (two, 90_000)], DAY)) == {two.pk}


def test_a_bid_that_is_stopped_does_not_stop_a_smaller_one(cast: Cast) -> None:
    declared(cast, LIMIT_PENCE - 50_000)
    one, two = cast.sifted(100_000), cast.sifted(50_000)
    assert set(stops([(one, 100_000), (two, 50_000)], DAY)) == {one.pk}


def test_the_council_itself_is_not_stopped(cast: Cast) -> None:
    bid = at_the_limit(cast, 100_000, over_pence=1)
    Organisation.objects.filter(pk=bid.organisation_id).update(name=bid.round.partnership.authority)
    assert cast.approve(again(bid)).internal


def test_a_variation_that_raises_is_refused_above_it_and_one_that_lowers_is_not(
    cast: Cast,
) -> None:
    bid = cast.monitored(100_000)
    declared(cast, LIMIT_PENCE - 100_000, TODAY)
    more = ask_variation(award=bid.award, by=cast.applicant, reason="More.", amount_pence=100_001)
    with pytest.raises(Refused, match=r"£315,000\.01"):
        decide_variation(variation=more, by=cast.decision_maker, agree=True)
    record_notice(
        bid=bid,
        amount_pence=100_001,
        notice_on=DAY,
        confirmed_on=DAY,
        confirmed_by="Rosa",
        by=cast.officer,
    )
    decided = decide_variation(variation=more, by=cast.decision_maker, agree=True)
    declared(cast, 1, TODAY)
    with pytest.raises(Refused, match=r"£315,000\.02"):
        accept_variation(variation=decided, signatory="Ann", by=cast.applicant)
    assert again(bid).award.amount_pence == 100_000


# Who and what


def test_only_the_organisations_people_declare(cast: Cast) -> None:
    row = declared(cast, 5_000)
    for person in (cast.rival, cast.officer):
        with pytest.raises(NotAllowed):
            remove_assistance(assistance=row, by=person)
        with pytest.raises(NotAllowed):
            declare_assistance(
                organisation=cast.organisation,
                giver="G",
                amount_pence=1,
                given_on=DAY,
                by=person,
            )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"giver": " "}, "Enter who gave it"),
        ({"amount_pence": 0}, "more than zero"),
        ({"given_on": date(2999, 1, 1)}, "has not come yet"),
        ({"given_on": date(1999, 1, 1)}, "too long ago"),
    ],
)
def test_nonsense_is_not_declared(cast: Cast, changes: dict[str, object], said: str) -> None:
    given: dict[str, object] = {
        "organisation": cast.organisation,
        "giver": "G",
        "amount_pence": 1,
        "given_on": DAY,
        "by": cast.applicant,
    }
    with pytest.raises(Refused, match=said):
        declare_assistance(**given | changes)  # type: ignore[arg-type]  # as the tests give
    assert not Assistance.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount_pence": 0}, "more than zero"),
        ({"notice_on": date(2999, 1, 1)}, "has not come yet"),
        ({"confirmed_by": "Rosa"}, "both who confirmed it and when"),
        ({"confirmed_on": DAY}, "both who confirmed it and when"),
        ({"confirmed_on": date(2019, 3, 1), "confirmed_by": "R"}, "before the notice"),
        ({"confirmed_on": date(2999, 1, 1), "confirmed_by": "R"}, "has not come yet"),
    ],
)
def test_nonsense_is_not_recorded(cast: Cast, changes: dict[str, object], said: str) -> None:
    bid = cast.sifted()
    given: dict[str, object] = {
        "bid": bid,
        "amount_pence": 1,
        "notice_on": DAY,
        "by": cast.officer,
    }
    with pytest.raises(Refused, match=said):
        record_notice(**given | changes)  # type: ignore[arg-type]  # as the tests give
    assert not hasattr(again(bid), "subsidy_notice")


def test_officers_without_a_stake_record_while_money_may_be_awarded(cast: Cast) -> None:
    bid = cast.sifted()
    for person in (cast.decision_maker, cast.finance, cast.applicant):
        with pytest.raises(NotAllowed):
            record_notice(bid=bid, amount_pence=1, notice_on=DAY, by=person)
    with pytest.raises(Refused, match="any more"):
        record_notice(bid=cast.draft(), amount_pence=1, notice_on=DAY, by=cast.officer)
    cast.organisation.members.add(cast.officer)
    with pytest.raises(NotAllowed, match="has an interest"):
        record_notice(bid=bid, amount_pence=1, notice_on=DAY, by=cast.officer)
