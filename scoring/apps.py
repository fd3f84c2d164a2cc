from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """The sift: gates, interests, scores, ranking and recommendations."""

    name = "scoring"
