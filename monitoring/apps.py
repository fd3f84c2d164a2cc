from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """After the award: returns, payments and the end of a project."""

    name = "monitoring"
