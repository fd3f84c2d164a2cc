"""Open data of a round: 360Giving (JSON) and the Transparency Code's table (CSV), both or none.

Left out of both: awards to public bodies, which are internal to the public sector, and to persons (see
``recipients``). Texts lose what points at a person (see ``personal_data``); contacts are never read into
a file.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from base.errors import Refused
from base.files import write_whole
from reports.open_data.grants import Grants, gather
from reports.open_data.threesixty import document, package
from reports.open_data.transparency import table
from rounds.models import Round


@dataclass(frozen=True)
class OpenData:
    """The two files of a round, and what they rest on."""

    grants: Grants
    threesixty: bytes
    transparency: bytes


def open_data(round: Round) -> OpenData:
    """A round's open data. Raises ``Refused`` where there is no award to publish yet."""
    grants = gather(round)
    if not grants.published:
        raise Refused(
            f"There is nothing to publish of {round.code} yet: no award to an organisation outside the "
            "public sector. Nothing was written."
        )
    return OpenData(
        grants=grants,
        threesixty=document(package(grants.published[0].round, grants.published)),
        transparency=table(grants.published),
    )


def file_names(round: Round) -> tuple[str, str]:
    """What the two files are called."""
    return f"360giving-{round.code}.json", f"transparency-code-{round.code}.csv"


def publish(round: Round, folder: str) -> OpenData:
    """Write the two files into a folder, which is made where it is missing: both or none."""
    found = open_data(round)
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"The folder {folder} cannot be made: {error.strerror}.") from None
    names = file_names(round)
    with transaction.atomic():
        for name, content in zip(names, (found.threesixty, found.transparency), strict=True):
            write_whole(str(place / name), content)
    return found
