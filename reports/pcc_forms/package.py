"""An Excel file that came from outside, as the package of parts that it is.

A part that nobody writes leaves byte for byte as it came: pictures, charts, styles, links.
"""

import io
import posixpath
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from base.errors import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 1_000
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STRICT = "http://purl.oclc.org/ooxml/"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


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
        self._refuse_unless_workbook(content)
        self._archive = self._open(content)
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

    def _refuse_unless_workbook(self, content: bytes) -> None:
        names = {"name": self.name}
        if not content:
            raise Refused(_("%(name)s is empty.") % names)
        if len(content) > MOST_BYTES:
            raise Refused(_("%(name)s is larger than 10 MB, too large for a form.") % names)
        if content.startswith(_OLE) and _ENCRYPTED in content:
            raise Refused(
                _(
                    "%(name)s is encrypted with a password, so it cannot be read. Open it in Excel, "
                    "take the password to open it away (File, Info, Protect Workbook), save it and "
                    "upload it again. Protected sheets are no trouble."
                )
                % names
            )
        if content.startswith(_OLE):
            raise Refused(
                _(
                    "%(name)s is a workbook of the old kind (.xls). Save it in Excel as "
                    "“Excel workbook (.xlsx)” and upload that."
                )
                % names
            )

    def _open(self, content: bytes) -> zipfile.ZipFile:
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
            parts = archive.infolist()
        except Exception:  # zipfile raises whatever the package made it stumble over
            raise self._not_a_workbook() from None
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refused(
                _("%(name)s unpacks to far more than a form holds, so it was not read.")
                % {"name": self.name}
            )
        names = [part.filename.lower() for part in parts]
        whole = len(set(names)) == len(names) and not any(part.flag_bits & 1 for part in parts)
        if not whole or any(name.startswith("/") or ".." in name.split("/") for name in names):
            raise self.damaged()
        return archive

    def _refuse_macros(self) -> None:
        if not self.has("[Content_Types].xml"):
            raise self._not_a_workbook()
        kinds = {one.get("ContentType", "").lower() for one in self.root("[Content_Types].xml")}
        signs = ("vbaproject", "macroenabled", "macrosheet", "activex")
        if any(sign in text for sign in signs for text in (*self._known, *kinds)):
            raise Refused(
                _(
                    "%(name)s has macros in it, and files with macros are not taken. Save it in Excel "
                    "as “Excel workbook (.xlsx)”, which leaves the macros out, and upload that."
                )
                % {"name": self.name}
            )
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
            for one in self.root("[Content_Types].xml").iter(f"{_TYPES}Override")
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
        raise self._not_a_workbook()

    def _not_a_workbook(self) -> Refused:
        return Refused(
            _(
                "%(name)s is not an Excel workbook (.xlsx). If it opens in Excel, save it as "
                "“Excel workbook (.xlsx)” and try again."
            )
            % {"name": self.name}
        )

    def damaged(self) -> Refused:
        """That a part of it cannot be read, and what to do."""
        return Refused(
            _(
                "%(name)s is damaged: a part of it cannot be read. Open it in Excel, save it as "
                "“Excel workbook (.xlsx)” and upload that."
            )
            % {"name": self.name}
        )
