from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """The decision: submissions and their answers, awards and agreements."""

    name = "awards"
