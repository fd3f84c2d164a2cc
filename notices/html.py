"""An email's text as HTML: paragraphs, lists (lines that begin with ``- ``) and headings (``# ``)."""

import re

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

from notices.models import Message


def html_of(message: Message) -> str:
    """The whole HTML of an email. Everything in the text is escaped; addresses become links."""
    context = {
        "subject": message.subject,
        "content": blocks(message.body),
        "who": message.partnership,
    }
    return render_to_string("notices/email.html", context)


def text_of(message: Message) -> str:
    """The email for those who read plain text: headings without their mark."""
    return re.sub(r"^# ", "", message.body, flags=re.MULTILINE)


def blocks(text: str) -> SafeString:
    """The parts of a text, with blank lines between."""
    parts = [part for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return format_html_join("\n", "{}", ((_block(part.strip("\n")),) for part in parts))


def _block(part: str) -> SafeString:
    lines = part.split("\n")
    if all(line.startswith("- ") for line in lines):
        items = format_html_join("", "<li>{}</li>", ((_linked(line[2:]),) for line in lines))
        return format_html("<ul>{}</ul>", items)
    if len(lines) == 1 and part.startswith("# "):
        return format_html("<h2>{}</h2>", part[2:])
    joined = format_html_join(mark_safe("<br>"), "{}", ((_linked(line),) for line in lines))
    return format_html("<p>{}</p>", joined)


def _linked(line: str) -> SafeString:
    return mark_safe(urlize(line, autoescape=True))  # noqa: S308  # it escapes what it wraps
