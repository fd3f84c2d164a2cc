"""Draws a form's field as the design system's component for it.

The widget decides, so that other packages' forms (sign-in's) are drawn in the same way as ours.
"""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ui.components import draw
from ui.widgets import DateParts

WARN_AT = 80
"""The per cent of a word limit from which the counter is shown."""
_DRAWN_BY_MACRO = {"class", "rows", "cols", "required", "maxlength", "minlength", "placeholder"}


def draw_field(bound: BoundField, *, heading: bool = False, size: str = "") -> SafeString:
    """A field with its label, hint and errors; ``heading`` makes its label the page's ``h1``."""
    widget = bound.field.widget
    if isinstance(widget, forms.HiddenInput):
        return SafeString(bound)
    common = {
        "name": bound.html_name,
        "hint": {"text": strip_tags(str(bound.help_text))} if bound.help_text else None,
        "error_message": {"text": " ".join(str(error) for error in bound.errors)}
        if bound.errors
        else None,
    }
    title = _title(bound)
    if isinstance(widget, forms.CheckboxInput):
        return _tick(bound, common, title)
    size = size or ("l" if heading else "")
    if widget.use_fieldset or isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        legend = {
            "text": title,
            "isPageHeading": heading,
            "classes": f"govuk-fieldset__legend--{size or 's'}",
        }
        return _group(bound, {**common, "fieldset": {"legend": legend}})
    label = {"text": title, "isPageHeading": heading}
    if size:
        label["classes"] = f"govuk-label--{size}"
    return _single(bound, {**common, "id": bound.id_for_label, "label": label})


def _title(bound: BoundField) -> str:
    """The label; a field that may be left empty says so."""
    ticked = isinstance(bound.field.widget, forms.CheckboxInput)
    marks = getattr(bound.form, "marks_optional", True)
    if bound.field.required or ticked or not bound.label or not marks:
        return str(bound.label)
    return gettext("%(label)s (optional)") % {"label": bound.label}


def _tick(bound: BoundField, common: dict[str, Any], title: str) -> SafeString:
    name = common.pop("name")
    hint = common.pop("hint")
    ticked = bound.value() not in (None, False, "", "False")
    item = {
        "value": "on",
        "text": title,
        "checked": ticked,
        "hint": hint,
        "id": bound.id_for_label,
    }
    given = {**common, "name": name, "id_prefix": bound.id_for_label, "items": [item]}
    return draw("checkboxes", **given)


def _group(bound: BoundField, given: dict[str, Any]) -> SafeString:
    widget, field = bound.field.widget, bound.field
    if isinstance(widget, DateParts):
        return draw("date-input", id=bound.auto_id, items=_boxes(bound, widget), **given)
    given |= {"id_prefix": bound.auto_id, "items": _items(bound)}
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return draw("checkboxes", **given)
    looks = [look for look in ("inline", "small") if getattr(field, look, False)]
    classes = " ".join(f"govuk-radios--{look}" for look in looks) or None
    return draw("radios", classes=classes, **given)


def _boxes(bound: BoundField, widget: DateParts) -> list[dict[str, Any]]:
    given = bound.value()
    values = given if isinstance(given, list) else widget.decompress(given)
    titles = {
        "day": gettext("Day"),
        "month": gettext("Month"),
        "year": gettext("Year"),
        "time": gettext("Time"),
    }
    return [
        {
            "id": f"{bound.auto_id}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": titles[part],
            "value": value or "",
            "inputmode": "text" if part == "time" else "numeric",
            "classes": f"govuk-input--width-{ {'year': 4, 'time': 5}.get(part, 2) }"
            + (" govuk-input--error" if bound.errors else ""),
        }
        for part, value in zip(widget.parts, values, strict=True)
    ]


def _items(bound: BoundField) -> list[dict[str, Any]]:
    """The choices. The first has the field's own id, which the error summary links to."""
    field: Any = bound.field
    given = bound.value()
    chosen = [str(one) for one in given] if isinstance(given, list | tuple | set) else [str(given)]
    hints = getattr(field, "hints", {})
    return [
        {
            "id": bound.auto_id if place == 0 else f"{bound.auto_id}_{place}",
            "value": str(value),
            "text": str(text),
            "checked": str(value) in chosen,
            "selected": str(value) in chosen,
            "hint": {"text": str(hints[value])} if value in hints else None,
        }
        for place, (value, text) in enumerate(field.choices)
        if str(value) or isinstance(field.widget, forms.Select)
    ]


def _single(bound: BoundField, given: dict[str, Any]) -> SafeString:
    widget: Any = bound.field.widget
    attrs = bound.build_widget_attrs(dict(widget.attrs), widget)
    given["classes"] = attrs.get("class")
    rest = {k: v for k, v in attrs.items() if k not in _DRAWN_BY_MACRO | {"aria-describedby"}}
    value = bound.value()
    given |= {"attributes": rest, "value": "" if value is None else str(value)}
    if isinstance(widget, forms.Select):
        del given["value"]
        return draw("select", items=_items(bound), **given)
    if isinstance(widget, forms.Textarea):
        return _textarea(bound, given, attrs)
    if isinstance(widget, forms.FileInput):
        del given["value"]
        return draw("file-upload", **given)
    if isinstance(widget, forms.PasswordInput):
        del given["value"]
        autocomplete = rest.pop("autocomplete", "current-password")
        return draw("password-input", autocomplete=autocomplete, **given)
    for name in ("autocomplete", "inputmode"):
        given[name] = rest.pop(name, None)
    prefix = getattr(bound.field, "prefix", "")
    return draw(
        "input",
        type=widget.input_type,
        spellcheck=False if rest.pop("spellcheck", "") == "false" else None,
        prefix={"text": prefix} if prefix else None,
        **given,
    )


def _textarea(bound: BoundField, given: dict[str, Any], attrs: dict[str, Any]) -> SafeString:
    given["rows"] = str(attrs.get("rows", 5))
    if most := getattr(bound.field, "most_words", None):
        return draw("character-count", maxwords=str(most), threshold=str(WARN_AT), **given)
    return draw("textarea", **given)
