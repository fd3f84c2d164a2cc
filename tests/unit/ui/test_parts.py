"""Tables and summary lists are drawn alike, and never trust a word that somebody wrote."""

from django.template import engines

from ui.parts import Badge, Column, Fact, Lines, Link, Mark, Row, Table, Total


def drawn(tag: str, **context: object) -> str:
    """A template tag's output, without the spaces between elements."""
    template = engines["django"].from_string(f"{{% load page %}}{{% {tag} %}}")
    return " ".join(template.render(context).split())


def test_a_table_names_its_rows_and_labels_its_cells() -> None:
    table = Table("Pots", [Column("Pot"), Column("Left", numeric=True)], [["Main", "£1.00"]])
    html = drawn("table t", t=table)
    assert '<caption class="govuk-table__caption govuk-visually-hidden">Pots</caption>' in html
    assert 'scope="row" role="rowheader" data-label="Pot"' in html
    assert 'govuk-table__cell--numeric" role="cell" data-label="Left"' in html


def test_a_mark_goes_across_the_table_and_a_total_stands_out() -> None:
    rows: list[Row] = [["a", "b"], Mark("Here"), Total(["Sum", "c"])]
    html = drawn("table t", t=Table("T", [Column("A"), Column("B")], rows))
    assert (
        'app-table__mark" role="row"> <td class="govuk-table__cell" role="cell" colspan="2"' in html
    )
    assert 'app-table__total" role="row"> <th' in html


def test_a_blank_cell_can_be_left_out_on_a_telephone() -> None:
    html = drawn("table t", t=Table("T", [Column("A"), Column("B")], [["a", ""]]))
    assert "app-table__blank" in html


def test_words_are_escaped_and_keep_their_lines() -> None:
    html = drawn("facts rows", rows=[Fact("Need", "<b>one</b>\ntwo")])
    assert "&lt;b&gt;one&lt;/b&gt;<br>two" in html


def test_links_badges_and_hints_stand_together() -> None:
    value = Lines([Link("SMP19-001", "/bids/SMP19-001"), Badge("Fund", "green")], "a <hint>")
    html = drawn("lines value", value=value)
    assert '<a class="govuk-link" href="/bids/SMP19-001">SMP19-001</a><br>' in html
    assert '<strong class="govuk-tag govuk-tag--green">Fund</strong>' in html
    assert '<span class="app-hint">a &lt;hint&gt;</span>' in html
