"""Charts: what they find, that they are safe and readable, and that they become sharp pictures."""

import io
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest

from reports import pictures
from reports.charts import Bar, Chart, Fill, png, svg
from tests.unit.reports.conftest import Example
from tests.unit.reports.papers import PROGRESS, project, with_projects

SVG = "{http://www.w3.org/2000/svg}"
CHART = Chart(
    title="Most is paid",
    key=("Paid", "Left"),
    fills=(Fill.DARK, Fill.EMPTY),
    bars=(Bar("Main", (75, 25), "75 of 100"), Bar("Tactical", (0, 0), "nothing")),
)


def drawn(chart: Chart) -> ET.Element:
    return ET.fromstring(svg(chart))


def texts(chart: Chart) -> list[str]:
    return [element.text or "" for element in drawn(chart).iter(f"{SVG}text")]


def luminance(color: str) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_number_and_name_is_written_out() -> None:
    assert texts(CHART) == [
        "Most is paid",
        "Paid",
        "Left",
        "Main",
        "75 of 100",
        "Tactical",
        "nothing",
    ]


def test_the_description_holds_the_title_and_every_number() -> None:
    assert CHART.description == "Bar chart. Most is paid. Main: 75 of 100. Tactical: nothing."
    root = drawn(CHART)
    assert (root.get("role"), root.get("aria-label")) == ("img", CHART.description)


def test_nothing_in_it_runs_moves_or_comes_from_outside() -> None:
    tags = {element.tag.removeprefix(SVG) for element in drawn(CHART).iter()}
    assert tags == {"svg", "rect", "line", "text"}
    names = {name for element in drawn(CHART).iter() for name in element.attrib}
    assert not [
        name for name in names if "href" in name or name.startswith("on") or name == "style"
    ]


def test_the_bars_are_as_long_as_their_numbers() -> None:
    boxes = [float(b.get("width", 0)) for b in drawn(CHART).iter(f"{SVG}rect")][3:]
    assert len(boxes) == 2
    assert boxes[0] == pytest.approx(3 * boxes[1], abs=0.2)


def test_nothing_is_drawn_outside_the_page(example: Example) -> None:
    for chart in (pictures.pots, pictures.priorities, pictures.people):
        found = chart(example.figures)
        assert found is not None
        root = drawn(found)
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        for box in root.iter(f"{SVG}rect"):
            assert float(box.get("x", 0)) + float(box.get("width", 0)) <= width
        for text in root.iter(f"{SVG}text"):
            size, letters = float(text.get("font-size", 0)), len(text.text or "")
            assert float(text.get("x", 0)) + letters * size * 0.5 <= width + 1
            assert float(text.get("y", 0)) <= height


def test_the_fills_differ_in_lightness_and_the_lightest_has_an_outline() -> None:
    lights = [luminance(fill.value[0]) for fill in Fill]
    for darker, lighter in pairwise(lights):
        assert (lighter + 0.05) / (darker + 0.05) >= 2
    assert (1.05) / (luminance(Fill.EMPTY.value[1]) + 0.05) >= 3


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert svg(CHART) == svg(CHART)
    assert png(svg(CHART)) == png(svg(CHART))


@pytest.mark.parametrize(
    "label", ["<b>&\"'", "caf\x00é \x0b", "Clwb y Tŷ Gwyn 🎉", "日本", "", "x" * 200]
)
def test_any_label_can_be_drawn(label: str) -> None:
    chart = replace(CHART, title=label, bars=(Bar(label, (1, 2), label[:40], group=label),))
    assert drawn(chart).tag == f"{SVG}svg"
    assert png(svg(chart)).startswith(b"\x89PNG")


def test_signs_that_the_font_lacks_are_left_out_and_letters_stay() -> None:
    (label,) = (t for t in texts(replace(CHART, bars=(Bar("Tŷ 🎉 £5", (1, 1), ""),))) if "Tŷ" in t)
    assert label == "Tŷ £5"


def test_a_chart_without_bars_is_drawn_too() -> None:
    assert texts(replace(CHART, bars=())) == ["Most is paid", "Paid", "Left"]


def test_the_picture_is_sharp_on_paper() -> None:
    picture = io.BytesIO(png(svg(CHART)))
    picture.seek(16)
    width, _ = struct.unpack(">II", picture.read(8))
    assert width / (16.6 / 2.54) >= 200  # dots to the inch, across the page of a report


def test_the_letters_are_really_there() -> None:
    """An SVG whose font is not found is drawn without its words, and nobody is told."""
    named = svg(CHART)
    without = named.replace(b"Source Sans Pro", b"No Such Font").replace(
        b"Arial, sans-serif", b"None"
    )
    assert len(png(named)) > len(png(without)) + 1000


# What the report's charts find, on the example round


def test_the_pots(example: Example) -> None:
    chart = pictures.pots(example.figures)
    assert chart.title == "£30,030 of the £40,000 grant is committed and £12,040 has been paid"
    assert [bar.parts for bar in chart.bars] == [
        (11_050_00, 14_250_00, 1_366_67),
        (990_00, 3_740_00, 8_603_33),
    ]


def test_the_priorities(example: Example) -> None:
    chart = pictures.priorities(example.figures)
    assert chart is not None
    assert chart.title == (
        "Most money is behind “Tackle abuse, exploitation and violence” (£22,280) and "
        "“Protecting our communities against organised…” (£13,800)"
    )
    assert len(chart.bars) == 11
    assert (
        "PCC6 Deliver an efficient and accessible service: £0 awarded, £0 spent."
        in chart.description
    )


def test_the_people(example: Example) -> None:
    chart = pictures.people(example.figures)
    assert chart is not None
    assert chart.title == "The projects have reached 455 of the 1,180 people to be reached (39%)"
    assert "Emergency locks and lighting (SMP19-T02): 6 of 20 (30%)." in chart.description


def test_before_the_first_award_only_the_pots_are_drawn(example: Example) -> None:
    figures = with_projects(example.figures)
    assert pictures.priorities(figures) is None
    assert pictures.people(figures) is None


def test_before_the_first_return_nobody_is_reached_and_nothing_is_drawn(example: Example) -> None:
    assert pictures.people(with_projects(example.figures, project())) is None


def test_priorities_with_as_much_money_are_not_called_the_most(example: Example) -> None:
    tied = project(
        priorities=(
            ("pcc", "PCC1"),
            ("pcc", "PCC2"),
            ("partnership", "SMP1"),
            ("partnership", "SMP2"),
        )
    )
    chart = pictures.priorities(with_projects(example.figures, tied))
    assert chart is not None
    assert chart.title == "There is money behind 4 of the 11 priorities"


def test_one_project_far_beyond_its_target_does_not_squeeze_the_rest(example: Example) -> None:
    far = project(1, target=1, latest=replace(PROGRESS, reached=5000))
    near = project(2, target=100, latest=replace(PROGRESS, reached=50))
    chart = pictures.people(with_projects(example.figures, far, near))
    assert chart is not None
    assert [bar.parts for bar in chart.bars] == [(1500, 0), (500, 500)]
    assert "5,000 of 1 (500,000%)" in chart.description


def test_of_many_projects_the_largest_are_drawn_and_it_says_so(example: Example) -> None:
    many = [project(n, awarded_pence=1000 * n, latest=PROGRESS) for n in range(1, 101)]
    chart = pictures.people(with_projects(example.figures, *many))
    assert chart is not None
    assert len(chart.bars) == pictures.MOST_BARS
    assert "shown are the 16 largest awards" in chart.title
    assert chart.bars[-1].label.endswith("(CSP19-100)")
