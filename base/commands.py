"""The frame of every command: plain words on success, plain words and exit status 1 on failure."""

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, IntegrityError
from django.utils.translation import gettext as _

from base.errors import Refused
from ui.dates import in_london, parse_moment
from ui.money import parse_pounds

DATABASE = "Look at DATABASE_URL, and run “python manage.py migrate” where that was not done yet."


class Error(CommandError):
    """What a command could not do; Django prints it to standard error and exits with status 1."""


class PlainCommand(BaseCommand):
    """A command whose refusals are sentences. Subclasses write ``run`` and print with ``say``."""

    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
        "--skip-checks",
    }
    """Django's own options, which work but are not for the officer who asks for help."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The usual parser, but wrong words too end with exit status 1."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        for option in parser._actions:
            if "--skip-checks" in option.option_strings:
                option.help = argparse.SUPPRESS

        def fail(message: str) -> NoReturn:
            if not getattr(self, "_called_from_command_line", False):
                raise Error(message)
            self.stderr.write(f"{parser.format_usage()}{message}")
            sys.exit(1)

        parser.error = fail  # type: ignore[method-assign]
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(**options)
        except Refused as refused:
            raise Error(str(refused)) from refused
        except IntegrityError:
            raise
        except DatabaseError as error:
            raise Error(f"The database cannot be used: {str(error).strip()}. {DATABASE}") from error
        except BrokenPipeError:
            sys.stdout = None  # the reader went away; nothing is left to be said

    def run(self, **options: Any) -> None:
        """Do what the command is for."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Print a line of the summary."""
        self.stdout.write(text)


def moment(text: str) -> datetime:
    """``--on``: a date or a date and time in London."""
    try:
        return parse_moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def amount(text: str) -> int:
    """An amount in pounds, as pence above zero."""
    try:
        pence = parse_pounds(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if pence == 0:
        raise argparse.ArgumentTypeError("The amount must be more than zero.")
    return pence


def day(text: str) -> date:
    """``--as-at``: a date in London."""
    return in_london(moment(text)).date()


def read_file(path: str) -> bytes:
    """The content of a file that a person named. Raises ``Refused`` where it cannot be read."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Refused(
            _("%(path)s cannot be read: %(strerror)s.") % {"path": path, "strerror": error.strerror}
        ) from None
