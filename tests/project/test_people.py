"""Handles of people, looked up for a story that is exported alone from within a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.model.meta import Contributor
from exporters.pipeline import load_edition
from exporters.project.people import introduce_all
from exporters.report import Report

PROJECT = """\
[publication]
title = "The Desk"
id = "tag:desk.example,2025:desk"

[people.noor-e]
name = "Noor Example"
url = "https://desk.example/noor"

[people.sam]
name = "Sam Specimen"
role = "edt"
"""
STORY = "---\ntitle: T\nauthors: [noor-e, sam, Pat Other]\ndate: 2025-01-02T10:00:00Z\nid: urn:x:t\n---\n\nWords.\n"


def people_of(story: Path, report: Report) -> tuple[Contributor, ...]:
    edition = load_edition([story], report, introduce=introduce_all)
    return edition.whole.articles[0].meta.contributors


@pytest.fixture
def story(tmp_path: Path) -> Path:
    (tmp_path / "broadsheet.toml").write_text(PROJECT)
    (tmp_path / "stories" / "2025").mkdir(parents=True)
    made = tmp_path / "stories" / "2025" / "t.md"
    made.write_text(STORY)
    return made


def test_the_project_around_a_story_says_who_its_people_are(story: Path) -> None:
    report = Report()
    assert people_of(story, report) == (
        Contributor(name="Noor Example", url="https://desk.example/noor"),
        Contributor(name="Sam Specimen", role="edt"),
        Contributor(name="Pat Other"),
    )
    assert not [one for one in report.diagnostics if one.code == "author-handle"]


def test_a_story_outside_of_a_project_keeps_its_handles(tmp_path: Path) -> None:
    story, report = tmp_path / "t.md", Report()
    story.write_text(STORY)
    assert [person.name for person in people_of(story, report)] == ["noor-e", "sam", "Pat Other"]
    assert [one.code for one in report.diagnostics].count("author-handle") == 2


def test_only_the_nearest_project_counts(story: Path) -> None:
    (story.parent / "broadsheet.toml").write_text('[publication]\ntitle = "Other"\nid = "urn:x:other"\n')
    assert people_of(story, Report())[0].name == "noor-e"


def test_a_project_that_cannot_be_read_is_told(story: Path) -> None:
    project, report = story.parents[2] / "broadsheet.toml", Report()
    project.write_text(f"{PROJECT}\n[storys]\n")
    assert people_of(story, report)[0].name == "noor-e"
    (told,) = [one for one in report.diagnostics if one.code == "project-unread"]
    assert told.severity == "warning"
    assert told.remedy
    assert Path(told.place.file).name == "broadsheet.toml"


@pytest.mark.parametrize(("handle", "remedy"), [("smm", "Did you mean 'sam'?"), ("q-x", "Write the name, or say who")])
def test_a_handle_that_the_project_does_not_know_is_a_warning_with_the_nearest(
    story: Path, handle: str, remedy: str
) -> None:
    story.write_text(STORY.replace(" sam,", f" {handle},"))
    report = Report()
    assert [person.name for person in people_of(story, report)] == ["Noor Example", handle, "Pat Other"]
    (told,) = [one for one in report.diagnostics if one.code == "author-handle"]
    assert told.severity == "warning"
    assert report.count("warning") >= 1  # --strict counts it
    assert repr(handle) in told.message
    assert told.remedy.startswith(remedy)
    assert told.place.line == 3


def test_a_handle_stays_an_info_where_the_project_says_nothing_of_people(story: Path) -> None:
    project = story.parents[2] / "broadsheet.toml"
    project.write_text(PROJECT.partition("[people")[0])
    report = Report()
    assert people_of(story, report)[1].name == "sam"
    assert {one.severity for one in report.diagnostics if one.code == "author-handle"} == {"info"}
