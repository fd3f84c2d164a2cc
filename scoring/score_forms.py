"""The form in which a panel member scores a bid."""

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.models import Criterion
from scoring.sending import SCALE, Answers, Given
from ui.fields import ChoiceField, LongTextField
from ui.forms import Form

POINTS, COMMENT = "points-", "comment-"


class ScoreForm(Form):
    """Points and a comment for each criterion, in the order of the round."""

    def __init__(
        self,
        criteria: Iterable[Criterion],
        data: QueryDict | None = None,
        noted: Answers | None = None,
    ) -> None:
        super().__init__(data, initial=_boxes(noted or {}))
        self.criteria = list(criteria)
        rounds = {criterion.round_id for criterion in self.criteria}
        every = Criterion.objects.filter(round__in=rounds).values_list("weight", flat=True)
        total = sum(every)
        for criterion in self.criteria:
            self.fields[POINTS + criterion.code] = _points(criterion, total)
            self.fields[COMMENT + criterion.code] = LongTextField(
                label=gettext_lazy("Your comment"), required=False, rows=3
            )

    def groups(self) -> list[tuple[Any, Any]]:
        """The two fields of each criterion."""
        return [(self[POINTS + c.code], self[COMMENT + c.code]) for c in self.criteria]


def _points(criterion: Criterion, total: int) -> ChoiceField:
    texts = criterion.descriptors[: len(SCALE)]
    said = [f"{points}: {text}" if text else points for points, text in zip_longest(SCALE, texts)]
    return ChoiceField(
        label=criterion.title,
        help_text=" ".join(
            text for text in (_weight(criterion, total), criterion.guidance) if text
        ),
        choices=[(points, text) for points, text in zip(SCALE, said, strict=True)],
        missing=_("Choose the points for “%(criterion)s”") % {"criterion": criterion.title},
        inline=not any(criterion.descriptors),
        small=not any(criterion.descriptors),
        error_messages={
            "invalid_choice": _("Choose a whole number from 0 to 5 for “%(criterion)s”")
            % {"criterion": criterion.title}
        },
    )


def _weight(criterion: Criterion, total: int) -> str:
    if not criterion.weight:
        return _("This does not count in the score: say what you think all the same.")
    return _("%(percent)s of the score.") % {"percent": _percent(criterion.weight, total)}


def _percent(weight: int, total: int) -> str:
    share = f"{100 * weight / total:.1f}".removesuffix(".0")
    return f"{share}%"


def _boxes(noted: Answers) -> dict[str, str]:
    boxes = {}
    for code, given in noted.items():
        boxes[POINTS + code], boxes[COMMENT + code] = given.points, given.comment
    return boxes


def answers_of(posted: Mapping[str, Any]) -> Answers:
    """What was posted of any criterion, also of one that is none."""
    codes = {
        name.removeprefix(prefix)
        for name in posted
        for prefix in (POINTS, COMMENT)
        if name.startswith(prefix)
    }
    return {
        code: Given(str(posted.get(POINTS + code, "")), str(posted.get(COMMENT + code, "")))
        for code in sorted(codes)
    }
