"""Every form, filled in by somebody who may send it and means harm, or whose browser is broken.

The forms are found on the pages, so a new one is tried here without a word. A form is never answered
by a fault. What is refused changes nothing and loses nothing: the page comes back with what was typed,
and each line of its error summary leads to a box that is there.
"""

import logging
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from html import unescape
from http.cookies import SimpleCookie
from itertools import chain
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from awards.actions import decline
from bids.sections import Paper
from monitoring.deeds.every import BULK
from people.models import User
from reports.submission.sending import send
from rounds.models import Pot
from tests.cast import Cast, later
from tests.dump import Dump, dump
from tests.journeys.addresses import places
from tests.journeys.page_forms import Page, PageForm, Values
from tests.journeys.scene import Scene

URLENCODED = "application/x-www-form-urlencoded"
WHO = (
    "officer",
    "panel",
    "decision-maker",
    "administrator",
    "applicant",
    "outsider",
    "finance",
    "nobody",
)
NASTY = (
    "",
    " ",
    "x" * 100_000,
    "a\x00b",
    "a\x1b[31mb",
    "\u202eabc",
    "\ud800",  # sent as bytes that are no text
    "-1",
    "0",
    "9" * 40,
    "9223372036854775808",
    "٣",
    "²",
    "NaN",
    "1e9",
    "Infinity",
    "31/02/2019",
    "' OR 1=1 -- {{ 7*7 }} %s %(x)s {0} <b>&amp;</b>",
    "../../../etc/passwd\r\nBcc: a@b.example",
    "😀" * 200,
)
BENT = ("%00", "%ED%A0%80", "9" * 40, "%D9%A3")
CURSORS = ("after", "before", "version", "next", "bid")
WORST = ("a\x00b", "\ud800", "9" * 40, "٣")
EACH = 1
"""Of them, how many each box is given by itself, in turn."""
BODIES = (
    ("application/json", b'{"reason": ["x"], "a": {"b": null}}'),
    ("application/json", b"{"),
    ("text/plain", b"reason=x"),
    ("application/octet-stream", b"\x00\xff\xfe"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nx"),
    (f"{URLENCODED}; charset=utf-16", b"\xff\xfea"),
    (f"{URLENCODED}; charset=no-such", b"a=b"),
    (URLENCODED, b"&".join(b"field%d=x" % n for n in range(2000))),
    (URLENCODED, b"%ff=%ff&%00=%00&=&&a=%ed%a0%80&[]=1&a[b]=2&__class__=1"),
)
FILES = (
    ("../../../evil.pdf", b"%PDF-1.4"),
    ("e\u202efdp.exe", b"MZ"),
    ("x" * 5000 + ".pdf", b"%PDF-1.4"),
    ("nothing.pdf", b""),
    ('a";\r\nX: y.pdf', b"%PDF-1.4"),
    ("a\x00b.xlsx", b"PK\x03\x04"),
)
READS = re.compile(r"\s*\(?\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK)\b")
WRITTEN = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
APART = ("django_session", "people_auditrow", "base_note")
"""A session's own, and the trail of who was refused."""
Files = dict[str, tuple[str, bytes]]
Sent = tuple[str, Values, Files]
"""What is wrong with it, the values, the files."""
KEEPS_UNFINISHED = re.compile(r"^/bids/[^/]+/(edit/|score$|returns/\d+$)")
"""A draft's section, a return, and a member's scores before they are sent, keep what is not finished,
and say so: a refusal there is saved all the same."""


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def strict(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Refuse what PostgreSQL would: a text, or a text in JSON, with a NUL or half a character."""
    given = params.values() if isinstance(params, dict) else params or ()
    for value in given:
        if isinstance(value, str):
            value.encode()
            bad = ("\x00", "\\u0000", "\\ud800")
            assert not any(sign in value for sign in bad), f"{value[:40]!r} goes into {sql[:60]}"
    return execute(sql, params, many, context)


class Writes:
    """Notes whether anything was asked of the database but to be read; apart from ``APART``."""

    def __init__(self) -> None:
        self.any = False

    def __call__(
        self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if not READS.match(sql):
            table = WRITTEN.match(sql)
            self.any = self.any or table is None or table[1] not in APART
        return execute(sql, params, many, context)


class Attacker:
    """Sends forms again and again, each as if it were the first, and keeps what went wrong."""

    def __init__(self, user: User | None) -> None:
        client = Client()
        if user:
            client.force_login(user)
        self._cookies = client.cookies.output(header="", sep=";")
        self.wrong: list[str] = []
        self._before: Dump | None = None

    @contextmanager
    def _undone(self) -> Iterator[Client]:
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(self._cookies)
        cache.clear()
        before = transaction.savepoint()
        try:
            with connection.execute_wrapper(strict):
                yield client
        finally:
            transaction.savepoint_rollback(before)

    def get(self, address: str) -> HttpResponse:
        """Open an address; a fault is noted."""
        with self._undone() as client:
            response = client.get(address)
            response.getvalue()
        if response.status_code >= 500:
            self._note(f"GET {address[:150]}", "fault", response)
        return response  # type: ignore[return-value]  # the test client's own kind

    def post(
        self,
        form: PageForm,
        what: str,
        body: bytes,
        kind: str,
        typed: Iterable[str] = (),
        accept: str = "text/html",
    ) -> None:
        """Send a body to where a form goes, and look at the answer."""
        writes = Writes()
        with self._undone() as client:
            if self._before is None:  # once: whatever is posted is undone
                self._before = dump()
            with connection.execute_wrapper(writes):
                response = client.generic(
                    "POST", form.address, body, kind, headers={"Accept": accept}
                )
                response.getvalue()
            refused = 400 <= response.status_code < 500 and not self.is_script(form)
            if refused and writes.any and told(self._before, dump()):
                self._note(form.address, f"{what}: refused, and changed something", response)
        if response.status_code >= 500:
            self._note(form.address, f"{what}: fault", response)
        if response.status_code == 422:
            self._read(form, what, response, typed)

    def is_script(self, form: PageForm) -> bool:
        """Whether the page's own script saves it too, finished or not."""
        return bool(KEEPS_UNFINISHED.match(form.address))

    def _read(self, form: PageForm, what: str, response: Any, typed: Iterable[str]) -> None:
        markup = response.content.decode()
        page, shown = Page(form.address, markup), unescape(markup)
        if not page.has_summary:
            self._note(form.address, f"{what}: no error summary", response)
        for link in page.errors:
            if link.startswith("#") and link[1:] not in page.ids:
                self._note(form.address, f"{what}: an error leads to {link}, not there", response)
        for text in typed:
            if text not in shown:
                self._note(form.address, f"{what}: {text!r} is lost", response)

    def _note(self, address: str, what: str, response: Any) -> None:
        said = getattr(response, "exc_info", None)
        self.wrong.append(
            f"{response.status_code} {address} {what} {said[1]!r:.200}"
            if said
            else f"{response.status_code} {address} {what}"
        )


def told(before: Dump, after: Dump) -> bool:
    """Whether something is new that is not set apart."""
    apart: Dump = {table: [] for table in APART}
    return {**before, **apart} != {**after, **apart}


def encoded(form: PageForm, values: Values, files: Files) -> tuple[bytes, str]:
    """The body that a browser would send, and its type. Half characters go as the bytes they are."""
    if form.multipart:
        marked = {n: [t.replace("\ud800", "HALF") for t in texts] for n, texts in values.items()}
        given = {name: SimpleUploadedFile(*file) for name, file in files.items()}
        whole = encode_multipart(BOUNDARY, {**marked, **given})
        return whole.replace(b"HALF", b"\xed\xa0\x80"), MULTIPART_CONTENT
    pairs = [(name, text) for name, texts in values.items() for text in texts]
    return urlencode(pairs, errors="surrogatepass").encode(), URLENCODED


def attack(by: Attacker, form: PageForm) -> None:
    """All that can be wrong with one form: as a whole, with each box by itself, and as no form at all."""
    good = form.careful()
    free = {name for name, box in form.boxes.items() if box.is_free and box.kind != "password"}
    for what, values, files in chain(pressed(form), whole(form), singly(form), loaded(form)):
        kept = [texts[0] for name, texts in values.items() if name in free and texts == good[name]]
        by.post(form, what, *encoded(form, values, files), typed=kept)
    for kind, body in BODIES:
        by.post(form, f"{kind} {body[:20]!r}", body, kind)
    for name in form.boxes if by.is_script(form) else ():
        for nasty in NASTY[:EACH]:
            body, kind = encoded(form, {**good, name: [nasty]}, {})
            by.post(form, f"script {name}={nasty[:20]!r}", body, kind, accept="application/json")
    for name in good:
        body = encode_multipart(BOUNDARY, {**good, name: SimpleUploadedFile("a.txt", b"\x00\xff")})
        by.post(form, f"{name} as a file", body, MULTIPART_CONTENT)


def pressed(form: PageForm) -> Iterator[Sent]:
    """Nothing, and all well, with each of the buttons."""
    good, files = form.careful(), form.files()
    yield "nothing", {}, {}
    yield "all well", good, files
    for name, value in form.buttons:
        yield f"all well, {name}={value}", {**good, name: [value]}, files
        yield f"nothing, {name}={value}", {name: [value]}, {}
        yield f"{name} is another", {**good, name: ["remove-99999999999999999999"]}, files


def whole(form: PageForm) -> Iterator[Sent]:
    """The same wrong value in every box."""
    good, files = form.careful(), form.files()
    for nasty in NASTY if good else ():
        yield f"everything {nasty[:20]!r}", {name: [nasty] for name in good}, files
    yield "everything twice", {name: [*texts, "another"] for name, texts in good.items()}, files


def singly(form: PageForm) -> Iterator[Sent]:
    """One box missing, and with some wrong values, while the others are well."""
    for place, name in enumerate(form.kinds_of_box()):
        others = {key: texts for key, texts in form.careful().items() if key != name}
        files = {key: file for key, file in form.files().items() if key != name}
        yield f"{name} missing", others, files
        for nasty in (NASTY * 2)[place % len(NASTY) :][:EACH]:
            yield f"{name}={nasty[:20]!r}", {**others, name: [nasty]}, files


def loaded(form: PageForm) -> Iterator[Sent]:
    """Wrong files where files are expected."""
    good, files = form.careful(), form.files()
    for name in files:
        for file in FILES:
            yield f"{name} is {file[0][:20]!r}", good, {**files, name: file}


def found_forms(
    scene: Scene, addresses: Iterable[str], seen: set[Any], lookers: Iterable[str]
) -> dict[str, list[PageForm]]:
    """The forms of the pages that were not found before, by who sees them first."""
    found: dict[str, list[PageForm]] = {}
    for who in lookers:
        by = Attacker(scene.people[who])
        for address in addresses:
            response = by.get(address)
            if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
                continue
            for form in Page(address, response.content.decode()).forms:
                key = (form.address, form.method, tuple(form.boxes), tuple(form.buttons))
                if key not in seen and form.method == "post":
                    seen.add(key)
                    found.setdefault(who, []).append(form)
    return found


def first_addresses(scene: Scene) -> list[str]:
    """Every address, every section of the draft, and every deed with several bids."""
    found = [place.address(scene) for place in places()]
    found += [
        f"/bids/{scene.draft.reference}/edit/{one.code}" for one in Paper(scene.draft).sections
    ]
    found += [
        f"/rounds/{scene.cast.round.code}/bids/{deed}?bid={scene.bid.reference}" for deed in BULK
    ]
    return found


def later_addresses(scene: Scene) -> list[str]:
    """What opens once the proposals are sent, and where a bid was decided."""
    cast, code = scene.cast, scene.cast.round.code
    approved, other = cast.approved(1000), cast.sifted(2000)
    declined = decline(bid=other, by=cast.decision_maker, reason="No.", at=later(other))
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    found = [f"/rounds/{code}/{end}" for end in ("decide", "decisions", "decisions/bring-in")]
    found += [f"/bids/{scene.bid.reference}/{end}" for end in ("decide", "reopen")]
    found += [f"/bids/{approved.reference}/{end}" for end in ("terminate", "lapse", "withdraw")]
    return [*found, f"/bids/{declined.reference}/reinstate", f"/bids/{approved.reference}"]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("attackers", [WHO[:1], WHO[1:]], ids=["the officer", "the others"])
def test_no_form_is_answered_by_a_fault_or_loses_anything(
    cast: Cast, attackers: Collection[str]
) -> None:
    """Every form, by whoever sees it first; the officer's apart, so that two processes share the work."""
    scene, seen = Scene(cast), set[Any]()
    wrong = []
    lookers = WHO[: WHO.index(list(attackers)[-1]) + 1]
    for addresses in (first_addresses, later_addresses):
        for who, forms in found_forms(scene, addresses(scene), seen, lookers).items():
            by = Attacker(scene.people[who])
            for form in forms if who in attackers else ():
                attack(by, form)
            wrong += [f"{who}: {words}" for words in by.wrong]
    assert not wrong, "\n".join(["", *wrong])
    assert len(seen) > 70


@pytest.mark.timeout(900)
def test_no_address_is_answered_by_a_fault(cast: Cast) -> None:
    scene, wrong = Scene(cast), []
    for who in ("officer", "administrator"):
        by = Attacker(scene.people[who])
        for address in first_addresses(scene):
            response = by.get(address)
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                ask_everything(by, address, response.content.decode())
            for other in bent(address) if who == "officer" else ():
                by.get(other)
        wrong += [f"{who}: {words}" for words in by.wrong]
    assert not wrong, "\n".join(["", *wrong])


def ask_everything(by: Attacker, address: str, markup: str) -> None:
    """Ask a page for what its links and its own forms can ask for, and for what no link does."""
    names = [name for name in dict.fromkeys(Page(address, markup).queries()) if name]
    for nasty in NASTY if names else ():
        by.get(f"{address}?{query(dict.fromkeys(names, nasty))}")
    for place, name in enumerate(names):
        by.get(f"{address}?{query({name: 'x'})}&{query({name: 'y'})}")
        for nasty in (NASTY * 2)[place % len(NASTY) :][:EACH]:
            by.get(f"{address}?{query({name: nasty})}")
    for nasty in WORST:
        by.get(f"{address}?{query(dict.fromkeys((*names, *CURSORS), nasty))}")


def query(values: dict[str, str]) -> str:
    """The part of an address after its question mark. A browser sends no more than some thousand."""
    cut = {name: text[:2000] for name, text in values.items()}
    return urlencode(cut, errors="surrogatepass")


def bent(address: str) -> Iterator[str]:
    """An address with each of its parts made into something else; every part meets another one."""
    parts = address.split("/")
    for place, part in enumerate(parts):
        for nasty in BENT if part and (place > 1 or len(parts) < 4) else ():
            yield "/".join([*parts[:place], nasty, *parts[place + 1 :]])
