"""The cache can be lost, damaged, or old: the next build is right all the same."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

import exporters
from exporters.errors import AssetError, DeliveryError
from exporters.project.index import Index
from exporters.project.objects import ObjectStore
from exporters.project.scan import find_stories
from exporters.report import Report
from tests.project.newsroom import FEEDS_ONLY, Newsroom, story

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(exporters.__file__).parent.parent)}


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path / "desk", FEEDS_ONLY)
    for number in range(7):
        made.write(f"s{number}", story(f"s{number}", f"2025-11-0{number + 1}"))
    made.build()
    return made


def damage(room: Newsroom, how: str) -> None:
    cache = room.root / ".broadsheet"
    index = cache / "index.sqlite"
    if how == "gone":
        shutil.rmtree(cache)
    elif how == "no database":
        index.write_bytes(b"nothing" * 1000)
    elif how == "cut":
        index.write_bytes(index.read_bytes()[:5000])
    elif how == "another layout":
        with sqlite3.connect(index) as base:
            base.execute("PRAGMA user_version = 99")
        base.close()
    elif how == "objects gone":
        shutil.rmtree(cache / "objects")
    elif how == "lock is no database":
        (cache / "lock.sqlite").write_bytes(b"nothing" * 1000)
    elif how == "state unreadable":
        with sqlite3.connect(index) as base:
            base.execute("UPDATE said SET value = x'c1' WHERE name LIKE 'state%'")
        base.close()


@pytest.mark.parametrize(
    "how",
    ["gone", "no database", "cut", "another layout", "objects gone", "lock is no database", "state unreadable"],
)
def test_a_damaged_cache_is_begun_anew(room: Newsroom, how: str) -> None:
    before = room.files()
    damage(room, how)
    room.write("s3", story("s3", "2025-11-04", "Changed."))
    room.build()
    after = room.files()
    assert after.keys() == before.keys()
    assert b"Changed." in room.everything()
    room.build(cache=False)
    assert room.files() == after


@pytest.mark.parametrize("cache", [True, False])
def test_pages_that_are_damaged_are_told_and_the_next_build_is_right(room: Newsroom, *, cache: bool) -> None:
    before = room.files()
    index = room.root / ".broadsheet" / "index.sqlite"
    data = index.read_bytes()
    index.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    room.write("s3", story("s3", "2025-11-04", "Changed."))
    with suppress(DeliveryError):  # or it was found when the index was opened
        room.build(cache=cache)
    room.build()
    assert room.files().keys() == before.keys()
    assert b"Changed." in room.everything()


def test_an_object_with_other_bytes_is_not_handed_out(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    digest, size = store.put(b"bytes")
    assert store.has(digest, size)
    store.path(digest).write_bytes(b"other")
    with pytest.raises(Exception, match="other bytes"):
        store.read(digest)


def test_an_object_with_other_bytes_is_made_anew(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    digest, _ = store.put(b"right")
    store.path(digest).write_bytes(b"wrong")
    with pytest.raises(AssetError):
        store.read(digest)
    store.put(b"right")
    assert store.read(digest) == b"right"


def test_what_nothing_needs_is_forgotten(room: Newsroom) -> None:
    for number in range(120):
        room.write("s3", story("s3", "2025-11-04", f"Version {number}."))
        room.build()
    with Index(room.root) as index:
        (kept,) = index.base.execute("SELECT count(*) FROM made").fetchone()
    assert kept < 500
    objects = [path for path in (room.root / ".broadsheet/objects").rglob("*") if path.is_file()]
    assert len(objects) < 900


def test_stories_are_found_by_patterns(tmp_path: Path) -> None:
    for name in (
        "stories/a.md", "stories/deep/er/b.html", "stories/_draft.md", "stories/.hidden.md", "stories/README.md",
        "stories/c.json", "stories/d.png", "notes/e.txt", "dist/stories/f.md", "stories/_old/g.md", "top.md",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "stories/out.md").symlink_to("/etc/hostname")

    def found(*include: str, exclude: tuple[str, ...] = ()) -> list[str]:
        return sorted({file.path for file in find_stories(tmp_path, include, exclude, Report())})

    assert found("stories/**") == found("stories") == ["stories/a.md", "stories/deep/er/b.html"]
    assert found("stories/*") == ["stories/a.md"]
    assert found("**/*.html", "notes/e.txt") == ["notes/e.txt", "stories/deep/er/b.html"]
    assert found("**") == ["notes/e.txt", "stories/a.md", "stories/deep/er/b.html", "top.md"]
    assert found("stories/c.json") == ["stories/c.json"]
    assert found("stories/**", exclude=("stories/deep/**",)) == ["stories/a.md"]
    report = Report()
    assert len(list(find_stories(tmp_path, ("stories/**",), (), report))) == 2
    assert [said.code for said in report.diagnostics] == ["outside-root"]


def wait_for(path: Path, words: bytes) -> bool:
    for _ in range(200):
        if path.exists() and words in path.read_bytes():
            return True
        time.sleep(0.1)
    return False


def test_watching_builds_again_after_each_change(room: Newsroom) -> None:
    pytest.importorskip("watchfiles", reason="--watch comes with the extra `watch`")
    command = [sys.executable, "-m", "exporters", "build", str(room.root), "--watch", "-q"]
    # Where the tests run in the background, an interrupt is ignored, and what they start inherits that.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    watching = subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, preexec_fn=heard)  # noqa: PLW1509
    try:
        feed = room.root / "dist/feeds/all.rss"
        room.write("s6", story("s6", "2025-11-07", "First change."))
        assert wait_for(feed, b"First change.")
        time.sleep(1)
        room.write("s6", story("s6", "2025-02-31", "Broken."))
        time.sleep(1)
        room.write("s6", story("s6", "2025-11-07", "Second change."))
        assert wait_for(feed, b"Second change.")
    finally:
        watching.send_signal(signal.SIGINT)
        _, said = watching.communicate(timeout=20)
    assert b"Traceback" not in said
