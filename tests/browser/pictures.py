"""``python -m tests.browser.pictures`` writes pictures of the main pages to ``docs/pictures``.

They show the demo's round, and a round that is open (``tests.browser.scene``), as their people see
them. Another page is another line of ``PICTURES``.
"""

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.conf import settings
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium, service
from tests.browser.service import Service

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
TALLEST = 1500
COLOURS = 128
ROUND = "/rounds/smp-2019-20"
PARTNERSHIP = "/partnerships/smp"
HARBOUR = "harbour@example.org"
LAST_MEMBER = "health@example.nhs.uk"


@dataclass(frozen=True)
class Picture:
    """A page, as somebody sees it: a role of the demo's round, an applicant's email, or nobody.

    In the address stand names of ``tests.browser.scene``, in braces.
    """

    name: str
    who: str | None
    address: str
    width: int = 1280
    then: Callable[[Page], None] | None = None
    """What is done on the page before the picture is taken."""


def ask_for_a_code(page: Page) -> None:
    """Send the form that asks for a code."""
    page.get_by_label("Email address").fill("nightsupport@example.org")
    with page.expect_navigation():
        page.get_by_role("button", name="Send me a code").click()


def write_much(page: Page) -> None:
    """Write nearly as many words as fit, so that the page counts them, and let it keep them."""
    box = page.locator("textarea")
    said = box.input_value()
    box.fill(" ".join([said] * (470 // len(said.split()))))
    page.wait_for_selector("[data-saved]:has-text('Saved at')")


PICTURES = (
    Picture("home", None, "/"),
    Picture("home-320", None, "/", 320),
    Picture("sign-in", None, "/sign-in"),
    Picture("sign-in-code", None, "/sign-in", then=ask_for_a_code),
    Picture("second-step", "officer", "/account/second-step"),
    Picture("account", "officer", "/account"),
    Picture("about", None, f"{ROUND}/about"),
    Picture("about-320", None, f"{ROUND}/about", 320),
    Picture("questions", None, f"{ROUND}/questions"),
    Picture("eligibility", None, f"{ROUND}/eligibility"),
    Picture("my-bids", "nightsupport@example.org", "/"),
    Picture("my-bid-320", "nightsupport@example.org", "/bids/SMP19-001", 320),
    Picture("tasks", HARBOUR, "/bids/{draft}/tasks"),
    Picture("tasks-320", HARBOUR, "/bids/{draft}/tasks", 320),
    Picture("budget", HARBOUR, "/bids/{draft}/edit/budget"),
    Picture("check", HARBOUR, "/bids/{draft}/check"),
    Picture("section", HARBOUR, "/bids/{draft}/edit/need", then=write_much),
    Picture("section-320", HARBOUR, "/bids/{draft}/edit/need", 320, then=write_much),
    Picture("receipt", "nightsupport@example.org", "/bids/{sent}/sent"),
    Picture("where", "nightsupport@example.org", "/bids/{sent}"),
    Picture("organisation", "nightsupport@example.org", "/organisations/{organisation}"),
    Picture("desk", "officer", "/desk"),
    Picture("desk-320", "officer", "/desk", 320),
    Picture("round-edit", "officer", "/rounds/{planned}/edit"),
    Picture("round-dates", "officer", "/rounds/{planned}/edit/dates"),
    Picture("round-publish", "officer", "/rounds/{planned}/publish"),
    Picture("gates", "officer", "/bids/{sent}/gates"),
    Picture("round", "officer", ROUND),
    Picture("round-320", "officer", ROUND, 320),
    Picture("bids", "officer", f"{ROUND}/bids"),
    Picture("bid", "officer", "/bids/SMP19-001"),
    Picture("notes", "officer", "/bids/SMP19-004/notes"),
    Picture("interests-320", LAST_MEMBER, "/rounds/{open}/interests", 320),
    Picture("scoring", "panel", "/rounds/{open}/scoring"),
    Picture("score", "panel", "/bids/{to_score}/score"),
    Picture("score-320", "panel", "/bids/{to_score}/score", 320),
    Picture("register", "officer", "/rounds/{open}/interests/register"),
    Picture("panel", "officer", "/rounds/{open}/panel"),
    Picture("panel-day", "officer", "/rounds/{open}/panel-day/main"),
    Picture("panel-day-bid", "officer", "/bids/{revealed}/panel-day", 1920),
    Picture("panel-day-bid-320", "officer", "/bids/{revealed}/panel-day", 320),
    Picture("money", "officer", "/rounds/{open}/money/main"),
    Picture("why", "officer", "/bids/SMP19-003/why"),
    Picture("agreement", "officer", f"{ROUND}/panel/agreement"),
    Picture("decisions", "officer", f"{ROUND}/decisions"),
    Picture("decide", "decision-maker", f"{ROUND}/decide"),
    Picture("decide-320", "decision-maker", f"{ROUND}/decide", 320),
    Picture("decide-one", "decision-maker", "/bids/SMP19-004/decide"),
    Picture("finance", "finance", f"{ROUND}/finance"),
    Picture("finance-320", "finance", f"{ROUND}/finance", 320),
    Picture("ledger", "finance", f"{ROUND}/ledger"),
    Picture("files", "officer", f"{ROUND}/files"),
    Picture("committee-timetable", "officer", f"{ROUND}/committee-timetable"),
    Picture("sign-offs", "officer", f"{ROUND}/sign-offs"),
    Picture("sign-off-ask", "officer", f"{ROUND}/sign-offs/legal"),
    Picture("members-questions-320", "officer", f"{ROUND}/members-questions", 320),
    Picture("published", None, "/open-data"),
    Picture("funded", None, "/funded/smp/2019-20"),
    Picture("funded-320", None, "/funded/smp/2019-20", 320),
    Picture("open-data", "officer", f"{ROUND}/open-data"),
    Picture("statement", "finance", f"{ROUND}/statement?as-at=2019-08-31"),
    Picture("payments", "finance", f"{ROUND}/payments"),
    Picture("claim", "finance", "/bids/SMP19-003/claims/1"),
    Picture("claims-320", HARBOUR, "/bids/SMP19-003/claims", 320),
    Picture("virement", "decision-maker", f"{ROUND}/virements/1"),
    Picture("offer", "officer", "/bids/{offered}/agreement"),
    Picture("terms", "officer", "/bids/{offered}/award-terms"),
    Picture("return", HARBOUR, "/bids/SMP19-003/returns/{final}"),
    Picture("return-320", HARBOUR, "/bids/SMP19-003/returns/{final}", 320),
    Picture("returns", "officer", f"{ROUND}/returns"),
    Picture("variation", "officer", "/bids/SMP19-001/variations/1"),
    Picture("tactical", "officer", f"{ROUND}/tactical"),
    Picture("tactical-new-320", HARBOUR, "/rounds/{open}/tactical/new", 320),
    Picture("underspend", "officer", f"{ROUND}/underspend"),
    Picture("spend", "finance", f"{ROUND}/spend"),
    Picture("spend-320", "finance", f"{ROUND}/spend", 320),
    Picture("reconcile", "finance", f"{ROUND}/reconcile"),
    Picture("subsidy", "officer", "/bids/SMP19-003/subsidy"),
    Picture("priorities", "officer", f"{ROUND}/priorities"),
    Picture("year-end", "finance", f"{ROUND}/year-end"),
    Picture("year-end-320", "finance", f"{ROUND}/year-end", 320),
    Picture("round-close", "decision-maker", f"{ROUND}/close"),
    Picture("outbox", "officer", f"{PARTNERSHIP}/outbox"),
    Picture("emails", "officer", f"{PARTNERSHIP}/emails"),
    Picture("email", "officer", f"{PARTNERSHIP}/emails/bid-approved"),
    Picture("hold", "officer", f"{PARTNERSHIP}/hold"),
    Picture("people", "auditor", f"{PARTNERSHIP}/people"),
    Picture("audit", "auditor", f"{PARTNERSHIP}/audit"),
)


def cookie(who: str, address: str) -> object:
    """The session of one of the demo's people."""
    from people.models import User
    from rounds.actions import first_person
    from rounds.models import Round
    from tests.browser.sessions import session_of

    if "@" in who:
        return session_of(User.objects.get(email=who), address)
    return session_of(first_person(Round.objects.earliest("pk"), who), address)


def take(browser: Browser, picture: Picture, address: str, names: dict[str, str]) -> bytes:
    """The page as a PNG: all of it, or its top where it is long. Raises ``SystemExit`` on a refusal."""
    with browser.new_context(
        base_url=address,
        viewport={"width": picture.width, "height": 700},
        timezone_id="Europe/London",
    ) as context:
        if picture.who:
            context.add_cookies([cookie(picture.who, address)])  # type: ignore[list-item]
        page = context.new_page()
        answer = page.goto(picture.address.format(**names))
        if answer is None or answer.status != 200:
            raise SystemExit(
                f"{picture.name}: {picture.address} answers {answer and answer.status}."
            )
        if picture.then:
            picture.then(page)
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": picture.width, "height": height})
        return small(page.screenshot())


def small(png: bytes) -> bytes:
    """The same picture in few colours."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def main(names: list[str]) -> None:
    """Take all pictures, or those that are named."""
    with TemporaryDirectory() as var:
        os.environ.update(VAR_ROOT=var, DJANGO_SETTINGS_MODULE="tests.settings")
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", stdout=io.StringIO())
        from tests.browser.scene import set_up

        scene = set_up()
        database = f"sqlite:///{settings.DATABASES['default']['NAME']}"
        static = service.collect_static(Path(var) / "collected")
        with (
            service.broker() as broker,
            service.serving(
                Path(var) / "service",
                database=database,
                broker=broker,
                static=static,
                media=Path(settings.MEDIA_ROOT),
            ) as served,
        ):
            take_all(served, names, scene)


def take_all(served: Service, names: list[str], scene: dict[str, str]) -> None:
    """Write the pictures."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for picture in PICTURES:
            if not names or picture.name in names:
                png = take(browser, picture, served.address, scene)
                (FOLDER / f"{picture.name}.png").write_bytes(png)
                sys.stdout.write(f"{picture.name}.png {len(png) // 1024} KB\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
