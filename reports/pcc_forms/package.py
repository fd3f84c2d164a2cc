"""An Excel file that came from outside, as the package of parts that it is.

A part that nobody writes leaves byte for byte as it came: pictures, charts, styles, links.
"""

import io
import posixpath
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from base.errors import Refused
from base.packages import CONTENT_TYPES, EXCEL, Taken

FORM = Taken(EXCEL, gettext_lazy("a form"), most_mb=10, most_unpacked_mb=60)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STRICT = "http://purl.oclc.org/ooxml/"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def parse(content: bytes) -> Any:
    """The root of a part. Nothing outside it is read, and nothing unfolds. Raises ``ValueError``."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None
    if root.getroottree().docinfo.doctype:  # which no spreadsheet program writes
        raise ValueError("it declares a document type")
    return root


def serialised(root: Any) -> bytes:
    """A part as it is written into the package."""
    found: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return found


class Package:
    """The parts of an Excel workbook. Raises ``Refused`` for what cannot be filled, and says why."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self._archive = FORM.open(name, content)
        self._changed: dict[str, bytes] = {}
        self._known = {info.filename.lower(): info for info in self._archive.infolist()}
        self._refuse_macros()
        self.workbook = self._find_workbook()

    def read(self, part: str) -> bytes:
        """What a part holds. Raises ``Refused`` where it is missing or damaged."""
        if part in self._changed:
            return self._changed[part]
        try:
            return self._archive.read(self._known[part.lower()])
        except Exception:  # zipfile raises whatever the package made it stumble over
            raise self.damaged() from None

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._known

    def root(self, part: str) -> Any:
        """The root element of a part. Raises ``Refused`` where it is missing or damaged."""
        try:
            return parse(self.read(part))
        except ValueError:
            raise self.damaged() from None

    def write(self, part: str, root: Any) -> None:
        """Put another content into a part that there is."""
        self._changed[self._known[part.lower()].filename] = serialised(root)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part points at: kind and name, by the relation's id. Links outside are left out."""
        folder, _slash, file = part.rpartition("/")
        path = f"{folder}/_rels/{file}.rels".lstrip("/")
        if not self.has(path):
            return {}
        found = {}
        for relation in self.root(path).iter(f"{{{_PACKAGE_RELATIONS}}}Relationship"):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                whole = target if target.startswith("/") else f"/{folder}/{target}"
                name = posixpath.normpath(whole).lstrip("/")
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = (kind, name)
        return found

    def content(self) -> bytes:
        """The package with what was written: the same parts in the same order, each with its own time."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for info in self._archive.infolist():
                entry = zipfile.ZipInfo(info.filename, info.date_time)
                entry.compress_type = info.compress_type
                entry.external_attr = info.external_attr
                package.writestr(entry, self.read(info.filename))
        return out.getvalue()

    def _refuse_macros(self) -> None:
        if not self.has(CONTENT_TYPES):
            raise FORM.stranger(self.name)
        kinds = {one.get("ContentType", "").lower() for one in self.root(CONTENT_TYPES)}
        FORM.refuse_macros(self.name, [*self._known, *kinds])
        if any("digital-signature" in kind for kind in kinds):
            raise Refused(
                _(
                    "%(name)s is signed digitally, and filling it would break the signature. "
                    "Save a copy without the signature and upload that."
                )
                % {"name": self.name}
            )

    def _find_workbook(self) -> str:
        kinds = {
            one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "")
            for one in self.root(CONTENT_TYPES).iter(f"{_TYPES}Override")
        }
        for kind, part in self.related("").values():
            if kind == "officeDocument" and self.has(part):
                root = self.root(part)
                if kinds.get(part.lower()) == _WORKBOOK and root.tag == f"{{{MAIN}}}workbook":
                    return part
                if etree.QName(root).namespace.startswith(_STRICT):
                    raise Refused(
                        _(
                            "%(name)s is a “Strict Open XML” workbook. Save it in Excel as "
                            "“Excel workbook (.xlsx)” and upload that."
                        )
                        % {"name": self.name}
                    )
        raise FORM.stranger(self.name)

    def damaged(self) -> Refused:
        """That a part of it cannot be read, and what to do."""
        return FORM.damaged(self.name)
