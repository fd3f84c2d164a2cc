"""Files of every kind, good and hostile, made here."""

import struct
import zipfile
import zlib
from io import BytesIO

from docx import Document
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The text that every virus scanner takes for a virus, and that harms nobody."""


def pdf(password: str = "", *, pages: int = 1, words: str = "") -> bytes:
    """A PDF; the words stand in its title, so that two of them differ."""
    writer, out = PdfWriter(), BytesIO()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": words})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def docx(words: str = "Hello") -> bytes:
    document, out = Document(), BytesIO()
    document.add_paragraph(words)
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    book, out = Workbook(), BytesIO()
    book.active["A1"] = "Hello"  # type: ignore[index]
    book.save(out)
    return out.getvalue()


def picture(kind: str = "png", size: tuple[int, int] = (20, 20)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, {"png": "PNG", "jpg": "JPEG", "gif": "GIF"}[kind])
    return out.getvalue()


def with_entries(content: bytes, entries: dict[str, bytes], *, drop: str = "") -> bytes:
    """A zip archive with entries added (or put in another's place) and one left out."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name not in entries and name != drop:
                after.writestr(name, before.read(name))
        for name, data in entries.items():
            after.writestr(name, data)
    return out.getvalue()


def with_flag(content: bytes, flag: int) -> bytes:
    """A zip archive whose entries all have a flag set, such as that they are encrypted (1)."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            changed[place + offset] |= flag
            place = content.find(signature, place + 1)
    return bytes(changed)


def huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few bytes that say they are a picture of several thousand million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        sum_ = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", sum_)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
