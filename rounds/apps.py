from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """When and for what: the round, its priorities, criteria, gates and people."""

    name = "rounds"
