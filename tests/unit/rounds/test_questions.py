"""The questions of a bid's form, as a round asks them."""

from django.db import models

from bids.models import Bid
from rounds.models import Question, Round
from rounds.questions import EXTRA_WORDS, STANDARD, Asked, questions_of
from tests.cast import Cast


def ask(round: Round, code: str, **changes: object) -> Question:
    """Give the round a question of its own."""
    given = {"title": "Own title", "position": round.questions.count()} | changes
    return Question.objects.create(round=round, code=code, **given)


def asked(round: Round, code: str) -> Asked:
    return next(asked for asked in questions_of(round) if asked.code == code)


def test_a_round_without_words_of_its_own_asks_the_standard_questions(cast: Cast) -> None:
    assert questions_of(cast.round) == list(STANDARD.values())


def test_every_field_of_the_form_is_a_field_of_the_bid() -> None:
    names = {field.name for field in Bid._meta.get_fields()}
    assert {name for asked in STANDARD.values() for name in asked.fields} <= names


def test_texts_of_many_words_and_only_they_have_a_limit() -> None:
    texts = {
        asked.code
        for asked in STANDARD.values()
        if isinstance(Bid._meta.get_field(asked.fields[0]), models.TextField)
    }
    assert texts == {asked.code for asked in STANDARD.values() if asked.word_limit}


def test_a_rounds_own_words_stand_in_place_of_the_standard_ones(cast: Cast) -> None:
    ask(cast.round, "need", title="Why here?", hint="Say.", word_limit=120, required=True)
    found = asked(cast.round, "need")
    assert (found.title, found.hint, found.word_limit) == ("Why here?", "Say.", 120)
    assert found.fields == ("need",)
    assert len(questions_of(cast.round)) == len(STANDARD)


def test_what_the_round_leaves_empty_stands_as_usual(cast: Cast) -> None:
    ask(cast.round, "need", title="", hint="", word_limit=None)
    found, usual = asked(cast.round, "need"), STANDARD["need"]
    assert (found.title, found.hint, found.word_limit) == (
        usual.title,
        usual.hint,
        usual.word_limit,
    )


def test_a_limit_of_words_is_of_texts_only(cast: Cast) -> None:
    ask(cast.round, "dates", word_limit=5)
    assert asked(cast.round, "dates").word_limit is None


def test_a_round_asks_more_of_bids_but_never_less_than_every_bid_needs(cast: Cast) -> None:
    ask(cast.round, "budget", required=True)
    ask(cast.round, "need", required=False)
    assert asked(cast.round, "budget").required
    assert asked(cast.round, "need").required


def test_extra_questions_come_last_in_their_order(cast: Cast) -> None:
    last = ask(cast.round, "volunteers", position=2, word_limit=50, required=False)
    first = ask(cast.round, "partners", position=1)
    extra = questions_of(cast.round)[len(STANDARD) :]
    assert [question.row for question in extra] == [first, last]
    assert all(question.is_extra for question in extra)
    assert [question.word_limit for question in extra] == [EXTRA_WORDS, 50]
    assert [question.required for question in extra] == [True, False]
