"""Several stories are read to the last, whatever is wrong with the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.errors import SourceError
from exporters.report import Report
from exporters.source import read_stories


def test_a_story_that_cannot_be_read_hides_no_fault_of_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: a: b: c\n---\nText\n")
    (tmp_path / "b.md").write_text("# B\n\nA <redact>name that is never closed.\n")
    (tmp_path / "c.md").write_text("# C\n\nText.\n")
    report = Report()
    stories, _ = read_stories([tmp_path], report)
    errors = [item.code for item in report.diagnostics if item.severity == "error"]
    assert errors == ["front-matter", "redaction-unbalanced"]
    assert len(stories) == 2


def test_a_lone_story_that_cannot_be_read_is_the_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: a: b: c\n---\nText\n")
    with pytest.raises(SourceError):
        read_stories([tmp_path / "a.md"], Report())
