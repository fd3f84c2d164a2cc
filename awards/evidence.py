"""Due diligence evidence: what the round asks of an awarded project before money moves."""

from dataclasses import dataclass
from datetime import date

from awards.models import Award, EvidenceCheck
from bids.attachments import Purpose, Scan, files_of
from bids.models import Attachment
from rounds.models import DocumentAsked


@dataclass(frozen=True)
class Piece:
    """Something that is asked for: the latest file, and what an officer said last."""

    asked: DocumentAsked
    file: Attachment | None
    check: EvidenceCheck | None
    on: date

    @property
    def is_in(self) -> bool:
        """Whether it was accepted and stands."""
        return is_in(self.check, self.on)

    @property
    def is_waiting(self) -> bool:
        """Whether there is a file that may be good and that nobody has looked at yet."""
        if self.file is None or self.file.scan == Scan.INFECTED:
            return False
        return self.check is None or self.file.at > self.check.recorded_at

    @property
    def has_run_out(self) -> bool:
        """Whether it was accepted and its day is over."""
        ends = self.check.expires_on if self.check and self.check.accepted else None
        return ends is not None and ends < self.on

    @property
    def is_missing(self) -> bool:
        """Whether it keeps money from moving."""
        return self.asked.required and not self.is_in


def is_in(check: EvidenceCheck | None, on: date) -> bool:
    """Whether what an officer said last lets a piece count: a file with a virus never does."""
    if check is None or not check.accepted:
        return False
    if check.attachment and check.attachment.scan == Scan.INFECTED:
        return False
    return check.expires_on is None or check.expires_on >= on


def latest_checks(award: Award) -> dict[int, EvidenceCheck]:
    """What stands of each piece of evidence asked for, by its key (one query)."""
    checks = award.evidence_checks.select_related("attachment", "note", "by")
    return {check.asked_id: check for check in checks}


def pieces(award: Award, on: date) -> list[Piece]:
    """All that is asked for, and how it stands on a day (three queries)."""
    files = files_of(award.bid, purpose=Purpose.EVIDENCE).select_related("by")
    latest = {file.asked_id: file for file in files}
    checks = latest_checks(award)
    asked = award.bid.round.documents_asked.before_payment()
    return [Piece(one, latest.get(one.pk), checks.get(one.pk), on) for one in asked]


def missing_evidence(award: Award, on: date) -> list[DocumentAsked]:
    """The evidence that is asked for and was not accepted, or has run out by a day (two queries)."""
    checks = latest_checks(award)
    asked = award.bid.round.documents_asked.before_payment().filter(required=True)
    return [one for one in asked if not is_in(checks.get(one.pk), on)]
