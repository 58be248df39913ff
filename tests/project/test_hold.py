"""`--hold` keeps a story back, unread, and the rest is built: one with a fault does not stop a newsroom."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.errors import EditorialError, UsageError
from exporters.project.build import Built, Orders, build
from exporters.project.withdrawing import withdraw_story
from exporters.report import Report
from tests.project.newsroom import NOW, PROJECT, Newsroom, story

LIGHT = PROJECT.replace('["pdf", "epub", "docx", "ninjs"]', '["ninjs"]').replace('["pdf", "epub", "docx"]', '["epub"]')
BAD = "stories/bad.md"


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path / "desk", LIGHT)
    room.write("one", story("one", body="See [that](bad.md)."))
    room.write("bad", story("bad", "2025-12-01", "Of Quokka."))
    room.build()
    return room


def _build(room: Newsroom, *hold: str) -> Built:
    room.report = Report()
    return build(room.root, Orders(as_of=NOW, hold=hold), room.report)


def _break(room: Newsroom) -> None:
    room.write("bad", story("bad", "2025-13-01", "Of Quokka."))


def test_the_rest_is_built_without_a_story_with_a_fault(newsroom: Newsroom) -> None:
    _break(newsroom)
    with pytest.raises(EditorialError) as stopped:
        newsroom.build()
    assert f"--hold {BAD}" in stopped.value.remedy
    assert "feeds/all.rss" not in newsroom.files()
    done = _build(newsroom, BAD)
    assert done.waiting == ((BAD, "it is a draft"),)
    assert "feeds/all.rss" in newsroom.files()
    everything = newsroom.everything()
    assert [word for word in (b"Quokka", b"bad.md", b"/bad", b"2025:bad", b">Bad<") if word in everything] == []
    assert _build(newsroom, BAD).written == ()


def test_it_holds_for_one_build_and_no_longer(newsroom: Newsroom) -> None:
    before = newsroom.files()
    _build(newsroom, BAD)
    assert b"Quokka" not in newsroom.everything()
    assert "taken-down" in [said.code for said in newsroom.report.diagnostics]
    newsroom.build()
    assert newsroom.files() == before


def test_a_fault_is_found_again_and_what_was_out_can_be_withdrawn(newsroom: Newsroom) -> None:
    _break(newsroom)
    _build(newsroom, BAD)
    before = newsroom.files()
    with pytest.raises(EditorialError):
        newsroom.build()
    assert newsroom.files() == before
    assert "stories/bad.ninjs.json" in {file.name for file in withdraw_story(newsroom.root, "bad", "No", now=NOW).files}


def test_a_new_story_that_is_held_is_not_named(newsroom: Newsroom) -> None:
    newsroom.write("wombat", "---\ntitle: [\n---\n")
    newsroom.write("one", story("one", body="See [that](wombat.md)."))
    _build(newsroom, "stories/wombat.md")
    assert b"wombat" not in newsroom.everything()


def test_what_is_no_story_cannot_be_held(newsroom: Newsroom) -> None:
    with pytest.raises(UsageError, match=r"nothing\.md"):
        _build(newsroom, "stories/nothing.md")
