from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look: words, money and dates as people read them, and the page templates."""

    name = "ui"
