"""A council's own template: a Word file whose styles, page, headers and footers a paper takes over.

Where it says ``{{ report }}``, in a paragraph of its own, the paper stands; other fields are filled with
words. What came from outside is examined before it is kept: nothing in it may run or be fetched.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn

from base.errors import Refused
from reports.wording import listing

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
REPORT = "report"
FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TYPES = "[Content_Types].xml"
_AS_TEMPLATE = b"wordprocessingml.template.main+xml"
_AS_DOCUMENT = b"wordprocessingml.document.main+xml"
_MACROS = (b"macroenabled", b"vbaproject", b"activex")
_RELATION = re.compile(rb"<Relationship\b[^>]*?/>|<Relationship\b[^>]*?>\s*</Relationship>")
_ATTACHED = re.compile(rb"<w:attachedTemplate\b[^>]*?/>")


def examine(name: str, content: bytes, known: Iterable[str]) -> bytes:
    """A template that a paper can be written with, as it is kept. ``known`` are the fields there are.

    Raises ``Refused`` for what is no Word file, is encrypted, has macros or takes something from
    elsewhere, and for a field that is unknown or missing, and names it.
    """
    parts = _parts(name, content)
    _refuse_what_acts(name, parts)
    kept = _packed({part: _quiet(part, data) for part, data in parts.items()})
    try:
        document = Document(io.BytesIO(kept))
    except Exception:  # python-docx raises whatever the package made it stumble over
        raise _not_word(name) from None
    _refuse_fields(name, document, [*known])
    return kept


def _parts(name: str, content: bytes) -> dict[str, bytes]:
    """The parts of the package."""
    said = {"name": name}
    if len(content) > MOST_BYTES:
        raise Refused(_("%(name)s is larger than 5 MB, too large for a template.") % said)
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise Refused(
            _(
                "%(name)s is encrypted with a password, so it cannot be read. Open it in Word, take "
                "the password away (File, Info, Protect Document), save it and upload it again."
            )
            % said
        )
    if content.startswith(_OLE):
        raise Refused(
            _(
                "%(name)s is a document of the old kind (.doc). Save it in Word as “Word document "
                "(.docx)” and upload that."
            )
            % said
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            infos = package.infolist()
            if len(infos) > MOST_PARTS or sum(one.file_size for one in infos) > MOST_UNPACKED:
                raise Refused(
                    _("%(name)s unpacks to far more than a template holds, so it was not read.")
                    % said
                )
            parts = {one.filename: package.read(one) for one in infos if not one.is_dir()}
    except Refused:
        raise
    except Exception:  # zipfile raises whatever the package made it stumble over
        raise _not_word(name) from None
    if _TYPES not in parts or "word/document.xml" not in parts:
        raise _not_word(name)
    return parts


def _not_word(name: str) -> Refused:
    return Refused(
        _(
            "%(name)s is not a Word document (.docx), or is damaged. Open it in Word, save it as "
            "“Word document (.docx)” and upload that."
        )
        % {"name": name}
    )


def _refuse_what_acts(name: str, parts: Mapping[str, bytes]) -> None:
    """Refuse macros and what would be fetched or run when the report is opened."""
    kinds = parts[_TYPES].lower()
    if any(
        sign in kinds or any(sign in part.lower().encode() for part in parts) for sign in _MACROS
    ):
        raise Refused(
            _(
                "%(name)s has macros in it, and files with macros are not taken. Save it in Word as "
                "“Word document (.docx)”, which leaves the macros out, and upload that."
            )
            % {"name": name}
        )
    if any("/embeddings/" in part for part in parts):
        raise Refused(
            _("%(name)s has other files embedded in it. Take them out and upload it again.")
            % {"name": name}
        )
    for part, data in parts.items():
        if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in data:
            raise _not_word(name)
        if part.endswith(".rels") and any(_fetches(one) for one in _RELATION.findall(data)):
            raise Refused(
                _(
                    "%(name)s takes a picture or another part from elsewhere. Put it into the file "
                    "itself and upload it again."
                )
                % {"name": name}
            )


def _fetches(relation: bytes) -> bool:
    """Whether a relation points at something that Word would fetch; links are only followed on a press."""
    outside = b'TargetMode="External"' in relation
    return outside and b"/hyperlink" not in relation and b"/attachedTemplate" not in relation


def _quiet(part: str, data: bytes) -> bytes:
    """A part without the pointer to the template that it was once made of; a .dotx becomes a .docx."""
    if part == _TYPES:
        return data.replace(_AS_TEMPLATE, _AS_DOCUMENT)
    if posixpath.basename(part) == "settings.xml.rels":
        return _RELATION.sub(
            lambda found: b"" if b"/attachedTemplate" in found[0] else found[0], data
        )
    if part == "word/settings.xml":
        return _ATTACHED.sub(b"", data)
    return data


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def _refuse_fields(name: str, document: Any, known: list[str]) -> None:
    """Refuse a field that is unknown, unfinished or missing, by its name."""
    for paragraph in _paragraphs(document):
        text = _text(paragraph)
        for field in FIELD.findall(text):
            if field.casefold() not in known:
                raise Refused(
                    _(
                        "%(name)s has the field {{ %(field)s }}, which the report does not know. "
                        "There are: %(known)s."
                    )
                    % {"name": name, "field": field[:60], "known": _named(known)}
                )
        rest = FIELD.sub("", text)
        if "{{" in rest or "}}" in rest:
            raise Refused(
                _("%(name)s has a field that is not whole: “%(text)s”. Write it like {{ title }}.")
                % {"name": name, "text": text.strip()[:80]}
            )
    places = _places(document)
    everywhere = [p for p in _paragraphs(document) if REPORT in fields_in(p)]
    if not everywhere:
        raise Refused(
            _(
                "%(name)s lacks the field {{ report }}. Write it, in a paragraph of its own, where "
                "the report is to stand."
            )
            % {"name": name}
        )
    if len(everywhere) > 1 or len(places) != 1:
        raise Refused(
            _(
                "%(name)s must have the field {{ report }} once, in a paragraph of its own that "
                "stands in no table, text box, header or footer."
            )
            % {"name": name}
        )


def _named(known: Iterable[str]) -> str:
    return listing(f"{{{{ {field} }}}}" for field in known)


def _places(document: Any) -> list[Any]:
    """The paragraphs of the body that hold ``{{ report }}`` and nothing else."""
    body = document.element.body.findall(qn("w:p"))
    return [
        p
        for p in body
        if (found := FIELD.fullmatch(_text(p).strip())) and found[1].casefold() == REPORT
    ]


def place_of(document: Any) -> Any:
    """The paragraph where the report is to stand."""
    return _places(document)[0]


def fields_in(paragraph: Any) -> set[str]:
    """The fields that a paragraph has."""
    return {field.casefold() for field in FIELD.findall(_text(paragraph))}


def fields_of_body(document: Any) -> set[str]:
    """The fields that stand in the body, not in a header or footer."""
    return {field for p in document.element.body.iter(qn("w:p")) for field in fields_in(p)}


def fill_fields(document: Any, words: Mapping[str, str]) -> None:
    """Put words in the place of every field but the report, wherever it stands."""
    for paragraph in _paragraphs(document):
        if FIELD.search(_text(paragraph)):
            _fill(_runs(paragraph), words)


def _fill(runs: list[Any], words: Mapping[str, str]) -> None:
    """Fill the fields of a paragraph; Word may have cut one into several runs."""
    text = "".join(run.text or "" for run in runs)
    for found in reversed([*FIELD.finditer(text)]):
        name = found[1].casefold()
        if name == REPORT:
            continue
        start, said = 0, words.get(name, "")
        for run in runs:
            old = run.text or ""
            ends = start + len(old)
            before = old[: max(found.start() - start, 0)]
            after = old[max(found.end() - start, 0) :]
            if start <= found.start() < ends:
                run.text = before + said + after
            elif found.start() < ends and start < found.end():
                run.text = before + after
            run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            start = ends


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph of the body, of headers and footers, those in tables and text boxes too."""
    yield from document.element.body.iter(qn("w:p"))
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")) and not relation.is_external:
            yield from relation.target_part.element.iter(qn("w:p"))


def _runs(paragraph: Any) -> list[Any]:
    """The texts of a paragraph that are its own and not of a text box in it."""
    return [
        text
        for text in paragraph.iter(qn("w:t"))
        if next(text.iterancestors(qn("w:p"))) is paragraph
    ]


def _text(paragraph: Any) -> str:
    return "".join(run.text or "" for run in _runs(paragraph))
