"""The request of a person who signed in."""

from django.http import HttpRequest

from people.models import User


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` is given."""

    user: User
