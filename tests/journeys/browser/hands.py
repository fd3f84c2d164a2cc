"""What people do with their hands on many pages: press, fill in, open the email, write a whole bid."""

import re
import time
from datetime import date, timedelta

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone
from playwright.sync_api import FilePayload, Locator, Page, expect

from people.models import User
from rounds.models import Round
from tests.cast import Cast
from tests.journeys.browser.conftest import newest_email
from ui.dates import in_london


def today() -> date:
    """The day in London."""
    return in_london(timezone.now()).date()


def in_days(days: int) -> date:
    """A day to come, or gone where it is below zero."""
    return today() + timedelta(days=days)


def open_now(cast: Cast) -> Round:
    """The round of the cast, open today, in a financial year that suits."""
    now, day = timezone.now(), in_days(120)
    year = day.year if day.month > 3 else day.year - 1
    Round.objects.filter(pk=cast.round.pk).update(
        opens=now - timedelta(days=9),
        closes=now + timedelta(days=20),
        panel=in_days(30),
        submission_due=in_days(40),
        committee=in_days(200),
        financial_year=f"{year}-{(year + 1) % 100:02d}",
    )
    cast.round.refresh_from_db()
    return cast.round


def go(way: Locator) -> None:
    """Click on what leads to another page, and wait until that page is there.

    A click alone waits for nothing: what is read or filled in next would meet the page before.
    """
    with way.page.expect_navigation():
        way.click()


def press(page: Page | Locator, words: str) -> None:
    """Press the button with exactly these words, and wait for the page it leads to."""
    go(page.get_by_role("button", name=words, exact=True))


def follow(page: Page | Locator, words: str) -> None:
    """Follow the first link with these words, and wait for the page it leads to."""
    go(page.get_by_role("link", name=words).first)


def says(page: Page, words: str) -> None:
    """The page says these words."""
    expect(page.get_by_role("main")).to_contain_text(words)


def at_page(page: Page, heading: str) -> None:
    """This is the page with that heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def fill(page: Page, **said: str) -> None:
    """Fill in the boxes with these names."""
    for name, value in said.items():
        page.locator(f"[name={name}]").fill(value)


def fill_date(page: Page, name: str, day: date, time: str = "") -> None:
    """Fill in the boxes of a date, and of a time where one is given."""
    parts = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    for part, text in (parts | ({"time": time} if time else {})).items():
        page.locator(f"[name={name}_{part}]").fill(text)


PASSWORD = "three random words"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def enrol(user: User) -> None:
    """Give somebody of the staff a password and an authenticator app, as if they had set them up."""
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
    user.save()
    TOTP.activate(user, SECRET)
    user.emailaddress_set.create(  # type: ignore[attr-defined]  # the sign-in's own table
        email=user.email, verified=True, primary=True
    )


def app_code(secret: str = SECRET) -> str:
    """What the authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def code_in(address: str) -> str:
    """The code in the newest email to somebody."""
    found = re.search(r"\d{4}-\d{4}", newest_email(address).body)
    assert found is not None
    return found[0]


def sign_up(page: Page, email: str, name: str) -> None:
    """From the sign-in page: a name, an address, and the code that comes."""
    follow(page, "Sign up to apply for a grant")
    fill(page, email=email, name=name)
    press(page, "Continue")
    fill(page, code=code_in(email))
    press(page, "Continue")


def sign_in_with_code(page: Page, user: User) -> None:
    """From the sign-in page: the address, and the code that comes."""
    fill(page, email=user.email)
    press(page, "Send me a code")
    fill(page, code=code_in(user.email))
    press(page, "Continue")


def sign_in_with_password(page: Page, user: User) -> None:
    """From the sign-in page: the password, then what the app shows."""
    follow(page, "Sign in with your password")
    fill(page, login=user.email, password=PASSWORD)
    press(page, "Continue")
    fill(page, code=app_code())
    press(page, "Sign in")


def link_in(address: str) -> str:
    """The path of the address in the newest email to somebody."""
    found = re.search(r"https?://[^/\s]+(/\S*)", newest_email(address).body)
    assert found is not None
    return found[1]


def choose_file(page: Page, name: str, content: bytes) -> None:
    """Choose a file that was made here."""
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def fill_line(page: Page, number: int, what: str, kind: str, amount: str) -> None:
    """Fill in a line of the budget, by what a person reads at its boxes."""
    line = page.get_by_role("group", name=f"Line {number}")
    line.get_by_label("What it pays for").fill(what)
    line.get_by_label("Kind of cost").fill(kind)
    line.get_by_label("Amount").fill(amount)


def write_bid(page: Page, *, partners: str = "") -> None:
    """Fill in every section of a bid that was begun, one after the other, from the task list.

    With ``partners`` the round asks one question of its own, who else is with them.
    """
    follow(page, "Organisation and contact")
    press(page, "Save and continue")
    page.get_by_label("What is your project called?").fill("Night café")
    page.get_by_label("What is your project, in a few sentences?").fill("Open at night.")
    fill(page, area="High Street")
    press(page, "Save and continue")
    for name, day in (("Start", in_days(150)), ("End", in_days(400))):
        date = page.get_by_role("group", name=name)
        date.get_by_label("Day").fill(str(day.day))
        date.get_by_label("Month").fill(f"{day:%B}".lower())
        date.get_by_label("Year").fill(str(day.year))
    press(page, "Save and continue")
    page.get_by_label("Put victims first").check()
    page.get_by_label("Keep young people safe").check()
    press(page, "Save and continue")
    for words in ("Nowhere to go.", "Coffee and talk.", "Fewer calls to the police."):
        page.locator("textarea").fill(words)
        press(page, "Save and continue")
    page.get_by_label("What you will measure").fill("Calls to the police")
    page.get_by_label("What you aim for").fill("Half")
    press(page, "Save and continue")
    page.get_by_label("How much money are you asking for?").fill("1,200.50")
    press(page, "Save and continue")
    fill_line(page, 1, "A worker", "Staff", "1,200.50")
    press(page, "Save and continue")
    page.get_by_label("Yes").check()
    press(page, "Save and continue")
    if partners:
        page.get_by_label("Who else is with you?").fill(partners)
        press(page, "Save and continue")
    at_page(page, "Night café")


def declare_and_send(page: Page) -> None:
    """Check the answers, declare and send the bid, from its task list."""
    press(page, "Check your answers")
    for box in ("authorised", "true", "consent"):
        page.locator(f"[name={box}]").check()
    press(page, "Declare and send the bid")
    at_page(page, "Bid sent")
