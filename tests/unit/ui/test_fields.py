"""What people type, and what the service makes of it."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms import Field
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from ui.dates import LONDON
from ui.fields import (
    ChoiceField,
    DateField,
    EmailField,
    LongTextField,
    ManyField,
    MomentField,
    MoneyField,
    TextField,
    WholeNumberField,
    YesNoField,
    read_time,
)
from ui.forms import Form
from ui.money import MOST_PENCE


def told(field: Field, value: Any) -> str:
    """What the person is told who entered this."""
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (TextField(missing="Enter the name"), "  ", "Enter the name"),
        (TextField(most=5), "123456", "This has 6 characters, and 5 fit"),
        (TextField(), "a\x00b", "control characters"),
        (TextField(), "a\x07b", "control characters"),
        (TextField(), "gnp.\u202efdp", "turn the direction"),
        (LongTextField(most_words=3), "one two three four five", "2 words too long: 3 fit"),
        (EmailField(), "not an email", "Enter an email address like name@example.org"),
        (MoneyField(missing="Enter the amount"), "", "Enter the amount"),
        (MoneyField(), "12 pounds", "“12 pounds” is not an amount"),
        (MoneyField(), "0", "Enter £0.01 or more"),
        (MoneyField(), "-5", "Enter £0.01 or more"),
        (MoneyField(), "1.005", "is not an amount"),
        (MoneyField(), "٣", "is not an amount"),
        (WholeNumberField(least=1, most_number=10), "11", "whole number from 1 to 10"),
        (WholeNumberField(), "1.5", "whole number"),
        (WholeNumberField(), "²", "whole number"),
        (DateField(missing="Enter the start"), ["", "", ""], "Enter the start"),
        (DateField(missing="Enter the start"), [" ", " ", " "], "Enter the start"),
        (DateField(), ["9" * 20, "2", "2019"], "must be a real date"),
        (DateField(), ["1", "", ""], "must include a month and a year"),
        (DateField(), ["31", "2", "2019"], "must be a real date"),
        (DateField(), ["1", "2", "19"], "must be a real date"),
        (DateField(label="Start"), ["31", "2", "2019"], "“Start” must be a real date"),
        (DateField(label="Start"), ["1", "", "2019"], "“Start” must include a month"),
        (DateField(), ["1", "2", "0001"], "must be a real date"),
        (DateField(), ["x", "y", "zzzz"], "must be a real date"),
        (MomentField(), ["1", "2", "2019", "25:00"], "must include a time"),
        (MomentField(), ["1", "2", "2019", ""], "must include a time"),
        (ChoiceField(choices=[("a", "A")]), "b", "Choose one of the answers"),
        (ManyField(choices=[("a", "A")], missing="Choose one or more"), [], "Choose one or more"),
        (ManyField(choices=[("a", "A")]), ["b"], "Choose among the answers"),
        (YesNoField(missing="Say yes or no"), "", "Say yes or no"),
    ],
)
def test_what_is_wrong_is_said_in_words_that_help(field: Field, value: Any, said: str) -> None:
    assert said in told(field, value)


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        (TextField(), "  Night café ", "Night café"),
        (LongTextField(), "one\r\ntwo\rthree", "one\ntwo\nthree"),
        (LongTextField(most_words=3), "one  two\n three", "one  two\n three"),
        (EmailField(), " Ann@Example.ORG ", "ann@example.org"),
        (MoneyField(), " £1,200.5 ", 120050),
        (MoneyField(required=False), "", None),
        (WholeNumberField(), "1,200", 1200),
        (DateField(), ["8", "March", "2019"], date(2019, 3, 8)),
        (DateField(), [" 8 ", "03", "2019"], date(2019, 3, 8)),
        (DateField(required=False), ["", "", ""], None),
        (DateField(required=False), [" ", "", " "], None),
        (
            MomentField(),
            ["8", "3", "2019", "midday"],
            datetime(2019, 3, 8, 12, tzinfo=LONDON),
        ),
        (YesNoField(), "no", False),
        (YesNoField(), "yes", True),
        (YesNoField(required=False), "", None),
    ],
)
def test_what_people_type_is_read(field: Field, value: Any, read: Any) -> None:
    assert field.clean(value) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12:00", time(12)),
        ("5pm", time(17)),
        ("5.30 PM", time(17, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("09:05", time(9, 5)),
    ],
)
def test_times_are_read_as_people_write_them(text: str, read: time) -> None:
    assert read_time(text) == read


@pytest.mark.parametrize("text", ["", "5", "13pm", "0am", "24:00", "12:60", "soon", "1:2"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_time(text)


@given(st.integers(min_value=1, max_value=MOST_PENCE))
def test_an_amount_shown_in_its_box_is_the_same_amount_when_sent_back(pence: int) -> None:
    field = MoneyField()
    shown = field.prepare_value(pence)
    assert field.clean(shown) == pence
    assert not field.has_changed(pence, shown)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_date_shown_in_its_boxes_is_the_same_date_when_sent_back(day: date) -> None:
    field = DateField()
    assert field.clean(field.widget.decompress(day)) == day


@given(st.text())
def test_no_text_is_more_than_a_fault_of_its_own(text: str) -> None:
    class Anything(Form):
        name = TextField()
        need = LongTextField(most_words=5)
        amount = MoneyField()
        number = WholeNumberField()
        day = DateField()

    names = [*Anything.base_fields, "day_day", "day_month", "day_year"]
    form = Anything(dict.fromkeys(names, text))
    assert set(form.errors) | set(form.cleaned_data) == set(Anything.base_fields)


class Twice(Form):
    name = TextField(label="Name")
    day = DateField(label="Day", required=False)
    several = ManyField(label="Several", choices=[("a", "A"), ("b", "B")], required=False)


@pytest.mark.parametrize(
    ("sent", "field"),
    [("name=a&name=b", "name"), ("name=a&day_day=1&day_day=2&day_month=1&day_year=2019", "day")],
)
def test_two_values_for_one_answer_are_not_chosen_between(sent: str, field: str) -> None:
    form = Twice(QueryDict(sent))
    assert form.errors[field] == ["This was sent more than once. Enter it once."]


def test_the_same_value_twice_and_several_boxes_are_no_fault() -> None:
    form = Twice(QueryDict("name=a&name=a&several=a&several=b"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["several"] == ["a", "b"]
