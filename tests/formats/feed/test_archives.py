"""Archives by RFC 5005: every story is reached, and a new one changes the current document only."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.contract import Format
from exporters.formats.feed import ATOM, JSONFEED
from exporters.formats.feed.archives import Slot, page_slots
from exporters.formats.feed.documents import frame_for, writer_for
from exporters.formats.feed.frames import tombstones_of
from exporters.formats.feed.heads import feed_head
from exporters.formats.feed.options import FeedOptions
from exporters.formats.feed.values import Entry, Tombstone
from exporters.model.meta import Meta
from tests.formats.feed.making import ALL, START, feed, follow, read, story, write
from tests.formats.feed.rules import broken_json_rules, broken_rss_rules

EACH = pytest.mark.parametrize("format_", ALL, ids=[format_.name for format_ in ALL])
SETTINGS = {"entries": "5", "page": "4"}


@EACH
def test_following_prev_archive_gives_every_story_once(format_: Format) -> None:
    documents = write(format_, feed(*map(story, range(23))), **SETTINGS)
    pages = follow(format_, documents)
    assert [len(page) for page in pages] == [7, 4, 4, 4, 4]
    ids = [entry for page in pages for entry in page]
    assert ids == [f"tag:example.org,2025:{number}" for number in reversed(range(23))]
    assert len(documents) == len(pages)


@EACH
def test_a_new_story_changes_no_archive(format_: Format) -> None:
    before = write(format_, feed(*map(story, range(23))), **SETTINGS)
    for count in range(24, 33):
        after = write(format_, feed(*map(story, range(count))), **SETTINGS)
        current = f"news{format_.suffix}"
        assert {name for name, data in before.items() if after[name] != data} == {current}
        assert set(before) <= set(after)
        before = after
    assert len(before) == 7


@EACH
def test_a_correction_rewrites_its_page_and_shows_in_the_current_document(format_: Format) -> None:
    stories = list(map(story, range(23)))
    before = write(format_, feed(*stories), **SETTINGS)
    stories[6] = story(6, modified=START + timedelta(days=30), title="Story 6, corrected")
    after = write(format_, feed(*stories), **SETTINGS)
    assert {name for name in before if before[name] != after[name]} == {
        f"news{format_.suffix}",
        f"news-archive-2{format_.suffix}",
    }
    assert "tag:example.org,2025:6" in read(format_, after[f"news{format_.suffix}"]).ids
    for name in (f"news{format_.suffix}", f"news-archive-2{format_.suffix}"):
        assert b"Story 6, corrected" in after[name]
    assert {entry for page in follow(format_, after) for entry in page} == {
        f"tag:example.org,2025:{number}" for number in range(23)
    }


@EACH
def test_an_archive_says_that_it_is_one_and_takes_its_date_from_its_own_entries(format_: Format) -> None:
    documents = write(format_, feed(*map(story, range(23))), **SETTINGS)
    for name, document in documents.items():
        seen = read(format_, document)
        assert seen.archive is ("archive" in name)
        assert seen.current == ("" if name == f"news{format_.suffix}" else f"news{format_.suffix}")
        newest = START + timedelta(days=int(seen.ids[0].rpartition(":")[2]))
        assert seen.updated[:4] in ("2025", newest.strftime("%a,"))
        assert "2030" not in seen.updated


@EACH
def test_every_document_keeps_the_rules(format_: Format) -> None:
    for document in write(format_, feed(*map(story, range(23))), **SETTINGS).values():
        if format_ is not ATOM:
            assert (broken_json_rules if format_ is JSONFEED else broken_rss_rules)(document) == []


def test_what_was_withdrawn_keeps_its_place_and_is_named_in_atom() -> None:
    stories = list(map(story, range(23)))
    before = write(ATOM, feed(*stories), **SETTINGS)
    gone = msgspec.structs.replace(stories[6].meta, status="withdrawn", modified=START + timedelta(days=40))
    stories[6] = msgspec.structs.replace(stories[6], meta=gone)
    after = write(ATOM, feed(*stories), **SETTINGS)
    assert {name for name in before if before[name] != after[name]} == {"news.atom", "news-archive-2.atom"}
    told = b'<at:deleted-entry ref="tag:example.org,2025:6" when="2025-02-10T09:00:00+00:00"'
    assert told in after["news.atom"]
    assert told in after["news-archive-2.atom"]
    assert b"Words of 6." not in b"".join(after.values())
    for format_ in ALL:
        documents = write(format_, feed(*stories), **SETTINGS)
        ids = [entry for page in follow(format_, documents) for entry in page]
        assert sorted(ids) == sorted(f"tag:example.org,2025:{number}" for number in range(23) if number != 6)
        assert format_ is ATOM or b":6<" not in b"".join(documents.values())


@EACH
def test_a_long_document_is_made_in_chunks_that_meet(format_: Format) -> None:
    documents = write(format_, feed(*map(story, range(250))))
    assert list(documents) == [f"news{format_.suffix}"]
    assert len(read(format_, documents[f"news{format_.suffix}"]).ids) == 250


@EACH
def test_an_empty_feed_is_a_feed(format_: Format) -> None:
    documents = write(format_, feed())
    assert read(format_, documents[f"news{format_.suffix}"]).ids == []


MOMENTS = st.integers(0, 400).map(lambda hours: START + timedelta(hours=hours))


@given(st.lists(st.tuples(MOMENTS, MOMENTS), max_size=40), st.integers(0, 12), st.integers(1, 6))
def test_pages_hold_every_slot_and_archives_are_full(dates: list[tuple], entries: int, page: int) -> None:  # type: ignore[type-arg]
    slots = [
        Slot(published, f"id{number}", max(published, updated)) for number, (published, updated) in enumerate(dates)
    ]
    pages = page_slots(slots, entries, page)
    archived = [slot for archive in pages.archives for slot in archive]
    assert all(len(archive) == page for archive in pages.archives)
    assert len(set(archived)) == len(archived)
    assert set(archived) | set(pages.current) == set(slots)
    assert list(pages.current) == sorted(pages.current, reverse=True)
    fresh = [slot for slot in pages.current if slot not in archived]
    assert fresh == sorted(slots, reverse=True)[: len(fresh)]
    assert len(fresh) >= min(entries, len(slots)) if entries else len(fresh) == len(slots)
    assert not entries or len(fresh) < entries + page
    assert len(pages.current) - len(fresh) <= page


@given(st.integers(0, 60), st.integers(1, 12), st.integers(1, 6))
def test_one_story_more_leaves_archives_as_they_are(count: int, entries: int, page: int) -> None:
    slots = [Slot(START + timedelta(hours=hour), f"id{hour}", START + timedelta(hours=hour)) for hour in range(count)]
    before = page_slots(slots, entries, page).archives
    later = START + timedelta(hours=count)
    after = page_slots([*slots, Slot(later, "new", later)], entries, page).archives
    assert after[: len(before)] == before


@pytest.mark.parametrize("name", ["rss", "atom", "jsonfeed"])
@pytest.mark.parametrize("living", [0, 1, 3])
def test_a_frame_with_its_entries_is_the_document(name: str, living: int) -> None:
    head = feed_head(Meta(title="The Desk", id="tag:desk.example,2020:desk"), FeedOptions(), START)
    entries: list[Entry | Tombstone] = [
        Entry(id=f"urn:x:{number}", title=f"Story {number}", updated=START, html="<p>It &amp; more</p>\r")
        for number in range(living)
    ]
    entries.insert(1, Tombstone(id="urn:x:gone", when=START, reason="An error"))
    frame = frame_for(name)(head, tombstones_of(entries))
    made = frame.before
    for at, entry in enumerate(entry for entry in entries if isinstance(entry, Entry)):
        made += (frame.between if at else frame.first) + frame.write(entry)
    assert made + frame.after == b"".join(writer_for(name)(head, entries))
    assert made.count(b"It &amp;amp; more" if name != "jsonfeed" else b"It &amp; more") == living
