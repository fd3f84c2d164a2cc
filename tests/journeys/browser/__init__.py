"""Journeys in a real Chromium. How to write one stands in ``tests/browser``."""
