"""``demo``."""

from typing import Any

from django.core.management.base import CommandParser

from base.commands import PlainCommand
from base.errors import Refused
from reports.demo import CODE, PASSWORD, load, sign_ins
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
        self.say(f"Who can sign in (each with the password {PASSWORD}):")
        for person in people:
            self.say(f"  {person.email:<28}{person.name:<18}{person.role}")
