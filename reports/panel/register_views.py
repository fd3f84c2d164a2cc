"""The register of the panel: a page, and the same as a workbook."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.export import XLSX
from base.writing import Value
from people.requests import SignedInRequest
from reports.excel.book import Book
from reports.excel.lists import ListColumn, add_list
from reports.excel.looks import Look
from reports.panel.register import PanelRegister, panel_register
from reports.views import file_answer
from rounds.models import Round
from rounds.presenters import ROUTES
from scoring.interest_presenters import register_header, register_rows
from scoring.viewers import find_papers
from ui.parts import Column, Content, Lines, Link, Table

MOST = 100
"""Bids without a quorum that the page names; the workbook has them all."""
LONG = 2_000
"""Bids from which the workbook takes about a second, and is made in the background."""
MOMENT = Look("dd/mm/yyyy hh:mm")
SEATS = ("Panel member", "Email", "Route", "To score", "Sent", "Interests", "Still to declare")
QUORUM = ("Reference", "Organisation", "Route", "Scores that count", "Quorum", "Quorate")


@require_safe
@login_required
def register_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Who sat, how far each is, and which bids lack scores."""
    round = find_papers(request.user, code)
    found = panel_register(round)
    context = {
        "round": round,
        "seats": _seats_table(found),
        "lacking": _lacking_table(found),
        "bids": len(found.bids),
        "long": len(found.bids) > LONG,
        "more": max(len(found.lacking) - MOST, 0),
    }
    return render(request, "reports/panel_register.html", context)


def _seats_table(found: PanelRegister) -> Table:
    columns = [Column(_("Panel member")), Column(_("Route"))]
    titles = (_("To score"), _("Sent"), _("Interests"), _("Still to declare"))
    columns += [Column(words, numeric=True) for words in titles]
    rows: list[list[Content]] = [
        [
            Lines([str(seat.user)], seat.user.email if seat.user.name else ""),
            ROUTES.get(seat.route, _("Both routes")),
            *map(str, (seat.to_score, seat.sent, seat.interests, seat.waiting)),
        ]
        for seat in found.seats
    ]
    return Table(_("Who sat"), columns, rows)


def _lacking_table(found: PanelRegister) -> Table:
    columns = [Column(_("Bid")), Column(_("Scores that count"), numeric=True)]
    rows: list[list[Content]] = [
        [
            Lines([Link(one.reference, reverse("bid", args=[one.reference]))], one.organisation),
            _("%(counted)s of %(quorum)s") % {"counted": one.counted, "quorum": one.quorum},
        ]
        for one in found.lacking[:MOST]
    ]
    return Table(_("Bids that lack scores"), columns, rows)


@require_safe
@login_required
def register_file(request: SignedInRequest, code: str) -> HttpResponse:
    """The whole register: who sat, every declaration, and the quorum of every bid."""
    round = find_papers(request.user, code)
    return file_answer(f"panel-register-{code}.xlsx", workbook(round), XLSX)


def workbook(round: Round) -> bytes:
    """The register as a file. It is dated by when it was made: it says how things stand."""
    found = panel_register(round)
    book = Book(
        title=f"{round.title}: panel register",
        author=round.partnership.name,
        subject=f"Who sat, interests and quorum, {round.financial_year}",
        at=timezone.now(),
    )
    seats: list[list[Value]] = [
        [
            str(seat.user),
            seat.user.email,
            ROUTES.get(seat.route, "Both routes"),
            *(seat.to_score, seat.sent, seat.interests, seat.waiting),
        ]
        for seat in found.seats
    ]
    interests = list(register_rows(found.interests))
    quorum: list[list[Value]] = [
        [
            one.reference,
            one.organisation,
            ROUTES[one.route],
            one.counted,
            one.quorum,
            "yes" if one.is_quorate else "no",
        ]
        for one in found.bids
    ]
    declared = [str(words) for words in register_header()]
    for title, titles, widths, rows, words in (
        ("Panel", SEATS, (28, 34, 16, 10, 10, 10, 14), seats, "Who sat on the panel."),
        (
            "Interests",
            declared,
            (30, 24, 30, 10, 46, 18, 30, 9, 50),
            interests,
            "All that was declared.",
        ),
        ("Quorum", QUORUM, (14, 30, 16, 12, 10, 10), quorum, "The scores that count of each bid."),
    ):
        columns = [
            ListColumn(name, width, MOMENT if name == declared[5] else Look())
            for name, width in zip(titles, widths, strict=True)
        ]
        add_list(book, title, columns, rows, len(rows), description=words, above=round.title)
    return book.save()
