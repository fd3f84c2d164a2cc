from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What leaves: the PCC submission, the committee report and open data."""

    name = "reports"
