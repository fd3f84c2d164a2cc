"""What ``make run`` does before the service starts: the tables, the static files, the example."""

import os
import sys

import django
from django.core.management import CommandError, call_command


def prepare() -> None:
    """Bring the database and the static files up to date; an empty database gets the example."""
    from rounds.models import Round

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    call_command("demo", people=Round.objects.exists())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    try:
        prepare()
    except CommandError as error:
        sys.exit(str(error))
