"""Every text that a person reads goes through gettext, so that Welsh can follow.

Templates are read without their tags: what is left must not have words. In Python the texts are
those given to the parts of a page, to forms, to messages and to refusals.
"""

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from ui.dates import LONDON, format_moment

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "ui",
    "base",
    "people",
    "notices",
    "rounds",
    "funds",
    "bids",
    "scoring",
    "awards",
    "monitoring",
)
TEMPLATES = sorted(p for p in ROOT.glob("*/templates/**/*.html") if ".venv" not in p.parts)
MODULES = sorted(
    path
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts and "commands" not in path.parts
)

TRANSLATED = re.compile(
    r"{%\s*blocktrans(late)?\b.*?{%\s*endblocktrans(late)?\s*%}|{%\s*comment.*?endcomment\s*%}",
    re.DOTALL,
)
MARKUP = re.compile(
    r"<!--.*?-->|<style>.*?</style>|{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", re.DOTALL
)
SPOKEN = re.compile(
    r"""\b(?:aria-label|alt|title|placeholder|value)="([^"{]*[A-Za-z]{2}[^"{]*)\""""
)
LITERAL = re.compile(
    r"""\b(?:text|title_text|summary_text)=("[^"]*[A-Za-z]{2}[^"]*"|'[^']*[A-Za-z]{2}[^']*')"""
)

GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
PARTS = {"Fact", "Column", "Badge", "Link", "Lines", "Mark", "Total", "Refused", "NotAllowed"}
KEYWORDS = {"label", "help_text", "missing", "caption", "hint"}
SAYERS = {"success", "warning", "info", "error"}
"""Methods of ``django.contrib.messages``."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    text = TRANSLATED.sub("", path.read_text())
    spoken = [
        m[1] for m in SPOKEN.finditer(re.sub(r"{%.*?%}", "", text)) if not m[0].startswith("value")
    ]
    literal = [m[1] for tag in re.findall(r"{%.*?%}", text) for m in LITERAL.finditer(tag)]
    bare = [line.strip() for line in MARKUP.sub("\n", text).splitlines()]
    words = [line for line in bare if re.search(r"[A-Za-z]{2}", line)]
    assert spoken + literal + words == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_nothing_past_gettext(path: Path) -> None:
    found = [
        f"line {node.lineno}: {ast.unparse(node)[:90]}" for node in untranslated(path.read_text())
    ]
    assert found == []


def untranslated(source: str) -> Iterator[ast.expr]:
    """Texts with words in them that reach a person as they stand, and f-strings inside gettext."""
    parts = PARTS - {"Column"} if "base.workbooks" in source else PARTS
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = called(call)
        if name in GETTEXT:
            yield from (a for a in call.args[:1] if not isinstance(a, ast.Constant))
        elif name in parts or is_message(call):
            shown = call.args[:1] if name in {"Badge", "Link"} else call.args
            yield from (t for a in shown for t in texts(a))
        yield from (t for k in call.keywords if k.arg in KEYWORDS for t in texts(k.value))


def texts(node: ast.expr) -> Iterator[ast.expr]:
    """The literal texts in an expression, but for those given to a call of their own."""
    if isinstance(node, ast.JoinedStr):
        literal = "".join(str(p.value) for p in node.values if isinstance(p, ast.Constant))
        if re.search(r"[A-Za-z]{2}", literal):
            yield node
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str) and re.search(r"[A-Za-z]{2}", node.value):
            yield node
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from texts(node.left)
        yield from texts(node.right)
    elif isinstance(node, ast.List | ast.Tuple):
        for element in node.elts:
            yield from texts(element)


def is_message(call: ast.Call) -> bool:
    """Whether a page says it, by ``django.contrib.messages``."""
    owner = getattr(getattr(call.func, "value", None), "id", "")
    return owner == "messages" and called(call) in SAYERS


def called(call: ast.Call) -> str:
    """The name of what is called, without what it hangs on."""
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('Fact("Paid", pounds)', 1),
        ('Fact(_("Paid"), pounds)', 0),
        ('Refused(f"{bid} is late.")', 1),
        ('Refused(_("%(bid)s is late.") % {"bid": bid})', 0),
        ('_(f"{bid} is late.")', 1),
        ('TextField(label="Name", missing=_("Enter the name"))', 1),
        ('Column("Yes" if x else _("No"))', 1),
        ('messages.success(request, "Saved.")', 1),
        ('Link(bid.reference, reverse("bid"))', 0),
    ],
)
def test_the_reading_of_modules_itself(source: str, count: int) -> None:
    assert len(list(untranslated(source))) == count


def test_dates_and_the_page_follow_the_language() -> None:
    with translation.override("cy"):
        assert format_moment(datetime(2019, 2, 22, 12, tzinfo=LONDON)).endswith(
            "Gwener 22 Chwefror 2019"
        )
        page = render_to_string("404.html")
    assert '<html lang="cy"' in page
