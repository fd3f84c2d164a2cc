"""A council's own template: a Word file whose styles, page, headers and footers a paper takes over.

Where it says ``{{ report }}``, in a paragraph of its own, the paper stands; other fields are filled with
words. ``word.examining`` looks at it before it is kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from base.errors import Refused
from reports.wording import listing

REPORT = "report"
FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def refuse_fields(name: str, document: Any, known: list[str]) -> None:
    """Refuse a field that is unknown, unfinished or missing, by its name."""
    for paragraph in _paragraphs(document):
        text = _text(paragraph)
        for field in FIELD.findall(text):
            if field.casefold() not in known:
                raise Refused(
                    _(
                        "%(name)s has the field {{ %(field)s }}, which the report does not know. "
                        "There are: %(known)s."
                    )
                    % {"name": name, "field": field[:60], "known": _named(known)}
                )
        rest = FIELD.sub("", text)
        if "{{" in rest or "}}" in rest:
            raise Refused(
                _("%(name)s has a field that is not whole: “%(text)s”. Write it like {{ title }}.")
                % {"name": name, "text": text.strip()[:80]}
            )
    places = _places(document)
    everywhere = [p for p in _paragraphs(document) if REPORT in fields_in(p)]
    if not everywhere:
        raise Refused(
            _(
                "%(name)s lacks the field {{ report }}. Write it, in a paragraph of its own, where "
                "the report is to stand."
            )
            % {"name": name}
        )
    if len(everywhere) > 1 or len(places) != 1:
        raise Refused(
            _(
                "%(name)s must have the field {{ report }} once, in a paragraph of its own that "
                "stands in no table, text box, header or footer."
            )
            % {"name": name}
        )


def _named(known: Iterable[str]) -> str:
    return listing(f"{{{{ {field} }}}}" for field in known)


def _places(document: Any) -> list[Any]:
    """The paragraphs of the body that hold ``{{ report }}`` and nothing else."""
    body = document.element.body.findall(qn("w:p"))
    return [
        p
        for p in body
        if (found := FIELD.fullmatch(_text(p).strip())) and found[1].casefold() == REPORT
    ]


def place_of(document: Any) -> Any:
    """The paragraph where the report is to stand."""
    return _places(document)[0]


def fields_in(paragraph: Any) -> set[str]:
    """The fields that a paragraph has."""
    return {field.casefold() for field in FIELD.findall(_text(paragraph))}


def fields_of_body(document: Any) -> set[str]:
    """The fields that stand in the body, not in a header or footer."""
    return {field for p in document.element.body.iter(qn("w:p")) for field in fields_in(p)}


def fill_fields(document: Any, words: Mapping[str, str]) -> None:
    """Put words in the place of every field but the report, wherever it stands."""
    for paragraph in _paragraphs(document):
        if FIELD.search(_text(paragraph)):
            _fill(_runs(paragraph), words)


def _fill(runs: list[Any], words: Mapping[str, str]) -> None:
    """Fill the fields of a paragraph; Word may have cut one into several runs."""
    text = "".join(run.text or "" for run in runs)
    for found in reversed([*FIELD.finditer(text)]):
        name = found[1].casefold()
        if name == REPORT:
            continue
        start, said = 0, words.get(name, "")
        for run in runs:
            old = run.text or ""
            ends = start + len(old)
            before = old[: max(found.start() - start, 0)]
            after = old[max(found.end() - start, 0) :]
            if start <= found.start() < ends:
                run.text = before + said + after
            elif found.start() < ends and start < found.end():
                run.text = before + after
            run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            start = ends


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph of the body, of headers and footers, those in tables and text boxes too."""
    yield from document.element.body.iter(qn("w:p"))
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")) and not relation.is_external:
            yield from relation.target_part.element.iter(qn("w:p"))


def _runs(paragraph: Any) -> list[Any]:
    """The texts of a paragraph that are its own and not of a text box in it."""
    return [
        text
        for text in paragraph.iter(qn("w:t"))
        if next(text.iterancestors(qn("w:p"))) is paragraph
    ]


def _text(paragraph: Any) -> str:
    return "".join(run.text or "" for run in _runs(paragraph))
