"""A newcomer's first commands lead to a project that builds clean, and so does the example."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from exporters.assets import assets_folder
from exporters.errors import UsageError
from exporters.project.beginning import begin_project, begin_story
from exporters.project.build import Orders, build
from exporters.report import Report


def test_a_begun_project_builds_without_a_warning(tmp_path: Path) -> None:
    begin_project(tmp_path / "desk")
    report = Report()
    build(tmp_path / "desk", Orders(strict=True), report)
    feed = feedparser.parse((tmp_path / "desk/dist/feeds/all.atom").read_bytes())
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["Two numbers", "What the record says"]
    assert (tmp_path / "desk/dist/briefings/weekly.docx").is_file()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    begin_project(tmp_path)
    (tmp_path / "broadsheet.toml").write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        begin_project(tmp_path)
    assert (tmp_path / "broadsheet.toml").read_text() == "mine"


def test_a_begun_story_is_a_draft_with_a_name_that_stays(tmp_path: Path) -> None:
    begin_project(tmp_path)
    path = begin_story(tmp_path, 'What "they" said: a \\ file', datetime(2026, 1, 3, 9, tzinfo=UTC))
    assert path.name == "2026-01-03-what-they-said-a-file.md"
    text = path.read_text()
    assert "id: tag:desk.example,2025:desk:2026-01-03:what-they-said-a-file\n" in text
    report = Report()
    built = build(tmp_path, Orders(as_of=datetime(2026, 2, 1, tzinfo=UTC)), report)
    assert built.held == 1
    path.write_text(text.replace("status: draft", "status: published"))
    build(tmp_path, Orders(as_of=datetime(2026, 2, 1, tzinfo=UTC)), report)
    assert "What &quot;they&quot; said: a \\ file" in (tmp_path / "dist/feeds/all.rss").read_text().replace(
        '"', "&quot;"
    )
    with pytest.raises(UsageError, match="is there already"):
        begin_story(tmp_path, 'What "they" said: a \\ file', datetime(2026, 1, 3, 9, tzinfo=UTC))
    with pytest.raises(UsageError, match="no letters"):
        begin_story(tmp_path, "!!!")


def test_the_example_is_a_project(tmp_path: Path) -> None:
    shutil.copytree(assets_folder() / "examples", tmp_path / "example")
    report = Report()
    built = build(tmp_path / "example", Orders(strict=True), report)
    names = {name for name, _ in built.written}
    assert {"dist/briefings/the-taxpayer-records.pdf", "dist/feeds/ledger.atom", "dist/stories/one-in-27.epub"} <= names
