"""How often each page asks the database: as often for thirty bids as for a few, and ten times at most.

What asks more often stands in ``MORE``, with its reason. It is one thing's page or file, not a list.
"""

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awards.actions import approve
from bids.actions import start, submit
from people.models import Organisation
from rounds.models import Pot
from scoring.actions import sift
from tests.cast import DECIDED, SIFTED, STARTED, SUBMITTED, Cast, again
from tests.journeys.addresses import places
from tests.journeys.scene import Scene

MOST = 10
CHECKS = "checks every section of a bid as its submission would"
LATE = f"{CHECKS}, and names the officers to ask where it is late"
AGREEMENT = "shows an agreement: who reads it, its terms, evidence and periods, each read once"
WHOLE_BID = "shows a bid with all that hangs on it, each kind of thing read once"
REHEARSAL = "does the deed, shows what came of it, and undoes it"
SUBMISSION = "reads all that the submission's sheets hold, each kind of thing once"
MONEY = "reads the ranking, the pot, what each bid serves, and the scenarios, each once"
MEETING = "reads the panel, who has sent, and what became of each bid, each kind of thing once"
CONNECTIONS = "looks for what may connect a panel member with who bids"
CLAIMS = "reads a project’s plan, claims, evidence and returns, each kind of thing once"
REPORT = "reads all that the report tells, each kind of thing once"
OPEN = (
    "reads whose names are taken out, and all that is told of each grant, each kind of thing once"
)
MORE = {
    "mfa_activate_totp": (12, "keeps the new secret in the session"),
    "mfa_add_webauthn": (12, "keeps the challenge in the session"),
    "round-publish": (11, "looks at every part of a round for what is missing"),
    "organisation-merge": (15, "compares two organisations"),
    "bid-tasks": (18, LATE),
    "bid-check": (27, LATE),
    "decisions": (12, "shows what is undecided, pending and in the pots"),
    "sift": (11, "reads what each bid lacks, and whose scores are awaited"),
    "panel-remind": (22, REHEARSAL),
    "bid-panel-day": (17, MEETING),
    "bid": (27, WHOLE_BID),
    "claims": (14, CLAIMS),
    "claim-new": (13, CLAIMS),
    "claim": (11, "shows a claim with its receipts and payments, each kind of thing read once"),
    "return": (
        16,
        "shows a return beside its terms and the last one, each kind of thing read once",
    ),
    "monday": (14, "tells what waits in a round, each kind of thing read once"),
    "bid-feedback": (11, "shows a bid’s comments and who wrote them"),
    "agreement": (13, AGREEMENT),
    "agreement-docx": (11, AGREEMENT),
    "award-letter": (11, AGREEMENT),
    "bid-why": (25, "tells how a bid was judged, each kind of thing read once"),
    "bid-why-docx": (25, "tells how a bid was judged, each kind of thing read once"),
    "panel-pack": (14, "reads a member’s bids, each kind of thing once"),
    "scoring-workbook": (12, "finds a member’s bids, each kind of thing once"),
    "bid-reject": (14, REHEARSAL),
    "bid-score": (22, "shows a bid beside the form, each kind of thing read once"),
    "bid-score-send": (13, "looks whether the bid is theirs to score, and what they noted"),
    "interests": (12, CONNECTIONS),
    "interests-record": (13, CONNECTIONS),
    "bid-lapse": (25, REHEARSAL),
    "submission": (16, SUBMISSION),
    "submission-draft": (16, SUBMISSION),
    "submission-covering-draft": (29, "reads the proposals, and how they were sifted"),
    "submission-agree": (17, SUBMISSION),
    "submission-send": (17, SUBMISSION),
    "scenario-rename": (11, MONEY),
    "scenario-delete": (11, MONEY),
    "scenario-recommend": (13, MONEY),
    "committee-report": (18, REPORT),
    "committee": (19, REPORT),
    "committee-html": (18, REPORT),
    "committee-pdf": (18, REPORT),
    "committee-part": (16, REPORT),
    "committee-figures": (18, REPORT),
    "committee-figure": (18, REPORT),
    "committee-exempt": (21, REPORT),
    "sign-off-report": (18, REPORT),
    "sign-offs": (21, REPORT),
    "specified-information": (17, OPEN),
    "published-file": (14, OPEN),
    "funded": (20, OPEN),
    "open-data": (31, OPEN),
    "open-data-file": (16, OPEN),
    "foi-extract": (28, "tells all of each bid and of what became of it, some hundred at a time"),
    "panel-register": (14, MEETING),
    "panel-register-file": (13, MEETING),
    "sign-off-ask": (23, REPORT),
}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """All that an address can point at: three bids and what hangs on them."""
    made = Scene(cast)
    assert made.scenario  # other pages list them too
    assert made.reporting
    assert made.project
    assert made.varied
    assert made.evidence
    return made


@pytest.fixture
def quiet() -> Iterator[None]:
    """Refusals are of no interest here: they need not stand in the log."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def grow(cast: Cast, size: int) -> None:
    """So many more bids: drafts, submitted, sifted, approved. Half are the applicant's organisation's."""
    bids = []
    for number in range(size):
        name = f"Works {size} {number}"
        theirs = number % 8 > 3
        bid = start(
            round=cast.round,
            route=Pot.MAIN,
            organisation=Organisation.objects.create(name=name) if theirs else cast.organisation,
            by=cast.officer,
            at=STARTED,
            answers=cast.answers(1_000),
        )
        bid.people.add(cast.applicant)
        if number % 4 > 0:
            submit(bid=bid, by=cast.officer, at=SUBMITTED)
        bids.append(bid)
    scored = [bid for number, bid in enumerate(bids) if number % 4 > 1]
    cast.score(*((bid, cast.panel_member, 4) for bid in scored))
    sift(round=cast.round, by=cast.officer, at=SIFTED, only=[bid.reference for bid in scored])
    for bid in bids[3::4]:
        approve(bid=again(bid), amount_pence=1_000, by=cast.decision_maker, at=DECIDED)


def counts(scene: Scene, who: str) -> dict[str, int]:
    """How often each page that opens for a person asks the database."""
    client, person = Client(), scene.people[who]
    assert person
    client.force_login(person)
    found = {}
    for place in places():
        address = place.address(scene)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
            answer.getvalue()
        if answer.status_code == 200:
            found[place.name] = len(asked)
    return found


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(("who", "opens"), [("officer", 40), ("applicant", 40), ("panel", 30)])
def test_a_page_asks_as_often_for_thirty_bids_as_for_a_few(
    scene: Scene, who: str, opens: int
) -> None:
    grow(scene.cast, 4)
    few = counts(scene, who)
    grow(scene.cast, 24)
    many = counts(scene, who)
    assert len(few) > opens
    assert many == few
    most = {name: MORE[name][0] if name in MORE else MOST for name in few}
    assert {name: count for name, count in few.items() if count > most[name]} == {}
