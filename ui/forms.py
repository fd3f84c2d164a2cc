"""Forms that draw the design system's components, and pages that answer them.

In a template: ``{% load forms %}{% error_summary form %}{% fields form %}``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

UNPROCESSABLE = 422


class Form(forms.Form):
    """A form of ours. A value that was sent twice, and differs, is an error and not a choice."""

    use_required_attribute = False
    marks_optional = True
    """Whether a field that may be left empty says so; in a filter every one may."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def be_quiet(self) -> None:
        """Say nothing of errors: what was typed is only shown again."""
        self._errors = ErrorDict()

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name in self.fields:
            if self._was_sent_twice(self.add_prefix(name), self.fields[name]):
                self.cleaned_data.pop(name, None)
                self.add_error(
                    name, ValidationError(_("This was sent more than once. Enter it once."))
                )

    def _was_sent_twice(self, name: str, field: forms.Field) -> bool:
        several = isinstance(field.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple)
        if several or not isinstance(self.data, QueryDict):
            return False
        keys = [name] + [key for key in self.data if key.startswith(f"{name}_")]
        return any(len(set(self.data.getlist(key))) > 1 for key in keys)


def problems(form: forms.BaseForm) -> Iterator[dict[str, str]]:
    """Every error of a form, as a line of the error summary that leads to its field, where it is seen."""
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        for error in errors:
            said = {"text": str(error)}
            seen = bound if bound and not bound.is_hidden else None
            yield {**said, "href": f"#{_target(seen)}"} if seen else said


def _target(bound: BoundField) -> str:
    parts = getattr(bound.field.widget, "parts", None)
    return f"{bound.auto_id}_{parts[0]}" if parts else bound.auto_id


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page; its status is 422 where a form (or formset) in it has errors."""
    given = dict(context or {})
    if status == 200 and any(_has_errors(value) for value in given.values()):
        status = UNPROCESSABLE
    return render(request, template, given, status=status)


def _has_errors(value: Any) -> bool:
    if isinstance(value, forms.BaseFormSet):
        return value.is_bound and value.total_error_count() > 0
    return isinstance(value, forms.BaseForm) and value.is_bound and bool(value.errors)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, for a form's ``data``; nothing for a page that is only looked at."""
    return request.POST if request.method == "POST" else None
