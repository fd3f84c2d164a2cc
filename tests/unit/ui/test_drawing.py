"""How fields are drawn: labels, hints and errors tied to their inputs, every text escaped."""

import re
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, QueryDict
from django.template import Context, Template

from ui.components import camel, draw
from ui.drawing import draw_field
from ui.fields import (
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    ManyField,
    MoneyField,
    SecretField,
    TextField,
    TickField,
    YesNoField,
)
from ui.forms import Form, page, problems

CHOICES = [("a", "First"), ("b", "Second")]


class Everything(Form):
    name = TextField(label="Name", help_text="As on the bank account", autocomplete="name")
    need = LongTextField(label="Need", most_words=200)
    notes = LongTextField(label="Notes", required=False)
    amount = MoneyField(label="Amount")
    day = DateField(label="Day")
    one = ChoiceField(label="One", choices=CHOICES)
    listed = ChoiceField(label="Listed", choices=CHOICES, select=True)
    many = ManyField(label="Many", choices=CHOICES)
    yes = YesNoField(label="Is it so?")
    tick = TickField(label="I agree")
    file = FileField(label="File", accept=".pdf")
    secret = SecretField(label="Password", autocomplete="new-password")
    key = forms.CharField(widget=forms.HiddenInput, initial="k")


@pytest.fixture
def empty() -> Everything:
    return Everything(QueryDict(""))


@pytest.mark.parametrize("name", [n for n in Everything.base_fields if n not in ("key", "notes")])
def test_each_field_has_a_label_an_error_and_a_place_for_the_summarys_link(
    empty: Everything, name: str
) -> None:
    html = draw_field(empty[name])
    assert str(empty[name].label) in html
    assert "govuk-error-message" in html
    drawn = Template("{% load forms %}{% error_summary form %}").render(Context({"form": empty}))
    (target,) = [t for t in re.findall(r'href="#([^"]+)"', drawn) if t.startswith(f"id_{name}")]
    assert f'id="{target}"' in html


def test_an_error_of_what_nobody_sees_leads_nowhere(empty: Everything) -> None:
    lines = [line for line in problems(empty) if line["text"] == "This field is required."]
    assert {"text": "This field is required."} in lines
    assert {"text": "This field is required.", "href": "#id_key"} not in lines


def test_a_hint_and_an_error_describe_the_input(empty: Everything) -> None:
    html = draw_field(empty["name"])
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'autocomplete="name"' in html


def test_words_are_counted_where_there_is_a_limit(empty: Everything) -> None:
    assert 'data-maxwords="200"' in draw_field(empty["need"])
    assert "data-maxwords" not in draw_field(empty["notes"])


def test_a_field_that_may_be_empty_says_so(empty: Everything) -> None:
    assert "Notes (optional)" in draw_field(empty["notes"])
    assert "Need (optional)" not in draw_field(empty["need"])


def test_a_label_can_be_the_pages_heading(empty: Everything) -> None:
    assert '<h1 class="govuk-label-wrapper">' in draw_field(empty["need"], heading=True)
    assert '<h1 class="govuk-fieldset__heading">' in draw_field(empty["day"], heading=True)


def test_what_was_sent_is_shown_again_and_escaped() -> None:
    sent = 'name="><script>&need=<b>&amount=x&day_day=1&day_month=<i>&one=b&many=a&tick=on&yes=no'
    form = Everything(QueryDict(sent))
    html = "".join(draw_field(bound) for bound in form)
    assert "<script>" not in html
    assert "<i>" not in html
    for kept in ("&lt;b&gt;", 'value="x"', 'value="1"', 'value="&lt;i&gt;"'):
        assert kept in html
    assert re.search(r'id="id_one_1"[^>]*checked', html)
    assert re.search(r'id="id_many"[^>]*checked', html)
    assert re.search(r'id="id_tick"[^>]*checked', html)
    assert re.search(r'id="id_yes_1"[^>]*checked', html)


def test_a_password_is_never_shown_again() -> None:
    assert "hunter2" not in draw_field(Everything(QueryDict("secret=hunter2"))["secret"])


def test_hidden_fields_stay_hidden(empty: Everything) -> None:
    assert 'type="hidden"' in draw_field(empty["key"])


def test_a_components_texts_are_escaped() -> None:
    assert camel("error_message") == "errorMessage"
    html = draw("button", text="<b>Go</b>", name=None)
    assert "&lt;b&gt;Go&lt;/b&gt;" in html
    assert "name=" not in html


@pytest.mark.parametrize(
    ("form", "status"), [(Everything(QueryDict("")), 422), (Everything(), 200), (1, 200)]
)
def test_a_page_with_an_error_says_so_in_its_status(form: Any, status: int) -> None:
    answer = page(HttpRequest(), "404.html", {"form": form, "user": None})
    assert answer.status_code == status
    assert ("<title>Error: " in answer.content.decode()) == (status == 422)
