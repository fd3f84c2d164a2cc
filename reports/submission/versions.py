"""The versions of a route's proposals that were sent, each with what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import PartnershipAgreement, Submission
from awards.submissions import FILES
from reports.submission.changes import Change, changes
from rounds.models import Pot, Round


@dataclass(frozen=True)
class Version:
    """A version as it was sent, without its files."""

    sent: Submission
    agreement: PartnershipAgreement | None
    has_covering: bool
    before: int | None = None
    """The version before it, where there is one."""
    changes: Sequence[Change] = ()
    """What it says that the one before did not."""


def versions(round: Round, route: Pot) -> list[Version]:
    """Every version that was sent, the latest first (two queries)."""
    rows = round.submissions.filter(route=route).select_related("by").defer(*FILES)
    agreed = {
        one.checksum: one
        for one in round.partnership_agreements.filter(route=route)
        .select_related("recorded_by")
        .order_by("pk")
    }
    found: list[Version] = []
    earlier: Submission | None = None
    for sent in rows.order_by("version"):
        found.append(
            Version(
                sent,
                agreed.get(sent.checksum),
                has_covering=bool(sent.covering_checksum),
                before=earlier.version if earlier else None,
                changes=changes(earlier.content, sent.content) if earlier else (),
            )
        )
        earlier = sent
    return found[::-1]
