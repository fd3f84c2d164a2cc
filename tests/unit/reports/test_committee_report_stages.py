"""The report at any stage of a round, of any size, whatever its texts hold."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from docx.oxml.ns import qn

from funds.actions import return_to_funder
from monitoring.actions import recover
from reports.committee.implications import financial
from reports.committee.report import render, write
from reports.committee.sections import summary
from reports.committee.sentences import people, rag_sentence, without_award
from reports.gathering import gather
from rounds.models import Pot
from tests.cast import PAID, Cast, cast_of
from tests.unit.reports.conftest import Example
from tests.unit.reports.papers import (
    PROGRESS,
    alternative_texts,
    headings,
    opened,
    project,
    rows,
    table,
    with_projects,
    words,
)
from tests.unit.reports.test_committee_report import ISSUES


def test_before_any_bid(cast: Cast) -> None:
    said = words(render(cast.round))
    assert "No project has been commissioned yet. No bid was declined." in said
    assert "No bid was received in the main round, and none for the tactical pot." in said
    assert "That it be noted that no project has been commissioned with the Grant of" in said


def test_before_the_decision_it_has_every_heading_and_row_still(cast: Cast) -> None:
    bid = cast.sifted()
    content = render(cast.round)
    assert len([words for style, words in headings(content) if style == "Heading 1"]) == 12
    assert [row[0] for row in table(content, "Issue")] == ISSUES
    said = words(content)
    assert "1 bid awaits a decision." in said
    assert "No project has been commissioned from the main pot yet." in said
    assert "No project has been commissioned from the tactical pot yet." in said
    assert bid.project not in said
    assert bid.reference not in said
    assert len(alternative_texts(content)) == 1


def test_one_project_that_has_only_an_offer(cast: Cast) -> None:
    cast.approved(500_000)
    content = render(cast.round)
    said = words(content)
    assert "So far 1 project has been commissioned for £5,000.00, from the main pot." in said
    assert "The offer has been made; the organisation has not accepted the agreement yet." in said
    assert (
        "1 organisation has been offered an award and has not accepted the agreement yet." in said
    )
    assert "No project has sent a return yet." in said
    assert "0 of the 1 project has an accepted grant agreement" in said
    assert table(content, "Reference")[0][2:4] == ["No return", "–"]


def test_one_project_that_is_agreed_and_has_no_return(cast: Cast) -> None:
    cast.monitored(500_000)
    assert "The agreement is accepted; no return has been accepted yet." in words(
        render(cast.round)
    )


def test_a_closed_project_says_so(cast: Cast) -> None:
    cast.closed()
    assert "The project is closed." in words(render(cast.round))


def test_a_project_ended_early_is_told_apart_and_counts_in_no_priority(cast: Cast) -> None:
    cast.terminated()
    kept = cast.paid(300_000)
    content = render(cast.round)
    said = words(content)
    assert "Night café (Youth Works) was ended early. It had been awarded £5,000.00; " in said
    assert [row[2] for row in table(content, "Priority")] == ["£3,000.00"]
    assert [row[0] for row in table(content, "Reference")] == [kept.reference, "Total"]


def test_money_recovered_is_off_what_was_paid_and_back_in_the_pot(cast: Cast) -> None:
    bid = cast.paid(500_000)
    recover(award=bid.award, amount_pence=100_000, by=cast.finance, reason="Unspent", at=PAID)
    content = render(cast.round)
    assert table(content, "Pot")[0] == [
        "Main",
        "£20,000.00",
        "£4,000.00",
        "£4,000.00",
        "£16,000.00",
    ]
    assert "£4,000.00 has been paid. £1,000.00 of the award has gone back to the pot." in words(
        content
    )


def test_money_sent_back_to_the_funder_has_a_column(cast: Cast) -> None:
    cast.receive(500_000)
    return_to_funder(
        round=cast.round,
        pot=Pot.MAIN,
        amount_pence=100_000,
        by=cast.finance,
        reason="Left",
        at=PAID,
    )
    content = render(cast.round)
    assert table(content, "Pot", "Allocation", "Committed", "Paid", "Available", "Returned")[0][
        5
    ] == ("£1,000.00")
    assert "£1,000.00 has gone back to the PCC." in financial(gather(cast.round))


def test_declined_withdrawn_and_turned_down_bids_are_numbers(cast: Cast) -> None:
    cast.declined()
    cast.rejected()
    cast.withdrawn()
    content = render(cast.round)
    said = words(content)
    assert "2 bids were declined. 1 bid was withdrawn." in said
    assert "Night café" not in said
    assert "Youth Works" not in said


def test_a_draft_is_no_bid_received(cast: Cast) -> None:
    cast.draft()
    assert "No bid was received" in words(render(cast.round))


@pytest.mark.parametrize(
    ("latest", "target", "expected"),
    [
        (PROGRESS, 120, "30 of a target of 120 (25%)"),
        (PROGRESS, None, "30; no target was set"),
        (replace(PROGRESS, reached=None), 120, "not reported; the target is 120"),
        (replace(PROGRESS, reached=None), None, "not reported"),
        (replace(PROGRESS, reached=0), 120, "0 of a target of 120 (0%)"),
    ],
)
def test_people_reached_in_words(latest: object, target: int | None, expected: str) -> None:
    assert people(project(latest=latest, target=target)) == expected


def test_ratings_in_words_agree_with_their_numbers(example: Example) -> None:
    red = replace(PROGRESS, rag="red")
    figures = with_projects(example.figures, project(1, latest=red), project(2), project(3))
    assert rag_sentence(figures) == (
        "On the latest returns 1 project is red. 2 projects have sent none yet."
    )
    figures = with_projects(example.figures, project(1, latest=red))
    assert list(summary(figures))[1].startswith(
        "So far 1 project has been commissioned for £5,000.00"
    )


def test_a_projects_own_measures_are_told(example: Example) -> None:
    measured = replace(PROGRESS, measures=(("Calls", "fewer than 10", "7"),))
    said = words(write(with_projects(example.figures, project(latest=measured))))
    assert "Measures. Calls: 7 (target fewer than 10)." in said


def test_control_characters_are_left_out_and_letters_of_every_kind_stay(example: Example) -> None:
    odd = project(
        organisation="Tŷ \x00Gwyn & <Sons>\x0b",
        name="Safe\x1b \ud800doors 🎉\nfor all",
        summary="One\x07.\r\nTwo\ufffe. مرحبا",
        latest=replace(PROGRESS, words="“Good”\x00 – 100% 👍"),
    )
    content = write(with_projects(example.figures, odd))
    found = table(content, "Organisation funded")
    assert found[0][:2] == ["Tŷ Gwyn & <Sons>", "Safe doors 🎉 for all"]
    assert "“Good” – 100% 👍." in found[1][0]
    assert "One.\nTwo. مرحبا." in found[1][0]
    write(with_projects(example.figures, odd), appendix_only=True)


def test_a_very_long_story_may_run_over_pages_and_a_short_one_may_not(example: Example) -> None:
    long, short = project(1, summary="Words. " * 4000), project(2)
    content = write(with_projects(example.figures, long, short))
    stories = next(t for t in opened(content).tables if rows(t)[0][0] == "Organisation funded")
    cuttable = [row.trPr.find(qn("w:cantSplit")) is None for row in stories._tbl.tr_lst]
    assert cuttable == [False, False, True, False, False, False]


def test_a_hundred_projects_take_a_few_seconds_of_the_processor_at_most(example: Example) -> None:
    many = [
        project(n, summary="What it does, in some words. " * 10, latest=PROGRESS)
        for n in range(100)
    ]
    figures = with_projects(example.figures, *many)
    began = time.process_time()
    content = write(figures)
    assert time.process_time() - began < 6  # 1.4 on an idle machine
    assert len(table(content, "Organisation funded")) == 201
    assert len(table(content, "Reference")) == 101


def test_a_council_that_pays_ahead_says_so(example: Example) -> None:
    figures = example.figures
    figures.round.pay_ahead = True
    try:
        assert "The council may pay projects ahead of the instalments" in financial(figures)
    finally:
        figures.round.pay_ahead = False


def test_without_award_says_nothing_of_what_did_not_happen(example: Example) -> None:
    assert without_award(example.figures) == "3 bids were declined. 6 bids await a decision."


# The command


def test_the_command_writes_the_whole_file(
    committed_db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = cast_of()
    path = tmp_path / "report.docx"
    call_command("committee_report", cast.round.code, "-o", str(path))
    assert path.read_bytes() == render(cast.round)
    assert "committee report of Grant of grant-2019-20" in capsys.readouterr().out
    call_command("committee_report", cast.round.code, "--appendix", "-o", str(path))
    assert path.read_bytes() == render(cast.round, appendix_only=True)
    assert [p.name for p in tmp_path.iterdir()] == ["report.docx"]


def test_the_command_names_what_is_wrong(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(
        CommandError, match=r"There is no round nowhere\. Rounds here: grant-2019-20"
    ):
        call_command("committee_report", "nowhere", "-o", str(tmp_path / "x.docx"))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("committee_report", cast.round.code, "-o", str(tmp_path / "no" / "x.docx"))
    assert list(tmp_path.iterdir()) == []
