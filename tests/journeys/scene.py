"""What the addresses of the service point at: a round, its people, and one of each thing that has a page."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from awards.answered import bring_in
from awards.assistance import declare_assistance
from awards.models import AnsweredFile, Assistance, PendingDecision
from awards.pending import TakenDown, take_down
from bids.actions import submit
from bids.attachments import attach
from bids.file_checks import examine
from bids.models import Attachment, Bid, Query
from funds.models import VirementRequest
from funds.virements import ask
from monitoring.models import FinanceLine, PaymentLine
from monitoring.reconciliation.reconciling import bring_in_transactions
from monitoring.returns.checking import ask as ask_about
from monitoring.returns.figures import Given, Spent
from monitoring.returns.writing import send_return
from monitoring.variations.varying import ask_variation
from notices.models import Message
from people.invitations import invite
from people.models import Invitation, JoinRequest, User
from reports.jobs.actions import ask as ask_for
from reports.jobs.running import run
from reports.meeting.actions import ask_to_sign, record_question
from reports.models import Job, MembersQuestion, PccForm, SignOff
from reports.pcc_forms.actions import save_map, upload
from reports.pcc_forms.mapping import Cell, Column, Map, Rows
from reports.pcc_forms.places import Spot
from reports.submission.sending import send
from rounds.models import DocumentAsked, Pot
from scoring.discussion import reveal
from scoring.models import Scenario
from scoring.scenarios import save_scenario
from scoring.sending import Given as Scored
from scoring.sending import save_draft, sign
from tests.cast import CRITERIA, SUBMITTED, Cast
from tests.claims import approved, batch, claim, running
from tests.files import pdf
from tests.workbooks import answered_by_the_pcc, workbook
from ui.dates import in_london


@dataclass
class Scene:
    """What the addresses point at.

    The applicant's organisation made the bid, which is sifted, and has a draft too; the rival's bids
    in the same round; the panel member noted scores for that bid and has not sent them. The
    conflicted panel member declared an interest in the bid. The stranger is
    an officer of another partnership, the outsider belongs to nothing.
    """

    cast: Cast
    bid: Bid = field(init=False)
    file: Attachment = field(init=False)
    draft: Bid = field(init=False)
    draft_file: Attachment = field(init=False)
    to_score: Bid = field(init=False)

    def __post_init__(self) -> None:
        self.draft = self.cast.draft()
        self.draft_file = self._attached(self.draft)
        bid = self.cast.draft()
        self.file = self._attached(bid)
        submit(bid=bid, by=self.cast.applicant, at=SUBMITTED)
        self.cast.score((bid, self.cast.panel_member, 4))
        self.bid = self.cast.sift(bid)
        conflicted = self.cast.second_panel_member
        self.cast.declare(conflicted, self.cast.organisation, interest="Trustee")
        theirs = self.cast.draft(organisation=self.cast.rival_organisation, by=self.cast.rival)
        self.to_score = submit(bid=theirs, by=self.cast.rival, at=SUBMITTED)
        member = self.cast.panel_member
        self.cast.declare(member, self.cast.organisation, theirs.organisation)
        noted = {criterion: Scored("3", "Fair.") for criterion in CRITERIA}
        save_draft(bid=self.to_score, by=member, answers=noted, seen=sign({}))

    def _attached(self, bid: Bid) -> Attachment:
        return attach(bid=bid, name="plan.pdf", content=pdf(), by=self.cast.applicant)

    @cached_property
    def people(self) -> dict[str, User | None]:
        """The columns of the table: somebody of each kind."""
        cast = self.cast
        return {
            "nobody": None,
            "officer": cast.officer,
            "panel": cast.panel_member,
            "conflicted": cast.second_panel_member,
            "decision-maker": cast.decision_maker,
            "finance": cast.finance,
            "auditor": cast.auditor,
            "administrator": cast.administrator,
            "applicant": cast.applicant,
            "rival": cast.rival,
            "stranger": cast.stranger,
            "outsider": cast.outsider,
        }

    @cached_property
    def message(self) -> Message:
        """A message in the partnership's outbox that could not be sent."""
        return Message.objects.create(
            to="ann@youth.example",
            subject="Hello",
            body="Hello",
            partnership=self.cast.round.partnership,
            error="The mail server refused it.",
        )

    @cached_property
    def pending(self) -> PendingDecision:
        """A decision of the PCC that was taken down with its letter, on the tactical route."""
        cast = self.cast
        bid = cast.sifted(100_000, route=Pot.TACTICAL)
        send(round=cast.round, route=Pot.TACTICAL, by=cast.officer)
        return take_down(
            round=cast.round,
            decisions=[TakenDown(bid, "approve")],
            decided_by="Katy Hall",
            decided_on=in_london(timezone.now()).date(),
            letter=examine("letter.pdf", pdf()),
            by=cast.officer,
        )[0]

    @cached_property
    def answered(self) -> AnsweredFile:
        """The tactical submission as it came back, with the bid that was taken down approved."""
        sent = self.pending.submission
        return bring_in(
            round=sent.round,
            name="answers.xlsx",
            content=answered_by_the_pcc(bytes(sent.file), {self.pending.bid.reference: "approve"}),
            decided_on=None,
            by=self.cast.decision_maker,
        )

    @cached_property
    def scenario(self) -> Scenario:
        """A scenario of the main route that gives the bid a part of what it requested."""
        Bid.objects.filter(pk=self.bid.pk).update(least_pence=100_000)
        return save_scenario(
            round=self.cast.round,
            route=Pot.MAIN,
            name="A part of it",
            allotment={self.bid.reference: 100_000},
            by=self.cast.officer,
        )

    @cached_property
    def awarded(self) -> Bid:
        """An approved bid of the applicant's organisation, whose agreement is not accepted."""
        return self.cast.approved(100_000)

    @cached_property
    def discussed(self) -> Bid:
        """A submitted bid whose scores are revealed; the conflicted member has an interest in it too."""
        cast, bid = self.cast, self.cast.submitted(200_000)
        for criterion in cast.round.criteria.all():
            bid.scores.create(member=cast.panel_member, criterion=criterion, points=4)
        reveal(bid=bid, by=cast.officer)
        return bid

    @cached_property
    def project(self) -> Bid:
        """A running project of the applicant's: a claim that was sent, one approved, one in a batch."""
        cast = self.cast
        bid = running(cast, 300_000)
        claim(cast, bid, 100_000)
        batch(cast, approved(cast, bid, 50_000))
        approved(cast, bid, 70_000)
        return bid

    @cached_property
    def varied(self) -> Bid:
        """A running project of the applicant's that asks to change its agreement."""
        bid = self.cast.monitored(300_000)
        ask_variation(award=bid.award, by=self.cast.applicant, reason="Less.", amount_pence=200_000)
        return bid

    @cached_property
    def assistance(self) -> Assistance:
        """What the applicant's organisation declared from elsewhere."""
        return declare_assistance(
            organisation=self.cast.organisation,
            giver="The county",
            amount_pence=100_000,
            given_on=in_london(timezone.now()).date(),
            by=self.cast.applicant,
        )

    @cached_property
    def evidence(self) -> DocumentAsked:
        """A file that projects are asked for before money moves, where they have it."""
        return self.cast.round.documents_asked.create(
            code="dbs", title="DBS statement", position=9, before_payment=True, required=False
        )

    @cached_property
    def tactical(self) -> Bid:
        """A tactical bid of the applicant's that was submitted."""
        return self.cast.submitted(90_000, route=Pot.TACTICAL)

    @cached_property
    def line(self) -> PaymentLine:
        """The payment of that batch."""
        return self.project.award.claims.get(number=2).lines.get()

    @cached_property
    def transaction(self) -> FinanceLine:
        """A transaction of the council's that is not matched, and a receipt that it could be."""
        self.cast.receive(100)
        content = b"Date,Reference,Amount\n01/01/2001,?,1.00\n"
        file = bring_in_transactions(
            round=self.cast.round, name="council.csv", content=content, by=self.cast.finance
        )
        return file.lines.get()

    @cached_property
    def reporting(self) -> Bid:
        """A project of the applicant's organisation that runs, whose first return was sent and asked about."""
        bid = self.cast.monitored(300_000)
        heading = Spent("staffing", 300_000, 300_000)
        sent = send_return(
            award=bid.award,
            period=self.cast.first_period,
            given=Given("Open.", "Calm.", 10, [heading]),
            declared_by="Ann",
            by=self.cast.applicant,
        )
        ask_about(sent=sent, question="How?", by=self.cast.officer)
        return bid

    @cached_property
    def job(self) -> Job:
        """A list of bids that an officer waits for."""
        return ask_for(round=self.cast.round, kind="bids", by=self.cast.officer)

    @cached_property
    def made(self) -> Job:
        """A statement that was made."""
        job = ask_for(round=self.cast.round, kind="statement", by=self.cast.officer)
        run(job.pk)
        return job

    @cached_property
    def asked_to_sign(self) -> SignOff:
        """A row of the committee report that somebody is asked to sign by a link."""
        return ask_to_sign(
            round=self.cast.round,
            issue="legal",
            name="Lena Law",
            email="lena@council.example",
            due=in_london(timezone.now()).date(),
            by=self.cast.officer,
        )

    @cached_property
    def members_question(self) -> MembersQuestion:
        """What a member of the committee asked."""
        today = in_london(timezone.now()).date()
        return record_question(
            round=self.cast.round,
            asked_by="Cllr Mortimer",
            asked_on=today,
            question="Who checks?",
            owner="The head of housing",
            due=today,
            by=self.cast.officer,
        )

    @cached_property
    def pcc_form(self) -> PccForm:
        """A spreadsheet of the PCC's office, of which a cell and a column are filled."""
        found = upload(
            partnership=self.cast.round.partnership,
            kind=PccForm.Kind.QUARTERLY,
            title="Quarterly return",
            name="return.xlsx",
            content=workbook({"Form": (["Reference", "Amount awarded"], [])}),
            by=self.cast.officer,
        )
        rows = Rows("Form", 1, 2, None, (Column(1, "project-reference"),))
        mapped = Map((Cell("Form", Spot(1, 5), "round-year"),), (rows,))
        return save_map(pcc_form=found, mapped=mapped, seen=1, by=self.cast.officer).form

    @cached_property
    def query(self) -> Query:
        """A question of an officer about the bid, which waits for its answer."""
        return self.bid.queries.create(
            question="Who else pays?",
            asked_by=self.cast.officer,
            due=timezone.now() + timedelta(days=7),
        )

    @cached_property
    def virement(self) -> VirementRequest:
        """Money that finance asks to move, and nobody answered yet."""
        return ask(
            round=self.cast.round,
            source=Pot.TACTICAL,
            target=Pot.MAIN,
            amount_pence=50_000,
            reason="The main round is strong.",
            authority="Minute 7",
            by=self.cast.finance,
        )

    @cached_property
    def invitation(self) -> Invitation:
        """An invitation to the panel that waits."""
        return Invitation.objects.create(
            email="new@csp.example",
            partnership=self.cast.round.partnership,
            role="panel",
            digest="0" * 64,
            by=self.cast.officer,
            expires_at=timezone.now() + timedelta(days=7),
        )

    @cached_property
    def to_organisation(self) -> Invitation:
        """An invitation to the applicant's organisation that waits."""
        invitation, _ = invite(
            email="new@youth.example", by=self.cast.applicant, organisation=self.cast.organisation
        )
        return invitation

    @cached_property
    def request(self) -> JoinRequest:
        """Somebody asks to join the applicant's organisation."""
        user = User.objects.create_user("asks@youth.example")
        return JoinRequest.objects.create(organisation=self.cast.organisation, user=user)

    @cached_property
    def colleague(self) -> User:
        """Somebody else of the applicant's organisation, who is let in to the bid as well."""
        user = User.objects.create_user("colleague@youth.example")
        self.cast.organisation.members.add(user)
        self.bid.people.add(user)
        return user
