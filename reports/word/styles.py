"""The look of a paper in Word: A4, one font, real styles, numbers that count themselves."""

from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Arial"
NAVY = RGBColor(0x12, 0x43, 0x6D)
INK = RGBColor(0x0B, 0x0C, 0x0C)
WIDTH_CM = 16.6
"""What an A4 page has between its margins."""
NUMBERED = "Numbered Paragraph"
CAPTION = "Caption"
CELL, CELL_ID = "Table Text", "TableText"
NOTE = "Table Note"
NUMBERING_ID = 90

_NUMBERING = """<w:abstractNum {ns} w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="680" w:hanging="680"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="NumberedParagraph"/>
<w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="680" w:hanging="680"/></w:pPr></w:lvl></w:abstractNum>"""


def set_up(document: Any) -> int:
    """Give a new document its page, styles and numbering. Returns the number of the sections' list."""
    _page(document)
    _styles(document)
    _numbering(document)
    return NUMBERING_ID


def restyled() -> Any:
    """A new document with our styles."""
    document = Document()
    set_up(document)
    return document


def number(properties: Any, *, level: int, list_id: int = NUMBERING_ID) -> None:
    """Count a paragraph or a style in a list; the list 0 is none."""
    number = properties.get_or_add_numPr()
    number.get_or_add_ilvl().val = level
    number.get_or_add_numId().val = list_id


def describe(document: Any, *, title: str, author: str, subject: str, at: datetime) -> None:
    """Write the document's properties."""
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core = document.core_properties
    core.title, core.author, core.subject = title[:255], author[:255], subject[:255]
    core.last_modified_by = author[:255]
    core.created = core.modified = moment
    core.language, core.comments, core.keywords, core.revision = "en-GB", "", "", 1
    settings = document.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # today's Word, not the one of the template
    relations = document.part.package.rels
    for key in [key for key, rel in relations.items() if rel.reltype.endswith("/thumbnail")]:
        relations.pop(key)  # python-docx's own template shows an empty page


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH_CM) / 2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    section.footer_distance = Cm(1)


def language(document: Any) -> None:
    """Say that every style is in British English, and what has none is too."""
    root = document.styles.element
    for found in root.iter(qn("w:lang")):
        found.set(qn("w:val"), "en-GB")
    defaults = root.find(qn("w:docDefaults"))
    runs = None if defaults is None else defaults.find(qn("w:rPrDefault"))
    if runs is None or next(runs.iter(qn("w:lang")), None) is not None:
        return
    properties = runs.find(qn("w:rPr"))
    if properties is None:
        properties = parse_xml(f"<w:rPr {nsdecls('w')}/>")
        runs.append(properties)
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB"/>'))


def _styles(document: Any) -> None:
    styles = document.styles
    language(document)
    for fonts in styles.element.find(qn("w:docDefaults")).iter(qn("w:rFonts")):
        _plain_font(fonts)
    restyle(styles["Normal"], 11, after=6)
    restyle(styles["Title"], 20, bold=True, color=NAVY, before=6, after=12)
    border = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)
    restyle(styles["Heading 1"], 14, bold=True, color=NAVY, before=16, after=6)
    restyle(styles["Heading 2"], 12, bold=True, color=NAVY, before=12, after=4)
    restyle(styles[CAPTION], 10, bold=True, before=8, after=3)
    styles[CAPTION].paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number"):
        restyle(styles[name], 11, after=4)
    for name, size in ((NUMBERED, 11), (CELL, 9.5), (NOTE, 9.5)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.quick_style = True
        restyle(style, size, before=4 if name == NOTE else 0, after=2 if name == CELL else 6)
    number(styles[NUMBERED].element.get_or_add_pPr(), level=1)
    for name in ("List Bullet", "List Number"):
        styles[name].paragraph_format.left_indent = Cm(1.2 if name == "List Number" else 1.9)
        styles[name].paragraph_format.first_line_indent = Cm(-0.7)


def restyle(
    style: Any,
    size: float,
    *,
    bold: bool = False,
    color: RGBColor | None = None,
    before: float = 0,
    after: float,
) -> None:
    style.font.size, style.font.bold, style.font.name = Pt(size), bold, FONT
    style.font.italic = False
    style.font.color.rgb = color or RGBColor(0x0B, 0x0C, 0x0C)
    _plain_font(style.element.get_or_add_rPr().get_or_add_rFonts())
    format = style.paragraph_format
    format.space_before, format.space_after, format.line_spacing = Pt(before), Pt(after), 1.1


def _plain_font(fonts: Any) -> None:
    """One font for every script, instead of the theme's."""
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _numbering(document: Any) -> None:
    """Sections count 1, 2; their paragraphs 1.1, 1.2."""
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(_NUMBERING.format(ns=nsdecls("w"), id=NUMBERING_ID)))
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{NUMBERING_ID}">'
            f'<w:abstractNumId w:val="{NUMBERING_ID}"/></w:num>'
        )
    )
