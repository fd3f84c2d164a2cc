"""Forms whose answers are verbs."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django import forms
from django.db import transaction
from django.http import HttpRequest

from base.errors import NotAllowed, Refused

P = ParamSpec("P")
R = TypeVar("R")

GO = "go"
"""The name of the button that makes sure."""


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


def would(
    form: forms.BaseForm, verb: Callable[P, object], *args: P.args, **kwargs: P.kwargs
) -> bool:
    """Whether a verb would do it: it is tried and undone. Where not, the form says why.

    Raises ``NotAllowed`` all the same.
    """
    with transaction.atomic():
        done = attempt(form, verb, *args, **kwargs)
        transaction.set_rollback(True)
    return done is not None


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be posted again with the press that makes sure."""
    apart = ("csrfmiddlewaretoken", GO)
    return [(k, v) for k, values in request.POST.lists() for v in values if k not in apart]
