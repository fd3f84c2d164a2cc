"""What was sent: a copy to print, and what changed between two versions."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bids.blind import file_names, is_blind, shown_organisation, without_names
from bids.finding import find_visible
from bids.models import Bid, Version
from bids.rules import allows
from bids.version_presenters import (
    changes,
    changes_table,
    declared_lines,
    facts_of,
    files_table,
    versions_table,
)
from bids.versions import Content, last_sent, read
from people.models import User
from people.permissions import Permission, may
from people.requests import SignedInRequest


@require_safe
@login_required
def bid_copy(request: SignedInRequest, reference: str) -> HttpResponse:
    """Everything that was sent, to read and print: the last version unless another is asked for."""
    bid = find_visible(request.user, reference)
    blind = is_blind(request.user, bid)
    version, said = find_sent(bid, request.GET.get("version", ""), blind=blind)
    contact = sees_contact(request.user, bid)
    versions = list(bid.versions.select_related("by"))
    address = reverse("bid-copy", args=[reference])
    context: dict[str, Any] = {
        "bid": bid,
        "version": version,
        "facts": facts_of(said, contact=contact),
        "files": files_table(said),
        "declared": declared_lines(said),
        "versions": versions_table(versions, address, names=contact) if len(versions) > 1 else None,
        "contact": contact,
        "blind": blind,
    }
    return render(request, "bids/copy.html", context)


@require_safe
@login_required
def bid_changes(request: SignedInRequest, reference: str) -> HttpResponse:
    """What changed between the last two times that the bid was sent, or another two that follow."""
    bid = find_visible(request.user, reference)
    blind = is_blind(request.user, bid)
    context: dict[str, Any] = {
        "bid": bid,
        "organisation": shown_organisation(bid, blind=blind),
    }
    version, after = find_sent(bid, request.GET.get("version", ""), blind=blind)
    if version is None or version.number == 1:
        return render(request, "bids/changes.html", context)
    before, said = find_sent(bid, str(version.number - 1), blind=blind)
    found = changes(said, after, contact=sees_contact(request.user, bid))
    context |= {"before": before, "after": version, "changes": changes_table(found)}
    return render(request, "bids/changes.html", context)


def find_sent(bid: Bid, number: str, *, blind: bool) -> tuple[Version | None, Content]:
    """A version by its number, or the last, and what it says; nothing was sent: no such page.

    ``blind``: without who sent it.
    """
    version, said = _find_sent(bid, number)
    return version, without_names(said, file_names(bid, blind=True)) if blind else said


def _find_sent(bid: Bid, number: str) -> tuple[Version | None, Content]:
    versions = bid.versions.select_related("note", "by")
    if number:
        wanted = versions.filter(number=int(number)) if _is_number(number) else versions.none()
        version = wanted.first()
        if version is None:
            raise Http404
        return version, read(version)
    last = versions.last()
    if last is None and not bid.history.filter(transition="submit").exists():
        raise Http404
    return last, read(last) if last else last_sent(bid)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4


def sees_contact(user: User, bid: Bid) -> bool:
    """Whether somebody who sees the bid is shown whom to write to: not the panel."""
    reads = may(user, Permission.READ, bid.round.partnership)
    return reads or allows("bids.edit", user, bid)
