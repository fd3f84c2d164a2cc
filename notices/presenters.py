"""The service's health, the outbox and the emails' words, as pages show them."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notices.health import Health
from notices.models import Message
from notices.querysets import MOST_TRIES
from notices.wording import KINDS, Kind
from people.models import Partnership
from ui.dates import format_moment
from ui.parts import Badge, Column, Fact, Lines, Link, Table

UP, DOWN = Badge(_("Working"), "green"), Badge(_("Not reachable"), "red")


def health_facts(health: Health) -> list[Fact]:
    """Each part, and what it means that one is down."""
    facts = [
        Fact(gettext("Database"), UP if health.database else DOWN),
        Fact(
            gettext("Queue"),
            UP
            if health.queue
            else Lines(
                [DOWN],
                gettext(
                    "Messages wait in the outbox until it is back, and tries to sign in are counted "
                    "less strictly. Nothing is lost."
                ),
            ),
        ),
    ]
    if health.scanner is not None:
        waits = gettext("Files wait until it is back. Until then nobody can open them.")
        facts.append(Fact(gettext("Virus scanner"), UP if health.scanner else Lines([DOWN], waits)))
    if health.waiting is not None:
        facts.append(Fact(gettext("Messages waiting to be sent"), f"{health.waiting:,}"))
    if health.given_up:
        facts.append(Fact(gettext("Messages that could not be sent"), f"{health.given_up:,}"))
    return facts


STANDING = {
    "sent": Badge(_("Sent"), "green"),
    "waiting": Badge(_("Waiting"), "blue"),
    "held": Badge(_("Held back"), "yellow"),
    "failed": Badge(_("Not sent"), "red"),
}


def standing(message: Message) -> Badge:
    """How a message stands, in a word."""
    if message.sent_at:
        return STANDING["sent"]
    if message.held:
        return STANDING["held"]
    return STANDING["failed" if message.tries >= MOST_TRIES else "waiting"]


def outbox_table(rows: Iterable[Message], partnership: Partnership) -> Table:
    """Messages, newest first."""
    titles = [_("Email"), _("To"), _("How it stands"), _("Written")]
    return Table(
        caption=gettext("Messages"),
        columns=[Column(str(title)) for title in titles],
        rows=[
            [
                Link(
                    message.subject, reverse("outbox-message", args=[partnership.code, message.pk])
                ),
                message.to,
                Lines([standing(message)], _why(message)),
                format_moment(message.made_at),
            ]
            for message in rows
        ],
    )


def _why(message: Message) -> str:
    if message.sent_at:
        return format_moment(message.sent_at)
    if message.held:
        return gettext("until %(when)s") % {"when": format_moment(message.next_try_at)}
    return message.error[:200]


def message_facts(message: Message) -> list[Fact]:
    """What is known of a message beside its text."""
    facts = [
        Fact(gettext("To"), message.to),
        Fact(gettext("Subject"), message.subject),
        Fact(gettext("How it stands"), Lines([standing(message)], _why(message))),
        Fact(gettext("Written"), format_moment(message.made_at)),
    ]
    if message.tries and not message.sent_at:
        facts.append(Fact(gettext("Tries"), str(message.tries)))
    return facts


def wordings_table(partnership: Partnership, own: Collection[str]) -> Table:
    """Every email whose words a partnership may change."""
    return Table(
        caption=gettext("Emails"),
        columns=[
            Column(gettext("Email")),
            Column(gettext("When it goes")),
            Column(gettext("Words")),
        ],
        rows=[
            [
                Link(str(kind.subject), reverse("wording-edit", args=[partnership.code, code])),
                str(kind.when),
                gettext("Your own") if code in own else gettext("The service’s"),
            ]
            for code, kind in KINDS.items()
            if kind.editable
        ],
    )


def fields_table(kind: Kind) -> Table:
    """The fields that an email can hold."""
    return Table(
        caption=gettext("Fields"),
        columns=[
            Column(gettext("Field")),
            Column(gettext("What it is")),
            Column(gettext("Example")),
        ],
        rows=[[f"(({name}))", str(what), example] for name, (what, example) in kind.fields.items()],
    )
