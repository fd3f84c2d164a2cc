"""``{{ options|as_json }}`` puts what a script needs into an attribute of its form."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """The value as JSON; the template escapes it like any text."""
    return json.dumps(value, cls=DjangoJSONEncoder)
