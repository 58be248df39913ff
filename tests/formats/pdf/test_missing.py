"""Fonts that are not installed are named once, with what installs them."""

from __future__ import annotations

from typing import Any

from exporters.formats.pdf.missing import MissingGlyphs
from exporters.model.place import Place
from exporters.report import Report


def test_east_asian_characters_are_told_of_once_with_the_extra_that_has_them() -> None:
    report = Report()
    missing = MissingGlyphs(report, lambda: Place("story.md", 3, 1))
    face: Any = None
    for character in "漢字かなカナ한글\U00010900":
        missing.told(character, face)
    missing.finish()
    said = [str(diagnostic) for diagnostic in report.diagnostics]
    assert len(said) == 2
    assert "8 Chinese, Japanese or Korean characters" in said[1]
    assert "broadsheet[cjk]" in said[1]
    assert said[1].startswith("story.md:3:1")
