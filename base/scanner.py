"""The virus scanner: ClamAV's daemon, asked about one file at a time."""

from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

SECONDS = 60
"""How long a scan may take."""
PING_SECONDS = 1


class Unreachable(Exception):
    """The scanner gave no answer about the file; it is asked again later."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner said; the virus's name where there is one."""

    clean: bool
    virus: str = ""


def is_set() -> bool:
    """Whether files are to be scanned here."""
    return bool(settings.CLAMAV_URL)


def scan(content: BinaryIO) -> Verdict:
    """Have a file scanned. Raises ``Unreachable`` where that did not come to a verdict."""
    try:
        answer = _client(SECONDS).instream(content)
    except (ClamdError, OSError) as error:
        raise Unreachable(str(error)) from error
    status, virus = answer.get("stream", ("ERROR", None))
    if status not in ("OK", "FOUND"):
        raise Unreachable(f"it said {status} {virus or ''}".strip())
    return Verdict(clean=status == "OK", virus=virus or "")


def answers() -> bool:
    """Whether the scanner can be reached now."""
    client = _client(PING_SECONDS)
    try:
        return client.ping().strip() == "PONG"
    except (ClamdError, OSError):
        return False
    finally:
        client.clamd_socket.close()  # the client leaves it open where it cannot connect


def _client(seconds: int) -> ClamdNetworkSocket:
    parts = urlsplit(settings.CLAMAV_URL)
    if parts.scheme == "unix":
        return ClamdUnixSocket(path=parts.path, timeout=seconds)
    return ClamdNetworkSocket(host=parts.hostname or "", port=parts.port or 3310, timeout=seconds)
