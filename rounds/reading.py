"""What a part of a round says now, as plain values: for its form, its digest and its copy."""

from datetime import datetime
from typing import Any

from base.stale import Stale, digest
from people.models import User
from people.permissions import Permission, require
from rounds.missing import missing
from rounds.models import Round, locked
from ui.dates import in_london

State = dict[str, Any] | list[dict[str, Any]]

SETTINGS: dict[str, tuple[str, ...]] = {
    "about": ("title", "financial_year", "purpose"),
    "dates": ("opens", "closes", "panel", "submission_due", "committee"),
    "money": (
        "allocation_pence",
        "main_pence",
        "tactical_pence",
        "over_allocation_percent",
        "pay_ahead",
        "delegated_limit_pence",
        "delegate_id",
        "acceptance_days",
        "response_days",
        "carry_forward",
    ),
    "scoring": ("score_threshold", "quorum", "tactical_quorum", "blind"),
    "agreement": (
        "decision_expected",
        "conditions",
        "repayment_terms",
        "heading_tolerance_percent",
    ),
    "equality": ("equality_outcome", "equality_on", "equality_link"),
}
"""Parts that are settings of the round itself."""

ROWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "income": ("expected_income", ("due", "amount_pence")),
    "priorities": ("priorities", ("owner", "code", "title", "lead", "status")),
    "criteria": (
        "criteria",
        ("code", "kind", "weight", "title", "floor", "descriptors", "guidance"),
    ),
    "gates": ("gates", ("code", "title")),
    "eligibility": ("eligibility_questions", ("title", "good_answer", "why_not")),
    "questions": ("questions", ("code", "title", "hint", "word_limit", "required")),
    "documents": ("documents_asked", ("code", "title", "hint", "required", "before_payment")),
    "periods": ("periods", ("name", "ends", "due", "final")),
    "people": ("people", ("user_id", "role", "route")),
}
"""Parts that are rows: their related name, and the fields of a row."""


def read_settings(round: Round, part: str) -> dict[str, Any]:
    """What a part that is settings says now."""
    return {name: getattr(round, name) for name in SETTINGS[part]}


def read_rows(round: Round, part: str) -> list[dict[str, Any]]:
    """What a part that is rows says now (one query)."""
    related, fields = ROWS[part]
    return [{name: getattr(row, name) for name in fields} for row in getattr(round, related).all()]


def read(round: Round, part: str) -> State:
    """What a part says now."""
    return read_settings(round, part) if part in SETTINGS else read_rows(round, part)


def digest_of(round: Round, part: str) -> str:
    """The sign of what a part says now; a moment is the same however it was read."""
    state = read(round, part)
    if isinstance(state, dict):
        state = {
            name: in_london(value).isoformat() if isinstance(value, datetime) else value
            for name, value in state.items()
        }
    return digest(state)


def held(round: Round, part: str, by: User, seen: str | None) -> Round:
    """The round as it stands, held, once it is sure that this person may change the part.

    ``seen`` is the digest of the part as they saw it. Raises ``Stale`` where somebody changed it since.
    """
    require(by, Permission.OPEN_ROUND, round.partnership)
    round = locked(round)
    if seen is not None and seen != digest_of(round, part):
        raise Stale
    return round


def complete(round: Round, part: str) -> Round:
    """The round, once a part was written. Raises ``Refused`` where a published one lacks something."""
    if round.published:
        missing(round).refuse(part)
    return round
