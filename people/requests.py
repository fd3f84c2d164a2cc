"""The request of a person who signed in."""

from ipaddress import ip_address

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from people.models import User


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` is given."""

    user: User


def address_of(request: HttpRequest) -> str | None:
    """The network address that a request comes from, as far as it is known.

    Proxies count only as far as ``TRUSTED_PROXIES`` says, as for signing in.
    """
    try:
        return str(ip_address(get_adapter(request).get_client_ip(request)))
    except ValueError:
        return None
