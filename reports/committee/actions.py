"""What an officer does with the report's words: write a part, and go back to what is drafted."""

from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.stale import Stale, digest
from base.verbs import verb
from people.models import User
from people.permissions import Permission, require
from reports.committee.parts import Part, parts, written_of
from reports.gathering import gather
from reports.models import ReportWords
from rounds.models import Round
from rounds.models import locked as hold


def parts_of(round: Round) -> dict[str, Part]:
    """The parts of a round's report as they stand."""
    return parts(gather(round), written_of(round))


def sign_of(part: Part) -> str:
    """A short sign of a part as a page shows it: it differs once somebody wrote or figures moved."""
    return digest([part.version, part.drafted])


@verb
def write_part(*, round: Round, code: str, text: str, seen: str, by: User) -> ReportWords:
    """Keep an officer's words for a part. Words that say what is drafted go back to the drafted text.

    ``seen`` is the sign of the part as the officer saw it. Raises ``Stale`` where somebody else wrote
    since, or something else is drafted.
    """
    require(by, Permission.SEND_SUBMISSION, round.partnership)
    part = _held(round, code, seen)
    words = "" if _same(text, part.drafted) else text
    return _keep(round, part, words, by)


@verb
def draft_again(*, round: Round, code: str, seen: str, by: User) -> ReportWords:
    """Go back to what the service drafts, which follows the figures. Raises ``Stale`` like ``write_part``."""
    require(by, Permission.SEND_SUBMISSION, round.partnership)
    return _keep(round, _held(round, code, seen), "", by)


def _held(round: Round, code: str, seen: str) -> Part:
    hold(round)
    part = parts_of(round).get(code)
    if part is None:
        raise Refused(_("The report has no such part."))
    if sign_of(part) != seen:
        raise Stale(_("This part changed while you had the page open."))
    return part


def _keep(round: Round, part: Part, text: str, by: User) -> ReportWords:
    words = part.written or ReportWords(round=round, section=part.code, version=0)
    words.text, words.drafted = text, part.drafted
    words.version, words.by, words.at = words.version + 1, by, timezone.now()
    words.save()
    return words


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()
