"""A council paper in Word: numbered paragraphs, tables and pictures that say what they are.

Everything an officer may want to touch is a style or an automatic number. The same content always gives
the same bytes: nothing in the file comes from the clock.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from reports.word.adopted import adopt, width_cm
from reports.word.styles import (
    CAPTION,
    CELL,
    NOTE,
    NUMBERED,
    WIDTH_CM,
    describe,
    number,
    restyle,
    set_up,
)
from reports.word.table import Column, Row, add_table
from reports.word.template import fields_of_body, fill_fields, place_of
from reports.word.text import Words, fill
from reports.wording import clean, one_line


class Paper:
    """A paper that is written from top to bottom."""

    def __init__(
        self,
        *,
        title: str,
        author: str,
        subject: str,
        footer: str,
        at: datetime,
        template: bytes | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        """Begin a paper in our own style, or in a council's ``template`` (see ``word.template``), whose
        ``fields`` are filled.
        """
        self._pictures = 0
        self._tables = 0
        self._tail: list[Any] = []
        self.width_cm = WIDTH_CM
        self.said: set[str] = set()
        """The fields that the template's own pages say, so that the paper need not."""
        if template is None:
            self.document = Document()
            self._list = set_up(self.document)
            _footer(self.document, clean(footer))
        else:
            self.document = Document(io.BytesIO(template))
            self._begin(fields or {})
        words = {"title": clean(title), "author": clean(author), "subject": clean(subject)}
        describe(self.document, **words, at=at)
        self._cell = str(self.document.styles[CELL].style_id)

    def _begin(self, fields: Mapping[str, str]) -> None:
        """Fill the template's fields, and stand where it has the report."""
        self.said = fields_of_body(self.document)
        fill_fields(self.document, {name: one_line(words) for name, words in fields.items()})
        place = place_of(self.document)
        sections = place.xpath("count(preceding-sibling::w:p[w:pPr/w:sectPr])")
        self.width_cm = width_cm(self.document.sections[int(sections)])
        self._tail = [one for one in place.itersiblings() if one.tag != qn("w:sectPr")]
        for one in [place, *self._tail]:
            one.getparent().remove(one)
        if place.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:  # the end of a section
            for run in [one for one in place if one.tag != qn("w:pPr")]:
                place.remove(run)
            self._tail.insert(0, place)
        self._list = adopt(self.document, self.width_cm / WIDTH_CM)

    def title(self, text: str, *, new_page: bool = False) -> None:
        """The paper's title."""
        paragraph = self.document.add_paragraph(clean(text), style="Title")
        paragraph.paragraph_format.page_break_before = new_page

    def line(self, text: str, *, bold: bool = False) -> None:
        """A line that no list or number belongs to."""
        self.document.add_paragraph().add_run(clean(text)).bold = bold or None

    def heading(
        self, text: str, level: int = 1, *, numbered: bool = False, new_page: bool = False
    ) -> None:
        """A heading; ``numbered`` ones of level 1 count 1, 2, 3."""
        paragraph = self.document.add_paragraph(clean(text), style=f"Heading {level}")
        paragraph.paragraph_format.page_break_before = new_page or None
        style: Any = paragraph.style
        counts = style.element.find(f".//{qn('w:numPr')}") is not None
        if numbered or counts:
            list_id = self._list if numbered else 0
            number(paragraph._p.get_or_add_pPr(), level=0, list_id=list_id)

    def paragraph(self, words: Words, style: str = NUMBERED) -> None:
        """A paragraph: numbered under its section, unless another style is named."""
        fill(self.document.add_paragraph(style=style), words)

    def plain(self, words: Words) -> None:
        """A paragraph without a number."""
        self.paragraph(words, "Normal")

    def note(self, words: Words) -> None:
        """A remark under a table."""
        self.paragraph(words, NOTE)

    def bullets(self, items: Iterable[Words]) -> None:
        for item in items:
            self.paragraph(item, "List Bullet")

    def numbers(self, items: Iterable[Words]) -> None:
        """A list that counts 1, 2, 3. A paper has one."""
        for item in items:
            self.paragraph(item, "List Number")

    def picture(self, png: bytes, description: str, *, keep_with_next: bool = False) -> None:
        """A picture across the page, with the words that stand for it."""
        self._pictures += 1
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = keep_with_next or None
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Cm(self.width_cm))
        properties = shape._inline.docPr
        properties.set("name", f"Chart {self._pictures}")
        properties.set("descr", clean(description))

    def table(
        self,
        caption: str,
        columns: Sequence[Column],
        rows: Iterable[Row],
        *,
        heads: bool = True,
        description: str = "",
    ) -> None:
        """A table whose header row is repeated on every page. ``heads`` off: the first column is bold.

        The caption stands above it (an empty one does not); the description is for who cannot see it.
        """
        if caption:
            self._tables += 1
            caption = f"Table {self._tables}: {clean(caption)}"
            paragraph = self.document.add_paragraph(caption, style=CAPTION)
            paragraph.paragraph_format.keep_with_next = True
        words = clean(description or caption)
        scale = self.width_cm / WIDTH_CM
        wide = [replace(column, width_cm=column.width_cm * scale) for column in columns]
        add_table(self.document, wide, rows, heads=heads, description=words, style=self._cell)

    def save(self) -> bytes:
        """The finished file."""
        body = self.document.element.body
        for one in self._tail:
            body.insert(len(body) - 1, one)  # before the last section's properties
        self._tail = []
        out = io.BytesIO()
        self.document.save(out)
        return _without_clock(out.getvalue())


def _footer(document: Any, words: str) -> None:
    """The paper's name and ``Page 1 of 9`` at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    stops = paragraph.paragraph_format.tab_stops
    for style_stop in list(paragraph.style.paragraph_format.tab_stops):
        stops.add_tab_stop(style_stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Cm(WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    restyle(paragraph.style, 9, after=0)
    paragraph.add_run(f"{words}\tPage ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )
    paragraph._p.append(field)


def _without_clock(content: bytes) -> bytes:
    """The same package with every part dated alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return out.getvalue()
