"""The email addresses that a person has shown to be theirs."""

from people.models import User


def verified_emails(user: User) -> set[str]:
    """The addresses that the person signs in with, in lower case.

    Nobody gets in whose address was not proved: by a code, or by a council that vouches for it.
    """
    return {user.email} if user.is_active else set()


def person_with(email: str) -> User:
    """The person with an address, made where nobody has it yet: they sign in with a code."""
    user = User.objects.filter(email=email.lower()).first()
    return user or User.objects.create_user(email)
