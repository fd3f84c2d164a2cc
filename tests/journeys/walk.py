"""Walking through all that somebody can open, to see that it tells nothing that they may not know.

What is secret is made in two ways; whatever a person opens must read the same in both. That finds more
than a search for a marker does: a sum, an order or a link that depends on the secret differs too.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from io import BytesIO, StringIO
from itertools import zip_longest
from zipfile import BadZipFile, ZipFile

from django.core.management import call_command
from django.test import Client

from people.models import User
from tests.journeys.addresses import places
from tests.journeys.scene import Scene

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
LINK = re.compile(r'href="(/[^"#]*)')
Seen = dict[str, str]


def addresses(scene: Scene, *extra: str) -> list[str]:
    """Every address of the service's own, filled in. Those of the sign-in (with ``_``) know no bid."""
    return [*(p.address(scene) for p in places() if "_" not in p.name), *extra]


def walk(person: User, begin: Iterable[str], *, passes: Iterable[str] = ()) -> Seen:
    """What a person reads at some addresses and where the pages there lead, by address.

    ``passes`` are words of addresses that are passed by.
    """
    client = Client(raise_request_exception=False)
    client.force_login(person)
    found: Seen = {}
    for address in begin:
        found |= _open(client, address, passes)
    further = {link for text in found.values() for link in LINK.findall(text)} - set(found)
    for address in sorted(unescape(link) for link in further):
        if not address.startswith("/static/"):
            found |= _open(client, address, passes)
    return found


def _open(client: Client, address: str, passes: Iterable[str]) -> Seen:
    if any(word in address for word in passes):
        return {}
    answer = client.get(address)
    content = answer.getvalue()
    assert answer.status_code < 500, address
    head = f"{answer.status_code} {answer.get('Location')} {answer.get('Content-Disposition')}"
    return {address: "\n".join([head, *texts_of(content)])}


def texts_of(content: bytes) -> Iterator[str]:
    """A page as text, or every text within a Word or Excel file."""
    try:
        with ZipFile(BytesIO(content)) as book:
            yield from (book.read(name).decode(errors="replace") for name in book.namelist())
    except BadZipFile:
        yield CSRF.sub("", content.decode(errors="replace"))


def commands(scene: Scene) -> Seen:
    """What the commands print that show things."""
    code = scene.cast.round.code
    asked = (["ranking", code], ["ranking", code, "--json"], ["history", scene.bid.reference])
    found = {}
    for words in asked:
        out = StringIO()
        call_command(*words, stdout=out)
        found[" ".join(words)] = out.getvalue()
    return found


def differing(one: Seen, other: Seen) -> list[str]:
    """Where two walks read otherwise, each with the first line that differs."""
    found = []
    for address in sorted(one.keys() | other.keys()):
        lines, others = (seen.get(address, "").splitlines() for seen in (one, other))
        for line, beside in zip_longest(lines, others, fillvalue=""):
            if line != beside:
                found.append(f"{address}\n    {line.strip()[:200]}\n    {beside.strip()[:200]}")
                break
    return found


def telling(seen: Seen, secrets: Iterable[str]) -> list[str]:
    """The addresses where a secret is read, with it."""
    return [
        f"{where}: {secret}" for where, text in seen.items() for secret in secrets if secret in text
    ]
