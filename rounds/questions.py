"""The questions of a bid's form: the standard ones in one place, and what a round makes of them."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.models import Question, Round

Words = str | Promise

EXTRA_WORDS = 300
"""The limit of an extra question for which the round sets none."""


@dataclass(frozen=True)
class Asked:
    """A question as a round asks it.

    ``fields`` are the fields (and related names) of a bid that hold the answer; an extra question has
    none: ``row`` is the question that its ``ExtraAnswer`` points at. ``word_limit`` is of texts only.
    """

    code: str
    section: Words
    title: Words
    fields: tuple[str, ...] = ()
    hint: Words = ""
    word_limit: int | None = None
    required: bool = True
    row: Question | None = None

    @property
    def is_extra(self) -> bool:
        """Whether it is a question of this round's own."""
        return not self.fields


_ABOUT = _("You and your project")
_PLACE = _("Where and when")
_WORK = _("What you will do and why")
_MONEY = _("The money")
_SAFE = _("Keeping people safe")
_MORE = _("More questions")

STANDARD: dict[str, Asked] = {
    asked.code: asked
    for asked in (
        Asked(
            "contact",
            _ABOUT,
            _("Who should we contact about this bid?"),
            ("contact_name", "contact_email"),
            _("We write to this person about the bid. Choose somebody who reads their email."),
        ),
        Asked(
            "project",
            _ABOUT,
            _("What is your project called?"),
            ("project",),
            _("A short name that people will know it by. It is published if you are funded."),
        ),
        Asked(
            "summary",
            _ABOUT,
            _("What is your project, in a few sentences?"),
            ("summary",),
            _(
                "Say who you will help, what you will do and what will be better. "
                "It is published if you are funded, so leave out names and other personal details."
            ),
            word_limit=300,
        ),
        Asked(
            "area",
            _PLACE,
            _("Where will it happen?"),
            ("area",),
            _("The wards, estates, schools or streets, or the whole borough or district."),
            required=False,
        ),
        Asked(
            "dates",
            _PLACE,
            _("When will it start and end?"),
            ("starts_on", "ends_on"),
            _("The grant pays for what happens between these two days."),
        ),
        Asked(
            "priorities",
            _WORK,
            _("Which priorities will it serve?"),
            ("priorities",),
            _("Choose at least one from each list. Choose only those that it really serves."),
        ),
        Asked(
            "need",
            _WORK,
            _("Why is it needed?"),
            ("need",),
            _(
                "Say what the problem is, who it harms and how you know: "
                "figures, a survey, what people told you."
            ),
            word_limit=500,
        ),
        Asked(
            "activities",
            _WORK,
            _("What will you do?"),
            ("activities",),
            _("Say what will happen, how often, who will do it and how people will hear of it."),
            word_limit=500,
        ),
        Asked(
            "outcomes",
            _WORK,
            _("What will be different because of it?"),
            ("outcomes",),
            _("Say what will change for people, and how you will know that it has."),
            word_limit=400,
        ),
        Asked(
            "measures",
            _WORK,
            _("How will you measure it?"),
            ("measures",),
            _(
                "Give each thing that you will count, how it is now and what you aim for: "
                "“young people who come each week, from 0 to 25”."
            ),
            required=False,
        ),
        Asked(
            "people-to-reach",
            _WORK,
            _("How many people will it reach?"),
            ("people_to_reach",),
            _("Your best estimate of the people who will take part or be helped."),
            required=False,
        ),
        Asked(
            "requested",
            _MONEY,
            _("How much money are you asking for?"),
            ("requested_pence",),
            _("In pounds. The grant pays for activity, and this is all that it would pay."),
        ),
        Asked(
            "least",
            _MONEY,
            _("What is the least that would still work?"),
            ("least_pence",),
            _("If there is not enough for all of it, this is what we would need to offer you."),
            required=False,
        ),
        Asked(
            "match-funding",
            _MONEY,
            _("How much will come from elsewhere?"),
            ("match_funding_pence",),
            _("Other grants, your own money, or what is given in kind. 0 is a good answer."),
            required=False,
        ),
        Asked(
            "budget",
            _MONEY,
            _("What will the money pay for?"),
            ("budget_lines",),
            _("One line for each cost. The lines add up to the amount that you ask for."),
            required=False,
        ),
        Asked(
            "safeguarding",
            _SAFE,
            _("Do you have a safeguarding policy?"),
            ("safeguarding_policy",),
            _("It says how you keep children and adults at risk safe from harm."),
        ),
    )
}
"""By code, in the order in which they are asked."""


def questions_of(round: Round) -> list[Asked]:
    """All questions of a round's form: the standard ones in its own words, then its extra ones.

    What the round leaves empty stands as usual. What every bid must answer stays required. One query.
    """
    rows = list(round.questions.all())
    own = {row.code: row for row in rows}
    standard = [_in_own_words(asked, own.get(asked.code)) for asked in STANDARD.values()]
    return standard + [_extra(row) for row in rows if row.code not in STANDARD]


def _in_own_words(asked: Asked, row: Question | None) -> Asked:
    if row is None:
        return asked
    return replace(
        asked,
        title=row.title or asked.title,
        hint=row.hint or asked.hint,
        word_limit=asked.word_limit and (row.word_limit or asked.word_limit),
        required=asked.required or row.required,
        row=row,
    )


def _extra(row: Question) -> Asked:
    return Asked(
        code=row.code,
        section=_MORE,
        title=row.title,
        hint=row.hint,
        word_limit=row.word_limit or EXTRA_WORDS,
        required=row.required,
        row=row,
    )
