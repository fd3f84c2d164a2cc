"""Due diligence evidence: what the round asks of an awarded project before money moves."""

from datetime import date

from awards.models import Award, EvidenceCheck
from rounds.models import DocumentAsked


def latest_checks(award: Award) -> dict[int, EvidenceCheck]:
    """What stands of each piece of evidence asked for, by its key."""
    return {check.asked_id: check for check in award.evidence_checks.all()}


def missing_evidence(award: Award, on: date) -> list[DocumentAsked]:
    """The evidence that is asked for and was not accepted, or has run out by a day (two queries)."""
    checks = latest_checks(award)

    def is_in(asked: DocumentAsked) -> bool:
        check = checks.get(asked.pk)
        if check is None or not check.accepted:
            return False
        return check.expires_on is None or check.expires_on >= on

    asked = award.bid.round.documents_asked.before_payment().filter(required=True)
    return [one for one in asked if not is_in(one)]
