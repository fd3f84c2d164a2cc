from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are told: the outbox."""

    name = "notices"
