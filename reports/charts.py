"""Charts: horizontal bars as SVG for pages, and as PNG for Word.

A chart's title says what it shows, and every bar carries its numbers in words, so that nothing hangs on
colour: the fills differ in lightness (they survive a grey printer and every kind of colour blindness) and
the last is an outline. The SVG holds no script, no style sheet and no reference to anything outside.
"""

import textwrap
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

import typst

from reports.wording import one_line

WIDTH = 720
FONT = "'Source Sans Pro', Arial, sans-serif"
INK = "#0b0c0c"
GREY = "#505a5f"
TITLE, TEXT = 19, 15
"""Sizes of letters, in units of the drawing."""
BAR = 17
CHARACTER = 7.3
"""How wide a letter of the text is at most, on average; of digits and capitals too."""
PNG_WIDTH_PT = 468
PNG_PPI = 220

_DOCUMENT = (
    b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: %dpt)"""
    % PNG_WIDTH_PT
)


class Fill(Enum):
    """How a part of a bar is filled, from dark to empty, and the outline around it."""

    DARK = ("#12436d", "#12436d")
    MID = ("#6bace6", "#12436d")
    EMPTY = ("#ffffff", GREY)


@dataclass(frozen=True)
class Bar:
    """A bar: its label above it, its parts one after the other, its numbers in words beside it."""

    label: str
    parts: tuple[int, ...]
    words: str
    group: str = ""
    """Bars of one group that follow each other stand under its name."""


@dataclass(frozen=True)
class Chart:
    """Bars on one scale. ``key`` names the parts; ``fills`` says how each is drawn."""

    title: str
    key: tuple[str, ...]
    fills: tuple[Fill, ...]
    bars: tuple[Bar, ...]

    @property
    def description(self) -> str:
        """The chart in words, with every number in it: its alternative text."""
        rows = []
        group = ""
        for bar in self.bars:
            if bar.group != group:
                group = bar.group
                rows.append(f"{group}:")
            rows.append(f"{bar.label}: {bar.words}.")
        return one_line(f"Bar chart. {self.title}. {' '.join(rows)}")


def svg(chart: Chart) -> bytes:
    """Draw a chart. The same chart always gives the same bytes."""
    drawing = _Drawing()
    for line in textwrap.wrap(_drawable(chart.title), 74):
        drawing.line(line, size=TITLE, weight="600", after=6)
    drawing.key(chart)
    most = max((sum(bar.parts) for bar in chart.bars), default=0) or 1
    room = max((len(bar.words) for bar in chart.bars), default=0) * CHARACTER + 14
    scale = (WIDTH - 4 - room) / most
    group = ""
    for bar in chart.bars:
        if bar.group != group:
            group = bar.group
            drawing.space(8)
            drawing.line(group, weight="600", after=6)
        for line in textwrap.wrap(_drawable(bar.label), 92):
            drawing.line(line, after=3)
        drawing.bar([part * scale for part in bar.parts], chart.fills, bar.words)
    return drawing.done(chart)


class _Drawing:
    """A drawing that grows downwards."""

    def __init__(self) -> None:
        self.root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")
        self.y = 2.0

    def space(self, height: float) -> None:
        self.y += height

    def line(self, words: str, *, size: int = TEXT, weight: str = "400", after: float) -> None:
        """A line of text at the left edge."""
        self.y += size
        self._text(words, 2, self.y, size=size, weight=weight)
        self.y += after

    def key(self, chart: Chart) -> None:
        """What the fills mean, on one line."""
        x = 2.0
        self.space(8)
        for name, fill in zip(chart.key, chart.fills, strict=True):
            self._box(x, self.y, 14, 14, fill)
            self._text(name, x + 20, self.y + 12.5)
            x += 20 + len(name) * CHARACTER + 18
        self.space(14 + 12)

    def bar(self, widths: list[float], fills: tuple[Fill, ...], words: str) -> None:
        """A bar of parts, with its numbers beside it."""
        x, top = 2.0, self.y + 2.5
        for width, fill in zip(widths, fills, strict=True):
            if width > 0:
                self._box(x, top, width, BAR, fill)
                x += width
        line = {"x1": "2", "x2": "2", "y1": _number(top - 2), "y2": _number(top + BAR + 2)}
        ET.SubElement(self.root, "line", {**line, "stroke": INK, "stroke-width": "1.5"})
        self._text(words, x + 8, top + BAR - 3.5)
        self.y = top + BAR + 9

    def done(self, chart: Chart) -> bytes:
        """The finished drawing."""
        height = _number(self.y)
        self.root.attrib |= {"viewBox": f"0 0 {WIDTH} {height}", "width": str(WIDTH)}
        self.root.attrib |= {"height": height, "aria-label": chart.description}
        self.root.attrib |= {"font-family": FONT, "fill": INK}
        page = {"width": str(WIDTH), "height": height, "fill": "#ffffff"}
        self.root.insert(0, ET.Element("rect", page))
        drawn: bytes = ET.tostring(self.root, encoding="utf-8", xml_declaration=False)
        return drawn

    def _text(
        self, words: str, x: float, y: float, *, size: int = TEXT, weight: str = "400"
    ) -> None:
        place = {"x": _number(x), "y": _number(y)}
        look = {"font-size": str(size), "font-weight": weight}
        ET.SubElement(self.root, "text", place | look).text = _drawable(words)

    def _box(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        inside, outline = fill.value
        place = {"x": _number(x), "y": _number(y)}
        size = {"width": _number(width), "height": _number(height)}
        look = {"fill": inside, "stroke": outline, "stroke-width": "1"}
        ET.SubElement(self.root, "rect", place | size | look)


def png(drawing: bytes) -> bytes:
    """A drawing as a picture that is sharp on paper, in the service's own font."""
    picture = typst.compile(
        _DOCUMENT,
        font_paths=fonts(),
        format="png",
        ppi=PNG_PPI,
        sys_inputs={"svg": drawing.decode()},
    )
    return bytes(picture)


@cache
def fonts() -> typst.Fonts:
    """The service's own font, and no other."""
    folder = files("font_source_sans_pro") / "files"
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )


def _number(value: float) -> str:
    """A length with one place, always written alike."""
    return f"{value:.1f}".removesuffix(".0")


def _drawable(text: str) -> str:
    """A text without the signs that the font has no letter for (it has Latin, Greek and Cyrillic)."""
    kept = (c for c in one_line(text) if ord(c) < 0x530 or 0x1E00 <= ord(c) < 0x2027 or c == "€")
    return " ".join("".join(kept).split())
