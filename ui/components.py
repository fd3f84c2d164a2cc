"""Draws GOV.UK Frontend's components by the macros of govuk-frontend-jinja.

A component's parameters are those of the design system's documentation, camel case and all; only
their first level may be written in snake case, which is how Python and templates name things.
"""

from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

PACKAGE = "govuk_frontend_jinja"


def camel(name: str) -> str:
    """``error_message`` as ``errorMessage``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def draw(component: str, /, **params: Any) -> SafeString:
    """The markup of a component, such as ``draw("button", text="Save")``. Texts are escaped."""
    given = {camel(name): value for name, value in params.items() if value is not None}
    markup: str = _macro(component)(given)
    return mark_safe(markup)  # noqa: S308  # Jinja escapes every text in it


@cache
def _macro(component: str) -> Any:
    words = "".join(word.capitalize() for word in component.split("-"))
    template = _environment().get_template(f"{PACKAGE}/components/{component}/macro.html")
    return getattr(template.module, f"govuk{words}")


@cache
def _environment() -> Environment:
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
