"""What everybody may read: open data at addresses that stay, and what came of what was funded."""

import re
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from awards.conditions import conditions, repayment_terms
from awards.hold import hold_ends
from people.requests import SignedInRequest
from reports.open_data.grants import gather
from reports.open_data.outcomes import by_area
from reports.open_data.presenters import (
    funded_sum,
    identifier_facts,
    left_out_table,
    published_table,
    specified_table,
    taken_table,
)
from reports.open_data.year import FILES, Year, find_bare_year, find_year, whole_year, years
from reports.views import file_answer
from scoring.viewers import find_papers

SECONDS = 300
"""For how long others may keep what is published."""


@require_safe
def published_page(request: HttpRequest) -> HttpResponse:
    """The years of which something is published, and their files."""
    context = {"years": years(), "files": list(FILES.items())}
    return render(request, "reports/published.html", context)


@require_safe
def published_file(request: HttpRequest, partnership: str, year: str, file: str) -> HttpResponse:
    """A file of a year, for programs and people alike: nobody signs in, and no cookie is read or given."""
    if file not in FILES:
        raise Http404
    answer = _unless_known(request, partnership, year, file)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@conditional_page
def _unless_known(_request: HttpRequest, partnership: str, year: str, file: str) -> HttpResponse:
    """The file; where the caller has it already, only that it has not changed."""
    answer = _answer(_year(partnership, year), f"{partnership}-{year}", file)
    answer["Cache-Control"] = f"public, max-age={SECONDS}"
    return answer


def _answer(year: Year, name: str, file: str) -> HttpResponse:
    wanted = FILES[file]
    content = wanted.write(year)
    if content is None:
        raise Http404
    return file_answer(f"{name}-{file}", content, wanted.kind)


@require_safe
def specified_page(request: HttpRequest, partnership: str, year: str) -> HttpResponse:
    """Every grant of a year, with its conditions and the reasons for it."""
    found = _year(partnership, year)
    rounds = [
        {"round": round, "conditions": conditions(round), "repayment": repayment_terms(round)}
        for round in found.rounds
    ]
    context = {"found": found, "table": specified_table(found.grants.every), "rounds": rounds}
    return render(request, "reports/specified.html", context)


@require_safe
def funded_page(request: HttpRequest, partnership: str, year: str) -> HttpResponse:
    """What was funded in a year and what came of it, by area."""
    found = _year(partnership, year, find_bare_year)
    areas = by_area(found.rounds)
    context = {
        "found": found,
        "areas": areas,
        "sum": funded_sum(areas),
        "files": list(FILES.items()),
    }
    return render(request, "reports/funded.html", context)


def _year(partnership: str, year: str, find: Callable[[str, str], Year | None] = find_year) -> Year:
    found = find(partnership, year) if re.fullmatch(r"\d{4}-\d\d", year) else None
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def open_data_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What is published of a round, what is left out and why, what was taken out, and where it all is."""
    round = find_papers(request.user, code)
    grants = gather(round)
    context = {
        "round": round,
        "published": published_table(one for one in grants.published if not one.is_kept_back),
        "left_out": left_out_table(round, grants.left_out),
        "waiting": sum(one.is_kept_back for one in grants.every),
        "hold_ends": hold_ends(round.partnership),
        "taken": taken_table(grants.every, by_area([round])),
        "files": list(FILES.items()),
        "any": bool(grants.every),
        "identifiers": identifier_facts(round),
    }
    return render(request, "reports/open_data.html", context)


@require_safe
@login_required
def open_data_file(request: SignedInRequest, code: str, file: str) -> HttpResponse:
    """A file of one round as it will be published, with what a hold keeps back: for the partnership."""
    round = find_papers(request.user, code)
    if file not in FILES:
        raise Http404
    return _answer(whole_year([round], gather(round)), round.code, file)
