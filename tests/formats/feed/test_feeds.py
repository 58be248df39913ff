"""Feeds give back through an independent reader what was put in: ids, dates, authors, whole content, working links."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import feedparser
import msgspec
import pytest
from lxml import etree

from exporters.contract import Format
from exporters.formats.feed import ATOM, RSS
from exporters.model.meta import Contributor, Meta
from exporters.model.nodes import Figure, Image, Link, Paragraph, Redacted, Text
from exporters.model.publication import Article, Publication, Resource
from exporters.model.walk import plain_text
from exporters.report import Report
from exporters.testing import briefing, check_format, specimen, write_to_memory

BOTH = pytest.mark.parametrize("format_", [RSS, ATOM], ids=["rss", "atom"])


def read(format_: Format, publication: Publication, **settings: str) -> tuple[Any, Report]:
    files, report = write_to_memory(format_, publication, **settings)
    parsed = feedparser.parse(files[None], sanitize_html=False)
    assert not parsed.bozo
    return parsed, report


def found(document: Any, path: str) -> list[str]:
    """Return the values of attributes or texts."""
    return [str(value) for value in document.xpath(path)]


def feed_of(*articles: Article, **meta: str) -> Publication:
    return Publication(meta=Meta(title="A feed", id="tag:example.org,2025:feed", **meta), contents=articles)  # type: ignore[arg-type]


def story(slug: str, *body: Paragraph | Figure, **meta: object) -> Article:
    given: dict[str, object] = {"title": slug.title(), "slug": slug, "id": f"tag:example.org,2025:{slug}", **meta}
    return Article(meta=msgspec.convert(given, Meta), body=body or (Paragraph((Text("Words."),)),))


@BOTH
def test_the_contract(format_: Format) -> None:
    check_format(format_)


@BOTH
def test_what_goes_in_comes_out(format_: Format) -> None:
    publication = briefing()
    parsed, _ = read(format_, publication)
    assert parsed.feed.title == "A briefing"
    assert parsed.feed.subtitle == "Two stories"
    entries = {entry.id: entry for entry in parsed.entries}
    for article in publication.articles:
        entry = entries[article.meta.id]
        assert entry.title == article.meta.title
        assert entry.link == article.meta.url
        assert [author.name for author in entry.authors] == ["Ada Example"]
        assert entry.published_parsed[:5] == (2025, 11, 20, 9, 30)
        assert entry.updated_parsed[:5] == (2025, 11, 22, 8, 0)
        assert {tag.term for tag in entry.tags} == {"Tests", "tests", "formats"}
        assert entry.summary == article.meta.summary
        assert entry.rights == article.meta.rights or format_ is RSS


@BOTH
def test_every_word_of_the_story_is_in_the_content(format_: Format) -> None:
    publication = specimen()
    parsed, _ = read(format_, publication)
    html = parsed.entries[0].content[0].value
    shown = " ".join(found(etree.HTML(html), "//text()"))
    article = publication.articles[0]
    for word in f"{plain_text(article.body)} The text of the note.".split():
        assert word.strip("[].,") in shown


@BOTH
def test_links_in_the_content_work_anywhere(format_: Format) -> None:
    parsed, _ = read(format_, briefing())
    for entry in parsed.entries:
        tree = etree.HTML(entry.content[0].value)
        targets = found(tree, "//@href")
        assert targets
        assert all(target.startswith("https://") for target in targets)
        assert not found(tree, "//@class[not(parent::code)] | //@id | //@style")
    assert {"https://example.org/first", "https://example.org/second"} & set(targets)


@BOTH
def test_a_place_in_a_story_without_a_page_is_its_words(format_: Format) -> None:
    parsed, _ = read(
        format_,
        feed_of(story("a", Paragraph((Link("#x", (Text("below"),)),)), published=datetime(2025, 1, 1, tzinfo=UTC))),
    )
    assert parsed.entries[0].content[0].value == "<p>below</p>"


@BOTH
def test_the_newest_comes_first_and_the_channel_takes_the_date_of_the_latest_change(format_: Format) -> None:
    days = {"old": 1, "new": 9, "mid": 5}
    parsed, _ = read(
        format_, feed_of(*(story(slug, published=datetime(2025, 1, day, tzinfo=UTC)) for slug, day in days.items()))
    )
    assert [entry.title for entry in parsed.entries] == ["New", "Mid", "Old"]
    assert parsed.feed.updated_parsed[:3] == (2025, 1, 9)


@BOTH
def test_a_feed_of_one_story_is_not_taken_for_the_story(format_: Format) -> None:
    files, _ = write_to_memory(format_, specimen())
    ids = found(etree.fromstring(files[None]), "/*[local-name()='feed']/*[local-name()='id']/text()")
    assert specimen().meta.id not in ids


@BOTH
def test_an_undated_story_is_reported_and_takes_the_time_of_the_edition(format_: Format) -> None:
    parsed, report = read(format_, feed_of(story("a")))
    assert "date-missing" in [diagnostic.code for diagnostic in report.diagnostics]
    assert parsed.entries[0].updated_parsed[:3] == (2025, 11, 24)


@BOTH
def test_pictures_are_addresses_or_words(format_: Format) -> None:
    figure = Figure(Image("images/map-1.png", alt="A map of the district"))
    article = story("a", figure, published=datetime(2025, 1, 1, tzinfo=UTC))
    resource = Resource(name="images/map-1.png", media_type="image/png", width=10, height=20)
    publication = msgspec.structs.replace(feed_of(article), resources=(resource,))
    words, report = read(format_, publication)
    assert "A map of the district" in words.entries[0].content[0].value
    assert "<img" not in words.entries[0].content[0].value
    told = [diagnostic.code for diagnostic in report.diagnostics if diagnostic.severity != "info"]
    assert told == ["feed-without-home", "picture-not-in-feed"]
    shown, report = read(format_, publication, pictures="https://example.org/media/", url="https://example.org/")
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["feed-without-links"]
    assert 'src="https://example.org/media/images/map-1.png"' in shown.entries[0].content[0].value


@BOTH
def test_stories_that_readers_cannot_open_are_told_once(format_: Format) -> None:
    day = datetime(2025, 1, 1, tzinfo=UTC)
    without, there = (story(name, published=day) for name in ("a", "b"))
    there = msgspec.structs.replace(there, meta=msgspec.structs.replace(there.meta, url="https://example.org/b"))

    def told(*stories: Article) -> list[str]:
        return [said.message for said in read(format_, feed_of(*stories), url="https://example.org/")[1].diagnostics]

    assert told(there) == []
    assert told(without, there) == ["the feed gives readers no address for 1 of 2 stories"]
    assert told(without) == ["the feed gives readers no address for the story"]


@BOTH
def test_several_authors_and_no_mail_address(format_: Format) -> None:
    people = tuple(Contributor(name=name, email=f"{name}@example.org") for name in ("Ada", "Ben"))
    article = msgspec.structs.replace(story("a"), meta=Meta(title="A", id="urn:x:a", slug="a", contributors=people))
    files, _ = write_to_memory(format_, feed_of(article))
    parsed = feedparser.parse(files[None])
    assert [author.name for author in parsed.entries[0].authors] == ["Ada", "Ben"]
    assert b"@" not in files[None]


@BOTH
def test_a_redaction_is_a_bar(format_: Format) -> None:
    parsed, _ = read(format_, feed_of(story("a", Paragraph((Text("He is "), Redacted("a minor"), Text("."))))))
    assert parsed.entries[0].content[0].value == "<p>He is █████.</p>"


@BOTH
def test_arabic_is_marked_as_right_to_left(format_: Format) -> None:
    parsed, _ = read(format_, feed_of(story("a", Paragraph((Text("مرحبا"),)), language="ar")))
    assert parsed.entries[0].content[0].value == '<div dir="rtl"><p>مرحبا</p></div>'


@BOTH
def test_the_feed_says_where_it_is_and_which_hub_knows(format_: Format) -> None:
    settings = {
        "self-url": "https://example.org/feed",
        "hub": "https://hub.example.org/",
        "url": "https://example.org/",
    }
    parsed, _ = read(format_, briefing(), **settings)
    links = {(link.rel, link.href) for link in parsed.feed.links}
    assert {("self", "https://example.org/feed"), ("hub", "https://hub.example.org/")} <= links
    assert parsed.feed.link == "https://example.org/"


@BOTH
def test_only_so_many_entries_and_summaries_only(format_: Format) -> None:
    parsed, report = read(format_, briefing(), entries="1", content="summary")
    assert len(parsed.entries) == 1
    assert "<p>" not in str(parsed.entries[0])
    assert "entries-left-out" in [diagnostic.code for diagnostic in report.diagnostics]
