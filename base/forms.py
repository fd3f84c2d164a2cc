"""Forms whose answers are verbs."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django import forms

from base.errors import NotAllowed, Refused

P = ParamSpec("P")
R = TypeVar("R")


def attempt(
    form: forms.BaseForm, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R | None:
    """Run a verb for a form; where it is refused, the form says why and nothing was changed.

    Raises ``NotAllowed`` all the same: that is not for the form to say.
    """
    try:
        return verb(*args, **kwargs)
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
