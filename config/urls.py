"""The service's addresses: each app has its own."""

from django.urls import URLPattern, URLResolver, include, path

APPS = (
    "people",
    "notices",
    "rounds",
    "funds",
    "bids",
    "scoring",
    "awards",
    "monitoring",
    "reports",
)

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"{app}.urls")) for app in APPS]

handler429 = "people.views.locked_out"
"""What the sign-in shows after too many tries."""
