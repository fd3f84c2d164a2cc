"""LibreOffice, which opens what the service wrote: another program than the one that wrote it.

A test that needs it is marked ``office``. Where ``CI`` is ``true`` a machine without it fails the run;
elsewhere those tests are left out, and one line says so.
"""

import os
import shutil
import subprocess
from pathlib import Path

HOW = "apt-get install --no-install-recommends libreoffice-calc libreoffice-writer"
PATIENCE = 180  # seconds: the first start makes a profile


def program() -> str | None:
    """LibreOffice on this machine: the one that ``SOFFICE`` names, else the one on the path."""
    return shutil.which(os.environ.get("SOFFICE", "soffice"))


def is_required() -> bool:
    """Whether a run without it fails."""
    return os.environ.get("CI") == "true"


def convert(path: Path, kind: str, folder: Path) -> Path:
    """Open a file in LibreOffice and save it as another kind: ``pdf``, ``xlsx``, ``docx``, ``csv``.

    The folder is the test's own, and so is the profile, so that tests may run side by side. Raises
    ``AssertionError`` with what LibreOffice said where no file comes of it.
    """
    found = program()
    assert found, f"LibreOffice is missing. {HOW}"
    folder.mkdir(parents=True, exist_ok=True)
    profile = (folder / "profile").resolve().as_uri()
    ended = subprocess.run(
        [
            found,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(path),
        ],
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE,
    )
    made = folder / f"{path.stem}.{kind.partition(':')[0]}"
    assert made.exists(), f"LibreOffice made nothing of {path.name}: {ended.stdout}{ended.stderr}"
    return made
