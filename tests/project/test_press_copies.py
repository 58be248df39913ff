"""Press copies whose hour is not true any more do not stay where somebody could hand them on."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exporters.errors import BroadsheetError
from tests.project.newsroom import PROJECT, Newsroom, story

LIFT, LATER = "2026-02-01T06:30:00Z", "2026-02-02T18:00:00Z"
LIGHT = PROJECT.replace('["pdf", "epub", "docx", "ninjs"]', '["ninjs"]').replace('["pdf", "epub", "docx"]', '["epub"]')
BROKEN = story("broken", "2025-11-25").replace("It was filed late.", "This <redact>is not closed.")


def held(lift: str, **more: str) -> str:
    return story("quokka", "2025-12-01", embargo=lift, **more)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path / "desk", LIGHT)
    room.write("one", story("one"))
    room.write("held", held(LIFT))
    room.write("late", story("late", "2025-12-02", embargo="2099-01-01T00:00:00Z"))
    room.build()
    room.build(press=True)
    assert {"stories/quokka.ninjs.json", "stories/late.ninjs.json", "feeds/all.rss"} <= room.files("press").keys()
    return room


def _said(room: Newsroom) -> list[tuple[str, str]]:
    return [(said.severity, said.message) for said in room.report.diagnostics if said.code == "press-outdated"]


@pytest.mark.parametrize("stopped", [False, True])
@pytest.mark.parametrize("cached", [False, True])
def test_copies_with_the_hour_from_before_go_and_are_said(newsroom: Newsroom, *, stopped: bool, cached: bool) -> None:
    newsroom.write("held", held(LATER))
    if not cached:
        shutil.rmtree(newsroom.root / ".broadsheet")
    if stopped:
        newsroom.write("broken", BROKEN)
        with pytest.raises(BroadsheetError):
            newsroom.build()
    else:
        removed = newsroom.build().removed
        assert "press/stories/quokka.ninjs.json" in removed
    files = newsroom.files("press")
    assert "stories/late.ninjs.json" in files
    assert b"2026-02-01" not in newsroom.everything("press")
    ((severity, message),) = _said(newsroom)
    assert severity == "warning"
    assert "stories/held.md: EMBARGOED until 2026-02-02 18:00 UTC; they said: EMBARGOED until 2026-02-01" in message
    listed = {file["name"] for file in json.loads(files["manifest.json"])["files"]}
    assert listed == files.keys() - {"manifest.json"}


@pytest.mark.parametrize(
    "now",
    [held("soon"), held(LIFT).replace("embargo", "#embargo").replace("2025-12-01", "2026-05-01"), "---\ntitle: [\n"],
    ids=["unreadable gate", "scheduled", "unreadable"],
)
def test_copies_of_a_story_whose_hour_nobody_can_tell_go(newsroom: Newsroom, now: str) -> None:
    newsroom.write("held", now)
    try:
        newsroom.build()
    except BroadsheetError:
        assert "scheduled" not in now
    assert "stories/quokka.ninjs.json" not in newsroom.files("press")
    assert _said(newsroom)[0][0] == "warning"


def test_copies_of_a_story_that_is_gone_go(newsroom: Newsroom) -> None:
    (newsroom.root / "stories" / "held.md").unlink()
    newsroom.build()
    assert "stories/quokka.ninjs.json" not in newsroom.files("press")
    assert "stories/late.ninjs.json" in newsroom.files("press")


def test_copies_go_without_alarm_when_the_embargo_is_over(newsroom: Newsroom) -> None:
    newsroom.build(as_of=datetime(2026, 2, 1, 7, tzinfo=UTC), strict=True)
    assert "stories/quokka.ninjs.json" not in newsroom.files("press")
    assert "stories/late.ninjs.json" in newsroom.files("press")
    assert [severity for severity, _ in _said(newsroom)] == ["info"]


def test_a_dry_run_foretells_which_copies_go(newsroom: Newsroom) -> None:
    newsroom.write("held", held(LATER))
    before = newsroom.files("press")
    told = newsroom.build(dry_run=True)
    assert newsroom.files("press") == before
    assert "would remove them" in _said(newsroom)[0][1]
    done = newsroom.build()
    assert set(told.removed) == set(done.removed)


def test_new_copies_tell_that_earlier_ones_are_wrong(newsroom: Newsroom) -> None:
    newsroom.write("held", held(LATER))
    newsroom.build(press=True)
    assert b"EMBARGOED until 2026-02-02" in newsroom.everything("press")
    assert "they said: EMBARGOED until 2026-02-01 06:30 UTC" in _said(newsroom)[0][1]
    newsroom.build(press=True)
    newsroom.build()
    assert _said(newsroom) == []
    assert "stories/quokka.ninjs.json" in newsroom.files("press")


def test_copies_of_an_earlier_version_go(newsroom: Newsroom) -> None:
    manifest = newsroom.root / "press" / "manifest.json"
    told = json.loads(manifest.read_bytes())
    del told["marks"]
    manifest.write_text(json.dumps(told))
    newsroom.write("one", story("one", body="Changed."))
    newsroom.build()
    assert newsroom.files("press").keys() == {"manifest.json"}


def test_what_goes_into_the_press_copy_is_not_held_back(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk", LIGHT)
    room.write("secret", story("secret", embargo="2026-02-01T06:00:00Z"))
    room.write("draft", story("draft", status="draft"))
    for dry_run in (True, False):
        done = room.build(press=True, dry_run=dry_run)
        assert done.held == 1
        assert done.waiting == (("stories/draft.md", "it is a draft"),)
    assert "stories/secret.ninjs.json" in room.files("press")
    assert room.build(press=True).held == 1  # nothing to do: told from the cache
    assert room.build().held == 2


def test_the_hour_is_told_in_the_zone_of_the_desk(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk", LIGHT)
    room.write("secret", story("secret", embargo="2026-02-01T06:00:00+01:00"))
    room.build(press=True)
    mark = "EMBARGOED until 2026-02-01 06:00 UTC+01:00"
    assert json.loads(room.files("press")["manifest.json"])["marks"] == {"tag:desk.example,2025:secret": mark}
    assert mark in room.everything("press").decode("utf-8", "replace")
    for _ in range(2):  # read now, and from the cache
        assert room.build().waiting == (("stories/secret.md", "it is under embargo until 2026-02-01T06:00:00+01:00"),)
    room.write("secret", story("secret", embargo="2026-02-01T05:00:00Z"))
    room.build()
    assert not _said(room)  # the same hour in another zone
    assert "stories/secret.ninjs.json" in room.files("press")


def _old(room: Newsroom) -> list[str]:
    return [said.message for said in room.report.diagnostics if said.code == "press-old"]


@pytest.mark.parametrize("dry_run", [False, True])
def test_copies_with_the_right_hour_and_an_old_text_are_told(newsroom: Newsroom, *, dry_run: bool) -> None:
    newsroom.write("one", story("one", body="Changed."))
    newsroom.build(dry_run=dry_run)
    assert _old(newsroom) == []
    newsroom.write("held", held(LIFT, summary="Corrected."))
    newsroom.build(dry_run=dry_run)
    (message,) = _old(newsroom)
    assert message.endswith(": stories/held.md")
    assert "stories/quokka.ninjs.json" in newsroom.files("press")
    assert _said(newsroom) == []


def test_making_them_anew_tells_that_old_ones_are_about(newsroom: Newsroom) -> None:
    newsroom.write("held", held(LIFT, summary="Corrected."))
    newsroom.build(press=True)
    assert _old(newsroom)
    newsroom.write("one", story("one", body="Changed."))
    newsroom.build()
    assert _old(newsroom) == []


def test_copies_that_go_are_not_told_as_old_as_well(newsroom: Newsroom) -> None:
    newsroom.write("held", held(LATER, summary="Corrected."))
    newsroom.build()
    assert _said(newsroom)
    assert _old(newsroom) == []
    newsroom.write("one", story("one", body="Changed."))
    newsroom.build()
    assert _old(newsroom) == []


@pytest.mark.parametrize("manifest", ["", "{}", "[", None])
def test_copies_of_which_nothing_tells_the_hour_go(newsroom: Newsroom, manifest: str | None) -> None:
    path = newsroom.root / "press" / "manifest.json"
    path.unlink() if manifest is None else path.write_text(manifest)
    (newsroom.root / "press" / "mine.txt").write_text("mine")
    newsroom.write("held", held(LATER))
    newsroom.build(dry_run=True)
    assert "stories/quokka.ninjs.json" in newsroom.files("press")
    built = newsroom.build()
    assert "press/stories/quokka.ninjs.json" in built.removed
    assert newsroom.files("press").keys() <= {"mine.txt", "manifest.json"}
    assert "press-unknown" in [said.code for said in newsroom.report.diagnostics]
    newsroom.build(press=True)
    newsroom.write("one", story("one", body="Changed."))
    newsroom.build()
    assert "press-unknown" not in [said.code for said in newsroom.report.diagnostics]
