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


@pytest.mark.parametrize("text", ["", "\n \n", "---\ntitle: A title\n---\n", "<!-- nothing yet -->\n"])
@pytest.mark.parametrize("suffix", ["md", "txt", "html"])
def test_a_story_without_any_text_is_told(tmp_path: Path, text: str, suffix: str) -> None:
    if suffix == "txt" and "<!--" in text:
        text = ""  # which is text there
    (tmp_path / f"a.{suffix}").write_text(text)
    report = Report()
    read_stories([tmp_path / f"a.{suffix}"], report)
    (told,) = (found for found in report.diagnostics if found.code == "story-empty")
    assert told.severity == "warning"
    assert told.place.line == 1
    assert told.remedy


@pytest.mark.parametrize(
    "text",
    [
        "Words.\n",
        "![A picture](https://example.org/a.png)\n",
        "---\ntitle: A\nstatus: draft\n---\n",
        "A <redact>name.\n",
    ],
)
def test_no_story_with_text_is_told_to_be_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(text)
    report = Report()
    read_stories([tmp_path / "a.md"], report)
    assert "story-empty" not in {found.code for found in report.diagnostics}
