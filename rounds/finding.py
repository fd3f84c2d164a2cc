"""The round that a page is about."""

from django.http import Http404, HttpRequest

from base.errors import NotAllowed
from people.models import User
from people.permissions import Permission, permissions_of, refusal
from people.requests import SignedInRequest
from rounds.models import Round


def find_public_round(request: HttpRequest, code: str) -> Round:
    """A round whose public pages this person, or anybody, may read; else the page is not there."""
    user = request.user if isinstance(request.user, User) else None
    rounds = Round.objects.open_to_read(user).select_related("partnership", "funder")
    return _or_404(rounds.filter(code=code).first())


def find_round_for(request: SignedInRequest, code: str, permission: Permission) -> Round:
    """A round that the person sees, for what they want to do with it.

    Where they do not see it, the page is not there. Raises ``NotAllowed`` where they may not do it.
    """
    return find_round_and_held(request, code, permission)[0]


def find_round_and_held(
    request: SignedInRequest, code: str, permission: Permission
) -> tuple[Round, frozenset[Permission]]:
    """The same, with all that the person may do in its partnership."""
    rounds = Round.objects.visible_to(request.user).select_related("partnership", "funder")
    round = _or_404(rounds.filter(code=code).first())
    held = permissions_of(request.user, round.partnership)
    if permission not in held:
        raise NotAllowed(refusal(request.user, permission, round.partnership))
    return round, held


def _or_404(round: Round | None) -> Round:
    if round is None:
        raise Http404
    return round
