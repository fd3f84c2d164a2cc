"""What everybody may read: open data at addresses that stay, and what came of what was funded."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.hold import hold_ends
from people.requests import SignedInRequest
from reports.open_data.grants import gather
from reports.open_data.outcomes import by_area
from reports.open_data.presenters import left_out_table, published_table
from reports.open_data.year import FILES, Year, find_year, years
from reports.views import file_answer
from scoring.viewers import find_papers

SECONDS = 300
"""For how long others may keep what is published."""


@require_safe
def published_page(request: HttpRequest) -> HttpResponse:
    """The years of which something is published, and their files."""
    found = [
        {**one, "files": [(name, file.words) for name, file in FILES.items()]} for one in years()
    ]
    return render(request, "reports/published.html", {"years": found})


@require_safe
def published_file(_request: HttpRequest, partnership: str, year: str, file: str) -> HttpResponse:
    """A file of a year, for programs and people alike; nobody signs in."""
    if file not in FILES:
        raise Http404
    found, wanted = _year(partnership, year), FILES[file]
    content = wanted.write(found)
    if content is None:
        raise Http404
    answer = file_answer(f"{partnership}-{year}-{file}", content, wanted.kind)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = f"public, max-age={SECONDS}"
    return answer


@require_safe
def funded_page(request: HttpRequest, partnership: str, year: str) -> HttpResponse:
    """What was funded in a year and what came of it, by area."""
    found = _year(partnership, year)
    context = {"found": found, "areas": by_area(found.rounds), "files": list(FILES.items())}
    return render(request, "reports/funded.html", context)


def _year(partnership: str, year: str) -> Year:
    found = find_year(partnership, year) if re.fullmatch(r"\d{4}-\d\d", year) else None
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def open_data_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What is published of a round, what is left out and why, and where."""
    round = find_papers(request.user, code)
    grants, announced = gather(round), gather(round, announced=True)
    waiting = len(grants.published) - len(announced.published)
    context = {
        "round": round,
        "published": published_table(announced.published),
        "left_out": left_out_table(round, grants.left_out),
        "waiting": waiting,
        "hold_ends": hold_ends(round.partnership),
        "removed": [one for one in grants.published if one.removed],
        "files": [(name, file.words) for name, file in FILES.items()],
        "title": _("Open data"),
    }
    return render(request, "reports/open_data.html", context)
