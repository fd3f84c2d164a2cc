"""The words of every email, with the fields that they can hold.

A field stands in double brackets, as on GOV.UK Notify: ``((reference))``. A partnership may change
the words on a page; what it did not change is said here.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext

from base.errors import Refused
from notices.kinds import Kind
from notices.wording_accounts import ACCOUNTS
from notices.wording_agreement import AGREEMENT
from notices.wording_bids import BIDS
from notices.wording_claims import CLAIMS
from notices.wording_delegated import DELEGATED
from notices.wording_evidence import EVIDENCE
from notices.wording_meeting import MEETING
from notices.wording_monday import MONDAY
from notices.wording_people import PEOPLE
from notices.wording_returns import RETURNS
from notices.wording_sift import SIFT
from notices.wording_subgroup import SUBGROUP
from notices.wording_variations import VARIATIONS
from notices.wording_virement import VIREMENT

__all__ = ["FIELD", "KINDS", "Kind", "check", "fill"]

FIELD = re.compile(r"\(\(([a-z ]+)\)\)")
_PARAGRAPH = re.compile(r"\n\n\(\(([a-z ]+)\)\)(?=\n\n|\Z)")

KINDS: dict[str, Kind] = {
    **ACCOUNTS,
    **BIDS,
    **PEOPLE,
    **SIFT,
    **AGREEMENT,
    **EVIDENCE,
    **CLAIMS,
    **SUBGROUP,
    **DELEGATED,
    **VARIATIONS,
    **MEETING,
    **VIREMENT,
    **RETURNS,
    **MONDAY,
}
"""Every kind of email, by its code."""


def fill(text: str, fields: Mapping[str, str]) -> str:
    """Put the fields' values into a text. A field without a value is left as it stands.

    A field that says nothing, and is a paragraph of its own, takes the paragraph with it.
    """
    text = _PARAGRAPH.sub(lambda found: "" if fields.get(found[1]) == "" else found[0], text)
    return FIELD.sub(lambda found: fields.get(found[1], found[0]), text)


def check(kind: Kind, *texts: str) -> None:
    """Raise ``Refused`` naming what stands in double brackets and is no field of this email."""
    named = {name for text in texts for name in re.findall(r"\(\(([^()]*)\)\)", text)}
    if strangers := sorted(named - set(kind.fields)):
        raise Refused(
            gettext("There is no field %(names)s in this email. Use those of the list.")
            % {"names": ", ".join(f"(({name}))" for name in strangers)}
        )
