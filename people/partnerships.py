"""The partnership whose pages somebody looks at."""

from django.http import Http404

from people.models import Partnership, User


def find_partnership(user: User, code: str) -> Partnership:
    """A partnership that the person holds a role in; else the page is not there."""
    mine = Partnership.objects.filter(memberships__user=user, code=code)
    found = mine.first() if user.is_active else None
    if found is None:
        raise Http404
    return found
