"""A dry run says what the build after it does: what is written, what goes, what is held back, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from exporters.errors import BroadsheetError
from exporters.project.build import Built
from exporters.project.withdrawing import withdraw_story
from tests.project.newsroom import NOW, PROJECT, Newsroom, story

NEVER = "2099-02-01T06:30:00Z"
LIGHT = PROJECT.replace('["pdf", "epub", "docx", "ninjs"]', '["ninjs"]').replace('["pdf", "epub", "docx"]', '["epub"]')
BROKEN = story("broken", "2025-11-25").replace("It was filed late.", "This <redact>is not closed.")


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path / "desk", LIGHT)
    for number in range(1, 5):
        room.write(f"s{number}", story(f"s{number}", f"2025-11-0{number}", section="Courts"))
    room.write("held", story("quokka", "2025-12-01", "The file names Quokka.", section="Zanzibar"))
    room.build()
    return room


def _foretold_and_done(room: Newsroom) -> tuple[Built, Built]:
    """Return what a dry run says and what the build after it does, which must agree on files, stories and hours."""
    before, index = room.files(), (room.root / ".broadsheet" / "index.sqlite").read_bytes()
    told = room.build(dry_run=True)
    assert room.files() == before
    assert (room.root / ".broadsheet" / "index.sqlite").read_bytes() == index
    done = room.build()
    would = {name for name, _ in told.reasons if name.startswith("dist/")}
    covers = {name for name in would if name.startswith("dist/covers/")}  # made with their books
    assert would - covers == {name for name, _ in done.written if not name.startswith("dist/covers/")}
    assert set(told.removed) == set(done.removed)
    assert told.waiting == done.waiting
    assert told.held == done.held
    return told, done


def _all(room: Newsroom) -> dict[str, bytes]:
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in room.root.rglob("*")}


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("broken", [False, True])
def test_a_dry_run_leaves_the_folder_as_it_was(tmp_path: Path, *, known: bool, broken: bool) -> None:
    room = Newsroom(tmp_path / "desk", LIGHT)
    room.write("a", story("a"))
    if known:
        room.build()
    Image.new("RGB", (8, 8), "red").save(room.root / "stories" / "p.png")
    room.write("b", story("b", body="![A square](p.png)"))
    if broken:
        room.write("broken", BROKEN)
    before = _all(room)
    if broken:
        with pytest.raises(BroadsheetError):
            room.build(dry_run=True)
    else:
        assert room.build(dry_run=True).reasons
    assert _all(room) == before


@pytest.mark.parametrize(
    ("name", "now", "why"),
    [
        ("held", story("quokka", embargo=NEVER), "it is under embargo until 2099-02-01T06:30:00+00:00"),
        ("held", story("quokka", "2099-01-01"), "it comes out on 2099-01-01T09:00:00+00:00"),
        ("held", story("quokka", status="draft"), "it is a draft"),
        ("new", story("new", embargo=NEVER), "it is under embargo until 2099-02-01T06:30:00+00:00"),
    ],
)
def test_what_is_held_would_not_be_built(newsroom: Newsroom, name: str, now: str, why: str) -> None:
    newsroom.write(name, now)
    told, _ = _foretold_and_done(newsroom)
    assert f"stories/{name}.md" not in dict(told.reasons)
    assert told.waiting == ((f"stories/{name}.md", why),)
    if name == "held":
        assert "dist/stories/quokka.ninjs.json" in told.removed


def test_what_comes_and_changes_and_goes_is_foretold(newsroom: Newsroom) -> None:
    newsroom.write("s1", story("s1", "2025-11-01", "Other words.", section="Courts"))
    newsroom.write("new", story("new", "2025-12-05", section="Sports"))
    (newsroom.root / "stories" / "s2.md").unlink()
    told, _ = _foretold_and_done(newsroom)
    assert dict(told.reasons)["stories/s1.md"] == "it changed"
    assert dict(told.reasons)["stories/new.md"] == "it is new"
    assert told.gone == ("stories/s2.md",)
    assert "dist/stories/s2.ninjs.json" in told.removed


def test_what_was_never_built_is_not_there_yet(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.write("s1", story("s1", "2025-11-01", "Other words.", section="Courts"))
    newsroom.write("new", story("new", "2025-12-05", section="Sports"))
    why = dict(newsroom.build(dry_run=True).reasons)
    assert why["dist/stories/new.ninjs.json"] == why["dist/feeds/all-sports.rss"] == "it is not there yet"
    assert why["dist/stories/s1.ninjs.json"] == why["dist/briefings/weekly.epub"] == "what is in it changed"
    assert why["dist/feeds/all.rss"] == "its entries changed"
    first = Newsroom(tmp_path / "first", LIGHT)
    first.write("s1", story("s1"))
    said = {why for name, why in first.build(dry_run=True).reasons if name.startswith("dist/")}
    assert said == {"it is not there yet"}


def test_what_somebody_took_away_is_foretold(newsroom: Newsroom) -> None:
    (newsroom.root / "dist" / "feeds" / "all.rss").unlink()
    told, _ = _foretold_and_done(newsroom)
    assert [name for name, _ in told.reasons] == ["dist/feeds/all.rss"]
    assert newsroom.build(dry_run=True).reasons == ()


def test_a_withdrawal_is_foretold(newsroom: Newsroom) -> None:
    withdraw_story(newsroom.root, "quokka", "Wrong person", now=NOW)
    told, _ = _foretold_and_done(newsroom)
    assert "dist/withdrawn.json" in dict(told.reasons)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BROKEN, 8),
        (story("broken", embargo="soon"), 8),
        (story("broken", status="embargoed"), 8),
        (story("broken", status="embargoed-ish"), 8),
        ("---\ntitle: [\n---\n\nText.\n", 3),
    ],
)
def test_what_stops_the_build_stops_the_dry_run(newsroom: Newsroom, text: str, code: int) -> None:
    newsroom.write("broken", text)
    newsroom.write("held", story("quokka", embargo=NEVER))
    before = newsroom.files()
    with pytest.raises(BroadsheetError) as foretold:
        newsroom.build(dry_run=True)
    assert newsroom.files() == before
    (told,) = [said for said in newsroom.report.diagnostics if said.code == "taken-down"]
    with pytest.raises(BroadsheetError) as stopped:
        newsroom.build()
    (done,) = [said for said in newsroom.report.diagnostics if said.code == "taken-down"]
    assert foretold.value.exit_code == stopped.value.exit_code == code
    assert "would remove them" in told.message
    assert told.message.rpartition(": ")[2] == done.message.rpartition(": ")[2]
    assert set(before) - set(newsroom.files()) == set(done.message.rpartition(": ")[2].split(", "))


def test_a_dry_run_keeps_nothing_from_the_build_after_it(newsroom: Newsroom) -> None:
    newsroom.write("held", story("other", embargo=NEVER))
    newsroom.build(dry_run=True)
    newsroom.build()
    assert withdraw_story(newsroom.root, "quokka", "Wrong person", now=NOW).files
