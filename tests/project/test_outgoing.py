"""A story that is out keeps its slug, its id and its file, whatever other stories come or go."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from exporters.errors import BroadsheetError
from exporters.project.withdrawing import withdraw_story
from tests.project.newsroom import FEEDS_ONLY, NOW, Newsroom

_REMEDY = re.compile(r"Write `slug: (\S+)` and `id: (\S+)`")
NEVER = "2099-02-01T06:30:00Z"


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "desk", FEEDS_ONLY.replace("[[feeds]]", 'formats = ["ninjs"]\n\n[[feeds]]', 1))


def _write(room: Newsroom, name: str, body: str, *, day: str = "2025-11-20", **more: str) -> None:
    (room.root / "stories" / name).parent.mkdir(exist_ok=True)
    lines = [f"title: {body}", f"date: {day}", *(f"{key}: {value}" for key, value in more.items())]
    room.write(name, "---\n" + "\n".join(lines) + f"\n---\n\nOf {body}.\n")


def _refused(room: Newsroom, *, cache: bool = True) -> list[tuple[str, str, str]]:
    """Return path, slug and id of each story whose name would be lost; the build must end for them."""
    with pytest.raises(BroadsheetError) as caught:
        room.build(cache=cache)
    assert caught.value.exit_code == 8
    told = [said for said in room.report.diagnostics if said.code == "name-lost"]
    assert all(said.severity == "error" for said in told)
    found = [(said.place.file, _REMEDY.match(said.remedy)) for said in told]
    return [(path, match[1], match[2]) for path, match in found if match]


def _give(room: Newsroom, path: str, slug: str, identifier: str) -> None:
    file = room.root / path
    file.write_text(file.read_text().replace("---\n", f"---\nslug: {slug}\nid: {identifier}\n", 1))


@pytest.mark.parametrize("cache", [True, False])
@pytest.mark.parametrize("day", ["2025-11-20", "2025-11-01"])
def test_a_new_story_does_not_take_the_name_of_one_that_is_out(room: Newsroom, day: str, cache: bool) -> None:
    _write(room, "b/report", "Quokka")
    room.build()
    before = room.files()
    _write(room, "a/report", "Wombat", day=day)
    ((path, slug, identifier),) = _refused(room, cache=cache)
    assert (path, slug) == ("stories/b/report.md", "report")
    assert room.files() == before
    assert _refused(room) == [(path, slug, identifier)]  # and not once only
    _give(room, path, slug, identifier)
    _give(room, "stories/a/report.md", "report-of-a", "tag:desk.example,2025:of-a")
    room.build()
    assert room.files()["stories/report.ninjs.json"] == before["stories/report.ninjs.json"]
    assert b"Wombat" in room.files()["stories/report-of-a.ninjs.json"]


def test_a_new_story_that_comes_after_is_counted(room: Newsroom) -> None:
    _write(room, "a/report", "Quokka")
    room.build()
    before = room.files()
    _write(room, "b/report", "Wombat")
    room.build()
    assert room.files()["stories/report.ninjs.json"] == before["stories/report.ninjs.json"]
    assert b"Wombat" in room.files()["stories/report-2.ninjs.json"]


def test_a_story_that_was_held_has_no_name_to_lose(room: Newsroom) -> None:
    _write(room, "b/report", "Quokka", embargo="2026-01-11T09:00:00Z")
    _write(room, "a/report", "Wombat")
    room.build()
    room.build(as_of=NOW + timedelta(days=2))
    assert b"Quokka" in room.files()["stories/report-2.ninjs.json"]


def test_who_changes_a_slug_means_to(room: Newsroom) -> None:
    _write(room, "b/report", "Quokka", slug="quokka")
    _write(room, "a/report", "Wombat")
    room.build()
    _write(room, "b/report", "Quokka")
    room.build()
    assert b"Quokka" in room.files()["stories/report-2.ninjs.json"]
    _write(room, "b/report", "Quokka", slug="quokka-2")
    room.build()
    _write(room, "b/report", "Quokka", slug="quokka")
    room.build()
    assert b"Quokka" in room.files()["stories/quokka.ninjs.json"]


@pytest.mark.parametrize("fate", ["withdrawn", "gone", "held"])
def test_of_two_with_one_slug_the_other_does_not_go_with_it(room: Newsroom, fate: str) -> None:
    _write(room, "a/report", "Wombat")
    _write(room, "b/report", "Quokka")
    room.build()
    before = room.files()
    if fate == "withdrawn":
        withdraw_story(room.root, "stories/a/report.md", "Wrong", now=NOW)
    elif fate == "gone":
        (room.root / "stories/a/report.md").unlink()
    else:
        _write(room, "a/report", "Wombat", embargo=NEVER)
    ((path, slug, identifier),) = _refused(room)
    assert (path, slug) == ("stories/b/report.md", "report-2")
    assert "stories/report.ninjs.json" not in room.files() or fate == "gone"
    if fate == "withdrawn":
        assert room.files()["stories/report-2.ninjs.json"] == before["stories/report-2.ninjs.json"]
    _give(room, path, slug, identifier)
    room.build()
    assert room.files()["stories/report-2.ninjs.json"] == before["stories/report-2.ninjs.json"]
    assert b"Wombat" not in room.everything()
    assert b"Quokka" in room.files()["feeds/all.atom"]


def test_the_last_of_two_can_be_taken_back(room: Newsroom) -> None:
    _write(room, "a/report", "Wombat")
    _write(room, "b/report", "Quokka")
    room.build()
    withdraw_story(room.root, "stories/b/report.md", "Wrong", now=NOW)
    room.build()
    assert b"Quokka" not in room.everything()
    assert b"Wombat" in room.files()["stories/report.ninjs.json"]


def test_without_the_cache_a_story_that_would_go_with_another_is_told(room: Newsroom) -> None:
    _write(room, "a/report", "Wombat")
    _write(room, "b/report", "Quokka")
    room.build()
    withdraw_story(room.root, "stories/a/report.md", "Wrong", now=NOW)
    shutil.rmtree(room.root / ".broadsheet")
    shutil.rmtree(room.root / "dist")
    room.build()
    told = [said.place.file for said in room.report.diagnostics if said.code == "withdrawn-id"]
    assert told == ["stories/b/report.md"]
