"""Returns in words: how each stands, what one says, and what was asked about it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.file_presenters import files_table
from bids.models import Attachment, Bid
from bids.task_presenters import saved_at
from monitoring.bids.presenters import RAGS
from monitoring.models import Return, ReturnRemark
from monitoring.returns.forms import ReturnForm, labels
from monitoring.returns.paper import Paper
from monitoring.returns.personal_details import What
from monitoring.returns.rag import GREEN, Proposal
from monitoring.returns.schedule import Slot
from ui.dates import format_date, format_moment
from ui.money import format_pence
from ui.parts import Badge, Column, Content, Fact, Lines, Link, Part, Table, Total

STATES = {
    Return.State.DRAFT: Badge(gettext_lazy("Draft"), "yellow"),
    Return.State.SENT: Badge(gettext_lazy("Sent")),
    Return.State.BACK: Badge(gettext_lazy("Sent back"), "orange"),
    Return.State.ACCEPTED: Badge(gettext_lazy("Accepted"), "green"),
}
TO_WRITE = Badge(gettext_lazy("To be written"), "grey")
NOT_YET = Badge(gettext_lazy("Not open yet"), "grey")
OVERDUE = Badge(gettext_lazy("Overdue"), "red")
LOOKS_LIKE = {
    What.BIRTH: gettext_lazy("It looks like a date of birth."),
    What.NHS: gettext_lazy("It looks like an NHS number."),
    What.INSURANCE: gettext_lazy("It looks like a National Insurance number."),
    What.PHONE: gettext_lazy("It looks like a telephone number."),
    What.EMAIL: gettext_lazy("It looks like an email address."),
}
REMARKS = {
    ReturnRemark.Kind.QUERY: gettext_lazy("%(who)s asked at %(when)s"),
    ReturnRemark.Kind.ANSWER: gettext_lazy("%(who)s answered at %(when)s"),
    ReturnRemark.Kind.BACK: gettext_lazy("%(who)s sent it back at %(when)s"),
}


def badges(slot: Slot, today: date) -> list[Part]:
    """How a return stands, and whether it is overdue."""
    if slot.sent:
        found: list[Part] = [STATES[Return.State(slot.sent.state)]]
    else:
        found = [NOT_YET if slot.begins > today else TO_WRITE]
    return [*found, OVERDUE] if slot.is_overdue(today) else found


def rag_badge(sent: Return | None) -> Content:
    """The RAG that an officer set; nothing before."""
    return RAGS[Return.Rag(sent.rag)] if sent and sent.rag else ""


def schedule_table(bid: Bid, slots: Iterable[Slot], today: date) -> Table:
    """A project's returns."""
    return Table(
        caption=_("Returns"),
        columns=[
            Column(_("Period")),
            Column(_("Due by")),
            Column(_("State")),
            Column(_("RAG")),
        ],
        rows=[
            [
                Lines(
                    [_period(bid, slot, today)],
                    _("up to %(day)s") % {"day": format_date(slot.period.ends)},
                ),
                format_date(slot.period.due),
                Lines(badges(slot, today)),
                rag_badge(slot.sent),
            ]
            for slot in slots
        ],
    )


def _period(bid: Bid, slot: Slot, today: date) -> Part:
    if slot.begins > today and slot.sent is None:
        return slot.period.name
    return Link(slot.period.name, reverse("return", args=[bid.reference, slot.period.pk]))


def saved_words(sent: Return | None) -> str:
    """When a draft was saved; nothing where none was."""
    return saved_at(sent.saved_at) if sent and sent.saved_at else ""


def differences(form: ReturnForm, theirs: Mapping[str, str]) -> Table:
    """Where a draft that was saved meanwhile says something else than what was typed here."""
    named, ours = labels(form), form.typed()
    return Table(
        caption=_("What differs"),
        columns=[Column(_("Question")), Column(_("Saved meanwhile")), Column(_("Yours"))],
        rows=[
            [named[name], theirs.get(name, ""), ours.get(name, "")]
            for name in named
            if theirs.get(name, "") != ours.get(name, "") and not name.startswith("nobody-")
        ],
    )


# One that was sent


def said_facts(sent: Return) -> list[Fact]:
    """What a return says in words, and who declared it."""
    facts = [
        Fact(_("What was done"), sent.progress),
        Fact(_("What has changed"), sent.outcomes),
        Fact(_("What is in the way"), sent.issues),
        Fact(_("An example"), sent.case_study),
        Fact(_("Grant that will not be spent"), sent.underspend_reason),
    ]
    found = [fact for fact in facts if fact.content]
    if sent.people_reached is not None:
        found.insert(2, Fact(_("People reached"), f"{sent.people_reached:,}"))
    if sent.sent_at:
        who = {"who": sent.sent_by, "when": format_moment(sent.sent_at)}
        declared = _("declared by %(name)s") % {"name": sent.declared_by}
        found.append(Fact(_("Sent"), Lines([_("%(who)s, %(when)s") % who], declared)))
    if sent.accepted_at:
        who = {"who": sent.accepted_by, "when": format_moment(sent.accepted_at)}
        found.append(Fact(_("Accepted"), _("%(who)s, %(when)s") % who))
    return found


def actuals_table(paper: Paper, sent: Return) -> Table:
    """What each measure has come to, beside its target and the last time."""
    before = paper.last_actuals()
    now = {one.measure_id: one.value for one in sent.actuals.all()}
    return Table(
        caption=_("Measures"),
        columns=[
            Column(_("Measure")),
            Column(_("Before the project")),
            Column(_("Aim")),
            Column(_("Last time")),
            Column(_("Now")),
        ],
        rows=[
            [one.name, one.baseline, one.target, before.get(one.pk, ""), now.get(one.pk, "")]
            for one in paper.measures
        ],
    )


def spending_table(paper: Paper, sent: Return) -> Table:
    """What was spent and is forecast under each heading, beside the budget and the last time."""
    before = paper.last_headings()
    planned = {one["name"]: one["amount_pence"] for one in paper.terms.headings}
    rows: list[list[Content] | Total] = [
        [
            Lines([one.name], one.reason),
            _money(planned.get(one.name)),
            _money(before[one.name].spent_pence if one.name in before else None),
            _money(one.spent_pence),
            _money(one.forecast_pence),
            _apart(one.forecast_pence - planned.get(one.name, 0)),
        ]
        for one in sent.headings.all()
    ]
    total = Total(
        [
            _("In all"),
            _money(paper.terms.amount_pence),
            _money(paper.last.spent_pence if paper.last else None),
            _money(sent.spent_pence),
            _money(sent.forecast_pence),
            _apart((sent.forecast_pence or 0) - paper.terms.amount_pence),
        ]
    )
    return Table(
        caption=_("Spending"),
        columns=[
            Column(_("Heading")),
            Column(_("Budget"), numeric=True),
            Column(_("Spent last time"), numeric=True),
            Column(_("Spent"), numeric=True),
            Column(_("Forecast"), numeric=True),
            Column(_("Forecast against budget"), numeric=True),
        ],
        rows=[*rows, total],
        wide=True,
    )


def _money(pence: int | None) -> str:
    return "" if pence is None else format_pence(pence)


def _apart(pence: int) -> str:
    if not pence:
        return _("as planned")
    words = _("%(apart)s over") if pence > 0 else _("%(apart)s under")
    return words % {"apart": format_pence(abs(pence))}


def rag_facts(sent: Return) -> list[Fact]:
    """The RAG that was set, and why."""
    if not sent.rag:
        return []
    found = [Fact(_("RAG"), rag_badge(sent))]
    if sent.rag_proposed and sent.rag_proposed != sent.rag:
        found.append(Fact(_("The figures spoke for"), RAGS[Return.Rag(sent.rag_proposed)]))
    return [*found, Fact(_("Because"), sent.rag_reason)] if sent.rag_reason else found


def proposed(found: Proposal) -> Fact:
    """What the figures speak for, each reason on a line."""
    colour = RAGS[Return.Rag(found.rag)]
    title = _("The figures speak for") if found.rag != GREEN else _("The figures look well")
    return Fact(title, Lines([colour, *found.reasons]))


def confirmed_facts(sent: Return) -> list[Fact]:
    """The passages that looked like personal data, and of which it was said that they name nobody."""
    return [
        Fact(one["box"], Lines([one["text"]], str(LOOKS_LIKE[What(one["what"])])))
        for one in sent.confirmed
    ]


def return_files(bid: Bid, sent: Return | None) -> Table:
    """The files of a return."""
    files: list[Attachment] = []
    if sent:
        files = [one.attachment for one in sent.files.select_related("attachment__asked")]
    return files_table(bid, files)


def remark_lines(remarks: Iterable[ReturnRemark]) -> list[tuple[str, str]]:
    """What was asked, answered and sent back: who and when, and the words."""
    return [(_who(one.kind, str(one.by), one.at), one.text) for one in remarks]


def _who(kind: str, who: str, when: datetime) -> str:
    return str(REMARKS[ReturnRemark.Kind(kind)]) % {"who": who, "when": format_moment(when)}
