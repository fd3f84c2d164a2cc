"""The partnership agrees its proposals before they are frozen: exactly those, or not at all."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from awards.actions import approve
from awards.agreements import agree, agreement
from awards.models import PartnershipAgreement
from awards.submissions import checksum, latest
from base.errors import NotAllowed, Refused
from reports.submission.content import content
from reports.submission.sending import agree_as_seen, send
from rounds.models import Pot
from tests.cast import DECIDED, Cast

BOARD = {"agreed_by": "The board", "agreed_on": date(2019, 3, 26), "minute": "Minute 14"}


def now(cast: Cast) -> str:
    return checksum(content(cast.round, Pot.MAIN))


def agreed(cast: Cast, **changes: object) -> PartnershipAgreement:
    given = {"round": cast.round, "route": Pot.MAIN, "checksum": now(cast), "by": cast.officer}
    return agree(**(given | BOARD | changes))  # type: ignore[arg-type]


def test_what_was_agreed_is_sent(cast: Cast) -> None:
    cast.sifted()
    agreed(cast)
    sent = send(round=cast.round, route=Pot.MAIN, by=cast.officer, agreed=True)
    assert agreement(cast.round, Pot.MAIN, sent.checksum) is not None


def test_what_nobody_agreed_is_not(cast: Cast) -> None:
    cast.sifted()
    with pytest.raises(Refused, match="Record the partnership's agreement"):
        send(round=cast.round, route=Pot.MAIN, by=cast.officer, agreed=True)
    assert latest(cast.round, Pot.MAIN) is None


def test_an_agreement_holds_for_its_content_and_route_alone(cast: Cast) -> None:
    cast.sifted()
    agreed(cast)
    agreed(cast, route=Pot.TACTICAL)
    cast.sifted()
    with pytest.raises(Refused, match="changed since they were agreed"):
        send(round=cast.round, route=Pot.MAIN, by=cast.officer, agreed=True)
    agreed(cast)
    assert send(round=cast.round, route=Pot.MAIN, by=cast.officer, agreed=True).version == 1


def test_an_agreement_of_the_other_route_does_not_count(cast: Cast) -> None:
    cast.sifted()
    agreed(cast, route=Pot.TACTICAL)
    with pytest.raises(Refused, match="Record the partnership's agreement"):
        send(round=cast.round, route=Pot.MAIN, by=cast.officer, agreed=True)


def test_what_changed_while_somebody_looked_is_not_agreed(cast: Cast) -> None:
    cast.sifted()
    seen = now(cast)
    cast.sifted()
    with pytest.raises(Refused, match="changed while you looked"):
        agree_as_seen(round=cast.round, route=Pot.MAIN, seen=seen, by=cast.officer, **BOARD)  # type: ignore[arg-type]
    assert not PartnershipAgreement.objects.exists()


def test_the_same_agreement_twice_is_one(cast: Cast) -> None:
    cast.sifted()
    assert agreed(cast) == agreed(cast)
    assert agreed(cast, minute="Minute 15") != agreed(cast)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"agreed_by": " "}, "body or person"),
        ({"minute": ""}, "Enter the minute"),
        ({"agreed_on": timezone.now().date() + timedelta(days=2)}, "has not come yet"),
        ({"agreed_on": date(1066, 1, 1)}, "too long ago"),
    ],
)
def test_who_when_and_the_minute_are_needed(
    cast: Cast, changes: dict[str, object], why: str
) -> None:
    cast.sifted()
    with pytest.raises(Refused, match=why):
        agreed(cast, **changes)


def test_only_an_officer_records_it(cast: Cast) -> None:
    cast.sifted()
    for person in (cast.decision_maker, cast.auditor, cast.applicant, cast.stranger):
        with pytest.raises(NotAllowed):
            agreed(cast, by=person)


# The command


def submission(cast: Cast, path: Path, *more: str) -> bytes:
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("pcc_submission", cast.round.code, "-o", str(path), *more)
    return path.read_bytes()


GIVEN = ("--agreed-by", "The board", "--agreed-on", "2019-03-26", "--minute", "Minute 14")


def test_the_command_freezes_without_an_agreement_and_says_so(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.sifted()
    submission(cast, tmp_path / "a.xlsx")
    assert "No agreement of the partnership to this version is recorded." in capsys.readouterr().out


def test_the_agreement_does_not_change_the_file(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bid = cast.sifted()
    before = submission(cast, tmp_path / "a.xlsx", "--on", "2019-03-28")
    assert submission(cast, tmp_path / "b.xlsx", *GIVEN) == before
    assert "Agreed by The board on 26 March 2019: Minute 14" in capsys.readouterr().out
    approve(bid=bid, amount_pence=500_000, by=cast.decision_maker, at=DECIDED)
    assert submission(cast, tmp_path / "c.xlsx", *GIVEN) == before
    assert PartnershipAgreement.objects.count() == 1
    assert latest(cast.round, Pot.MAIN).version == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("left_out", [0, 2, 4])
def test_the_command_wants_all_three(cast: Cast, tmp_path: Path, left_out: int) -> None:
    cast.sifted()
    given = [*GIVEN[:left_out], *GIVEN[left_out + 2 :]]
    with pytest.raises(CommandError, match="together, or none"):
        submission(cast, tmp_path / "a.xlsx", *given)
    assert latest(cast.round, Pot.MAIN) is None


def test_the_command_says_what_a_date_is(cast: Cast, tmp_path: Path) -> None:
    cast.sifted()
    with pytest.raises(CommandError, match="Write it like 2019-03-26"):
        submission(cast, tmp_path / "a.xlsx", *GIVEN[:3], "yesterday", *GIVEN[4:])
