"""Commands as an officer meets them: a short summary, or what is wrong and exit status 1."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cast import Cast, cast_of
from tests.dump import dump
from tests.integration.commands import run
from tests.workbooks import bid_row, bids_workbook, scores_workbook

ROUND = "grant-2019-20"


def faulty_bids(folder: Path) -> list[str]:
    file = folder / "bids.xlsx"
    file.write_bytes(bids_workbook(bid_row(amount_requested=-1, contact_email="ann")))
    return ["import_bids", ROUND, str(file)]


def no_workbook(folder: Path) -> list[str]:
    file = folder / "scores.xlsx"
    file.write_text("Reference,Score")
    return ["import_scores", ROUND, str(file)]


def nothing_sent(folder: Path) -> list[str]:
    return ["pcc_submission", ROUND, "-o", str(folder / "x.xlsx")]


def too_fine(folder: Path) -> list[str]:
    return ["receive", ROUND, "0.001", "--reference", "REM-1"]


def not_a_command_of_mine(folder: Path) -> list[str]:
    return ["sift", ROUND, "--colour", "blue"]


def not_allowed(folder: Path) -> list[str]:
    return ["sift", ROUND, "--by", "finance@csp.example"]


REFUSED: list[tuple[Callable[[Path], list[str]], str]] = [
    (faulty_bids, "Bids, row 2, Contact email: “ann” is not an email address. Expected: an email"),
    (no_workbook, "scores.xlsx is not an Excel workbook (.xlsx)."),
    (nothing_sent, f"No main bid of {ROUND} has been sifted yet: nothing to send."),
    (too_fine, "“0.001” is not an amount of money. Write it like 1200.50."),
    (not_a_command_of_mine, "unrecognized arguments: --colour blue"),
    (not_allowed, "finance@csp.example may not sift for Partnership of csp: it is for an officer."),
]


def test_what_is_refused_is_said_on_error_with_status_1_and_changes_nothing(
    committed_db: str, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    cast_of()
    before = dump()
    for words, complaint in REFUSED:
        with subtests.test(command=words.__name__):
            status, said, complained = run(committed_db, *words(tmp_path))
            assert (status, said) == (1, "")
            assert complaint in complained
            assert "Traceback" not in complained
            assert dump() == before
    assert not (tmp_path / "x.xlsx").exists()


def test_a_round_goes_through_the_commands_to_its_ranking(
    committed_db: str, tmp_path: Path
) -> None:
    cast: Cast = cast_of()
    bids, scores = tmp_path / "bids.xlsx", tmp_path / "scores.xlsx"
    bids.write_bytes(bids_workbook(bid_row()))
    member = cast.panel_member.email
    scores.write_bytes(
        scores_workbook([("CSP19-001", member, code, 4) for code in ("pcc-fit", "csp-fit", "need")])
    )
    for words, summary in (
        (
            ["import_bids", ROUND, str(bids), "--on", "2019-03-01"],
            "1 bids for £5,000.00 brought in",
        ),
        (["import_scores", ROUND, str(scores), "--on", "2019-03-14"], "3 scores"),
        (["sift", ROUND, "--on", "2019-03-14"], "1 bids sifted on 14 March 2019"),
        (["check_books", ROUND], "The books hold"),
    ):
        status, said, complained = run(committed_db, *words)
        assert (status, complained) == (0, "")
        assert summary in said
