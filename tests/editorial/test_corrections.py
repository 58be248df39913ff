"""The log of corrections: every correction once, the latest first, as a feed and as a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import feedparser
import msgspec

from exporters.editorial.corrections import (
    LoggedCorrection,
    correction_stories,
    corrections_list,
    latest_first,
    logged_of,
)
from exporters.formats.feed import ATOM
from exporters.model.meta import Correction, Meta
from exporters.model.nodes import Heading, Paragraph, Text
from exporters.model.publication import Article, Publication
from exporters.model.walk import plain_text
from exporters.testing import write_to_memory


def day(number: int) -> datetime:
    return datetime(2025, 11, number, 9, tzinfo=UTC)


def story(slug: str, *corrections: Correction, **meta: str) -> Article:
    return Article(
        meta=Meta(
            title=slug.title(),
            slug=slug,
            id=f"tag:example.org,2025:{slug}",
            url=f"https://example.org/{slug}",
            published=day(1),
            **meta,  # type: ignore[arg-type]
        ),
        body=(Paragraph((Text("Words."),)),),
        corrections=corrections,
    )


STORIES = (
    story(
        "first", Correction(date=day(5), text="It was 47."), Correction(date=day(9), text="It was 48.", kind="update")
    ),
    story("second", Correction(date=day(9), text="Er heißt Meyer.", author="Ed"), language="de"),
    story("third"),
)


def log_corrections(stories: Iterable[Article]) -> tuple[LoggedCorrection, ...]:
    return latest_first(entry for told in stories for entry in logged_of(told.meta, told.corrections))


def test_the_log_holds_every_correction_the_latest_first() -> None:
    log = log_corrections(STORIES)
    assert sorted((logged.slug, logged.correction.text) for logged in log) == [
        ("first", "It was 47."),
        ("first", "It was 48."),
        ("second", "Er heißt Meyer."),
    ]
    assert [logged.correction.date.day for logged in log] == [9, 9, 5]
    assert log == log_corrections(STORIES[::-1])
    assert len({logged.id for logged in log}) == 3


def test_a_notice_that_is_reworded_stays_the_same() -> None:
    (before,) = log_corrections([story("a", Correction(date=day(5), text="It was 47."))])
    (after,) = log_corrections([story("a", Correction(date=day(5), text="It was forty-seven."))])
    assert before.id == after.id
    first, second = log_corrections([story("a", *(Correction(date=day(5), text=text) for text in "xy"))])
    assert first.id != second.id


def test_the_log_can_be_kept_as_json() -> None:
    log = log_corrections(STORIES)
    assert msgspec.json.decode(msgspec.json.encode(log), type=tuple[type(log[0]), ...]) == log  # type: ignore[misc]


def test_a_feed_of_corrections_leads_to_the_stories() -> None:
    publication = Publication(
        meta=Meta(title="Corrections", id="tag:example.org,2025:corrections", slug="corrections"),
        contents=correction_stories(log_corrections(STORIES)),
    )
    files, report = write_to_memory(ATOM, publication)
    seen = feedparser.parse(files[None])
    assert not seen.bozo
    assert report.diagnostics == []
    entries = {(entry.title, entry.link, entry.summary) for entry in seen.entries}
    assert entries == {
        ("Correction: First", "https://example.org/first", "It was 47."),
        ("Update: First", "https://example.org/first", "It was 48."),
        ("Korrektur: Second", "https://example.org/second", "Er heißt Meyer."),
    }
    assert seen.entries[-1].published_parsed[:3] == (2025, 11, 5)
    assert "https://example.org/first" in seen.entries[-1].content[0].value


def test_the_list_is_a_story_by_days() -> None:
    made = corrections_list(
        log_corrections(STORIES), Meta(title="", id="tag:example.org,2025:list", slug="corrections")
    )
    assert made.meta.title == "Corrections"
    assert (made.meta.published, made.meta.modified) == (day(5), day(9))
    assert [plain_text(block) for block in made.body if isinstance(block, Heading)] == [
        "November 9, 2025",
        "November 5, 2025",
    ]
    told = plain_text(made.body)
    assert "Correction: First. It was 47." in told
    assert "Korrektur: Second. Er heißt Meyer. — Ed" in told
    assert corrections_list((), Meta(title="Errata")).body == ()
