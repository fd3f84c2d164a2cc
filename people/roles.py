"""The roles of a partnership: what each is for, and what it may do."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """Something that a role may do. The value completes the sentence "may not …"."""

    OPEN_ROUND = "open or change a round"
    RECORD_INCOME = "record money received"
    ENTER_BIDS = "enter or withdraw bids for others"
    CHECK_BIDS = "check, send back or reject bids"
    SCORE = "score bids"
    RECORD_SCORES = "bring in the panel's scores"
    SIFT = "sift"
    SEND_SUBMISSION = "send the submission"
    DECIDE = "decide bids"
    RECORD_RETURNS = "record agreements and returns"
    PAY = "pay or recover money"
    AGREE_VIREMENT = "move money between pots"
    READ = "read the partnership's papers"
    RECORD_DECISIONS = "enter the PCC's decisions"
    MANAGE_ORGANISATIONS = "merge organisations or let people in to their bids"
    EDIT_WORDING = "change the wording of emails"
    HOLD = "set or end a publicity hold"
    INVITE_PANEL = "invite or remove panel members"
    MANAGE_STAFF = "invite people, change their roles or remove them"
    READ_AUDIT = "read the audit trail"
    SET_IDENTIFIERS = "enter identifiers for open data"


@dataclass(frozen=True)
class Role:
    """A role: its name in files, its label in sentences, what it is for and what it may do."""

    name: str
    label: str
    purpose: str
    permissions: frozenset[Permission]
    second_factor: bool = True
    """Whether its people sign in with a password and a second factor, never with a code alone."""


OFFICER = Role(
    "officer",
    "an officer",
    "Opens the round, checks bids, chairs the sift, sends the submission and writes the report. "
    "Never decides a bid.",
    frozenset(
        {
            Permission.OPEN_ROUND,
            Permission.RECORD_INCOME,
            Permission.ENTER_BIDS,
            Permission.CHECK_BIDS,
            Permission.RECORD_SCORES,
            Permission.SIFT,
            Permission.SEND_SUBMISSION,
            Permission.RECORD_RETURNS,
            Permission.RECORD_DECISIONS,
            Permission.MANAGE_ORGANISATIONS,
            Permission.EDIT_WORDING,
            Permission.HOLD,
            Permission.INVITE_PANEL,
            Permission.READ,
        }
    ),
)

PANEL = Role(
    "panel",
    "a panel member",
    "Declares interests and scores each bid alone. Never scores a bid they have an interest in.",
    frozenset({Permission.SCORE}),
    second_factor=False,
)

DECISION_MAKER = Role(
    "decision-maker",
    "a decision maker",
    "Approves or declines what the panel recommends. Never a bid they scored, never more than there is.",
    frozenset({Permission.DECIDE, Permission.AGREE_VIREMENT, Permission.READ}),
)

FINANCE = Role(
    "finance",
    "finance",
    "Records income, payments and recoveries. Never approves bids.",
    frozenset(
        {
            Permission.RECORD_INCOME,
            Permission.PAY,
            Permission.AGREE_VIREMENT,
            Permission.READ,
        }
    ),
)

AUDITOR = Role(
    "auditor",
    "an auditor",
    "Reads everything and changes nothing.",
    frozenset({Permission.READ, Permission.READ_AUDIT}),
)

ADMINISTRATOR = Role(
    "administrator",
    "an administrator",
    "Invites people, changes their roles and removes them; reads the audit trail; enters the "
    "identifiers for open data. "
    "Sees no bids, scores or money, unless another role is given to them by somebody else.",
    frozenset(
        {
            Permission.INVITE_PANEL,
            Permission.MANAGE_STAFF,
            Permission.READ_AUDIT,
            Permission.SET_IDENTIFIERS,
        }
    ),
)

ROLES = {
    role.name: role for role in (OFFICER, PANEL, DECISION_MAKER, FINANCE, AUDITOR, ADMINISTRATOR)
}
