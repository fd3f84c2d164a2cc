"""The report that goes with the proposals: what it says, and that it is frozen with its version."""

import hashlib
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from docx import Document
from pypdf import PdfReader

from awards.agreements import agree
from awards.models import Submission
from base.errors import Refused
from bids.actions import withdraw
from bids.models import Bid
from people.models import User
from reports.submission.covering import PROPOSED, covering
from reports.submission.sending import draft_covering, send
from reports.submission.sifting import Sifting, sifting
from rounds.models import Pot
from scoring.actions import change_recommendation, sift
from scoring.models import Recommendation
from tests import office
from tests.bench_submission import made, made_edition
from tests.cast import SIFTED, Cast, again, at
from tests.unit.reports.papers import headings, table, words
from tests.unit.reports.test_submission_file import AWKWARD

SENT, LATER = at("2019-03-28 12:00"), at("2019-03-30 12:00")
NOTHING = Sifting(
    bids=0,
    organisations=0,
    requested_pence=0,
    withdrawn=0,
    gates=(),
    members=0,
    quorum=1,
    interests=0,
    conflicted=0,
    agreed=0,
    criteria=(),
    judged={},
)


@pytest.fixture
def three(cast: Cast) -> list[Bid]:
    """One bid to fund, one on reserve and one below the threshold, all sifted."""
    bids = [cast.scored(1_500_000, points=5), cast.scored(600_000), cast.scored(100_000, points=1)]
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    return [again(bid) for bid in bids]


def sent(cast: Cast, moment: datetime = SENT) -> Submission:
    return send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=moment)


def report(cast: Cast) -> bytes:
    return draft_covering(cast.round, Pot.MAIN)


def test_its_sections_stand_in_their_order(cast: Cast, three: list[Bid]) -> None:
    found = headings(report(cast))
    assert [said for style, said in found if style == "Heading 1"] == [
        "Summary",
        "What was asked for",
        "How the bids were sifted",
        "What is proposed, and why",
        "What is on reserve, and why",
        "What is not proposed, and why",
        "Which priorities are covered",
        "The tactical pot",
        "How to answer",
    ]
    assert [said for style, said in found if style == "Heading 2"] == [
        f"{bid.reference}: {bid.project}" for bid in three[:2]
    ]


def test_it_says_what_was_asked_and_what_is_proposed(cast: Cast, three: list[Bid]) -> None:
    said = words(report(cast))
    assert "proposes 1 project for £15,000.00 out of the £20,000.00 of the main pot" in said
    assert "3 bids came from" in said
    assert "asking for £22,000.00" in said
    assert "Of the others 1 bid is on reserve and 1 bid is not proposed." in said
    assert "It leaves £5,000.00 in the main pot." in said


def test_each_proposal_says_what_and_why(cast: Cast, three: list[Bid]) -> None:
    said = words(report(cast))
    assert "It ranks 1 of 3 with a score of 100.00 out of 100." in said
    assert "The amount is what was asked for." in said
    assert "PCC1 and CSP1" in said
    assert three[0].outcomes in said
    assert "The amount requested is more than is left of the pot." in said


def test_a_recommendation_that_an_officer_changed_says_so(cast: Cast, three: list[Bid]) -> None:
    assert "otherwise than the ranking" not in words(report(cast))
    change_recommendation(
        bid=three[0],
        choice=Recommendation.Choice.FUND,
        amount_pence=1_200_000,
        by=cast.officer,
        reason="One worker less",
    )
    said = words(report(cast))
    assert "The ranking’s proposal was changed: One worker less." in said
    assert "1 bid stands otherwise than the ranking proposed, with the reason beside each." in said
    assert "The amount is £3,000.00 less than the £15,000.00 asked for." in said


def test_what_is_not_proposed_says_why(cast: Cast, three: list[Bid]) -> None:
    failed = cast.submitted()
    cast.failed_gate(failed)
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    found = table(report(cast), "Bid", "Score", "Why")
    assert [row[0].split("\n")[0] for row in found] == [three[2].reference, failed.reference]
    assert found[0][2] == "Scored below the round's threshold of 55.00."
    assert "Failed the gate" in found[1][2]
    assert f"({1} bid failed)" in words(report(cast))


def test_interests_are_a_number_and_nobody_of_the_panel_is_named(
    cast: Cast, three: list[Bid]
) -> None:
    assert "No panel member had an interest in a bid." in words(report(cast))
    other = User.objects.create_user("other@csp.example")
    three[0].interests.create(member=other, words="My sister works there")
    said = words(report(cast))
    assert "1 interest was declared, by 1 member." in said
    assert "sister" not in said
    assert cast.panel_member.email not in said
    assert sifting(cast.round, Pot.MAIN).members == 1


def test_a_member_whose_scores_count_nowhere_is_not_counted(cast: Cast, three: list[Bid]) -> None:
    other = User.objects.create_user("other@csp.example")
    for criterion in cast.round.criteria.all():
        three[0].scores.create(criterion=criterion, member=other, points=3)
    assert sifting(cast.round, Pot.MAIN).members == 2
    three[0].interests.create(member=other, words="All of it")
    assert sifting(cast.round, Pot.MAIN).members == 1


def test_a_priority_that_nothing_serves_is_named(cast: Cast, three: list[Bid]) -> None:
    cast.round.priorities.create(owner="pcc", code="PCC9", title="Lonely", position=9)
    said = words(report(cast))
    assert "Nothing that is proposed serves" in said
    assert "PCC9 “Lonely”" in said
    rows = {row[0].split()[0]: row[1:] for row in table(report(cast), "Priority")}
    assert rows["PCC9"] == ["0", "£0.00"]
    assert rows["PCC1"] == ["1", "£15,000.00"]


def test_the_agreement_is_named(cast: Cast, three: list[Bid]) -> None:
    assert "No agreement is recorded" in words(report(cast))
    first = sent(cast)
    agree(
        round=cast.round,
        route=Pot.MAIN,
        checksum=first.checksum,
        agreed_by="The board",
        agreed_on=SENT.date(),
        minute="14",
        by=cast.officer,
    )
    assert "The board, 28 March 2019 (14)" in words(report(cast))


def test_it_is_frozen_with_its_version_and_checksum(cast: Cast, three: list[Bid]) -> None:
    first = sent(cast)
    kept = bytes(first.covering or b"")
    assert first.covering_checksum == hashlib.sha256(kept).hexdigest()
    assert "DRAFT" not in words(kept)
    assert f"by {cast.officer}" in words(kept)
    Bid.objects.filter(pk=three[0].pk).update(outcomes="Something else")
    assert bytes(Submission.objects.get().covering or b"") == kept


def test_the_next_version_says_what_changed_and_its_checksum_is_of_the_proposals(
    cast: Cast, three: list[Bid]
) -> None:
    first = sent(cast)
    assert "What changed" not in words(bytes(first.covering or b""))
    withdraw(bid=three[0], by=cast.applicant, reason="No staff", at=SENT)
    draft = words(report(cast))
    second = sent(cast, LATER)
    (gone,) = table(bytes(second.covering or b""), "What", "Bid", "Before", "Now")
    assert gone[0] == "Gone"
    assert gone[1].startswith(three[0].reference)
    said = words(bytes(second.covering or b""))
    for one in (draft, said):
        assert "What changed since version 1" in one
        assert "Since version 1: 1 bid gone." in one
        assert "Withdrawn after the sift." in one
    assert "changes" not in second.content


def test_a_version_after_answers_proposes_only_what_is_still_open(
    cast: Cast, three: list[Bid]
) -> None:
    sent(cast)
    cast.approve(three[0], 1_400_000)
    change_recommendation(
        bid=three[1],
        choice=Recommendation.Choice.FUND,
        amount_pence=550_000,
        by=cast.officer,
        reason="It fits now",
    )
    second = sent(cast, LATER)
    file = bytes(second.covering or b"")
    said = words(file)
    assert "proposes 1 project for £5,500.00 out of the £6,000.00 left in the main pot" in said
    assert "Before this version 1 project was approved for £14,000.00." in said
    assert "It leaves £500.00 in the main pot." in said
    (row, total) = table(file, *(column.title for column in PROPOSED))
    assert row[1] == three[1].reference
    assert total[-1] == "£5,500.00"
    (decided,) = table(file, "Bid", "Decision")
    assert decided[0].startswith(three[0].reference)
    assert decided[1] == "Approved for £14,000.00"
    by_priority = table(file, "Priority", "Projects", "Amount")
    assert {row[2] for row in by_priority if row[1] == "2"} == {"£19,500.00"}


def test_the_same_version_gives_the_same_bytes(cast: Cast, three: list[Bid]) -> None:
    edition, found = made_edition(), sifting(cast.round, Pot.MAIN)
    assert covering(made(3), edition, found) == covering(made(3), edition, found)


@pytest.mark.parametrize("count", [0, 1, 500])
def test_any_number_of_bids_is_told(count: int) -> None:
    content = covering(made(count), made_edition(), NOTHING)
    found = [said for style, said in headings(content) if style == "Heading 2"]
    assert len(found) == count
    if not count:
        assert "No bid is proposed for the main pot." in words(content)
        assert "Every bid is proposed or on reserve." in words(content)


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_any_text_can_be_told(text: str) -> None:
    content = made(1)
    content["proposals"][0] |= {"Outcomes": text, "Project": text[:200], "Organisation": text[:80]}
    opened = Document(io.BytesIO(covering(content, made_edition(), NOTHING)))
    assert opened.core_properties.language == "en-GB"
    assert opened.core_properties.title


def test_the_command_writes_it_beside_the_workbook(
    cast: Cast, three: list[Bid], tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    book, paper = tmp_path / "out.xlsx", tmp_path / "out.docx"
    given = ["-o", str(book), "--covering", str(paper)]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("pcc_submission", cast.round.code, "--draft", *given)
    assert "DRAFT" in words(paper.read_bytes())
    with django_capture_on_commit_callbacks(execute=True):
        call_command("pcc_submission", cast.round.code, *given)
    assert paper.read_bytes() == bytes(Submission.objects.get().covering or b"")


def test_a_version_from_before_there_was_one_has_none(
    cast: Cast, three: list[Bid], tmp_path: Path
) -> None:
    first = sent(cast)
    old = Submission(
        round=first.round,
        route=first.route,
        version=2,
        content=first.content,
        checksum=first.checksum,
        file=first.file,
        at=LATER,
        by=first.by,
    )
    old.save()
    with pytest.raises(CommandError, match="before covering reports were kept"):
        call_command(
            "pcc_submission",
            cast.round.code,
            "-o",
            str(tmp_path / "x.xlsx"),
            "--covering",
            str(tmp_path / "x.docx"),
        )


def test_nothing_was_sifted_yet(cast: Cast) -> None:
    with pytest.raises(Refused, match="has been sifted yet"):
        report(cast)


@pytest.mark.office
def test_it_opens_in_libreoffice(cast: Cast, three: list[Bid], tmp_path: Path) -> None:
    path = tmp_path / "covering.docx"
    path.write_bytes(report(cast))
    pages = PdfReader(office.convert(path, "pdf", tmp_path / "out")).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "What is proposed, and why" in said
    assert f"{three[0].reference}: {three[0].project}" in said
