"""Files that are whole or not there at all."""

import os
import tempfile
from pathlib import Path

from django.db import transaction

from base.errors import Refused


def write_whole(path: str, content: bytes) -> None:
    """Write a file so that nobody ever finds half of it.

    Inside a transaction it appears only when the transaction is committed, and where it cannot be
    written the transaction is rolled back. Raises ``Refused``.
    """
    target = Path(path)
    try:
        if target.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fsync(file.fileno())
        os.chmod(name, 0o644 if not target.exists() else target.stat().st_mode & 0o777)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None
    transaction.on_commit(lambda: os.replace(name, target))
