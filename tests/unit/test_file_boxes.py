"""The boxes in which people choose a file: none reads more than it should."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from ui.fields import MEGABYTE, FileField
from ui.forms import Form

ATTACHMENTS = {"EvidenceForm", "ClaimForm", "LetterForm", "ReturnForm", "FileForm", "NoteForm"}
"""Whose files ``bids.file_checks`` looks at, which is never given more than it takes."""


def forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    for form in kind.__subclasses__():
        yield form
        yield from forms(form)


def test_every_box_of_a_file_that_is_read_whole_says_how_large_it_may_be() -> None:
    assert get_resolver().url_patterns  # every form that a page has is known by now
    boxes = {
        (form.__name__, field.most_mb)
        for form in forms()
        if form.__module__.startswith(("awards", "bids", "monitoring", "people", "reports"))
        for field in form.base_fields.values()
        if isinstance(field, FileField)
    }
    assert {name for name, most in boxes if most is None} == ATTACHMENTS
    assert ("AnsweredFileForm", 25) in boxes


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_that_is_too_large_is_refused_in_words(more: int) -> None:
    box, file = FileField(most_mb=1), SimpleUploadedFile("a.xlsx", bytes(MEGABYTE + more))
    if not more:
        assert box.clean(file) is file
        return
    with pytest.raises(ValidationError, match="The file is larger than 1 MB, too large"):
        box.clean(file)
