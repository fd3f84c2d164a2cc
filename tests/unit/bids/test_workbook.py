"""The bids workbook: what it brings in, what it is refused for, and that it may come twice."""

from datetime import date, datetime
from typing import Any

import pytest

from base.errors import NotAllowed, Refused
from bids.models import Bid
from bids.workbook import Imported, import_bids
from rounds.models import Owner, Pot
from tests.cast import AGREED, SUBMITTED, Cast, again, cast_of, served
from tests.dump import dump
from tests.round_files import round_text
from tests.workbooks import BID, bid_row, bids_workbook, edited, workbook

BUDGET = [
    ("CSP19-001", "staffing", "A worker", 3000.5),
    ("CSP19-001", "venues", "The café", 1999.5),
]
MEASURES = [("CSP19-001", "Young people", 0, "120", "Register")]
GOOD = bids_workbook(bid_row(), budget=BUDGET, measures=MEASURES)


def bring_in(cast: Cast, content: bytes = GOOD, **changes: Any) -> Imported:
    given: dict[str, Any] = {"round": cast.round, "by": cast.officer, "at": SUBMITTED}
    return import_bids(name="bids.xlsx", content=content, **(given | changes))


def refusal(cast: Cast, content: bytes, **changes: Any) -> str:
    """What the import says no with; and nothing is changed."""
    before = dump()
    with pytest.raises(Refused) as refused:
        bring_in(cast, content, **changes)
    assert dump() == before
    return str(refused.value)


def day(text: str) -> datetime:
    """A date as a spreadsheet holds it."""
    return datetime.fromisoformat(text)


# What it does


def test_a_bid_comes_in_as_submitted_with_all_that_it_says(cast: Cast) -> None:
    done = bring_in(cast)
    bid = again(done.new[0])
    assert (bid.reference, bid.state, bid.route) == ("CSP19-001", "submitted", Pot.MAIN)
    assert (bid.requested_pence, bid.least_pence, bid.match_funding_pence) == (
        500_000,
        350_000,
        25_050,
    )
    assert (bid.starts_on, bid.ends_on) == (date(2019, 4, 29), date(2020, 3, 31))
    assert (bid.project, bid.contact_email) == ("Night café", "ann@youth.example")
    assert (bid.safeguarding_policy, bid.people_to_reach) == (True, 120)
    assert (served(bid, Owner.PCC), served(bid, Owner.PARTNERSHIP)) == (["PCC1"], ["CSP1"])
    assert [line.amount_pence for line in bid.budget_lines.all()] == [300_050, 199_950]
    assert [measure.target for measure in bid.measures.all()] == ["120"]
    assert (bid.organisation.name, bid.organisation.charity_number) == ("Youth Works", "1999001")


def test_history_says_that_it_was_an_import(cast: Cast) -> None:
    bid = bring_in(cast).new[0]
    assert [row.reason for row in bid.history.order_by("pk")] == ["Import of bids.xlsx"] * 2


def test_the_deadline_does_not_refuse_an_import(cast: Cast) -> None:
    assert bring_in(cast, at=AGREED).new[0].state == "submitted"


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    bring_in(cast)
    before = dump()
    done = bring_in(cast)
    assert ([bid.reference for bid in done.unchanged], done.new) == (["CSP19-001"], [])
    assert dump() == before


def test_columns_in_another_order_and_those_that_may_be_left_out(cast: Cast) -> None:
    left_out = ("Least workable amount", "People to be reached")
    row = {f" {name.upper()} ": BID[name] for name in reversed(BID) if name not in left_out}
    bid = bring_in(cast, workbook({"BIDS": (list(row), [list(row.values())])})).new[0]
    assert (bid.requested_pence, bid.least_pence, bid.people_to_reach) == (500_000, None, None)


def test_texts_that_look_like_formulas_are_kept(cast: Cast) -> None:
    signs = {"summary": "+1 to all", "need": "-5 a year", "activities": "@cafe", "outcomes": "\tx"}
    content = bids_workbook(bid_row(**signs, project="SUM(1)"))
    content = edited(content, "xl/worksheets/sheet1.xml", "<t>SUM(1)", "<t>=SUM(1)")
    bid = bring_in(cast, content).new[0]
    assert bid.project == "=SUM(1)"
    assert (bid.summary, bid.need, bid.activities, bid.outcomes) == (
        "+1 to all",
        "-5 a year",
        "@cafe",
        "x",
    )


def test_an_amount_within_a_millionth_of_a_penny_is_that_penny(cast: Cast) -> None:
    bid = bring_in(cast, bids_workbook(bid_row(amount_requested=4999.999999999))).new[0]
    assert bid.requested_pence == 500_000


# References that are not given


def test_a_blank_reference_gets_one_and_a_second_import_does_not_double_it(cast: Cast) -> None:
    content = bids_workbook(
        bid_row(reference=None), bid_row(reference=None, project="Day café", route="Tactical")
    )
    done = bring_in(cast, content)
    assert {bid.reference for bid in done.new} == {"CSP19-001", "CSP19-T01"}
    before = dump()
    assert len(bring_in(cast, content).unchanged) == 2
    assert dump() == before


def test_a_reference_that_is_given_is_never_one_that_stands_further_down(cast: Cast) -> None:
    content = bids_workbook(bid_row(reference=None, project="Day café"), bid_row())
    done = bring_in(cast, content)
    assert {bid.reference: bid.project for bid in done.new} == {
        "CSP19-001": "Night café",
        "CSP19-002": "Day café",
    }
    assert len(bring_in(cast, content).unchanged) == 2


def test_a_blank_reference_with_other_content_is_the_same_bid_changed(cast: Cast) -> None:
    bring_in(cast, bids_workbook(bid_row(reference=None)))
    words = refusal(cast, bids_workbook(bid_row(reference=None, need="Another")))
    assert "Bids, row 2, Need: CSP19-001 is already here with something else" in words


# What is already here


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"project": "Day café"}, "Project"),
        ({"summary": "Another"}, "Summary"),
        ({"contact_email": "bob@youth.example"}, "Contact email"),
        ({"start_date": day("2019-05-01")}, "Start date"),
        ({"end_date": day("2020-03-30")}, "End date"),
        ({"area": None}, "Area"),
        ({"match_funding": 0}, "Match funding"),
        ({"safeguarding_policy": "no"}, "Safeguarding policy"),
        ({"least_workable_amount": None}, "Least workable amount"),
        ({"people_to_be_reached": 121}, "People to be reached"),
        ({"route": "tactical"}, "Route"),
        ({"organisation": "Other", "charity_number": 1999002}, "Organisation"),
        ({"pcc_priorities": "PCC2"}, "PCC priorities"),
        ({"partnership_priorities": "CSP1; CSP2"}, "Partnership priorities"),
    ],
)
def test_a_reference_that_is_here_with_something_else(
    db: None, changes: dict[str, Any], column: str
) -> None:
    more = "".join(
        f'[[priorities]]\nowner = "{owner}"\ncode = "{code}"\ntitle = "More"\n'
        for owner, code in (("pcc", "PCC2"), ("partnership", "CSP2"))
    )
    cast = cast_of(round_text() + more)
    bring_in(cast)
    words = refusal(cast, bids_workbook(bid_row(**changes), budget=BUDGET, measures=MEASURES))
    assert words == (
        "bids.xlsx was not read: 1 fault. Nothing was changed.\n"
        f"  Bids, row 2, {column}: CSP19-001 is already here with something else in this column. "
        "Expected: the same bid, or another reference."
    )


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (bids_workbook(bid_row(), measures=MEASURES), "its budget lines"),
        (
            bids_workbook(
                bid_row(),
                budget=[(*BUDGET[0][:3], 3000), (*BUDGET[1][:3], 2000)],
                measures=MEASURES,
            ),
            "its budget lines",
        ),
        (bids_workbook(bid_row(), budget=BUDGET), "its measures"),
        (
            bids_workbook(bid_row(), budget=BUDGET, measures=[(*MEASURES[0][:3], 9, "Register")]),
            "its measures",
        ),
    ],
)
def test_a_reference_that_is_here_with_another_budget_or_measures(
    cast: Cast, content: bytes, column: str
) -> None:
    bring_in(cast)
    assert f"({column}): CSP19-001 is already here" in refusal(cast, content)


def test_a_changed_amount_is_here_with_something_else(cast: Cast) -> None:
    bring_in(cast, bids_workbook(bid_row()))
    words = refusal(cast, bids_workbook(bid_row(amount_requested=5000.01)))
    assert "Bids, row 2, Amount requested: CSP19-001 is already here" in words


def test_a_reference_of_another_round(cast: Cast) -> None:
    bring_in(cast)
    other = cast_of(round_text("next-2019-20"))
    assert "Bids, row 2, Reference: CSP19-001 is a bid of another round, grant-2019-20." in refusal(
        other, GOOD
    )


# What is wrong with a row


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"route": "side"},
            "Route: “side” is not one of them. Expected: main or tactical.",
        ),
        ({"organisation": " "}, "Organisation: this is blank."),
        ({"contact_email": "ann"}, "Contact email: “ann” is not an email address."),
        ({"start_date": "29 April 2019"}, "Start date: “29 April 2019” is not a date."),
        (
            {"end_date": day("2019-04-28")},
            "End date: 2019-04-28 is before the start date 2019-04-29.",
        ),
        (
            {"pcc_priorities": "PCC1; PCC9"},
            "PCC priorities: PCC9 is not a priority of the PCC in this round. Expected: PCC1.",
        ),
        (
            {"partnership_priorities": "PCC1"},
            "Partnership priorities: PCC1 is not a priority of the Partnership in this round. "
            "Expected: CSP1.",
        ),
        ({"pcc_priorities": None}, "PCC priorities: this is blank."),
        ({"partnership_priorities": " ; "}, "Partnership priorities: there is no code"),
        ({"pcc_priorities": "PCC1;PCC1"}, "PCC priorities: a code stands twice."),
        ({"amount_requested": -1}, "Amount requested: -1 is less than a penny."),
        ({"amount_requested": 0}, "Amount requested: 0 is less than a penny."),
        ({"amount_requested": "5000"}, "Amount requested: “5000” is not a number."),
        ({"amount_requested": True}, "Amount requested: “True” is not a number."),
        ({"amount_requested": 1e300}, "Amount requested: this is more than £999,999,999.99."),
        ({"amount_requested": 0.015}, "Amount requested: 0.015 is finer than a penny."),
        ({"amount_requested": "#REF!"}, "Amount requested: “#REF!” is not a number."),
        ({"match_funding": -0.01}, "Match funding: -0.01 is less than nothing."),
        (
            {"least_workable_amount": 5000.01},
            "Least workable amount: £5,000.01 is more than the £5,000.00 requested.",
        ),
        ({"people_to_be_reached": 1.5}, "People to be reached: 1.5 is not a whole number."),
        ({"safeguarding_policy": True}, "Safeguarding policy: “True” is not a text."),
        ({"charity_number": "12"}, "Charity number: “12” does not have the right form."),
        ({"project": "x" * 201}, "Project: this has 201 characters, and 200 fit."),
        ({"need": "#N/A"}, "Need: the formula in this cell gives #N/A."),
    ],
)
def test_a_row_with_a_fault(cast: Cast, changes: dict[str, Any], fault: str) -> None:
    words = refusal(cast, bids_workbook(bid_row(**changes)))
    assert words.startswith("bids.xlsx was not read: 1 fault. Nothing was changed.")
    assert f"  Bids, row 2, {fault}" in words


@pytest.mark.parametrize("value", ["NaN", "INF", "-1E999"])
def test_an_amount_that_is_no_number_at_all(cast: Cast, value: str) -> None:
    content = edited(GOOD, "xl/worksheets/sheet1.xml", "<v>5000</v>", f"<v>{value}</v>")
    assert "Bids, row 2, Amount requested: " in refusal(cast, content)


def test_a_reference_that_stands_twice(cast: Cast) -> None:
    words = refusal(cast, bids_workbook(bid_row(), bid_row(reference="csp19-001", project="B")))
    assert "Bids, row 3, Reference: CSP19-001 stands in row 2 too." in words


def test_a_budget_that_does_not_add_up(cast: Cast) -> None:
    words = refusal(cast, bids_workbook(bid_row(), budget=BUDGET[:1]))
    assert (
        "Bids, row 2, Amount requested: £5,000.00 is requested, but the budget lines add up to "
        "£3,000.50. Expected: the sum of the budget." in words
    )


@pytest.mark.parametrize("sheet", ["Budget", "Measures"])
def test_what_hangs_on_a_bid_that_is_not_in_the_file(cast: Cast, sheet: str) -> None:
    rows: dict[str, Any] = {
        "Budget": {"budget": [("CSP19-009", "staffing", "A worker", 1)]},
        "Measures": {"measures": [("CSP19-009", "People", 0, 1, None)]},
    }
    words = refusal(cast, bids_workbook(bid_row(), **rows[sheet]))
    assert f"{sheet}, row 2, Reference: CSP19-009 is not in the sheet Bids." in words


def test_a_measure_that_stands_twice(cast: Cast) -> None:
    words = refusal(cast, bids_workbook(bid_row(), measures=MEASURES * 2))
    assert "Measures, row 3, Measure: Young people stands in row 2 too." in words


def test_a_file_without_bids_or_of_another_kind(cast: Cast) -> None:
    assert "Bids: there are no bids in this sheet" in refusal(cast, bids_workbook())
    words = refusal(cast, workbook({"Scores": (["Reference"], [])}))
    assert "Scores: there is no such sheet" in words
    assert "Bids: this sheet is missing." in words


def test_every_fault_of_every_sheet_at_once_and_no_bid_comes_in(cast: Cast) -> None:
    content = bids_workbook(
        bid_row(amount_requested=-1, contact_email="ann", pcc_priorities="PCC9"),
        bid_row(reference="CSP19-002", charity_number=None, organisation="Good One"),
        bid_row(reference="CSP19-002", end_date="soon", charity_number=1999009),
        budget=[("CSP19-003", "staffing", None, "lots")],
    )
    words = refusal(cast, content).splitlines()
    places = [line.strip().split(":")[0] for line in words[1:]]
    assert places == [
        "Bids, row 2, Amount requested",
        "Bids, row 2, Contact email",
        "Bids, row 2, PCC priorities",
        "Bids, row 4, Charity number",
        "Bids, row 4, End date",
        "Bids, row 4, Reference",
        "Budget, row 2, Amount",
        "Budget, row 2, Description",
        "Budget, row 2, Reference",
    ]
    assert not Bid.objects.exists()


# Who may


def test_who_may_is_checked_before_the_file_is_read(cast: Cast) -> None:
    for name in ("panel", "decision maker", "finance", "auditor", "applicant", "stranger"):
        with pytest.raises(NotAllowed, match="may not enter or withdraw bids for others"):
            bring_in(cast, b"not even a workbook", by=cast.everybody()[name])
    assert "is not an Excel workbook" in refusal(cast, b"not even a workbook")


def test_a_reference_that_tells_who_bids_in_a_blind_round(cast: Cast) -> None:
    telling = bids_workbook(bid_row(reference="YOUTH-1"), bid_row(project="B"))
    cast.round.blind = True
    assert "Bids, row 2, Reference: YOUTH-1 tells who bids" in refusal(cast, telling)
    cast.round.blind = False
    assert len(bring_in(cast, telling).new) == 2
