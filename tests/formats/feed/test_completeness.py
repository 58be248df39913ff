"""Every word that a feed has for a story is said in RSS, Atom and JSON Feed alike."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import feedparser
import msgspec
import pytest
from lxml import etree

from exporters.contract import Format, MadeFile
from exporters.formats.feed import ATOM, JSONFEED, RSS
from exporters.formats.feed.entries import EntryMaker
from exporters.formats.feed.options import FeedOptions
from exporters.formats.feed.values import Entry
from exporters.model.meta import Contributor, Correction, Source
from exporters.model.nodes import Figure, Image, Link, Paragraph, Redacted, Text
from exporters.model.publication import Resource
from exporters.report import Report
from exporters.testing import briefing, check_format
from tests.formats.feed.making import ALL, START, feed, story, write
from tests.formats.feed.rules import broken_json_rules, broken_rss_rules

EACH = pytest.mark.parametrize("format_", ALL, ids=[format_.name for format_ in ALL])
MADE = {
    "story-1": [
        MadeFile("stories/story-1.pdf", "application/pdf", 40321),
        MadeFile("stories/story-1.epub", "application/epub+zip", 20123),
    ]
}
FILES = [
    ("https://example.org/dist/stories/story-1.pdf", "application/pdf", "40321"),
    ("https://example.org/dist/stories/story-1.epub", "application/epub+zip", "20123"),
]
PHOTO = "https://example.org/media/images/map.png"


def rich(format_: Format, **settings: str) -> bytes:
    figure = Figure(
        Image("images/map.png", alt="A map"), caption=(Text("The district"),), credit="Pia Photo/Some Agency"
    )
    article = story(
        1,
        Paragraph((Text("He asked. They answered."),)),
        figure,
        contributors=[
            {"name": "Ada", "email": "ada@example.org", "url": "https://example.org/ada"},
            {"name": "Ben"},
            {"name": "Ed", "role": "edt"},
        ],
        section="Courts",
        keywords=["records", "taxes"],
        modified=START + timedelta(days=3),
        language="en-GB",
        rights="© The Desk",
        usage_terms="Not for resale.",
        licence="CC-BY-4.0",
    )
    source = Source(
        key="a", title="The order", url="https://example.org/order", archived_url="https://example.net/kept/order"
    )
    article = msgspec.structs.replace(article, sources=(source,))
    picture = Resource(name="images/map.png", media_type="image/png", width=30, height=20)
    publication = msgspec.structs.replace(feed(article, language="en"), resources=(picture,))
    given = {
        "pictures": "https://example.org/media",
        "files": "https://example.org/dist/",
        "hub": "https://hub.example.org/",
        "icon": "https://example.org/icon.png",
        "url": "https://example.org/",
        **settings,
    }
    return write(format_, publication, MADE, **given)[f"news{format_.suffix}"]


def item(document: bytes) -> Any:
    return json.loads(document)["items"][0]


@EACH
def test_the_contract(format_: Format) -> None:
    check_format(format_)


@pytest.mark.parametrize("format_", [RSS, ATOM], ids=["rss", "atom"])
def test_what_a_reader_of_xml_gets(format_: Format) -> None:
    document = rich(format_)
    seen = feedparser.parse(document)
    entry = seen.entries[0]
    assert not seen.bozo
    assert [author.name for author in entry.authors] == ["Ada", "Ben"]
    assert [person.name for person in entry.contributors] == ["Ed"]
    assert {(tag.term, tag.scheme) for tag in entry.tags} == {
        ("Courts", "urn:x-broadsheet:section"),
        ("records", "urn:x-broadsheet:keyword"),
        ("taxes", "urn:x-broadsheet:keyword"),
    }
    assert [(file.href, file.type, file.length) for file in entry.enclosures] == FILES
    links = {(link.rel, link.href) for link in entry.links}
    assert {("via", "https://example.org/order"), ("related", "https://example.net/kept/order")} <= links
    assert entry.media_content[0]["url"] == PHOTO
    assert (entry.media_content[0]["width"], entry.media_content[0]["height"]) == ("30", "20")
    assert entry.media_credit[0]["content"] == "Pia Photo/Some Agency"
    assert entry.published_parsed[:3] == (2025, 1, 2)
    assert entry.updated_parsed[:3] == (2025, 1, 4)
    assert entry.content[0].language == ("en-GB" if format_ is ATOM else None)
    assert b"@" not in document
    assert {("hub", "https://hub.example.org/"), ("self", f"https://example.org/feeds/news{format_.suffix}")} <= {
        (link.rel, link.href) for link in seen.feed.links
    }


def test_rights_and_licence_of_an_entry() -> None:
    atom, rss, own = (etree.fromstring(rich(ATOM)), etree.fromstring(rich(RSS)), item(rich(JSONFEED)))
    address = "https://creativecommons.org/licenses/by/4.0/"
    rights = "© The Desk Not for resale."
    spaces = {"a": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/elements/1.1/"}
    assert atom.xpath("//a:entry/a:rights/text()", namespaces=spaces) == [rights]
    assert atom.xpath("//a:entry/a:link[@rel='license']/@href", namespaces=spaces) == [address]
    assert rss.xpath("//item/dc:rights/text()", namespaces=spaces) == [rights]
    assert rss.xpath("//item/*[local-name()='license'][text()]/text()") == [address]
    assert (own["_broadsheet"]["rights"], own["_broadsheet"]["licence"]) == (rights, address)


def test_the_licence_of_the_text_is_not_said_to_be_that_of_an_agencys_picture() -> None:
    assert b"media:license" not in rich(RSS)
    assert "licence" not in item(rich(JSONFEED))["_broadsheet"]["pictures"][0]


def test_what_a_reader_of_json_gets() -> None:
    document = rich(JSONFEED)
    top, entry = json.loads(document), item(document)
    assert top["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
    assert (top["feed_url"], top["icon"]) == ("https://example.org/feeds/news.json", "https://example.org/icon.png")
    assert entry["authors"] == [{"name": "Ada", "url": "https://example.org/ada"}, {"name": "Ben"}]
    assert entry["tags"] == ["Courts", "records", "taxes"]
    assert (entry["date_published"], entry["date_modified"]) == (
        "2025-01-02T09:00:00+00:00",
        "2025-01-04T09:00:00+00:00",
    )
    assert [(file["url"], file["mime_type"], str(file["size_in_bytes"])) for file in entry["attachments"]] == FILES
    assert (entry["image"], entry["language"]) == (PHOTO, "en-GB")
    assert entry["_broadsheet"]["sources"][0] == {
        "relation": "via",
        "url": "https://example.org/order",
        "title": "The order",
    }
    assert b"@" not in document


def test_rss_offers_one_enclosure_and_the_rest_as_links() -> None:
    channel = etree.fromstring(rich(RSS))
    assert [node.get("type") for node in channel.iter("enclosure")] == ["application/pdf"]
    assert channel.findtext("channel/ttl") == "60"


def test_the_rules_hold() -> None:
    assert broken_rss_rules(rich(RSS)) == []
    assert broken_json_rules(rich(JSONFEED)) == []
    assert broken_json_rules(rich(JSONFEED, content="summary")) == []


def test_the_rules_let_a_text_tell_of_markup() -> None:
    told = b'&lt;p&gt;Write &amp;lt;img src="x" onerror="y"&amp;gt;, it says. He'
    assert broken_rss_rules(rich(RSS).replace(b"&lt;p&gt;He", told, 1)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"<pubDate>Thu, 02", b"<pubDate>no, 02", "no date"),
        (b'length="40321" type', b'length="None" type', "None bytes"),
        (b"<ttl>60</ttl>", b"<wait>60</wait>", "RSS has no wait"),
        (b"&lt;p&gt;He", b'&lt;p class="x"&gt;He', "class="),
        (b"https://example.org/media", b"/media", "no absolute address"),
        (b"<description>News", b"<describe>News", "not well-formed"),
        (b"<ttl>60", b"<ttl>soon", "no number"),
        (b"<item>", b"<item><author>Ada</author>", "address for mail"),
    ],
)
def test_the_rules_of_rss_find_what_is_wrong(old: bytes, new: bytes, told: str) -> None:
    good = rich(RSS)
    assert old in good
    assert told in " ".join(broken_rss_rules(good.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b'"content_html"', b'"content"', "content"),
        (b'"2025-01-02T09:00:00+00:00"', b'"2 January"', "date_published"),
        (b'"size_in_bytes":40321', b'"size_in_bytes":"40321"', "size_in_bytes"),
        (b"version/1.1", b"version/1", "version"),
        (b'"authors":[{', b'"authors":[{"email":"a@b",', "email"),
        (b'src=\\"https://example.org/media', b'src=\\"/media', "no absolute address"),
    ],
)
def test_the_rules_of_json_feed_find_what_is_wrong(old: bytes, new: bytes, told: str) -> None:
    good = rich(JSONFEED)
    assert old in good
    assert told in " ".join(broken_json_rules(good.replace(old, new, 1)))


@EACH
def test_what_no_document_may_hold_is_not_in_it(format_: Format) -> None:
    bad = "x\x00\x0b\ud800\uffffy"
    article = story(1, Paragraph((Text(bad),)), title=bad, id=f"tag:example.org,2025:{bad}", language="e\x00n")
    article = msgspec.structs.replace(
        article,
        meta=msgspec.structs.replace(
            article.meta, summary=bad, keywords=(bad,), section=bad, rights=bad, licence=bad, url=f"https://e.org/{bad}"
        ),
        sources=(Source(key=bad, title=bad, url=f"https://e.org/{bad}"),),
    )
    document = write(format_, feed(article, title=bad, publisher=bad))[f"news{format_.suffix}"]
    if format_ is JSONFEED:
        assert broken_json_rules(document) == []
        assert item(document)["title"] == "xy"
    else:
        seen = feedparser.parse(document)
        assert not seen.bozo
        assert (seen.feed.title, seen.entries[0].title, seen.entries[0].summary) == ("xy", "xy", "xy")


@EACH
def test_no_address_runs_a_script(format_: Format) -> None:
    bad = "javascript://example.org/%0aalert(1)"
    article = story(
        1,
        Paragraph((Link(bad, (Text("here"),)), Link("data:text/html,x", (Text("there"),)))),
        url=bad,
        licence=bad,
        contributors=[{"name": "Ada", "url": bad}],
    )
    article = msgspec.structs.replace(article, sources=(Source(key="a", title="A", url=bad, archived_url=bad),))
    settings = {"url": bad, "pictures": bad, "files": bad, "hub": bad, "icon": bad}
    document = write(format_, feed(article), **settings)[f"news{format_.suffix}"]
    assert b"alert" not in document
    assert b"data:" not in document


@EACH
def test_files_are_offered_only_where_readers_can_fetch_them(format_: Format) -> None:
    assert b"story-1.epub" not in rich(format_, files="")


@EACH
def test_the_formats_of_a_run_share_their_entries(format_: Format) -> None:
    alone = rich(format_)
    documents = [rich(other) for other in ALL]
    assert documents[ALL.index(format_)] == alone


def test_no_summary_is_made_of_a_paragraph_from_which_something_is_withheld() -> None:
    article = story(1, Paragraph((Text("Her name is "), Redacted(), Text(", of Elm Street."))), Paragraph((Text("x"),)))
    for format_ in ALL:
        document = write(format_, feed(article), content="summary")[f"news{format_.suffix}"]
        assert b"Elm Street" not in document
        assert "█".encode() not in document


def test_a_correction_changes_the_date_and_neither_id_nor_first_date() -> None:
    from exporters.editorial.corrections import place_corrections
    from exporters.words import words_for

    correction = Correction(date=START + timedelta(days=9), text="It was 47, not 74.")
    plain = story(1, contributors=[msgspec.to_builtins(Contributor(name="Ada"))])
    corrected = place_corrections(msgspec.structs.replace(plain, corrections=(correction,)), words_for("en"))
    for format_ in (RSS, ATOM):
        before, after = (
            feedparser.parse(write(format_, feed(article))[f"news{format_.suffix}"]).entries[0]
            for article in (plain, corrected)
        )
        assert (before.id, before.published) == (after.id, after.published)
        assert before.updated_parsed[:3] == (2025, 1, 2)
        assert after.updated_parsed[:3] == (2025, 1, 10)
        assert after.content[0].value.index("It was 47, not 74.") < after.content[0].value.index("Words of 1.")
        assert after.summary == "Words of 1."


def test_an_entry_can_be_kept_and_read_again() -> None:
    for article in briefing().articles:
        maker = EntryMaker(FeedOptions(), Report(), START, urls={}, resources={}, made={})
        entry = maker.entry(article)
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(entry), type=Entry) == entry
