"""Which letters the service's own font can draw, and texts made of those alone.

A PDF for everybody (PDF/UA) may hold no sign that its font lacks. What a person wrote is not left out
for that: the sign is replaced by a box, and the reader sees that something stands there.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from reports.wording import clean

BOX = "☐"
MOST_IN_ONE = 30
"""Letters without a space before a line may break within them."""
BREAK = "\u200b"

_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u00ad]")
_LONG = re.compile(rf"\S{{{MOST_IN_ONE}}}(?=\S)")
_SEGMENTS = 12
"""The format of a table of letters that lists them as segments."""


def printable(text: str) -> str:
    """A text that the font can draw, whose direction nothing turns and whose lines can break."""
    plain = unicodedata.normalize("NFC", clean(text)).replace("\u2028", "\n").replace("\t", " ")
    plain = _INVISIBLE.sub("", plain)
    known = _drawn()
    drawn = "".join(sign if sign == "\n" or ord(sign) in known else BOX for sign in plain)
    return _LONG.sub(lambda found: found[0] + BREAK, drawn)


@cache
def _drawn() -> frozenset[int]:
    """The code points that the font has a letter for."""
    path = files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf"
    return frozenset(_code_points(path.read_bytes()))


def _code_points(font: bytes) -> Iterator[int]:
    """Read the font's table of letters (``cmap``)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    rows = [struct.unpack_from(">4sIII", font, 12 + 16 * row) for row in range(tables)]
    start = next(offset for tag, _sum, offset, _length in rows if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for row in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * row + 4)
        kind, _reserved, _length, _language, groups = struct.unpack_from(
            ">HHIII", font, start + offset
        )
        if kind == _SEGMENTS:
            for group in range(groups):
                first, last, _glyph = struct.unpack_from(
                    ">III", font, start + offset + 16 + 12 * group
                )
                yield from range(first, last + 1)
