"""Fonts that are not installed are named once, with what installs them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from exporters.formats.pdf.export import _Export
from exporters.model.place import Place
from exporters.report import Report


def test_east_asian_characters_are_told_of_once_with_the_extra_that_has_them() -> None:
    report = Report()
    export: Any = object.__new__(_Export)
    export.job = SimpleNamespace(report=report)
    export.edition = SimpleNamespace(place=Place("story.md", 3, 1))
    export._east_asian = []
    for character in "漢字かなカナ한글":
        export._glyph_missing(character, None)
    export._glyph_missing("\U00010900", None)
    export._report_east_asian()
    said = [str(diagnostic) for diagnostic in report.diagnostics]
    assert len(said) == 2
    assert "8 Chinese, Japanese or Korean characters" in said[1]
    assert "broadsheet[cjk]" in said[1]
    assert said[1].startswith("story.md:3:1")
