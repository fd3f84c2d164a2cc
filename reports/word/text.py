"""Words in a Word file: runs of several looks, in paragraphs and cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph

from reports.wording import clean


@dataclass(frozen=True)
class Run:
    """Words of one look. ``fill`` and ``ink`` (six hex digits) make a coloured label of them."""

    text: str
    bold: bool = False
    fill: str = ""
    ink: str = ""


Words = str | Sequence[Run]
"""A paragraph: plain words, or runs of several looks."""
CellText = Words | Sequence[Sequence[Run]]
"""A cell: a paragraph, or several."""


def paragraphs(words: CellText) -> Sequence[Words]:
    """A cell's paragraphs: a text has one for each of its lines."""
    if isinstance(words, str):
        return words.split("\n") or [""]
    parts = list(words)
    if parts and isinstance(parts[0], Run):
        return [cast(Words, parts)]
    return cast(Sequence[Words], parts) or [""]


def fill(paragraph: Paragraph, words: Words, *, bold: bool = False) -> None:
    """Write words into a paragraph, without the characters that XML forbids."""
    for run in [Run(words)] if isinstance(words, str) else words:
        text = clean(run.text) if isinstance(words, str) else edged(run.text, clean)
        written = paragraph.add_run(text)
        written.bold = (bold or run.bold) or None
        if run.ink:
            written.font.color.rgb = RGBColor.from_string(run.ink)
        if run.fill:
            look = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{run.fill}"/>')
            written._r.get_or_add_rPr().append(look)


def edged(text: str, make: Callable[[str], str]) -> str:
    """A run's text made clean, with the spaces at its ends that part it from its neighbours."""
    words = make(text)
    left = " " if text[:1] == " " else ""
    right = " " if words and text[-1:] == " " else ""
    return f"{left}{words}{right}"
