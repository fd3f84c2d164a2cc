"""What people change about themselves."""

from base.verbs import verb
from people.models import User


@verb
def rename(*, user: User, name: str) -> User:
    """Change what a person is called on pages."""
    user.name = name
    user.save(update_fields=["name"])
    return user
