"""The panel pack: what stands in it, what does not, and that nothing in it is taken for markup."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from bids.actions import start, submit
from bids.attachments import attach
from bids.models import Bid
from reports.letters import BOX, printable
from reports.panel.pack import render
from rounds.models import Pot
from scoring.models import Declaration, Interest
from scoring.to_score import ToScore, to_score
from tests.cast import STARTED, SUBMITTED, Cast
from tests.files import pdf

HOSTILE = (
    '#panic("out") *bold* _it_ = Heading $x^2$ @ref <label> `raw` \\ #{ } [ ] // /* '
    '#import "a.typ" \u0627\u0644 \U0001f600 ' + "x" * 300
)

TURNED = "\u202ertl\u202c \x07"


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """A submitted bid about which the panel member declared to have no interest."""
    bid = cast.submitted()
    declare(cast, bid)
    return bid


def declare(cast: Cast, bid: Bid, *, has_interest: bool = False) -> None:
    Declaration.objects.create(
        round=cast.round,
        member=cast.panel_member,
        organisation=bid.organisation,
        has_interest=has_interest,
        by=cast.panel_member,
    )


def theirs(cast: Cast) -> ToScore:
    return to_score(cast.round, cast.panel_member)


def read_pdf(content: bytes) -> tuple[PdfReader, str]:
    """The file, and its words."""
    found = PdfReader(io.BytesIO(content))
    return found, "\n".join(page.extract_text() for page in found.pages)


def words(cast: Cast, **changes: Any) -> str:
    return read_pdf(render(cast.round, cast.panel_member, theirs(cast), **changes))[1]


def test_it_is_a_tagged_file_with_a_title_and_a_language(cast: Cast, bid: Bid) -> None:
    found, _text = read_pdf(render(cast.round, cast.panel_member, theirs(cast)))
    root: Any = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert found.metadata
    assert found.metadata.title == "Panel pack: Grant of grant-2019-20"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()


def test_its_bookmarks_name_each_bid_in_order(cast: Cast, bid: Bid) -> None:
    second = cast.submitted()
    found, _text = read_pdf(render(cast.round, cast.panel_member, theirs(cast)))
    marks = [str(one["/Title"]) for one in found.outline if isinstance(one, dict)]
    assert marks[-2:] == [f"{bid.reference} Night café", f"{second.reference} Night café"]


def test_a_bid_begins_on_a_page_of_its_own_with_its_answers_and_a_grid(
    cast: Cast, bid: Bid
) -> None:
    second = cast.submitted()
    found, text = read_pdf(render(cast.round, cast.panel_member, theirs(cast)))
    starts = [
        page.extract_text().lstrip().splitlines()[0]
        for page in found.pages
        if page.extract_text().lstrip().startswith("CSP19-")
    ]
    assert starts == [f"{bid.reference} Night café", f"{second.reference} Night café"]
    for said in ("Youth Works", "Nowhere to go.", "Coffee and talk.", "A worker", "£5,000.00"):
        assert text.count(said) >= 2, said
    assert f"Your scores: {bid.reference}" in text
    assert "Evidence of need" in text
    assert "Put victims first" in text
    assert "Page 1 of" in text


def test_the_contact_is_not_in_it(cast: Cast, bid: Bid) -> None:
    assert "applicant@youth.example" not in words(cast)


def test_bids_with_an_interest_and_undeclared_ones_are_left_out(cast: Cast, bid: Bid) -> None:
    conflicted = cast.submitted()
    Interest.objects.create(bid=conflicted, member=cast.panel_member, words="A trustee")
    draft = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    undeclared = submit(bid=draft, by=cast.rival, at=SUBMITTED)
    text = words(cast)
    assert bid.reference in text
    assert conflicted.reference not in text
    assert undeclared.reference not in text
    assert "1 more bid is not in this pack" in text


def test_a_declared_interest_and_an_own_bid_are_left_out(cast: Cast, bid: Bid) -> None:
    assert theirs(cast).bids
    bid.people.add(cast.panel_member)
    assert not theirs(cast).bids
    bid.people.clear()
    declare(cast, bid, has_interest=True)
    assert not theirs(cast).bids


def test_a_bid_that_failed_a_gate_is_left_out(cast: Cast, bid: Bid) -> None:
    cast.failed_gate(bid)
    assert not theirs(cast).bids


def test_a_blind_pack_names_nobody(cast: Cast) -> None:
    draft = cast.draft()
    attach(bid=draft, name="Youth Works accounts.pdf", content=pdf(), by=cast.applicant)
    bid = submit(bid=draft, by=cast.applicant, at=SUBMITTED)
    declare(cast, bid)
    assert "Youth Works" in words(cast)
    assert "Youth Works accounts.pdf" in words(cast)
    text = words(cast, hidden={bid.pk})
    assert "Youth Works" not in text
    assert "charity" not in text
    assert "File 1.pdf" in text
    assert "Applicant hidden until the sift" in text
    assert "Who bids is not shown to you." in text


def test_what_people_write_is_never_markup(cast: Cast) -> None:
    answers = cast.answers(project=HOSTILE[:200], need=HOSTILE, summary="= Not a heading")
    given: dict[str, Any] = {"round": cast.round, "organisation": cast.organisation}
    draft = start(**given, route=Pot.MAIN, by=cast.applicant, at=STARTED, answers=answers)
    declare(cast, submit(bid=draft, by=cast.applicant, at=SUBMITTED))
    cast.round.title = TURNED + HOSTILE[:200]
    cast.panel_member.name = HOSTILE[:100]
    found, text = read_pdf(render(cast.round, cast.panel_member, theirs(cast)))
    assert '#panic("out") *bold* _it_ = Heading' in " ".join(text.split())
    assert "= Not a heading" in text
    assert "Not a heading" not in str(found.outline)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Café – “five” £5 → ✓", "Café – “five” £5 → ✓"),
        ("Cafe\u0301", "Café"),
        ("\u0627\U0001f600", BOX * 2),
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("one\r\ntwo\u2028three\tfour", "one\ntwo\nthree four"),
    ],
)
def test_only_letters_that_the_font_has_are_drawn(written: str, drawn: str) -> None:
    assert printable(written) == drawn


def test_a_long_word_may_break() -> None:
    assert printable("x" * 65).count("\u200b") == 2
