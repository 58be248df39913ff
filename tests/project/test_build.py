"""A project is built whole, and built again only where something changed, with the same bytes either way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import exporters
from exporters.errors import BroadsheetError, SourceError, StrictError, UsageError
from tests.formats.pdf.inspection import read_pdf
from tests.project.newsroom import FEEDS_ONLY, NOW, Newsroom, opened, story


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path / "desk")
    room.write("one", story("one", "2025-11-20", "Text.\n\n## What", authors="[noor]", section="Courts"))
    room.write("two", story("two", "2025-11-21", "See [one](one.md) and [its part](one.md#what).", section="Money"))
    return room


@pytest.fixture
def feeds(tmp_path: Path) -> Newsroom:
    """Return a newsroom with nothing but a feed, whose documents hold three entries each."""
    room = Newsroom(tmp_path / "desk", FEEDS_ONLY)
    for number in range(11):
        room.write(f"s{number:02}", story(f"s{number:02}", f"2025-11-{number + 1:02}"))
    return room


def test_what_is_described_is_there(newsroom: Newsroom) -> None:
    done = newsroom.build()
    names = set(newsroom.files())
    assert {f"stories/{slug}{suffix}" for slug in ("one", "two") for suffix in (".pdf", ".epub", ".docx")} <= names
    assert {"briefings/weekly.pdf", "briefings/weekly.epub", "briefings/weekly.docx"} <= names
    assert {f"feeds/all{part}{s}" for part in ("", "-courts", "-money") for s in (".rss", ".atom", ".json")} <= names
    assert {"feeds/feeds.opml", "catalogue.opds.xml", "catalogue.opds.json", "manifest.json"} <= names
    assert {name for name, _ in done.written} == {f"dist/{name}" for name in names}


def test_the_manifest_holds_the_digest_of_every_other_file(newsroom: Newsroom) -> None:
    import hashlib

    newsroom.build()
    files = newsroom.files()
    told = json.loads(files["manifest.json"])["files"]
    assert {entry["name"] for entry in told} == files.keys() - {"manifest.json"}
    for entry in told:
        assert entry["sha256"] == hashlib.sha256(files[entry["name"]]).hexdigest()
        assert entry["size"] == len(files[entry["name"]])


def test_the_manifest_holds_what_archives_hold_whatever_compressed_them(newsroom: Newsroom) -> None:
    import io

    from exporters.formats.zipped import content_digest

    newsroom.build()
    files = newsroom.files()
    told = {entry["name"]: entry.get("content_sha256") for entry in json.loads(files["manifest.json"])["files"]}
    archives = {name for name in told if name.endswith((".epub", ".docx"))}
    assert len(archives) == 6
    assert {name for name, digest in told.items() if digest} == archives
    assert all(told[name] == content_digest(io.BytesIO(files[name])) for name in archives)

    newsroom.write("one", story("one", "2025-11-20", "Other text."))
    newsroom.build()  # that of the other story is known from the cache
    again = {
        entry["name"]: entry.get("content_sha256") for entry in json.loads(newsroom.files()["manifest.json"])["files"]
    }
    assert again["stories/one.epub"] != told["stories/one.epub"]
    assert {name for name, digest in again.items() if digest} == archives
    files = newsroom.files()
    assert all(again[name] == content_digest(io.BytesIO(files[name])) for name in archives)


def test_handles_addresses_and_links_are_filled_in(newsroom: Newsroom) -> None:
    newsroom.build()
    feed = json.loads(newsroom.files()["feeds/all.json"])
    two, one = feed["items"]
    assert one["url"] == "https://desk.example/2025/one/"
    assert one["authors"] == [{"name": "Noor Example", "url": "https://desk.example/noor"}]
    assert 'href="https://desk.example/2025/one/"' in two["content_html"]
    offered = {file["url"]: file for file in one["attachments"]}
    pdf = offered["https://desk.example/files/stories/one.pdf"]
    assert pdf["size_in_bytes"] == len(newsroom.files()["stories/one.pdf"])


def test_nothing_changed_nothing_written(newsroom: Newsroom) -> None:
    first = newsroom.build()
    before = {path: path.stat().st_mtime_ns for path in (newsroom.root / "dist").rglob("*")}
    again = newsroom.build(as_of=NOW + timedelta(days=1))
    assert again.written == ()
    assert again.kept == len(first.written)
    assert {path: path.stat().st_mtime_ns for path in (newsroom.root / "dist").rglob("*")} == before


def test_only_what_changed_is_written(feeds: Newsroom) -> None:
    feeds.build()
    (feeds.root / "stories/s05.md").write_text(story("s05", "2025-11-06", "It was filed early."))
    done = feeds.build()
    # s05 stands in the second archive; the feed, its other archives and their list are as they were.
    assert {name for name, _ in done.written} == {
        "dist/feeds/all-archive-2.rss", "dist/feeds/all-archive-2.atom", "dist/feeds/all-archive-2.json",
        "dist/manifest.json",
    }  # fmt: skip
    assert b"filed early" in feeds.files()["feeds/all-archive-2.rss"]


def test_a_new_story_leaves_archives_as_they_are(feeds: Newsroom) -> None:
    feeds.build()
    before = feeds.files()
    feeds.write("s99", story("s99", "2025-12-24"))
    feeds.build()
    after = feeds.files()
    archives = [name for name in before if "archive" in name]
    assert len(archives) == 6
    assert all(after[name] == before[name] for name in archives)
    assert after["feeds/all.rss"] != before["feeds/all.rss"]


def test_what_is_no_more_is_taken_away_and_what_is_not_ours_stays(newsroom: Newsroom) -> None:
    newsroom.build()
    (newsroom.root / "dist/notes.txt").write_text("mine")
    (newsroom.root / "stories/one.md").unlink()
    done = newsroom.build()
    assert {"dist/stories/one.pdf", "dist/feeds/all-courts.rss"} <= set(done.removed)
    names = set(newsroom.files())
    assert not any("/one" in name or "courts" in name for name in names)
    assert "notes.txt" in names


def test_a_file_that_somebody_changed_or_removed_is_put_back(newsroom: Newsroom) -> None:
    newsroom.build()
    before = newsroom.files()
    (newsroom.root / "dist/stories/one.pdf").write_bytes(b"other")
    (newsroom.root / "dist/feeds/all.rss").unlink()
    done = newsroom.build()
    assert newsroom.files() == before
    assert {name for name, _ in done.written} == {"dist/stories/one.pdf", "dist/feeds/all.rss"}


def test_same_bytes_with_and_without_cache_and_by_any_number_of_jobs(tmp_path: Path) -> None:
    rooms = [Newsroom(tmp_path / name) for name in ("a", "b", "c")]
    for room in rooms:
        for number in range(30):
            room.write(f"s{number:02}", story(f"s{number:02}", f"2025-11-{number % 28 + 1:02}", section="Courts"))
        text = (room.root / "broadsheet.toml").read_text()
        (room.root / "broadsheet.toml").write_text(text.replace('["pdf", "epub", "docx", "ninjs"]', '["epub"]'))
    rooms[0].build()
    rooms[1].build(jobs=2)
    rooms[2].build(jobs=4)
    files = rooms[0].files()
    assert files == rooms[1].files() == rooms[2].files()
    (rooms[0].root / "stories/s03.md").write_text(story("s03", "2025-11-04", "Changed.", section="Courts"))
    (rooms[1].root / "stories/s03.md").write_text(story("s03", "2025-11-04", "Changed.", section="Courts"))
    rooms[0].build()
    rooms[1].build(cache=False)
    assert rooms[0].files() == rooms[1].files() != files


def test_times_in_another_zone_are_the_same_bytes_when_read_from_the_cache(newsroom: Newsroom) -> None:
    newsroom.write("west", story("west", "2025-11-22").replace("T09:00:00Z", "T09:00:00-05:00"))
    newsroom.build()
    before = newsroom.files()
    (newsroom.root / "dist" / "catalogue.opds.json").unlink()
    newsroom.build()
    assert newsroom.files() == before


def test_days_are_printed_as_they_are_where_the_story_is_written(newsroom: Newsroom) -> None:
    late = story("late", "2025-11-22", modified="2025-11-23T22:00:00-05:00").replace("T09:00:00Z", "T21:30:00-05:00")
    newsroom.write("late", late)
    newsroom.build()
    told = read_pdf(newsroom.files()["stories/late.pdf"]).text
    assert "November 22, 2025" in told
    assert "November 23, 2025" in told
    assert "November 24" not in told
    assert b"November 22, 2025" in b"".join(opened(newsroom.files()["stories/late.epub"]))
    assert b"Sun, 23 Nov 2025 02:30:00 +0000" in newsroom.files()["feeds/all.rss"]


def test_days_and_hours_without_a_zone_are_those_of_the_desk(tmp_path: Path) -> None:
    zoned = FEEDS_ONLY.replace("[stories]", 'zone = "America/New_York"\n\n[stories]', 1).replace(
        "{slug}", "{day}/{slug}"
    )
    room = Newsroom(tmp_path / "desk", zoned)
    for name, told in (("day", "2025-11-20"), ("hour", "2025-11-21 22:00"), ("other", "2025-11-22T22:00:00Z")):
        room.write(name, story(name).replace("2025-11-24T09:00:00Z", told))
    room.write("coming", story("coming").replace("2025-11-24T09:00:00Z", "2026-01-11"))
    room.build(as_of=datetime(2026, 1, 11, 4, 59, tzinfo=UTC))  # not yet in New York
    feed = json.loads(room.files()["feeds/all.json"])
    assert [(item["date_published"], item["url"]) for item in feed["items"]] == [
        ("2025-11-22T22:00:00+00:00", "https://desk.example/22/other/"),
        ("2025-11-22T03:00:00+00:00", "https://desk.example/21/hour/"),
        ("2025-11-20T05:00:00+00:00", "https://desk.example/20/day/"),
    ]
    room.build(as_of=datetime(2026, 1, 11, 5, tzinfo=UTC))
    assert b"coming" in room.files()["feeds/all.json"]


def test_a_zone_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk", FEEDS_ONLY.replace("[stories]", 'zone = "America/Newyork"\n\n[stories]', 1))
    with pytest.raises(UsageError, match="no zone") as caught:
        room.build()
    assert "America/New_York" in caught.value.remedy


def test_a_picture_that_changes_changes_its_story(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk", FEEDS_ONLY.replace('url = "https://desk.example/{slug}/"', 'formats = ["epub"]'))
    room.write("one", story("one", body="![A square](square.svg)\n\nText."))
    room.build()
    assert room.report.count("warning") == 2  # there is no such picture yet, and stories have no address
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{}" height="9"/></svg>'
    for width in (9, 5):
        (room.root / "stories/square.svg").write_text(picture.format(width))
        done = room.build()
        assert "dist/stories/one.epub" in {name for name, _ in done.written}
        assert f'width="{width}"'.encode() in room.everything()
    assert len([name for name in room.files() if name.startswith("images/")]) == 1


def test_an_error_leaves_everything_as_it_was(newsroom: Newsroom) -> None:
    newsroom.build()
    before = newsroom.files()
    newsroom.write("three", story("three", "2025-02-31"))
    newsroom.write("one", story("one", body="Changed."))
    with pytest.raises(BroadsheetError) as caught:
        newsroom.build()
    assert caught.value.exit_code == 8
    assert newsroom.files() == before
    (newsroom.root / "stories/three.md").unlink()
    newsroom.build()
    assert newsroom.files() != before


def test_a_dry_run_says_why_and_writes_nothing(newsroom: Newsroom) -> None:
    done = newsroom.build(dry_run=True)
    assert ("stories/one.md", "it is new") in done.reasons
    assert not (newsroom.root / "dist").exists()
    newsroom.build()
    assert newsroom.build(dry_run=True).reasons == ()
    newsroom.write("one", story("one", body="Changed."))
    reasons = dict(newsroom.build(dry_run=True).reasons)
    assert reasons["stories/one.md"] == "it changed"
    assert {"dist/stories/one.pdf", "dist/briefings/weekly.pdf", "dist/feeds/all.rss"} <= set(reasons)
    assert "dist/feeds/all-money.rss" not in reasons or "dist/stories/two.pdf" in reasons  # two links to one


def test_strict_hears_of_warnings_said_before(newsroom: Newsroom) -> None:
    newsroom.write("three", story("three", body="[nowhere](#nowhere)"))
    assert newsroom.build().warned == 1
    with pytest.raises(StrictError):
        newsroom.build(strict=True)


def test_warnings_that_are_not_said_again_are_counted(newsroom: Newsroom) -> None:
    newsroom.write("one", story("one", body="![A map](gone.png)"))
    (newsroom.root / "stories" / "paper.docx").write_bytes(b"PK")  # a warning that is of no story
    assert newsroom.build().unsaid == 0
    assert newsroom.report.count("warning") > 1
    newsroom.write("two", story("two", body="Changed."))
    assert newsroom.build().unsaid == 1
    assert newsroom.build().unsaid == 1


def test_strict_hears_of_warnings_that_are_of_no_story(newsroom: Newsroom) -> None:
    (newsroom.root / "stories" / "paper.docx").write_bytes(b"PK")
    newsroom.build()
    with pytest.raises(StrictError, match="1 warning of what did not change"):
        newsroom.build(strict=True)


def test_a_project_can_refuse_what_is_a_warning_elsewhere(newsroom: Newsroom) -> None:
    path = newsroom.root / "broadsheet.toml"
    path.write_text(path.read_text() + '\n[editorial]\nrefuse = ["link-dead"]\n')
    newsroom.build()
    newsroom.write("three", story("three", body="[nowhere](#nowhere)"))
    with pytest.raises(SourceError):
        newsroom.build()


def test_two_stories_of_one_slug_keep_their_names_when_a_third_comes(newsroom: Newsroom) -> None:
    newsroom.write("a", story("a", "2025-01-02").replace("slug: a", "slug: same"))
    newsroom.write("b", story("b", "2025-01-01").replace("slug: b", "slug: same"))
    newsroom.build()
    assert newsroom.report.count("warning") == 1
    before = newsroom.files()
    newsroom.write("c", story("c", "2025-12-30").replace("slug: c", "slug: same"))
    newsroom.build()
    after = newsroom.files()
    for name in ("stories/same.epub", "stories/same-2.epub"):
        assert after[name] == before[name]
    assert b"It was filed" in after["stories/same-3.ninjs.json"]


def _command(root: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "exporters", "build", str(root), "-q", "--as-of", NOW.isoformat(), *more]


@pytest.mark.parametrize("after", [0.25, 0.4, 0.6])
def test_two_builds_at_once_and_one_that_is_killed(feeds: Newsroom, tmp_path: Path, after: float) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(exporters.__file__).parent.parent)}
    whole = Newsroom(tmp_path / "whole", FEEDS_ONLY)
    for path in (feeds.root / "stories").iterdir():
        whole.write(path.stem, path.read_text())
    whole.build()
    killed = subprocess.Popen(_command(feeds.root), env=environment)
    timer = threading.Timer(after, killed.kill)
    timer.start()
    killed.wait()
    timer.cancel()
    both = [subprocess.Popen(_command(feeds.root), env=environment) for _ in range(2)]
    assert [build.wait(timeout=60) for build in both] == [0, 0]
    assert feeds.files() == whole.files()


def test_a_format_made_alone_knows_the_pages_of_the_one_made_before(newsroom: Newsroom) -> None:
    """An e-book that is made anew beside a PDF from the cache has the page list that it would have had with it."""
    newsroom.build()
    path = newsroom.root / "broadsheet.toml"
    path.write_text(path.read_text() + "\n[formats.docx]\nfacing = true\n")
    done = newsroom.build()
    names = {name for name, _ in done.written}
    assert "dist/stories/one.docx" in names
    assert not any(name.endswith((".pdf", ".epub", ".rss")) for name in names)
    after = newsroom.files()
    newsroom.build(cache=False)
    assert newsroom.files() == after


def test_a_theme_that_changes_changes_what_it_designs(newsroom: Newsroom) -> None:
    path = newsroom.root / "broadsheet.toml"
    path.write_text(path.read_text() + '\n[formats.pdf]\ntheme = "own.toml"\n')
    theme = newsroom.root / "own.toml"
    theme.write_text("[type]\nsize = 10\n")
    newsroom.build()
    before = newsroom.files()
    theme.write_text("[type]\nsize = 12\n")
    newsroom.build()
    after = newsroom.files()
    assert after["stories/one.pdf"] != before["stories/one.pdf"]
    assert after["stories/one.ninjs.json"] == before["stories/one.ninjs.json"]
