"""Several people who save one section at the very same moment, on real connections."""

from collections.abc import Callable

from django.http import QueryDict

from bids.models import Bid, SectionSave
from bids.saving import Saved, save_section
from bids.sections import Paper
from people.models import User
from tests.cast import again, cast_of
from tests.integration.threads import at_once


def saving(bid: Bid, code: str, by: User, boxes: str) -> Callable[[], Saved]:
    """A save by somebody who looks at the section now."""
    paper = Paper(again(bid))
    seen = paper.form(paper.find(code)).digest()
    data = QueryDict(boxes)
    return lambda: save_section(bid=bid, code=code, data=data, seen=seen, by=by)


def test_one_of_many_wins_and_the_others_are_told(crowd: str) -> None:
    cast = cast_of()
    bid, by = cast.draft(), cast.applicant
    outcome = at_once([saving(bid, "need", by, f"need=Text+{n}") for n in range(8)])
    assert outcome.broken == []
    assert len(outcome.done) == 1
    assert outcome.refused == ["Somebody else changed this section while you were writing."] * 7
    (saved,) = outcome.done
    assert isinstance(saved, Saved)
    assert again(bid).need == saved.form.cleaned_data["need"]
    assert SectionSave.objects.count() == 1


def test_rows_of_two_are_never_mixed(crowd: str) -> None:
    cast = cast_of()
    bid, by = cast.draft(), cast.applicant
    lines = "description_0=A{0}&category_0=c&amount_0=1&description_1=B{0}&category_1=c&amount_1=2"
    outcome = at_once([saving(bid, "budget", by, lines.format(n)) for n in range(6)])
    assert outcome.broken == []
    assert len(outcome.done) == 1
    first, second = bid.budget_lines.values_list("description", flat=True)
    assert first[1:] == second[1:]


def test_two_sections_at_once_are_both_saved(crowd: str) -> None:
    cast = cast_of()
    bid, by = cast.draft(), cast.applicant
    outcome = at_once(
        [saving(bid, code, by, f"{code}=New+{code}") for code in ("need", "activities", "outcomes")]
    )
    assert (outcome.broken, outcome.refused) == ([], [])
    saved = again(bid)
    assert [saved.need, saved.activities, saved.outcomes] == [
        "New need",
        "New activities",
        "New outcomes",
    ]
