"""One text is the agreement: it has every part, and is the same each time it is made."""

import hashlib
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from awards.actions import accept_agreement, offer_ends
from awards.agreement_text import agreement_text
from awards.letter_text import letter_text
from awards.models import Award, Plan
from awards.offering import Offer, offered, set_terms
from awards.payees import Payee, set_payee
from awards.terms import Heading, Instalment, current
from awards.written import Clause, Grid, Section, Written, counted, read, told
from bids.models import Bid
from rounds.models import Round
from tests.cast import AGREED, DECIDED, Cast, again

HEADINGS: list[Heading] = [
    {"name": "staffing", "amount_pence": 350_000},
    {"name": "Room hire", "amount_pence": 150_000},
]
INSTALMENTS: list[Instalment] = [
    {"due": "2019-05-07", "amount_pence": 300_000},
    {"due": "2019-10-07", "amount_pence": 200_000},
]
OFFER = Offer(
    starts_on=date(2019, 5, 1),
    ends_on=date(2020, 3, 31),
    outcomes="Fewer calls.\nSafer nights.",
    headings=HEADINGS,
    plan=Plan.INSTALMENTS,
    instalments=INSTALMENTS,
    special_conditions="A first aider is there.\n\nIt closes at 11pm.",
    signatory="Rosa Finch",
)


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """A bid whose offer has everything that an offer can have."""
    cast.organisation.charity_number = "1234567"
    cast.organisation.save()
    bid = cast.approved()
    cast.round.documents_asked.create(
        code="accounts", title="Last accounts", before_payment=True, position=1
    )
    set_terms(bid=bid, offer=OFFER, by=cast.officer, at=DECIDED)
    return again(bid)


def text_of(bid: Bid) -> str:
    return offered(again(bid).award).text


def test_the_text_has_every_part(bid: Bid) -> None:
    text = text_of(bid)
    for said in (
        "Grant agreement\n",
        "CSP19-001 · Grant of grant-2019-20",
        "Partnership of csp gives this grant. The Borough Council hosts it",
        "The Police and Crime Commissioner pays for it and approved the award.",
        "Youth Works (charity number 1234567) receives it.",
        "The project is “Night café”.",
        "A café that is open at night.",
        "It runs from 1 May 2019 to 31 March 2020.",
        "Fewer calls.\n\nSafer nights.",
        "The grant is £5,000.00.",
        "| Part of the budget | Amount |\n| Staffing | £3,500.00 |\n| Room hire | £1,500.00 |",
        "Nothing is moved from one part to another unless it is agreed first.",
        "| Due | Amount |\n| 7 May 2019 | £3,000.00 |\n| 7 October 2019 | £2,000.00 |",
        "Before money moves, this must be in and accepted: Last accounts.",
        "| September report | 31 July 2019 | 16 August 2019 |",
        "6.9 A first aider is there.\n\n6.10 It closes at 11pm.",
        "# 7. When grant is paid back",
        "Grant that is not spent on the project by its end is paid back to Partnership of csp.",
        "names the Police and Crime Commissioner as its funder.",
        "Rosa Finch accepts it for Youth Works, by typing that name on its page.",
        "The offer stands until 10am on Friday 19 April 2019.",
    ):
        assert said in text


def test_the_rounds_own_words_stand_in_place_of_the_services(bid: Bid) -> None:
    Round.objects.update(
        conditions="Only in term time.\r\n\r\nNo capital.",
        repayment_terms="Within a week.",
        heading_tolerance_percent=10,
    )
    text = text_of(bid)
    assert "6.1 Only in term time.\n\n6.2 No capital.\n\n6.3 A first aider is there." in text
    assert "7.1 Within a week.\n\n# 8." in text
    assert "Up to 10 per cent of a part may be spent on another part." in text
    assert "is paid back to" not in text


@pytest.mark.parametrize(
    ("plan", "words"),
    [("up-front", "It is paid at once"), ("arrears", "It is paid in arrears")],
)
def test_each_plan_is_said(cast: Cast, bid: Bid, plan: str, words: str) -> None:
    offer = Offer(**{**vars(OFFER), "plan": plan, "instalments": []})
    set_terms(bid=bid, offer=offer, by=cast.officer)
    assert words in text_of(bid)
    assert "instalments" not in text_of(bid)


def test_the_clock_changes_nothing_of_it(bid: Bid) -> None:
    before = offered(bid.award)
    with time_machine.travel(AGREED + timedelta(days=300), tick=False):
        after = offered(again(bid).award)
    assert (after.text, after.checksum) == (before.text, before.checksum)
    assert before.checksum == hashlib.sha256(before.text.encode()).hexdigest()


def test_an_award_to_the_council_itself_is_a_memo(cast: Cast, bid: Bid) -> None:
    payee = Payee(
        internal=True, budget_holder="Hugh Holder", cost_centre="CC12", account_code="4410"
    )
    set_payee(bid=bid, payee=payee, by=cast.officer)
    text = text_of(bid)
    assert text.startswith("Grant memo\n")
    assert "The budget holder is Hugh Holder." in text
    assert "It is paid by journal to cost centre CC12, account code 4410." in text
    assert "It is accepted when the budget holder, Hugh Holder, accepts it by name." in text
    assert "to the account that it holds" not in text
    letter = letter_text(again(bid).award, current(bid.award)).text
    assert "The budget holder accepts it before 10am on Friday 19 April 2019." in letter


def test_a_variations_agreement_says_what_it_takes_the_place_of(cast: Cast, bid: Bid) -> None:
    agreed = accept_agreement(bid=bid, signatory="Rosa Finch", by=cast.applicant, at=AGREED)
    text = agreement_text(agreed.award, current(agreed.award), ends=None, replaces=agreed).text
    assert "It takes the place of what Rosa Finch accepted at 10am on Monday 8 April 2019." in text
    assert "The offer stands" not in text


def test_the_letter_tells_of_the_award(bid: Bid) -> None:
    Bid.objects.filter(pk=bid.pk).update(requested_pence=600_000)
    text = letter_text(again(bid).award, current(bid.award)).text
    for said in (
        "Award of grant\n\n29 March 2019\n",
        "Youth Works, for the attention of Ann",
        "the Police and Crime Commissioner has approved a grant of £5,000.00 for “Night café”.",
        "You asked for £6,000.00.",
        "The project runs from 1 May 2019 to 31 March 2020.",
        "accepts it before 10am on Friday 19 April 2019; after that the offer lapses.",
        "Before money moves we need to have seen: Last accounts.",
        "Partnership of csp, The Borough Council",
    ):
        assert said in text


def test_what_people_wrote_passes_for_no_clause_heading_or_row(bid: Bid) -> None:
    forged = "# 9. More money\n9.1 You get £1.\n| a | b |\n\\ A path\nPlain."
    Bid.objects.filter(pk=bid.pk).update(summary=forged, project="A\n\n# 9. B")
    written = offered(again(bid).award)
    shown = read(written.text)
    assert shown == written
    assert [section.number for section in shown.sections] == list(range(1, 9))
    assert "\n\\# 9. More money\n" in written.text
    assert [block for block in shown.sections[1].blocks if isinstance(block, str)][:5] == [
        "# 9. More money",
        "9.1 You get £1.",
        "| a | b |",
        "\\ A path",
        "Plain.",
    ]


TEXTS = st.text(max_size=60)
BLOCKS = st.one_of(
    TEXTS.map(told).filter(bool).map(lambda lines: lines[0]),
    st.just(Clause("", "It is so.")),
    st.just(Grid(["Part", "Amount"], [["Tea", "£1.00"], ["", "£2.00"]])),
)


@given(st.lists(st.tuples(st.just("A heading"), st.lists(BLOCKS, max_size=4)), max_size=4))
def test_the_text_read_back_is_the_document(sections: list[tuple[str, list[object]]]) -> None:
    written = counted("Title", ["Opening", "# not a heading"], sections)  # type: ignore[arg-type]
    assert read(written.text) == written
    plain = Written("T", [], [Section(heading, []) for heading, _blocks in sections])
    assert read(plain.text) == plain


def test_the_offer_is_as_long_as_its_text_says(bid: Bid) -> None:
    Award.objects.filter(pk=bid.award.pk).update(approved_at=AGREED)
    assert offer_ends(again(bid).award) == AGREED + timedelta(days=21)
    assert "until 10am on Monday 29 April 2019" in text_of(bid)
