"""Files that are whole or not there at all."""

import os
import tempfile
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from base.errors import Refused


def write_whole(path: str, content: bytes) -> None:
    """Write a file so that nobody ever finds half of it.

    Inside a transaction it appears only when the transaction is committed, and where it cannot be
    written the transaction is rolled back. A link is followed. Raises ``Refused``.
    """
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        raise Refused(
            _("%(path)s cannot be written: it is there already, and is not a file.")
            % {"path": path}
        )
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise Refused(
            _("%(path)s cannot be written: %(strerror)s.")
            % {"path": path, "strerror": error.strerror}
        ) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fsync(file.fileno())
        os.chmod(name, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise Refused(
            _("%(path)s cannot be written: %(strerror)s.")
            % {"path": path, "strerror": error.strerror}
        ) from None
    transaction.on_commit(lambda: os.replace(name, target))


def _umask() -> int:
    """What this process takes away from the rights of new files."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
