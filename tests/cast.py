"""The cast of every test: a few people, one small round, and bids in any state.

Everything is made by the real verbs, on the round's own dates in 2019, so that a bid here is like
any other: its history explains it and the ledger bears it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from awards import actions as awards
from awards.models import Award
from bids import actions as bidding
from bids.actions import Answers
from bids.models import Bid
from bids.states import State
from funds import actions as ledger
from funds.management.commands.open_round import open_round
from monitoring import actions as monitoring
from monitoring.models import Return
from people.models import Membership, Organisation, Partnership, User
from rounds.models import Gate, Owner, Period, Pot, Round
from scoring import actions as scoring
from scoring.interests import Answer, declare
from scoring.models import GateCheck
from scoring.workbook import import_scores
from tests.replay import begin, replayed
from tests.round_files import round_file, round_text
from tests.workbooks import scores_workbook
from ui.dates import LONDON

CRITERIA = ("pcc-fit", "csp-fit", "need")


def at(text: str) -> datetime:
    """A moment in London, from ``2019-03-14`` or ``2019-03-14 12:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


OPENS = at("2019-02-13 09:00")
STARTED = at("2019-02-14 10:00")
SUBMITTED = at("2019-02-20 10:00")
CLOSES = at("2019-03-08 12:00")
SIFTED = at("2019-03-14 10:00")
DECIDED = at("2019-03-29 10:00")
AGREED = at("2019-04-08 10:00")
PAID = at("2019-05-07 10:00")
ENDED = at("2020-04-30 10:00")


@dataclass
class Cast:
    """The people around one round, and what they can bring about."""

    round: Round

    # Who

    @cached_property
    def officer(self) -> User:
        return self._person("officer")

    @cached_property
    def panel_member(self) -> User:
        return self._person("panel")

    @cached_property
    def second_panel_member(self) -> User:
        return self._person("panel2")

    @cached_property
    def decision_maker(self) -> User:
        return self._person("decisions")

    @cached_property
    def finance(self) -> User:
        return self._person("finance")

    @cached_property
    def second_finance(self) -> User:
        return self._person("finance2")

    @cached_property
    def auditor(self) -> User:
        return self._person("audit")

    @cached_property
    @replayed
    def administrator(self) -> User:
        user = User.objects.create_user("admin@csp.example", name="Adele")
        self.round.partnership.memberships.create(user=user, role="administrator")
        return user

    @cached_property
    @replayed
    def outsider(self) -> User:
        """Somebody who signed in and belongs to nothing yet."""
        return User.objects.create_user("outsider@example.org", name="Oscar")

    @cached_property
    @replayed
    def applicant(self) -> User:
        """Belongs to the organisation that bids."""
        user = User.objects.create_user("applicant@youth.example", name="Ann")
        self.organisation.members.add(user)
        return user

    @cached_property
    @replayed
    def rival(self) -> User:
        """Belongs to another organisation."""
        user = User.objects.create_user("rival@other.example", name="Ray")
        self.rival_organisation.members.add(user)
        return user

    @cached_property
    @replayed
    def stranger(self) -> User:
        """An officer of another partnership."""
        elsewhere = Partnership.objects.create(
            code="elsewhere", name="Elsewhere", authority="Another Council", committee="Another"
        )
        user = User.objects.create_user("officer@elsewhere.example", name="Stan")
        Membership.objects.create(partnership=elsewhere, user=user, role="officer")
        return user

    @cached_property
    @replayed
    def organisation(self) -> Organisation:
        return Organisation.objects.create(name="Youth Works", kind="charity")

    @cached_property
    @replayed
    def rival_organisation(self) -> Organisation:
        return Organisation.objects.create(name="Other Works", kind="charity")

    def _person(self, name: str) -> User:
        return User.objects.get(email=f"{name}@{self.round.partnership.code}.example")

    def everybody(self) -> dict[str, User]:
        """Each of the people by what they are."""
        return {
            "applicant": self.applicant,
            "rival": self.rival,
            "officer": self.officer,
            "panel": self.panel_member,
            "decision maker": self.decision_maker,
            "finance": self.finance,
            "auditor": self.auditor,
            "stranger": self.stranger,
            "administrator": self.administrator,
            "outsider": self.outsider,
        }

    # What

    @cached_property
    def gate(self) -> Gate:
        return self.round.gates.get(code="revenue")

    @cached_property
    def final_period(self) -> Period:
        return self.round.periods.get(final=True)

    @cached_property
    def first_period(self) -> Period:
        return self.round.periods.get(final=False)

    def answers(self, requested_pence: int = 500_000, **changes: object) -> Answers:
        """Every required answer, and budget lines that add up."""
        fields: dict[str, object] = {
            "contact_name": "Ann",
            "contact_email": "applicant@youth.example",
            "project": "Night café",
            "summary": "A café that is open at night.",
            "need": "Nowhere to go.",
            "activities": "Coffee and talk.",
            "outcomes": "Fewer calls to the police.",
            "starts_on": at("2019-04-29").date(),
            "ends_on": at("2020-03-31").date(),
            "requested_pence": requested_pence,
            "safeguarding_policy": True,
        }
        budget = [("staffing", "A worker", requested_pence)] if requested_pence else []
        return Answers(fields | changes, list(self.round.priorities.all()), budget)

    # Bids in a state, each made from the one before

    @replayed
    def draft(
        self,
        requested_pence: int = 500_000,
        *,
        route: Pot = Pot.MAIN,
        organisation: Organisation | None = None,
        by: User | None = None,
    ) -> Bid:
        return bidding.start(
            round=self.round,
            route=route,
            organisation=organisation or self.organisation,
            by=by or self.applicant,
            at=STARTED,
            answers=self.answers(requested_pence),
        )

    @replayed
    def submitted(self, requested_pence: int = 500_000, *, route: Pot = Pot.MAIN) -> Bid:
        bid = self.draft(requested_pence, route=route)
        return bidding.submit(bid=bid, by=self.applicant, at=SUBMITTED)

    @replayed
    def scored(
        self, requested_pence: int = 500_000, *, route: Pot = Pot.MAIN, points: int = 4
    ) -> Bid:
        """Submitted, through the gate, and scored by one panel member."""
        bid = self.submitted(requested_pence, route=route)
        self.score((bid, self.panel_member, points))
        return bid

    def score(self, *given: tuple[Bid, User, int]) -> None:
        """Bring in panel members' scores: the same points for every criterion."""
        rows = [
            (bid.reference, member.email, criterion, points)
            for bid, member, points in given
            for criterion in CRITERIA
        ]
        import_scores(
            round=self.round,
            name="scores.xlsx",
            content=scores_workbook(rows),
            by=self.officer,
            at=SIFTED,
        )

    def declare(
        self, member: User, *organisations: Organisation, interest: str = "", at: datetime = SIFTED
    ) -> None:
        """A panel member declares none in some organisations, or an interest; else of all that bid."""
        theirs = organisations or tuple(Organisation.objects.filter(bids__round=self.round))
        answer = Answer(has_interest=bool(interest), words=interest)
        declare(
            round=self.round, member=member, answers=dict.fromkeys(theirs, answer), by=member, at=at
        )

    @replayed
    def sifted(
        self, requested_pence: int = 500_000, *, route: Pot = Pot.MAIN, points: int = 4
    ) -> Bid:
        bid = self.scored(requested_pence, route=route, points=points)
        return self.sift(bid)

    def sift(self, bid: Bid) -> Bid:
        """Sift one bid, and give it as it stands then."""
        when = max(SIFTED, later(bid))
        scoring.sift(round=self.round, by=self.officer, at=when, only=[bid.reference])
        return again(bid)

    @replayed
    def approved(
        self,
        requested_pence: int = 500_000,
        *,
        route: Pot = Pot.MAIN,
        amount_pence: int | None = None,
    ) -> Bid:
        bid = self.sifted(requested_pence, route=route)
        self.approve(bid, amount_pence)
        return again(bid)

    def approve(self, bid: Bid, amount_pence: int | None = None) -> Award:
        amount = bid.requested_pence if amount_pence is None else amount_pence
        return awards.approve(bid=bid, amount_pence=amount or 0, by=self.decision_maker, at=DECIDED)

    @replayed
    def monitored(
        self,
        requested_pence: int = 500_000,
        *,
        route: Pot = Pot.MAIN,
        amount_pence: int | None = None,
    ) -> Bid:
        bid = self.approved(requested_pence, route=route, amount_pence=amount_pence)
        awards.start_monitoring(bid=bid, accepted_by="Ann", by=self.officer, at=AGREED)
        return again(bid)

    @replayed
    def paid(self, requested_pence: int = 500_000, *, paid_pence: int | None = None) -> Bid:
        """Monitored, with cash received and the award (or a part of it) paid."""
        bid = self.monitored(requested_pence)
        amount = requested_pence if paid_pence is None else paid_pence
        self.receive(amount)
        self.pay(bid, amount)
        return bid

    @replayed
    def receive(self, amount_pence: int) -> None:
        ledger.receive(
            round=self.round,
            amount_pence=amount_pence,
            reference=f"REM-{self.round.movements.count()}",
            by=self.officer,
            at=PAID,
        )

    def pay(self, bid: Bid, amount_pence: int) -> None:
        reference = f"BACS-{bid.reference}-{bid.award.payments.count() + 1}"
        monitoring.pay(
            award=bid.award,
            amount_pence=amount_pence,
            reference=reference,
            by=self.finance,
            at=PAID,
        )

    def final_return(self, bid: Bid, spent_pence: int) -> Return:
        return monitoring.accept_return(
            award=bid.award,
            period=self.final_period,
            rag=Return.Rag.GREEN,
            progress="All done.",
            spent_pence=spent_pence,
            forecast_pence=spent_pence,
            by=self.officer,
            at=ENDED,
        )

    @replayed
    def ready_to_close(self, requested_pence: int = 500_000) -> Bid:
        """Monitored, paid in full, with its final return."""
        bid = self.paid(requested_pence)
        self.final_return(bid, requested_pence)
        return bid

    @replayed
    def closed(self) -> Bid:
        return monitoring.close(bid=self.ready_to_close(), by=self.officer, at=ENDED)

    def failed_gate(self, bid: Bid) -> GateCheck:
        """A gate that the bid failed."""
        check, _ = GateCheck.objects.update_or_create(
            bid=bid,
            gate=self.gate,
            defaults={"passed": False, "checked_by": self.officer, "note": "It buys cameras."},
        )
        return check

    @replayed
    def rejected(self) -> Bid:
        """Declined, because it failed a gate."""
        bid = self.submitted()
        return scoring.reject(bid=bid, check=self.failed_gate(bid), by=self.officer, at=SIFTED)

    @replayed
    def declined(self) -> Bid:
        """Declined by a decision maker."""
        return awards.decline(
            bid=self.sifted(), by=self.decision_maker, reason="Not this year.", at=DECIDED
        )

    @replayed
    def withdrawn(self) -> Bid:
        return bidding.withdraw(
            bid=self.submitted(), by=self.applicant, reason="No staff.", at=SUBMITTED
        )

    @replayed
    def terminated(self) -> Bid:
        return monitoring.terminate(
            bid=self.monitored(), by=self.decision_maker, reason="The café closed.", at=PAID
        )

    def bid_in(self, state: State) -> Bid:
        """A bid in a state, by the usual way there. A monitored one is ready to be closed."""
        ways: dict[State, Callable[[], Bid]] = {
            State.DRAFT: self.draft,
            State.SUBMITTED: self.scored,
            State.SIFTED: self.sifted,
            State.APPROVED: self.approved,
            State.MONITORED: self.ready_to_close,
            State.CLOSED: self.closed,
            State.DECLINED: self.declined,
            State.WITHDRAWN: self.withdrawn,
            State.TERMINATED: self.terminated,
        }
        return ways[state]()


def cast_of(text: str | None = None) -> Cast:
    """Open a round (a small one, unless another file is given) and give the people around it."""
    begin()
    cast = Cast.__new__(Cast)
    cast.round = _opened(cast, text or round_text())
    return cast


@replayed
def _opened(_cast: Cast, text: str) -> Round:
    return open_round(file=round_file(text), at=OPENS)


def again(bid: Bid) -> Bid:
    """The bid as it stands in the database now."""
    return Bid.objects.get(pk=bid.pk)


def later(bid: Bid) -> datetime:
    """A minute after the last thing that happened to a bid."""
    return bid.history.latest("pk").at + timedelta(minutes=1)


def served(bid: Bid, owner: Owner) -> list[str]:
    """The codes of an owner's priorities that a bid serves."""
    return [priority.code for priority in bid.priorities.all() if priority.owner == owner]
