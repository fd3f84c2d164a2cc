"""What a file is, by its content and never by its name; what is not safe to keep is refused.

Word and Excel files are zip archives, so they are unpacked in memory up to a limit before anybody
else has to unpack them.
"""

import hashlib
import re
import unicodedata
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from PIL import Image
from pypdf import PdfReader

from base.errors import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 100_000_000
MOST_ENTRIES = 3000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_RATIO = 300
"""How many times its size a zip archive may grow when it is unpacked; XML grows up to a hundred times."""
MOST_NAME = 120

ENDINGS = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "jpg": "jpg", "jpeg": "jpg", "png": "png"}
"""How names end, and the kind of file that this promises."""
ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)
_PICTURES = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png"}
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_MAIN = "application/vnd.openxmlformats-officedocument."
_PARTS = {
    f"{_MAIN}wordprocessingml.document.main+xml": ("docx", "word/document.xml"),
    f"{_MAIN}spreadsheetml.sheet.main+xml": ("xlsx", "xl/workbook.xml"),
}
_MACROS = re.compile(r"macro|vba", re.IGNORECASE)
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: a harmless name, what its content is, and its SHA-256."""

    name: str
    kind: str
    content: bytes
    checksum: str


def examine(name: str, content: bytes) -> Checked:
    """Find out what a file is. Raises ``Refused``, saying what to do, for what is not to be kept."""
    if not content:
        raise Refused(_("The file is empty. Choose another one."))
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MB. Make it smaller, or send a part of it."))
    kind = _kind(content)
    return Checked(safe_name(name, kind), kind, content, hashlib.sha256(content).hexdigest())


def safe_name(name: str, kind: str) -> str:
    """A name without folders, control or direction characters, that ends as its content does."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(" " if c in "\t\r\n" else c for c in base)
    shown = "".join(c for c in shown if unicodedata.category(c)[0] != "C")
    shown = re.sub(r'[<>:"|?*]', "-", " ".join(shown.split())).rstrip(". ")
    stem, dot, ending = shown.rpartition(".")
    if not dot or ending.lower() not in ENDINGS:
        stem = shown
    stem = stem[:MOST_NAME].strip(". ")
    return f"{stem or _('file')}.{kind}"


def _kind(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if content.startswith(_OLE):
        raise Refused(
            _(
                "The file has a password, or is of an old kind (doc, xls). Save it without a password "
                "as docx, xlsx or pdf, and choose that one."
            )
        )
    if content.startswith(b"%PDF-"):
        kind = _pdf(content)
    elif content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        kind = _picture(content)
    else:
        raise Refused(
            _("This is not a PDF, Word, Excel, JPEG or PNG file, whatever it is called.")
            + " "
            + _("Save it as pdf, docx, xlsx, jpg or png, and choose that one.")
        )
    if zipfile.is_zipfile(BytesIO(content)):
        raise Refused(_("There is another file hidden in this one. Save it anew and try again."))
    return kind


def _pdf(content: bytes) -> str:
    try:
        reader = PdfReader(BytesIO(content))
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
    except Exception:  # whatever pypdf meets in a hostile file, it is not one that can be read
        raise _damaged() from None
    if locked:
        raise Refused(
            _("The PDF has a password. Save it without one, so that the panel can read it.")
        )
    if not pages:
        raise _damaged()
    return "pdf"


def _picture(content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
            kind = _PICTURES[picture.format or ""]
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            if kind == "png":
                picture.verify()
            else:
                picture.draft("L", (64, 64))
                picture.load()
    except Image.DecompressionBombError:
        raise Refused(
            _("The picture has too many pixels. Make it smaller and choose it again.")
        ) from None
    except Exception:  # as with a PDF
        raise _damaged() from None
    return kind


def _office(content: bytes) -> str:
    """The kind of a Word or Excel file, once all of it was unpacked within the limits."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries, len(content))
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise Refused(_("The file has a password. Save it without one."))
            _unpack(archive, entries)
            types = archive.read("[Content_Types].xml")
            names = {entry.filename for entry in entries}
            return _office_kind(types, names)
    except (KeyError, ValueError, EOFError, OSError, zipfile.BadZipFile, zlib.error):
        raise _not_office() from None
    except (NotImplementedError, RuntimeError, ParseError, DefusedXmlException):
        raise _not_office() from None


def _refuse_bomb(entries: list[zipfile.ZipInfo], size: int) -> None:
    said = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or said > MOST_UNPACKED or said > MOST_RATIO * size:
        raise _bomb()


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Read every entry to its end, so that what it says of its size and checksum is known to be true."""
    total = 0
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise _not_office()
        with archive.open(entry) as opened:
            while chunk := opened.read(_CHUNK):
                total += len(chunk)
                if total > MOST_UNPACKED:
                    raise _bomb()


def _office_kind(types: bytes, names: set[str]) -> str:
    root = fromstring(types)
    said = {str(part.get("ContentType", "")) for part in root}
    if any(_MACROS.search(text) for text in (*said, *names)):
        raise Refused(_("The file has macros in it. Save it without them, as docx or xlsx."))
    found = [
        kind
        for content_type, (kind, part) in _PARTS.items()
        if content_type in said and part in names
    ]
    if len(found) != 1:
        raise _not_office()
    return found[0]


def _damaged() -> Refused:
    return Refused(_("The file is damaged and cannot be opened. Save it anew and choose it again."))


def _bomb() -> Refused:
    return Refused(_("The file becomes far too large when it is opened. Save it anew, smaller."))


def _not_office() -> Refused:
    return Refused(
        _("This is a zip archive, but not a Word or Excel file that can be opened.")
        + " "
        + _("Save it as pdf, docx or xlsx, and choose that one.")
    )
