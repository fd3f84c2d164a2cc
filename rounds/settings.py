"""The settings of a round: its words, dates, money and rules. What bids rest on does not change."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from people.models import User
from people.roles import OFFICER
from rounds.models import Pot, Round
from rounds.pots import pots_fault
from rounds.reading import complete, held
from ui.dates import financial_year_end, format_moment, in_london

FIXED = ("financial_year", "allocation_pence")
"""What does not change once the round is published."""
POTS = ("main_pence", "tactical_pence")
DELEGATION = {"delegate", "delegate_id", "delegated_limit_pence"}


@verb
def save_settings(
    *,
    round: Round,
    values: Mapping[str, Any],
    by: User,
    part: str = "about",
    seen: str | None = None,
) -> Round:
    """Write some of a round's settings (names of its fields); the others stay.

    Once there is a bid, the round opens no later and closes no earlier than was promised. Once it is
    published its allocation and year stay, and its pots change only by virement. A sift becomes blind
    only while nobody of the panel may have seen who bids. Raises ``Refused``.
    """
    round = held(round, part, by, seen)
    before = Round.objects.get(pk=round.pk)
    for name, value in values.items():
        setattr(round, name, value)
    if round.published:
        _refuse_fixed(round, before)
    _refuse_other_pots(round, before)
    _refuse_disorder(round)
    if DELEGATION & set(values):
        _refuse_stray_delegate(round)
    if round.blind and not before.blind:
        _refuse_late_blindness(round)
    if round.bids.exists():
        _refuse_shorter(round, before)
    round.save(update_fields=list(values))
    return complete(round, part)


def _refuse_fixed(round: Round, before: Round) -> None:
    for name in FIXED:
        if getattr(before, name) != getattr(round, name):
            words = name.removesuffix("_pence").replace("_", " ")
            raise Refused(
                _("The %(words)s of an open round does not change (%(round)s).")
                % {"words": words, "round": round.code}
            )


def _refuse_other_pots(round: Round, before: Round) -> None:
    changed = [name for name in POTS if getattr(before, name) != getattr(round, name)]
    if changed and round.published:
        raise Refused(_("The pots of an open round change only by virement."))
    pots = {Pot.MAIN: round.main_pence, Pot.TACTICAL: round.tactical_pence}
    moved = changed or before.allocation_pence != round.allocation_pence
    if moved and sum(pots.values()) and (fault := pots_fault(round.allocation_pence, pots)):
        raise Refused(fault)


def _refuse_stray_delegate(round: Round) -> None:
    """Refuse somebody who decides by delegation and is no officer here, or has nothing to decide."""
    if round.delegate is None:
        return
    said = {"person": round.delegate}
    if not round.people.filter(user=round.delegate, role=OFFICER.name).exists():
        raise Refused(
            _("%(person)s is not an officer of this round. Choose somebody who is.") % said
        )
    if not round.delegated_limit_pence:
        raise Refused(
            _("%(person)s would have nothing to decide: enter a limit, or choose nobody.") % said
        )


def _refuse_late_blindness(round: Round) -> None:
    """Refuse to hide who bids from a panel that was shown it, or may have been."""
    shown = round.declarations.filter(has_interest=False)
    if shown.exists() or round.criteria.filter(scores__isnull=False).exists():
        raise Refused(
            _(
                "A panel member has declared that they have no interest, or has scored, and may know "
                "who bids. Names can be hidden only from the start."
            )
        )


def _refuse_disorder(round: Round) -> None:
    """Refuse dates that do not follow each other."""
    if round.opens >= round.closes:
        raise Refused(_("The round must close after it opens. Change one of the two times."))
    steps: list[tuple[str, date]] = [
        (_("the day when bids close"), in_london(round.closes).date()),
        (_("the panel's day"), round.panel),
        (_("the day when proposals are due"), round.submission_due),
        (_("the committee's day"), round.committee),
    ]
    for (before, first), (after, second) in pairwise(steps):
        if second < first:
            words = _("Dates must follow each other: %(after)s is before %(before)s.")
            raise Refused(words % {"after": after, "before": before})
    if in_london(round.opens).date() > financial_year_end(round.financial_year):
        raise Refused(_("The round opens after its financial year has ended. Change one of them."))


def _refuse_shorter(round: Round, before: Round) -> None:
    """Keep what applicants were promised: bids are being written, or have been sent."""
    promised: list[tuple[bool, str, datetime]] = [
        (
            round.closes < before.closes,
            _("There are bids: the round may close later than %(when)s, but not earlier."),
            before.closes,
        ),
        (
            round.opens > before.opens,
            _("There are bids: the round may not open later than %(when)s."),
            before.opens,
        ),
    ]
    for broken, words, when in promised:
        if broken:
            raise Refused(words % {"when": format_moment(when)})
