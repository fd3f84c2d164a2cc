"""What the database promises beside the ledger and the states, each with a write that would break it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from awards.models import (
    AnsweredFile,
    Assistance,
    Award,
    PendingDecision,
    Submission,
    SubsidyNotice,
    Terms,
)
from awards.subsidy import LIMIT_PENCE
from base.models import Note
from bids.models import Bid, BudgetLine, ExtraAnswer, Measure, SectionSave, Serves, Version
from funds.models import Movement, VirementRequest
from monitoring.models import (
    Actual,
    Claim,
    FinanceFile,
    FinanceLine,
    Payment,
    PaymentBatch,
    PaymentLine,
    Return,
    ReturnHeading,
    Variation,
)
from notices.models import Wording
from reports.models import HouseStyle, Job, MembersQuestion, PccForm, ReportWords, SignOff
from rounds.models import (
    Criterion,
    DocumentAsked,
    EligibilityQuestion,
    Gate,
    Owner,
    Period,
    Person,
    Priority,
    PriorityReader,
    Question,
    Round,
)
from scoring.models import (
    AgreedScore,
    Assignment,
    Feedback,
    GateCheck,
    Interest,
    Recommendation,
    Scenario,
    ScenarioAmount,
    Score,
    ScoreDraft,
)
from tests.cast import SIFTED, Cast
from tests.dump import dump

OURS = {c.name for c in apps.get_app_configs() if Path(c.path).parent == settings.BASE_DIR}

Break = Callable[[Cast, Bid], object]


def change(model: type[models.Model], **values: object) -> Break:
    """Set values on every row, past every verb."""
    return lambda cast, bid: model._base_manager.update(**values)


def copy(model: type[models.Model], **values: object) -> Break:
    """Write a row a second time, with other values in some places."""

    def write(cast: Cast, bid: Bid) -> None:
        row = model._base_manager.latest("pk")
        row.pk = None
        for name, value in values.items():
            setattr(row, name, value() if callable(value) else value)
        row.save(force_insert=True)

    return write


def change_sent(**values: object) -> Break:
    """Set values on the return that waits to be accepted."""
    return lambda cast, bid: Return.objects.filter(state="sent").update(**values)


def unscored() -> Criterion:
    """A criterion that nobody gave points for yet."""
    return Criterion.objects.get(code="unscored")


DAY = "2019-05-07"

BROKEN: dict[str, Break] = {
    "rounds_round_allocation_above_zero": change(Round, allocation_pence=0),
    "rounds_round_opens_first": change(Round, opens=models.F("closes")),
    "rounds_round_quorum": change(Round, quorum=0),
    "rounds_round_tactical_quorum": change(Round, tactical_quorum=0),
    "rounds_priority_code_once": copy(Priority, owner=Owner.PARTNERSHIP),
    "rounds_period_name_once": copy(Period),
    "rounds_gate_code_once": copy(Gate),
    "rounds_criterion_code_once": copy(Criterion),
    "rounds_person_once": copy(Person),
    "rounds_question_code_once": copy(Question),
    "rounds_eligibility_position_once": copy(EligibilityQuestion),
    "rounds_document_code_once": copy(DocumentAsked),
    "notices_wording_once": copy(Wording),
    "bids_extra_answer_once": copy(ExtraAnswer),
    "bids_section_save_once": copy(SectionSave),
    "bids_version_number_once": copy(Version),
    "awards_pending_decision_once": copy(PendingDecision),
    "awards_assistance_above_zero": change(Assistance, amount_pence=0),
    "awards_notice_confirmed_by_somebody": change(SubsidyNotice, confirmed_on=DAY),
    "bids_bid_requested_above_zero": change(Bid, requested_pence=0),
    "bids_bid_ends_after_it_starts": change(Bid, ends_on="2001-01-01"),
    "bids_serves_once": copy(Serves),
    "bids_budget_above_zero": change(BudgetLine, amount_pence=0),
    "bids_measure_once": copy(Measure),
    "scoring_gate_check_once": copy(GateCheck),
    "scoring_gate_failed_with_reason": change(GateCheck, passed=False, note=""),
    "scoring_interest_once": copy(Interest),
    "scoring_score_once": copy(Score),
    "scoring_score_on_the_scale": copy(Score, criterion=unscored, points=6),
    "scoring_agreed_once": copy(AgreedScore),
    "scoring_agreed_on_the_scale": change(AgreedScore, points=6),
    "scoring_agreed_with_reason": change(AgreedScore, reason=""),
    "scoring_recommendation_amount_when_funded": change(Recommendation, amount_pence=0),
    "scoring_assignment_once": copy(Assignment),
    "scoring_assignment_late_with_reason": change(Assignment, late=True, reason=""),
    "scoring_draft_once": copy(ScoreDraft),
    "scoring_scenario_name_once": copy(Scenario),
    "scoring_scenario_has_a_name": change(Scenario, name=""),
    "scoring_scenario_chosen_with_reason": change(Scenario, chosen_at=SIFTED, reason=""),
    "scoring_scenario_bid_once": copy(ScenarioAmount),
    "scoring_scenario_amount_above_zero": change(ScenarioAmount, amount_pence=0),
    "scoring_feedback_not_empty": change(Feedback, text=""),
    "awards_submission_version_once": copy(Submission),
    "awards_answered_file_confirmed_by_somebody": change(AnsweredFile, confirmed_at=SIFTED),
    "awards_submission_covering_with_checksum": copy(Submission, version=9, covering_checksum="a"),
    "awards_award_above_zero": change(Award, amount_pence=0),
    "awards_award_approved_above_zero": change(Award, approved_pence=0),
    "awards_award_no_more_than_committed": change(Award, approved_pence=1),
    "awards_terms_version_once": copy(Terms),
    "awards_terms_above_zero": copy(Terms, version=2, amount_pence=0),
    "awards_terms_end_after_they_start": copy(Terms, version=2, ends_on="2001-01-01"),
    "funds_virement_above_zero": copy(VirementRequest, amount_pence=0),
    "funds_virement_between_two_pots": copy(VirementRequest, target="tactical"),
    "funds_virement_carried_into_another_round": copy(
        VirementRequest,
        target="tactical",
        into_id=lambda: VirementRequest.objects.latest("pk").round_id,
    ),
    "funds_virement_by_two_people": copy(
        VirementRequest,
        movement=lambda: Movement.objects.latest("pk"),
        ended_by=lambda: VirementRequest.objects.latest("pk").asked_by,
        ended_at=SIFTED,
    ),
    "funds_virement_ended_by_somebody": copy(VirementRequest, ended_at=SIFTED),
    "rounds_reader_once": copy(PriorityReader),
    "monitoring_finance_file_once": copy(FinanceFile),
    "monitoring_finance_line_not_zero": change(FinanceLine, amount_pence=0),
    "monitoring_payment_reference_once": copy(
        Payment, movement=lambda: Movement.objects.earliest("pk")
    ),
    "monitoring_claim_number_once": copy(Claim),
    "monitoring_claim_above_zero": change(Claim, amount_pence=0),
    "monitoring_claim_spent_in_order": change(Claim, spent_from=DAY, spent_to="2019-05-06"),
    "monitoring_claim_approved_by_another": change(Claim, checked_by=models.F("approved_by")),
    "monitoring_claim_checked_then_approved": change(Claim, checked_by=None),
    "monitoring_batch_number_once": copy(PaymentBatch),
    "monitoring_batch_above_zero": change(PaymentBatch, total_pence=0),
    "monitoring_line_above_zero": change(PaymentLine, amount_pence=0),
    "monitoring_line_claim_paid_once": copy(PaymentLine, reference="other"),
    "monitoring_line_paid_by_a_payment": change(PaymentLine, state="paid"),
    "monitoring_return_once": copy(Return),
    "monitoring_return_not_negative": change_sent(spent_pence=-1),
    "monitoring_return_accepted_by_somebody": change_sent(state="accepted"),
    "monitoring_return_sent_by_somebody": change_sent(sent_by=None),
    "monitoring_heading_once": copy(ReturnHeading),
    "monitoring_heading_not_negative": change(ReturnHeading, spent_pence=-1),
    "monitoring_actual_once": copy(Actual),
    "monitoring_variation_number_once": copy(Variation, state="withdrawn"),
    "monitoring_variation_one_at_a_time": copy(Variation, number=2),
    "monitoring_variation_above_zero": change(Variation, amount_pence=0),
    "monitoring_variation_in_force_by_terms": change(
        Variation,
        state="in-force",
        decided_by=models.F("asked_by"),
        decided_at=models.F("asked_at"),
    ),
    "monitoring_variation_decided_by_somebody": change(Variation, state="refused"),
    "reports_job_done_has_a_file": change(Job, state="done"),
    "reports_job_running_is_held": change(Job, state="running"),
    "reports_words_once_a_section": copy(ReportWords, text="Another"),
    "reports_sign_off_answered_by_name": change(SignOff, agreed=True),
    "reports_question_answered_on_a_day": change(MembersQuestion, answer="Yes."),
    "reports_one_house_style_at_a_time": copy(HouseStyle, name="Another"),
    "reports_pcc_form_title_once": copy(PccForm, file_name="another.xlsx"),
}
ELSEWHERE = {
    "bids_bid_state_known",
    "people_user_email_lower_case",
    "people_organisation_charity_once",
    "people_organisation_company_once",
    "people_membership_once",
    "people_membership_role_known",
    "people_policy_once",
    "people_invitation_to_one_thing",
    "people_invitation_not_own",
    "people_join_request_open_once",
    "people_join_request_not_own",
    "funds_account_once",
    "funds_account_never_overspent",
    "funds_account_overdraft_of_pot_or_cash",
    "funds_movement_above_zero",
    "funds_movement_between_two_accounts",
}
"""Constraints that another test tries to break."""


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """A bid with one of everything that can hang on it."""
    bid = cast.ready_to_close()
    measure = bid.measures.create(name="Guests", target="600")
    Actual.objects.create(sent=bid.award.returns.get(), measure=measure, value="610")
    bid.award.returns.create(
        period=cast.first_period, state="sent", sent_by=cast.applicant, sent_at=SIFTED
    ).headings.create(name="staffing")
    bid.award.variations.create(number=1, reason="Less.", asked_by=cast.applicant)
    bid.interests.create(member=cast.second_panel_member, words="A trustee")
    need = cast.round.criteria.get(code="need")
    bid.agreed_scores.create(criterion=need, points=5, reason="Agreed")
    cast.round.criteria.create(code="unscored", kind="general", weight=0, title="T", position=9)
    bid.assignments.create(member=cast.panel_member, by=cast.officer)
    bid.score_drafts.create(member=cast.panel_member)
    Feedback.objects.create(bid=bid, text="Well told.", written_by=cast.officer)
    scenario = cast.round.scenarios.create(
        route=bid.route, name="Thin", made_by=cast.officer, changed_by=cast.officer
    )
    scenario.amounts.create(bid=bid, amount_pence=100)
    question = cast.round.questions.create(code="own", title="What else?", position=1)
    bid.extra_answers.create(question=question, text="Nothing")
    bid.saves.create(section="need", by=cast.applicant)
    bid.versions.create(
        number=90, note=Note.objects.create(text="{}"), checksum="", at=SIFTED, by=cast.applicant
    )
    cast.round.eligibility_questions.create(title="Ready?", why_not="No.", position=1)
    cast.round.documents_asked.create(code="accounts", title="Accounts", position=1)
    cast.round.partnership.wordings.create(
        kind="bid-approved", subject="S", body="B", changed_by=cast.officer
    )
    sent = Submission.objects.create(
        round=cast.round,
        route=bid.route,
        version=1,
        content={},
        checksum="",
        file=b"",
        at=SIFTED,
        by=cast.officer,
    )
    sent.answered_files.create(name="answers.xlsx", file=b"", checksum="", by=cast.officer)
    bid.pending_decisions.create(
        submission=sent,
        decision="approve",
        decided_by="The PCC",
        decided_on=SIFTED.date(),
        entered_by=cast.officer,
    )
    claim = bid.award.claims.create(
        number=1,
        amount_pence=100,
        state="approved",
        claimed_by=cast.applicant,
        checked_by=cast.officer,
        approved_by=cast.finance,
    )
    batch = cast.round.payment_batches.create(
        number=1, total_pence=100, file="", checksum="", made_by=cast.finance
    )
    batch.lines.create(claim=claim, reference="P1", supplier_number="1", amount_pence=100)
    Assistance.objects.create(
        organisation=bid.organisation,
        giver="The county",
        amount_pence=100,
        given_on=DAY,
        declared_by=cast.applicant,
    )
    SubsidyNotice.objects.create(
        bid=bid, notice_on=DAY, notice_by=cast.officer, total_pence=LIMIT_PENCE
    )
    file = cast.round.finance_files.create(name="f", checksum="", brought_by=cast.finance)
    file.lines.create(row=2, on=SIFTED.date(), reference="P1", amount_pence=-100)
    cast.round.priorities.latest("pk").readers.create(user=cast.outsider)
    VirementRequest.objects.create(
        round=cast.round,
        source="tactical",
        target="main",
        amount_pence=1,
        reason="Why",
        authority="Minute 7",
        asked_by=cast.finance,
    )
    leaving(cast)
    return bid


def leaving(cast: Cast) -> None:
    """A row of each kind that what leaves is kept in."""
    round, partnership, officer = cast.round, cast.round.partnership, cast.officer
    round.jobs.create(kind="committee-report", asked_by=officer)
    round.report_words.create(section="summary", by=officer)
    round.sign_offs.create(
        issue="legal", text="None.", name="L", email="l@example.org", due=DAY, asked_by=officer
    )
    round.members_questions.create(
        asked_by="Cllr M", asked_on=DAY, question="Why?", owner="O", due=DAY, recorded_by=officer
    )
    partnership.house_styles.create(name="Council", file=b"", checksum="", by=officer)
    partnership.pcc_forms.create(
        kind="quarterly", title="Quarterly", file_name="q.xlsx", file=b"", checksum="", by=officer
    )


def test_the_database_refuses_what_its_constraints_forbid(
    cast: Cast, bid: Bid, subtests: pytest.Subtests
) -> None:
    before = dump()
    for name, write in BROKEN.items():
        with subtests.test(constraint=name):
            with pytest.raises(IntegrityError) as refusal, transaction.atomic():
                write(cast, bid)
            assert name in str(refusal.value) or is_of(name, str(refusal.value))
            assert dump() == before


def is_of(name: str, said: str) -> bool:
    """Whether SQLite's words, which name a unique constraint's columns, mean this constraint."""
    found = constraints()[name]
    if connection.vendor != "sqlite" or not isinstance(found, models.UniqueConstraint):
        return False
    return all(field in said for field in found.fields)


def constraints() -> dict[str, models.BaseConstraint]:
    return {
        constraint.name: constraint
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in OURS
        for constraint in model._meta.constraints
    }


def test_every_constraint_of_the_service_is_tried() -> None:
    assert set(constraints()) == set(BROKEN) | ELSEWHERE
