"""What a file is, is told by its content; what is not safe is refused, whatever it is called."""

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import Refused
from bids import file_checks
from bids.file_checks import MOST_BYTES, examine, safe_name
from tests.files import docx, huge_png, pdf, picture, with_entries, with_flag, xlsx

GOOD = {
    "pdf": pdf(),
    "docx": docx(),
    "xlsx": xlsx(),
    "jpg": picture("jpg"),
    "png": picture("png"),
}
TYPES = "[Content_Types].xml"


@pytest.mark.parametrize("kind", GOOD)
def test_each_kind_is_known_by_its_content(kind: str) -> None:
    for name in (f"Our file.{kind}", "no ending", "wrong.exe"):
        assert examine(name, GOOD[kind]).kind == kind


def macro_types(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(TYPES).replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )


def bare_zip(entries: int, size: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(entries):
            archive.writestr(f"word/{number}.xml", b"0" * size)
    return out.getvalue()


def lying_sizes(content: bytes) -> bytes:
    """An archive whose directory says that every entry is one byte long."""
    changed = bytearray(content)
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 24 : place + 28] = b"\x01\0\0\0"
        place = content.find(b"PK\x01\x02", place + 1)
    return bytes(changed)


EVIL_TYPES = b"""<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<Types>&b;</Types>"""
HOSTILE = {
    "empty": (b"", "empty"),
    "too large": (pdf() + b"\n" * MOST_BYTES, "larger than 10 MB"),
    "a program called pdf": (b"MZ\x90\0" + b"\0" * 500, "not a PDF"),
    "a page of HTML": (b"<html><script>alert(1)</script>", "not a PDF"),
    "a GIF": (picture("gif"), "not a PDF"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "not a PDF"),
    "a PDF after something else": (b"GIF89a;" + pdf(), "not a PDF"),
    "a PDF with a password": (pdf("secret"), "password"),
    "a PDF of no pages": (pdf(pages=0), "damaged"),
    "the head of a PDF": (b"%PDF-1.7\n", "damaged"),
    "a PDF that is a zip too": (pdf() + bare_zip(1, 10), "hidden"),
    "a picture that is a zip too": (picture("jpg") + bare_zip(1, 10), "hidden"),
    "half a PNG": (picture("png", (300, 300))[:200], "damaged"),
    "half a JPEG": (picture("jpg", (300, 300))[:900], "damaged"),
    "a picture of too many pixels": (huge_png(), "pixels"),
    "an old or encrypted Office file": (
        bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600,
        "password",
    ),
    "a zip with a password": (with_flag(docx(), 1), "password"),
    "any zip": (bare_zip(2, 10), "zip archive"),
    "half a zip": (docx()[:-200], "zip archive"),
    "the head of a zip": (b"PK\x03\x04" + b"\0" * 40, "zip archive"),
    "a bomb of many entries": (bare_zip(file_checks.MOST_ENTRIES + 1, 1), "far too large"),
    "a bomb of one entry": (bare_zip(1, 9_000_000), "far too large"),
    "a bomb in a Word file": (
        with_entries(docx(), {"word/media.xml": b"\0" * 160_000_000}),
        "far too large",
    ),
    "an archive that lies about sizes": (lying_sizes(docx()), "zip archive"),
    "a Word file with a macro": (with_entries(docx(), {"word/vbaProject.bin": b"x"}), "macros"),
    "a docm called docx": (with_entries(docx(), {TYPES: macro_types(docx())}), "macros"),
    "an Excel file with an old macro": (
        with_entries(xlsx(), {"xl/macrosheets/sheet1.xml": b"x"}),
        "macros",
    ),
    "a Word file without its text": (with_entries(docx(), {}, drop="word/document.xml"), "zip"),
    "a Word file without its types": (with_entries(docx(), {}, drop=TYPES), "zip"),
    "types that are not XML": (with_entries(docx(), {TYPES: b"<<<"}), "zip"),
    "types with entities": (with_entries(docx(), {TYPES: EVIL_TYPES}), "zip"),
    "an entry that climbs": (with_entries(docx(), {"../../etc/passwd": b"x"}), "zip"),
    "an entry from the root": (with_entries(docx(), {"/etc/passwd": b"x"}), "zip"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_not_safe_is_refused_in_words(what: str) -> None:
    content, words = HOSTILE[what]
    with pytest.raises(Refused, match=words):
        examine("accounts.pdf", content)


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_a_damaged_file_is_kept_or_refused_and_nothing_else(kind: str, data: st.DataObject) -> None:
    content = bytearray(GOOD[kind])
    for _damage in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for damaged in (bytes(content), bytes(content[:cut])):
        with suppress(Refused):
            assert examine("x", damaged).kind in GOOD


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Accounts 2018.pdf", "Accounts 2018.pdf"),
        ("../../x.pdf", "x.pdf"),
        ("C:\\Users\\Ann\\x.PDF", "x.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("letter.docx", "letter.pdf"),
        ("setup.exe", "setup.exe.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("a\x00b\r\nc\u200b.pdf", "ab c.pdf"),
        ("<script>.pdf", "-script-.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("..pdf", "file.pdf"),
        ("", "file.pdf"),
        ("./\\", "file.pdf"),
        ("Caf\u0065\u0301.pdf", "Café.pdf"),
        ("Cyfrifon Môn.pdf", "Cyfrifon Môn.pdf"),
    ],
)
def test_names_are_made_harmless(given_name: str, kept: str) -> None:
    assert safe_name(given_name, "pdf") == kept


@given(st.text(max_size=400), st.sampled_from(sorted(GOOD)))
def test_any_name_ends_as_its_content_is_and_hides_nothing(name: str, kind: str) -> None:
    kept = safe_name(name, kind)
    assert kept.endswith(f".{kind}")
    assert 4 < len(kept) <= 130
    assert not set(kept) & set('/\\<>:"|?*\0\r\n\u202e')
    assert not kept.startswith((".", " "))
    assert safe_name(kept, kind) == kept
