"""What commands about a round share: which round, when it happened, and who did it."""

from datetime import datetime

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from base.commands import PlainCommand, amount, day, moment
from base.errors import Refused
from people.models import User
from people.roles import OFFICER
from rounds.actions import first_person
from rounds.models import Round


def add_round(parser: CommandParser) -> None:
    """The argument ``ROUND``."""
    parser.add_argument("round", metavar="ROUND", help="the round's code, such as smp-2019-20")


def add_on(parser: CommandParser) -> None:
    """The option ``--on``."""
    parser.add_argument(
        "--on",
        type=moment,
        metavar="DATE",
        help="when it happened: 2019-03-14 or 2019-03-14T12:00, London time (default: now)",
    )


def add_as_at(parser: CommandParser) -> None:
    """The option ``--as-at``."""
    parser.add_argument(
        "--as-at",
        type=day,
        metavar="DATE",
        help="what had happened by the end of that day (default: now)",
    )


def add_by(parser: CommandParser, who: str = "officer") -> None:
    """The option ``--by``."""
    parser.add_argument(
        "--by",
        metavar="EMAIL",
        help=f"who did it (default: the first {who} in the round's file)",
    )


class RecordCommand(PlainCommand):
    """A command that records something that happened in a round: ``ROUND``, ``--on`` and ``--by``."""

    def add_arguments(self, parser: CommandParser) -> None:
        add_round(parser)
        add_on(parser)
        add_by(parser)


class MoneyCommand(PlainCommand):
    """A command by which money moves: ``AMOUNT``, ``--on``, ``--by`` and ``--reason``; finance does it."""

    def add_arguments(self, parser: CommandParser) -> None:
        self.add_place(parser)
        parser.add_argument("amount", metavar="AMOUNT", type=amount, help="in pounds: 500.00")
        add_on(parser)
        add_by(parser, "finance person")
        parser.add_argument("--reason", default="", metavar="TEXT", help="why")

    def add_place(self, parser: CommandParser) -> None:
        """The arguments that say where the money is."""
        raise NotImplementedError


def find_round(code: str) -> Round:
    """The round with a code. Raises ``Refused`` naming those there are."""
    round = Round.objects.select_related("partnership", "funder").filter(code=code).first()
    if round is None:
        known = (
            ", ".join(Round.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        )
        raise Refused(
            _("There is no round %(code)s. Rounds here: %(known)s.")
            % {"code": code, "known": known}
        )
    return round


def find_person(email: str) -> User:
    """The person with an email. Raises ``Refused`` where nobody has it."""
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise Refused(_("Nobody here has the email %(email)s.") % {"email": email})
    return user


def who(round: Round, email: str | None, role: str = OFFICER.name) -> User:
    """The person named, or the first of the role in the round's file."""
    return first_person(round, role) if email is None else find_person(email)


def when_words(at: datetime | None) -> str:
    """`` on 14 March 2019`` for the summary; nothing where it happened just now."""
    return f" on {at.day} {at:%B %Y}" if at else ""
