from django.apps import AppConfig


class FundsConfig(AppConfig):
    """The money: accounts, movements, pots."""

    name = "funds"
