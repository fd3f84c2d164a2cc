"""What the clock reminds of: sign-offs that are overdue, papers that are due soon, each once."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.submissions import latest
from base.verbs import verb
from bids.states import State
from notices.actions import tell
from notices.links import link
from notices.once import first
from people.roles import OFFICER
from reports.meeting.actions import remind_to_sign
from reports.meeting.timetable import timetable
from reports.models import SignOff
from rounds.models import Pot, Round
from ui.dates import format_date, in_london

BEFORE = 3
"""How many days before its day a paper for the committee is called to mind."""
SUBMISSION_BEFORE = (14, 3)
"""How many days before its day the submission to the PCC is."""
LATEST = timedelta(days=30)
"""For how long after its day a sign-off is chased by the clock: once a week."""


def remind(now: datetime | None = None) -> int:
    """Send what is to be said today; give how many emails went. Safe to run twice."""
    today = in_london(now or timezone.now()).date()
    return _sign_offs(today) + sum(_papers(round, today) for round in _near(today))


def _sign_offs(today: date) -> int:
    waiting = SignOff.objects.filter(
        answered_at=None, withdrawn_at=None, due__lt=today, due__gte=today - LATEST
    )
    return sum(_chase(asked=asked, week=(today - asked.due).days // 7) for asked in waiting)


@verb
def _chase(*, asked: SignOff, week: int) -> int:
    if not first(f"sign-off:{asked.pk}:{week}"):
        return 0
    asked = SignOff.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
    if asked.answered_at is not None or asked.withdrawn_at is not None:
        return 0
    remind_to_sign(asked=asked)
    return 1


def _near(today: date) -> list[Round]:
    """The rounds whose submission or meeting is not over."""
    found = Round.objects.filter(published=True, closed_at=None, committee__gte=today)
    return list(found.select_related("partnership"))


def _papers(round: Round, today: date) -> int:
    days = timetable(round.committee)
    due: list[tuple[str, str, date, tuple[int, ...]]] = [
        ("draft", _("The draft of the committee report"), days.draft, (BEFORE,)),
        ("sign-off", _("The last sign-off of the committee report"), days.sign_off, (BEFORE,)),
        ("publication", _("The publication of the committee report"), days.publication, (BEFORE,)),
    ]
    if _is_to_be_sent(round):
        words = _("The submission to the %(funder)s") % {"funder": round.funder.short_name}
        due.append(("submission", words, round.submission_due, SUBMISSION_BEFORE))
    return sum(
        _tell(round=round, key=f"{key}:{day}:{before}", what=words, due=day)
        for key, words, day, stages in due
        for before in [_stage(day, today, stages)]
        if before is not None
    )


def _stage(day: date, today: date, stages: tuple[int, ...]) -> int | None:
    """Which reminder a day is at: the nearest that has come; nothing before the first or after the day."""
    left = (day - today).days
    reached = [before for before in stages if 0 <= left <= before]
    return min(reached, default=None)


def _is_to_be_sent(round: Round) -> bool:
    """Whether the main route has something that the PCC was not told."""
    waiting = round.bids.filter(route=Pot.MAIN, state__in=(State.SUBMITTED, State.SIFTED))
    return latest(round, Pot.MAIN) is None and waiting.exists()


@verb
def _tell(*, round: Round, key: str, what: str, due: date) -> int:
    if not first(f"papers-due:{round.pk}:{key}"):
        return 0
    submission = key.startswith("submission")
    fields = {
        "round": round.title,
        "partnership": round.partnership.name,
        "what": what,
        "due": format_date(due),
        "link": link("round" if submission else "committee-timetable", round.code),
    }
    people = round.people.filter(role=OFFICER.name, user__is_active=True)
    emails = sorted(set(people.values_list("user__email", flat=True)))
    for email in emails:
        tell(to=email, kind="papers-due", fields=fields, partnership=round.partnership)
    return len(emails)
