"""The parts of a round that are rows, each with the verb that writes them: file and editor use these.

Each verb replaces what the part said by the rows given, in their order, and raises ``Refused`` where
that would change what a bid, a score or a return already rests on. ``seen`` is the digest of the part
as the person saw it (``rounds.reading``): where somebody else changed it since, ``Stale`` is raised.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from base.errors import Refused
from base.relations import is_used
from base.verbs import happened, verb
from people.models import User
from rounds.models import Criterion, DocumentAsked, EligibilityQuestion, Priority, Question, Round
from rounds.reading import complete, held, read_rows
from rounds.roundfile import Table

Rows = Sequence[Table]


@verb
def save_priorities(
    *, round: Round, rows: Rows, by: User, at: datetime | None = None, seen: str | None = None
) -> Round:
    """Write the priorities of both owners. A draft's old wording is kept."""
    round = held(round, "priorities", by, seen)
    _refuse_twice(f"{row['owner']} {row['code']}" for row in rows)
    named = {(row["owner"], row["code"]) for row in rows}
    for priority in round.priorities.all():
        if (priority.owner, priority.code) not in named:
            if is_used(priority, apart_from=("old_wordings",)):
                raise Refused(
                    _("%(priority)s is used by a bid and stays in the round.")
                    % {"priority": priority.code}
                )
            priority.delete()
    for position, row in enumerate(rows):
        known = round.priorities.filter(owner=row["owner"], code=row["code"]).first()
        if known is None:
            round.priorities.create(position=position, **row)
        else:
            _save_priority(known, row, position, happened(at))
    return complete(round, "priorities")


def _save_priority(priority: Priority, row: Table, position: int, at: datetime) -> None:
    used = is_used(priority, apart_from=("old_wordings",))
    if priority.title != row["title"]:
        if used and priority.status == Priority.Status.ADOPTED:
            raise Refused(
                _("%(priority)s is adopted and used by a bid: its title does not change.")
                % {"priority": priority.code}
            )
        priority.old_wordings.create(title=priority.title, replaced_at=at)
    if used and priority.status == Priority.Status.ADOPTED and row["status"] != priority.status:
        raise Refused(
            _("%(priority)s is adopted and used by a bid: it is not a draft again.")
            % {"priority": priority.code}
        )
    for name in ("title", "lead", "status"):
        setattr(priority, name, row[name])
    priority.position = position
    priority.save()


@verb
def save_criteria(*, round: Round, rows: Rows, by: User, seen: str | None = None) -> Round:
    """Write the criteria; once a score has been sent they no longer change.

    What a panel member noted and has not sent stays: it goes by the criterion's code.
    """
    round = held(round, "criteria", by, seen)
    _refuse_twice(row["code"] for row in rows)
    wanted = [{**row, "descriptors": list(row["descriptors"])} for row in rows]
    if read_rows(round, "criteria") == wanted:
        return round
    if any(len(row["descriptors"]) not in (0, Criterion.MOST_POINTS + 1) for row in wanted):
        raise Refused(_("Describe each of 0 to 5 points, on six lines, or none of them."))
    if wanted and not any(row["weight"] for row in wanted):
        raise Refused(
            _(
                "The weights add up to nothing, so no bid could be scored. "
                "Give at least one criterion a weight above zero."
            )
        )
    if any(is_used(criterion) for criterion in round.criteria.all()):
        raise Refused(_("Scores have been given, so the criteria of this round no longer change."))
    round.criteria.all().delete()
    for position, row in enumerate(wanted):
        Criterion.objects.create(round=round, position=position, **row)
    return complete(round, "criteria")


@verb
def save_gates(*, round: Round, rows: Rows, by: User, seen: str | None = None) -> Round:
    """Write the gates; one that bids were checked against stays as it is."""
    round = held(round, "gates", by, seen)
    _refuse_twice(row["code"] for row in rows)
    for gate in round.gates.exclude(code__in=[row["code"] for row in rows]):
        if is_used(gate):
            raise Refused(
                _("Bids were checked against the gate %(gate)s: it stays in the round.")
                % {"gate": gate.code}
            )
        gate.delete()
    for position, row in enumerate(rows):
        gate, _made = round.gates.get_or_create(
            code=row["code"], defaults={"title": row["title"], "position": position}
        )
        if gate.title != row["title"] and is_used(gate):
            raise Refused(
                _("Bids were checked against the gate %(gate)s: its title stays.")
                % {"gate": gate.code}
            )
        gate.title, gate.position = row["title"], position
        gate.save()
    return complete(round, "gates")


@verb
def save_eligibility(*, round: Round, rows: Rows, by: User, seen: str | None = None) -> Round:
    """Write the questions that tell whether to bid. Nothing rests on them, so they change freely."""
    round = held(round, "eligibility", by, seen)
    if read_rows(round, "eligibility") == list(rows):
        return round
    round.eligibility_questions.all().delete()
    EligibilityQuestion.objects.bulk_create(
        EligibilityQuestion(round=round, position=position, **row)
        for position, row in enumerate(rows)
    )
    return complete(round, "eligibility")


@verb
def save_questions(*, round: Round, rows: Rows, by: User, seen: str | None = None) -> Round:
    """Write the round's own words for the form's questions, and its extra questions.

    One that a bid answered stays. Once a bid was submitted only hints and the order change.
    """
    round = held(round, "questions", by, seen)
    return _save_asked(round, "questions", round.questions.all(), rows, _("questions"))


@verb
def save_documents(*, round: Round, rows: Rows, by: User, seen: str | None = None) -> Round:
    """Write the files that bids are asked for, and awarded projects before money moves.

    One that a bid has stays. Once a bid was submitted, of what bids are asked for only hints and the
    order change.
    """
    round = held(round, "documents", by, seen)
    return _save_asked(round, "documents", round.documents_asked.all(), rows, _("files asked for"))


def _save_asked(
    round: Round,
    part: str,
    asked: "Iterable[Question] | Iterable[DocumentAsked]",
    rows: Rows,
    words: str,
) -> Round:
    """Write what applicants are asked for, row by row; the code says which row is which."""
    _refuse_twice(row["code"] for row in rows)
    known = {row.code: row for row in asked}
    fixed = _has_submitted_bids(round)
    wanted = {row["code"] for row in rows}
    of_bids = {row["code"] for row in rows if not row.get("before_payment")}
    if fixed and {code for code, row in known.items() if _is_of_bids(row)} != of_bids:
        raise Refused(
            _("Bids have been submitted: no %(words)s are added or removed now.") % {"words": words}
        )
    for gone in [row for code, row in known.items() if code not in wanted]:
        if is_used(gone):
            raise Refused(
                _("“%(title)s” is answered in a bid and stays in the round.")
                % {"title": gone.title}
            )
        gone.delete()
    manager = round.questions if part == "questions" else round.documents_asked
    for position, row in enumerate(rows):
        now = known.get(row["code"])
        if now and ((fixed and _is_of_bids(now)) or is_used(now)):
            _refuse_other_words(now, row)
        manager.update_or_create(code=row["code"], defaults={**row, "position": position})
    return complete(round, part)


def _is_of_bids(asked: "Question | DocumentAsked") -> bool:
    """Whether bids are asked it; else awarded projects are, before money moves."""
    return not getattr(asked, "before_payment", False)


def _refuse_other_words(now: "Question | DocumentAsked", row: Table) -> None:
    for name, value in row.items():
        if name != "hint" and getattr(now, name) != value:
            raise Refused(
                _("“%(title)s” is answered in a bid: only its hint changes.")
                % {"title": now.title or now.code}
            )


def _has_submitted_bids(round: Round) -> bool:
    """Whether a bid was ever submitted, also one that was sent back since."""
    return round.bids.filter(history__transition="submit").exists()


@verb
def save_periods(*, round: Round, rows: Rows, by: User, seen: str | None = None) -> Round:
    """Write the return periods; one that returns were sent for stays."""
    round = held(round, "periods", by, seen)
    _refuse_twice(row["name"] for row in rows)
    for row in rows:
        if row["due"] < row["ends"]:
            words = _("The return for %(name)s is due before the period ends. Change one of them.")
            raise Refused(words % {"name": row["name"]})
    if sum(row["final"] for row in rows) > 1:
        raise Refused(_("More than one period is the final one. Choose one of them."))
    for period in round.periods.exclude(name__in=[row["name"] for row in rows]):
        if is_used(period):
            raise Refused(
                _("Returns were sent for the period %(period)s: it stays in the round.")
                % {"period": period.name}
            )
        period.delete()
    for row in rows:
        round.periods.update_or_create(name=row["name"], defaults=row)
    return complete(round, "periods")


@verb
def save_income(*, round: Round, rows: Rows, by: User, seen: str | None = None) -> Round:
    """Write when the PCC is expected to pay."""
    round = held(round, "income", by, seen)
    if read_rows(round, "income") == list(rows):
        return round
    round.expected_income.all().delete()
    for row in rows:
        round.expected_income.create(**row)
    return complete(round, "income")


def _refuse_twice(names: Iterable[str]) -> None:
    found: set[str] = set()
    for name in names:
        if name in found:
            raise Refused(_("“%(name)s” stands twice. Give each one its own.") % {"name": name})
        found.add(name)
