"""The service navigation: the pages that a person may open, above every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from people.models import Membership, User
from people.roles import ROLES, Permission

STAFF = frozenset(Permission)


@dataclass(frozen=True)
class Part:
    """What somebody holds, by the key of the partnership, and the rounds whose bids they see."""

    held: Mapping[int, frozenset[Permission]]
    rounds: tuple[str, ...]
    """Codes, the latest round first."""
    partnerships: tuple[str, ...]
    """Codes; that of the latest round first."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """What they may do in one partnership or another."""
        return frozenset().union(*self.held.values())

    def may(self, permission: Permission, partnership: int) -> bool:
        """Whether they may do something in a partnership. For buttons; verbs ask again."""
        return permission in self.held.get(partnership, frozenset())


@dataclass(frozen=True)
class Entry:
    """A page of the navigation: its name among the addresses, and who is led there."""

    text: str | Promise
    name: str
    needs: frozenset[Permission]
    """Any of these will do; where there are none, everybody may."""
    of: str = ""
    """What its address names: a ``round`` or a ``partnership``; nothing where it names neither."""


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
READ_OR_SCORE = frozenset({Permission.READ, Permission.SCORE})
ENTRIES = (
    Entry(_("Desk"), "desk", STAFF),
    Entry(_("Bids"), "bids", READ_OR_SCORE, of="round"),
    Entry(_("Scores"), "scoring", frozenset({Permission.SCORE}), of="round"),
    Entry(_("Round"), "round", READ_OR_SCORE, of="round"),
    Entry(_("Panel"), "panel", frozenset({Permission.SIFT}), of="round"),
    Entry(_("Interests"), "interests", frozenset({Permission.SCORE}), of="round"),
    Entry(_("Finance"), "finance", frozenset({Permission.READ}), of="round"),
    Entry(_("Tactical"), "tactical", frozenset({Permission.READ}), of="round"),
    Entry(_("Decisions"), "decisions", frozenset({Permission.READ}), of="round"),
    Entry(_("Payments"), "payments", frozenset({Permission.PAY}), of="round"),
    Entry(_("Returns"), "returns-list", frozenset({Permission.READ}), of="round"),
    Entry(_("Organisations"), "organisations", frozenset({Permission.READ})),
    Entry(_("People"), "people", frozenset({Permission.MANAGE_STAFF, Permission.INVITE_PANEL})),
    Entry(_("Emails"), "outbox", frozenset({Permission.READ}), of="partnership"),
    Entry(_("Audit trail"), "audit", frozenset({Permission.READ_AUDIT})),
)
FOR_APPLICANTS = (
    Entry(_("Your bids"), "home", frozenset()),
    Entry(_("Your organisations"), "organisations", frozenset()),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The links, worked out where a page draws them: one query, once for each request."""
    return {"navigation": SimpleLazyObject(lambda: links(request))}


def part_of(request: HttpRequest) -> Part:
    """What the person who asks holds; kept on the request."""
    found: Part | None = getattr(request, "part", None)
    if found is None:
        found = _part(request.user) if isinstance(request.user, User) else Part({}, (), ())
        request.part = found  # type: ignore[attr-defined]  # kept for this request
    return found


def _part(user: User) -> Part:
    rows = Membership.objects.filter(user=user).values_list(
        "partnership",
        "partnership__code",
        "role",
        "partnership__rounds__code",
        "partnership__rounds__opens",
    )
    held: dict[int, frozenset[Permission]] = {}
    rounds: dict[str, datetime] = {}
    partnerships: dict[str, datetime] = {}
    for pk, partnership, role, code, opens in rows:
        permissions = ROLES[role].permissions
        held[pk] = held.get(pk, frozenset()) | permissions
        partnerships[partnership] = max(partnerships.get(partnership, LONG_AGO), opens or LONG_AGO)
        if code and permissions & READ_OR_SCORE:
            rounds[code] = opens
    return Part(held, _newest(rounds), _newest(partnerships))


def _newest(found: Mapping[str, datetime]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda code: (found[code], code), reverse=True))


def links(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries for the person, as the design system's component takes them."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return []
    part, match = part_of(request), request.resolver_match
    here = match.url_name if match else None
    asked = match.kwargs.get("code") if match else None
    codes = {
        "round": asked if asked in part.rounds else next(iter(part.rounds), None),
        "partnership": asked if asked in part.partnerships else next(iter(part.partnerships), None),
    }
    entries = ENTRIES if part.permissions else FOR_APPLICANTS
    found = []
    for entry in entries:
        href = _address(entry, codes.get(entry.of))
        if href and (entry.needs & part.permissions or not entry.needs):
            found.append(_item(entry.text, href, here == entry.name))
    return found


def _address(entry: Entry, code: str | None) -> str | None:
    """Where the page is; nothing where there is none, or no round or partnership to show."""
    if entry.of and code is None:
        return None
    try:
        return reverse(entry.name, args=[code] if entry.of else [])
    except NoReverseMatch:
        return None


def _item(text: str | Promise, href: str, current: bool) -> dict[str, Any]:
    return {"text": str(text), "href": href, "current": current}
