"""Open data of a round as files: 360Giving, the Transparency Code's table, and grants with their reasons.

Left out of both: awards to public bodies, which are internal to the public sector, and to persons (see
``recipients``). Texts lose what points at a person (see ``personal_data``); contacts are never read into
a file.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from base.errors import Refused
from base.files import write_whole
from reports.open_data import flat, specified
from reports.open_data.grants import Grants, gather
from reports.open_data.threesixty import document, package
from reports.open_data.transparency import table
from rounds.models import Round


@dataclass(frozen=True)
class OpenData:
    """The files of a round, and what they rest on."""

    grants: Grants
    threesixty: bytes
    transparency: bytes
    flat: bytes
    specified: bytes


def open_data(round: Round) -> OpenData:
    """A round's open data. Raises ``Refused`` where there is no award to publish yet."""
    grants = gather(round)
    if not grants.published:
        raise Refused(
            f"There is nothing to publish of {round.code} yet: no award to an organisation outside the "
            "public sector. Nothing was written."
        )
    content = package(grants.published[0].round, grants.published)
    return OpenData(
        grants=grants,
        threesixty=document(content),
        transparency=table(grants.published),
        flat=flat.table(content),
        specified=specified.table(grants.every),
    )


def file_names(round: Round) -> tuple[str, str]:
    """What the two files are called."""
    return f"360giving-{round.code}.json", f"transparency-code-{round.code}.csv"


def more_names(round: Round) -> tuple[str, str]:
    """What 360Giving as CSV and the grants with their reasons are called."""
    return f"360giving-{round.code}.csv", f"specified-information-{round.code}.csv"


def publish(round: Round, folder: str, *, every: bool = False) -> OpenData:
    """Write the files into a folder, which is made where it is missing: all of them or none. With ``every``
    there are four, else the two that were there first.
    """
    found = open_data(round)
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"The folder {folder} cannot be made: {error.strerror}.") from None
    files = [*zip(file_names(round), (found.threesixty, found.transparency), strict=True)]
    if every:
        files += zip(more_names(round), (found.flat, found.specified), strict=True)
    with transaction.atomic():
        for name, content in files:
            write_whole(str(place / name), content)
    return found
