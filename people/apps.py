from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who: users, organisations, partnerships, funders, roles and what they may do."""

    name = "people"
