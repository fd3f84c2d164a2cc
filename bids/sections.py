"""The sections of a bid's form, in the order of the task list: one page each.

What a section asks, and in which words, comes from the round's questions (``rounds.questions``).
"""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bids.models import Bid, SectionSave
from bids.row_forms import BudgetForm, MeasuresForm
from bids.section_forms import DatesForm, ExtraForm, MoneyForm, PrioritiesForm, SectionForm
from rounds.models import Priority, Question
from rounds.questions import Asked, questions_of

Words = str | Promise


@dataclass(frozen=True)
class Section:
    """A page of the form: its name in the address and the task list, and the questions on it."""

    code: str
    title: Words
    group: Words
    form: type[SectionForm]
    asks: tuple[str, ...]
    """Codes of the round's questions."""


YOU = _("Your organisation")
PROJECT = _("Your project")
WORK = _("What you will do and why")
MONEY = _("The money")
SAFE = _("Keeping people safe")
MORE = _("More questions")

SECTIONS = (
    Section("contact", _("Organisation and contact"), YOU, SectionForm, ("contact",)),
    Section(
        "project",
        _("Name, summary and place"),
        PROJECT,
        SectionForm,
        ("project", "summary", "area"),
    ),
    Section("dates", _("Dates"), PROJECT, DatesForm, ("dates",)),
    Section("priorities", _("Priorities"), PROJECT, PrioritiesForm, ("priorities",)),
    Section("need", _("The need"), WORK, SectionForm, ("need",)),
    Section("activities", _("Activities"), WORK, SectionForm, ("activities",)),
    Section("outcomes", _("Outcomes"), WORK, SectionForm, ("outcomes",)),
    Section("measures", _("Measures"), WORK, MeasuresForm, ("measures",)),
    Section(
        "money",
        _("Amount and people reached"),
        MONEY,
        MoneyForm,
        ("requested", "least", "match-funding", "people-to-reach"),
    ),
    Section("budget", _("Budget"), MONEY, BudgetForm, ("budget",)),
    Section("safeguarding", _("Safeguarding"), SAFE, SectionForm, ("safeguarding",)),
)


def _extra(question: Question) -> Section:
    """The page of a question of the round's own."""
    return Section(f"extra-{question.pk}", question.title, MORE, ExtraForm, (question.code,))


class Paper:
    """A bid's form: its sections and what each says now. Each kind of row is read once."""

    def __init__(self, bid: Bid) -> None:
        self.bid = bid

    @cached_property
    def questions(self) -> dict[str, Asked]:
        """The round's questions by code."""
        return {asked.code: asked for asked in questions_of(self.bid.round)}

    @cached_property
    def sections(self) -> list[Section]:
        """The standard sections, then one for each question of the round's own."""
        own = [asked.row for asked in self.questions.values() if asked.is_extra and asked.row]
        return [*SECTIONS, *map(_extra, own)]

    @cached_property
    def saves(self) -> dict[str, SectionSave]:
        """Who saved each section last."""
        return {save.section: save for save in self.bid.saves.select_related("by")}

    @cached_property
    def priorities(self) -> list[Priority]:
        """The priorities of the round."""
        return list(self.bid.round.priorities.all())

    @cached_property
    def extra(self) -> dict[str, str]:
        """The answers to the round's own questions, by the question's code."""
        return dict(self.bid.extra_answers.values_list("question__code", "text"))

    def find(self, code: str) -> Section:
        """A section by its name in the address; else the page is not there."""
        found = next((section for section in self.sections if section.code == code), None)
        if found is None:
            raise Http404
        return found

    def asked(self, section: Section) -> list[Asked]:
        """The questions of a section, in the round's words."""
        return [self.questions[code] for code in section.asks]

    def form(self, section: Section, data: QueryDict | None = None) -> SectionForm:
        """A section's form: with what was posted, or with what the bid says now.

        Both are bound, so that the form knows what is missing. What could not be stored comes back as
        it was typed, unless the bid was changed since by another way.
        """
        asked = self.asked(section)
        if data is not None:
            return section.form(self, asked, data)
        form = self.stored_form(section)
        save = self.saves.get(section.code)
        if save is None or save.rough.get("beside") != form.digest():
            return form
        rough = QueryDict(mutable=True)
        for box, texts in save.rough["typed"].items():
            rough.setlist(box, texts)
        return section.form(self, asked, rough)

    def stored_form(self, section: Section) -> SectionForm:
        """A section's form with what is stored."""
        asked = self.asked(section)
        return section.form(self, asked, section.form(self, asked).boxes())

    def heading(self, section: Section) -> Words:
        """The title of a section's page: its one question, or its name."""
        asked = self.asked(section)
        return asked[0].title if len(asked) == 1 else section.title

    def is_single(self, section: Section) -> bool:
        """Whether the page has one field, whose label is then the page's heading."""
        asked = self.asked(section)
        plain = section.form in (SectionForm, ExtraForm)
        return plain and len(asked) == 1 and len(asked[0].fields) <= 1

    def hint(self, section: Section) -> Words:
        """The hint below the heading of a page with one question of several fields."""
        asked = self.asked(section)
        return "" if len(asked) > 1 or self.is_single(section) else asked[0].hint
