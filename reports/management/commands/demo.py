"""``demo``."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from base.commands import PlainCommand
from base.errors import Refused
from reports.demo import CODE, PASSWORD, TOTP_SECRET, SignIn, load, sign_ins
from rounds.models import Round


class Command(PlainCommand):
    help = (
        "Load the example round of 2019-20, through to its September report, with a sign-in for each "
        "role. Only into an empty database; run again it prints who can sign in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--people", action="store_true", help="only print who can sign in to the demo"
        )

    def run(self, **options: Any) -> None:
        if not options["people"] and not Round.objects.filter(code=CODE).exists():
            round = load()
            self.say(f"{round.code}: the example round is loaded, as it stood in September 2019.")
        people = sign_ins()
        if not people and not options["people"]:
            raise Refused(f"{CODE} is here already, but not from the demo. Nothing was changed.")
        if not people:
            return
        staff = [person for person in people if not person.by_code]
        rest = [person for person in people if person.by_code]
        self.say(f"Who can sign in with the password {PASSWORD} and, as the second step, the code")
        self.say(f"of an authenticator app for the secret {TOTP_SECRET}:")
        self._list(staff)
        self.say(f"Who can sign in with a code by email ({self._where()}):")
        self._list(rest)

    def _list(self, people: list[SignIn]) -> None:
        for person in people:
            self.say(f"  {person.email:<28}{person.name:<18}{person.role}")

    @staticmethod
    def _where() -> str:
        """Where those emails are."""
        folder = getattr(settings, "EMAIL_FILE_PATH", "")
        if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
            return f"the newest file in {folder}"
        return "the example's addresses are nobody's, so it goes nowhere"
