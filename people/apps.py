from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who: users, organisations, partnerships, funders, roles and what they may do."""

    name = "people"

    def ready(self) -> None:
        """Listen to what signing in tells."""
        from people import signals  # noqa: F401  # it is there once it is imported
