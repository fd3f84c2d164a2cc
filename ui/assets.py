"""``python -m ui.assets`` writes the design system's files that pages load.

GOV.UK Frontend may be used by anyone, but its typeface and the crown only on gov.uk: the font's
rules, the crest and the icons stay out. All of the package's pictures show the crown, so what is
left is one style sheet and one script.
"""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "govuk-frontend"
TARGET = ROOT / "ui" / "static" / "govuk"

FONT_RULE = re.compile(r"(/\*![^*]*font[^*]*\*/)?@font-face\{[^}]*\}")
CREST_RULE = re.compile(r"\.govuk-footer__copyright-logo:before\{[^}]*\}")
SOURCE_MAP = re.compile(r"\n?(/\*|//)# sourceMappingURL=.*$")
RESERVED = re.compile(r"GDS Transport|@font-face|crest|url\(", re.IGNORECASE)


def style(css: str) -> str:
    """The style sheet in a typeface that every machine has, with nothing left to fetch."""
    css = SOURCE_MAP.sub("", CREST_RULE.sub("", FONT_RULE.sub("", css)))
    css = css.replace("GDS Transport,", "")
    if left := RESERVED.search(css):
        raise SystemExit(f"The style sheet still has {left.group()!r}: see ui/assets.py.")
    return css


def script(js: str) -> str:
    """The script as a module that starts the page's components by itself."""
    return SOURCE_MAP.sub("", js).rstrip() + "\ninitAll();"


def build(package: Path = PACKAGE, target: Path = TARGET) -> None:
    """Write both files, each with a line that says whose they are."""
    version = json.loads((package / "package.json").read_text())["version"]
    notice = f"\n/*! GOV.UK Frontend {version}, MIT licence, copyright (c) Crown Copyright */\n"
    dist = package / "dist" / "govuk"
    target.mkdir(parents=True, exist_ok=True)
    for name, change in (("govuk-frontend.min.css", style), ("govuk-frontend.min.js", script)):
        (target / name).write_text(change((dist / name).read_text()) + notice)


if __name__ == "__main__":
    build()
