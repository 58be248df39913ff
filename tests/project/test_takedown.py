"""A build that is stopped takes out of dist/ what may not be out now, and nothing else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from exporters.errors import BroadsheetError, EditorialError
from exporters.project.withdrawing import withdraw_story
from tests.project.newsroom import NOW, Newsroom, story

NEVER = "2099-02-01T06:30:00Z"
BROKEN = story("broken", "2025-11-25").replace("It was filed late.", "This <redact>is not closed.")


def secret(**more: str) -> str:
    return story("quokka", "2025-12-01", "The file names Quokka.", section="Zanzibar", **more)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path / "desk")
    for number in range(1, 7):
        room.write(f"s{number}", story(f"s{number}", f"2025-11-0{number}", section="Courts"))
    room.write("held", secret())
    room.build()
    assert b"Quokka" in room.everything()
    return room


def _stopped(room: Newsroom, **orders: bool) -> list[str]:
    """Return the codes of what a build that is stopped reports."""
    with pytest.raises(BroadsheetError):
        room.build(**orders)  # type: ignore[arg-type]  # flags
    return [said.code for said in room.report.diagnostics if said.severity == "error"]


@pytest.mark.parametrize(
    "now",
    [
        secret(embargo=NEVER),
        secret(status="draft"),
        secret(status="withdrawn"),
        secret(embargo="when the court has ruled"),
        secret(embargo=NEVER).replace("2025:quokka", "2026:other"),
        secret().replace("names Quokka", "names <redact>Quokka"),
    ],
    ids=["embargoed", "draft", "withdrawn", "unreadable", "another id", "redaction begun"],
)
def test_what_may_not_be_out_goes_though_another_story_stops_the_build(newsroom: Newsroom, now: str) -> None:
    before = newsroom.files()
    newsroom.write("held", now)
    newsroom.write("broken", BROKEN)
    assert "taken-down" in _stopped(newsroom)
    after = newsroom.files()
    everything = newsroom.everything()
    assert [word for word in (b"Quokka", b"quokka", b"Zanzibar", b"zanzibar") if word in everything] == []
    assert "stories/s1.pdf" in after
    assert "covers/weekly.png" in before.keys() - after.keys()  # of a lone story, or of a section, it would tell which
    assert {name: data for name, data in before.items() if name in after and name != "manifest.json"} == {
        name: data for name, data in after.items() if name != "manifest.json"
    }
    assert {file["name"] for file in json.loads(after["manifest.json"])["files"]} == after.keys() - {"manifest.json"}


def test_it_is_found_though_the_cache_is_gone(newsroom: Newsroom) -> None:
    own = newsroom.root / "dist" / "own.txt"
    own.write_text("quokka")
    shutil.rmtree(newsroom.root / ".broadsheet")
    newsroom.write("held", secret(embargo=NEVER))
    newsroom.write("broken", BROKEN)
    assert "taken-down" in _stopped(newsroom)
    assert own.read_text() == "quokka"
    own.unlink()
    assert b"Quokka" not in newsroom.everything()


@pytest.mark.parametrize("cache", [True, False])
def test_an_unreadable_gate_is_found_at_the_second_build_as_at_the_first(newsroom: Newsroom, *, cache: bool) -> None:
    newsroom.write("held", secret().replace("title:", "title: [", 1))  # no front matter, and nobody knows its gate
    newsroom.write("broken", BROKEN)
    assert "taken-down" not in _stopped(newsroom)
    newsroom.write("held", secret(embargo="soon"))
    assert "taken-down" in _stopped(newsroom, cache=cache)
    assert b"Quokka" not in newsroom.everything()


def test_the_next_build_puts_the_rest_back(newsroom: Newsroom) -> None:
    newsroom.write("held", secret(embargo=NEVER))
    newsroom.write("broken", BROKEN)
    _stopped(newsroom)
    assert "feeds/all.rss" not in newsroom.files()
    (newsroom.root / "stories" / "broken.md").unlink()
    newsroom.build()
    mended = newsroom.files()
    shutil.rmtree(newsroom.root / ".broadsheet")
    shutil.rmtree(newsroom.root / "dist")
    newsroom.build()
    assert mended == newsroom.files()


def test_what_stops_a_build_takes_nothing_down_that_may_be_out(newsroom: Newsroom) -> None:
    before = newsroom.files()
    newsroom.write("broken", BROKEN)
    newsroom.write("late", story("late", "2099-01-01"))
    assert _stopped(newsroom) == ["redaction-unbalanced"]
    assert newsroom.files() == before


def test_stubs_and_tombstones_stay(newsroom: Newsroom) -> None:
    withdraw_story(newsroom.root, "quokka", "Wrong person", now=NOW)
    newsroom.write("s1", story("s1", "2025-11-01", section="Courts", status="withdrawn"))
    newsroom.build()
    before = newsroom.files()
    assert "stories/quokka.pdf" in before
    newsroom.write("broken", BROKEN)
    assert _stopped(newsroom) == ["redaction-unbalanced"]
    assert newsroom.files() == before


def test_a_withdrawal_counts_though_the_build_after_it_is_stopped(newsroom: Newsroom) -> None:
    newsroom.write("broken", BROKEN)
    withdraw_story(newsroom.root, "quokka", "Wrong person", now=NOW)
    with pytest.raises(EditorialError):
        newsroom.build()
    assert b"Quokka" not in newsroom.everything()


def test_a_dry_run_takes_nothing_down(newsroom: Newsroom) -> None:
    before = newsroom.files()
    newsroom.write("held", secret(embargo=NEVER))
    newsroom.write("broken", BROKEN)
    with pytest.raises(EditorialError):
        newsroom.build(dry_run=True)
    assert newsroom.files() == before


def _with_press_copies(room: Newsroom) -> dict[str, bytes]:
    room.write("late", story("late", "2025-12-02", embargo=NEVER))
    room.build()
    room.build(press=True)
    files = room.files("press")
    assert b"Quokka" in room.everything("press")
    assert "briefings/weekly.pdf" in files
    return files


def test_withdrawing_takes_press_copies_too_and_lists_them(newsroom: Newsroom) -> None:
    before = _with_press_copies(newsroom)
    record = withdraw_story(newsroom.root, "quokka", "Wrong person", now=NOW)
    built = newsroom.build()
    assert b"Quokka" not in newsroom.everything("press")
    gone = {f"press/{name}" for name in before.keys() - newsroom.files("press").keys()}
    assert "press/briefings/weekly.pdf" in gone
    assert gone == {name for name in built.removed if name.startswith("press/")}
    assert gone == {file.name for file in record.files if file.name.startswith("press/")}
    assert gone <= {file["name"] for file in json.loads(newsroom.files()["withdrawn.json"])["withdrawn"][0]["files"]}
    assert "stories/late.pdf" in newsroom.files("press")
    listed = {file["name"] for file in json.loads(newsroom.files("press")["manifest.json"])["files"]}
    assert listed == newsroom.files("press").keys() - {"manifest.json"}
    newsroom.build(press=True)
    assert "briefings/weekly.pdf" in newsroom.files("press")
    assert b"Quokka" not in newsroom.everything("press")


@pytest.mark.parametrize("stopped", [False, True])
def test_press_copies_of_a_draft_go_and_are_said(newsroom: Newsroom, *, stopped: bool) -> None:
    newsroom.write("held", secret(embargo=NEVER))
    _with_press_copies(newsroom)
    newsroom.write("held", secret(status="draft"))
    if stopped:
        newsroom.write("broken", BROKEN)
        _stopped(newsroom)
    else:
        newsroom.build()
    said = [said.message for said in newsroom.report.diagnostics if said.code == "taken-down"]
    assert any("press/stories/quokka.pdf" in message for message in said)
    assert b"Quokka" not in newsroom.everything("press")
    assert "stories/late.pdf" in newsroom.files("press")


def test_press_copies_under_embargo_stay(newsroom: Newsroom) -> None:
    before = _with_press_copies(newsroom)
    newsroom.write("s1", story("s1", "2025-11-01", "Another sentence.", section="Courts"))
    newsroom.build()
    assert newsroom.files("press") == before
