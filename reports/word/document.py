"""A council paper in Word: numbered paragraphs, tables and pictures that say what they are.

Everything an officer may want to touch is a style or an automatic number. The same content always gives
the same bytes: nothing in the file comes from the clock.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from reports.word.styles import CAPTION, NOTE, NUMBERED, WIDTH_CM, number, restyle, set_up
from reports.word.table import Column, Row, add_table
from reports.word.text import Words, fill
from reports.wording import clean


class Paper:
    """A paper that is written from top to bottom."""

    def __init__(self, *, title: str, author: str, subject: str, footer: str, at: datetime) -> None:
        self.document = Document()
        self._pictures = 0
        self._tables = 0
        words = {"title": clean(title), "author": clean(author), "subject": clean(subject)}
        set_up(self.document, **words, at=at)
        _footer(self.document, clean(footer))

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
        if numbered:
            number(paragraph._p.get_or_add_pPr(), level=0)

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
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Cm(WIDTH_CM))
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
            self.document.add_paragraph(caption, style=CAPTION)
        words = clean(description or caption)
        add_table(self.document, columns, rows, heads=heads, description=words)

    def save(self) -> bytes:
        """The finished file."""
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
