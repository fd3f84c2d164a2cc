"""Claims: how much, when, for which days; checked by one, approved by another."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.storage import default_storage

from awards.models import Award, Plan
from awards.terms import next_terms
from base.errors import NotAllowed, Refused
from bids.models import Bid
from monitoring.claims.decisions import (
    approve_claim,
    check_claim,
    early_spending,
    obstacles,
    refuse_claim,
)
from monitoring.claims.sending import Spent, withdraw_claim
from monitoring.models import Claim
from notices.models import Message
from people.models import User
from tests.cast import DECIDED, Cast, again, at, cast_of
from tests.claims import (
    CLAIMED,
    SPENT,
    approved,
    checked,
    claim,
    in_arrears,
    plan,
    receipt,
    running,
)
from tests.dump import dump
from tests.round_files import round_text

# How much


def test_an_award_paid_up_front_is_claimed_whole(cast: Cast) -> None:
    made = claim(cast, running(cast), 500_000)
    assert (made.number, made.state, made.amount_pence) == (1, "sent", 500_000)


@pytest.mark.parametrize("pence", [0, -1, 500_001])
def test_no_claim_for_nothing_or_for_more_than_is_committed(cast: Cast, pence: int) -> None:
    bid = running(cast)
    before = dump()
    with pytest.raises(Refused, match=r"more than zero|£5,000\.00 of the grant is neither claimed"):
        claim(cast, bid, pence)
    assert dump() == before


def test_what_is_claimed_already_is_not_claimed_again(cast: Cast) -> None:
    bid = running(cast)
    first = claim(cast, bid, 300_000)
    with pytest.raises(Refused, match=r"£2,000\.00 of the grant is neither claimed nor paid"):
        claim(cast, bid, 200_001)
    withdraw_claim(claim=first, by=cast.applicant)
    assert claim(cast, bid, 500_000).number == 2


def test_an_instalment_is_claimed_from_its_day(cast: Cast) -> None:
    bid = running(cast)
    plan(bid, cast, Plan.INSTALMENTS, [("2019-05-07", 200_000), ("2019-10-07", 300_000)])
    with pytest.raises(Refused, match=r"£2,000\.00 may be claimed today.*from 7 October 2019"):
        claim(cast, bid, 200_001)
    claim(cast, bid, 200_000)
    with pytest.raises(Refused, match=r"£0\.00 may be claimed today"):
        claim(cast, bid, 1)
    claim(cast, bid, 300_000, when=at("2019-10-07"))


def test_after_the_last_instalment_all_that_is_left_is_due(cast: Cast) -> None:
    bid = running(cast)
    plan(bid, cast, Plan.INSTALMENTS, [("2019-05-07", 200_000)])
    claim(cast, bid, 500_000)


# Who, and when


def test_money_is_claimed_once_the_project_runs(cast: Cast) -> None:
    bid = cast.approved()
    with pytest.raises(Refused, match="Accept the grant agreement of CSP19-001 first"):
        claim(cast, bid, 1)


def test_the_applicant_claims_or_an_officer_for_them(cast: Cast) -> None:
    bid = running(cast)
    claim(cast, bid, 1, by=cast.officer)
    for person in (cast.rival, cast.finance, cast.panel_member, cast.auditor):
        with pytest.raises(NotAllowed):
            claim(cast, bid, 1, by=person)


def test_a_closed_year_takes_no_claims(cast: Cast) -> None:
    bid = running(cast)
    cast.round.closed_at, cast.round.closed_by = at("2020-05-01"), cast.officer
    cast.round.save()
    with pytest.raises(Refused, match="The year of CSP19-001 is closed"):
        claim(cast, again(bid), 1)


# In arrears


def test_a_claim_in_arrears_says_its_days_and_brings_receipts(cast: Cast) -> None:
    made = claim(cast, in_arrears(cast), 100, spent=SPENT, files=[receipt()])
    assert (made.spent_from, made.spent_to) == (SPENT.first, SPENT.last)
    [kept] = made.files.all()
    assert (kept.attachment.name, kept.attachment.purpose) == ("receipt.pdf", "claim")


BAD_DAYS: dict[str, tuple[Spent | None, str]] = {
    "none": (None, "Enter between which days"),
    "backwards": (Spent(date(2019, 5, 2), date(2019, 5, 1)), "is before the first"),
    "to come": (Spent(date(2019, 5, 2), date(2019, 6, 4)), "4 June 2019 has not come yet"),
    "the year before": (Spent(date(2019, 3, 1), date(2019, 5, 1)), "a claim for another year"),
    "before the award": (Spent(date(2019, 4, 28), date(2019, 5, 1)), "from 29 April 2019"),
}


@pytest.mark.parametrize("case", BAD_DAYS)
def test_money_is_spent_within_the_award_and_its_year(cast: Cast, case: str) -> None:
    spent, words = BAD_DAYS[case]
    bid = in_arrears(cast)
    before = dump()
    with pytest.raises(Refused, match=words):
        claim(cast, bid, 100, spent=spent, files=[receipt()])
    assert dump() == before


def test_money_of_the_next_year_is_another_years(cast: Cast) -> None:
    spent = Spent(date(2020, 3, 1), date(2020, 4, 1))
    with pytest.raises(Refused, match="a claim for another year"):
        claim(cast, in_arrears(cast), 1, spent=spent, files=[receipt()], when=at("2020-04-02"))


def test_an_applicant_adds_receipts_and_an_officer_need_not(cast: Cast) -> None:
    bid = in_arrears(cast)
    with pytest.raises(Refused, match="Add the receipts"):
        claim(cast, bid, 1, spent=SPENT)
    claim(cast, bid, 1, spent=SPENT, by=cast.officer)


def test_a_receipt_is_claimed_once(cast: Cast) -> None:
    bid = in_arrears(cast)
    first = claim(cast, bid, 1, spent=SPENT, files=[receipt()])
    kept = len(default_storage.listdir("bids")[1])
    with pytest.raises(Refused, match=r"“receipt\.pdf” came with claim 1 already"):
        claim(cast, bid, 1, spent=SPENT, files=[receipt()])
    with pytest.raises(Refused, match="there twice"):
        claim(cast, bid, 1, spent=SPENT, files=[receipt("b"), receipt("b")])
    assert len(default_storage.listdir("bids")[1]) == kept
    refuse_claim(claim=first, by=cast.officer, reason="Unreadable.")
    claim(cast, bid, 1, spent=SPENT, files=[receipt()])


def test_spending_before_the_approval_or_the_agreement_is_flagged(cast: Cast) -> None:
    bid = in_arrears(cast)
    next_terms(bid.award, cast.officer, DECIDED, starts_on=date(2019, 4, 1))
    early = claim(cast, bid, 1, spent=Spent(date(2019, 4, 7), SPENT.last), files=[receipt()])
    assert early_spending(early) == "Spent before the agreement was accepted on 8 April 2019"
    Award.objects.update(approved_at=at("2019-05-01"))
    early.award.refresh_from_db()
    assert early_spending(early) == "Spent before the grant was approved on 1 May 2019"
    late = claim(cast, bid, 1, spent=SPENT, files=[receipt("late")])
    assert early_spending(late) == ""


# Checked, approved, refused, withdrawn


def test_an_officer_checks_and_finance_approves(cast: Cast) -> None:
    made = approved(cast, running(cast), 500_000)
    assert (made.state, made.checked_by, made.approved_by) == (
        "approved",
        cast.officer,
        cast.finance,
    )


def both_roles(cast: Cast, user: User) -> None:
    for role in ("officer", "finance"):
        cast.round.partnership.memberships.get_or_create(user=user, role=role)


def test_nobody_approves_what_they_checked_or_claimed(cast: Cast) -> None:
    bid = running(cast)
    both_roles(cast, cast.officer)
    one = checked(cast, bid, 100)
    two = check_claim(
        claim=claim(cast, bid, 100, by=cast.officer), by=add_officer(cast), at=CLAIMED
    )
    for made in (one, two):
        with pytest.raises(NotAllowed, match="one person does not do both"):
            approve_claim(claim=made, by=cast.officer)
        approve_claim(claim=made, by=cast.finance, at=CLAIMED)


def add_officer(cast: Cast) -> User:
    user = User.objects.create_user("second@csp.example", name="Oona")
    cast.round.partnership.memberships.create(user=user, role="officer")
    return user


@pytest.mark.parametrize("stake", ["member", "interest", "let in"])
def test_somebody_with_a_stake_decides_nothing(cast: Cast, stake: str) -> None:
    bid = running(cast)
    sent, ready = claim(cast, bid, 100), checked(cast, bid, 100)
    for person in (cast.officer, cast.finance):
        if stake == "member":
            cast.organisation.members.add(person)
        elif stake == "interest":
            bid.interests.create(member=person, words="A trustee")
        else:
            bid.people.add(person)
    before = dump()
    acts: tuple[Callable[[], object], ...] = (
        lambda: check_claim(claim=sent, by=cast.officer),
        lambda: refuse_claim(claim=sent, by=cast.officer, reason="No."),
        lambda: approve_claim(claim=ready, by=cast.finance),
    )
    for act in acts:
        with pytest.raises(NotAllowed, match="somebody else"):
            act()
    assert dump() == before


def test_only_officers_check_and_only_finance_approves(cast: Cast) -> None:
    bid = running(cast)
    sent, ready = claim(cast, bid, 100), checked(cast, bid, 100)
    for name, person in cast.everybody().items():
        if name != "officer":
            with pytest.raises(NotAllowed):
                check_claim(claim=sent, by=person)
        if name != "finance":
            with pytest.raises(NotAllowed):
                approve_claim(claim=ready, by=person)
        if name not in ("officer", "finance"):
            with pytest.raises(NotAllowed):
                refuse_claim(claim=ready, by=person, reason="No.")


def keep_back(cast: Cast, bid: Bid, case: str) -> None:
    award = bid.award
    if case == "payee":
        award.supplier_number = ""
    elif case == "codes":
        award.internal = True
    elif case == "evidence":
        cast.round.documents_asked.create(
            code="dbs", title="DBS statement", before_payment=True, position=1
        )
    elif case == "return":
        cast.first_period.__class__.objects.filter(pk=cast.first_period.pk).update(
            due=date(2019, 6, 1)
        )
    award.save()


OBSTACLES = {
    "payee": "supplier number is missing",
    "codes": "cost centre and account code are missing",
    "evidence": "“DBS statement” is asked for before money moves",
    "return": "The return for “September report” was due",
}


@pytest.mark.parametrize("case", OBSTACLES)
def test_what_is_missing_keeps_a_claim_where_it_is(cast: Cast, case: str) -> None:
    bid = running(cast)
    made = checked(cast, bid, 100)
    keep_back(cast, bid, case)
    before = dump()
    with pytest.raises(Refused, match=OBSTACLES[case]) as refusal:
        approve_claim(claim=made, by=cast.finance, at=CLAIMED)
    assert str(refusal.value).startswith("It cannot be approved yet, and stays as it is.")
    assert dump() == before


def test_no_more_is_approved_than_has_been_received(cast: Cast) -> None:
    bid = running(cast, cash_pence=300_000)
    approved(cast, bid, 200_000)
    two = checked(cast, bid, 100_001)
    with pytest.raises(Refused, match=r"Only £1,000\.00 of the grant has been received"):
        approve_claim(claim=two, by=cast.finance, at=CLAIMED)


@pytest.mark.django_db
def test_a_council_that_pays_ahead_needs_no_cash() -> None:
    cast = cast_of(round_text(settings="pay_ahead = true"))
    assert approved(cast, running(cast, cash_pence=0), 500_000).state == "approved"


def test_no_more_is_approved_than_is_committed_now(cast: Cast) -> None:
    bid = running(cast)
    made = checked(cast, bid, 500_000)
    cast.pay(bid, 1)
    assert obstacles(made, CLAIMED.date()) == [
        "Only £4,999.99 is committed to the project and not yet paid or approved.",
        "Only £4,999.99 of the grant has been received and not yet paid out or approved. It can be "
        "approved when more has come in.",
    ]


def test_a_refused_claim_tells_the_applicant_why(cast: Cast) -> None:
    made = refuse_claim(claim=claim(cast, running(cast), 100), by=cast.officer, reason=" No VAT. ")
    assert (made.state, made.ended_why, made.ended_by) == ("refused", "No VAT.", cast.officer)
    message = Message.objects.get(kind="claim-refused")
    assert message.to == "applicant@youth.example"
    assert "No VAT." in message.body


def test_a_claim_is_refused_with_a_reason_and_by_whose_turn_it_is(cast: Cast) -> None:
    bid = running(cast)
    with pytest.raises(Refused, match="Enter the reason"):
        refuse_claim(claim=claim(cast, bid, 1), by=cast.officer, reason=" ")
    with pytest.raises(NotAllowed):
        refuse_claim(claim=claim(cast, bid, 1), by=cast.finance, reason="No.")
    refuse_claim(claim=checked(cast, bid, 1), by=cast.finance, reason="No.")
    with pytest.raises(NotAllowed):
        refuse_claim(claim=approved(cast, bid, 1), by=cast.officer, reason="No.")
    refuse_claim(claim=approved(cast, bid, 1), by=cast.finance, reason="No.")


def test_what_is_approved_is_not_withdrawn(cast: Cast) -> None:
    bid = running(cast)
    made = approved(cast, bid, 1)
    with pytest.raises(Refused, match="Claim 1 is approved, to be paid, so it cannot be withdrawn"):
        withdraw_claim(claim=made, by=cast.applicant)
    with pytest.raises(NotAllowed):
        withdraw_claim(claim=checked(cast, bid, 1), by=cast.rival)
    assert withdraw_claim(claim=checked(cast, bid, 1), by=cast.applicant).state == "withdrawn"


def test_nothing_is_decided_twice(cast: Cast) -> None:
    bid = running(cast)
    made = approved(cast, bid, 1)
    acts: tuple[Callable[[], object], ...] = (
        lambda: check_claim(claim=made, by=cast.officer),
        lambda: approve_claim(claim=made, by=cast.second_finance),
    )
    for act in acts:
        with pytest.raises(Refused, match="Claim 1 is approved"):
            act()
    assert Claim.objects.get().approved_by == cast.finance


def test_a_claim_is_refused_once(cast: Cast) -> None:
    made = claim(cast, running(cast), 100_000)
    refuse_claim(claim=made, reason="No date.", by=cast.officer)
    before = dump()
    with pytest.raises(Refused, match="it cannot be refused"):
        refuse_claim(claim=made, reason="No date.", by=cast.officer)
    assert dump() == before


def test_nothing_is_claimed_after_the_project_ended(cast: Cast) -> None:
    bid = cast.terminated()
    with pytest.raises(Refused, match="is not running"):
        claim(cast, bid, 1)
