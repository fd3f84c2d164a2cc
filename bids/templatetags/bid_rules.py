"""``{% may "bids.edit" bid as may_edit %}``: whether a rule lets the person who looks at the page."""

from typing import Any

from django import template

from bids import rules
from bids.models import Bid

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], name: str, bid: Bid) -> bool:
    """Whether the rule lets them."""
    return rules.allows(name, context["user"], bid)
