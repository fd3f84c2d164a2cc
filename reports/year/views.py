"""The year's statement as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from base.export import WORD
from people.requests import SignedInRequest
from reports.views import file_answer
from reports.year.word import render
from scoring.viewers import find_papers


@require_safe
@login_required
def year_end_word(request: SignedInRequest, code: str) -> HttpResponse:
    """The statement of grant for the PCC."""
    round = find_papers(request.user, code)
    return file_answer(f"statement-of-grant-{round.code}.docx", render(round), WORD)
