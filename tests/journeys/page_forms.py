"""The forms of a page, read out of its markup, and how a careful person would fill them in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.files import pdf

Values = dict[str, list[str]]
FREE = ("text", "textarea", "email", "search", "tel", "password", "number")


@dataclass
class Box:
    """Something of a form that is filled in, chosen, or sent along."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        """Whether a person types into it."""
        return self.kind in FREE

    def careful(self) -> list[str]:
        """What a careful person enters."""
        if self.kind in ("select", "radio", "checkbox"):
            return [next((option for option in self.options if option), "")]
        if self.kind == "file":
            return []
        if not self.is_free:
            return [self.value]
        return [self.value or _typed(self.name, self.kind)]


def _typed(name: str, kind: str) -> str:
    ends = {"_day": "27", "_month": "3", "_year": "2027", "_time": "12:00", "_pence": "1200"}
    if kind == "email":
        return "name@example.org"
    return next((text for end, text in ends.items() if name.endswith(end)), f"What {name} is")


@dataclass
class PageForm:
    """A form: where it goes, and its boxes."""

    address: str
    method: str
    multipart: bool
    boxes: dict[str, Box] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def add(self, tag: str, given: dict[str, str]) -> None:
        """Take in an element of the form."""
        name, kind = given.get("name", ""), given.get("type", "text")
        value = given.get("value", "")
        if tag == "button" or kind in ("submit", "button"):
            self.buttons += [(name, value)] if name else []
        elif name and name != "csrfmiddlewaretoken":
            kind = tag if tag in ("select", "textarea") else kind
            box = self.boxes.setdefault(name, Box(name, kind, value))
            if kind in ("radio", "checkbox"):
                box.options.append(value)

    def careful(self) -> Values:
        """The form as a careful person fills it in, without its files."""
        return {name: box.careful() for name, box in self.boxes.items() if box.kind != "file"}

    def kinds_of_box(self) -> list[str]:
        """The boxes, those of the last row alone where there are rows of the same."""
        return list({re.sub(r"\d+", "#", name): name for name in self.boxes}.values())

    def files(self) -> dict[str, tuple[str, bytes]]:
        """A good file for each box that takes one."""
        boxes = self.boxes.values()
        return {box.name: ("letter.pdf", pdf()) for box in boxes if box.kind == "file"}


class Page(HTMLParser):
    """A page: its forms, its ids, where its error summary and its other links lead."""

    def __init__(self, address: str, markup: str) -> None:
        super().__init__()
        self.address, self.forms, self.ids = address, list[PageForm](), set[str]()
        self.links, self.errors, self.has_summary = list[str](), list[str](), False
        self._form: PageForm | None = None
        self._box: Box | None = None
        self._depth = 0
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given["id"]} if "id" in given else set()
        if tag == "div" and (
            self._depth or "govuk-error-summary" in given.get("class", "").split()
        ):
            self._depth, self.has_summary = self._depth + 1, True
        if tag == "a" and "href" in given:
            (self.errors if self._depth else self.links).append(given["href"])
        if tag == "form":
            where = urlsplit(urljoin(self.address, given.get("action", ""))).path
            kind = given.get("enctype") == "multipart/form-data"
            self._form = PageForm(where, given.get("method", "get").lower(), kind)
            self.forms.append(self._form)
        elif self._form and tag in ("input", "textarea", "select", "button"):
            self._form.add(tag, given)
            self._box = self._form.boxes.get(given.get("name", ""))
        elif tag == "option" and self._box:
            self._box.options.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._depth:
            self._depth -= 1
        if tag == "form":
            self._form = None
        if tag in ("textarea", "select"):
            self._box = None

    def handle_data(self, data: str) -> None:
        if self._box and self._box.kind == "textarea":
            self._box.value += data.removeprefix("\n") if not self._box.value else data

    def queries(self) -> Iterator[str]:
        """The names of everything that the page's own links and search forms send in an address."""
        for link in self.links:
            for pair in urlsplit(link).query.split("&"):
                yield pair.partition("=")[0]
        for form in self.forms:
            if form.method == "get":
                yield from form.boxes
