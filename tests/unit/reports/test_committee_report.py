"""The committee report of the example round, read back as Word reads it."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx.oxml.ns import qn

from reports.committee.report import render, write
from reports.committee.sections import summary
from tests.unit.reports.conftest import Example
from tests.unit.reports.papers import (
    alternative_texts,
    headings,
    opened,
    rows,
    table,
    words,
)

TITLE = "PCC Safer Communities Grant 2019-20: Projects Commissioned and Progress"
APPENDIX = "PCC Safer Communities Grant 2019-20 - Commissioned Projects"
COMMITTEE = "Communities, Housing and Environment Committee"
HEADINGS = [
    ("Title", TITLE),
    ("Heading 1", "Executive Summary"),
    ("Heading 1", f"This report makes the following recommendations to {COMMITTEE}"),
    ("Heading 1", "Timetable"),
    ("Title", TITLE),
    ("Heading 1", "Introduction and background"),
    ("Heading 1", "The grant: PCC Safer Communities Grant 2019-20"),
    ("Heading 1", "Available options"),
    ("Heading 1", "Preferred option and reasons for recommendations"),
    ("Heading 1", "Risk"),
    ("Heading 1", "Next steps: communication and implementation of the decision"),
    ("Heading 1", "Cross-cutting issues and implications"),
    ("Heading 1", "Report appendices"),
]
IN_THE_APPENDIX = [
    "Projects funded from the main pot",
    "Awards from the tactical pot",
    "Spend against allocation by pot",
    "Spend by priority",
    "Spend by area",
    "Progress of each project",
    "Likely underspend at the year end",
    "Bids without an award",
]
ISSUES = [
    "Impact on Corporate Priorities",
    "Risk Management",
    "Financial",
    "Staffing",
    "Legal",
    "Privacy and Data Protection",
    "Equalities",
    "Public Health",
    "Crime and Disorder",
    "Procurement",
]
NOT_FUNDED = [
    "Weald Detached",
    "Open Mind",
    "Stage Door",
    "Steps Recovery",
    "Lenside",
    "Medway Valley",
    "Allington Sports",
    "Scam Watch",
    "Rural Watch",
    "SMP19-004",
    "SMP19-014",
]
NUMBERED_AS = qn("w:numPr")


def numbered(content: bytes) -> list[str]:
    """The headings that count themselves."""
    return [
        p.text
        for p in opened(content).paragraphs
        if p.style.name == "Heading 1" and p._p.pPr.find(NUMBERED_AS) is not None
    ]


def test_the_headings_stand_in_the_councils_order(example: Example) -> None:
    expected = [
        *HEADINGS,
        ("Heading 1", f"Appendix 1: {APPENDIX}"),
        *(("Heading 2", words) for words in IN_THE_APPENDIX),
    ]
    assert headings(example.report) == expected


def test_sections_1_to_8_count_themselves(example: Example) -> None:
    assert numbered(example.report) == [words for _, words in HEADINGS[5:]]
    root = opened(example.report).part.numbering_part.element
    levels = [level.get(qn("w:val")) for level in root.iter(qn("w:lvlText"))][:2]
    assert levels == ["%1.", "%1.%2"]


def test_the_paragraphs_of_a_section_are_numbered_under_it(example: Example) -> None:
    document = opened(example.report)
    style = document.styles["Numbered Paragraph"].element
    assert style.pPr.find(NUMBERED_AS) is not None
    names = [p.style.name for p in document.paragraphs]
    first = next(i for i, p in enumerate(document.paragraphs) if p.text == "Available options")
    assert names[first + 1 : first + 3] == ["Numbered Paragraph"] * 2


def test_the_front_table(example: Example) -> None:
    front = rows(opened(example.report).tables[0])
    assert front == [
        ["Final Decision-Maker", COMMITTEE],
        ["Lead Head of Service", "To be entered by the report author"],
        ["Lead Officer and Report Author", "Olive Turner"],
        ["Classification", "Public"],
        ["Wards affected", "All"],
    ]


def test_the_committee_is_asked_to_note(example: Example) -> None:
    asked = [p.text for p in opened(example.report).paragraphs if p.style.name == "List Number"]
    assert asked == [
        "That the projects commissioned with the PCC Safer Communities Grant 2019-20, set out in "
        "Appendix 1, be noted.",
        "That the progress made in delivering them be noted.",
    ]


def test_the_summary_says_where_the_money_is(example: Example) -> None:
    assert list(summary(example.figures)) == [
        "The Kent Police and Crime Commissioner has allocated £40,000.00 to the Safer Maidstone "
        "Partnership for 2019-20 under the PCC Safer Communities Grant 2019-20, for projects that serve "
        "both the PCC’s priorities and the partnership’s own.",
        "So far 7 projects have been commissioned for £30,030.00: 5 from the main pot for £25,300.00 and "
        "2 from the tactical pot for £4,730.00. £12,040.00 has been paid and £9,970.00 is still available.",
        "On the latest returns 4 projects are green, 2 amber and 1 red. Together the projects report that "
        "they have reached 455 people of the 1,180 planned (39%) and spent £9,410.00.",
    ]


def test_the_timetable_has_the_meeting_and_its_date(example: Example) -> None:
    assert table(example.report, "Meeting", "Date") == [[COMMITTEE, "24 September 2019"]]


def test_the_implications_have_ten_rows_each_with_a_post_to_sign(example: Example) -> None:
    found = table(example.report, "Issue", "Implications", "Sign-off")
    assert [row[0] for row in found] == ISSUES
    assert all(row[1] for row in found)
    assert all(re.fullmatch(r"[A-Z].+\nName and date:", row[2]) for row in found)


@pytest.mark.parametrize(
    ("issue", "said"),
    [
        ("Financial", "£20,000.00 has been received, £30,030.00 is committed to projects, £12,040.00 of it"),
        ("Crime and Disorder", "Section 17 of the Crime and Disorder Act 1998"),
        ("Privacy and Data Protection", "identify nobody who was helped"),
        ("Legal", "All 7 projects have an accepted grant agreement"),
        ("Procurement", "None."),
        ("Staffing", "2 projects are delivered by public bodies’ own staff."),
    ],
)  # fmt: skip
def test_the_implications_are_drafted_from_the_figures(
    example: Example, issue: str, said: str
) -> None:
    found = {row[0]: row[1] for row in table(example.report, "Issue")}
    assert said in found[issue]


def test_each_project_has_its_row_and_its_story_under_it(example: Example) -> None:
    found = table(example.report, "Organisation funded", "Project name", "Total funding")
    assert found[0] == [
        "Town Centre Night Support",
        "Night-time first aid and welfare bus",
        "£5,000.00",
    ]
    (story,) = found[1]
    assert story.split("\n") == [
        "Reference: SMP19-001",
        "What it does. First aid, welfare and a safe place in the town centre on weekend nights, run by "
        "trained volunteers.",
        "What it is to achieve. Ambulance call-outs to the High Street on weekend nights down by a fifth; "
        "600 people helped.",
        "Progress to 31 July 2019: Sixteen nights so far, 214 people helped, two suspected "
        "spikings passed to the police the same night. A second driver has been trained.",
        "Rating at 31 July 2019:  Green ",
        "People reached: 214 of a target of 600 (36%).",
        "Money. £1,640.00 spent to date; £5,000.00 forecast to the year end. £2,500.00 has been paid.",
    ]
    assert found[-1] == ["Total, 5 projects", "", "£25,300.00"]
    assert len(found) == 5 * 2 + 1


def test_the_tactical_awards_have_their_own_table(example: Example) -> None:
    tables = [rows(t) for t in opened(example.report).tables]
    tactical = [t for t in tables if t[0][0] == "Organisation funded"][1]
    assert [row[0] for row in tactical[1:] if len(row) == 3] == [
        "Borough Council Community Protection Team",
        "Harbour Domestic Abuse Service",
        "Total, 2 projects",
    ]


def test_spend_against_allocation_by_pot(example: Example) -> None:
    assert table(example.report, "Pot") == [
        ["Main", "£26,666.67", "£25,300.00", "£11,050.00", "£1,366.67"],
        ["Tactical", "£13,333.33", "£4,730.00", "£990.00", "£8,603.33"],
        ["Total", "£40,000.00", "£30,030.00", "£12,040.00", "£9,970.00"],
    ]


def test_spend_by_priority_is_not_totalled_and_says_why(example: Example) -> None:
    tables = [rows(t) for t in opened(example.report).tables]
    pcc, partnership = (t for t in tables if t[0][0] == "Priority")
    assert pcc[3] == [
        "PCC3 Tackle abuse, exploitation and violence",
        "5",
        "£22,280.00",
        "£9,540.00",
        "£6,980.00",
    ]
    assert partnership[-1][0].startswith("SMP5")
    said = words(example.report)
    assert (
        "Each of the projects serves more than one of these priorities and counts in full" in said
    )
    assert "4 of the 7 projects serve more than one of these priorities and count in full" in said


def test_the_progress_of_each_project(example: Example) -> None:
    found = table(example.report, "Reference", "Project", "RAG")
    assert found[1] == [
        "SMP19-002",
        "Crime diversion workshops in schools",
        " Amber ",
        "20 of 120",
        "£5,000.00",
        "£980.00",
        "£4,600.00",
    ]
    assert found[-1] == ["Total", "", "", "455 of 1,180", "£30,030.00", "£9,410.00", "£27,930.00"]
    assert len(found) == 8


def test_bids_without_an_award_are_a_number_and_never_named(example: Example) -> None:
    for content in (example.report, example.appendix):
        said = words(content)
        assert "3 bids were declined. 6 bids await a decision." in said
        assert not [name for name in NOT_FUNDED if name in said]


def test_no_contact_is_named(example: Example) -> None:
    said = words(example.report)
    assert "@" not in said
    assert "C. Osei" not in said


def test_every_chart_has_words_that_give_its_numbers(example: Example) -> None:
    charts = alternative_texts(example.report)
    assert len(charts) == 4
    assert (
        "Main pot: £26,666.67 allocated, £1,366.67 available: £25,300 committed, £11,050 paid."
        in charts[0]
    )
    assert (
        "PCC3 Tackle abuse, exploitation and violence: £22,280 awarded, £6,980 spent." in charts[1]
    )
    assert "Crime diversion workshops in schools (SMP19-002): 20 of 120 (17%)." in charts[3]
    assert charts[2] == (
        "Bar chart. Of 7 projects that sent a return 4 are green, 2 amber and 1 red. "
        "Green: 4 projects. Amber: 2 projects. Red: 1 project."
    )
    assert len(opened(example.report).inline_shapes) == 4


def test_every_table_repeats_its_header_and_says_what_it_is(example: Example) -> None:
    for found in opened(example.report).tables[1:]:
        first, *others = found._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert not [row for row in others if row.trPr.find(qn("w:tblHeader")) is not None]
        description = found._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert len(description) > 10


def test_it_is_a4_in_british_english_with_its_title_and_author(example: Example) -> None:
    document = opened(example.report)
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    core = document.core_properties
    assert (core.title, core.author, core.language) == (TITLE, "Olive Turner", "en-GB")
    languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_the_pages_are_numbered(example: Example) -> None:
    footer = opened(example.report).sections[0].footer._element
    codes = [field.get(qn("w:instr")).strip() for field in footer.iter(qn("w:fldSimple"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_the_appendix_alone_has_the_same_content_under_its_own_title(example: Example) -> None:
    expected = [("Title", APPENDIX), *(("Heading 1", words) for words in IN_THE_APPENDIX)]
    assert headings(example.appendix) == expected
    report = [rows(t) for t in opened(example.report).tables]
    assert [rows(t) for t in opened(example.appendix).tables] == report[3:]
    assert opened(example.appendix).core_properties.title == APPENDIX


def test_the_same_records_give_the_same_bytes(example: Example) -> None:
    assert write(example.figures) == example.report
    dates = {part.date_time for part in zipfile.ZipFile(BytesIO(example.report)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_the_parts_of_a_property_stand_in_the_formats_order(example: Example) -> None:
    """Word offers to repair a file whose elements stand in another order."""
    order = ["tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblDescription"]
    for found in opened(example.report).tables:
        assert [_name(part) for part in found._tbl.tblPr] == order
    cells = ["tcW", "gridSpan", "shd"]
    for cell in opened(example.report).element.body.iter(qn("w:tcPr")):
        names = [_name(part) for part in cell]
        assert names == sorted(names, key=cells.index)


def test_cells_have_the_tables_style(example: Example) -> None:
    cells = [
        p for t in opened(example.report).tables for row in t.rows for p in row.cells[0].paragraphs
    ]
    assert {p.style.name for p in cells} == {"Table Text"}


def _name(element: Any) -> str:
    return str(element.tag).partition("}")[2]


def test_render_reads_the_round_and_writes_it(cast: Any) -> None:
    assert headings(render(cast.round))[0][1] == (
        "Grant of grant-2019-20: Projects Commissioned and Progress"
    )
