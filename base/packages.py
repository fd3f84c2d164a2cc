"""Excel and Word files that came from outside: packages of parts, looked at before any is unpacked."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.errors import Refused
from ui.fields import MEGABYTE
from ui.parts import Words

CONTENT_TYPES = "[Content_Types].xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of the old kinds begin, and those that are encrypted."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = ("vbaproject", "macroenabled", "macrosheet", "activex")


@dataclass(frozen=True)
class Program:
    """What makes a kind of file, and how the kind is called there."""

    name: str
    kind: Words
    saved_as: Words
    old: str
    protect: Words


EXCEL = Program(
    "Excel",
    gettext_lazy("an Excel workbook (.xlsx)"),
    gettext_lazy("Excel workbook"),
    ".xls",
    gettext_lazy("Protect Workbook"),
)
WORD = Program(
    "Word",
    gettext_lazy("a Word document (.docx)"),
    gettext_lazy("Word document"),
    ".doc",
    gettext_lazy("Protect Document"),
)


@dataclass(frozen=True)
class Taken:
    """Which files a place takes, and how large they are at most. The ``refuse_`` and ``open`` methods
    raise ``Refused`` with what the person can do about it.
    """

    program: Program
    use: Words
    """What they are for: ``a form``."""
    most_mb: int
    most_unpacked_mb: int
    most_parts: int = 1_000

    def open(self, name: str, content: bytes) -> zipfile.ZipFile:
        """The package, of which nothing was unpacked yet."""
        self._refuse_from_outside(name, content)
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except Exception:  # zipfile raises whatever the package made it stumble over
            raise self.stranger(name) from None
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > self.most_parts or unpacked > self.most_unpacked_mb * MEGABYTE:
            raise self._refusal(
                _(
                    "%(name)s unpacks to far more than %(use)s holds, so it was not read. Copy what you "
                    "need into a new file and try again."
                ),
                name,
            )
        paths = [PurePosixPath(part.filename.replace("\\", "/").lower()) for part in parts]
        odd = any(path.is_absolute() or ".." in path.parts for path in paths)
        if odd or len({*paths}) < len(paths) or any(part.flag_bits & 1 for part in parts):
            raise self.damaged(name)
        return archive

    def refuse_macros(self, name: str, signs: Iterable[str]) -> None:
        """Refuse a file whose parts or their types (``signs``) are of one with macros."""
        if any(mark in sign.lower() for sign in signs for mark in _MACROS):
            raise self._refusal(
                _(
                    "%(name)s has macros in it, and files with macros are not taken. Save it in "
                    "%(program)s as “%(saved_as)s”, which leaves the macros out, and upload that."
                ),
                name,
            )

    def stranger(self, name: str) -> Refused:
        """That it is another kind of file, and what to do."""
        return self._refusal(
            _(
                "%(name)s is not %(kind)s. If it opens in %(program)s, save it as “%(saved_as)s” "
                "without a password and try again."
            ),
            name,
        )

    def damaged(self, name: str) -> Refused:
        """That a part of it cannot be read, and what to do."""
        return self._refusal(
            _(
                "%(name)s is damaged: a part of it cannot be read. Open it in %(program)s, save it as "
                "“%(saved_as)s” and upload that."
            ),
            name,
        )

    def _refuse_from_outside(self, name: str, content: bytes) -> None:
        """Refuse what its size and its first bytes give away."""
        if not content:
            raise self._refusal(_("%(name)s is empty."), name)
        if len(content) > self.most_mb * MEGABYTE:
            raise self._refusal(
                _("%(name)s is larger than %(most)s MB, too large for %(use)s."), name
            )
        if content.startswith(_OLE) and _ENCRYPTED in content:
            raise self._refusal(
                _(
                    "%(name)s is encrypted with a password, so it cannot be read. Open it in "
                    "%(program)s, take the password to open it away (File, Info, %(protect)s), save it "
                    "and upload it again."
                ),
                name,
            )
        if content.startswith(_OLE):
            raise self._refusal(
                _(
                    "%(name)s is a file of the old kind (%(old)s). Save it in %(program)s as "
                    "“%(saved_as)s” and upload that."
                ),
                name,
            )

    def _refusal(self, words: str, name: str) -> Refused:
        made = self.program
        return Refused(
            words
            % {
                "name": name,
                "use": self.use,
                "most": self.most_mb,
                "program": made.name,
                "kind": made.kind,
                "saved_as": made.saved_as,
                "old": made.old,
                "protect": made.protect,
            }
        )
