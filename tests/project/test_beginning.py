"""A newcomer's first commands lead to a project that builds clean, and so does the example."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import feedparser
import pytest

from exporters.assets import assets_folder
from exporters.errors import UsageError
from exporters.project.beginning import begin_project, begin_story
from exporters.project.build import Orders, build
from exporters.report import Report


def test_a_begun_project_builds_without_a_warning(tmp_path: Path) -> None:
    now = datetime(2031, 3, 4, 7, tzinfo=timezone(timedelta(hours=-5)))
    begin_project(tmp_path / "desk", now)
    report = Report()
    build(tmp_path / "desk", Orders(strict=True, as_of=now), report)
    feed = feedparser.parse((tmp_path / "desk/dist/feeds/all.atom").read_bytes())
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["Two numbers", "What the record says"]
    assert [entry.published for entry in feed.entries] == [
        f"{day}T14:00:00+00:00" for day in ("2031-03-03", "2031-02-27")
    ]
    assert (tmp_path / "desk/dist/briefings/weekly.docx").is_file()
    build(tmp_path / "desk", Orders(strict=True, as_of=now + timedelta(days=7)), report)
    assert not (tmp_path / "desk/dist/briefings/weekly.docx").exists()  # no story of the last week


def test_quotes_of_a_begun_project_are_those_of_its_language(tmp_path: Path) -> None:
    now = datetime(2031, 3, 4, 7, tzinfo=UTC)
    begin_project(tmp_path, now)
    path = begin_story(tmp_path, "Words", now - timedelta(hours=1))
    path.write_text(path.read_text().replace("status: draft", "status: published") + 'He said "no" -- twice.\n')
    build(tmp_path, Orders(strict=True, as_of=now), Report())
    assert "He said “no” – twice." in (tmp_path / "dist/feeds/all.atom").read_text()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    begin_project(tmp_path)
    (tmp_path / "broadsheet.toml").write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        begin_project(tmp_path)
    assert (tmp_path / "broadsheet.toml").read_text() == "mine"


def test_a_begun_story_is_a_draft_with_a_name_that_stays(tmp_path: Path) -> None:
    begin_project(tmp_path, datetime(2026, 1, 2, 9, tzinfo=UTC))
    path = begin_story(tmp_path, 'What "they" said: a \\ file', datetime(2026, 1, 3, 9, tzinfo=UTC))
    assert path.name == "2026-01-03-what-they-said-a-file.md"
    text = path.read_text()
    assert "id: tag:desk.example,2025:desk:2026-01-03:what-they-said-a-file\n" in text
    report = Report()
    built = build(tmp_path, Orders(as_of=datetime(2026, 2, 1, tzinfo=UTC)), report)
    assert built.held == 1
    path.write_text(text.replace("status: draft", "status: published"))
    build(tmp_path, Orders(as_of=datetime(2026, 2, 1, tzinfo=UTC)), report)
    assert "What “they” said: a \\ file" in (tmp_path / "dist/feeds/all.rss").read_text()
    with pytest.raises(UsageError, match="is there already"):
        begin_story(tmp_path, 'What "they" said: a \\ file', datetime(2026, 1, 3, 9, tzinfo=UTC))
    with pytest.raises(UsageError, match="no letters"):
        begin_story(tmp_path, "!!!")


def test_a_begun_story_shows_what_its_head_may_say_by_the_projects_own_values(tmp_path: Path) -> None:
    begin_project(tmp_path, datetime(2026, 1, 30, 9, tzinfo=UTC))
    file = tmp_path / "broadsheet.toml"
    more = '[people.noor]\nname = "Noor Example"\n\n[[feeds]]\nname = "tagged"\nsection = "Food"\ntag = "a \\"b\\""\n\n'
    file.write_text(file.read_text().replace("[[feeds]]", more + "[[feeds]]", 1))
    path = begin_story(tmp_path, "Soon", datetime(2026, 1, 30, 9, tzinfo=timezone(timedelta(hours=1))))
    text = path.read_text()
    for line in (
        '# authors: ["sam"]  # of "sam", "noor"\n',
        '# section: "Courts"  # of "Courts", "Food"\n',
        '# summary: "What was found, in a sentence or two"\n',
        '# tags: ["a \\"b\\""]\n',
    ):
        assert line in text
    assert "embargo: 2026-02-06T06:00:00+01:00 holds it" in text
    now = datetime(2026, 2, 1, tzinfo=UTC)
    path.write_text(text.replace("status: draft", "status: published") + "Words.\n")  # as it is, comments and all
    assert build(tmp_path, Orders(as_of=now, strict=True), Report()).held == 0
    path.write_text(text.replace("\n# ", "\n").replace("status: draft", "status: published") + "Words.\n")
    build(tmp_path, Orders(as_of=now, strict=True), Report())
    feed = feedparser.parse((tmp_path / "dist/feeds/all.atom").read_bytes())
    entry = next(entry for entry in feed.entries if entry.title == "Soon")
    assert entry.author == "Sam Example"
    assert {tag.term for tag in entry.tags} == {"Courts", 'a "b"'}
    assert entry.summary == "What was found, in a sentence or two"


def test_a_begun_story_of_a_bare_project_has_plain_examples(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text('[publication]\ntitle = "T"\nid = "tag:t.example,2025:t"\n')
    text = begin_story(tmp_path, "Soon", datetime(2026, 1, 30, 9, tzinfo=UTC)).read_text()
    for line in ('# authors: ["First Last"]\n', '# section: "News"\n', '# tags: ["first word", "second word"]\n'):
        assert line in text


def test_the_example_is_a_project(tmp_path: Path) -> None:
    shutil.copytree(assets_folder() / "examples", tmp_path / "example")
    report = Report()
    built = build(tmp_path / "example", Orders(strict=True), report)
    names = {name for name, _ in built.written}
    assert {"dist/briefings/the-taxpayer-records.pdf", "dist/feeds/ledger.atom", "dist/stories/one-in-27.epub"} <= names
