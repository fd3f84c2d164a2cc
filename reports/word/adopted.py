"""The styles and numbers that a paper needs, put into a council's template where it lacks them.

What the template has stays as the council drew it.
"""

from copy import deepcopy
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.shared import Pt

from reports.word.styles import CAPTION, CELL, NOTE, NUMBERED, WIDTH_CM, language, restyled

STYLES = (
    "Normal",
    "Title",
    "Heading 1",
    "Heading 2",
    CAPTION,
    "List Bullet",
    "List Number",
    NUMBERED,
    CELL,
    NOTE,
)
CELL_SIZE, SMALLEST = 9.5, 7.5
"""Points of the letters in a table on a page as wide as ours, and at least."""
_LEVELS = {
    "sections": (
        ("decimal", "%1.", 680, 680),
        ("decimal", "%1.%2", 680, 680),
    ),
    "bullets": (("bullet", "•", 1077, 397),),
    "numbers": (("decimal", "%1.", 680, 397),),
}


def adopt(document: Any, scale: float) -> int:
    """Give a template what it lacks; ``scale`` is how its page's width is to ours. Returns the number of
    the sections' list.
    """
    lists = _lists(document)
    ours = restyled()
    ours.styles[CELL].font.size = Pt(max(SMALLEST, CELL_SIZE * min(scale, 1)))
    for name in STYLES:
        if name not in document.styles:
            _take_over(document, ours, name)
    for name, kind in (("List Bullet", "bullets"), ("List Number", "numbers")):
        properties = document.styles[name].element.get_or_add_pPr()
        if properties.find(qn("w:numPr")) is None:
            _number(properties, lists[kind], 0)
    _number(document.styles[NUMBERED].element.get_or_add_pPr(), lists["sections"], 1)
    language(document)
    return lists["sections"]


def _take_over(document: Any, ours: Any, name: str) -> None:
    """Copy one of our styles in the template's font, without pointers to what stands beside it."""
    style = deepcopy(ours.styles[name].element)
    for tag in ("w:link", "w:next"):
        for found in style.findall(qn(tag)):
            style.remove(found)
    inherits = ("w:numPr", "w:rFonts") + (("w:sz", "w:szCs") if name == NUMBERED else ())
    for tag in inherits:
        for found in [*style.iter(qn(tag))]:
            found.getparent().remove(found)
    for base in style.findall(qn("w:basedOn")):
        if "Normal" in document.styles and style.get(qn("w:styleId")) != "Normal":
            base.set(qn("w:val"), document.styles["Normal"].style_id)
        else:
            style.remove(base)
    document.styles.element.append(style)


def _number(properties: Any, list_id: int, level: int) -> None:
    number = properties.get_or_add_numPr()
    number.get_or_add_ilvl().val = level
    number.get_or_add_numId().val = list_id


def _lists(document: Any) -> dict[str, int]:
    """Lists of our own beside those of the template, under numbers that are free."""
    root = _numbering(document)
    used = [
        int(one.get(qn(name), "0"))
        for tag, name in (("w:abstractNum", "w:abstractNumId"), ("w:num", "w:numId"))
        for one in root.findall(qn(tag))
    ]
    free = max(used, default=0) + 1
    found = {}
    pictures = len(root.findall(qn("w:numPicBullet")))  # which come before every list
    for place, (kind, levels) in enumerate(_LEVELS.items()):
        found[kind] = free + place
        root.insert(pictures + place, _abstract(free + place, levels))
    first = next((root.index(one) for one in root.findall(qn("w:numIdMacAtCleanup"))), len(root))
    for place, number in enumerate(found.values()):
        root.insert(
            first + place,
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
            ),
        )
    return found


def _abstract(number: int, levels: tuple[tuple[str, str, int, int], ...]) -> Any:
    rows = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
        for level, (form, text, left, hanging) in enumerate(levels)
    )
    kind = "multilevel" if len(levels) > 1 else "singleLevel"
    return parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="{kind}"/>{rows}</w:abstractNum>'
    )


def _numbering(document: Any) -> Any:
    """The root of the template's lists; a template without any gets an empty one."""
    part = document.part
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    root = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    made = NumberingPart(
        PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, root, part.package
    )
    part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return root


def width_cm(section: Any) -> float:
    """What a page of a section has between its margins."""
    if section.page_width is None:
        return WIDTH_CM
    sides = (section.left_margin or 0) + (section.right_margin or 0)
    return float((section.page_width - sides) / 360_000)
