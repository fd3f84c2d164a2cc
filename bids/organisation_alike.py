"""What is shown to somebody whose organisation is here already: its name, and never its people."""

from dataclasses import dataclass

from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404

from bids.organisation_forms import DetailsForm
from people.models import Organisation, User
from people.organisations import belongs, current, likenesses

A_DAY = 24 * 60 * 60
SALT = "ask to join"


@dataclass(frozen=True)
class Alike:
    """An organisation that is here already, and what the person can do about it."""

    name: str
    own: int | None
    """Its key, where the person belongs to it."""
    token: str
    """Names it in a request to join: its key is nobody else's business."""
    may_be_another: bool


def alike(
    form: DetailsForm, user: User, *, apart_from: Organisation | None = None
) -> dict[str, object]:
    """For the page of a form that was refused: what is like it here, and whether it may be another."""
    found: list[Alike] = []
    if form.is_bound and form.non_field_errors():
        said = form.details()
        numbers = (said.charity_number, said.company_number)
        found = [
            Alike(
                like.organisation.name,
                like.organisation.pk if belongs(user, like.organisation) else None,
                signing.dumps([user.pk, like.organisation.pk], salt=SALT),
                like.may_be_another,
            )
            for like in likenesses(said.name, *numbers, apart_from=apart_from)
        ]
    return {
        "alike": found,
        "may_be_another": bool(found) and all(like.may_be_another for like in found),
    }


def named_by(token: str, user: User) -> Organisation:
    """The organisation of a token that this person was given in the last day; else it is not there."""
    try:
        whose, pk = signing.loads(token, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, TypeError, ValueError):
        raise Http404 from None
    if whose != user.pk:
        raise Http404
    return current(get_object_or_404(Organisation, pk=pk))
