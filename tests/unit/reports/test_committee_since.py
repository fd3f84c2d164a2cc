"""What the report says of the time since the proposals went to the PCC, of areas, and of what will be left."""

from dataclasses import replace

from awards.actions import decline, start_monitoring
from bids.actions import withdraw
from monitoring.variations.varying import accept_variation, ask_variation, decide_variation
from reports.areas import WHOLE_AREA, by_area
from reports.committee.report import render, write
from reports.committee.since import read_since
from reports.pictures import ratings
from reports.submission.sending import send
from rounds.models import Pot
from tests.cast import AGREED, DECIDED, Cast, again
from tests.unit.reports.conftest import Example
from tests.unit.reports.papers import PROGRESS, headings, project, table, with_projects, words

HEADING = ("Heading 2", "Changes since the proposals were sent")


def test_before_anything_was_sent_it_says_nothing(cast: Cast) -> None:
    cast.approved(500_000)
    assert read_since(cast.round) is None
    assert HEADING not in headings(render(cast.round))


def test_what_became_of_the_proposals(cast: Cast) -> None:
    same, less, gone, waits = (cast.sifted(pence) for pence in (500_000, 400_000, 300_000, 200_000))
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    cast.approve(same)
    cast.approve(less, 350_000)
    withdraw(bid=again(gone), by=cast.applicant, reason="No staff.", at=DECIDED)
    cast.approved(90_000, route=Pot.TACTICAL)
    content = render(cast.round)
    assert HEADING in headings(content)
    said = words(content)
    for sentence in (
        "Version 1 of the main round’s proposals went to the PCC’s office on",
        "1 project was approved as proposed.",
        "1 project was approved for another amount.",
        "1 proposed project was withdrawn or turned down.",
        "1 proposed project awaits a decision.",
        "1 project was added from the tactical pot.",
        "No agreement was varied.",
    ):
        assert sentence in said
    assert table(content, "Reference", "Project", "Proposed") == [
        [less.reference, "Night café", "£4,000.00", "£3,500.00"]
    ]
    assert gone.reference not in said
    assert waits.reference not in said


def test_a_declined_proposal_is_a_number(cast: Cast) -> None:
    bid = cast.sifted()
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    decline(bid=bid, by=cast.decision_maker, reason="Not this year.", at=DECIDED)
    said = words(render(cast.round))
    assert "1 proposed project was declined." in said
    assert bid.reference not in said
    assert "Not this year." not in said


def test_a_variation_in_force_says_what_changed(cast: Cast) -> None:
    bid = cast.sifted(500_000)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    cast.approve(bid)
    start_monitoring(bid=again(bid), accepted_by="Ann", by=cast.officer, at=AGREED)
    award = again(bid).award
    asked = ask_variation(award=award, by=cast.applicant, reason="Cheaper.", amount_pence=400_000)
    since = read_since(cast.round)
    assert since
    assert since.variations == ()
    decided = decide_variation(variation=asked, by=cast.officer, agree=True)
    accept_variation(variation=decided, signatory="Ann", by=cast.applicant)
    rows = table(render(cast.round), "Reference", "Project", "In force since", "What changed")
    assert [row[0] for row in rows] == [bid.reference]
    assert rows[0][3] == "Funding £5,000.00, now £4,000.00."
    assert "1 project was approved as proposed." in words(render(cast.round))


def test_areas_are_told_once_each_and_a_project_counts_in_each(example: Example) -> None:
    several = project(1, area="High Street; Shepway ; high street")
    figures = with_projects(example.figures, several, project(2, area=""), project(3, area="Fant"))
    found = [(area.name, area.totals.projects) for area in by_area(figures.projects)]
    assert found == [(WHOLE_AREA, 1), ("Fant", 1), ("High Street", 1), ("Shepway", 1)]
    content = write(figures)
    assert table(content, "Area")[0][:3] == [WHOLE_AREA, "1", "£5,000.00"]
    assert "1 of the 3 projects is for more than one area and counts in full" in words(content)


def test_what_is_likely_to_be_left(example: Example) -> None:
    less = replace(PROGRESS, forecast_pence=300_000)
    content = write(with_projects(example.figures, project(1, latest=less), project(2)))
    main, tactical, sums = table(content, "Pot", "Committed", "Expected")
    assert main == ["Main", "£10,000.00", "£8,000.00", "£2,000.00", "£1,366.67", "£3,366.67"]
    assert tactical[1:] == ["£0.00", "£0.00", "£0.00", "£8,603.33", "£8,603.33"]
    assert sums[-1] == "£11,970.00"
    assert "£11,970.00 of the grant is likely to be unspent on 31 March 2020" in words(content)
    assert table(content, "Reference", "Project", "Committed") == [
        ["CSP19-001", "Night café", "£5,000.00", "£3,000.00", "£2,000.00"]
    ]


def test_the_chart_of_ratings_counts_who_sent_nothing(example: Example) -> None:
    red = replace(PROGRESS, rag="red")
    projects = (project(1, latest=red), project(2, latest=red), project(3))
    chart = ratings(with_projects(example.figures, *projects))
    assert chart
    assert chart.title == "Of 2 projects that sent a return 2 are red"
    assert [(bar.label, bar.words) for bar in chart.bars] == [
        ("Green", "0 projects"),
        ("Amber", "0 projects"),
        ("Red", "2 projects"),
        ("No return yet", "1 project"),
    ]
    assert ratings(with_projects(example.figures, project(1))) is None


def test_a_project_says_why_it_is_not_green_and_what_has_come_of_it(example: Example) -> None:
    late = replace(PROGRESS, rag="amber", why="Two nights were lost.", outcomes="Fewer calls")
    said = words(write(with_projects(example.figures, project(latest=late))))
    assert "Rating at 31 July 2019:  Amber  Two nights were lost." in said
    assert "What has come of it. Fewer calls." in said
    green = replace(late, rag="green")
    assert "Two nights were lost" not in words(
        write(with_projects(example.figures, project(latest=green)))
    )
