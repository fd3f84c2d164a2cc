"""The council's own template: taken over, filled, and refused by name where it will not do."""

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from base.errors import NotAllowed, Refused
from reports.committee.content import build
from reports.committee.house_style import (
    FIELDS,
    keep_house_style,
    own_style_again,
    starter,
    style_of,
)
from reports.committee.report import render, write_report
from reports.word.examining import examine
from tests.cast import Cast
from tests.unit.reports.conftest import Example
from tests.unit.reports.papers import headings, opened, words
from tests.unit.reports.test_committee_report import TITLE


def template(change: Callable[[Any], None] | None = None, *lines: str) -> bytes:
    """A council's template: a header, a cover, the report, and a last line."""
    document = Document()
    document.styles["Normal"].font.name = "Georgia"
    document.styles["Heading 1"].font.size = Pt(17)
    document.sections[0].header.paragraphs[0].text = "Borough of {{ partnership }}"
    for line in lines or ("{{ title }}", "For {{meeting}} on {{ Date }}", "{{ report }}", "End."):
        document.add_paragraph(line)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The same package with some parts put in or written over."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def written(example: Example, content: bytes) -> bytes:
    kept = examine("council.docx", content, FIELDS)
    return write_report(build(example.figures), style=kept)


def refused(content: bytes, name: str = "council.docx") -> str:
    with pytest.raises(Refused) as caught:
        examine(name, content, FIELDS)
    return str(caught.value)


def test_the_report_stands_in_the_template_with_its_styles_and_header(example: Example) -> None:
    content = written(example, template())
    document = opened(content)
    assert document.styles["Normal"].font.name == "Georgia"
    assert document.styles["Heading 1"].font.size == Pt(17)
    assert (
        document.sections[0].header.paragraphs[0].text == "Borough of Safer Maidstone Partnership"
    )
    texts = [p.text for p in document.paragraphs if p.text]
    assert texts[0] == TITLE
    assert texts[1] == ("For Communities, Housing and Environment Committee on 24 September 2019")
    assert texts[2] == "Executive Summary"
    assert texts[-1] == "End."
    assert "{{" not in words(content)
    assert document.core_properties.title == TITLE
    assert document.core_properties.language == "en-GB"


def test_it_says_all_that_the_report_in_our_own_look_says(example: Example) -> None:
    own, theirs = headings(example.report)[1:], headings(written(example, template()))
    assert [text for _style, text in theirs] == [text for _style, text in own]
    count = len(opened(example.report).tables)
    assert len(opened(written(example, template())).tables) == count


def test_the_page_of_the_template_is_kept_and_tables_fit_it(example: Example) -> None:
    def landscape(document: Any) -> None:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm(2)

    document = opened(written(example, template(landscape)))
    assert round(document.sections[0].page_width.cm, 1) == 29.7
    for table in document.tables:
        assert int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) == pytest.approx(
            25.7 * 567, abs=20
        )
    assert {round(shape.width.cm, 1) for shape in document.inline_shapes} == {25.7}


def test_a_field_that_word_cut_into_pieces_is_filled(example: Example) -> None:
    def cut(document: Any) -> None:
        paragraph = document.paragraphs[0]
        paragraph.text = ""
        for piece in ("About {", "{ ti", "tle ", "}}, for us"):
            paragraph.add_run(piece).bold = True
        document.sections[0].footer.add_table(1, 1, Cm(5)).cell(0, 0).text = "{{ wards }}"

    document = opened(written(example, template(cut)))
    assert document.paragraphs[0].text == f"About {TITLE}, for us"
    assert document.sections[0].footer.tables[0].cell(0, 0).text == "All"


def test_a_template_without_our_styles_and_lists_is_given_them(example: Example) -> None:
    def bare(document: Any) -> None:
        styles = document.styles.element
        for name in ("List Bullet", "List Number", "Heading 2", "Caption", "Title"):
            styles.remove(document.styles[name].element)
        for key, relation in [*document.part.rels.items()]:
            if relation.reltype.endswith("/numbering"):
                document.part.rels.pop(key)

    content = written(example, template(bare))
    document = opened(content)
    names = {p.style.name for p in document.paragraphs}
    assert {"List Bullet", "List Number", "Heading 2", "Numbered Paragraph", "Title"} <= names
    numbers = document.part.numbering_part.element
    known = {one.get(qn("w:numId")) for one in numbers.findall(qn("w:num"))}
    used = {
        one.get(qn("w:val"))
        for root in (document.element.body, *(document.styles[name].element for name in names))
        for one in root.iter(qn("w:numId"))
    }
    assert used <= known | {"0"}
    for name in ("List Bullet", "List Number"):
        assert document.styles[name].element.pPr.numPr.numId.val > 0


def test_the_lists_of_the_template_stay_and_pictures_for_bullets_come_first(
    example: Example,
) -> None:
    def pictured(document: Any) -> None:
        root = document.part.numbering_part.element
        root.insert(0, parse_xml(f'<w:numPicBullet {nsdecls("w")} w:numPicBulletId="0"/>'))

    root = opened(written(example, template(pictured))).part.numbering_part.element
    tags = [str(one.tag).partition("}")[2] for one in root]
    order = ["numPicBullet", "abstractNum", "num"]
    assert tags == sorted(tags, key=order.index)
    ids = [one.get(qn("w:abstractNumId")) for one in root.findall(qn("w:abstractNum"))]
    assert len(ids) == len(set(ids))


def test_a_section_that_ends_with_the_report_keeps_its_page(example: Example) -> None:
    def sections(document: Any) -> None:
        place = next(p for p in document.paragraphs if p.text == "{{ report }}")
        ends = deepcopy(document.element.body.sectPr)
        place._p.get_or_add_pPr().append(ends)
        document.sections[0].page_width, document.sections[0].page_height = Cm(29.7), Cm(21)
        document.sections[1].page_width = Cm(15)

    document = opened(written(example, template(sections)))
    assert [round(one.page_width.cm, 1) for one in document.sections] == [29.7, 15.0]
    texts = [p.text for p in document.paragraphs if p.text]
    assert (texts[-1], "{{ report }}" in texts) == ("End.", False)
    assert {round(shape.width.cm, 1) for shape in document.inline_shapes} == {23.4}


def test_headings_that_count_themselves_do_not_count_where_the_report_has_no_number(
    example: Example,
) -> None:
    def counting(document: Any) -> None:
        properties = document.styles["Heading 1"].element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = 1

    document = opened(written(example, template(counting)))
    found = {p.text: p._p.pPr.numPr for p in document.paragraphs if p.style.name == "Heading 1"}
    assert found["Executive Summary"].numId.val == 0
    assert found["Risk"].numId.val > 0


def test_the_same_report_and_template_give_the_same_bytes(example: Example) -> None:
    assert written(example, template()) == written(example, template())


def test_words_that_look_like_fields_are_not_filled(example: Example) -> None:
    report = build(example.figures)
    odd = type(report)(**{**vars(report), "recommendations": ("Note {{ title }}.",)})
    kept = examine("council.docx", template(), FIELDS)
    assert "Note {{ title }}." in words(write_report(odd, style=kept))


def test_the_template_to_begin_with_can_be_uploaded(example: Example) -> None:
    content = written(example, starter())
    assert [style for style, _ in headings(content)][:2] == ["Title", "Heading 1"]
    assert "{{" not in words(content)


def test_a_template_file_of_word_is_taken_too(example: Example) -> None:
    dotx = template()
    types = part(dotx, "[Content_Types].xml").replace(
        b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"
    )
    assert headings(written(example, repacked(dotx, **{"[Content_Types].xml": types})))


def test_the_pointer_to_another_template_is_left_out() -> None:
    content = template()
    rels = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/attachedTemplate" Target="http://evil.example/x.dotm" '
        b'TargetMode="External"/></Relationships>'
    )
    settings = part(content, "word/settings.xml").replace(
        b"</w:settings>", b'<w:attachedTemplate r:id="rId1"/></w:settings>'
    )
    name = "word/_rels/settings.xml.rels"
    kept = examine(
        "a.docx", repacked(content, **{name: rels, "word/settings.xml": settings}), FIELDS
    )
    assert b"evil" not in part(kept, name)
    assert b"attachedTemplate" not in part(kept, "word/settings.xml")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("Hello",), "council.docx lacks the field {{ report }}"),
        (("{{ report }}", "{{ chairman }}"), "the field {{ chairman }}, which the report does not"),
        (("{{ report }}", "{{ report }}"), "must have the field {{ report }} once"),
        (("See {{ report }} here",), "in a paragraph of its own"),
        (("{{ report }}", "{{ title }"), "a field that is not whole: “{{ title }”"),
    ],
)
def test_a_missing_or_unknown_field_is_named(lines: tuple[str, ...], told: str) -> None:
    assert told in refused(template(None, *lines))


def test_an_unknown_field_in_a_footer_is_named_and_the_report_cannot_stand_there() -> None:
    def footer(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ clerk }}"

    assert "{{ clerk }}" in refused(template(footer))

    def report(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ report }}"

    assert "no table, text box, header or footer" in refused(template(report, "Hello"))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "is not a Word document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
        (OLE + b"WordDocument", "of the old kind (.doc)"),
        (template()[:3000], "is not a Word document"),
        (repacked(template(), **{"word/vbaProject.bin": b"x"}), "has macros in it"),
        (repacked(template(), **{"word/activeX/activeX1.xml": b"<x/>"}), "has macros in it"),
        (repacked(template(), **{"word/embeddings/o.bin": b"x"}), "other files embedded"),
        (
            repacked(template(), **{"word/document.xml": b"<!DOCTYPE x []><x/>"}),
            "is not a Word document",
        ),
        (repacked(template(), **{"word/document.xml": b"<broken"}), "is not a Word document"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (
            repacked(template(), **{"word/media/a.png": bytes(41 * 1024 * 1024)}),
            "unpacks to far more",
        ),
    ],
    ids=range(12),
)
def test_what_cannot_be_used_is_refused_and_says_why(content: bytes, told: str) -> None:
    assert told in refused(content)


def test_a_docm_is_refused_by_what_it_is_and_not_by_its_name() -> None:
    content = template()
    types = part(content, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert "has macros" in refused(repacked(content, **{"[Content_Types].xml": types}))


def test_a_picture_from_elsewhere_is_refused() -> None:
    def linked(document: Any) -> None:
        document.part.rels.get_or_add_ext_rel(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
            "http://elsewhere.example/crest.png",
        )

    assert "from elsewhere" in refused(template(linked))

    def link(document: Any) -> None:
        document.part.rels.get_or_add_ext_rel(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            "http://council.example/",
        )

    assert examine("a.docx", template(link), FIELDS)


def test_a_field_of_word_that_runs_or_fetches_something_is_refused() -> None:
    def field(*pieces: str) -> Callable[[Any], None]:
        def put(document: Any) -> None:
            paragraph = document.add_paragraph()._p
            begin = '<w:fldChar w:fldCharType="begin"/>'
            for inner in (begin, *(f"<w:instrText>{piece}</w:instrText>" for piece in pieces)):
                paragraph.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))

        return put

    for pieces in (("INCLUDEPICTURE \\\\x",), ("DDE", "AUTO c cmd"), ("link Excel.Sheet x",)):
        assert "such as INCLUDEPICTURE" in refused(template(field(*pieces)))
    assert examine("a.docx", template(field("PAGE")), FIELDS)
    assert examine(
        "a.docx", template(field("HYPERLINK http://council.example/link/import")), FIELDS
    )


def test_another_document_within_it_is_refused() -> None:
    def chunk(document: Any) -> None:
        document.part.rels.get_or_add_ext_rel(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk", "x.html"
        )

    assert "other files embedded" in refused(template(chunk))


# The verbs


def test_the_latest_template_is_used_until_an_officer_goes_back(cast: Cast) -> None:
    partnership = cast.round.partnership
    for name in ("one.docx", "two.docx"):
        keep_house_style(partnership=partnership, name=name, content=template(), by=cast.officer)
    assert [style.ended_at is None for style in partnership.house_styles.all()] == [False, True]
    assert style_of(partnership)
    assert opened(render(cast.round)).styles["Normal"].font.name == "Georgia"
    own_style_again(partnership=partnership, by=cast.officer)
    assert style_of(partnership) is None
    assert opened(render(cast.round)).styles["Normal"].font.name == "Arial"
    with pytest.raises(Refused, match="own look already"):
        own_style_again(partnership=partnership, by=cast.officer)


def test_only_officers_change_it_and_a_refused_one_leaves_the_other(cast: Cast) -> None:
    partnership = cast.round.partnership
    with pytest.raises(NotAllowed):
        keep_house_style(
            partnership=partnership, name="a.docx", content=template(), by=cast.auditor
        )
    keep_house_style(partnership=partnership, name="a.docx", content=template(), by=cast.officer)
    with pytest.raises(Refused):
        keep_house_style(partnership=partnership, name="b.docx", content=b"x", by=cast.officer)
    assert [style.name for style in partnership.house_styles.filter(ended_at=None)] == ["a.docx"]
    with pytest.raises(NotAllowed):
        own_style_again(partnership=partnership, by=cast.finance)
