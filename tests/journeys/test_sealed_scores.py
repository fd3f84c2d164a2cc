"""Sealed scores: whatever anybody opens tells nothing of another's scores until they are revealed.

Everything is walked through twice (``tests.journeys.walk``), with other scores the second time.
"""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction

from awards.actions import reopen
from base.errors import NotAllowed
from bids.actions import submit
from bids.models import Bid
from people.models import User
from rounds.models import Person
from scoring.discussion import reveal
from scoring.gates import Result, check_gates
from scoring.models import Discussion, ScoreDraft
from tests.cast import SUBMITTED, Cast, at, later
from tests.journeys.conftest import Look, Read
from tests.journeys.scene import Scene
from tests.journeys.walk import Seen, addresses, commands, differing, telling, walk

NOW = at("2019-07-01 10:00")
"""After all that the scene has of claims and payments, so that every page is walked."""
MARKERS = ("Marmalade", "Pumpernickel")
"""What the secret comments say, in each of the two worlds."""


class Sealed(Scene):
    """A scene whose bid is submitted and scored by three people alone, each of whom sees their own.

    Another bid of the round is sifted. Some of the panel have still to send theirs, one has an interest.
    """

    def __post_init__(self) -> None:
        cast = self.cast
        super().__post_init__()
        assert self.scenario, "is of the bid that is sifted"
        bid = cast.draft(300_000)
        self.file = self._attached(bid)
        self.bid = submit(bid=bid, by=cast.applicant, at=SUBMITTED)
        check_gates(bid=self.bid, results={cast.gate: Result(passed=True)}, by=cast.officer)
        self.to_score = self.discussed = self.bid
        self.sender, self.owing, self.other = (
            self.member(name) for name in ("Quinn", "Quentin", "Queenie")
        )
        send(self.bid, cast.panel_member, points=3, comment="Porridge")
        for member in (self.sender, self.owing, self.other):
            cast.declare(member)

    def member(self, name: str) -> User:
        """Somebody else on the panel."""
        user = User.objects.create_user(f"{name.lower()}@csp.example", name=name)
        self.cast.round.partnership.memberships.create(user=user, role="panel")
        Person.objects.create(round=self.cast.round, user=user, role="panel", position=90)
        return user

    def everybody(self) -> dict[str, User]:
        """Those who may see something of the bid."""
        cast = self.cast
        return {
            "officer": cast.officer,
            "decision maker": cast.decision_maker,
            "auditor": cast.auditor,
            "panel member who sent": cast.panel_member,
            "panel member who has not": self.owing,
            "panel member with an interest": cast.second_panel_member,
            "applicant": cast.applicant,
        }


def send(bid: Bid, member: User, points: int, comment: str) -> None:
    """A member's scores, sent by themselves."""
    for criterion in bid.round.criteria.all():
        bid.scores.create(
            member=member, criterion=criterion, points=points, comment=comment, at=NOW
        )


@pytest.fixture
def scene(cast: Cast) -> Iterator[Sealed]:
    with time_machine.travel(NOW, tick=False):
        yield Sealed(cast)


def worlds(scene: Sealed, people: list[str], *, revealed: bool = False) -> dict[str, list[Seen]]:
    """What each reads in two worlds, where the others' scores are low, and where they are high."""
    code = scene.cast.round.code
    begin = addresses(scene, f"/rounds/{code}/bids?sort=score", f"/rounds/{code}/bids/export")
    everybody = scene.everybody()
    found: dict[str, list[Seen]] = {who: [] for who in [*people, "commands"]}
    for points, marker in zip((1, 4), MARKERS, strict=True):
        before = transaction.savepoint()
        send(scene.bid, scene.sender, points, marker)
        answers = {"need": {"points": str(points), "comment": marker}}
        ScoreDraft.objects.create(bid=scene.bid, member=scene.other, answers=answers)
        if revealed:
            Discussion.objects.create(bid=scene.bid, revealed_by=scene.cast.officer)
        for who in people:
            found[who].append(walk(everybody[who], begin))
        found["commands"].append(commands(scene))
        transaction.savepoint_rollback(before)
    return found


def leaks(found: dict[str, list[Seen]]) -> list[str]:
    """Who reads what they may not know."""
    wrong = []
    for who, (one, other) in found.items():
        told = telling(one, MARKERS) + telling(other, MARKERS) + differing(one, other)
        wrong += [f"{who}: {what}" for what in told]
    return wrong


def test_nobody_learns_anything_of_another_s_sealed_scores(scene: Sealed) -> None:
    people = list(scene.everybody())
    found = worlds(scene, people)
    assert leaks(found) == []
    page = f"/bids/{scene.bid.reference}"
    assert "Porridge" in found["panel member who sent"][0][page]
    for who in set(people) - {"panel member who sent"}:
        assert telling(found[who][0], ["Porridge"]) == [], who


def test_after_the_reveal_who_has_still_to_send_learns_nothing(scene: Sealed) -> None:
    hidden = ["panel member who has not", "panel member with an interest", "applicant"]
    found = worlds(scene, [*hidden, "officer", "panel member who sent"], revealed=True)
    assert leaks({who: found[who] for who in hidden}) == []
    for who in ("officer", "panel member who sent"):
        assert MARKERS[0] in found[who][0][f"/bids/{scene.bid.reference}"], who


def test_an_officer_sees_who_has_sent(scene: Sealed, read: Read) -> None:
    words = read(scene.cast.officer, f"/bids/{scene.bid.reference}")
    assert "Piers\nSent\n10am on Monday 1 July 2019" in words
    assert "Quinn\nNot sent yet" in words
    assert "Interests declared" in words
    assert "Petra\nTrustee" in words


def test_what_the_office_brought_in_it_sees(scene: Sealed, read: Read) -> None:
    cast = scene.cast
    bid = cast.submitted()
    cast.score((bid, cast.panel_member, 2))
    assert "weight 50\n2\n2.00" in read(cast.officer, f"/bids/{bid.reference}")
    send(bid, scene.sender, 4, "Mine")
    words = read(cast.officer, f"/bids/{bid.reference}")
    assert "weight 50" not in words
    assert "Quinn\nSent" in words


def test_a_reopened_bid_stays_open_to_those_who_have_sent(scene: Sealed, read: Read) -> None:
    cast = scene.cast
    bid = cast.submitted()
    send(bid, cast.panel_member, 3, "Porridge")
    send(bid, scene.sender, 4, "Marmalade")
    check_gates(bid=bid, results={cast.gate: Result(passed=True)}, by=cast.officer)
    bid = cast.sift(bid)
    page = f"/bids/{bid.reference}"
    assert "Marmalade" in read(scene.owing, page)
    reopen(bid=bid, by=cast.officer, reason="Somebody is missing.", at=later(bid))
    assert "Marmalade" in read(cast.panel_member, page)
    assert "Marmalade" in read(cast.officer, page)
    assert "Marmalade" not in read(scene.owing, page)


def officer_who_belongs(scene: Sealed) -> User:
    """An officer who belongs to the organisation that bids."""
    user = User.objects.create_user("odette@csp.example", name="Odette")
    scene.cast.round.partnership.memberships.create(user=user, role="officer")
    scene.cast.organisation.members.add(user)
    return user


def test_an_officer_who_belongs_to_who_bids_reads_no_scores(scene: Sealed, look: Look) -> None:
    own, bid, code = officer_who_belongs(scene), scene.bid, scene.cast.round.code
    send(bid, scene.sender, 1, MARKERS[0])
    Discussion.objects.create(bid=bid, revealed_by=scene.cast.officer)
    pages = ("", "/panel-day", "/why", "/why.docx", "/feedback")
    found = [look(own, f"/bids/{bid.reference}{page}") for page in pages]
    assert [answer.status_code for answer in found] == [200, 200, 403, 403, 403]
    assert not any(MARKERS[0] in answer.content.decode() for answer in found)
    files = ("panel/agreement", "money/main", "main/agree", "main/draft.xlsx", "main/send")
    for page in (*files, "submission/main.xlsx"):
        assert look(own, f"/rounds/{code}/{page}").status_code == 403, page
        assert look(scene.cast.officer, f"/rounds/{code}/{page}").status_code == 200, page
    assert "When it was submitted" in look(own, f"/rounds/{code}/bids").content.decode()
    assert 'value="score"' not in look(own, f"/rounds/{code}/bids").content.decode()


def test_an_officer_who_belongs_to_who_bids_reveals_nothing(scene: Sealed) -> None:
    with pytest.raises(NotAllowed, match="another officer takes it through"):
        reveal(bid=scene.bid, by=officer_who_belongs(scene), reason="Now.")
