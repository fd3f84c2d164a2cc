"""Template tags that draw the parts of a page: ``{% table t %}``, ``{% facts rows %}``, ``{% badge b %}``."""

from collections.abc import Iterable
from typing import Any

from django import template

from ui.parts import Badge, Fact, Lines, Table

register = template.Library()


@register.inclusion_tag("ui/table.html")
def table(table: Table) -> dict[str, Any]:
    """A table whose rows become stacked lists on a narrow screen."""
    return {"table": table}


@register.inclusion_tag("ui/facts.html")
def facts(rows: Iterable[Fact]) -> dict[str, Any]:
    """A summary list."""
    return {"rows": rows}


@register.inclusion_tag("ui/lines.html")
def lines(value: Lines) -> dict[str, Any]:
    """What stands in a cell or a summary list's row."""
    return {"value": value}


@register.inclusion_tag("ui/badge.html")
def badge(badge: Badge) -> dict[str, Any]:
    """A tag: a word in a coloured box."""
    return {"badge": badge}


@register.inclusion_tag("ui/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """The way here: address and words by turns, then the words of this page."""
    *pairs, here = steps
    return {"steps": list(zip(pairs[::2], pairs[1::2], strict=True)), "here": here}
