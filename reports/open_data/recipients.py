"""Which recipients open data names, by what the bid says that the organisation is.

An award to a public body is a transfer within the public sector: most often the council pays a team of its
own. The records do not say whose team it is, so every public body is left out of both files. A person is
never named in open data, whatever was awarded to them. A business is no voluntary, community or social
enterprise organisation: it stands in 360Giving and not in the Transparency Code's table.
"""

import re

from people.models import Organisation

_PUBLIC = re.compile(
    r"public (body|sector|authority)|council|local authority|police|\bnhs\b|government|\bccg\b|"
    r"fire (and rescue )?(service|authority)|probation|maintained school|academy"
)
_PERSON = re.compile(r"individual|sole trader|\bperson\b|self.employed")
_BUSINESS = re.compile(r"\bbusiness|commercial|for.profit|\bplc\b|private (company|limited)")
_NOT_FOR_PROFIT = re.compile(r"not.for.profit|non.profit|social|guarantee")
_CHARITY = re.compile(r"(?i)(SC|NIC?)?\d{5,8}(-\d{1,3})?")
_COMPANY = re.compile(r"(?i)[A-Z]{0,2}\d{6,8}")


def numbers_of(organisation: Organisation) -> tuple[str, str]:
    """Its charity and its company number; what does not look like one of a register is left out."""
    charity, company = organisation.charity_number.strip(), organisation.company_number.strip()
    return (
        charity if _CHARITY.fullmatch(charity) else "",
        company if _COMPANY.fullmatch(company) else "",
    )


def is_public_body(kind: str) -> bool:
    """Whether a type of organisation is part of the public sector."""
    return bool(_PUBLIC.search(kind.casefold()))


def is_person(kind: str) -> bool:
    """Whether a type of organisation is really a person."""
    return bool(_PERSON.search(kind.casefold()))


def is_voluntary(kind: str) -> bool:
    """Whether it is voluntary, community or social enterprise: all but the public, persons and business."""
    words = kind.casefold()
    if is_public_body(words) or is_person(words):
        return False
    return not _BUSINESS.search(words) or bool(_NOT_FOR_PROFIT.search(words))
