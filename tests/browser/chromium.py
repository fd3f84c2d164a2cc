"""``python -m tests.browser.chromium`` brings the Chromium that the journeys need, where it is missing.

The one that ``CHROMIUM`` names is taken, else Debian's, else Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

DEBIANS = Path("/usr/bin/chromium")
APT = ["apt-get", "--quiet", "--quiet"]
HOW = "Install your system's chromium, or name one, as in: CHROMIUM=/path/to/chromium make test"
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium(playwright: Playwright) -> Path | None:
    """Where the Chromium of this machine is. Raises ``SystemExit`` where ``CHROMIUM`` names none."""
    if named := os.environ.get("CHROMIUM"):
        if not shutil.which(named):
            raise SystemExit(f"CHROMIUM names {named}, which is no program. {HOW}")
        return Path(named)
    return next(
        (path for path in (DEBIANS, Path(playwright.chromium.executable_path)) if path.exists()),
        None,
    )


def launch(playwright: Playwright) -> Browser:
    """A browser. Raises ``SystemExit`` where there is none."""
    program = chromium(playwright)
    if program is None:
        raise SystemExit(f"No Chromium was found. {HOW}")
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # which refuses root
    return playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])


def ways() -> list[list[str]]:
    """The commands that bring a Chromium to this machine."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = [*APT, "install", "--yes", "--no-install-recommends", "chromium"]
        return [[*APT, "update"], install]
    return [[sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]]


def bring(commands: list[list[str]]) -> None:
    """Run the commands. Raises ``SystemExit`` with one line when one of them fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        ended = subprocess.run(
            command, env=environment, check=False, capture_output=True, text=True
        )
        if ended.returncode:
            said = (ended.stderr.strip() or ended.stdout.strip() or "nothing").splitlines()[-1]
            raise SystemExit(f"No Chromium could be brought ({said.strip()}). {HOW}")


def main() -> None:
    """Bring a Chromium where there is none, and see that it starts."""
    with sync_playwright() as playwright:
        if chromium(playwright) is None:
            sys.stderr.write("Bringing a Chromium for the journeys. This takes a minute.\n")
            bring(ways())
        try:
            launch(playwright).close()
        except Exception as error:
            said = str(error).strip().splitlines()[0]
            raise SystemExit(
                f"The Chromium that was found does not start ({said}). {HOW}"
            ) from None


if __name__ == "__main__":
    main()
