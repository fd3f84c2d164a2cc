"""A template that came from outside, examined before it is kept: nothing in it may run or be fetched."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx import Document

from base.errors import Refused
from base.packages import CONTENT_TYPES, WORD, Taken
from reports.word.template import refuse_fields

TAKEN = Taken(WORD, gettext_lazy("a template"), most_mb=5, most_unpacked_mb=40, most_parts=500)
SETTINGS = "word/settings.xml"
_AS_TEMPLATE = b"wordprocessingml.template.main+xml"
_AS_DOCUMENT = b"wordprocessingml.document.main+xml"
_RELATION = re.compile(rb"<Relationship\b[^>]*?/>|<Relationship\b[^>]*?>\s*</Relationship>")
_ATTACHED = re.compile(rb"<w:attachedTemplate\b[^>]*?(?:/>|>\s*</w:attachedTemplate>)")
_EMBEDDED = (b"/aFChunk", b"/oleObject", b"/subDocument", b"/frame", b"/control")
"""The ends of the kinds of relation that put another file into the document."""
_BEGINS = re.compile(rb"fldCharType=[\"']begin[\"']")
_CODE = re.compile(rb"<w:instrText\b[^>]*>([^<]*)<")
_SIMPLE = re.compile(rb"\bw:instr=[\"']\s*(\w+)")
_ACTS = frozenset(b"DDEAUTO DDE INCLUDETEXT INCLUDEPICTURE INCLUDE IMPORT DATABASE LINK".split())
"""Word's fields that run something or fetch it when the document is opened or printed."""


def examine(name: str, content: bytes, known: Iterable[str]) -> bytes:
    """A template that a paper can be written with, as it is kept. ``known`` are the fields there are.

    Raises ``Refused`` for what is no Word file, is encrypted, has macros or takes something from
    elsewhere, and for a field that is unknown or missing, and names it.
    """
    parts = _parts(name, content)
    _refuse_what_acts(name, parts)
    parts = {part: _quiet(part, data) for part, data in parts.items()}
    if b"attachedTemplate" in parts.get(SETTINGS, b""):  # written in a way that is not known
        raise TAKEN.stranger(name)
    kept = _packed(parts)
    try:
        document = Document(io.BytesIO(kept))
    except Exception:  # python-docx raises whatever the package made it stumble over
        raise TAKEN.stranger(name) from None
    refuse_fields(name, document, [*known])
    return kept


def _parts(name: str, content: bytes) -> dict[str, bytes]:
    """The parts of the package."""
    try:
        with TAKEN.open(name, content) as package:
            parts = {
                one.filename: package.read(one) for one in package.infolist() if not one.is_dir()
            }
    except Refused:
        raise
    except Exception:  # zipfile raises whatever the package made it stumble over
        raise TAKEN.damaged(name) from None
    if CONTENT_TYPES not in parts or "word/document.xml" not in parts:
        raise TAKEN.stranger(name)
    return parts


def _refuse_what_acts(name: str, parts: Mapping[str, bytes]) -> None:
    """Refuse macros and what would be fetched or run when the report is opened."""
    TAKEN.refuse_macros(name, [parts[CONTENT_TYPES].decode(errors="replace"), *parts])
    relations = [
        one
        for part, data in parts.items()
        if part.endswith(".rels")
        for one in _RELATION.findall(data)
    ]
    embeds = any(b'%s"' % kind in one for one in relations for kind in _EMBEDDED)
    if embeds or any("/embeddings/" in part for part in parts):
        raise Refused(
            _("%(name)s has other files embedded in it. Take them out and upload it again.")
            % {"name": name}
        )
    if any(_ACTS & _instructions(data) for part, data in parts.items() if _is_xml(part)):
        raise Refused(
            _(
                "%(name)s has a field of Word that fetches or runs something when the report is "
                "opened, such as INCLUDEPICTURE. Take it out and upload it again."
            )
            % {"name": name}
        )
    if any(map(_fetches, relations)):
        raise Refused(
            _(
                "%(name)s takes a picture or another part from elsewhere. Put it into the file "
                "itself and upload it again."
            )
            % {"name": name}
        )
    if any(b"<!DOCTYPE" in data for part, data in parts.items() if _is_xml(part)):
        raise TAKEN.stranger(name)


def _is_xml(part: str) -> bool:
    return part.endswith((".xml", ".rels"))


def _instructions(data: bytes) -> set[bytes]:
    """What the fields of Word in a part are told to do; Word may have cut one into several runs."""
    codes = [b"".join(_CODE.findall(field)).split() for field in _BEGINS.split(data)]
    words = [code[0] for code in codes if code] + _SIMPLE.findall(data)
    return {word.upper() for word in words}


def _fetches(relation: bytes) -> bool:
    """Whether a relation points at something that Word would fetch; links are only followed on a press."""
    outside = b'TargetMode="External"' in relation
    return outside and b"/hyperlink" not in relation and b"/attachedTemplate" not in relation


def _quiet(part: str, data: bytes) -> bytes:
    """A part without the pointer to the template that it was once made of; a .dotx becomes a .docx."""
    if part == CONTENT_TYPES:
        return data.replace(_AS_TEMPLATE, _AS_DOCUMENT)
    if posixpath.basename(part) == "settings.xml.rels":
        return _RELATION.sub(
            lambda found: b"" if b"/attachedTemplate" in found[0] else found[0], data
        )
    if part == SETTINGS:
        return _ATTACHED.sub(b"", data)
    return data


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()
