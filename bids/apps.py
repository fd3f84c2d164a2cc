from django.apps import AppConfig


class BidsConfig(AppConfig):
    """The bid: its form, its states and their history."""

    name = "bids"
