"""What one return is asked about: its award's terms, its measures, and what was said the last time."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import prefetch_related_objects
from django.http import Http404

from awards.models import Award, Terms
from awards.terms import current
from bids.models import Bid, Measure
from monitoring.models import Return, ReturnHeading
from monitoring.returns.rag import Counted, Figures, Proposal, propose, share_gone
from monitoring.returns.schedule import Slot, schedule
from rounds.models import Period
from ui.dates import in_london


@dataclass(frozen=True)
class Paper:
    """A project's return for a period, written or not, beside what it answers to."""

    slot: Slot
    terms: Terms
    measures: list[Measure]
    last: Return | None
    """The return that was given for the period before."""

    @property
    def award(self) -> Award:
        """The award that it is about."""
        return self.slot.award

    @property
    def period(self) -> Period:
        """The period that it is about."""
        return self.slot.period

    @property
    def sent(self) -> Return | None:
        """The return itself, where any of it was saved."""
        return self.slot.sent

    def last_actuals(self) -> dict[int, str]:
        """What each measure had come to the last time, by its key."""
        return {one.measure_id: one.value for one in self.last.actuals.all()} if self.last else {}

    def last_headings(self) -> dict[str, ReturnHeading]:
        """What was spent under each heading the last time."""
        return {one.name: one for one in self.last.headings.all()} if self.last else {}


def read_paper(bid: Bid, period: int) -> Paper:
    """The return of a bid's project for a period (six queries); else the page is not there."""
    ordered = schedule(bid.award)
    slot = next((one for one in ordered if one.period.pk == period), None)
    if slot is None:
        raise Http404
    before = [one.sent for one in ordered[: ordered.index(slot)] if one.is_given]
    last = before[-1] if before else None
    if last:
        prefetch_related_objects([last], "actuals", "headings")
    return Paper(slot, current(bid.award), list(bid.measures.all()), last)


def proposal(paper: Paper, sent: Return) -> Proposal:
    """What the figures of a return that was sent speak for."""
    return propose(_figures(paper, sent))


def _figures(paper: Paper, sent: Return) -> Figures:
    said = {one.measure_id: one.value for one in sent.actuals.all()}
    return Figures(
        award_pence=paper.terms.amount_pence,
        spent_pence=sent.spent_pence or 0,
        forecast_pence=sent.forecast_pence or 0,
        time_gone=_time_gone(paper),
        measures=[
            Counted(one.name, one.target, said.get(one.pk, ""), one.baseline)
            for one in paper.measures
        ],
        days_late=_days_late(paper.period, sent),
    )


def _time_gone(paper: Paper) -> Fraction:
    starts, ends = paper.terms.starts_on, paper.terms.ends_on
    if starts is None or ends is None:
        return Fraction(1)
    return share_gone(starts.toordinal(), ends.toordinal(), paper.period.ends.toordinal())


def _days_late(period: Period, sent: Return) -> int:
    given: date = in_london(sent.sent_at).date() if sent.sent_at else period.due
    return max(0, (given - period.due).days)
