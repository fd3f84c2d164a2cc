"""Template tags for forms: ``{% error_summary form %}``, ``{% fields form %}``, ``{% field form.name %}``.

``{% govuk "button" text="Save" %}`` draws any component of the design system.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ui.components import draw
from ui.drawing import draw_field
from ui.forms import problems

register = template.Library()


@register.simple_tag
def govuk(component: str, **params: Any) -> SafeString:
    """A component of the design system."""
    return draw(component, **params)


@register.simple_tag
def field(bound: BoundField, *, heading: bool = False, size: str = "") -> SafeString:
    """A field; ``heading=True`` makes its label the page's heading."""
    return draw_field(bound, heading=heading, size=size)


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """All of a form's fields."""
    return format_html_join("\n", "{}", ((draw_field(bound),) for bound in form))


def _one_by_one(forms: Iterable[Any]) -> Iterator[Any]:
    for form in forms:
        yield from form if isinstance(form, list) else [form]


@register.simple_tag
def error_summary(*forms: "BaseForm | BaseFormSet[Any] | list[Any]") -> SafeString:
    """What is wrong in the forms (or lists of them), each with a link to where; nothing where all is well."""
    found: list[dict[str, str]] = []
    for form in _one_by_one(forms):
        if isinstance(form, BaseFormSet):
            if not form.is_bound:
                continue
            found += [{"text": str(error)} for error in form.non_form_errors()]
            for one in form.forms:
                found += problems(one)
        elif form and form.is_bound:
            found += problems(form)
    if not found:
        return SafeString("")
    return draw("error-summary", title_text=gettext("There is a problem"), error_list=found)
