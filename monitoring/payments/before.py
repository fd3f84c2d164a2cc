"""What must be in before money moves: evidence, and every return that is due."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from awards.evidence import missing_evidence
from awards.models import Award
from monitoring.returns.schedule import owes
from rounds.models import Period
from ui.dates import format_date


def missing_returns(award: Award, on: date) -> list[Period]:
    """The periods whose return was due before a day and was not sent (one query)."""
    given = award.returns.given().values("period")
    due = award.bid.round.periods.filter(due__lt=on).exclude(pk__in=given)
    return [period for period in due if owes(award, period)]


def lacks(award: Award, on: date) -> Iterator[str]:
    """What keeps an award from being paid on a day, each as a sentence (three queries)."""
    for asked in missing_evidence(award, on):
        yield _("“%(title)s” is asked for before money moves, and is not in.") % {
            "title": asked.title
        }
    for period in missing_returns(award, on):
        yield _("The return for “%(period)s” was due by %(due)s, and is not in.") % {
            "period": period.name,
            "due": format_date(period.due),
        }
