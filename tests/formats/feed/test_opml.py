"""The list of feeds: each once, by its best address, as readers take it in."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree

from exporters.formats.feed.opml import ListedFeed, opml_document


def test_each_feed_is_listed_once_in_the_order_given() -> None:
    feeds = [
        ListedFeed(
            title='News & "views"',
            addresses={"rss": "https://example.org/news.rss", "atom": "https://example.org/news.atom"},
            home="https://example.org/",
            language="en",
        ),
        ListedFeed(title="Courts", addresses={"jsonfeed": "https://example.org/courts.json"}),
        ListedFeed(title="Nothing", addresses={}),
    ]
    document = opml_document("Feeds", feeds, owner="The Desk", updated=datetime(2025, 11, 20, 9, tzinfo=UTC))
    root = etree.fromstring(document)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/dateModified") == "Thu, 20 Nov 2025 09:00:00 GMT"
    assert [dict(outline.attrib) for outline in root.iter("outline")] == [
        {
            "type": "rss",
            "version": "ATOM",
            "text": 'News & "views"',
            "title": 'News & "views"',
            "language": "en",
            "htmlUrl": "https://example.org/",
            "xmlUrl": "https://example.org/news.atom",
        },
        {
            "type": "rss",
            "version": "JSON Feed",
            "text": "Courts",
            "title": "Courts",
            "xmlUrl": "https://example.org/courts.json",
        },
    ]
    assert document == opml_document("Feeds", feeds, owner="The Desk", updated=datetime(2025, 11, 20, 9, tzinfo=UTC))
