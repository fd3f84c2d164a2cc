"""``add_administrator PARTNERSHIP EMAIL``."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.core.validators import validate_email

from base.commands import PlainCommand
from base.errors import Refused
from people.models import Partnership
from people.staff import add_administrator


class Command(PlainCommand):
    help = (
        "Make somebody an administrator of a partnership: how the first one comes about. They set "
        "their password on the sign-in page, with a code that comes by email."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partnership", metavar="PARTNERSHIP", help="the partnership's code")
        parser.add_argument("email", metavar="EMAIL", help="the person's email address")
        parser.add_argument("--name", default="", help="the person's name, if they are new here")

    def run(self, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError:
            raise Refused(f"{options['email']} is not an email address.") from None
        partnership = Partnership.objects.filter(code=options["partnership"]).first()
        if partnership is None:
            raise Refused(f"There is no partnership {options['partnership']}.")
        made = add_administrator(
            partnership=partnership, email=options["email"], name=options["name"]
        )
        self.say(f"{made.user.email} is an administrator of the {partnership}.")
