"""A round's awards in the 360Giving Data Standard (version 1.4), as a package of JSON.

The fields are typed here after the standard's schema. Identifiers:

- the publisher is the partnership under the prefix that 360Giving gave it, else ``360G-smp``, and a grant
  is ``360G-smp-SMP19-003``;
- a recipient is its charity number (``GB-CHC``, ``GB-SC``, ``GB-NIC``), else its company number
  (``GB-COH``, leading zeros kept), else a number of our own, ``360G-smp-org-12``;
- the funder is what an administrator entered, else a code of our own, ``360G-smp-kent-pcc``.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TypedDict

from people.identifiers import registered_id, registered_prefix
from reports.areas import is_borough_wide
from reports.open_data.grants import Grant, Recipient
from rounds.models import Owner, Pot, Round
from ui.money import to_pounds

VERSION = "1.4"
LONGEST_TITLE = 139
OURS = "360G"
"""What begins an identifier that is in no register."""
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
"""What the Transparency Code asks councils to publish under."""


class Organisation(TypedDict, total=False):
    id: str
    name: str
    charityNumber: str
    companyNumber: str


class Event(TypedDict, total=False):
    startDate: str
    endDate: str


class Location(TypedDict):
    name: str
    countryCode: str


class Programme(TypedDict):
    code: str
    title: str


class Classification(TypedDict):
    vocabulary: str
    code: str
    title: str


class _Required(TypedDict):
    id: str
    title: str
    description: str
    currency: str
    amountAwarded: int | float
    awardDate: str
    recipientOrganization: list[Organisation]
    fundingOrganization: list[Organisation]


class GrantRecord(_Required, total=False):
    """A grant, in pounds. Dates are ISO texts."""

    amountAppliedFor: int | float
    amountDisbursed: int | float
    plannedDates: list[Event]
    beneficiaryLocation: list[Location]
    grantProgramme: list[Programme]
    fromOpenCall: str
    classifications: list[Classification]
    dateModified: str


class Publisher(TypedDict):
    name: str
    identifier: str


class Package(TypedDict):
    """The file."""

    version: str
    extensions: list[str]
    identifier: str
    title: str
    description: str
    modified: str
    license: str
    publisher: Publisher
    grants: list[GrantRecord]


def package(round: Round, grants: Iterable[Grant]) -> Package:
    """The package of a round's grants. There is at least one: the standard has no empty package."""
    title = f"{round.title}: grants awarded"
    return _package(round, grants, identifier=f"{prefix(round)}-{_safe(round.code)}", title=title)


def year_package(year: str, grants: Sequence[Grant]) -> Package:
    """The package of a partnership's grants of a financial year. There is at least one."""
    round = grants[0].round
    title = f"{round.partnership.name}: grants awarded {year}"
    return _package(round, grants, identifier=_year_id(round, year), title=title)


def _year_id(round: Round, year: str) -> str:
    """The partnership is in it: several may publish under one registered prefix."""
    registered = registered_prefix(round.partnership)
    return f"{registered or OURS}-{_safe(round.partnership.code)}-{_safe(year)}"


def _package(round: Round, grants: Iterable[Grant], *, identifier: str, title: str) -> Package:
    found = list(grants)
    return {
        "version": VERSION,
        "extensions": [],
        "identifier": identifier,
        "title": title,
        "description": (
            f"Grants to organisations outside the public sector by {round.partnership.name}, with money "
            f"from {round.funder.name}, {round.financial_year}."
        ),
        "modified": _moment(max(grant.modified_at for grant in found)),
        "license": LICENCE,
        "publisher": {"name": round.partnership.name, "identifier": prefix(round)},
        "grants": [_record(grant.round, grant) for grant in found],
    }


def document(content: Package) -> bytes:
    """The package as the bytes of its file."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def prefix(round: Round) -> str:
    """The publisher's prefix: the registered one, else ``360G-smp``."""
    partnership = round.partnership
    return registered_prefix(partnership) or f"{OURS}-{_safe(partnership.code)}"


def funder_id(round: Round) -> str:
    """The funder's identifier: the one that was entered, else ``360G-smp-kent-pcc``."""
    return registered_id(round.funder) or f"{prefix(round)}-{_safe(round.funder.code)}"


def _record(round: Round, grant: Grant) -> GrantRecord:
    record: GrantRecord = {
        "id": f"{prefix(round)}-{_safe(grant.reference)}",
        "title": _title(grant.title or grant.reference),
        "description": grant.description or grant.title or grant.reference,
        "currency": "GBP",
        "amountAppliedFor": _pounds(grant.requested_pence),
        "amountAwarded": _pounds(grant.awarded_pence),
        "amountDisbursed": _pounds(grant.paid_pence),
        "awardDate": grant.awarded_on.isoformat(),
        "recipientOrganization": [_recipient(round, grant.recipient)],
        "fundingOrganization": [{"id": funder_id(round), "name": round.funder.name}],
        "grantProgramme": [{"code": round.code, "title": round.title}],
        # Anybody may bid for the main pot; a tactical award answers an initiative that came up.
        "fromOpenCall": "Yes" if grant.route == Pot.MAIN else "No",
        "dateModified": _moment(grant.modified_at),
    }
    if grant.starts_on and grant.ends_on:
        record["plannedDates"] = [
            {"startDate": grant.starts_on.isoformat(), "endDate": grant.ends_on.isoformat()}
        ]
    if grant.areas:
        record["beneficiaryLocation"] = [
            {"name": _place(round, area), "countryCode": "GB"} for area in grant.areas
        ]
    if grant.priorities:
        record["classifications"] = [
            {"vocabulary": _plan(round, owner), "code": code, "title": title}
            for owner, code, title in grant.priorities
        ]
    return record


def _recipient(round: Round, recipient: Recipient) -> Organisation:
    found: Organisation = {"id": recipient_id(round, recipient), "name": recipient.name}
    if recipient.charity_number:
        found["charityNumber"] = recipient.charity_number
    if recipient.company_number:
        found["companyNumber"] = recipient.company_number
    return found


def recipient_id(round: Round, recipient: Recipient) -> str:
    """The recipient's identifier, by the register that it stands in."""
    charity, company = recipient.charity_number.upper(), recipient.company_number.upper()
    if charity.startswith("SC"):
        return f"GB-SC-{_safe(charity)}"
    if charity.startswith("NI"):
        return f"GB-NIC-{_safe(charity.removeprefix('NI').removeprefix('C'))}"
    if charity:
        return f"GB-CHC-{_safe(charity.partition('-')[0])}"
    if company:
        return f"GB-COH-{_safe(company)}"
    return f"{prefix(round)}-org-{recipient.key}"


def _plan(round: Round, owner: str) -> str:
    whose = round.funder.name if owner == Owner.PCC else round.partnership.name
    return f"Priorities of {whose}, {round.financial_year}"


def _place(round: Round, area: str) -> str:
    return f"{area} ({round.partnership.authority})" if is_borough_wide(area) else area


def _title(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"


def _safe(text: str) -> str:
    """A part of an identifier: no slash, no space."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", text).strip("-")


def _pounds(pence: int) -> int | float:
    """A number of pounds as JSON writes it: the last step, so nothing is added up in it."""
    return pence // 100 if pence % 100 == 0 else float(to_pounds(pence))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
