"""The design system's files: all that pages need, and nothing that only gov.uk may use."""

from pathlib import Path

import pytest

from ui import assets

CSS = "/*! Copyright (c) ... The font is for gov.uk only. */@font-face{src:url(/a/b.woff)}a{color:red}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    assets.build(target=folder)
    return folder


def test_there_is_one_style_sheet_and_one_script(built: Path) -> None:
    assert {path.name for path in built.iterdir()} == {
        "govuk-frontend.min.css",
        "govuk-frontend.min.js",
    }
    assert 150_000 < sum(path.stat().st_size for path in built.iterdir()) < 250_000


def test_the_style_sheet_has_no_reserved_font_or_crown(built: Path) -> None:
    css = (built / "govuk-frontend.min.css").read_text()
    for reserved in ("GDS Transport", "@font-face", "crest", "url(", "sourceMappingURL"):
        assert reserved not in css
    assert ".govuk-button{" in css
    assert css.startswith("@charset")
    assert "font-family:arial,sans-serif" in css
    assert css.count("{") == css.count("}")


def test_the_script_starts_the_page_by_itself(built: Path) -> None:
    js = (built / "govuk-frontend.min.js").read_text()
    assert "\ninitAll();\n" in js
    assert "sourceMappingURL" not in js


def test_the_font_goes_with_its_notice() -> None:
    assert assets.style(CSS) == "a{color:red}"


@pytest.mark.parametrize(
    "new", ["b{background:url(/crown.svg)}", "b{font:16px GDS Transport}", "/* the crest */"]
)
def test_a_version_that_brings_more_of_it_stops_the_build(new: str) -> None:
    with pytest.raises(SystemExit, match="still has"):
        assets.style(CSS + new)
