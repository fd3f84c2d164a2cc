"""By which identifiers the world's open data knows a partnership and its funders.

Both are given by registers outside: the publisher's prefix by 360Giving, the funder's by a list of
org-id.guide. Where none is entered, open data makes one up from our own codes.
"""

import re
from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from people.audit import record
from people.models import AuditRow, Funder, Partnership, User
from people.permissions import Permission, require

_OWN = r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*"
PREFIX = re.compile(r"360G-[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*")
ORG_ID = re.compile(rf"(?:[A-Z]{{2}}-[A-Z0-9]+|360G)-{_OWN}")
"""A register's code, as ``GB-LAE``, and what the body is called there. No slash, no space."""


def funders_of(partnership: Partnership) -> QuerySet[Funder]:
    """Who gives the money for a partnership's rounds."""
    return Funder.objects.filter(rounds__partnership=partnership).distinct().order_by("name", "pk")


def registered_prefix(partnership: Partnership) -> str:
    """The publisher's prefix that was entered; nothing where it is none, so that no other words leave."""
    return partnership.publisher_prefix if PREFIX.fullmatch(partnership.publisher_prefix) else ""


def registered_id(funder: Funder) -> str:
    """The funder's identifier that was entered; nothing where it is none."""
    return funder.org_id if ORG_ID.fullmatch(funder.org_id) else ""


def check_prefix(text: str) -> str:
    """A publisher's prefix, or nothing. Raises ``Refused`` for anything else."""
    if text and not PREFIX.fullmatch(text):
        raise Refused(
            _("Enter the prefix as 360Giving gave it, such as 360G-example, or leave it empty.")
        )
    return text


def check_org_id(text: str) -> str:
    """An organisation identifier, or nothing. Raises ``Refused`` for anything else."""
    if text and not ORG_ID.fullmatch(text):
        raise Refused(
            _(
                "Enter the identifier with the code of its register, such as GB-LAE-MAI, "
                "or leave it empty."
            )
        )
    return text


@verb
def set_identifiers(
    *, partnership: Partnership, publisher_prefix: str, org_ids: Mapping[int, str], by: User
) -> Partnership:
    """Enter the publisher's prefix of a partnership, and the identifiers of its funders, by their keys.

    Raises ``Refused`` where one is not of its form.
    """
    require(by, Permission.SET_IDENTIFIERS, partnership)
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    if partnership.publisher_prefix != check_prefix(publisher_prefix):
        partnership.publisher_prefix = publisher_prefix
        partnership.save(update_fields=["publisher_prefix"])
        _tell(partnership, by, str(partnership), publisher_prefix)
    for funder in funders_of(partnership):
        org_id = check_org_id(org_ids.get(funder.pk, funder.org_id))
        if funder.org_id != org_id:
            funder.org_id = org_id
            funder.save(update_fields=["org_id"])
            _tell(partnership, by, str(funder), org_id)
    return partnership


def _tell(partnership: Partnership, by: User, body: str, identifier: str) -> None:
    text = f"{body}: {identifier or 'none'}"
    record(AuditRow.What.IDENTIFIERS, by=by, partnership=partnership, text=text)
