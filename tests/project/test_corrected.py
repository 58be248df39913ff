"""What is put right is told in every copy of the story, on one page for the publication, and in a feed."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest

from tests.formats.feed.rules import broken_json_rules, broken_rss_rules
from tests.project.newsroom import FEEDS_ONLY, Newsroom, opened, story

RIGHT = '[{date: 2025-12-01T10:00:00Z, text: "It was 47, not 74.", kind: correction, author: Ed}]'
LATER = '[{date: 2025-12-03T10:00:00Z, text: "The court has ruled.", kind: update}]'


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path / "desk")
    room.write("one", story("one", "2025-11-20"))
    room.write("two", story("two", "2025-11-21", corrections=LATER))
    return room


def test_a_correction_reaches_every_copy(newsroom: Newsroom) -> None:
    newsroom.build()
    before = newsroom.files()
    newsroom.write("one", story("one", "2025-11-20", corrections=RIGHT))
    newsroom.build()
    after = newsroom.files()
    told = b"It was 47, not 74."
    copies = {name for name in after if name.startswith(("stories/one.", "briefings/weekly.", "feeds/all."))}
    assert len(copies) >= 9
    for name in copies:
        assert after[name] != before[name]
        assert any(told in data.replace(b"\n", b" ") for data in opened(after[name])), name
    entry = next(entry for entry in feedparser.parse(after["feeds/all.atom"]).entries if entry.id.endswith("one"))
    assert (entry.published, entry.updated) == ("2025-11-20T09:00:00+00:00", "2025-12-01T10:00:00+00:00")
    item = json.loads(after["stories/one.ninjs.json"])
    assert (item["version"], item["edNote"]) == ("2", "Correction (2025-12-01): It was 47, not 74.")


def test_a_feed_and_a_page_list_what_was_put_right(newsroom: Newsroom) -> None:
    newsroom.write("one", story("one", "2025-11-20", corrections=RIGHT))
    newsroom.build()
    files = newsroom.files()
    assert {"corrections.pdf", "corrections.epub", "corrections.docx"} <= files.keys()
    for name in ("corrections.pdf", "corrections.docx", "feeds/corrections.atom", "feeds/corrections.rss"):
        text = b"".join(opened(files[name])).replace(b"\n", b" ")
        assert b"It was 47, not 74." in text
        assert b"The court has ruled." in text
    assert broken_rss_rules(files["feeds/corrections.rss"]) == []
    assert broken_json_rules(files["feeds/corrections.json"]) == []
    seen = feedparser.parse(files["feeds/corrections.atom"])
    assert [(entry.title, entry.link) for entry in seen.entries] == [
        ("Update: Two", "https://desk.example/2025/two/"),
        ("Correction: One", "https://desk.example/2025/one/"),
    ]
    assert b"feeds/corrections.atom" in files["feeds/feeds.opml"]


def test_nothing_of_a_story_that_is_held_is_listed(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "feeds", FEEDS_ONLY)
    newsroom.write("two", story("two", "2025-11-21", corrections=LATER))
    newsroom.write("one", story("one", "2025-11-20", corrections=RIGHT, embargo="2027-01-01T00:00:00Z"))
    newsroom.build()
    assert b"It was 47" not in newsroom.everything()
    assert b"The court has ruled." in newsroom.everything()
    newsroom.build(press=True)
    assert not any("corrections" in name for name in newsroom.files("press"))


def test_without_a_correction_there_is_neither(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "feeds", FEEDS_ONLY)
    newsroom.write("two", story("two", "2025-11-21"))
    newsroom.build()
    assert not any("corrections" in name for name in newsroom.files())
    assert b"corrections" not in newsroom.files()["feeds/feeds.opml"]
